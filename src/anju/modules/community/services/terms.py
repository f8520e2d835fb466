"""Tell who answers for it what falls due in the registers: once for each due day, some days ahead.

What was not told for a week after its day is not told any more: the lists show it in red.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import LANGUAGES, Recipient
from anju.foundation import registry
from anju.modules.community.models import (
    Dispute,
    DisputeState,
    Dog,
    DogState,
    DogStep,
    Equipment,
    MerchantCheck,
    MerchantState,
    Occasion,
    OccasionKind,
    OccasionState,
    OpinionBox,
)
from anju.modules.community.queries import opinions, teaching
from anju.modules.community.queries.safety_settings import TERM_DAYS
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

MISSED = timedelta(days=7)
DESK, GUARDS = "customer_service", "security"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something that falls due. what: name of the kind, in the reader's language; about: which one. staff: who answers
    for it; without anybody the leaders of the field of work are told, without these the community's group."""

    code: str
    pk: int
    what: Any
    about: str
    on: date
    link: str
    staff: Collection[int | None] = ()
    domain: str = DESK


@dataclass(frozen=True, slots=True)
class Window:
    """Days whose terms are told: [first, last]."""

    first: date
    last: date

    def around(self, field: str) -> dict[str, date]:
        return {f"{field}__gte": self.first, f"{field}__lte": self.last}


def terms_tell(*, on: date, at: datetime, zone: str) -> int:
    """Tell what falls due in all communities. Returns how many messages were written. Idempotent."""
    return sum(
        _tell(community.id, community.name, term, at)
        for community in estate.communities()
        for term in terms_of(community.id, on, ZoneInfo(zone))
    )


def terms_of(community_id: int, on: date, zone: ZoneInfo) -> Iterator[Term]:
    window = Window(on - MISSED, on + timedelta(days=registry.value(TERM_DAYS, community_id)))
    yield from _of_dogs(community_id, window, on)
    yield from _of_merchants(community_id, window)
    yield from _of_disputes(community_id, window)
    yield from _of_defence(community_id, window, on, zone)
    yield from _of_boxes(community_id, window, zone)


def _of_dogs(community_id: int, window: Window, on: date) -> Iterator[Term]:
    """Papers that have run out (their keepers were reminded before), and steps against a nuisance."""
    kept = Dog.objects.filter(community_id=community_id, state=DogState.KEPT)
    for field, what in (("licence_until", _("犬证已过期")), ("vaccine_until", _("犬只疫苗已过期"))):
        for row in kept.filter(**{f"{field}__gte": window.first, f"{field}__lt": on}).order_by("pk"):
            yield Term(
                code=field, pk=row.pk, what=what, about=f"{row.number} {row}", on=getattr(row, field),
                link=reverse("community:dog", args=[row.pk]),
            )  # fmt: skip
    steps = DogStep.objects.filter(
        ladder__community_id=community_id, ladder__closed_on__isnull=True, done_on__isnull=True,
        **window.around("due_on"),
    )  # fmt: skip
    for step in steps.select_related("ladder").order_by("pk"):
        yield Term(
            code="dog_step", pk=step.pk, what=_("养犬处置步骤"), about=step.ladder.title, on=step.due_on,
            link=reverse("community:dog_ladder", args=[step.ladder_id]), staff=[step.staff_id],
        )  # fmt: skip


def _of_merchants(community_id: int, window: Window) -> Iterator[Term]:
    open_shop = {"merchant__community_id": community_id, "merchant__state": MerchantState.OPEN}
    for row in Equipment.objects.filter(**open_shop, **window.around("next_on")).select_related("merchant"):
        yield _shop(
            row.merchant, "cleaning", row.pk, _("商户设备该清洗"), row.get_kind_display(), row.next_on
        )
    latest = (
        MerchantCheck.objects.filter(merchant=OuterRef("merchant_id")).order_by("-on", "-pk").values("pk")[:1]
    )
    checks = MerchantCheck.objects.filter(**open_shop).select_related("merchant")
    for row in checks.filter(pk=latest, **window.around("next_on")):
        yield _shop(row.merchant, "check", row.pk, _("商户该检查"), "", row.next_on)
    for row in checks.filter(first__isnull=True, closed_on__isnull=True, **window.around("deadline")):
        yield _shop(row.merchant, "faults", row.pk, _("商户问题该复查"), "", row.deadline)


