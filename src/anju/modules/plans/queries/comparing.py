"""Two versions of a plan, promise by promise, and what the change does to the running work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import islice
from zoneinfo import ZoneInfo

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Recurrence, RoundView
from anju.kernel import calendar
from anju.kernel.interval import DateInterval
from anju.modules.plans.models import PlanVersion, Promise, VersionState
from anju.modules.plans.queries import compiling, fulfilment
from anju.modules.plans.queries import costing as costs
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries.compiling import Planned
from anju.modules.plans.rules import costing
from anju.modules.plans.rules.comparing import Change, Numbered, Run, differences, marked

FIRST_DAY = date(2000, 1, 1)
LOOK_AHEAD = timedelta(days=400)
SHOWN_SLOTS = 3


@dataclass(frozen=True)
class Pair:
    """A promise before and after; None where it is added or dropped. moved: stands elsewhere in the text."""

    before: Promise | None
    after: Promise | None
    moved: bool = False

    @cached_property
    def words(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Both sentences in runs, the changed ones marked."""
        before = self.before.quote if self.before else ""
        after = self.after.quote if self.after else ""
        if not before or not after:
            return tuple(Run(one, False) for one in (before,) if one), tuple(
                Run(one, False) for one in (after,) if one
            )
        return marked(before, after)

    @property
    def reworded(self) -> bool:
        return self.before is not None and self.after is not None and self.before.quote != self.after.quote


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEffect:
    """One round and what becomes of it. before, after: how often; hours a week by the promise; role: whose hours.

    next: for a round that begins its first slots, for one that ends those that no longer come. done: work done so far.
    """

    title: str
    before: Recurrence | None = None
    after: Recurrence | None = None
    round_id: int | None = None
    role: str = ""
    hours_before: Fraction = Fraction(0)
    hours_after: Fraction = Fraction(0)
    next: tuple[datetime, ...] = ()
    done: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What happens to the running work when a version comes into force in place of `replaces` (None: of nothing).

    roles: (role, hours a week before, after). unreviewed: promises not judged yet, reckoned as if accepted.
    losing: promises whose record of work done ends with their round.
    """

    replaces: PlanVersion | None
    begins: tuple[RoundEffect, ...]
    ends: tuple[RoundEffect, ...]
    changes: tuple[RoundEffect, ...]
    goes_on: int
    roles: tuple[tuple[str, Fraction, Fraction], ...]
    unreviewed: int

    @property
    def losing(self) -> tuple[RoundEffect, ...]:
        return tuple(one for one in (*self.ends, *self.changes) if one.done)

    @property
    def done_kept(self) -> int:
        return sum(one.done for one in self.losing)


def by_change(old: PlanVersion, new: PlanVersion) -> dict[Change, list[Pair]]:
    """All promises of both versions, grouped by what became of them; every group is there, empty or not.

    Of a draft those not rejected count, of other versions those accepted.
    """
    before = {row.pk: row for row in costs.counted(old)}
    after = {row.pk: row for row in costs.counted(new)}
    groups: dict[Change, list[Pair]] = {change: [] for change in Change}
    for one in differences(_numbered(before), _numbered(after)):
        groups[one.change].append(
            Pair(
                None if one.before is None else before[one.before],
                None if one.after is None else after[one.after],
                one.moved,
            )
        )
    return groups


def effect(new: PlanVersion, day: date, zone: ZoneInfo) -> Effect:
    """What bringing a draft or approved version into force on `day` does to the rounds of the version in force."""
    old = (
        PlanVersion.objects.select_related("plan")
        .filter(plan_id=new.plan_id, state=VersionState.IN_FORCE)
        .exclude(pk=new.pk)
        .first()
    )
    planned = compiling.planned(new, day, costs.counted(new))
    loads_before, loads_after = _loads(old, day), _loads(new, day)
    running = _running(old)
    kept = {one.kept for one in planned if one.kept is not None}
    ending = {number: entry for number, entry in running.items() if number not in kept}
    beginning = _beginning(planned)
    partner = _partners(old, new)
    done = _done(ending, day)
    changes: list[RoundEffect] = []
    ends: list[RoundEffect] = []
    for number, (row, view) in ending.items():
        after = beginning.pop(partner.get(row.pk, 0), None)
        found = RoundEffect(
            title=view.draft.title, before=view.draft.recurrence, round_id=number, role=_role(loads_before, row.pk),
            hours_before=_hours(loads_before, row.pk), done=done.get(number, 0),
            after=after.draft.recurrence if after and after.draft else None,
            hours_after=_hours(loads_after, after.promise.pk) if after else Fraction(0),
            next=_slots(after.draft.recurrence if after and after.draft else view.draft.recurrence, day, zone),
        )  # fmt: skip
        (changes if after else ends).append(found)
    begins = [
        RoundEffect(
            title=one.draft.title, after=one.draft.recurrence, role=_role(loads_after, key),
            hours_after=_hours(loads_after, key), next=_slots(one.draft.recurrence, day, zone),
        )
        for key, one in beginning.items()
        if one.draft is not None
    ]  # fmt: skip
    return Effect(
        replaces=old, begins=tuple(begins), ends=tuple(ends), changes=tuple(changes), goes_on=len(kept),
        roles=_roles(loads_before, loads_after),
        unreviewed=promise_queries.of_version(new.pk).filter(review="found").count(),
    )  # fmt: skip


def _numbered(rows: dict[int, Promise]) -> list[Numbered]:
    return [Numbered(number, promise_queries.facts_of(row)) for number, row in rows.items()]


def _loads(version: PlanVersion | None, day: date) -> dict[int, costing.Load]:
    if version is None:
        return {}
    allowances = costs.allowances_of(version.plan.community_id)
    return {one.key: one for one in costing.loads(costs.asked_of(version, day), allowances=allowances)}


def _hours(loads: Mapping[int, costing.Load], key: int) -> Fraction:
    return loads[key].hours if key in loads else Fraction(0)


def _role(loads: Mapping[int, costing.Load], key: int) -> str:
    return loads[key].role if key in loads else ""


def _roles(
    before: Mapping[int, costing.Load], after: Mapping[int, costing.Load]
) -> tuple[tuple[str, Fraction, Fraction], ...]:
    def hours(loads: Iterable[costing.Load], role: str) -> Fraction:
        return sum((one.hours for one in loads if one.role == role), Fraction(0))

    found = [(role, hours(before.values(), role), hours(after.values(), role)) for role in costing.ROLES]
    return tuple(one for one in found if one[1] or one[2])


def _running(version: PlanVersion | None) -> dict[int, tuple[Promise, RoundView]]:
    """Open rounds of a version with the first promise each keeps."""
    if version is None:
        return {}
    rows = list(promise_queries.live(version.pk))
    links = promise_queries.rounds_of([row.pk for row in rows])
    views = schedule.rounds_by_id({number for numbers in links.values() for number in numbers})
    found: dict[int, tuple[Promise, RoundView]] = {}
    for row in rows:
        for number in links[row.pk]:
            if number in views and views[number].state != "ended":
                found.setdefault(number, (row, views[number]))
    return found


def _beginning(planned: Iterable[Planned]) -> dict[int, Planned]:
    """Rounds that would be made, by the first promise that states their rule."""
    seen: dict[object, Planned] = {}
    for one in planned:
        if one.draft is not None and one.kept is None:
            seen.setdefault(one.facts.identity, one)
    return {one.promise.pk: one for one in seen.values()}


def _partners(old: PlanVersion | None, new: PlanVersion) -> dict[int, int]:
    if old is None:
        return {}
    return {
        pair.before.pk: pair.after.pk
        for pairs in by_change(old, new).values()
        for pair in pairs
        if pair.before is not None and pair.after is not None
    }


def _done(rounds: Iterable[int], day: date) -> dict[int, int]:
    counts = fulfilment.tallies_by_round(set(rounds), DateInterval(FIRST_DAY, day + timedelta(days=1)))
    return {number: tally.done for number, tally in counts.items()}


def _slots(recurrence: Recurrence, day: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    span = DateInterval(day, day + LOOK_AHEAD)
    found = schedule.slots(recurrence, span, calendar=calendar.china(), zone=zone)
    return tuple(one.opens_at.astimezone(zone) for one in islice(found, SHOWN_SLOTS))
