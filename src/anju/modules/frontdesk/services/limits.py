"""Read the promises in force for the clocks, and let a person say what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Budget, Severity
from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.foundation.permissions import get
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import HouseLimit, PromiseLimit
from anju.modules.frontdesk.permissions import BUDGET_SET
from anju.modules.frontdesk.queries import settings
from anju.modules.frontdesk.rules.house import row_of
from anju.modules.frontdesk.rules.limits import Basis, Limit, Words, budget_of, limits_of
from anju.modules.frontdesk.services.actions import HOUSE_LIMIT_SET, LIMIT_CORRECTED, LIMIT_READ_AGAIN
from anju.modules.plans import facade as plans

ENGINE = "cases"
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitDraft:
    """What a promise means for one clock. budget None: as the promise's own words say."""

    kind: str
    clock: str
    severity_from: int = Severity.MINOR
    severity_to: int = Severity.CRITICAL
    fields: dict[str, list[Any]] = field(default_factory=dict)
    budget: Budget | None = None


def limits_read(*, actor: Actor, community_id: int, at: datetime) -> int:
    """Read the promises of the versions in force anew; what a person corrected stays. Returns how many limits hold.

    Promises that limit a clock run from now on, the others wait for an engine. Limits of promises that hold no more end
    with them, so that running cases keep theirs. Idempotent. Raises Forbidden.
    """
    zone = ZoneInfo(actor.time_zone)
    today = at.astimezone(zone).date()
    basis = settings.basis(community_id)
    with transaction.atomic():
        locks.advisory("frontdesk.limits", community_id)
        promised = plans.promises_in_force(community_id, today, ENGINE)
        _end_others(community_id, {one.id for one in promised}, at)
        corrected = set(_rows(community_id).filter(corrected=True).values_list("promise_id", flat=True))
        for one in promised:
            if one.id not in corrected:
                _keep(one, limits_of(words_of(one), basis), zone)
        standing = _rows(community_id).filter(holds_until__isnull=True).exclude(kind="")
        running = set(standing.values_list("promise_id", flat=True))
        plans.promises_taken(actor=actor, engine=ENGINE, community_id=community_id, running=running)
    return int(standing.count())


def limits_read_by_hand(*, actor: Actor, community_id: int, at: datetime) -> int:
    """As limits_read, by a person who may set limits, without waiting for the night. Raises Forbidden, NotFound."""
    _require(actor, community_id)
    return limits_read(actor=_teller(actor), community_id=community_id, at=at)


def limit_correct(
    *, actor: Actor, promise_id: int, community_id: int, drafts: Sequence[LimitDraft], note: str, at: datetime
) -> None:
    """Say what a promise means for the clocks; () when it limits none. Running cases keep what they have.

    Raises Forbidden, NotFound, Invalid (frontdesk.limit.clock, frontdesk.limit.severity, frontdesk.limit.length,
    frontdesk.limit.note).
    """
    _require(actor, community_id)
    note = note.strip()
    if not note or len(note) > LONGEST_NOTE:
        raise Invalid("frontdesk.limit.note", "note", limit=LONGEST_NOTE)
    with transaction.atomic():
        locks.advisory("frontdesk.limits", community_id)
        promise = _promise(actor, community_id, promise_id, at)
        before = _stated(promise_id)
        zone = ZoneInfo(actor.time_zone)
        limits = [_checked(one, promise, settings.basis(community_id)) for one in drafts]
        if len({(one.kind, one.clock) for one in limits}) < len(limits):
            raise Invalid("frontdesk.limit.clock", "clock")
        _replace(promise, limits, zone, corrected=True, note=note)
        if not limits:
            _row(promise, None, zone, corrected=True, note=note).save()
        audit.record(
            actor, LIMIT_CORRECTED, PromiseLimit.objects.filter(promise_id=promise_id).first(),
            before=before, after=_stated(promise_id), reason=note, community_id=community_id, at=at,
        )  # fmt: skip
        _tell_plans(actor, community_id)


def limit_read_again(*, actor: Actor, promise_id: int, community_id: int, at: datetime) -> None:
    """Take a correction back: the promise's own words count again. Raises Forbidden, NotFound."""
    _require(actor, community_id)
    with transaction.atomic():
        locks.advisory("frontdesk.limits", community_id)
        promise = _promise(actor, community_id, promise_id, at)
        before = _stated(promise_id)
        first = PromiseLimit.objects.filter(promise_id=promise_id).first()
        if first is None:
            raise NotFound("frontdesk.limit.missing")
        audit.record(
            actor, LIMIT_READ_AGAIN, first, before=before, after={}, community_id=community_id, at=at
        )
        zone = ZoneInfo(actor.time_zone)
        _replace(promise, limits_of(words_of(promise), settings.basis(community_id)), zone)
        _tell_plans(actor, community_id)


def house_limit_set(
    *,
    actor: Actor,
    code: str,
    community_id: int | None,
    budget: Budget | None,
    at: datetime,
) -> None:
    """Change one of the house's own limits for the organisation or a community; budget None switches it off.

    Raises Forbidden, NotFound, Conflict (frontdesk.limit.law: a line of the law stands).
    """
    _require(actor, community_id)
    known = row_of(code)
    if known is None:
        raise NotFound("frontdesk.limit.missing")
    if known.law:
        raise Conflict("frontdesk.limit.law")
    kept = budget or known.limit.budget
    values = {"amount": kept.amount, "unit": kept.unit, "base": kept.base, "off": budget is None}
    with transaction.atomic():
        old = HouseLimit.objects.filter(community_id=community_id, code=code).first()
        before = {} if old is None else {name: getattr(old, name) for name in values}
        row, _made = HouseLimit.objects.update_or_create(
            community_id=community_id, code=code, defaults=values
        )
        audit.record(
            actor, HOUSE_LIMIT_SET, row, before=before, after=values, community_id=community_id, at=at
        )


