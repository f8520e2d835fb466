"""Events that start work: what waits for them, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Count

from anju.engines.schedule.contracts import EventRun, RoundView
from anju.engines.schedule.models import Occurrence, Round, RoundState
from anju.engines.schedule.queries.reach import within
from anju.engines.schedule.queries.rounds import rounds_by_id
from anju.engines.schedule.rules.recurrence import event_of
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach

STARTED, STOPPED = "schedule.event.started", "schedule.event.stopped"


def events_of(community_id: int) -> list[str]:
    """Names of the events that running rounds of a community wait for."""
    return sorted(set(_waiting(community_id).values_list("recurrence__event", flat=True)))


def rounds_after(community_id: int) -> dict[str, list[RoundView]]:
    """Running rounds of a community by the event they wait for, each event's in the order of their titles."""
    views = rounds_by_id(list(_waiting(community_id).values_list("pk", flat=True)))
    found: dict[str, list[RoundView]] = defaultdict(list)
    for one in sorted(views.values(), key=lambda view: (view.draft.title, view.id)):
        found[one.draft.recurrence.event or ""].append(one)
    return dict(found)


def event_runs(community_id: int, *, since: date, at: datetime, reach: Reach | None = None) -> list[EventRun]:
    """Events of a community that started work since a day, the latest first. open: what `stop_event` would take away."""
    rows = Occurrence.objects.filter(community_id=community_id, on__gte=since, slot__contains="@")
    rows = rows if reach is None else rows.filter(within(reach))
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rounds: dict[str, set[int]] = defaultdict(set)
    for round_id, slot, state, number in rows.order_by().values_list(
        "round_id", "slot", "state", Count("pk")
    ):
        stamp = slot.rpartition("#")[0]
        counted[stamp][state] += number
        rounds[stamp].add(round_id)
    still = rows.filter(state="todo", due_at__gt=at).order_by().values_list("slot", Count("pk"))
    for slot, number in still:
        counted[slot.rpartition("#")[0]]["open"] += number
    people = _who({one for each in rounds.values() for one in each})
    runs = [_run(stamp, counted[stamp], rounds[stamp], people) for stamp in counted]
    return sorted(runs, key=lambda one: (one.happened_at, one.event), reverse=True)


def _run(
    stamp: str,
    counts: Mapping[str, int],
    rounds: set[int],
    people: Mapping[tuple[str, datetime], tuple[str, str]],
) -> EventRun:
    event, happened_at = event_of(stamp)
    started_by, stopped_by = people.get((event, happened_at), ("", ""))
    return EventRun(
        event=event,
        happened_at=happened_at,
        round_ids=tuple(sorted(rounds)),
        made=sum(counts.get(state, 0) for state in ("todo", "done", "missed", "skipped", "void")),
        done=counts.get("done", 0),
        missed=counts.get("missed", 0),
        skipped=counts.get("skipped", 0),
        void=counts.get("void", 0),
        open=counts.get("open", 0),
        started_by=started_by,
        stopped_by=stopped_by,
    )


def _who(round_ids: set[int]) -> dict[tuple[str, datetime], tuple[str, str]]:
    """Who started and who stopped each event, by event and moment (to the second, as slots know it)."""
    what = (STARTED, STOPPED)
    rows = AuditEntry.objects.filter(subject_type="schedule.round", subject_id__in=round_ids, action__in=what)
    found: dict[tuple[str, datetime], tuple[str, str]] = {}
    for action, name, after in rows.order_by("id").values_list("action", "actor_name", "after"):
        key = (after["event"], datetime.fromisoformat(after["happened_at"]).replace(microsecond=0))
        started, stopped = found.get(key, ("", ""))
        found[key] = (started or name, stopped) if action == what[0] else (started, name)
    return found


def _waiting(community_id: int):  # type: ignore[no-untyped-def]
    return Round.objects.filter(
        community_id=community_id, state=RoundState.ACTIVE, recurrence__has_key="event"
    )
