from anju.modules.frontdesk.models.calls import (
    Call,
    CallBack,
    CallOutcome,
    CallState,
    DeskDraft,
)
from anju.modules.frontdesk.models.desk import (
    DepartmentNote,
    Handover,
    NoteState,
    SolutionSet,
)
from anju.modules.frontdesk.models.knowledge import (
    Article,
    ArticleState,
    ArticleUse,
    ArticleVersion,
    Topic,
)

__all__ = [
    "Article",
    "ArticleState",
    "ArticleUse",
    "ArticleVersion",
    "Call",
    "CallBack",
    "CallOutcome",
    "CallState",
    "DepartmentNote",
    "DeskDraft",
    "Handover",
    "NoteState",
    "SolutionSet",
    "Topic",
]
