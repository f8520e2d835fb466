from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.frontdesk.rules import kinds
from anju.modules.frontdesk.rules.kinds import words
from anju.modules.frontdesk.rules.wording import reasons, suggest_kind
from anju.modules.frontdesk.rules.wording.guessing import weights
from anju.modules.frontdesk.rules.wording.learning import examples, learned

LABELLED = Path(__file__).parent / "data/wordings.jsonl"


def labelled():
    return [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]


def test_the_weights_are_what_the_examples_teach():
    taught = learned(examples())
    known = weights()
    for head, labels in taught.items():
        for label, own in labels.items():
            assert own == pytest.approx(known[head][label], abs=0.01)


def test_what_is_measured_on_was_not_learned_from():
    taught = {one.text for one in examples()}
    rows = labelled()
    assert len(rows) >= 300
    assert not taught & {row["text"] for row in rows}


def test_kind_severity_and_trade_are_guessed_as_well_as_the_document_says():
    rows = labelled()
    guesses = [suggest_kind(row["text"]) for row in rows]
    right = [guess.kind == row["kind"] for guess, row in zip(guesses, rows, strict=True)]
    grave = [guess.severity == row["severity"] for guess, row in zip(guesses, rows, strict=True)]
    trades = [
        guess.fields.get("trade") == row["trade"]
        for guess, row in zip(guesses, rows, strict=True)
        if row["kind"] == "repair"
    ]
    assert sum(right) / len(right) > 0.87
    assert sum(grave) / len(grave) > 0.87
    assert sum(trades) / len(trades) > 0.89


@pytest.mark.parametrize(
    ("text", "kind", "least"),
    [
        ("电梯里困了两个人", "help", 4),
        ("困在电梯里了，快点", "help", 4),
        ("厨房着火了快来", "help", 4),
        ("一楼煤气味特别大", "hazard", 3),
    ],
)
def test_danger_is_never_taken_for_a_small_matter(text, kind, least):
    guess = suggest_kind(text)
    assert guess.severity >= least
    assert guess.kind in (kind, "help", "hazard")


def test_a_guess_can_say_why():
    spoken = reasons("楼上半夜噪音太大，受不了，我要投诉")
    assert "<complaint>" in [cue for cue, _weight in spoken]


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_a_known_kind_or_none(text):
    guess = suggest_kind(text)
    assert guess.kind == "" or guess.kind in kinds.KINDS
    assert 1 <= guess.severity <= 4
    assert 0 <= guess.confidence <= 1
    if "trade" in guess.fields:
        assert guess.fields["trade"] in words.TRADES
