"""What other packages may call of the schedule engine; its words are in contracts.py."""

from anju.engines.schedule.queries.events import event_runs, events_of, rounds_after
from anju.engines.schedule.queries.expected import expected_of
from anju.engines.schedule.queries.findings import findings
from anju.engines.schedule.queries.findings import views as finding_views
from anju.engines.schedule.queries.rounds import places_of, round_view, rounds, rounds_by_id
from anju.engines.schedule.queries.settings import position_radius
from anju.engines.schedule.queries.sources import register_people, register_places
from anju.engines.schedule.queries.tallies import (
    day_tallies,
    domain_counts,
    live_totals,
    month_tallies,
    staff_record,
    totals,
)
from anju.engines.schedule.queries.work import (
    day_span,
    history_of_place,
    in_danger,
    occurrence,
    occurrences,
    open_at_place,
    overdue,
    views,
    work_of,
)
from anju.engines.schedule.rules.fulfilment import slack, state_of
from anju.engines.schedule.rules.recurrence import expected_count, slots
from anju.engines.schedule.services.closing import close_due
from anju.engines.schedule.services.decisions import hand_over, skip, skip_take_back, start_event, stop_event
from anju.engines.schedule.services.findings import finding_close
from anju.engines.schedule.services.history import Record, history_take_over
from anju.engines.schedule.services.horizon import end_expired, horizon_end, materialise, materialise_many
from anju.engines.schedule.services.rounds import (
    round_activate,
    round_change,
    round_create,
    round_end,
    round_pause,
    round_resume,
    rounds_activate,
    rounds_end,
)
from anju.engines.schedule.services.submissions import submit
from anju.engines.schedule.services.tallies import refresh_all, refresh_tallies

__all__ = [
    "Record", "close_due", "day_span", "day_tallies", "domain_counts", "end_expired", "event_runs", "events_of",
    "expected_count", "expected_of", "finding_close", "finding_views", "findings", "hand_over", "history_of_place", "history_take_over", "horizon_end", "in_danger",
    "live_totals", "materialise", "materialise_many", "month_tallies", "occurrence", "occurrences", "open_at_place",
    "overdue", "places_of", "position_radius", "refresh_all", "refresh_tallies", "register_people", "register_places",
    "round_activate", "round_change", "round_create", "round_end", "round_pause", "round_resume", "round_view",
    "rounds", "rounds_activate", "rounds_after", "rounds_by_id", "rounds_end", "skip", "skip_take_back", "slack", "slots",
    "staff_record", "start_event", "state_of", "stop_event", "submit", "totals", "views", "work_of",
]  # fmt: skip
