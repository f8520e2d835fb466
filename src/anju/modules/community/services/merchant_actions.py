"""Joint action on merchants, and what is found on the streets around. Source: catalogue B MER-02, MER-04, CMP-14."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.community.models import (
    JointAction,
    JointMerchant,
    JointStep,
    Merchant,
    StreetFinding,
    StreetSort,
)
from anju.modules.community.permissions import MERCHANT_ACT, MERCHANT_READ, MERCHANT_WRITE
from anju.modules.community.queries import reach
from anju.modules.community.rules import merchants as rules
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.services.uploads import Upload, kept


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDraft:
    """target_on None: the end of the month the dossier is opened in."""

    title: str
    participants: str
    goal: str = ""
    target_on: date | None = None
    merchant_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetDraft:
    sort: str
    spot: str
    words: str
    found_on: date
    place_id: int | None = None
    merchant_id: int | None = None
    photo: Upload | None = None


def action_open(*, actor: Actor, community_id: int, draft: ActionDraft, at: datetime) -> int:
    """Open a dossier. Returns its id. Raises Forbidden, NotFound, Invalid (words, community.action.target)."""
    reach.require_at(actor, MERCHANT_ACT, community_id, MERCHANT_READ)
    today = acts.local_day(actor, at)
    target = draft.target_on or rules.month_end(today)
    if target < today:
        raise Invalid("community.action.target", "target_on")
    with transaction.atomic():
        row = JointAction.objects.create(
            community_id=community_id, number=acts.number_for("LH", actor, at),
            title=acts.words_of(draft.title, "title", longest=80), goal=draft.goal.strip()[:300],
            participants=acts.words_of(draft.participants, "participants"), target_on=target, opened_on=today,
            made_by=actor.name[:60],
        )  # fmt: skip
        for one in draft.merchant_ids:
            _join(row, one, actor)
        audit.record(actor, acts.ACTION_SAVED, row, after={"title": row.title, "target": str(target)}, at=at)
    return int(row.pk)


def merchant_join(*, actor: Actor, action_id: int, merchant_id: int, at: datetime) -> None:
    """Put a merchant into a dossier; a second time changes nothing. Raises Forbidden, NotFound, Conflict."""
    with transaction.atomic():
        row = acts.still_open(JointAction, action_id, actor, MERCHANT_ACT, MERCHANT_READ)
        _join(row, merchant_id, actor)
        audit.record(actor, acts.ACTION_SAVED, row, after={"merchant": merchant_id}, at=at)


def action_case(*, actor: Actor, action_id: int, reference: str, at: datetime) -> int:
    """Put a case into a dossier by its number. Raises Forbidden, NotFound, Invalid, Conflict (community.closed)."""
    with transaction.atomic():
        row = acts.still_open(JointAction, action_id, actor, MERCHANT_ACT, MERCHANT_READ)
        return acts.case_link(
            actor=actor, community_id=row.community_id, reference=reference, about={"action": row}, at=at
        )


def step_add(*, actor: Actor, action_id: int, what: str, who: str, due_on: date, at: datetime) -> int:
    """Raises Forbidden, NotFound, Invalid (words), Conflict (community.closed)."""
    with transaction.atomic():
        row = acts.still_open(JointAction, action_id, actor, MERCHANT_ACT, MERCHANT_READ)
        step = JointStep.objects.create(
            action=row, what=acts.words_of(what, "what"), who=acts.words_of(who, "who", longest=60),
            due_on=due_on,
        )  # fmt: skip
        audit.record(
            actor,
            acts.ACTION_STEP,
            step,
            after={"what": step.what},
            community_id=row.community_id,
            at=at,
        )
    return int(step.pk)


def step_done(*, actor: Actor, step_id: int, done_on: date, result: str, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (words, future), Conflict (community.closed)."""
    acts.not_later(done_on, acts.local_day(actor, at), "done_on")
    with transaction.atomic():
        step = reach.one(
            JointStep, step_id, actor=actor, permission=MERCHANT_ACT, reading=MERCHANT_READ, lock=True,
            community="action__community_id",
        )  # fmt: skip
        if step.action.closed_on is not None:
            raise Conflict("community.closed")
        step.done_on, step.result = done_on, acts.words_of(result, "result", longest=300)
        step.save(update_fields=["done_on", "result"])
        audit.record(
            actor, acts.ACTION_STEP, step, after={"result": step.result},
            community_id=step.action.community_id, at=at,
        )  # fmt: skip


