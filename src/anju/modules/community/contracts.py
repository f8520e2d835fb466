"""What other packages may know of community: values only, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One question. kind: scale, stars, choice or text; choices: at least two texts of a choice."""

    text: str
    kind: str = "scale"
    topic: str = "other"
    choices: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as a form names him. person_id: chosen from the register of persons, found at the home place_id.

    linked: without a choice, whoever of the home has just this name is meant; False: a name and nothing more.
    """

    name: str = ""
    person_id: int | None = None
    place_id: int | None = None
    linked: bool = True


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A published proposal as a home sees it. mine: the home is for it.

    standing: open, late, dropped, or the decision: adopted, partly, declined, noted.
    """

    id: int
    title: str
    text: str
    raised_at: datetime
    supports: int
    mine: bool
    standing: str
    answer: str
    answered_at: datetime | None
