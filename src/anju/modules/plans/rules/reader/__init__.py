"""The plan reader: bytes → text → clauses → commitments, and its score against a gold file."""

from .commitments import read_plan
from .documents import MAX_BYTES, read_document
from .errors import DocumentRefused
from .gold import to_gold_json, to_gold_list
from .scoring import Score, Tally, score

__all__ = [
    "MAX_BYTES",
    "DocumentRefused",
    "Score",
    "Tally",
    "read_document",
    "read_plan",
    "score",
    "to_gold_json",
    "to_gold_list",
]
