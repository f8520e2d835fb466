"""What other packages may know of community: values only, no Django."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One question. kind: scale, stars, choice or text; choices: at least two texts of a choice."""

    text: str
    kind: str = "scale"
    topic: str = "other"
    choices: tuple[str, ...] = ()
    required: bool = True
