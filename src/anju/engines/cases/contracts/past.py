"""Cases that were settled before Anju ran, or that a demo tells: what was done, in the order it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anju.engines.cases.contracts.drafts import CaseDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDeed:
    """One deed. what: assigned, accepted, arrived, left, photo, charged, rated, passed, or the code of a transition.

    by: name of whoever did it. staff_id: whom it concerns. file: token of a stored photo. stars: of a rating; price: in
    fen, agreed to by the reporter, for the item that `words` names.
    """

    at: datetime
    what: str
    by: str = ""
    staff_id: int | None = None
    words: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    stars: int = 0
    price: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """deeds: in the order of time; the last one leads to a closed state."""

    draft: CaseDraft
    opened_at: datetime
    opened_by: str
    deeds: tuple[PastDeed, ...]