def _shop(shop: Any, code: str, pk: int, what: Any, more: str, on: date) -> Term:
    about = "，".join(one for one in (f"{shop.number} {shop.name}", str(more)) if one)
    link = reverse("community:merchant", args=[shop.pk])
    return Term(code=f"merchant_{code}", pk=pk, what=what, about=about, on=on, link=link)


def _of_disputes(community_id: int, window: Window) -> Iterator[Term]:
    """Only the number is told: who quarrels about what is for those who may read the ledger."""
    ended = Dispute.objects.filter(community_id=community_id, followed_on__isnull=True).exclude(
        state=DisputeState.OPEN
    )
    for row in ended.filter(**window.around("follow_on")).order_by("pk"):
        yield Term(
            code="dispute", pk=row.pk, what=_("纠纷该回访"), about=row.number, on=row.follow_on,
            link=reverse("community:dispute", args=[row.pk]), staff=[row.staff_id],
        )  # fmt: skip


def _of_defence(community_id: int, window: Window, on: date, zone: ZoneInfo) -> Iterator[Term]:
    due = teaching.meeting_due(community_id)
    planned = Occasion.objects.filter(
        community_id=community_id, kind=OccasionKind.MEETING, state=OccasionState.PLANNED
    )
    ahead = planned.filter(ends_at__gte=datetime.combine(on, time(), zone))
    if due is not None and window.first <= due <= window.last and not ahead.exists():
        yield Term(
            code="defence", pk=community_id, what=_("该开联防会议，还没有安排"), about="", on=due,
            link=f"{reverse('community:occasion_new')}?community={community_id}&kind=meeting", domain=GUARDS,
        )  # fmt: skip
    for row in planned.prefetch_related("guests").order_by("pk"):
        day = row.starts_at.astimezone(zone).date()
        if window.first <= day <= window.last:
            yield Term(
                code="defence_meeting", pk=row.pk, what=_("联防会议"), about=row.title, on=day, domain=GUARDS,
                link=reverse("community:occasion", args=[row.pk]), staff=[one.staff_id for one in row.guests.all()],
            )  # fmt: skip


def _of_boxes(community_id: int, window: Window, zone: ZoneInfo) -> Iterator[Term]:
    rows = OpinionBox.objects.filter(community_id=community_id, ended_on__isnull=True)
    for row in rows.annotate(last_at=Max("openings__opened_at")).order_by("pk"):
        due = opinions.due_on(row, row.last_at, zone)
        if window.first <= due <= window.last:
            yield Term(
                code="box", pk=row.pk, what=_("意见箱该开启"), about=row.name, on=due,
                link=reverse("community:box", args=[row.pk]), staff=[row.keeper_id],
            )  # fmt: skip


def _tell(community_id: int, community: str, term: Term, at: datetime) -> int:
    named = {}
    for language in LANGUAGES:
        with translation.override(language):
            named[language] = str(term.what)
    answer = messages.notify(
        template="community.term_due", to=_answering(community_id, term), at=at, community_id=community_id,
        params={"what": named, "about": term.about, "on": f"{term.on}", "community": community}, link=term.link,
        cause_key=f"community.term:{term.code}:{term.pk}:{term.on}",
    )  # fmt: skip
    return len(answer.made)


def _answering(community_id: int, term: Term) -> list[Recipient]:
    found = sorted({one for one in term.staff if one is not None})
    if not found:
        led = (one.leader_id for one in people.teams(community_id) if one.domain == term.domain)
        found = sorted({one for one in led if one is not None})
    return [Recipient.staff(one) for one in found] or [Recipient.group(community_id)]
