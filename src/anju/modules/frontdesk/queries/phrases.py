"""Phrases that somebody may use, filled with what is known of the case he writes in."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.foundation.actors import Actor
from anju.foundation.ui.filters import local
from anju.kernel.errors import NotFound
from anju.modules.frontdesk.models import Phrase
from anju.modules.frontdesk.rules import phrases as rules
from anju.modules.people import facade as people


def usable(actor: Actor) -> QuerySet[Phrase]:
    """Everybody's and one's own, without those of others."""
    return Phrase.objects.filter(Q(owner__isnull=True) | Q(owner=actor.user_id))


def phrase(actor: Actor, phrase_id: int) -> Phrase:
    """Raises NotFound."""
    found: Phrase | None = usable(actor).filter(pk=phrase_id).first()
    if found is None:
        raise NotFound("not_found", noun="frontdesk.phrase")
    return found


def offered(actor: Actor, case_id: int | None, at: datetime) -> list[dict[str, str]]:
    """code and text of each phrase in use, one's own before everybody's of the same letters.

    Without a case what belongs to one stays open as {name}, {number}, {limit}. Raises NotFound for a case out of reach.
    """
    values = {"me": actor.name, "today": _day(at.astimezone(ZoneInfo(actor.time_zone)))}
    if case_id is not None:
        values |= _of_case(actor, case_id, at)
    own_first = usable(actor).filter(retired_at__isnull=True).order_by("owner", "code")
    found: dict[str, str] = {}
    for row in own_first:
        found.setdefault(row.code, row.text)
    open_ones = {} if case_id is not None else {one: f"{{{one}}}" for one in ("name", "number", "limit")}
    return [
        {"code": code, "text": rules.filled(text, open_ones | values)} for code, text in sorted(found.items())
    ]


def _of_case(actor: Actor, case_id: int, at: datetime) -> dict[str, str]:
    view = cases.case_view(actor=actor, case_id=case_id, at=at)
    person = people.persons_by_id([view.person_id]).get(view.person_id) if view.person_id else None
    known = {"number": view.row.number, "limit": local(view.row.due_at) if view.row.due_at else ""}
    return known | {"name": person.name if person is not None and not view.anonymous else ""}


def _day(moment: datetime) -> str:
    return _("{month}月{day}日").format(month=moment.month, day=moment.day)
