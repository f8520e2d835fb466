"""Words: which ones, filled with what, how long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from anju.engines.messages.contracts import DEFAULT_LANGUAGE, LANGUAGES, Channel, Template, Text
from anju.kernel.errors import Invalid

PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
LONGEST_TITLE, LONGEST_CAUSE, LONGEST_LINK = 200, 120, 300


def check(template: Template) -> None:
    """Raises ValueError for a template that could not be sent one day: a language, a default or a parameter is missing."""
    for language in LANGUAGES:
        texts = template.texts.get(language, {})
        if "" not in texts:
            raise ValueError(f"template {template.code!r} has no words in {language!r}")
        if strange := set(texts) - {"", *Channel}:
            raise ValueError(f"template {template.code!r} names unknown channels {sorted(strange)}")
        for text in texts.values():
            used = set(PLACE.findall(text.title)) | set(PLACE.findall(text.body))
            if unknown := used - set(template.parameters):
                raise ValueError(f"template {template.code!r} uses undeclared {sorted(unknown)}")
            if not text.title.strip():
                raise ValueError(f"template {template.code!r} has an empty title")


def check_parameters(template: Template, given: Mapping[str, Any]) -> None:
    """Raises Invalid (messages.parameters) when one is missing or not declared."""
    if wrong := set(template.parameters) ^ set(given):
        names = ", ".join(sorted(wrong))
        raise Invalid("messages.parameters", field="params", template=template.code, names=names)


def language_of(*wishes: str) -> str:
    """The first wish that the templates speak; "zh-CN" and "zh" are Chinese, "en-GB" is English."""
    for wish in wishes:
        short = wish.lower().partition("-")[0]
        found = next((one for one in LANGUAGES if one.partition("-")[0] == short), "")
        if short and found:
            return found
    return DEFAULT_LANGUAGE


def words(template: Template, language: str, channel: str) -> Text:
    texts = template.texts[language if language in template.texts else DEFAULT_LANGUAGE]
    return texts.get(channel) or texts[""]


def fill(text: Text, params: Mapping[str, Any]) -> Text:
    """Put the values in, once: a value that looks like a place stays as it is. The title stays one line."""

    def put(words: str) -> str:
        return PLACE.sub(lambda found: str(params[found[1]]), words)

    title = " ".join(CONTROL.sub("", put(text.title)).split())
    return Text(cut(title, LONGEST_TITLE), CONTROL.sub("", put(text.body)).strip())


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def cut_bytes(text: str, most: int) -> str:
    """As many whole characters as fit into `most` bytes of UTF-8, with an ellipsis when some are left out."""
    data = text.encode()
    if len(data) <= most:
        return text
    return data[: max(0, most - 3)].decode(errors="ignore").rstrip() + "…" if most >= 3 else ""


def check_cause(cause_key: str, link: str) -> None:
    """Raises Invalid: a cause without a name or too long, a link that is no path of this site."""
    if not cause_key or len(cause_key) > LONGEST_CAUSE:
        raise Invalid("messages.cause", field="cause_key", most=LONGEST_CAUSE)
    if link and not is_own_path(link):
        raise Invalid("messages.link", field="link")


def is_own_path(link: str) -> bool:
    """ "/cases/17/": not "//elsewhere", not "/\\\\elsewhere", nothing that a browser takes for another site."""
    return len(link) <= LONGEST_LINK and re.fullmatch(r"/(?:[^/\\\s][^\\\s]*)?", link) is not None


def plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them: text, or text by language."""
    return {
        name: {language: str(text) for language, text in value.items()}
        if isinstance(value, Mapping)
        else str(value)
        for name, value in params.items()
    }


def spoken(params: Mapping[str, Any], language: str) -> dict[str, str]:
    """Values in one language; one that does not have it is taken in the default language."""
    return {
        name: str(value.get(language, value.get(DEFAULT_LANGUAGE, "")))
        if isinstance(value, Mapping)
        else str(value)
        for name, value in params.items()
    }
