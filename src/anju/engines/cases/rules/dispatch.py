"""Who should go: a score that can be explained, from skill, certificates, shift, load, distance and history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """certificates: the day each expires, None for never. on_shift None: nobody knows. path: where he works now,
    as a path of places; load: open work; visits: earlier visits to the place of the case.
    """

    staff_id: int
    team_id: int | None = None
    skills: frozenset[str] = frozenset()
    certificates: tuple[tuple[str, date | None], ...] = ()
    on_shift: bool | None = None
    path: str = ""
    load: int = 0
    visits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """skills: any helps; certificates: all must be held. barred: staff who may not have the case."""

    on: date
    path: str = ""
    skills: frozenset[str] = frozenset()
    certificates: frozenset[str] = frozenset()
    team_id: int | None = None
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """Points: for all skills, the team, being on shift, each level of the tree in common, and history; less for load."""

    skill: int = 40
    team: int = 15
    on_shift: int = 20
    off_shift: int = -40
    near: int = 20
    load: int = -6
    history: int = 4
    most_history: int = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a score. code: skill, team, on_shift, off_shift, near, load or history; value: what it rests on."""

    code: str
    points: int
    value: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """refused: why he cannot go at all, "barred" or "certificate"; the score is then 0 and he stands last."""

    staff_id: int
    score: int
    reasons: tuple[Reason, ...]
    refused: str = ""


_WEIGHTS = Weights()


def suggest(need: Need, candidates: Iterable[Candidate], weights: Weights = _WEIGHTS) -> list[Suggestion]:
    """The best first; of equals the one with less work, then the lower number, so that the answer is always the same."""
    found = [(one, _judged(need, one, weights)) for one in candidates]
    found.sort(key=lambda pair: (pair[1].refused != "", -pair[1].score, pair[0].load, pair[0].staff_id))
    return [suggestion for _candidate, suggestion in found]


def _judged(need: Need, one: Candidate, weights: Weights) -> Suggestion:
    if one.staff_id in need.barred:
        return Suggestion(one.staff_id, 0, (), "barred")
    if not need.certificates <= _valid(one, need.on):
        return Suggestion(one.staff_id, 0, (), "certificate")
    reasons = tuple(reason for reason in _reasons(need, one, weights) if reason.points)
    return Suggestion(one.staff_id, sum(reason.points for reason in reasons), reasons)


def _reasons(need: Need, one: Candidate, weights: Weights) -> Iterable[Reason]:
    matched = len(need.skills & one.skills)
    if need.skills:
        yield Reason("skill", weights.skill * matched // len(need.skills), matched)
    if need.team_id is not None and one.team_id == need.team_id:
        yield Reason("team", weights.team)
    if one.on_shift is not None:
        code = "on_shift" if one.on_shift else "off_shift"
        yield Reason(code, weights.on_shift if one.on_shift else weights.off_shift)
    apart = distance(need.path, one.path)
    if apart is not None:
        yield Reason("near", weights.near // (1 + apart), apart)
    yield Reason("load", weights.load * one.load, one.load)
    yield Reason("history", min(weights.most_history, weights.history * one.visits), one.visits)


def _valid(one: Candidate, on: date) -> set[str]:
    return {code for code, until in one.certificates if until is None or until >= on}


def distance(one: str, other: str) -> int | None:
    """Steps up the tree from the deeper of two places until both are below it; None without a place or a common root."""
    a, b = ([part for part in path.split("/") if part] for path in (one, other))
    shared = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return None if not shared else max(len(a), len(b)) - shared
