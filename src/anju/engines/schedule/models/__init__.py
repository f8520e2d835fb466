from anju.engines.schedule.models.round import Round, RoundMode, RoundSpot, RoundState
from anju.engines.schedule.models.tally import DayTally, MonthTally, StaleDay
from anju.engines.schedule.models.work import (
    Finding,
    FindingState,
    Occurrence,
    OccurrenceState,
    Submission,
    SubmissionPhoto,
)

__all__ = [
    "DayTally", "Finding", "FindingState", "MonthTally", "Occurrence", "OccurrenceState", "Round", "RoundMode",
    "RoundSpot", "RoundState", "StaleDay", "Submission", "SubmissionPhoto",
]  # fmt: skip
