"""What other packages may know of a plan that was read: values only, no Django.

All offsets are code-point offsets into `PlanDocument.text`, half-open: `text[start:end] == quote` always.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal


class Domain(StrEnum):
    """Field of work a promise belongs to."""

    SECURITY = "security"
    FIRE = "fire"
    PARKING = "parking"
    CLEANING = "cleaning"
    GREENING = "greening"
    ENGINEERING = "engineering"
    REPAIR = "repair"
    HEATING = "heating"
    RENOVATION = "renovation"
    DECORATION = "decoration"
    CUSTOMER_SERVICE = "customer_service"
    COMPLAINT = "complaint"
    CULTURE = "culture"
    FINANCE = "finance"
    STAFF = "staff"
    TRAINING = "training"
    SUPERVISION = "supervision"
    GOVERNANCE = "governance"
    ARCHIVE = "archive"
    EMERGENCY = "emergency"
    HANDOVER = "handover"
    SUPPLIES = "supplies"
    RENTAL = "rental"
    OTHER = "other"


class Kind(StrEnum):
    """Kind of promise; each kind has one engine that keeps it (docs: house, table of engines)."""

    FREQUENCY = "frequency"
    TIME_LIMIT = "time_limit"
    RATE = "rate"
    COVERAGE = "coverage"
    MAX_DURATION = "max_duration"
    RETENTION = "retention"
    HEADCOUNT = "headcount"
    COUNT = "count"
    DEADLINE = "deadline"
    AMOUNT = "amount"


class Comparator(StrEnum):
    EQ = "eq"
    GE = "ge"
    LE = "le"


class Unit(StrEnum):
    """Unit of a promise's value. Dates are numbers: MMDD, or YYYYMMDD where the year is stated."""

    TIMES = "times"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKDAYS = "workdays"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"
    PERCENT = "percent"
    POINTS = "points"
    PEOPLE = "people"
    YEARS_OLD = "years_old"
    ZONES = "zones"
    COMMUNITIES = "communities"
    HOUSEHOLDS = "households"
    BUILDINGS = "buildings"
    VEHICLES = "vehicles"
    ITEMS = "items"
    LEVELS = "levels"
    TYPES = "types"
    STAGES = "stages"
    CHANNELS = "channels"
    CLASS_HOURS = "class_hours"
    CASES = "cases"
    METRES = "m"
    CENTIMETRES = "cm"
    MILLIMETRES = "mm"
    OHMS = "ohm"
    KILOMETRES_PER_HOUR = "km_per_hour"
    CELSIUS = "celsius"
    DECIBELS = "decibels"
    SQUARE_METRES = "m2"
    YUAN = "yuan"
    YUAN_PER_M2 = "yuan_per_m2"
    YUAN_PER_HOUSEHOLD = "yuan_per_household"
    YUAN_PER_SPACE = "yuan_per_space"
    DATE = "date"
    DAY_OF_MONTH = "day_of_month"


class Period(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAYTIME = "daytime"
    NIGHT = "night"
    DAY = "day"
    WEEK = "week"
    HALF_MONTH = "half_month"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise with a number, as the text states it.

    plan: number of the plan inside a collection, None for a document of one plan.
    value: None only where the text binds without a figure (本月, 不间断).
    unit: a `Unit` value. every: every n periods; None exactly when period is None.
    confidence: 0..1, calibrated (bench/reader.py prints the table).
    """

    plan: int | None
    section: str
    quote: str
    start: int
    end: int
    domain: Domain
    activity: str
    object: str
    kind: Kind
    comparator: Comparator
    value: Decimal | None
    unit: str | None
    period: Period | None
    every: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Clause:
    """One labelled item or paragraph; `section` joins its labels (三(二)5), `heading` the titles above it."""

    index: int
    plan: int | None
    section: str
    heading: tuple[str, ...]
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A number, or a duty word without a number, that was not understood; `reason` is a stable code."""

    plan: int | None
    section: str
    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scan:
    """Pages that are pictures of text, counted from 1, both ends included.

    certainty: of the character recognition that gave text[start:end], 0..1; None where the pages were not read.
    """

    first_page: int
    last_page: int
    start: int
    end: int
    certainty: float | None


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """Text of a document. pages: offsets where pages start, () where the medium has none; scans: in page order."""

    text: str
    media: Literal["txt", "docx", "pdf", "image"]
    pages: tuple[int, ...] = ()
    scans: tuple[Scan, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanReading:
    """All that was read from one document, in text order."""

    document: PlanDocument
    title: str
    clauses: tuple[Clause, ...]
    commitments: tuple[Commitment, ...]
    unread: tuple[Unread, ...]
