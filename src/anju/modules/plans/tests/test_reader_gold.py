"""F1 on the labelled documents, where they are present, and the calibration of the confidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anju.modules.plans.rules.reader import read_document, read_plan, score

SHARED = Path(__file__).resolve().parents[5].parent / "shared"

needs_gold = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the labelled documents are not here")


def scored(name: str):
    (plan_file,) = (SHARED / "plans").glob(f"{name}_*.txt")
    reading = read_plan(read_document(plan_file.read_bytes(), plan_file.name))
    lines = (SHARED / "gold" / f"gold_{name}.jsonl").read_text("utf-8").splitlines()
    return reading, score(reading, [json.loads(line) for line in lines if line.strip()])


@needs_gold
@pytest.mark.parametrize(("name", "floor"), [("000", 0.97), ("001", 0.98), ("003", 1.0)])
def test_f1_on_a_labelled_document_holds(name, floor):
    _, result = scored(name)
    assert result.overall.f1 >= floor


@needs_gold
def test_of_what_is_said_with_confidence_at_least_97_in_100_are_right():
    sure = right = 0
    for name in ("000", "001", "003"):
        reading, result = scored(name)
        wrong = set(result.wrong)
        for index, one in enumerate(reading.commitments):
            if one.confidence >= 0.9:
                sure += 1
                right += index not in wrong
    assert sure >= 100
    assert right >= 0.97 * sure


@needs_gold
@pytest.mark.parametrize("name", ["000", "001"])
def test_every_quote_of_a_labelled_document_stands_once_in_its_plan(name):
    reading, _ = scored(name)
    text = reading.document.text
    ranges: dict[int | None, tuple[int, int]] = {}
    for clause in reading.clauses:
        first, last = ranges.get(clause.plan, (clause.start, clause.end))
        ranges[clause.plan] = (min(first, clause.start), max(last, clause.end))
    repeated = [one for one in reading.commitments if text.count(one.quote, *ranges[one.plan]) != 1]
    assert len(repeated) <= 0.01 * len(reading.commitments)
