"""The plan reader for other packages: pure Python."""

from __future__ import annotations

from anju.modules.plans.rules.reader import (
    MAX_BYTES,
    DocumentRefused,
    Score,
    Tally,
    can_recognise,
    read_document,
    read_plan,
    score,
    to_gold_list,
)

__all__ = [
    "MAX_BYTES", "DocumentRefused", "Score", "Tally", "can_recognise", "read_document", "read_plan", "score", "to_gold_list",
]  # fmt: skip
