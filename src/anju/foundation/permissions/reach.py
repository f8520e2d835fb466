"""How far a permission goes: everywhere in the organisation, or below some places of its tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Q


def under(prefix: str, field: str = "path") -> Q:
    """Rows whose path lies at or below `prefix`, as a range that keeps its index under row-level security."""
    return Q(**{f"{field}__gte": prefix, f"{field}__lt": prefix[:-1] + chr(ord(prefix[-1]) + 1)})


class Limits(NamedTuple):
    """communities: seen whole, None for all. paths: of places seen inside other communities."""

    communities: frozenset[int] | None
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """`paths`: prefixes like "/3/17/" of places; an empty prefix is the whole organisation.

    `communities`: ids of the communities that lie in the reach or around it; None when the reach is everything.
    """

    paths: frozenset[str]
    communities: frozenset[int] | None = frozenset()

    @classmethod
    def everywhere(cls) -> Self:
        return cls(frozenset({""}), None)

    @classmethod
    def nowhere(cls) -> Self:
        return cls(frozenset(), frozenset())

    def __bool__(self) -> bool:
        return bool(self.paths)

    @property
    def unlimited(self) -> bool:
        return "" in self.paths

    def covers(self, path: str | None) -> bool:
        """True when the place at `path` lies in the reach; a row without a place needs the whole organisation."""
        if self.unlimited:
            return True
        return path is not None and any(path.startswith(prefix) for prefix in self.paths)

    def covers_community(self, community_id: int | None) -> bool:
        if self.unlimited:
            return True
        return community_id is not None and community_id in (self.communities or ())

    def q(self, *, path: str = "", community: str = "community_id") -> Q:
        """Condition for a queryset: by path where the rows have one, else by community."""
        if self.unlimited:
            return Q()
        if path:
            found = Q(pk__in=[])
            for prefix in self.paths:
                found |= under(prefix, path)
            return found
        return Q(**{f"{community}__in": sorted(self.communities or ())})

    def joined(self, others: Iterable[Reach]) -> Reach:
        paths = set(self.paths)
        communities: set[int] | None = None if self.communities is None else set(self.communities)
        for other in others:
            paths |= other.paths
            communities = (
                None if communities is None or other.communities is None else communities | other.communities
            )
        return Reach(frozenset(paths), None if communities is None else frozenset(communities))

    def limits(self) -> Limits:
        """Split it: a path that runs through a community, past it, shows only a part of that community."""
        if self.unlimited or self.communities is None:
            return Limits(None, frozenset())
        around: dict[str, int] = {}
        for path in self.paths:
            above = [int(part) for part in path.strip("/").split("/")[:-1] if part]
            found = [one for one in above if one in self.communities]
            if found:
                around[path] = found[0]
        outer = self.paths - around.keys()
        inner = {path for path in around if not any(path.startswith(other) for other in outer)}
        partly = {around[path] for path in inner}
        named = {one for one in partly if any(path.endswith(f"/{one}/") for path in outer)}
        return Limits(self.communities - (partly - named), frozenset(inner))
