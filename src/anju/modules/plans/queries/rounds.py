"""Rounds as the console lists and shows them: in words, with who does them, what comes next and how they went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, OuterRef, Subquery

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Period, Recurrence, RoundDraft, RoundView, Slot, Tally
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach, get
from anju.kernel import calendar
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.people import facade as people
from anju.modules.plans.models import Promise, PromiseRound
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.queries.works import PLACE_KINDS

RECORD_DAYS = 30
PREVIEW_DAYS = 400


def reading() -> Permission:
    return get("schedule.round:read")


def planning() -> Permission:
    return get("schedule.round:plan")


def listed(actor: Actor, *, community_id: int | None) -> Any:
    """Queryset of rounds in reach with place_count, staff_name, team_name and community_name."""
    rows = schedule.rounds(reach=actor.reach(reading()), community_id=community_id)
    spots = schedule.rounds().filter(pk=OuterRef("pk")).order_by().values("pk")
    rows = rows.annotate(place_count=Subquery(spots.annotate(number=Count("spots")).values("number")))
    rows = people.with_team_names(people.with_staff_names(rows))
    return estate.with_place_names(rows, "community_id", "community_name")


def at_or_below(rows: Any, place_ids: list[int]) -> Any:
    """Rounds with a place among these."""
    return rows.filter(pk__in=schedule.rounds().filter(spots__place_id__in=place_ids).values("pk"))


def kept_by_promise(rows: Any, wanted: bool) -> Any:
    """Rounds that keep a promise of a plan, or those that people made up themselves."""
    linked = PromiseRound.objects.values("round_id")
    return rows.filter(pk__in=linked) if wanted else rows.exclude(pk__in=linked)


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """next_due, tally: by round id. posts: names of posts by id."""

    next_due: Mapping[int, datetime]
    tally: Mapping[int, Tally]
    posts: Mapping[int, str]


@dataclass(slots=True)
class RoundFacts:
    """What a list of rounds shows beside the rows, read once per community that is on the page."""

    reach: Reach
    at: datetime
    today: date
    known: dict[int, CommunityFacts] = field(default_factory=dict)

    def of(self, community_id: int) -> CommunityFacts:
        if community_id not in self.known:
            self.known[community_id] = self._read(community_id)
        return self.known[community_id]

    def share(self, row: Any) -> float | None:
        """Part of the settled work of the last thirty days that was done in time."""
        tally = self.of(row.community_id).tally.get(row.pk, Tally())
        return tally.in_time / tally.settled if tally.settled else None

    def next_due(self, row: Any) -> datetime | None:
        return self.of(row.community_id).next_due.get(row.pk)

    def who(self, row: Any) -> str:
        post = self.of(row.community_id).posts.get(row.position_id or 0, "")
        return row.staff_name or row.team_name or post

    def _read(self, community_id: int) -> CommunityFacts:
        waiting = schedule.occurrences(reach=self.reach, community_id=community_id, states=("todo",))
        soonest = waiting.filter(due_at__gt=self.at).order_by().values("round_id").annotate(due=Min("due_at"))
        days = DateInterval(self.today - timedelta(days=RECORD_DAYS), self.today + timedelta(days=1))
        counts = schedule.totals(("round_id",), days=days, reach=self.reach, community_id=community_id)
        return CommunityFacts(
            next_due=dict(soonest.values_list("round_id", "due")),
            tally={one.key[0]: one.tally for one in counts},
            posts={one.id: one.name for one in people.positions(community_id)},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage:
    """Everything the page of one round shows."""

    view: RoundView
    who: str
    places: tuple[PlaceView, ...]
    promises: tuple[PromiseView, ...]
    coming: tuple[Slot, ...]
    tally: Tally

    @property
    def draft(self) -> RoundDraft:
        return self.view.draft

    @property
    def share(self) -> float | None:
        return self.tally.in_time / self.tally.settled if self.tally.settled else None


def round_page(actor: Actor, round_id: int, at: datetime) -> RoundPage:
    """Raises Forbidden, NotFound (also out of reach)."""
    actor.require(reading())
    reach = actor.reach(reading())
    view = schedule.round_view(round_id, reach=reach)
    draft, zone = view.draft, ZoneInfo(actor.time_zone)
    today = at.astimezone(zone).date()
    days = DateInterval(today - timedelta(days=RECORD_DAYS), today + timedelta(days=1))
    counts = schedule.totals(("round_id",), days=days, round_ids=[round_id])
    names = estate.places_by_id(draft.place_ids)
    return RoundPage(
        view=view,
        who=who(draft),
        places=tuple(names[one] for one in draft.place_ids if one in names),
        promises=tuple(promises_of(actor, [round_id]).get(round_id, ())),
        coming=tuple(coming(draft, at, zone)) if view.state != "ended" else (),
        tally=counts[0].tally if counts else Tally(),
    )


def coming(draft: RoundDraft, at: datetime, zone: ZoneInfo, limit: int = 12) -> list[Slot]:
    """The next slots that are not yet due, within the days on which the round runs."""
    if draft.recurrence.period is Period.EVENT:
        return []
    today = at.astimezone(zone).date()
    start = max(today - timedelta(days=1), draft.active_from)
    end = min(start + timedelta(days=PREVIEW_DAYS), draft.active_until or date.max)
    if end <= start:
        return []
    found = schedule.slots(draft.recurrence, DateInterval(start, end), calendar=calendar.china(), zone=zone)
    return list(islice((slot for slot in found if slot.due_at > at), limit))


def who(draft: RoundDraft) -> str:
    """The person, else the team, else the post that does the round; empty when there is nobody."""
    return assignee_names(draft.community_id).get(assignee_of(draft), "")


def assignee_of(draft: RoundDraft) -> tuple[str, int]:
    """("staff", 9), ("team", 3) or ("position", 5); ("position", 0) when nobody is named."""
    if draft.staff_id is not None:
        return ("staff", draft.staff_id)
    return ("team", draft.team_id) if draft.team_id is not None else ("position", draft.position_id or 0)


def assignee_names(community_id: int) -> dict[tuple[str, int], str]:
    """Names of teams, posts and people of a community, those who left included."""
    return {
        **{("team", one.id): one.name for one in people.teams(community_id)},
        **{("position", one.id): one.name for one in people.positions(community_id)},
        **{("staff", one.id): one.name for one in people.staff_of_community(community_id, active=False)},
    }


def promises_of(actor: Actor, round_ids: list[int]) -> dict[int, list[PromiseView]]:
    """Promises in force that rounds keep, as far as the actor may read plans."""
    linked = promise_queries.promises_of_rounds(round_ids)
    rows: list[Promise] = list(
        promise_queries.register(actor).filter(pk__in={one for each in linked.values() for one in each})
    )
    views = {one.id: one for one in promise_queries.views(rows)}
    return {key: [views[one] for one in each if one in views] for key, each in linked.items()}


def running(community_id: int, reach: Reach, kinds: tuple[str, ...] = ()) -> dict[int, RoundView]:
    """Running rounds of a community, by id."""
    rows = schedule.rounds(reach=reach, community_id=community_id).filter(state="active")
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return schedule.rounds_by_id(list(rows.order_by("title", "pk").values_list("pk", flat=True)))


def recurrence_of(row: Any) -> Recurrence:
    return Recurrence.from_json(row.recurrence)


def place_choices(actor: Actor, community_id: int) -> list[PlaceView]:
    """Places of a community where the actor may plan work, in the order of the tree."""
    reach = actor.reach(planning())
    return [one for one in estate.places_of(community_id, PLACE_KINDS) if reach.covers(one.path)]


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places to choose from that belong together. name: of the building or parking, "" for the grounds."""

    name: str
    places: tuple[PlaceView, ...]


