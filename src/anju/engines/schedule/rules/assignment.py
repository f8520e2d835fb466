"""Who does what: even, deterministic, and every person in one piece of the route."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from anju.kernel.errors import Invalid
from anju.kernel.money import apportion


class Dated(Protocol):
    """A slot as far as assignment needs it."""

    @property
    def key(self) -> str: ...


Place = TypeVar("Place", bound=Hashable)
Member = TypeVar("Member", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Weights(Generic[Place, Member]):
    """effort: work at a place (default 1). share: capacity of a member (default 1). load: effort already given."""

    effort: Mapping[Place, int] = field(default_factory=dict)
    share: Mapping[Member, int] = field(default_factory=dict)
    load: Mapping[Member, int] = field(default_factory=dict)


def areas(
    places: Sequence[Place], members: Sequence[Member], weights: Weights[Place, Member] | None = None
) -> dict[Place, Member]:
    """Give every place, in route order, to one member so that each has one unbroken piece of the route.

    The pieces' efforts follow the members' shares as closely as whole places allow: every border lies within one
    place of its exact position. Raises Invalid for repeated places or members, a negative number or no capacity.
    """
    weights = weights or Weights()
    effort = [weights.effort.get(place, 1) for place in places]
    share = [weights.share.get(member, 1) for member in members]
    _check(places, members, effort, share)
    borders = list(accumulate(apportion(2 * sum(effort), share)))
    passed = 0
    owners: dict[Place, Member] = {}
    for place, each in zip(places, effort, strict=True):
        # A place belongs to the piece its middle lies in; doubled, so that middles are whole numbers.
        index = bisect_right(borders, 2 * passed + each)
        owners[place] = members[min(index, _last_with_capacity(share))]
        passed += each
    return owners


def spread(
    slots: Sequence[Dated],
    places: Sequence[Place],
    members: Sequence[Member],
    *,
    weights: Weights[Place, Member] | None = None,
    available: Callable[[Member, Dated], bool] = lambda _member, _slot: True,
) -> dict[tuple[str, Place], Member | None]:
    """Assign every slot at every place, keyed (slot key, place); None when nobody is available.

    With at least as many places as members everyone has his area in every slot; while he is away the others, who
    keep their own, share his part. With fewer places than members the work rotates: whoever has the least load
    for his share does the next, so that loads differ by no more than one job.
    """
    weights = weights or Weights()
    able = [member for member in members if weights.share.get(member, 1) > 0]
    if len(places) < len(able):
        return _rotated(slots, places, able, weights, available)
    home = areas(places, members, weights) if members else {}
    result: dict[tuple[str, Place], Member | None] = {}
    for slot in slots:
        present = [member for member in able if available(member, slot)]
        here = set(present)
        orphans = [place for place in places if home.get(place) not in here]
        stand_in = areas(orphans, present, weights) if present and orphans else {}
        for place in places:
            owner = home.get(place)
            result[slot.key, place] = owner if owner in here else stand_in.get(place)
    return result


def _rotated(
    slots: Sequence[Dated],
    places: Sequence[Place],
    members: Sequence[Member],
    weights: Weights[Place, Member],
    available: Callable[[Member, Dated], bool],
) -> dict[tuple[str, Place], Member | None]:
    effort = [weights.effort.get(place, 1) for place in places]
    share = {member: weights.share.get(member, 1) for member in members}
    _check(places, members, effort, list(share.values()))
    load = {member: weights.load.get(member, 0) for member in members}
    result: dict[tuple[str, Place], Member | None] = {}
    for slot in slots:
        present = [member for member in members if available(member, slot)]
        for place, each in zip(places, effort, strict=True):
            chosen = min(
                present, key=lambda member: Fraction(load[member] + each, share[member]), default=None
            )
            if chosen is not None:
                load[chosen] += each
            result[slot.key, place] = chosen
    return result


def _last_with_capacity(share: Sequence[int]) -> int:
    return max(index for index, each in enumerate(share) if each)


def _check(
    places: Sequence[Hashable], members: Sequence[Hashable], effort: Sequence[int], share: Sequence[int]
) -> None:
    if len(set(places)) != len(places):
        raise Invalid("schedule.assignment.repeated", "places")
    if len(set(members)) != len(members):
        raise Invalid("schedule.assignment.repeated", "members")
    if min(effort, default=0) < 0:
        raise Invalid("schedule.assignment.negative", "weights.effort")
    if min(share, default=0) < 0 or not any(share):
        raise Invalid("schedule.assignment.no_capacity", "weights.share")
