"""What other packages may call of the scores engine; its words are in contracts.py."""

from anju.engines.scores.permissions import INDICATOR_READ
from anju.engines.scores.queries.catalogue import (
    declare,
    indicator,
    indicators,
    register_communities,
    register_veil,
)
from anju.engines.scores.queries.figures import (
    Line,
    difference,
    figure,
    figures,
    live,
    month_span,
    observed,
    overview,
    together,
    trend,
)
from anju.engines.scores.queries.wording import BANDS, shown
from anju.engines.scores.rules.measuring import value_of
from anju.engines.scores.services.freezing import month_freeze, result_replace
from anju.engines.scores.services.targets import target_set

__all__ = [
    "BANDS", "INDICATOR_READ", "Line", "declare", "difference", "figure", "figures", "indicator", "indicators", "live", "month_freeze",
    "month_span", "observed", "overview", "register_communities", "register_veil", "result_replace", "shown", "target_set", "together",
    "trend", "value_of",
]  # fmt: skip
