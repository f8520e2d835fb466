"""Clocks between their rows and the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max

from anju.engines.cases.models import ClockBudget, ClockSegment, EscalationStep
from anju.engines.cases.rules.clocks import Segment, Timing
from anju.kernel.worktime import WorkHours


def hours_json(hours: WorkHours) -> dict[str, Any]:
    return {"spans": [list(one) for one in hours.spans], "workdays_only": hours.workdays_only}


def hours_of(stored: Mapping[str, Any]) -> WorkHours:
    return WorkHours(tuple((a, b) for a, b in stored["spans"]), stored["workdays_only"])


def timings(clocks: Iterable[ClockBudget]) -> dict[int, Timing]:
    """Facts of clocks by id, from their segments; one statement."""
    rows = list(clocks)
    found: dict[int, list[Segment]] = defaultdict(list)
    segments = ClockSegment.objects.filter(clock_id__in=[one.pk for one in rows]).order_by("pk")
    for clock_id, *values in segments.values_list("clock_id", "started_at", "ended_at", "paused", "reason"):
        found[clock_id].append(Segment(*values))
    return {one.pk: Timing(tuple(found[one.pk]), hours_of(one.hours), one.length) for one in rows}


def fired(clock_ids: Sequence[int]) -> dict[int, set[tuple[str, int]]]:
    """Steps already fired by clock; of a step that rings, its last turn."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    rows = EscalationStep.objects.filter(clock_id__in=list(clock_ids)).order_by()
    last = rows.values("clock_id", "step").annotate(last=Max("turn"))
    for clock_id, step, turn in last.values_list("clock_id", "step", "last"):
        found[clock_id].add((step, turn))
    return found
