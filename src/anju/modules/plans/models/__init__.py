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
    "Plan", "PlanClause", "PlanVersion", "Promise", "PromiseRound", "PromiseState", "ReviewState", "UnreadDecision",
    "UnreadPassage", "VersionState", "WorkPlan", "WorkPlanItem", "WorkPlanState",
]  # fmt: skip
