"""Plan and take down what people come together for: joint-defence meetings, joint patrols, safety education.

Sources: catalogue A INC-05, INC-10, INC-13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anju.engines.cases.contracts import CaseDraft
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.models import (
    Occasion,
    OccasionGuest,
    OccasionKind,
    OccasionPhoto,
    OccasionPoint,
    OccasionState,
    PointSort,
    TeachingLine,
)
from anju.modules.community.permissions import SAFETY_READ, SAFETY_WRITE
from anju.modules.community.queries import reach
from anju.modules.community.rules import safety as rules
from anju.modules.community.services import actions, keeping
from anju.modules.community.services.uploads import Upload, kept
from anju.modules.frontdesk import facade as frontdesk

LINES = keeping.Book(
    TeachingLine, SAFETY_WRITE, SAFETY_READ, actions.LINE_SAVED, ("theme", "audience", "month", "note")
)
OCCASIONS = keeping.Book(
    Occasion, SAFETY_WRITE, SAFETY_READ, actions.OCCASION_SAVED,
    ("kind", "title", "host", "place", "starts_at", "ends_at"),
)  # fmt: skip
MOST_PHOTOS = 12
CASES = ("hazard", "violation")


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionDraft:
    """host: who calls, leads or teaches. guests: (body, name, staff id or None) expected; they replace the present list."""

    kind: str
    title: str
    host: str
    place: str
    starts_at: datetime
    ends_at: datetime
    line_id: int | None = None
    guests: Sequence[tuple[str, str, int | None]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionNote:
    """What came of it. came: ids of guests who were there. homes, persons: counted."""

    minutes: str
    outcome: str = ""
    homes: int | None = None
    persons: int | None = None
    came: Sequence[int] = ()
    material: Upload | None = None
    photos: Sequence[Upload] = ()


def line_save(
    *, actor: Actor, community_id: int, theme: str, audience: str, month: date, note: str = "", at: datetime,
    line_id: int | None = None,
) -> int:  # fmt: skip
    """Put a theme on the year's plan. month: any day of it. Raises Forbidden, NotFound, Invalid, Conflict (taken)."""
    values = {
        "theme": rules.words(theme, "theme", longest=80),
        "audience": rules.words(audience, "audience", longest=60), "month": month.replace(day=1),
        "note": rules.words(note, "note", longest=200, needed=False),
    }  # fmt: skip
    if line_id is None:
        reach.require_at(actor, SAFETY_WRITE, community_id, SAFETY_READ)
    same = TeachingLine.objects.filter(
        community_id=community_id, month=values["month"], theme=values["theme"]
    )
    if same.exclude(pk=line_id).exists():
        raise Conflict("community.teaching.twice", "theme")
    return int(
        keeping.save(LINES, actor=actor, community_id=community_id, values=values, at=at, pk=line_id).pk
    )


def occasion_save(
    *, actor: Actor, community_id: int, draft: OccasionDraft, at: datetime, occasion_id: int | None = None
) -> int:
    """Arrange an occasion, or change it while it is still to come.

    Raises Forbidden, NotFound (line), Invalid (kind, words, span), Conflict (community.occasion.over).
    """
    if draft.kind not in OccasionKind.values:
        raise Invalid("community.safety.choice", "kind")
    rules.check_span(draft.starts_at, draft.ends_at)
    values = {
        "kind": draft.kind, "title": rules.words(draft.title, "title", longest=80),
        "host": rules.words(draft.host, "host", longest=60),
        "place": rules.words(draft.place, "place", longest=120), "starts_at": draft.starts_at,
        "ends_at": draft.ends_at, "line_id": draft.line_id, "noted_by": actor.name[:60],
    }  # fmt: skip
    if (
        draft.line_id
        and not TeachingLine.objects.filter(pk=draft.line_id, community_id=community_id).exists()
    ):
        raise NotFound("community.missing", "line")
    with transaction.atomic():
        if occasion_id is not None:
            _planned(actor, occasion_id)
        row = keeping.save(
            OCCASIONS, actor=actor, community_id=community_id, values=values, at=at, pk=occasion_id
        )
        row.guests.all().delete()
        OccasionGuest.objects.bulk_create(
            OccasionGuest(
                occasion=row, body=rules.words(body, "guests", longest=60),
                name=rules.words(name, "guests", longest=40), staff_id=staff_id,
            )
            for body, name, staff_id in draft.guests
        )  # fmt: skip
    return int(row.pk)


