"""Reading the ledger of disputes; and what of it is a person's own data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseRow
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.community.contracts import Who
from anju.modules.community.models import Dispute, DisputeParty, DisputeState, Tier
from anju.modules.community.permissions import DISPUTE_READ
from anju.modules.community.queries import reach
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import CopyPart, Kept


def disputes(actor: Actor, community_id: int | None = None) -> QuerySet[Dispute]:
    rows = Dispute.objects.filter(actor.reach(DISPUTE_READ).q())
    rows = rows.annotate(
        session_count=Count("sessions", distinct=True), report_count=Count("reports", distinct=True)
    )
    found: QuerySet[Dispute] = rows if community_id is None else rows.filter(community_id=community_id)
    return found.prefetch_related("parties", "reports")


def dispute(actor: Actor, dispute_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(Dispute, dispute_id, actor=actor, permission=DISPUTE_READ, reading=DISPUTE_READ)


def parties(row: Dispute) -> Any:
    return estate.with_place_names(DisputeParty.objects.filter(dispute=row).order_by("pk"))


def person_in(community_id: int, place_id: int | None, name: str, on: date) -> int | None:
    """The person of that name in a home of the community, None where there is none. Raises NotFound (place)."""
    if place_id is None:
        return None
    if estate.place(place_id).community_id != community_id:
        raise NotFound("community.missing", "home")
    home = people.homes([place_id], on).get(place_id)
    found = [one.person.id for one in (home.people if home else ()) if one.person.name == name]
    return found[0] if len(found) == 1 else None


def case_choices(actor: Actor, community_id: int | None, chosen: int | None = None) -> list[tuple[int, str]]:
    """Complaints of a community that a dispute may have begun as, newest first; `chosen` is always among them."""
    if community_id is None or not actor.can("cases.case:read"):
        return []
    rows = cases.cases(actor=actor).filter(community_id=community_id)
    latest = rows.filter(kind="complaint").order_by("-opened_at").values_list("pk", flat=True)[:60]
    wanted = rows.filter(pk__in=[*latest, *([chosen] if chosen else [])])
    return [(one.id, f"{one.number} {one.title}") for one in cases.rows(wanted.order_by("-opened_at"))]


def case_of(actor: Actor, case_id: int | None) -> CaseRow | None:
    """The case a dispute began as, None without one and where the reader may not see it."""
    if case_id is None or not actor.can("cases.case:read"):
        return None
    return next(iter(cases.rows(cases.cases(actor=actor).filter(pk=case_id))), None)


def of_case(actor: Actor, case_id: int) -> list[Dispute]:
    """What a case became, newest first, of what the actor may see."""
    rows = Dispute.objects.filter(actor.reach(DISPUTE_READ).q(), case_id=case_id)
    return list(rows.order_by("-opened_on", "-pk"))


def begun(actor: Actor, case_id: int, community_id: int, at: datetime) -> dict[str, Any]:
    """What a dispute takes over from a case: subject, course, who complained. Raises NotFound for one out of reach."""
    view = cases.case_view(actor=actor, case_id=case_id, at=at)
    if view.row.community_id != community_id:
        raise NotFound("community.missing", "case")
    person = people.persons_by_id([view.person_id]).get(view.person_id) if view.person_id else None
    named = person if person is not None and not view.anonymous else None
    who = Who(named.name, named.id, view.row.place_id) if named else Who()
    return {
        "subject": view.row.title[:80],
        "text": view.words or view.row.title,
        "case": case_id,
        "party": who,
    }


def copy_of(person_id: int) -> tuple[CopyPart, ...]:
    """What the ledger holds of a person, as he may have it. Source: PIPL art. 45."""
    rows = DisputeParty.objects.filter(person_id=person_id).select_related("dispute").order_by("pk")
    labels = {
        "number": _("编号"),
        "subject": _("事由"),
        "opened_on": _("登记日期"),
        "claim": _("主张"),
        "state": _("结果"),
    }
    made = tuple(
        {
            "number": one.dispute.number, "subject": one.dispute.subject,
            "opened_on": one.dispute.opened_on.isoformat(), "claim": str(one.claim or ""),
            "state": str(one.dispute.get_state_display()),
        }
        for one in rows
    )  # fmt: skip
    return (CopyPart("disputes", _("纠纷调解"), made, labels),) if made else ()


def kept_of(person_id: int, on: date) -> tuple[Kept, ...]:
    """Who is party to an open mediation has to be named until it is over."""
    open_ones = Q(dispute__state=DisputeState.OPEN, person_id=person_id)
    numbers = list(DisputeParty.objects.filter(open_ones).values_list("dispute__number", flat=True)[:5])
    if not numbers:
        return ()
    what = _("未办结纠纷的当事人姓名（%(numbers)s）") % {"numbers": "、".join(numbers)}
    return (Kept(what, _("调解结束前需要确认当事人")),)


def tiers() -> dict[str, Any]:
    """The levels of government that mediate or are told, with their names."""
    return dict(Tier.choices)
