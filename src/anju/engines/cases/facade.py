"""What other packages may call of the cases engine; its words are in contracts.py, ready-made rules in `closing`."""

from anju.engines.cases.queries.clock_list import clock_runs
from anju.engines.cases.queries.counting import (
    arrival_counts,
    opened_counts,
    reopened_counts,
    satisfied_counts,
    visit_counts,
)
from anju.engines.cases.queries.detail import (
    barred,
    case_view,
    clock_views,
    followers,
    history,
    photos,
    steps,
    steps_of,
)
from anju.engines.cases.queries.dispatch import day_plan, load, suggest, visits_of
from anju.engines.cases.queries.kinds import kind, kind_of, kinds, right
from anju.engines.cases.queries.listing import (
    board,
    cases,
    counts,
    due_soon,
    find,
    mine,
    overdue,
    reported,
    rows,
)
from anju.engines.cases.queries.measuring import opened_in, rated_in, settled_in, visits_in
from anju.engines.cases.queries.reach import barred_from, not_barred, told_openly
from anju.engines.cases.queries.returns import draw_proven, draws, returns_open
from anju.engines.cases.queries.sources import register_drafting, register_people, register_places
from anju.engines.cases.queries.statistics import kept, kept_by, ratings, return_rates
from anju.engines.cases.rules import closing
from anju.engines.cases.services.actions import NAMES
from anju.engines.cases.services.content import (
    case_check,
    item_add,
    item_remove,
    photo_add,
    price_answer,
    price_offer,
    words_add,
)
from anju.engines.cases.services.dispatch import (
    case_accept,
    case_assign,
    case_hand_over,
    case_offer,
    case_own,
    case_refuse,
    helper_add,
    helper_remove,
    offer_take,
)
from anju.engines.cases.services.feedback import case_rate, return_add, return_record, returns_draw
from anju.engines.cases.services.holding import expect
from anju.engines.cases.services.joining import case_split, case_unmerge, cases_link, cases_merge
from anju.engines.cases.services.moving import case_move, case_reopen, case_void, clocks_pause, clocks_resume
from anju.engines.cases.services.opening import case_bar, case_edit, case_open, login_known
from anju.engines.cases.services.past import history_take_over, returns_take_over
from anju.engines.cases.services.reporters import (
    contact_read,
    person_forget,
    person_merge,
    reporter_correct,
)
from anju.engines.cases.services.sweeping import rederive_due, sweep_due
from anju.engines.cases.services.visits import appointment_agree, visit_call_off, visit_end, visit_start

__all__ = [
    "NAMES",
    "appointment_agree",
    "arrival_counts",
    "barred",
    "barred_from",
    "board",
    "case_accept",
    "case_assign",
    "case_bar",
    "case_check",
    "case_edit",
    "case_hand_over",
    "case_move",
    "case_offer",
    "case_open",
    "case_own",
    "case_rate",
    "case_refuse",
    "case_reopen",
    "case_split",
    "case_unmerge",
    "case_view",
    "case_void",
    "cases",
    "cases_link",
    "cases_merge",
    "clock_runs",
    "clock_views",
    "clocks_pause",
    "clocks_resume",
    "closing",
    "contact_read",
    "counts",
    "day_plan",
    "draw_proven",
    "draws",
    "due_soon",
    "expect",
    "find",
    "followers",
    "helper_add",
    "helper_remove",
    "history",
    "history_take_over",
    "item_add",
    "item_remove",
    "kept",
    "kept_by",
    "kind",
    "kind_of",
    "kinds",
    "load",
    "login_known",
    "mine",
    "not_barred",
    "offer_take",
    "opened_counts",
    "opened_in",
    "overdue",
    "person_forget",
    "person_merge",
    "photo_add",
    "photos",
    "price_answer",
    "price_offer",
    "rated_in",
    "ratings",
    "rederive_due",
    "register_drafting",
    "register_people",
    "register_places",
    "reopened_counts",
    "reported",
    "reporter_correct",
    "return_add",
    "return_rates",
    "return_record",
    "returns_draw",
    "returns_open",
    "returns_take_over",
    "right",
    "rows",
    "satisfied_counts",
    "settled_in",
    "steps",
    "steps_of",
    "suggest",
    "sweep_due",
    "told_openly",
    "visit_call_off",
    "visit_counts",
    "visit_end",
    "visit_start",
    "visits_in",
    "visits_of",
    "words_add",
]  # fmt: skip
