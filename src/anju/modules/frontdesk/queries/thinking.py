"""What comes to mind while a clerk types: kind and severity, a case it may be the same as, an answer known already."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter, CaseRow
from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.frontdesk.models import Article, ArticleState
from anju.modules.frontdesk.queries.case_names import names_of
from anju.modules.frontdesk.rules import knowing
from anju.modules.frontdesk.rules.knowing import Findable
from anju.modules.frontdesk.rules.likeness import LEAST, Told, likeness
from anju.modules.frontdesk.rules.wording import KindGuess, suggest_kind

DAYS_BACK, MOST_COMPARED, MOST_SHOWN = 14, 200, 3


class Likely(NamedTuple):
    """An open case that may be the same. place: its name; here: at the very same place."""

    row: CaseRow
    place: str
    here: bool
    score: float


class KnownAnswer(NamedTuple):
    id: int
    question: str
    answer: str
    topic: str
    source: str
    outside_duty: bool
    in_charge: str
    score: float


def guess(words: str) -> KindGuess:
    return suggest_kind(words)


def likely_same(
    actor: Actor, *, words: str, guessed: KindGuess, place_id: int | None, at: datetime
) -> list[Likely]:
    """Open cases of the last two weeks at the place, in its building or of the whole community, the likeliest first."""
    if place_id is None or not words.strip():
        return []
    place = estate.place(place_id)
    if place.community_id is None:
        return []
    wanted = CaseFilter(
        community_id=place.community_id, standing="open", opened_from=at - timedelta(days=DAYS_BACK)
    )
    queryset = cases.cases(actor=actor, wanted=wanted).order_by("-opened_at", "-id")
    rows = cases.rows(queryset[:MOST_COMPARED])
    fields = dict(queryset[:MOST_COMPARED].values_list("id", "fields"))
    names = names_of(actor, rows)
    new = Told(words, guessed.kind, guessed.fields.get("trade", ""), "here")
    found = []
    for row in rows:
        near = _near(place, names.places.get(row.place_id or row.community_id))
        old = Told(row.title, row.kind, fields.get(row.id, {}).get("trade", ""), near, at - row.opened_at)
        score = likeness(new, old)
        if score >= LEAST:
            found.append(Likely(row, names.place(row), near == "here", score))
    return sorted(found, key=lambda one: -one.score)[:MOST_SHOWN]


def _near(place: PlaceView, other: PlaceView | None) -> str:
    if other is None:
        return "community"
    if place.id == other.id:
        return "here"
    own, its = place.path.strip("/").split("/"), other.path.strip("/").split("/")
    home = own.index(str(place.community_id)) if str(place.community_id) in own else 0
    building = own[home + 1 : home + 2]
    return "building" if building and building == its[home + 1 : home + 2] else "community"


def answers(text: str, *, community_id: int | None, on: date, most: int = 4) -> list[KnownAnswer]:
    """Articles in force for the community that answer what was asked, the best first. Two statements."""
    shelf = [Findable(*one) for one in _in_force(community_id, on).values_list("pk", "finder", "used")]
    scores = {one.id: knowing.score(text, one) for one in shelf}
    ids = knowing.best(text, shelf, most)
    rows = Article.objects.in_bulk(ids)
    return [_known(rows[one], scores[one]) for one in ids]


def public_answers(community_id: int, text: str, *, on: date, most: int = 6) -> list[KnownAnswer]:
    """What residents of a community may read, the best first; without words the most asked."""
    rows = _in_force(community_id, on).filter(public=True)
    if not text.strip():
        return [_known(one, 0.0) for one in rows.order_by("-used", "pk")[:most]]
    shelf = [Findable(*one) for one in rows.values_list("pk", "finder", "used")]
    ids = knowing.best(text, shelf, most)
    found = Article.objects.in_bulk(ids)
    return [_known(found[one], 0.0) for one in ids]


def _in_force(community_id: int | None, on: date) -> QuerySet[Article]:
    held = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    for_all = Q(community_id__isnull=True)
    own = for_all if community_id is None else for_all | Q(community_id=community_id)
    return Article.objects.filter(held, own, state=ArticleState.ACTIVE, valid_from__lte=on)


def _known(one: Article, score: float) -> KnownAnswer:
    return KnownAnswer(
        one.pk,
        one.question,
        one.answer,
        str(one.get_topic_display()),
        one.source,
        one.outside_duty,
        one.in_charge,
        score,
    )
