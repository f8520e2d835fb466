"""What other packages may know of the schedule engine. Pure Python."""

from anju.engines.schedule.contracts.recurrence import Recurrence, Slot
from anju.engines.schedule.contracts.work import (
    Act,
    Count,
    EventRun,
    ExpectedWork,
    FindingDraft,
    FindingRaised,
    FindingView,
    Fix,
    OccurrenceDetail,
    OccurrenceView,
    PeopleSource,
    Photo,
    PhotoRef,
    PlaceFacts,
    PlaceSource,
    Posting,
    RoundDraft,
    RoundView,
    SubmissionView,
    SubmitAnswer,
)
from anju.engines.schedule.rules.checklist import Checklist, ChecklistItem, ItemKind, Severity
from anju.engines.schedule.rules.evidence import EvidenceAsk, EvidenceGiven
from anju.engines.schedule.rules.fulfilment import Comparator, PromiseState, Tally
from anju.engines.schedule.rules.outcome import Outcome, WorkState
from anju.engines.schedule.rules.terms import NIGHT, DayWindow, HolidayRule, MonthDay, Period

__all__ = [
    "NIGHT", "Act", "Checklist", "ChecklistItem", "Comparator", "Count", "DayWindow", "EventRun", "EvidenceAsk", "EvidenceGiven",
    "ExpectedWork",
    "FindingDraft", "FindingRaised", "FindingView", "Fix", "HolidayRule", "ItemKind", "MonthDay", "OccurrenceDetail",
    "OccurrenceView", "Outcome", "PeopleSource", "Period", "Photo", "PhotoRef", "PlaceFacts", "PlaceSource",
    "Posting", "PromiseState", "Recurrence", "RoundDraft", "RoundView", "Severity", "Slot", "SubmissionView",
    "SubmitAnswer", "Tally", "WorkState",
]  # fmt: skip
