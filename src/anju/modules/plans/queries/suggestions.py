"""A figure to suggest for each passage that says only 定期 or 及时."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from datetime import date

from anju.modules.plans.models import PlanClause, PlanVersion, UnreadPassage
from anju.modules.plans.queries import check_wording
from anju.modules.plans.queries.plans import UNNUMBERED
from anju.modules.plans.rules.suggesting import Suggestion, grade_named, suggest

__all__ = ["SOURCES", "Suggestion", "suggestions_for"]
SOURCES = check_wording.SOURCES


def suggestions_for(passages: Collection[UnreadPassage], *, on: date | None = None) -> dict[int, Suggestion]:
    """Suggestions by passage id; passages without one are left out. Two queries, however many passages there are.

    All passages are of one version. The grade is that of the plan; on: the day whose pack counts, by default the day
    the version was made.
    """
    asked = [one for one in passages if one.reason in UNNUMBERED]
    if not asked:
        return {}
    version = PlanVersion.objects.select_related("plan").defer("text").get(pk=asked[0].version_id)
    clauses = list(
        PlanClause.objects.filter(version_id=version.pk).order_by("start").values_list("start", "heading")
    )
    starts = [start for start, _heading in clauses]
    grade, day = grade_named(version.plan.grade), on or version.created_at.date()
    found = {}
    for one in asked:
        at = bisect_right(starts, one.start) - 1
        heading = tuple(clauses[at][1]) if at >= 0 else ()
        suggestion = suggest(one.quote, one.reason, heading=heading, grade=grade, on=day)
        if suggestion is not None:
            found[one.pk] = suggestion
    return found
