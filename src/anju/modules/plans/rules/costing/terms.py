"""The words of costing: what a promise asks of whom, what people change on the page, and what it adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from anju.modules.plans.rules.compiling import CompiledRound, PromiseFacts


class Basis(StrEnum):
    """How the hours of a promise come about."""

    ROUND = "round"
    POST = "post"
    HEADCOUNT = "headcount"
    INSIDE = "inside"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A promise and the round that would keep it. key: any number that stands for the promise.

    places: at how many the work is done; minutes: for one place, or for the whole way of a route; gates: how many the
    community has, for a gate promise that names none. waiting: reason code of a promise without a round.
    """

    key: int
    facts: PromiseFacts
    compiled: CompiledRound | None = None
    waiting: str = ""
    places: int = 1
    minutes: int = 0
    gates: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowances:
    """walk: minutes to each place; preparation: minutes before each time; leave_days: a year; absence: percent."""

    walk: int = 2
    preparation: int = 5
    leave_days: int = 5
    absence: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What somebody tries out for one promise; None: as promised. times: a week. people: at once."""

    minutes: Fraction | None = None
    times: Fraction | None = None
    people: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one promise asks for. hours: a week on average over the year; peak: in a week of its season.

    times: a week. minutes: for one time at one place (the whole way of a route). posts: manned at once. headcount: staff
    promised as such. reason: stable code, why it counts as it does. shares_with: key of the promise whose hours hold these.
    """

    key: int
    role: str
    domain: str
    basis: Basis
    hours: Fraction = Fraction(0)
    peak: Fraction = Fraction(0)
    times: Fraction | None = None
    places: int = 0
    minutes: Fraction | None = None
    people: int = 1
    headcount: int | None = None
    reason: str = ""
    shares_with: int | None = None
    group: str = ""

    @property
    def counts(self) -> bool:
        return self.basis in (Basis.ROUND, Basis.POST, Basis.HEADCOUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCost:
    """One role. exact: people from hours alone; promised: staff promised as such; needed: whole people for both.

    present: staff that are there, None where nobody knows. pay, month, holiday: fen, None without a pay; month holds
    holiday, what work on statutory holidays costs above the ordinary pay.
    """

    role: str
    hours: Fraction
    peak: Fraction
    post_hours: Fraction
    exact: Fraction
    promised: int
    needed: int
    present: int | None = None
    pay: int | None = None
    month: int | None = None
    holiday: int | None = None

    @property
    def gap(self) -> int | None:
        """People missing (negative: more than needed)."""
        return None if self.present is None else self.needed - self.present


@dataclass(frozen=True, slots=True, kw_only=True)
class Costed:
    """loads: one per promise, in the order given. roles: those with any work, people or promised staff."""

    loads: tuple[Load, ...]
    roles: tuple[RoleCost, ...]
    productive: Fraction
    allowances: Allowances = field(default_factory=Allowances)

    @property
    def hours(self) -> Fraction:
        return sum((one.hours for one in self.roles), Fraction(0))

    @property
    def needed(self) -> int:
        return sum(one.needed for one in self.roles)

    @property
    def month(self) -> int | None:
        """Fen a month of the roles with a pay; None when no role that needs people has one."""
        known = [one.month for one in self.roles if one.month is not None]
        return sum(known) if known else None

    @property
    def unpaid(self) -> tuple[str, ...]:
        """Roles that need people and have no pay: the sum of money is short of them."""
        return tuple(one.role for one in self.roles if one.needed and one.pay is None)

    def of(self, role: str) -> tuple[Load, ...]:
        """The promises behind the figures of a role, the most hours first."""
        rows = [one for one in self.loads if one.role == role and one.counts]
        return tuple(sorted(rows, key=lambda one: (-one.hours, one.key)))


Pay = Mapping[str, int]
