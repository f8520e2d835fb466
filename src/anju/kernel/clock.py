"""Reading the time, at the edge only: rules get `at` as a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from anju.kernel.errors import Invalid


class Clock(Protocol):
    def now(self) -> datetime:
        """The present as an aware UTC instant."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands until it is advanced. Raises Invalid for a naive instant or a step back."""

    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise Invalid("clock.naive", "at")
        self.at = self.at.astimezone(UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> datetime:
        if by < timedelta():
            raise Invalid("clock.backwards", "by", value=by)
        self.at += by
        return self.at
