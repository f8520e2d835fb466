"""Reading owners' proposals: the ledger of the desk, and what homes see of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter, CaseRow
from anju.foundation.actors import Actor
from anju.modules.community.contracts import ProposalView
from anju.modules.community.models import Proposal, ProposalSupport
from anju.modules.community.permissions import IDEA_READ
from anju.modules.community.queries import reach
from anju.modules.community.rules import ideas as rules
from anju.modules.estate import facade as estate

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """Of the ledger: all, waiting for an answer, late, answered."""

    all: int
    open: int
    late: int
    answered: int


def proposals(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset with the case, its decision and answer, and how many homes are for it."""
    rows = Proposal.objects.filter(actor.reach(IDEA_READ).q())
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    return estate.with_place_names(_with_case(rows))


def proposal(actor: Actor, proposal_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(Proposal, proposal_id, actor=actor, permission=IDEA_READ, reading=IDEA_READ)
    return proposals(actor).get(pk=proposal_id)


def standing(row: Any, at: datetime) -> str:
    dropped = row.case.state in ("cancelled", "void", "merged")
    decision = (row.decision or "") if row.answered_at else ""
    return rules.standing(decision, dropped=dropped, due_at=row.case.due_at, at=at)


def by_standing(rows: Any, value: str, at: datetime) -> Any:
    if value in rules.ANSWERED:
        return rows.filter(answered_at__isnull=False, decision=value)
    rows = rows.filter(answered_at__isnull=True)
    late = Q(case__due_at__lt=at)
    return rows.filter(late) if value == "late" else rows.exclude(late)


def counted(rows: Any, at: datetime) -> Counted:
    waiting = Q(answered_at__isnull=True)
    found = rows.aggregate(
        n=Count("pk", distinct=True), open=Count("pk", distinct=True, filter=waiting),
        late=Count("pk", distinct=True, filter=waiting & Q(case__due_at__lt=at)),
    )  # fmt: skip
    return Counted(found["n"], found["open"], found["late"], found["n"] - found["open"])


def uncollected(actor: Actor, community_id: int | None) -> list[CaseRow]:
    """The latest suggestions that are not on the ledger yet."""
    wanted = CaseFilter(kinds=("suggestion",), community_id=community_id)
    rows = cases.cases(actor=actor, wanted=wanted).filter(merged_into__isnull=True)
    rows = rows.exclude(state__in=("cancelled", "void"))
    there = Proposal.objects.filter(case_id=OuterRef("pk"))
    return cases.rows(rows.filter(~Exists(there)).order_by("-opened_at", "-id")[:20])


def for_homes(community_id: int, place_id: int | None, at: datetime) -> list[ProposalView]:
    """Published proposals of a community, open ones with the most supporters first, then the latest answers."""
    own = ProposalSupport.objects.filter(proposal=OuterRef("pk"), place_id=place_id)
    rows = _with_case(Proposal.objects.filter(community_id=community_id, published_at__isnull=False))
    rows = rows.annotate(mine=Exists(own)).order_by("-raised_at", "-pk")[:MOST_SHOWN]
    found = [
        ProposalView(
            one.pk, one.title, one.text, one.raised_at, one.support_count, one.mine, standing(one, at),
            (one.answer or "") if one.answered_at else "", one.answered_at,
        )
        for one in rows
    ]  # fmt: skip
    waiting = [one for one in found if one.answered_at is None and one.standing != "dropped"]
    done = [one for one in found if one.answered_at is not None]
    return [
        *sorted(waiting, key=lambda one: -one.supports),
        *sorted(done, key=lambda one: one.answered_at or at, reverse=True),
    ]


def _with_case(rows: Any) -> Any:
    return rows.select_related("case").annotate(
        support_count=Count("supports", distinct=True),
        decision=KeyTextTransform("decision", "case__fields"),
        answer=KeyTextTransform("answer", "case__fields"),
    )
