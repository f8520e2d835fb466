"""Lists of the desk's books: calls, articles, messages to departments, hand-overs, solution sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from anju.engines.cases import facade as cases
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import NotFound
from anju.modules.frontdesk.models import (
    Article,
    ArticleState,
    ArticleUse,
    Call,
    DepartmentNote,
    Handover,
    PhoneLine,
    SolutionSet,
)
from anju.modules.frontdesk.permissions import CALL_READ, KNOWLEDGE_READ, NOTE_READ, SHIFT_READ
from anju.modules.frontdesk.rules import knowing


def calls(actor: Actor, community_id: int | None) -> QuerySet[Call]:
    rows = Call.objects.filter(_within(actor, CALL_READ), cases.not_barred(actor, "case__")).select_related(
        "case"
    )
    return rows if community_id is None else rows.filter(community_id=community_id)


def call(actor: Actor, call_id: int) -> Call:
    """Raises NotFound."""
    found = calls(actor, None).filter(pk=call_id).first()
    if found is None:
        raise NotFound("not_found", noun="frontdesk.call")
    return found


def articles(actor: Actor, community_id: int | None) -> QuerySet[Article]:
    rows = Article.objects.filter(_within(actor, KNOWLEDGE_READ))
    own = Q(community_id__isnull=True) | Q(community_id=community_id)
    return rows if community_id is None else rows.filter(own)


def article(actor: Actor, article_id: int) -> Article:
    """Raises NotFound."""
    found = articles(actor, None).filter(pk=article_id).first()
    if found is None:
        raise NotFound("not_found", noun="frontdesk.article")
    return found


def search(rows: QuerySet[Article], text: str) -> QuerySet[Article]:
    """By characters, pinyin or initials."""
    return rows.filter(finder__contains=knowing.folded(text))


def review_due(actor: Actor, community_id: int | None, on: date) -> int:
    rows = articles(actor, community_id).filter(state=ArticleState.ACTIVE, review_on__lte=on)
    return rows.count()


def asked_where(article_id: int) -> list[tuple[int | None, int, Any]]:
    """(community, times, last time), the most asking first."""
    rows = ArticleUse.objects.filter(article_id=article_id).values("community_id")
    found = rows.annotate(n=Count("pk"), last=Max("at")).order_by("-n", "community_id")
    return list(found.values_list("community_id", "n", "last"))


def notes(actor: Actor, community_id: int | None) -> QuerySet[DepartmentNote]:
    rows = DepartmentNote.objects.filter(
        _within(actor, NOTE_READ), cases.not_barred(actor, "case__")
    ).select_related("case")
    return rows if community_id is None else rows.filter(community_id=community_id)


def note(actor: Actor, note_id: int) -> DepartmentNote:
    """Raises NotFound."""
    found = notes(actor, None).filter(pk=note_id).first()
    if found is None:
        raise NotFound("not_found", noun="frontdesk.note")
    return found


def shifts(actor: Actor, community_id: int | None) -> QuerySet[Handover]:
    rows = Handover.objects.filter(_within(actor, SHIFT_READ))
    return rows if community_id is None else rows.filter(community_id=community_id)


def shift(actor: Actor, handover_id: int) -> Handover:
    """Raises NotFound."""
    found = shifts(actor, None).filter(pk=handover_id).first()
    if found is None:
        raise NotFound("not_found", noun="frontdesk.handover")
    return found


def phone_lines(community_id: int) -> dict[str, PhoneLine]:
    return {one.sort: one for one in PhoneLine.objects.filter(community_id=community_id)}


def solution_sets(case_id: int) -> list[SolutionSet]:
    """Of a case that the reader was shown already."""
    return list(SolutionSet.objects.filter(case_id=case_id).order_by("-pk"))


def _within(actor: Actor, permission: Permission) -> Q:
    """A row without a community belongs to everybody who holds the right anywhere."""
    reach = actor.reach(permission)
    if reach.unlimited:
        return Q()
    return reach.q() | Q(community_id__isnull=True) if reach else Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class SolutionStanding:
    """How the choice among several solutions stands. chosen: its words, "" while nothing is chosen."""

    problem: str
    chosen: str
    by: str
    at: datetime
    others: int


def solution_standings(case_id: int) -> list[SolutionStanding]:
    """The sets of solutions of a case, the newest first."""
    return [
        SolutionStanding(
            one.problem,
            "" if one.chosen is None else one.options[one.chosen]["text"],
            one.made_name if one.chosen is None else one.chosen_name,
            one.chosen_at or one.made_at,
            len(one.options) - (one.chosen is not None),
        )
        for one in solution_sets(case_id)
    ]
