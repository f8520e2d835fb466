"""What other packages may know of the cases engine: kinds to declare, drafts to hand in, views, events. Pure Python."""

from anju.engines.cases.contracts.asked import (
    PeopleSource,
    PlaceFacts,
    PlaceSource,
    Posting,
)
from anju.engines.cases.contracts.drafts import (
    CaseDraft,
    CaseEdit,
    CaseFilter,
    ItemDraft,
    Move,
    Opened,
    PhotoDraft,
    Reporter,
)
from anju.engines.cases.contracts.events import (
    CaseChanged,
    CaseClosed,
    CaseOpened,
    StepsFired,
)
from anju.engines.cases.contracts.kinds import (
    FOLLOWED,
    MERGED,
    VOID,
    Ask,
    Budget,
    BudgetOffer,
    BudgetQuestion,
    BudgetSource,
    CaseFacts,
    CaseKind,
    Clock,
    ClosingRule,
    Field,
    LadderStep,
    ReturnRule,
    Rights,
    Severity,
    Side,
    State,
    TimeBase,
    To,
    Transition,
    Unit,
    fixed,
)
from anju.engines.cases.contracts.past import PastCase, PastDeed
from anju.engines.cases.contracts.views import (
    CaseRow,
    CaseView,
    ClockView,
    Column,
    EventView,
    Followers,
    ItemView,
    Kept,
    KeptRow,
    LinkView,
    PhotoView,
    PriceView,
    ReturnRate,
    StepView,
    VisitView,
    WorkerView,
)
from anju.engines.cases.rules.dispatch import Candidate, Need, Reason, Suggestion, Weights

__all__ = [
    "FOLLOWED", "MERGED", "VOID", "Ask", "Budget", "BudgetOffer", "BudgetQuestion", "BudgetSource", "Candidate", "CaseChanged",
    "CaseClosed", "CaseDraft", "CaseEdit", "CaseFacts", "CaseFilter", "CaseKind", "CaseOpened", "CaseRow", "CaseView",
    "Clock", "ClockView", "ClosingRule", "Column", "EventView", "Field", "Followers", "ItemDraft", "ItemView", "Kept",
    "KeptRow", "LadderStep", "LinkView", "Move", "Need", "Opened", "PastCase", "PastDeed", "PeopleSource", "PhotoDraft", "PhotoView",
    "PlaceFacts", "PlaceSource", "Posting", "PriceView", "Reason", "Reporter", "ReturnRate", "ReturnRule", "Rights",
    "Severity", "Side", "State", "StepView", "StepsFired", "Suggestion", "TimeBase", "To", "Transition", "Unit",
    "VisitView", "Weights", "WorkerView", "fixed",
]  # fmt: skip
