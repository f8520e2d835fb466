"""How far a reading can be trusted: what its family of rules gave on documents it had never seen.

Each set of tests/data was read once before any rule was mended for it; `first_sight.csv` beside the sets
keeps what every family said and how much of it was right. The confidence is the lower bound of the share of
right readings (Wilson, one-sided 93 %: with it the sets left out hold 97 of 100 of what is said with 0.9 or
more), so that a family that was rarely tried is trusted less.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from .grammar.base import Finding

# fmt: off
FIRST_SIGHT: Mapping[str, tuple[int, int]] = {  # said, right over all sets
    "act_within": (24, 23), "adverb": (1, 1), "after_event": (1, 1), "age": (11, 8), "age_range": (6, 6),
    "all_day": (3, 3), "among": (1, 1), "area": (23, 19), "band": (5, 5), "by_date": (33, 32),
    "cell_date": (22, 22), "cell_limit": (1, 0), "communities": (1, 1), "copies": (3, 3),
    "daily_clear": (10, 10), "day_of_month": (23, 23), "days_of_week": (3, 3), "days_of_year": (2, 2),
    "double_post": (12, 11), "dunning": (2, 1), "each_times": (3, 3), "every_action": (61, 54),
    "every_times": (412, 409), "everywhere": (3, 1), "from_date": (3, 2), "in_advance": (54, 50),
    "interval": (2, 2), "lasting": (1, 1), "listed": (1, 0), "listed_with": (1, 1), "measure": (15, 14),
    "measure_range": (8, 8), "money": (121, 102), "months_of_rent": (5, 5), "not_over": (35, 23),
    "occurrences": (28, 17), "on_date": (14, 9), "other_day": (8, 7), "other_period": (1, 1),
    "part_of_day": (4, 4), "people": (93, 91), "percentage_bound": (141, 133),
    "percentage_floor": (108, 101), "percentage_plain": (68, 61), "period_check": (1, 1),
    "period_end": (1, 1), "points": (22, 19), "public_notice": (8, 8), "quarter_end": (4, 3),
    "range": (2, 0), "range_from": (2, 2), "retention": (39, 37), "role_below": (5, 5),
    "round_the_clock": (35, 34), "same_day": (11, 10), "seasons_each": (4, 4), "seven_days": (2, 2),
    "speed": (4, 4), "staff_row": (23, 23), "state_bound": (8, 7), "state_follows": (1, 1),
    "state_is": (34, 31), "state_not_over": (14, 12), "sum_of_term": (2, 2), "things": (61, 48),
    "unit_times": (71, 64), "use_of_time": (2, 2), "window": (23, 21), "window_end": (10, 7),
    "within": (277, 271), "without_break": (1, 0), "working_time": (5, 5), "year_end": (4, 4),
    "yearly_paper": (1, 1), "zero": (7, 7),
}
# fmt: on
UNTRIED = 0.8
_LEAST_TRIED = 5
_Z = 1.4758


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
    return min(finding.confidence, trust(*first_sight.get(family(finding), (0, 0))))


def trust(said: int, right: int) -> float:
    """The lower bound; UNTRIED for a family that was hardly tried."""
    return lower_bound(said, right) if said >= _LEAST_TRIED else UNTRIED


def lower_bound(said: int, right: int) -> float:
    """Wilson lower bound of right / said, to two decimals."""
    if not said:
        return 0.0
    share, square = right / said, _Z * _Z
    spread = _Z * sqrt(share * (1 - share) / said + square / (4 * said * said))
    return round((share + square / (2 * said) - spread) / (1 + square / said), 2)
