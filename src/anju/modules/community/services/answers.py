"""Take answers: over an address without log-in, or typed in from paper."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from anju.foundation import audit, scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.models import Channel, Survey, SurveyAnswer, SurveyState
from anju.modules.community.permissions import SURVEY_READ, SURVEY_TYPE
from anju.modules.community.queries import reach
from anju.modules.community.queries import surveys as queries
from anju.modules.community.rules import surveys as rules
from anju.modules.community.services import actions
from anju.modules.estate import facade as estate


@dataclass(frozen=True, slots=True)
class PublicSurvey:
    """What the holder of an address sees. state: open, early, over or answered."""

    survey_id: int
    title: str
    intro: str
    anonymous: bool
    organisation: str
    community: str
    home: str
    items: tuple[rules.Item, ...]
    state: str
    closes_on: date | None


def token_of(row: Any) -> str:
    """The public part of an address: organisation and secret, of a survey or a ticket."""
    return f"{row.org_id}-{row.secret}"


def public_survey(*, token: str, on: date) -> PublicSurvey:
    """Raises NotFound (community.survey.gone)."""
    org_id, secret = _split(token)
    with scope.enter(org_id), transaction.atomic():
        row, ticket = queries.by_token(secret)
        place = estate.place(ticket.place_id) if ticket else None
        return PublicSurvey(
            row.pk, row.title, row.intro, row.anonymous,
            Organisation.objects.values_list("name", flat=True).get(pk=org_id),
            estate.place(row.community_id).name, place.full_name if place else "", tuple(queries.items_of(row.pk)),
            _state(row, ticket, on), row.closes_on,
        )  # fmt: skip


def answer_online(*, token: str, given: Mapping[str, str], key: str, on: date) -> None:
    """Take an answer given over an address. key: of the device, so that a double click answers once.

    Raises NotFound, Conflict (community.survey.over, community.survey.answered), Invalid (rules.checked).
    """
    org_id, secret = _split(token)
    with scope.enter(org_id), transaction.atomic():
        row, ticket = queries.by_token(secret)
        if ticket is not None:
            ticket = type(ticket).objects.select_for_update(no_key=True).get(pk=ticket.pk)
        state = _state(row, ticket, on)
        if state != "open":
            raise Conflict(f"community.survey.{state}")
        replies = rules.checked(queries.items_of(row.pk), given)
        place = estate.place(ticket.place_id) if ticket else None
        own = secrets.token_hex(12) if ticket is not None else key[:40]
        _keep(
            SurveyAnswer(
                survey=row, channel=Channel.HOME if ticket else Channel.LINK, replies=replies, on=on, key=own,
                building_id=_building(place), place_id=place.id if place and not row.anonymous else None,
            )
        )  # fmt: skip
        if ticket is not None:
            ticket.answered_on = on
            ticket.save(update_fields=["answered_on"])


def answer_paper(
    *, actor: Actor, survey_id: int, given: Mapping[str, str], place_id: int | None, key: str, on: date,
    at: datetime,
) -> int:  # fmt: skip
    """Type in a questionnaire that was filled in on paper. key: of the form, so that it is typed in once.

    place_id: a building or home it came from. Raises Forbidden, NotFound, Conflict (not open, typed in already), Invalid.
    """
    with transaction.atomic():
        row = reach.one(Survey, survey_id, actor=actor, permission=SURVEY_TYPE, reading=SURVEY_READ)
        if row.state != SurveyState.OPEN:
            raise Conflict("community.survey.over")
        replies = rules.checked(queries.items_of(row.pk), given)
        place = estate.place(place_id) if place_id else None
        if place is not None and place.community_id != row.community_id:
            raise Invalid("community.survey.place", "place")
        made = _keep(
            SurveyAnswer(
                survey=row, channel=Channel.PAPER, replies=replies, on=on, key=key[:40] or secrets.token_hex(12),
                building_id=_building(place), by_name=actor.name[:60],
                place_id=place.id if place and not row.anonymous and place.kind == "unit" else None,
            )
        )  # fmt: skip
        audit.record(actor, actions.PAPER_TYPED, row, after={"answer": made}, at=at)
    return made


def _keep(row: SurveyAnswer) -> int:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("community.survey.answered") from error
    return int(row.pk)


def _state(row: Any, ticket: Any, on: date) -> str:
    if row.state == SurveyState.CLOSED or (row.closes_on and on > row.closes_on):
        return "over"
    if row.opens_on and on < row.opens_on:
        return "early"
    return "answered" if ticket is not None and ticket.answered_on else "open"


def _building(place: Any) -> int | None:
    """The building a place lies in, from the numbers of its path."""
    if place is None:
        return None
    above = [int(part) for part in place.path.strip("/").split("/") if part]
    known = estate.places_by_id(above)
    return next((one for one in above if one in known and known[one].kind == "building"), None)


def _split(token: str) -> tuple[int, str]:
    head, _dash, secret = token.partition("-")
    if not head.isdigit() or not secret or not Organisation.objects.filter(pk=int(head)).exists():
        raise NotFound("community.survey.gone")
    return int(head), secret
