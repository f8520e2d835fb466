"""Time limits in the month's fulfilment: per promise, by kind, place and person, and the cases behind them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Kept
from anju.engines.schedule import facade as schedule
from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

CaseLink = Callable[[int], str]
_links: list[CaseLink] = []
BY = {"kind": ("kind", "clock"), "place": ("place_id",), "person": ("assignee_id",)}


@dataclass(frozen=True, slots=True)
class LimitRow:
    """Time limits of one kind and clock, place or person."""

    label: str
    kept: Kept


def register_case_link(link: CaseLink) -> None:
    """Tell plans where a case is shown: it must not know the module that shows it. Raises ValueError when told twice."""
    if _links:
        raise ValueError("the page of a case is registered already")
    _links.append(link)


def case_href(case_id: int) -> str:
    """The page of a case, "" while no module shows cases."""
    return _links[0](case_id) if _links else ""


def kept_by_promise(promise_ids: Collection[int], days: DateInterval, at: datetime) -> dict[int, Kept]:
    """Promises without any case in the span are left out."""
    if not promise_ids:
        return {}
    span = schedule.day_span(days)
    rows = cases.kept_by(("promise_id",), span=span, at=at, promise_ids=promise_ids)
    return {row.key[0]: row.kept for row in rows}


def limits(by: str, *, reach: Reach, community_id: int, days: DateInterval, at: datetime) -> list[LimitRow]:
    """All promised time limits of a community by `kind`, `place` or `person`, the most late first.

    Raises KeyError for another word.
    """
    rows = cases.kept_by(BY[by], span=schedule.day_span(days), at=at, reach=reach, community_id=community_id)
    names = _names(by, [row.key for row in rows])
    found = [LimitRow(names(row.key), row.kept) for row in rows]
    return sorted(found, key=lambda one: (-one.kept.late, -one.kept.expected, one.label))


def overall(*, reach: Reach, community_id: int | None, days: DateInterval, at: datetime) -> Kept:
    found = cases.kept_by((), span=schedule.day_span(days), at=at, reach=reach, community_id=community_id)
    return found[0].kept if found else Kept()


def by_month(promise_id: int, *, days: DateInterval, at: datetime, zone: str) -> list[tuple[str, Kept]]:
    rows = cases.kept_by(("month",), span=schedule.day_span(days), at=at, promise_ids=[promise_id], zone=zone)
    return [(row.key[0], row.kept) for row in rows]


def runs(
    *, actor: Actor, reach: Reach, promise_id: int, community_id: int, days: DateInterval, at: datetime
) -> Any:
    """Queryset of the clocks behind a promise, each with its case, `outcome`, and names of place and person."""
    found = cases.clock_runs(
        actor=actor, span=schedule.day_span(days), at=at, reach=reach, community_id=community_id,
        promise_ids=[promise_id],
    )  # fmt: skip
    found = estate.with_place_names(found, "case__place_id")
    return people.with_staff_names(found, "case__assignee_id", "worker_name")


def kind_name(code: str) -> str:
    return next((str(one.name) for one in cases.kinds() if one.code == code), code)


def clock_name(kind: str, code: str) -> str:
    known = next((one for one in cases.kinds() if one.code == kind), None)
    return next((str(one.name) for one in known.clocks if one.code == code), code) if known else code


def _names(by: str, keys: Sequence[tuple[Any, ...]]) -> Callable[[tuple[Any, ...]], str]:
    ids = [key[0] for key in keys if key[0]]
    if by == "kind":
        return lambda key: f"{kind_name(key[0])} · {clock_name(key[0], key[1])}"
    if by == "place":
        places = estate.places_by_id(ids)
        return lambda key: places[key[0]].full_name if key[0] in places else "—"
    staff = people.staff_by_id(ids)
    return lambda key: staff[key[0]].name if key[0] in staff else "—"
