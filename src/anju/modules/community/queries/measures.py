"""Observations of community life: answers to surveys, visits of campaigns, proposals that got their measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.engines.scores import facade as scores
from anju.engines.scores.contracts import Counting, Evidence, Observation, Part, Question, Survey
from anju.modules.community.models import Audience, CampaignTarget, Improvement, SurveyAnswer, VisitCampaign
from anju.modules.community.queries import campaigns, surveys

Source = Callable[[Question], Observation]


def survey_answers(audience: str, topics: Sequence[str], *, service: bool = False) -> Source:
    """Satisfied answers to surveys in a span; service: return visits and ratings count too, as a part of their own."""

    def observe(question: Question) -> Observation:
        zone = ZoneInfo(question.zone)
        found, _all = surveys.counted(question.span, question.community_id, audience, topics, zone)
        parts = [Part(f"survey {one.pk}", one.title, good, answered) for one, good, answered in found]
        proof = [
            Evidence(
                _("%(title)s：%(good)d / %(all)d 满意") % {"title": one.title, "good": good, "all": answered},
                reverse("community:survey_results", args=[one.pk]),
            )
            for one, good, answered in found
        ]
        if service:
            other = scores.indicator("frontdesk.satisfaction").source(question)
            parts += list(other.parts)
            proof += list(other.evidence)
            total = len(proof) - len(other.evidence) + other.total_evidence
        else:
            total = len(proof)
        return Observation(
            sum(one.numerator for one in parts),
            sum(one.denominator for one in parts),
            tuple(parts),
            tuple(proof),
            total,
        )

    return observe


def coverage(target: str) -> Source:
    """Homes visited by the campaigns that ended in a span, of all on their lists. Source: B RTV-01, RTV-02."""

    def observe(question: Question) -> Observation:
        found = [
            (row, each)
            for row, each in campaigns.covered(question.span, question.community_id, ZoneInfo(question.zone))
            if row.target == target
        ]
        proof = tuple(
            Evidence(row.title, reverse("community:campaign", args=[row.pk]), each.is_reached)
            for row, each in found
        )
        parts = tuple(Part(f"campaign {row.pk}", row.title, each.visited, each.homes) for row, each in found)
        return Observation(
            sum(one.numerator for one in parts), sum(one.denominator for one in parts), parts, proof
        )

    return observe


def proposals(question: Question) -> Observation:
    """Reasonable proposals raised in a span that got a measure. Source: B RTV-03."""
    zone = ZoneInfo(question.zone)
    assert question.span.end is not None
    days = (question.span.start.astimezone(zone).date(), question.span.end.astimezone(zone).date())
    rows = Improvement.objects.filter(
        community_id=question.community_id, reasonable=True, raised_on__gte=days[0], raised_on__lt=days[1]
    )
    proof = tuple(
        Evidence(one.text[:60], reverse("community:improvement", args=[one.pk]), bool(one.measure))
        for one in rows.order_by("raised_on", "pk")
    )
    return Observation(sum(one.counted for one in proof), len(proof), (), proof)


def counting(source: Source, rows: Callable[[date, date], Any], community: str = "community_id") -> Counting:
    """The numbers of many communities: only those with any of the rows between two days are asked."""

    def count(asked: Survey) -> dict[int, Observation]:
        assert asked.span.end is not None
        zone = ZoneInfo(asked.zone)
        days = (one.astimezone(zone).date() for one in (asked.span.start, asked.span.end))
        some = set(rows(*days).order_by().values_list(community, flat=True)) & set(asked.community_ids)
        return {one: source(Question(one, asked.span, asked.at, asked.zone, False)) for one in some}

    return count


def answers_to(audience: str, topics: Sequence[str]) -> Counting:
    def rows(start: date, end: date) -> Any:
        return SurveyAnswer.objects.filter(survey__audience=audience, on__gte=start, on__lt=end)

    return counting(survey_answers(audience, topics), rows, "survey__community_id")


def owners_counted(asked: Survey) -> dict[int, Observation]:
    """Answers of owners to surveys, with return visits and ratings."""
    service = scores.indicator("frontdesk.satisfaction").counting
    found = dict(answers_to(Audience.OWNERS, ("overall",))(asked))
    for community_id, other in (service(asked) if service is not None else {}).items():
        own = found.get(community_id, Observation())
        found[community_id] = Observation(
            own.numerator + other.numerator, own.denominator + other.denominator
        )
    return found


def campaigns_counted(target: str) -> Counting:
    return counting(
        coverage(target), lambda start, end: VisitCampaign.objects.filter(ends_on__gte=start, ends_on__lt=end)
    )


proposals_counted = counting(
    proposals, lambda start, end: Improvement.objects.filter(raised_on__gte=start, raised_on__lt=end)
)

OWNERS = survey_answers(Audience.OWNERS, ("overall",), service=True)
SECURITY = survey_answers(Audience.OWNERS, ("security",))
PETS = survey_answers(Audience.OWNERS, ("pets",))
STAFF = survey_answers(Audience.STAFF, ("overall",))
RESIDENTS_VISITED = coverage(CampaignTarget.RESIDENTS)
OWNERS_VISITED = coverage(CampaignTarget.OWNERS)
