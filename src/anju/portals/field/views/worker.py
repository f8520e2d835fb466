"""Who the person on the phone is, and his work in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import ExpectedWork, OccurrenceView
from anju.foundation.permissions import get
from anju.foundation.web import page
from anju.kernel.errors import Forbidden
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

WORK_DO = get("schedule.work:do")
field_page = partial(page, WORK_DO, channel="field")
# How long before it is due work is shown as urgent.
SOON_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Card:
    """One occurrence as a card. state: late, soon, todo or done; time: when it is to be done, or was."""

    id: int
    title: str
    place: str
    time: str
    state: str
    standing: str
    due_at: datetime | None
    minutes: int


def staff_of(request: Any) -> StaffView:
    """Raises Forbidden when the account belongs to nobody who works here."""
    found = people.staff_of_user(request.user.pk)
    if found is None:
        raise Forbidden("field.no_staff")
    return found


def cards(
    work: Iterable[OccurrenceView], at: datetime, zone: ZoneInfo, *, day: date | None = None
) -> list[Card]:
    """day: the local day the cards stand under, whose date need not be said again; that of `at` without one."""
    shown_on = day or at.astimezone(zone).date()
    work = list(work)
    places = estate.places_by_id({one.place_id for one in work if one.place_id is not None})
    routes = schedule.places_of({one.round_id for one in work if one.mode == "route"})
    names = {place_id: place.full_name or place.name for place_id, place in places.items()}
    return [_card(one, at, _where(one, names, routes), _span(one, at, zone, shown_on)) for one in work]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Work that a round will ask for on a day not made yet: there is nothing to open or to do so far."""

    title: str
    place: str
    time: str
    shared: bool


def forecasts(work: Iterable[ExpectedWork], zone: ZoneInfo) -> list[tuple[date, list[Forecast]]]:
    """Expected work by the local day on which it opens."""
    listed = list(work)
    places = estate.places_by_id({one.place_ids[0] for one in listed if len(one.place_ids) == 1})
    names = {place_id: place.full_name or place.name for place_id, place in places.items()}
    days: dict[date, list[Forecast]] = {}
    for one in listed:
        day = one.opens_at.astimezone(zone).date()
        hours = f"{_clock(one.opens_at.astimezone(zone), day)}–{_clock(one.due_at.astimezone(zone), day)}"
        days.setdefault(day, []).append(Forecast(one.title, _expected_where(one, names), hours, one.shared))
    return sorted(days.items())


def _expected_where(one: ExpectedWork, names: dict[int, str]) -> str:
    if not one.place_ids:
        return _("不限地点")
    if one.mode == "route":
        return _("路线，%(count)s 处") % {"count": len(one.place_ids)}
    if len(one.place_ids) == 1:
        return names.get(one.place_ids[0], "")
    return _("%(count)s 处") % {"count": len(one.place_ids)}


def _where(one: OccurrenceView, names: dict[int, str], routes: dict[int, tuple[int, ...]]) -> str:
    if one.place_id is not None:
        return names.get(one.place_id, "")
    if one.round_id in routes:
        return _("路线，%(count)s 处") % {"count": len(routes[one.round_id])}
    return _("不限地点")


def _card(one: OccurrenceView, at: datetime, where: str, hours: str) -> Card:
    standing = one.standing(at)
    state = {"late": "late", "open": "todo", "later": "todo"}.get(standing, "done")
    if standing == "open" and (one.due_at - at).total_seconds() <= SOON_SECONDS:
        state = "soon"
    return Card(
        id=one.id,
        title=one.title,
        place=where,
        time=hours,
        state=state,
        standing=standing,
        due_at=one.due_at if standing in ("late", "open") else None,
        minutes=one.minutes,
    )


def _span(one: OccurrenceView, at: datetime, zone: ZoneInfo, shown_on: date) -> str:
    if one.done_at is not None:
        return f"{one.done_at.astimezone(zone):%H:%M}"
    today = at.astimezone(zone).date()
    opens, due = (_clock(moment.astimezone(zone), shown_on) for moment in (one.opens_at, one.due_at))
    if one.opens_at.astimezone(zone).date() < today:
        return _("至 %(due)s") % {"due": due}
    return f"{opens}–{due}"


def _clock(moment: datetime, today: date) -> str:
    if moment.date() == today:
        return f"{moment:%H:%M}"
    ends_today = moment.time() == time() and moment.date() == today + timedelta(days=1)
    return "24:00" if ends_today else f"{moment:%m-%d %H:%M}"