def action_close(*, actor: Actor, action_id: int, result: str, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (words), Conflict (community.closed, community.action.open_steps, .no_steps)."""
    with transaction.atomic():
        row = acts.still_open(JointAction, action_id, actor, MERCHANT_ACT, MERCHANT_READ)
        rules.check_closable(row.steps.filter(done_on__isnull=True).count(), row.steps.count())
        row.closed_on = acts.local_day(actor, at)
        row.result = acts.words_of(result, "result", longest=500)
        row.save(update_fields=["closed_on", "result"])
        audit.record(actor, acts.ACTION_CLOSED, row, after={"result": row.result}, at=at)


def street_note(*, actor: Actor, community_id: int, draft: StreetDraft, at: datetime) -> int:
    """An advertisement or stall where it may not be. Returns its id. Raises Forbidden, NotFound, Invalid."""
    reach.require_at(actor, MERCHANT_WRITE, community_id, MERCHANT_READ)
    if draft.sort not in StreetSort.values:
        raise Invalid("community.street.sort", "sort")
    acts.in_community(draft.place_id, community_id)
    acts.not_later(draft.found_on, acts.local_day(actor, at), "found_on")
    shop = None
    if draft.merchant_id is not None:
        shop = _shop(draft.merchant_id, community_id, actor)
    with transaction.atomic():
        row = StreetFinding.objects.create(
            community_id=community_id, number=acts.number_for("JM", actor, at), sort=draft.sort, merchant=shop,
            place_id=draft.place_id, spot=acts.words_of(draft.spot, "spot", longest=80),
            words=acts.words_of(draft.words, "words", longest=300), found_on=draft.found_on,
            photo=kept(actor, acts.MERCHANT_PHOTO, draft.photo), noted_by=actor.name[:60],
        )  # fmt: skip
        audit.record(actor, acts.STREET_NOTED, row, after={"words": row.words}, at=at)
    return int(row.pk)


def street_report(*, actor: Actor, finding_id: int, authority: str, on: date, at: datetime) -> None:
    """Reported to an authority. Raises Forbidden, NotFound, Invalid (words, community.street.order), Conflict."""
    with transaction.atomic():
        row = _street(actor, finding_id)
        _in_order(row.found_on, on, acts.local_day(actor, at))
        row.authority, row.reported_on = acts.words_of(authority, "authority", longest=80), on
        row.save(update_fields=["authority", "reported_on"])
        audit.record(actor, acts.STREET_MOVED, row, after={"authority": row.authority}, at=at)


def street_answer(*, actor: Actor, finding_id: int, answer: str, on: date, at: datetime) -> None:
    """The authority answered. Raises Forbidden, NotFound, Invalid, Conflict (community.closed, .street.unreported)."""
    with transaction.atomic():
        row = _street(actor, finding_id)
        if row.reported_on is None:
            raise Conflict("community.street.unreported")
        _in_order(row.reported_on, on, acts.local_day(actor, at))
        row.answer, row.answered_on = acts.words_of(answer, "answer", longest=300), on
        row.save(update_fields=["answer", "answered_on"])
        audit.record(actor, acts.STREET_MOVED, row, after={"answer": row.answer}, at=at)


def street_close(*, actor: Actor, finding_id: int, result: str, on: date, at: datetime) -> None:
    """Gone, or put in order. Raises Forbidden, NotFound, Invalid, Conflict (community.closed)."""
    with transaction.atomic():
        row = _street(actor, finding_id)
        _in_order(row.found_on, on, acts.local_day(actor, at))
        row.result, row.closed_on = acts.words_of(result, "result"), on
        row.save(update_fields=["result", "closed_on"])
        audit.record(actor, acts.STREET_MOVED, row, after={"result": row.result}, at=at)


def _street(actor: Actor, finding_id: int) -> StreetFinding:
    row: StreetFinding = acts.still_open(StreetFinding, finding_id, actor, MERCHANT_WRITE, MERCHANT_READ)
    return row


def _in_order(after: date, on: date, today: date) -> None:
    acts.not_later(on, today, "on")
    if on < after:
        raise Invalid("community.street.order", "on")


def _join(row: JointAction, merchant_id: int, actor: Actor) -> None:
    JointMerchant.objects.get_or_create(action=row, merchant=_shop(merchant_id, row.community_id, actor))


def _shop(merchant_id: int, community_id: int, actor: Actor) -> Merchant:
    """Raises NotFound also for a merchant of another community."""
    row: Merchant = reach.one(
        Merchant, merchant_id, actor=actor, permission=MERCHANT_READ, reading=MERCHANT_READ
    )
    acts.same_community(row.community_id, community_id)
    return row
