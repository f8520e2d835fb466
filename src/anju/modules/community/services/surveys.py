"""Write a questionnaire, put it to its group, close it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.community.contracts import ItemDraft
from anju.modules.community.models import Audience, Survey, SurveyItem, SurveyState, SurveyTicket
from anju.modules.community.permissions import SURVEY_READ, SURVEY_WRITE
from anju.modules.community.queries import reach
from anju.modules.community.rules import surveys as rules
from anju.modules.community.services import actions
from anju.modules.estate import facade as estate

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyDraft:
    """audience: owners or staff. anonymous: answers do not say which home they came from."""

    title: str
    intro: str = ""
    audience: str = Audience.OWNERS
    anonymous: bool = True
    items: Sequence[ItemDraft] = ()


def survey_create(*, actor: Actor, community_id: int, draft: SurveyDraft, at: datetime) -> int:
    """Raises Forbidden, NotFound, Invalid (rules.check_items, community.survey.title)."""
    reach.require_at(actor, SURVEY_WRITE, community_id, SURVEY_READ)
    _check(draft)
    with transaction.atomic():
        row = Survey(community_id=community_id, secret=secrets.token_urlsafe(12), made_at=at)
        _fill(row, draft)
        audit.record(actor, actions.SURVEY_MADE, row, after={"title": row.title}, at=at)
    return int(row.pk)


def survey_change(*, actor: Actor, survey_id: int, draft: SurveyDraft, at: datetime) -> None:
    """Change a draft; what people have read is not changed any more. Raises Forbidden, NotFound, Conflict, Invalid."""
    _check(draft)
    with transaction.atomic():
        row = held(actor, survey_id)
        _only(row, SurveyState.DRAFT)
        before = row.title
        row.items.all().delete()
        _fill(row, draft)
        audit.record(
            actor, actions.SURVEY_CHANGED, row, before={"title": before}, after={"title": row.title}, at=at
        )


def items_change(*, actor: Actor, survey_id: int, items: Sequence[ItemDraft], at: datetime) -> None:
    """Change the questions of a draft, all at once. Raises Forbidden, NotFound, Conflict, Invalid (rules.check_items)."""
    with transaction.atomic():
        row = held(actor, survey_id)
        draft = SurveyDraft(
            title=row.title, intro=row.intro, audience=row.audience, anonymous=row.anonymous, items=items
        )
        survey_change(actor=actor, survey_id=survey_id, draft=draft, at=at)


def survey_open(
    *, actor: Actor, survey_id: int, opens_on: date, closes_on: date, tickets: bool, at: datetime
) -> int:
    """Put it to its group until the end of `closes_on`; returns how many homes got an address of their own.

    Raises Forbidden, NotFound, Conflict (community.survey.state), Invalid (community.survey.days).
    """
    if closes_on < opens_on:
        raise Invalid("community.survey.days", "closes_on")
    with transaction.atomic():
        row = held(actor, survey_id)
        _only(row, SurveyState.DRAFT)
        row.state, row.opens_on, row.closes_on = SurveyState.OPEN, opens_on, closes_on
        row.save(update_fields=["state", "opens_on", "closes_on"])
        homes = (
            estate.places_of(row.community_id, ("unit",))
            if tickets and row.audience == Audience.OWNERS
            else []
        )
        SurveyTicket.objects.bulk_create(
            SurveyTicket(survey=row, place_id=one.id, secret=secrets.token_urlsafe(9)) for one in homes
        )
        told = {"opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat(), "homes": len(homes)}
        audit.record(actor, actions.SURVEY_OPENED, row, after=told, at=at)
    return len(homes)


def survey_close(*, actor: Actor, survey_id: int, on: date, at: datetime) -> None:
    """Raises Forbidden, NotFound, Conflict (community.survey.state)."""
    with transaction.atomic():
        row = held(actor, survey_id)
        _only(row, SurveyState.OPEN)
        row.state, row.closed_at = SurveyState.CLOSED, at
        row.closes_on = min(row.closes_on or on, on)
        row.save(update_fields=["state", "closed_at", "closes_on"])
        audit.record(actor, actions.SURVEY_CLOSED, row, after={"answers": row.answers.count()}, at=at)


def survey_conclude(*, actor: Actor, survey_id: int, words: str, at: datetime) -> None:
    """Write down what was read out of the results. Raises Forbidden, NotFound, Invalid (community.text)."""
    words = words.strip()
    if len(words) > 2_000:
        raise Invalid("community.text", "concluded", limit=2_000)
    with transaction.atomic():
        row = held(actor, survey_id)
        before, row.concluded = row.concluded, words
        row.save(update_fields=["concluded"])
        audit.record(
            actor,
            actions.SURVEY_CONCLUDED,
            row,
            before={"concluded": before},
            after={"concluded": words},
            at=at,
        )


def held(actor: Actor, survey_id: int) -> Any:
    return reach.one(Survey, survey_id, actor=actor, permission=SURVEY_WRITE, reading=SURVEY_READ, lock=True)


def _check(draft: SurveyDraft) -> None:
    if not 0 < len(draft.title.strip()) <= LONGEST_TITLE:
        raise Invalid("community.survey.title", "title", limit=LONGEST_TITLE)
    rules.check_items(draft.items)


def _only(row: Any, state: SurveyState) -> None:
    if row.state != state:
        raise Conflict("community.survey.state", title=row.title)


def _fill(row: Any, draft: SurveyDraft) -> None:
    row.title, row.intro = draft.title.strip(), draft.intro.strip()[:500]
    row.audience, row.anonymous = draft.audience, draft.anonymous
    row.save()
    SurveyItem.objects.bulk_create(
        SurveyItem(
            survey=row, position=number, kind=one.kind, topic=one.topic, text=one.text.strip(),
            choices=[text.strip() for text in one.choices if text.strip()], required=one.required,
        )
        for number, one in enumerate(draft.items, 1)
    )  # fmt: skip
