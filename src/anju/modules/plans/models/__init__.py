from anju.modules.plans.models.goals import Goal, GoalEntry, GoalKind, GoalState, Principle, WorkStage
from anju.modules.plans.models.library import (
    ControlledDocument,
    DocumentAudience,
    DocumentKind,
    DocumentReading,
    DocumentReview,
    DocumentState,
    DocumentVersion,
    FormUse,
    GradeDecision,
    LawKind,
    LawUse,
    ReferenceLaw,
    ReviewOutcome,
)
from anju.modules.plans.models.plan import Plan, PlanClause, PlanVersion, VersionState
from anju.modules.plans.models.promise import (
    Promise,
    PromiseRound,
    PromiseState,
    ReviewState,
    UnreadDecision,
    UnreadPassage,
)
from anju.modules.plans.models.workplan import WorkPlan, WorkPlanItem, WorkPlanState

__all__ = [
    "ControlledDocument", "DocumentAudience", "DocumentKind", "DocumentReading", "DocumentReview", "DocumentState",
    "DocumentVersion", "FormUse", "Goal", "GoalEntry", "GoalKind", "GoalState", "GradeDecision", "LawKind", "LawUse",
    "Principle", "ReferenceLaw", "ReviewOutcome", "WorkStage",
    "Plan", "PlanClause", "PlanVersion", "Promise", "PromiseRound", "PromiseState", "ReviewState", "UnreadDecision",
    "UnreadPassage", "VersionState", "WorkPlan", "WorkPlanItem", "WorkPlanState",
]  # fmt: skip
