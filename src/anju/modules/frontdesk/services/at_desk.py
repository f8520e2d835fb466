"""Everything that is done at the desk, under one name for other packages: `frontdesk.desk`."""

from anju.modules.frontdesk.queries.desk_side import backs_open
from anju.modules.frontdesk.queries.thinking import answers
from anju.modules.frontdesk.services.callbacks import BackDraft, back_done, back_promise, line_save
from anju.modules.frontdesk.services.calls import (
    CallNote,
    Ring,
    call_note,
    call_ring,
    call_settle,
    call_take,
    calls_miss,
)
from anju.modules.frontdesk.services.desk import DeskEntry, desk_save
from anju.modules.frontdesk.services.knowledge import Answered, ArticleDraft, article_save, enquiry_answer
from anju.modules.frontdesk.services.notes import NoteDraft, note_answer, note_send
from anju.modules.frontdesk.services.shift import shift_give, shift_sign

__all__ = [
    "Answered", "ArticleDraft", "BackDraft", "CallNote", "DeskEntry", "NoteDraft", "Ring", "answers", "article_save",
    "back_done", "back_promise", "backs_open", "call_note", "call_ring", "call_settle", "call_take", "calls_miss",
    "desk_save", "enquiry_answer", "line_save", "note_answer", "note_send", "shift_give", "shift_sign",
]  # fmt: skip
