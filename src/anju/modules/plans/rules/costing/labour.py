"""Legal working time as dated rows, and what one person gives in a week. Source: labour.toml, domain rules LAB-*."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources

WEEKS = Fraction(365, 7)
HOURS_OF_A_YEAR = 8760


@dataclass(frozen=True, slots=True, kw_only=True)
class Labour:
    """One row of labour.toml; its head says what the fields mean."""

    in_force_from: date
    workdays: int
    hours_a_day: int
    hours_a_week: int
    paid_days: Decimal
    leave_days: int
    holidays: int
    holiday_share: int
    assumed_absence: int
    source: str


@cache
def packs() -> tuple[Labour, ...]:
    """All rows, the newest first."""
    text = resources.files(__package__).joinpath("labour.toml").read_text("utf-8")
    rows = (Labour(**{**row, "paid_days": Decimal(row["paid_days"])}) for row in tomllib.loads(text)["pack"])
    return tuple(sorted(rows, key=lambda one: one.in_force_from, reverse=True))


def labour_on(day: date) -> Labour:
    """The row that holds on a day; the oldest one for days before it."""
    return next((one for one in packs() if one.in_force_from <= day), packs()[-1])


def productive_hours(labour: Labour, *, leave_days: int, absence: int) -> Fraction:
    """Hours a week that one person is at work: work days less leave and absence (percent), spread over the year."""
    days = max(0, labour.workdays - leave_days)
    return days * labour.hours_a_day * Fraction(100 - absence, 100) / WEEKS


def relief_factor(productive: Fraction) -> Fraction:
    """People that one post of 24 hours needs. Source: domain rules §7, 8760 / ((248 - 5) x 8 x 0.97) = 4.646."""
    return HOURS_OF_A_YEAR / WEEKS / productive


def hourly_pay(labour: Labour, monthly: int) -> Fraction:
    """Fen an hour of a monthly pay in fen. Source: LAB-07, hour = monthly / (21.75 x 8)."""
    return monthly / (Fraction(labour.paid_days) * labour.hours_a_day)
