"""The plan reader: bytes → text → clauses → commitments, and its score against a gold file."""

from .documents import MAX_BYTES, read_document
from .errors import DocumentRefused
from .gold import to_gold_json, to_gold_list
from .ocr import is_installed as can_recognise
from .recognised import read_plan
from .scoring import Score, Tally, score

__all__ = [
    "MAX_BYTES",
    "DocumentRefused",
    "Score",
    "Tally",
    "can_recognise",
    "read_document",
    "read_plan",
    "score",
    "to_gold_json",
    "to_gold_list",
]
