"""Reading surveys: the list, the questionnaire, what the answers say, compared with the survey before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.kernel.interval import InstantInterval
from anju.modules.community.models import (
    Audience,
    Improvement,
    ItemKind,
    Survey,
    SurveyAnswer,
    SurveyItem,
    SurveyState,
    SurveyTicket,
    Topic,
)
from anju.modules.community.permissions import SURVEY_READ, SURVEY_WRITE
from anju.modules.community.queries import reach
from anju.modules.community.rules import surveys as rules
from anju.modules.community.rules.surveys import Factor, Item, ItemResult
from anju.modules.estate import facade as estate

KINDS: dict[str, Any] = dict(ItemKind.choices)
TOPICS: dict[str, Any] = dict(Topic.choices)


@dataclass(frozen=True, slots=True)
class Group:
    """Answers from one building or of one channel."""

    label: str
    satisfied: int
    answered: int
    answers: int


@dataclass(frozen=True, slots=True)
class Said:
    """A text that somebody wrote. improvement: what was made of it, None while nobody judged it."""

    answer_id: int
    item: Item
    text: str
    building: str
    improvement: Improvement | None


@dataclass(frozen=True, slots=True)
class Results:
    """satisfied, answered: of the questions about the whole. before: rates of the survey before, by topic."""

    survey: Survey
    answers: int
    homes: int
    homes_answered: int
    satisfied: int
    answered: int
    items: tuple[ItemResult, ...]
    buildings: tuple[Group, ...]
    channels: tuple[Group, ...]
    factors: tuple[Factor, ...]
    texts: tuple[Said, ...]
    before: Mapping[str, Fraction]
    before_title: str

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.satisfied, self.answered) if self.answered else None


def surveys(actor: Actor, community_id: int | None = None) -> QuerySet[Survey]:
    """Surveys in reach with the number of answers and of tickets; drafts only for who may write them."""
    rows = Survey.objects.filter(actor.reach(SURVEY_READ).q())
    if not actor.can(SURVEY_WRITE):
        rows = rows.exclude(state=SurveyState.DRAFT)
    rows = rows.annotate(
        answer_count=Count("answers", distinct=True), ticket_count=Count("tickets", distinct=True)
    )
    found: QuerySet[Survey] = rows if community_id is None else rows.filter(community_id=community_id)
    return found


def survey(actor: Actor, survey_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(Survey, survey_id, actor=actor, permission=SURVEY_READ, reading=SURVEY_READ)


def items_of(survey_id: int) -> list[Item]:
    rows = SurveyItem.objects.filter(survey_id=survey_id).order_by("position")
    return [Item(one.pk, one.kind, one.topic, one.text, tuple(one.choices), one.required) for one in rows]


def results(actor: Actor, survey_id: int) -> Results:
    """Raises Forbidden, NotFound."""
    row = survey(actor, survey_id)
    items = items_of(row.pk)
    answers = list(SurveyAnswer.objects.filter(survey=row).order_by("pk"))
    found = rules.results(items, [one.replies for one in answers])
    satisfied, answered = rules.overall(found)
    homes = SurveyTicket.objects.filter(survey=row).aggregate(
        all=Count("pk"), answered=Count("pk", filter=Q(answered_on__isnull=False))
    )
    before, title = _before(row)
    return Results(
        survey=row, answers=len(answers), homes=homes["all"], homes_answered=homes["answered"], satisfied=satisfied,
        answered=answered, items=tuple(found), buildings=tuple(_by_building(items, answers)),
        channels=tuple(_by_channel(items, answers)),
        factors=tuple(rules.factors(items, [one.replies for one in answers])),
        texts=tuple(_texts(row, items, answers)), before=before, before_title=title,
    )  # fmt: skip


def by_token(secret: str) -> tuple[Any, Any]:
    """(survey, ticket or None) behind an address, while the survey is open. Raises NotFound."""
    ticket = SurveyTicket.objects.select_related("survey").filter(secret=secret).first()
    found = ticket.survey if ticket else Survey.objects.filter(secret=secret).first()
    if found is None or found.state == SurveyState.DRAFT:
        raise NotFound("community.survey.gone")
    return found, ticket


def improvements(actor: Actor, community_id: int | None = None) -> QuerySet[Improvement]:
    rows = Improvement.objects.filter(actor.reach(SURVEY_READ).q()).select_related("survey")
    found: QuerySet[Improvement] = rows if community_id is None else rows.filter(community_id=community_id)
    return found


def counted(
    span: InstantInterval, community_id: int, audience: str, topics: Sequence[str], zone: Any
) -> tuple[list[tuple[Survey, int, int]], int]:
    """Answers given in a span by survey: (survey, satisfied, answered) for the topics asked, and how many in all."""
    assert span.end is not None
    days = (span.start.astimezone(zone).date(), span.end.astimezone(zone).date())
    rows = Survey.objects.filter(community_id=community_id, audience=audience).exclude(
        state=SurveyState.DRAFT
    )
    found = []
    for one in rows.order_by("made_at"):
        answers = SurveyAnswer.objects.filter(survey=one, on__gte=days[0], on__lt=days[1])
        items = [item for item in items_of(one.pk) if item.topic in topics]
        made = rules.results(items, list(answers.values_list("replies", flat=True)))
        answered = sum(item.answered for item in made if item.rated)
        if answered:
            found.append((one, sum(item.satisfied for item in made if item.rated), answered))
    return found, sum(each[2] for each in found)


def held_in_year(community_id: int, last: date) -> int:
    """Owner surveys closed in the twelve months before a day."""
    rows = Survey.objects.filter(
        community_id=community_id, audience=Audience.OWNERS, state=SurveyState.CLOSED,
        closes_on__gt=last - timedelta(days=365), closes_on__lte=last,
    )  # fmt: skip
    return int(rows.count())


def _before(row: Any) -> tuple[dict[str, Fraction], str]:
    rows = Survey.objects.filter(
        community_id=row.community_id,
        audience=row.audience,
        state=SurveyState.CLOSED,
        made_at__lt=row.made_at,
    )
    earlier = rows.order_by("-made_at").first()
    if earlier is None:
        return {}, ""
    replies = list(SurveyAnswer.objects.filter(survey=earlier).values_list("replies", flat=True))
    by_topic: dict[str, list[int]] = {}
    for one in rules.results(items_of(earlier.pk), replies):
        if one.rated:
            both = by_topic.setdefault(one.item.topic, [0, 0])
            both[0] += one.satisfied
            both[1] += one.answered
    return {topic: Fraction(*both) for topic, both in by_topic.items() if both[1]}, earlier.title


def _by_building(items: list[Item], answers: list[Any]) -> list[Group]:
    ids = {one.building_id for one in answers if one.building_id}
    names = {key: one.name or one.code for key, one in estate.places_by_id(list(ids)).items()}
    groups: dict[int, list[Any]] = {}
    for one in answers:
        if one.building_id:
            groups.setdefault(one.building_id, []).append(one)
    return [_group(names.get(key, "—"), items, listed) for key, listed in sorted(groups.items())]


def _by_channel(items: list[Item], answers: list[Any]) -> list[Group]:
    groups: dict[str, list[Any]] = {}
    for one in answers:
        groups.setdefault(str(one.get_channel_display()), []).append(one)
    return [_group(label, items, listed) for label, listed in groups.items()]


def _group(label: str, items: list[Item], listed: list[Any]) -> Group:
    made = rules.results(items, [one.replies for one in listed])
    return Group(label, *rules.overall(made), len(listed))


def _texts(row: Any, items: list[Item], answers: list[Any]) -> list[Said]:
    known = {one.source: one for one in Improvement.objects.filter(survey=row)}
    ids = {one.building_id for one in answers if one.building_id}
    names = {key: one.name or one.code for key, one in estate.places_by_id(list(ids)).items()}
    return [
        Said(
            one.pk, item, one.replies[str(item.id)], names.get(one.building_id, ""),
            known.get(f"answer {one.pk} item {item.id}"),
        )
        for item in items
        if item.kind == ItemKind.TEXT
        for one in answers
        if one.replies.get(str(item.id))
    ]  # fmt: skip
