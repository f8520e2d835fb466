"""Cases as the console lists them: narrowed, searched, counted, with their names; and what may be chosen to narrow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter
from anju.foundation import search
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, get
from anju.foundation.ui.tables import TreeNode
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.people import facade as people

# Words are looked for in titles and texts of this long: an index serves the days, nothing serves the middle of a text.
SEARCHED_BACK = timedelta(days=366)
MOST_FOUND = 200
PLACE_KINDS = ("community", "cluster", "building", "public", "gate", "parking")
PERSON, PLACES = "people.person", ("estate.unit", "estate.place")
_NUMBER = re.compile(r"^[A-Za-z]{1,6}\d{2,4}(-\d*)?$")
_SURELY = re.compile(r"^[A-Za-z]{1,6}\d{4}-\d*$")
DUES = ("over", "hour", "today", "paused", "none")


def reading() -> Permission:
    """Who may open the pages of cases; which of them he sees, the kind of each says."""
    return get("cases.case:read")


def assigning() -> Permission:
    return get("cases.case:assign")


def listed(actor: Actor, wanted: CaseFilter, *, text: str, at: datetime) -> Any:
    """Queryset of cases with place_name, staff_name, owner_name, team_name, and clocks and segments prefetched; in no
    order.
    """
    rows = cases.cases(actor=actor, wanted=wanted)
    if text:
        rows = rows.filter(found_by(actor, text, at, wanted.community_id))
    rows = estate.with_place_names(estate.with_place_names(rows), "community_id", "community_name")
    rows = people.with_team_names(people.with_staff_names(rows, "assignee_id"))
    rows = people.with_staff_names(rows, "owner_id", "owner_name")
    return rows.prefetch_related("clocks__segments")


def found_by(actor: Actor, text: str, at: datetime, community_id: int | None) -> Q:
    """Condition for a search: the beginning of a number, else a whole phone, a room or person, or words of the text."""
    text = text.strip()
    found = Q(pk__in=[])
    if _NUMBER.match(text):
        start = text.upper()
        found = Q(number__gte=start, number__lt=start + "\U0010ffff")
        if _SURELY.match(text):
            return found
    if sum(one.isdigit() for one in text) >= 7:
        phone = cases.cases(actor=actor, wanted=CaseFilter(phone=text)).values("pk")
        found |= Q(pk__in=list(phone[:MOST_FOUND].values_list("pk", flat=True)))
    hits = search.find(actor=actor, text=text, limit=20, only=(PERSON, *PLACES), community_id=community_id)
    places = sorted(one.subject_id for one in hits if one.kind.code in PLACES)
    persons = sorted(one.subject_id for one in hits if one.kind.code == PERSON)
    if places:
        found |= Q(place_id__in=places)
    if persons:
        found |= Q(person_id__in=persons)
    said = Q(opened_at__gte=at - SEARCHED_BACK)
    for word in text.split():
        said &= Q(title__icontains=word) | Q(words__icontains=word)
    return found | said


def by_due(rows: Any, value: str, at: datetime, zone: ZoneInfo) -> Any:
    """Rows whose time limit stands so: over, due within the hour, due today, standing still, or without any."""
    if value == "over":
        return rows.filter(closed_at__isnull=True, due_at__lt=at)
    if value == "hour":
        return rows.filter(closed_at__isnull=True, due_at__gte=at, due_at__lt=at + timedelta(hours=1))
    if value == "today":
        midnight = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(), zone)
        return rows.filter(closed_at__isnull=True, due_at__lt=midnight)
    paused = rows.model.objects.filter(
        clocks__paused=True, clocks__void=False, clocks__stopped_at__isnull=True
    )
    if value == "paused":
        return rows.filter(closed_at__isnull=True, pk__in=paused.values("pk"))
    return rows.filter(closed_at__isnull=True, due_at__isnull=True).exclude(pk__in=paused.values("pk"))


def paused_for(row: Any) -> str | None:
    """The reason for which the clocks of a row stand, "" for none given; None while they do not."""
    for clock in row.clocks.all():
        if clock.paused and not clock.void and clock.stopped_at is None:
            open_ones = [one for one in clock.segments.all() if one.ended_at is None and one.paused]
            return open_ones[-1].reason if open_ones else ""
    return None


def stopped_at(row: Any, clock: str) -> datetime | None:
    """When the last run of a clock was stopped: answered, arrived, finished. None while it runs, or without one."""
    runs = [one for one in row.clocks.all() if one.clock == clock and not one.void]
    return max(runs, key=lambda one: one.run).stopped_at if runs else None


def limit_of(row: Any, clock: str) -> datetime | None:
    """What the last run of a clock was promised by."""
    runs = [one for one in row.clocks.all() if one.clock == clock and not one.void]
    return max(runs, key=lambda one: one.run).due_at if runs else None


def was_late(row: Any, at: datetime) -> bool:
    """Whether any promised limit of a case was passed, also one that is closed by now."""
    return any(
        one.due_at is not None and one.due_at < (one.stopped_at or at)
        for one in row.clocks.all()
        if not one.void
    )


def kind_counts(actor: Actor, wanted: CaseFilter) -> Mapping[str, int]:
    """Number of cases by kind, for the tabs."""
    found = cases.counts(actor=actor, by=("kind",), wanted=wanted)
    return {str(key[0]): number for key, number in found.items()}


def community_choice(actor: Actor, chosen_id: int | None) -> int | None:
    """The community looked at: the one chosen, else the only one in reach, else None for all."""
    if chosen_id is not None:
        return chosen_id
    known = estate.communities(actor.reach(reading()))
    return known[0].id if len(known) == 1 else None


def place_nodes(actor: Actor, community_id: int | None) -> list[TreeNode]:
    """Places to narrow a list to; communities while none is chosen."""
    reach = actor.reach(reading())
    if community_id is None:
        return [TreeNode(one.id, one.name) for one in estate.communities(reach)]
    places = estate.places_of(community_id, PLACE_KINDS)
    around = {one.id: one for one in places}
    return [
        TreeNode(
            one.id,
            one.name,
            one.path.count("/") - around[community_id].path.count("/") if community_id in around else 0,
        )
        for one in places
        if reach.covers(one.path) or any(path.startswith(one.path) for path in reach.paths)
    ]


def below(place_id: int) -> list[int]:
    """Ids of a place and everything below it; none for a place that is not there."""
    found = estate.places_by_id([place_id])
    return estate.descendant_ids(found[place_id].path) if place_id in found else []


def at_or_below(rows: Any, place_id: int) -> Any:
    return rows.filter(Q(place_id__in=below(place_id)) | Q(place_id__isnull=True, community_id=place_id))


def staff_choices(community_id: int | None) -> list[tuple[int, str]]:
    """Who may be looked for; without a community nobody, since the list would be the whole company."""
    found = people.staff_of_community(community_id) if community_id is not None else []
    return [(one.id, f"{one.name} {one.position}".strip()) for one in found]


def team_choices(community_id: int | None) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in people.teams(community_id)] if community_id is not None else []


def due_choices() -> list[tuple[str, Any]]:
    labels = (_("已超时"), _("1小时内到期"), _("今日到期"), _("已暂停计时"), _("没有时限"))
    return list(zip(DUES, labels, strict=True))


def due_text(row: Any, at: datetime) -> str:
    """The limit of a row in words, as it goes into a spreadsheet."""
    if row.closed_at is not None:
        return ""
    if row.due_at is None:
        reason = paused_for(row)
        return "" if reason is None else _("已暂停：%(reason)s") % {"reason": reason or _("未写原因")}
    return words.left(row.due_at, at)


FIRST_DUE = F("due_at").asc(nulls_last=True)
