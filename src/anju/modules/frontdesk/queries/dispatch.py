"""Whom to send: the staff of a community with what they can do, have in hand and where they are; and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Candidate, CaseRow, CaseView, Reason
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

# What a trade asks of hands, in the words that staff registers use for skills; any of them fits.
TRADE_SKILLS = {
    "water": ("水暖", "水电", "管道"), "drain": ("水暖", "水电", "管道", "疏通"), "power": ("电工", "水电", "强电"),
    "light": ("电工", "水电"), "door": ("门窗", "锁具", "木工"), "lift": ("电梯",), "wall": ("泥瓦", "防水"),
    "roof": ("防水", "泥瓦"), "appliance": ("家电", "电工"), "intercom": ("弱电", "监控"), "fire": ("消防",),
    "heating": ("水暖",), "gas": ("燃气",),
}  # fmt: skip
# Which departments' people are proposed first for a kind of case.
KIND_DOMAINS = {
    "repair": ("engineering", "repair"), "legacy": ("engineering", "repair"), "hazard": ("engineering", "repair", "security"),
    "complaint": ("complaint", "customer_service"), "enquiry": ("customer_service",), "praise": ("customer_service",),
    "suggestion": ("customer_service",), "violation": ("security", "customer_service"), "help": ("security", "customer_service"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A person for a case. refused: why he may not go, in words; load: his open cases."""

    staff: StaffView
    score: int
    reasons: tuple[str, ...]
    refused: str
    load: int


def proposals(actor: Actor, view: CaseView, at: datetime, limit: int = 0) -> list[Proposal]:
    """Staff of the case's community, the best first, each with the reasons of his score in words; who may not go last.

    limit: so many at most, 0 for all. Five statements, however many people.
    """
    row = view.row
    staff = people.staff_of_community(row.community_id)
    # Of the words for a skill only those that somebody here uses: having one of them is having it.
    skills = set(wanted_skills(view)) & {skill for one in staff for skill in one.skills}
    whereabouts = _paths(actor, row.community_id)
    domains = _department_ids(row.community_id, KIND_DOMAINS.get(row.kind, ()))
    found = cases.suggest(
        actor=actor, case_id=row.id, at=at, skills=skills,
        candidates=[
            Candidate(
                staff_id=one.id,
                team_id=one.team_id,
                skills=frozenset(one.skills),
                path=whereabouts.get(one.id, ""),
            )
            for one in staff
        ],
    )  # fmt: skip
    known = {one.id: one for one in staff}
    load = cases.load(list(known))
    made = [
        Proposal(
            known[one.staff_id],
            one.score,
            tuple(_because(reason) for reason in one.reasons),
            _("须回避") if one.refused == "barred" else _("证书不符合") if one.refused else "",
            load.get(one.staff_id, 0),
        )
        for one in found
    ]
    made.sort(key=lambda one: (one.refused != "", one.staff.department_id not in domains, -one.score))
    return made[:limit] if limit else made


def wanted_skills(view: CaseView) -> tuple[str, ...]:
    return TRADE_SKILLS.get(str(view.fields.get("trade", "")), ())


def open_rows(actor: Actor, ids: Collection[int]) -> list[CaseRow]:
    """Open cases behind ticked boxes, the first due on top. Raises NotFound when none of them can be seen or is open."""
    wanted = cases.cases(actor=actor).filter(pk__in=list(ids), closed_at__isnull=True)
    found = cases.rows(wanted.order_by("due_at", "id"))
    if not found:
        raise NotFound("not_found", noun="cases.case")
    return found


def people_with_load(community_id: int) -> list[tuple[StaffView, int]]:
    """Staff of a community with their open cases, engineers before others, least busy first."""
    staff = people.staff_of_community(community_id)
    load = cases.load([one.id for one in staff])
    engineers = _department_ids(community_id, KIND_DOMAINS["repair"])
    return sorted(
        ((one, load.get(one.id, 0)) for one in staff),
        key=lambda pair: (pair[0].department_id not in engineers, pair[1], pair[0].number),
    )


def _department_ids(community_id: int, domains: Sequence[str]) -> set[int]:
    return {one.id for one in people.departments(community_id) if one.domain in domains}


def _paths(actor: Actor, community_id: int) -> dict[int, str]:
    """Where people are now: at the place of a visit that is under way."""
    there = cases.cases(actor=actor).filter(community_id=community_id, visits__state="under_way")
    found: dict[int, Any] = dict(there.values_list("visits__staff_id", "place_id"))
    places = estate.places_by_id([one for one in found.values() if one])
    return {staff: places[place].path for staff, place in found.items() if place in places}


def _because(reason: Reason) -> str:
    """专长相符 +40, 在手事项 2 件 -12."""
    name = str(words.REASONS.get(reason.code, reason.code))
    if reason.code == "load":
        name = _("在手 %(n)d 件") % {"n": reason.value}
    if reason.code == "history":
        name = _("去过这里 %(n)d 次") % {"n": reason.value}
    return f"{name} {reason.points:+d}"
