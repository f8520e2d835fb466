"""JSON API of checks: the findings of a version, and the choice about each."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from anju.foundation.api import endpoint
from anju.kernel.errors import NotFound
from anju.modules.plans.permissions import PLAN_READ, PROMISE_REVIEW
from anju.modules.plans.queries import check_wording as words
from anju.modules.plans.queries import checks as reads
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.services import checks as services

router = Router(tags=["plans"])


class FindingPlaceOut(Schema):
    """A span of the text, in code points, half-open; promise: its id where one stands there."""

    start: int
    end: int
    quote: str
    section: str
    part: int | None
    promise: int | None


class FindingOut(Schema):
    """key: the same as long as the words are. severity: law, serious, warning or note. choice: keep, both, not, todo."""

    key: str
    code: str
    severity: str
    title: str
    says: str
    advice: str
    values: dict[str, str]
    places: list[FindingPlaceOut]
    choice: str | None
    note: str
    kept: list[int]
    decided_by: str
    decided_at: datetime | None


class FindingChoiceIn(Schema):
    """keep: promises that hold, for the choice keep; the others are rejected. note: needed for both and not."""

    choice: Literal["keep", "both", "not", "todo"]
    keep: list[int] = Field(default_factory=list, max_length=100)
    note: str = Field("", max_length=300)
    assignee_id: int | None = None


@router.get("/versions/{version_id}/findings", response=list[FindingOut])
@endpoint(PLAN_READ)
def findings(request: Any, version_id: int, severity: str = "", code: str = "") -> Any:
    """Everything the checks find in a version, the gravest first."""
    version = plan_queries.version(request.actor, version_id)
    rows = reads.checked(version, timezone.now())
    return [
        _finding(one)
        for one in rows
        if (not severity or one.finding.severity == severity) and (not code or one.finding.code == code)
    ]


@router.post("/versions/{version_id}/findings/{key}", response=FindingOut)
@endpoint(PROMISE_REVIEW)
def finding_choose(request: Any, version_id: int, key: str, body: FindingChoiceIn) -> Any:
    """Say what a finding means."""
    at = timezone.now()
    decision = services.Decision(
        choice=reads.Choice(body.choice), keep=tuple(body.keep), note=body.note, assignee_id=body.assignee_id
    )
    services.finding_choose(actor=request.actor, version_id=version_id, key=key, decision=decision, at=at)
    version = plan_queries.version(request.actor, version_id)
    found = next((one for one in reads.checked(version, at) if one.key == key), None)
    if found is None:
        raise NotFound("plans.check.missing")
    return _finding(found)


def _finding(one: reads.Checked) -> dict[str, Any]:
    found, choice = one.finding, one.choice
    fields = ("start", "end", "quote", "section", "part", "promise")
    return {
        "key": one.key, "code": str(found.code), "severity": str(found.severity),
        "title": str(words.CODES[found.code]), "says": words.sentence(found.code, found.values),
        "advice": str(words.ADVICE[found.code]), "values": dict(found.values),
        "places": [{name: getattr(place, name) for name in fields} for place in found.places],
        "choice": choice.choice if choice else None, "note": choice.note if choice else "",
        "kept": choice.kept if choice else [], "decided_by": choice.decided_by_name if choice else "",
        "decided_at": choice.decided_at if choice else None,
    }  # fmt: skip
