"""Work as the console lists it: by tab, with the names of places and people, and what may be chosen to narrow it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import OccurrenceView
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach, get
from anju.foundation.ui.tables import TreeNode
from anju.kernel.errors import NotFound
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

TABS = ("today", "overdue", "todo", "missed", "all")
LOOK_BACK = timedelta(days=90)
# Units and parking spaces are left out of the tree: a work place is hardly ever one, and there are thousands.
PLACE_KINDS = (
    "community", "cluster", "building", "entrance", "floor", "public", "room", "gate", "post", "parking",
)  # fmt: skip


def work_reading() -> Permission:
    return get("schedule.work:read")


def listed(
    actor: Actor, *, tab: str, at: datetime, community_id: int | None, round_id: int | None = None
) -> Any:
    """Rows of a tab with place_name, staff_name, doer_name and team_name.

    today: of today, and earlier work still open. overdue: due, not yet missed. todo: what lies ahead too. missed and all
    reach back 90 days from today.
    """
    reach = actor.reach(work_reading())
    rounds = None if round_id is None else [round_id]
    rows = _of_tab(tab, reach, community_id, at, ZoneInfo(actor.time_zone))
    if rounds is not None:
        rows = rows.filter(round_id__in=rounds)
    return with_names(rows.select_related("round"))


def with_names(rows: Any) -> Any:
    rows = estate.with_place_names(rows)
    rows = people.with_staff_names(people.with_staff_names(rows), "done_by", "doer_name")
    return people.with_team_names(rows)


def counts(actor: Actor, *, at: datetime, community_id: int | None, cap: int = 999) -> dict[str, int]:
    """How many rows the tabs of work still to do hold, counted up to `cap`."""
    reach = actor.reach(work_reading())
    zone = ZoneInfo(actor.time_zone)
    return {
        tab: _of_tab(tab, reach, community_id, at, zone).order_by()[: cap + 1].count()
        for tab in ("today", "overdue", "todo")
    }


def _of_tab(tab: str, reach: Reach, community_id: int | None, at: datetime, zone: ZoneInfo) -> Any:
    today = at.astimezone(zone).date()
    if tab == "overdue":
        return schedule.overdue(at, reach=reach, community_id=community_id)
    if tab == "todo":
        rows = schedule.occurrences(reach=reach, community_id=community_id, states=("todo",))
        return rows.filter(closes_at__gt=at)
    if tab == "today":
        tomorrow = datetime.combine(today + timedelta(days=1), time(), zone)
        rows = schedule.occurrences(reach=reach, community_id=community_id)
        still_open = Q(state="todo", opens_at__lt=tomorrow, closes_at__gt=at)
        return rows.filter(Q(on=today) | still_open)
    days = DateInterval(today - LOOK_BACK, today + timedelta(days=1))
    states = ("missed",) if tab == "missed" else ()
    return schedule.occurrences(reach=reach, community_id=community_id, days=days, states=states)


def chosen(actor: Actor, ids: Collection[int]) -> list[Any]:
    """The rows behind ticked boxes, in the order they are due. Raises NotFound when one is out of reach, or none is given."""
    rows = with_names(schedule.occurrences(reach=actor.reach(work_reading())).filter(pk__in=list(ids)))
    found = list(rows.select_related("round").order_by("due_at", "pk"))
    if not ids or len(found) != len(set(ids)):
        raise NotFound("schedule.occurrence.gone", noun="schedule.occurrence")
    return found


def standing(row: Any, at: datetime) -> str:
    """later, open, late or missed for work to do; done, done_late, missed, skipped for the rest."""
    state = OccurrenceView.standing(row, at)
    return "done_late" if state == "done" and row.late else state


def by_standing(rows: Any, value: str, at: datetime) -> Any:
    """Rows that stand so at a moment."""
    if value in ("done", "done_late"):
        return rows.filter(state="done", late=value == "done_late")
    if value == "later":
        return rows.filter(state="todo", opens_at__gt=at)
    if value == "open":
        return rows.filter(state="todo", opens_at__lte=at, due_at__gt=at)
    if value == "late":
        return rows.filter(state="todo", due_at__lte=at, closes_at__gt=at)
    return rows.filter(state=value)


def at_or_below(rows: Any, place_id: int) -> Any:
    """Rows at a place or below it, those of routes through it included."""
    places = below(place_id)
    routes = schedule.rounds().filter(spots__place_id__in=places).values("pk")
    return rows.filter(Q(place_id__in=places) | Q(place_id__isnull=True, round_id__in=routes))


def below(place_id: int) -> list[int]:
    """Ids of a place and everything below it; none for a place that is not there."""
    found = estate.places_by_id([place_id])
    return estate.descendant_ids(found[place_id].path) if place_id in found else []


def community_choice(actor: Actor, permission: Permission, chosen_id: int | None) -> int | None:
    """The community looked at: the one chosen, else the only one in reach, else None for all."""
    if chosen_id is not None:
        return chosen_id
    known = estate.communities(actor.reach(permission))
    return known[0].id if len(known) == 1 else None


def tree_nodes(actor: Actor, permission: Permission, community_id: int | None) -> list[TreeNode]:
    """Places to narrow a list to; communities while none is chosen."""
    if community_id is None:
        return [TreeNode(one.id, one.name) for one in estate.communities(actor.reach(permission))]
    reach = actor.reach(permission)
    places = [one for one in estate.places_of(community_id, PLACE_KINDS) if _in(reach, one.path)]
    known = {one.id for one in places}
    depths: dict[int, int] = {}
    for one in places:
        depths[one.id] = depths.get(one.parent_id or 0, -1) + 1 if one.parent_id in known else 0
    return [TreeNode(one.id, one.name, depths[one.id]) for one in places]


def staff_choices(community_id: int | None) -> list[tuple[int, str]]:
    if community_id is None:
        return []
    return [(one.id, one.name) for one in people.staff_of_community(community_id)]


def team_choices(community_id: int | None) -> list[tuple[int, str]]:
    return [] if community_id is None else [(one.id, one.name) for one in people.teams(community_id)]


def receivers(communities: Iterable[int]) -> list[tuple[int, str]]:
    """Who may take work over: active staff of the communities, with team or post."""
    return [
        (one.id, _with_team(one))
        for number in dict.fromkeys(communities)
        for one in people.staff_of_community(number)
    ]


def suggested(rows: Collection[Any], at: datetime, zone: ZoneInfo) -> list[tuple[int, str]]:
    """Who may take these rows over; of one community and field, who fits best comes first with what he has in hand.

    Source: A PLN-04.
    """
    communities, domains = {one.community_id for one in rows}, {one.round.domain for one in rows}
    if len(communities) != 1 or len(domains) != 1:
        return receivers(sorted(communities))
    (community_id,), (domain,) = communities, domains
    today = at.astimezone(zone).date()
    counts = schedule.live_totals(
        ("staff_id",), days=DateInterval(today, today + timedelta(days=1)), community_id=community_id
    )
    load = {one.key[0]: one.tally.pending for one in counts if one.key[0]}
    staff = {one.id: one for one in people.staff_of_community(community_id)}
    ranked = [one for one in people.suggestions(community_id, domain, (), load) if one.staff_id in staff]
    fitting = [
        (
            one.staff_id,
            _("%(who)s · 今日待做 %(load)d") % {"who": _with_team(staff[one.staff_id]), "load": one.load},
        )
        for one in ranked
    ]
    known = {number for number, _name in fitting}
    return [*fitting, *((number, _with_team(one)) for number, one in staff.items() if number not in known)]


def _with_team(person: StaffView) -> str:
    return " · ".join(part for part in (person.name, person.team or person.position) if part)


def own_staff(actor: Actor) -> int | None:
    """The actor's own row among the staff."""
    found = people.staff_of_user(actor.user_id) if actor.user_id is not None else None
    return None if found is None else found.id


def local_day(at: datetime, actor: Actor) -> date:
    return at.astimezone(ZoneInfo(actor.time_zone)).date()


def _in(reach: Reach, path: str) -> bool:
    """Whether a place lies in the reach, or leads to a part of it."""
    return reach.covers(path) or any(prefix.startswith(path) for prefix in reach.paths)
