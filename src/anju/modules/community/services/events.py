"""Major events: plan, roster, approval, the day, and the review right after. Source: catalogue A INC-12."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.models import EventPost, EventRisk, EventState, MajorEvent
from anju.modules.community.permissions import EVENT_APPROVE, SAFETY_READ, SAFETY_WRITE
from anju.modules.community.queries import reach
from anju.modules.community.rules import safety as rules
from anju.modules.community.services import actions, keeping
from anju.modules.people import facade as people

BOOK = keeping.Book(
    MajorEvent, SAFETY_WRITE, SAFETY_READ, actions.EVENT_SAVED,
    ("title", "place", "starts_at", "ends_at", "expected", "risk"),
)  # fmt: skip
OPEN = (EventState.DRAFT, EventState.RETURNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """risk: low, medium, high; risks: what could happen; measures: what is done about it, and who does what."""

    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    expected: int
    risk: str
    risks: str
    measures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDraft:
    """Somebody at a post over [starts_at, ends_at)."""

    post: str
    staff_id: int
    starts_at: datetime
    ends_at: datetime
    task: str = ""


def event_save(
    *, actor: Actor, community_id: int, draft: EventDraft, at: datetime, event_id: int | None = None
) -> int:
    """Write the plan, while it is not submitted. Raises Forbidden, NotFound, Invalid, Conflict (community.event.state)."""
    rules.check_span(draft.starts_at, draft.ends_at)
    if draft.risk not in EventRisk.values:
        raise Invalid("community.safety.choice", "risk")
    if draft.expected < 1:
        raise Invalid("community.event.expected", "expected")
    values = asdict(draft)
    for name, longest in (("title", 80), ("place", 120), ("risks", 1000), ("measures", 10_000)):
        values[name] = rules.words(values[name], name, longest=longest)
    with transaction.atomic():
        if event_id is None:
            values["made_by"] = actor.name[:60]
        else:
            _in(actor, event_id, *OPEN)
        return int(
            keeping.save(BOOK, actor=actor, community_id=community_id, values=values, at=at, pk=event_id).pk
        )


def post_add(*, actor: Actor, event_id: int, draft: PostDraft, at: datetime) -> int:
    """Put somebody of the community on the roster.

    Raises Forbidden, NotFound (staff), Invalid (words, span), Conflict: community.event.clash (params name, post: he
    stands elsewhere at that time, at this event or another), community.event.state.
    """
    rules.check_span(draft.starts_at, draft.ends_at)
    with transaction.atomic():
        event = _in(actor, event_id, *OPEN)
        staff = people.staff_by_id([draft.staff_id]).get(draft.staff_id)
        if staff is None or staff.state != "active" or staff.community_id not in (None, event.community_id):
            raise NotFound("community.event.staff", "staff")
        locks.advisory("community.event.staff", draft.staff_id)
        others = EventPost.objects.filter(staff_id=draft.staff_id)
        duty = rules.Duty(draft.staff_id, draft.post, draft.starts_at, draft.ends_at)
        taken = rules.clashes(
            duty, [rules.Duty(one.staff_id, one.post, one.starts_at, one.ends_at) for one in others]
        )
        if taken:
            raise Conflict("community.event.clash", "staff", name=staff.name, post=taken[0].post)
        row = EventPost.objects.create(
            event=event, post=rules.words(draft.post, "post", longest=60), staff_id=staff.id,
            starts_at=draft.starts_at, ends_at=draft.ends_at,
            task=rules.words(draft.task, "task", longest=200, needed=False),
        )  # fmt: skip
        audit.record(actor, actions.EVENT_STAFFED, event, after={"post": row.post, "who": staff.name}, at=at)
    return int(row.pk)


def post_remove(*, actor: Actor, event_id: int, post_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound, Conflict (community.event.state)."""
    with transaction.atomic():
        event = _in(actor, event_id, *OPEN)
        row = EventPost.objects.filter(pk=post_id, event=event).first()
        if row is None:
            raise NotFound("community.missing")
        audit.record(
            actor, actions.EVENT_STAFFED, event, before={"post": row.post, "staff": row.staff_id}, at=at
        )
        row.delete()


def event_submit(*, actor: Actor, event_id: int, at: datetime) -> None:
    """Ask for approval. Raises Forbidden, NotFound, Conflict (community.event.state, .nobody: an empty roster)."""
    with transaction.atomic():
        event = _in(actor, event_id, *OPEN)
        if not event.posts.exists():
            raise Conflict("community.event.nobody")
        _move(actor, event, EventState.SUBMITTED, "", at)


def event_decide(*, actor: Actor, event_id: int, approved: bool, words: str, at: datetime) -> None:
    """Release the plan, or send it back with words. Raises Forbidden, NotFound, Invalid (words), Conflict."""
    words = rules.words(words, "words", longest=500, needed=not approved)
    with transaction.atomic():
        event = reach.one(
            MajorEvent, event_id, actor=actor, permission=EVENT_APPROVE, reading=SAFETY_READ, lock=True
        )
        _check(event, EventState.SUBMITTED)
        event.decided_by, event.decided_at, event.words = actor.name[:60], at, words
        _move(actor, event, EventState.RELEASED if approved else EventState.RETURNED, words, at)


def event_sign(*, actor: Actor, event_id: int, came: Collection[int], words: str, at: datetime) -> None:
    """Sign the day off: who stood at his post. came: ids of posts.

    Raises Forbidden, NotFound, Invalid (words), Conflict (community.event.state, .early).
    """
    words = rules.words(words, "words", longest=500, needed=False)
    with transaction.atomic():
        event = _in(actor, event_id, EventState.RELEASED)
        if at < event.starts_at:
            raise Conflict("community.event.early")
        event.posts.update(came=False)
        event.posts.filter(pk__in=list(came)).update(came=True)
        event.signed_by, event.signed_at, event.signed_words = actor.name[:60], at, words
        _move(actor, event, EventState.SIGNED, words, at)


def event_review(*, actor: Actor, event_id: int, review: str, at: datetime) -> None:
    """Write the review after the event. Raises Forbidden, NotFound, Invalid, Conflict (.state, .early, .reviewed)."""
    review = rules.words(review, "review", longest=10_000)
    with transaction.atomic():
        event = _in(actor, event_id, EventState.RELEASED, EventState.SIGNED)
        if at < event.ends_at:
            raise Conflict("community.event.early")
        if event.reviewed_at is not None:
            raise Conflict("community.event.reviewed")
        event.review, event.reviewed_by, event.reviewed_at = review, actor.name[:60], at
        event.save(update_fields=["review", "reviewed_by", "reviewed_at"])
        audit.record(actor, actions.EVENT_REVIEWED, event, at=at)


def _in(actor: Actor, event_id: int, *states: str) -> MajorEvent:
    event: MajorEvent = keeping.held(BOOK, actor, event_id)
    _check(event, *states)
    return event


def _check(event: MajorEvent, *states: str) -> None:
    if event.state not in states:
        raise Conflict("community.event.state")


def _move(actor: Actor, event: MajorEvent, state: str, words: str, at: datetime) -> None:
    before, event.state = event.state, state
    event.save()
    audit.record(
        actor,
        actions.EVENT_MOVED,
        event,
        before={"state": before},
        after={"state": state},
        reason=words,
        at=at,
    )
