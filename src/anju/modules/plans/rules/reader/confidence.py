"""How far a reading can be trusted: what its family of rules gave on documents it had never seen.

Each set of tests/data was read once before any rule was mended for it; `first_sight.csv` beside the sets
keeps what every family said and how much of it was right. The confidence is the lower bound of the share of
right readings (Wilson, one-sided 90 %), so that a family that was rarely tried is trusted less.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from .grammar.base import Finding

# fmt: off
FIRST_SIGHT: Mapping[str, tuple[int, int]] = {  # said, right over all sets
    "act_within": (24, 23), "after_event": (1, 1), "age": (11, 8), "age_range": (4, 4), "all_day": (3, 3),
    "among": (1, 1), "area": (17, 13), "band": (5, 5), "by_date": (31, 30), "cell_date": (22, 22),
    "cell_limit": (1, 0), "communities": (1, 1), "daily_clear": (6, 6), "day_of_month": (20, 20),
    "days_of_week": (3, 3), "days_of_year": (2, 2), "double_post": (11, 10), "dunning": (1, 1),
    "each_times": (3, 3), "every_action": (51, 44), "every_times": (344, 341), "everywhere": (3, 1),
    "from_date": (3, 2), "in_advance": (51, 47), "interval": (2, 2), "lasting": (1, 1), "listed": (1, 0),
    "measure": (14, 13), "measure_range": (8, 8), "money": (111, 92), "months_of_rent": (5, 5),
    "not_over": (33, 22), "occurrences": (25, 14), "on_date": (13, 8), "other_day": (8, 7),
    "other_period": (1, 1), "part_of_day": (4, 4), "people": (81, 80), "percentage_bound": (123, 117),
    "percentage_floor": (95, 88), "percentage_plain": (63, 57), "period_check": (1, 1), "points": (22, 19),
    "public_notice": (8, 8), "quarter_end": (4, 3), "range_from": (1, 1), "retention": (36, 34),
    "role_below": (5, 5), "round_the_clock": (29, 28), "same_day": (10, 9), "seasons_each": (4, 4),
    "seven_days": (2, 2), "speed": (3, 3), "staff_row": (23, 23), "state_bound": (5, 5),
    "state_follows": (1, 1), "state_is": (31, 28), "state_not_over": (14, 12), "sum_of_term": (2, 2),
    "things": (51, 39), "unit_times": (70, 63), "use_of_time": (1, 1), "window": (21, 19),
    "window_end": (9, 6), "within": (250, 244), "without_break": (1, 0), "working_time": (5, 5),
    "year_end": (3, 3), "zero": (7, 7),
}
# fmt: on
UNTRIED = 0.8
_LEAST_TRIED = 5
_Z = 1.2816


def family(finding: Finding) -> str:
    """Name of the rules that are judged together: a rule, or the part of it that saw a bound."""
    if finding.rule == "percentage":
        return "percentage_" + (
            "bound" if finding.confidence >= 0.95 else "floor" if finding.confidence >= 0.9 else "plain"
        )
    if finding.rule == "every_times":
        return "every_times" if finding.confidence >= 0.95 else "unit_times"
    return finding.rule


def confidence_of(finding: Finding, first_sight: Mapping[str, tuple[int, int]] = FIRST_SIGHT) -> float:
    """0..1; never more than the rule itself claims."""
    said, right = first_sight.get(family(finding), (0, 0))
    return min(finding.confidence, lower_bound(said, right) if said >= _LEAST_TRIED else UNTRIED)


def lower_bound(said: int, right: int) -> float:
    """Wilson lower bound of right / said, to two decimals."""
    if not said:
        return 0.0
    share, square = right / said, _Z * _Z
    spread = _Z * sqrt(share * (1 - share) / said + square / (4 * said * said))
    return round((share + square / (2 * said) - spread) / (1 + square / said), 2)
