"""Reading the register of merchants, their checks, joint actions, and what is found on the streets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, DateField, Exists, OuterRef, Q, Subquery, Value, When

from anju.foundation.actors import Actor
from anju.modules.community.models import (
    Equipment,
    JointAction,
    JointMerchant,
    JointStep,
    Merchant,
    MerchantCheck,
    MerchantState,
    StreetFinding,
)
from anju.modules.community.permissions import MERCHANT_READ
from anju.modules.community.queries import reach
from anju.modules.estate import facade as estate


@dataclass(frozen=True, slots=True)
class Standing:
    open: int
    unapproved: int
    cleaning_due: int
    faults_open: int
    faults_late: int
    actions_late: int


def merchants(actor: Actor, today: date, community_id: int | None = None) -> Any:
    """Queryset with `place_name`, `cleaning_on` (the first cleaning due), `check_on` (next check), `faulty`,
    `complaints` (open) and `today`."""
    cleaning = Equipment.objects.filter(merchant=OuterRef("pk")).order_by("next_on").values("next_on")[:1]
    checks = MerchantCheck.objects.filter(merchant=OuterRef("pk"))
    rows = _within(Merchant.objects.all(), actor, community_id).annotate(
        cleaning_on=Subquery(cleaning),
        check_on=Subquery(checks.order_by("-on", "-pk").values("next_on")[:1]),
        faulty=Exists(checks.filter(first__isnull=True, closed_on__isnull=True)),
        complaints=Count("cases", filter=Q(cases__case__closed_at__isnull=True), distinct=True),
        today=Value(today, DateField()),
    )
    return estate.with_place_names(rows)


def merchant(actor: Actor, merchant_id: int, today: date) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(Merchant, merchant_id, actor=actor, permission=MERCHANT_READ, reading=MERCHANT_READ)
    return merchants(actor, today).get(pk=merchant_id)


def names(actor: Actor, community_id: int) -> list[tuple[int, str]]:
    """Merchants of a community that are not closed, for choosing."""
    rows = _within(Merchant.objects.exclude(state=MerchantState.CLOSED), actor, community_id)
    return [(one.pk, f"{one.name}（{one.number}）") for one in rows.order_by("number")]


def equipment(merchant_id: int) -> list[Any]:
    rows = Equipment.objects.filter(merchant_id=merchant_id).prefetch_related("cleanings__receipt")
    return list(rows.order_by("next_on", "pk"))


def one_equipment(actor: Actor, equipment_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(
        Equipment, equipment_id, actor=actor, permission=MERCHANT_READ, reading=MERCHANT_READ,
        community="merchant__community_id",
    )  # fmt: skip


def checks(actor: Actor, today: date, community_id: int | None = None) -> Any:
    """Queryset of first checks with `standing`: closed, late or open."""
    rows = MerchantCheck.objects.filter(
        actor.reach(MERCHANT_READ).q(community="merchant__community_id"), first__isnull=True
    )
    if community_id is not None:
        rows = rows.filter(merchant__community_id=community_id)
    standing = Case(
        When(closed_on__isnull=False, then=Value("closed")),
        When(deadline__lt=today, then=Value("late")),
        default=Value("open"),
    )
    return rows.select_related("merchant", "photo").annotate(standing=standing)


def check(actor: Actor, check_id: int, today: date) -> Any:
    """A first check. Raises Forbidden, NotFound."""
    reach.one(
        MerchantCheck, check_id, actor=actor, permission=MERCHANT_READ, reading=MERCHANT_READ,
        community="merchant__community_id",
    )  # fmt: skip
    found = checks(actor, today).filter(pk=check_id).first()
    return found or check(actor, MerchantCheck.objects.get(pk=check_id).first_id, today)


def rechecks(check_id: int) -> list[Any]:
    return list(MerchantCheck.objects.filter(first_id=check_id).select_related("photo").order_by("on", "pk"))


def standing(actor: Actor, today: date, community_id: int | None) -> Standing:
    shops = merchants(actor, today, community_id).filter(state=MerchantState.OPEN)
    open_checks = checks(actor, today, community_id)
    return Standing(
        open=shops.count(),
        unapproved=shops.filter(trade="catering", approval__in=("missing", "unknown")).count(),
        cleaning_due=shops.filter(cleaning_on__lt=today).count(),
        faults_open=open_checks.exclude(standing="closed").count(),
        faults_late=open_checks.filter(standing="late").count(),
        actions_late=actions(actor, today, community_id).filter(late=True).count(),
    )


def actions(actor: Actor, today: date, community_id: int | None = None) -> Any:
    """Queryset of dossiers with counts of steps and shops, and whether target or a step is late."""
    late_step = JointStep.objects.filter(action=OuterRef("pk"), done_on__isnull=True, due_on__lt=today)
    late = Case(
        When(closed_on__isnull=False, then=Value(False)),
        When(Q(target_on__lt=today) | Exists(late_step), then=Value(True)),
        default=Value(False), output_field=BooleanField(),
    )  # fmt: skip
    return _within(JointAction.objects.all(), actor, community_id).annotate(
        late=late,
        step_count=Count("steps", distinct=True),
        done_count=Count("steps", filter=Q(steps__done_on__isnull=False), distinct=True),
        shop_count=Count("shops", distinct=True),
    )


def action(actor: Actor, action_id: int, today: date) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(JointAction, action_id, actor=actor, permission=MERCHANT_READ, reading=MERCHANT_READ)
    return actions(actor, today).get(pk=action_id)


def steps_of(action_id: int) -> list[Any]:
    return list(JointStep.objects.filter(action_id=action_id).order_by("due_on", "pk"))


def step(actor: Actor, step_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(
        JointStep, step_id, actor=actor, permission=MERCHANT_READ, reading=MERCHANT_READ,
        community="action__community_id",
    )  # fmt: skip


def shops_of(action_id: int) -> list[Any]:
    rows = JointMerchant.objects.filter(action_id=action_id).select_related("merchant")
    return [one.merchant for one in rows.order_by("merchant__number")]


def actions_of(merchant_id: int) -> list[Any]:
    rows = JointMerchant.objects.filter(merchant_id=merchant_id).select_related("action")
    return [one.action for one in rows.order_by("-action__opened_on")]


def street(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset of what was found on the streets, with `stage`: found, reported, answered or closed."""
    stage = Case(
        When(closed_on__isnull=False, then=Value("closed")),
        When(answered_on__isnull=False, then=Value("answered")),
        When(reported_on__isnull=False, then=Value("reported")),
        default=Value("found"),
    )
    rows = _within(StreetFinding.objects.select_related("photo", "merchant"), actor, community_id)
    return estate.with_place_names(rows.annotate(stage=stage))


def street_between(actor: Actor, community_id: int, first: date, last: date) -> list[Any]:
    rows = street(actor, community_id).filter(found_on__gte=first, found_on__lte=last)
    return list(rows.order_by("sort", "found_on", "pk"))


def one_street(actor: Actor, finding_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(StreetFinding, finding_id, actor=actor, permission=MERCHANT_READ, reading=MERCHANT_READ)
    return street(actor).get(pk=finding_id)


def of_person(person_id: int) -> Any:
    return Merchant.objects.filter(person_id=person_id).order_by("number")


def _within(rows: Any, actor: Actor, community_id: int | None) -> Any:
    rows = rows.filter(actor.reach(MERCHANT_READ).q())
    return rows if community_id is None else rows.filter(community_id=community_id)
