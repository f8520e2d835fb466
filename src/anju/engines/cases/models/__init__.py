from anju.engines.cases.models.case import Case, CaseEvent, CaseLink
from anju.engines.cases.models.clock import ClockBudget, ClockSegment, EscalationStep
from anju.engines.cases.models.feedback import Rating, ReturnVisit, Sample, VisitDraw
from anju.engines.cases.models.work import (
    Assignment,
    CasePhoto,
    Item,
    Offer,
    PriceConsent,
    QualityCheck,
    Refusal,
    Visit,
)

__all__ = [
    "Assignment", "Case", "CaseEvent", "CaseLink", "CasePhoto", "ClockBudget", "ClockSegment", "EscalationStep", "Item",
    "Offer", "PriceConsent", "QualityCheck", "Rating", "Refusal", "ReturnVisit", "Sample", "Visit", "VisitDraw",
]  # fmt: skip
