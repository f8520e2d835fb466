"""Words of messages, declared by modules at the start of the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from anju.engines.messages.contracts.channels import Channel

LANGUAGES = ("zh-hans", "en")
DEFAULT_LANGUAGE = LANGUAGES[0]


@dataclass(frozen=True, slots=True)
class Category:
    """What a person chooses channels for.

    channels: default ways, the most fitting first; the inbox is always one where the recipient logs in.
    mandatory: cannot be turned off, not gathered into a digest (security codes, legal notices).
    marketing: goes nowhere without consent, and every copy says how to end it (Advertising Law art. 43).
    """

    code: str
    name: Any
    channels: tuple[Channel, ...] = (Channel.WEB_PUSH,)
    mandatory: bool = False
    marketing: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """title: one line; body: may be empty. Both with {parameters}."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """texts: language → channel ("" for all others) → words. parameters: names the words may use, all required.

    urgent: breaks through quiet hours and limits, is not gathered, and is sent twice rather than not at all.
    channels: only these may carry it, () for all. keeps: after this long it is no longer worth sending, None for the
    engine's own patience. inbox: False for what must not lie about, such as a code. proves: it shows that an address is
    the recipient's, so it goes to that address or nowhere.
    """

    code: str
    name: Any
    category: str
    texts: Mapping[str, Mapping[str, Text]]
    parameters: tuple[str, ...] = ()
    urgent: bool = False
    channels: tuple[Channel, ...] = ()
    keeps: timedelta | None = None
    inbox: bool = True
    proves: bool = False
