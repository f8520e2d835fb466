"""Normalised text and its map back to the original characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules.reader.lines import join_broken_lines
from anju.modules.plans.rules.reader.script import normalise

from .test_reader_labels import commitments, labels

PLAN_TEXT = st.text(
    alphabet="每日周月年一二两三次清扫巡查不少于率%0123456789,。;::\n\t ()()`'.、兩週監jiān内前24小时",
    max_size=200,
)


@given(st.text(max_size=300))
def test_every_character_of_the_normalised_text_points_at_its_own_original(text):
    normalised = normalise(text)
    assert len(normalised.text) == len(normalised.offsets)
    assert list(normalised.offsets) == sorted(set(normalised.offsets))
    for index, char in enumerate(normalised.text):
        original = text[normalised.offsets[index]]
        assert char == original or not char.isascii() or not original.isascii() or char in "\t\n"


@given(PLAN_TEXT, st.data())
def test_a_span_of_the_normalised_text_covers_the_same_characters_of_the_original(text, data):
    normalised = join_broken_lines(normalise(text))
    if not normalised.text:
        return
    start = data.draw(st.integers(0, len(normalised.text) - 1))
    end = data.draw(st.integers(start + 1, len(normalised.text)))
    first, last = normalised.span(start, end)
    assert 0 <= first < last <= len(text)


def test_traditional_characters_and_pinyin_are_read_and_quoted_as_printed():
    text = "每週對監(jiān)控設(shè)備檢查兩次。"
    (one,) = commitments(text)
    assert one.quote == "每週對監(jiān)控設(shè)備檢查兩次"
    assert (one.value, one.period) == (2, "week")


def test_stray_marks_inside_a_sentence_are_read_over_and_kept_in_the_quote():
    (one,) = commitments("保持90%的'楼道灯`能正常使用。")
    assert "'" in one.quote
    assert one.value == 90


def test_full_width_digits_and_marks_are_plain_ones():
    assert labels("完好率≥95%。") == [("rate", "ge", 95, "percent", None, None)]


def test_lines_broken_at_punctuation_and_after_single_characters_are_joined():
    text = (
        "一、门岗\n24\n小时\n值守\n,\n每班不少于\n3\n人\n;\n夜间每小时巡逻\n一\n次\n,\n并\n做好\n记录\n。\n"
    )
    assert [label[0] for label in labels(text)] == ["coverage", "headcount", "frequency"]


def test_cells_on_lines_of_their_own_are_not_joined():
    assert labels("门岗\n五人\n一组\n") == []