def words_of(promise: plans.PromiseView) -> Words:
    return Words(
        promise.domain, promise.activity, promise.object, promise.quote, promise.kind, promise.comparator,
        promise.value, promise.unit,
    )  # fmt: skip


def _require(actor: Actor, community_id: int | None) -> None:
    actor.require(BUDGET_SET)
    reach = actor.reach(BUDGET_SET)
    if not (reach.unlimited if community_id is None else reach.covers_community(community_id)):
        raise NotFound("not_found") if community_id else Forbidden("permission_missing")


def _promise(actor: Actor, community_id: int, promise_id: int, at: datetime) -> plans.PromiseView:
    today = at.astimezone(ZoneInfo(actor.time_zone)).date()
    for one in plans.promises_in_force(community_id, today, ENGINE):
        if one.id == promise_id:
            return one
    raise NotFound("frontdesk.limit.missing")


def _checked(draft: LimitDraft, promise: plans.PromiseView, basis: Basis) -> Limit:
    kind = cases.kind_of(draft.kind)
    if kind.clock(draft.clock) is None:
        raise Invalid("frontdesk.limit.clock", "clock")
    if not Severity.MINOR <= draft.severity_from <= draft.severity_to <= Severity.CRITICAL:
        raise Invalid("frontdesk.limit.severity", "severity_from")
    known = {one.code for one in kind.fields}
    for code in draft.fields:
        if code not in known:
            raise Invalid("cases.field.unknown", f"fields.{code}", name=code)
    budget = draft.budget or budget_of(words_of(promise), basis)
    if budget is None:
        raise Invalid("frontdesk.limit.length", "amount")
    fields = {code: tuple(values) for code, values in draft.fields.items()}
    return Limit(draft.kind, draft.clock, budget, draft.severity_from, draft.severity_to, fields)


def _rows(community_id: int) -> Any:
    return PromiseLimit.objects.filter(community_id=community_id)


def _end_others(community_id: int, standing: set[int], at: datetime) -> None:
    _rows(community_id).filter(holds_until__isnull=True).exclude(promise_id__in=standing).update(
        holds_until=at
    )


def _keep(promise: plans.PromiseView, limits: Sequence[Limit], zone: ZoneInfo) -> None:
    """Write what was read, unless it is written already."""
    rows = PromiseLimit.objects.filter(promise_id=promise.id, holds_until__isnull=True)
    if [_facts(one) for one in rows.order_by("kind", "clock")] == sorted(
        [_facts(_row(promise, one, zone)) for one in limits], key=lambda facts: facts[:2]
    ):
        return
    _replace(promise, limits, zone)


def _replace(
    promise: plans.PromiseView, limits: Sequence[Limit], zone: ZoneInfo, *, corrected: bool = False, note: str = ""
) -> None:  # fmt: skip
    PromiseLimit.objects.filter(promise_id=promise.id).delete()
    for one in limits:
        _row(promise, one, zone, corrected=corrected, note=note).save()


def _row(
    promise: plans.PromiseView, limit: Limit | None, zone: ZoneInfo, *, corrected: bool = False, note: str = ""
) -> PromiseLimit:  # fmt: skip
    row = PromiseLimit(
        community_id=promise.community_id, promise_id=promise.id, quote=promise.quote[:300], corrected=corrected,
        note=note, holds_from=_midnight(promise.valid_from, zone),
    )  # fmt: skip
    if limit is not None:
        row.kind, row.clock = limit.kind, limit.clock
        row.severity_from, row.severity_to = int(limit.severity_from), int(limit.severity_to)
        row.fields = {code: list(values) for code, values in limit.fields.items()}
        budget = limit.budget
        row.amount, row.unit, row.base = budget.amount, budget.unit.value, budget.base.value
    return row


def _facts(row: PromiseLimit) -> tuple[Any, ...]:
    return (
        row.kind, row.clock, row.severity_from, row.severity_to, sorted(row.fields.items()), row.amount, row.unit,
        row.base, row.quote,
    )  # fmt: skip


def _stated(promise_id: int) -> dict[str, Any]:
    rows = PromiseLimit.objects.filter(promise_id=promise_id).order_by("kind", "clock")
    return {f"{one.kind}.{one.clock}": [one.amount, one.unit, one.base, one.fields] for one in rows}


def _teller(actor: Actor) -> Actor:
    """Whoever may say what a promise means also says whether it runs."""
    enforce = get("plans.plan:enforce")
    return replace(actor, grants={**actor.grants, enforce.code: actor.reach(BUDGET_SET)})


def _tell_plans(actor: Actor, community_id: int) -> None:
    standing = _rows(community_id).filter(holds_until__isnull=True).exclude(kind="")
    plans.promises_taken(
        actor=_teller(actor), engine=ENGINE, community_id=community_id,
        running=set(standing.values_list("promise_id", flat=True)),
    )  # fmt: skip


def _midnight(day: date | None, zone: ZoneInfo) -> datetime:
    return datetime.combine(day or date.min + timedelta(days=1), time(), zone)


def communities_read(*, actor: Actor, at: datetime) -> int:
    """Read the promises of every community of the organisation; returns how many limits hold. Raises Forbidden."""
    return sum(limits_read(actor=actor, community_id=one.id, at=at) for one in estate.communities())