def place_groups(places: Sequence[PlaceView]) -> list[PlaceGroup]:
    """The grounds first, then every building and parking with all that lies in it, in the order of the tree."""
    heads = {one.id: one.name for one in places if one.kind in ("building", "parking")}
    found: dict[int, list[PlaceView]] = {0: []}
    for one in places:
        head = next((number for number in map(int, one.path.split("/")[1:-1]) if number in heads), 0)
        found.setdefault(head, []).append(one)
    return [PlaceGroup(heads.get(head, ""), tuple(each)) for head, each in found.items() if each]


def matching(place: PlaceView, typed: str) -> bool:
    """Whether all words typed stand in the place's name, code or label."""
    text = f"{place.full_name} {place.code} {place.label}".lower()
    return all(word in text for word in typed.lower().split())


# What is chosen all at once: a kind of place, or places with a tag (of either language).
SHORTCUTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "building": (("building",), ()),
    "entrance": (("entrance",), ()),
    "lift": (("entrance", "public"), ("电梯", "lift")),
    "lobby": (("public",), ("大堂", "lobby")),
    "gate": (("gate",), ()),
    "post": (("post",), ()),
    "room": (("room",), ()),
    "parking": (("parking",), ()),
}


def shortcuts(community_id: int, places: Sequence[PlaceView]) -> dict[str, tuple[int, ...]]:
    """Ids of the places behind each shortcut that has any, of those that may be chosen."""
    order = [one.id for one in places]
    found = {}
    for code, (kinds, tags) in SHORTCUTS.items():
        if tags:
            wanted = {one.id for tag in tags for one in estate.places_of(community_id, kinds, (tag,))}
        else:
            wanted = {one.id for one in places if one.kind in kinds}
        ids = tuple(number for number in order if number in wanted)
        if ids:
            found[code] = ids
    return found


def assignee_choices(community_id: int) -> dict[str, list[tuple[str, str]]]:
    """By kind (team, position, staff): values such as "team:3" with their names."""
    return {
        "team": [(f"team:{one.id}", one.name) for one in people.teams(community_id)],
        "position": [
            (f"position:{one.id}", f"{one.department} · {one.name}") for one in people.positions(community_id)
        ],
        "staff": [(f"staff:{one.id}", one.name) for one in people.staff_of_community(community_id)],
    }