def occasion_hold(*, actor: Actor, occasion_id: int, note: OccasionNote, at: datetime) -> None:
    """Write down what came of an occasion; later notes replace the words and add photos.

    Raises Forbidden, NotFound, Invalid (minutes, outcome, photos), Conflict (community.occasion.early, .cancelled).
    """
    with transaction.atomic():
        row = keeping.held(OCCASIONS, actor, occasion_id)
        if row.state == OccasionState.CANCELLED:
            raise Conflict("community.occasion.cancelled")
        if row.starts_at > at:
            raise Conflict("community.occasion.early")
        row.minutes = rules.words(note.minutes, "minutes", longest=10_000)
        row.outcome = rules.words(note.outcome, "outcome", longest=1000, needed=False)
        row.homes, row.persons = note.homes, note.persons
        row.state, row.held_at, row.noted_by = OccasionState.HELD, at, actor.name[:60]
        row.material = kept(actor, keeping.SAFETY_PAPER, note.material) or row.material
        row.save()
        row.guests.update(came=False)
        row.guests.filter(pk__in=list(note.came)).update(came=True)
        if row.photos.count() + len(note.photos) > MOST_PHOTOS:
            raise Invalid("community.occasion.photos", "photos", limit=MOST_PHOTOS)
        for photo in note.photos:
            file = kept(actor, keeping.SAFETY_PHOTO, photo)
            OccasionPhoto.objects.create(occasion=row, file=file)
        told = {"came": len(note.came), "homes": note.homes, "persons": note.persons}
        audit.record(actor, actions.OCCASION_HELD, row, after=told, at=at)


def occasion_cancel(*, actor: Actor, occasion_id: int, reason: str, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (reason), Conflict (community.occasion.over)."""
    reason = rules.words(reason, "reason", longest=500)
    with transaction.atomic():
        row = _planned(actor, occasion_id)
        row.state, row.outcome = OccasionState.CANCELLED, reason
        row.save(update_fields=["state", "outcome"])
        audit.record(actor, actions.OCCASION_CANCELLED, row, reason=reason, at=at)


def point_add(
    *, actor: Actor, occasion_id: int, sort: str, item: str, text: str, score: int | None = None, at: datetime
) -> int:
    """Appraise an item of the area's security with 0–100 points, or note a problem found.

    Raises Forbidden, NotFound, Invalid (sort, words, community.occasion.score), Conflict (.early, .cancelled).
    """
    if sort not in PointSort.values:
        raise Invalid("community.safety.choice", "sort")
    if (sort == PointSort.APPRAISAL) != (score is not None) or not 0 <= (score or 0) <= 100:
        raise Invalid("community.occasion.score", "score")
    with transaction.atomic():
        row = keeping.held(OCCASIONS, actor, occasion_id)
        if row.state == OccasionState.CANCELLED:
            raise Conflict("community.occasion.cancelled")
        if row.starts_at > at:
            raise Conflict("community.occasion.early")
        point = OccasionPoint.objects.create(
            occasion=row, sort=sort, item=rules.words(item, "item", longest=60), score=score,
            text=rules.words(text, "text", longest=500),
        )  # fmt: skip
        audit.record(actor, actions.POINT_RAISED, row, after={"item": point.item, "score": score}, at=at)
    return int(point.pk)


def point_report(*, actor: Actor, point_id: int, kind: str, at: datetime) -> int:
    """Make a problem a case of kind hazard or violation; again gives the same one. Returns the case's id.

    Raises Forbidden (both rights are needed), NotFound, Invalid (kind) and as frontdesk's report.
    """
    if kind not in CASES:
        raise Invalid("community.safety.choice", "kind")
    with transaction.atomic():
        point = OccasionPoint.objects.filter(pk=point_id, sort=PointSort.PROBLEM).first()
        if point is None:
            raise NotFound("community.missing")
        row = keeping.held(OCCASIONS, actor, point.occasion_id)
        point.refresh_from_db()
        if point.case_id is not None:
            return int(point.case_id)
        draft = CaseDraft(
            kind=kind, community_id=row.community_id, title=f"{point.item}：{point.text}"[:60], words=point.text,
            channel="desk", source="community.point", source_id=point.pk,
        )  # fmt: skip
        opened = frontdesk.report(actor=actor, draft=draft, at=at, key=f"community.point:{point.pk}")
        point.case_id = opened.case_id
        point.save(update_fields=["case_id"])
        audit.record(actor, actions.POINT_REPORTED, row, after={"case": opened.number}, at=at)
    return int(opened.case_id)


def _planned(actor: Actor, occasion_id: int) -> Occasion:
    row: Occasion = keeping.held(OCCASIONS, actor, occasion_id)
    if row.state != OccasionState.PLANNED:
        raise Conflict("community.occasion.over")
    return row
