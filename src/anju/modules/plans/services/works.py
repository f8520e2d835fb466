"""What the console does to work: skip several at once, write down what somebody did without his phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Act, FindingDraft, Photo, PhotoRef, SubmitAnswer
from anju.foundation.actors import Actor
from anju.foundation.permissions import get
from anju.kernel.errors import DomainError, Invalid
from anju.modules.people import facade as people
from anju.modules.plans.queries import works


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What somebody did, written down at a desk. key: of the form, so that sending it twice counts once.

    answers: by checklist key. photos: (checklist item or "", picture).
    """

    key: UUID
    staff_id: int
    done_at: datetime
    note: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    photos: Sequence[tuple[str, Photo]] = ()
    finding: str = ""
    severity: int = 1
    with_people: tuple[int, ...] = ()


def works_skip(*, actor: Actor, occurrence_ids: Sequence[int], reason: str, at: datetime) -> int:
    """Skip several times of work for one reason: all or none. Raises as schedule.skip."""
    with transaction.atomic():
        for number in occurrence_ids:
            schedule.skip(actor=actor, occurrence_id=number, reason=reason, at=at)
    return len(occurrence_ids)


def work_record(*, actor: Actor, occurrence_id: int, recorded: Recorded, at: datetime) -> SubmitAnswer:
    """Write down that work was done, in the doer's place. The evidence is what came with it, nothing is assumed.

    One's own work needs schedule.work:do, another's schedule.work:assign too. Raises Forbidden, NotFound (work or
    person), Invalid (done later than now), DomainError with the engine's code when it does not take the act.
    """
    actor.require(get("schedule.work:do"))
    if recorded.staff_id != works.own_staff(actor):
        actor.require(get("schedule.work:assign"))
    found = schedule.occurrence(occurrence_id, reach=actor.reach(works.work_reading()))
    doer = people.staff_by_id([recorded.staff_id]).get(recorded.staff_id)
    if doer is None or doer.community_id not in (None, found.work.community_id):
        raise Invalid("plans.work.doer_elsewhere", "staff_id")
    if recorded.done_at > at:
        raise Invalid("plans.work.in_future", "done_at")
    keys = [f"p{number}" for number in range(len(recorded.photos))]
    act = Act(
        key=recorded.key,
        occurrence_id=occurrence_id,
        done_at=recorded.done_at,
        answers=recorded.answers,
        photos=tuple(PhotoRef(key, item) for key, (item, _photo) in zip(keys, recorded.photos, strict=True)),
        findings=_findings(recorded, keys),
        note=recorded.note,
        with_people=recorded.with_people,
    )
    photos = {key: photo for key, (_item, photo) in zip(keys, recorded.photos, strict=True)}
    answer = schedule.submit(actor=actor, staff_id=recorded.staff_id, act=act, photos=photos, at=at)
    if answer.status == "refused":
        raise DomainError(answer.message_code, answer.at, **answer.params)
    return answer


def _findings(recorded: Recorded, keys: Sequence[str]) -> tuple[FindingDraft, ...]:
    if not recorded.finding.strip():
        return ()
    return (FindingDraft(recorded.finding.strip(), severity=recorded.severity, photos=tuple(keys)),)
