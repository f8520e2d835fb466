"""The confidence of a reading is what its family of rules gave on documents it had never seen."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.contracts import Comparator, Kind, Unit
from anju.modules.plans.rules.reader.confidence import (
    FIRST_SIGHT,
    UNTRIED,
    confidence_of,
    family,
    lower_bound,
    trust,
)
from anju.modules.plans.rules.reader.grammar.base import Finding

RECORD = Path(__file__).parent / "data" / "first_sight.csv"
READING = Finding("within", Kind.TIME_LIMIT, Comparator.LE, None, Unit.DAYS, 0, 4, ((0, 2),), confidence=0.99)


def record():
    with RECORD.open(encoding="utf-8", newline="") as file:
        return [
            (row["family"], row["set"], int(row["said"]), int(row["right"])) for row in csv.DictReader(file)
        ]


def test_the_table_is_the_sum_of_the_record():
    said, right = Counter(), Counter()
    for name, _, tried, hit in record():
        said[name] += tried
        right[name] += hit
    assert {name: (said[name], right[name]) for name in said} == dict(FIRST_SIGHT)


def test_with_one_set_left_out_97_of_100_said_with_confidence_are_right():
    rows = record()
    sure = hits = 0
    for left_out in {row[1] for row in rows}:
        said, right = Counter(), Counter()
        for name, which, tried, hit in rows:
            if which != left_out:
                said[name] += tried
                right[name] += hit
        for name, which, tried, hit in rows:
            if which == left_out and trust(said[name], right[name]) >= 0.9:
                sure += tried
                hits += hit
    assert sure >= 800
    assert hits >= 0.97 * sure


@given(st.integers(1, 5000), st.floats(0, 1))
def test_the_bound_is_below_the_share_and_rises_with_the_tries(said, share):
    right = round(said * share)
    assert 0 <= lower_bound(said, right) <= right / said + 0.005
    assert lower_bound(said * 4, right * 4) >= lower_bound(said, right)


def test_a_family_never_tried_is_not_sure():
    assert lower_bound(0, 0) == 0
    assert confidence_of(replace(READING, rule="new form")) == UNTRIED < 0.9


def test_no_reading_is_surer_than_its_rule_claims():
    assert confidence_of(replace(READING, confidence=0.6)) == 0.6
    assert 0.9 <= confidence_of(READING) < READING.confidence


@pytest.mark.parametrize(
    ("claimed", "name"), [(0.96, "percentage_bound"), (0.92, "percentage_floor"), (0.85, "percentage_plain")]
)
def test_a_share_with_its_bound_is_judged_apart_from_one_without(claimed, name):
    assert family(replace(READING, rule="percentage", confidence=claimed)) == name
