from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules.marking import Mark, marks_between, page_of, pages, paragraphs

TEXT = st.text(alphabet="每日清扫。\n 一", max_size=120)
SPANS = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 30)), max_size=8)


@given(length=st.integers(0, 500), starts=st.lists(st.integers(0, 500), max_size=20), size=st.integers(1, 60))
def test_pages_cover_the_text_once_and_none_is_empty(length, starts, size):
    spans = pages(length, starts, size)
    assert spans[0][0] == 0
    assert spans[-1][1] == length
    assert all(first[1] == second[0] for first, second in pairwise(spans))
    assert all(end - start <= size and (end > start or length == 0) for start, end in spans)
    assert all(
        spans[page_of(spans, offset)][0] <= offset < spans[page_of(spans, offset)][1]
        for offset in range(length)
    )


def test_a_page_ends_where_a_clause_begins():
    assert pages(100, [0, 30, 55, 90], 60) == [(0, 55), (55, 100)]


@given(TEXT, SPANS)
def test_marked_paragraphs_keep_every_line_and_mark_just_what_the_spans_say(text, spans):
    marks = sorted(
        (
            Mark(f"p{n}", start, min(start + size, len(text)))
            for n, (start, size) in enumerate(spans)
            if start < len(text)
        ),
        key=lambda mark: mark.start,
    )
    found = paragraphs(text, 0, len(text), marks)
    assert ["".join(piece.text for piece in one.pieces) for one in found] == [
        line for line in text.split("\n") if line.strip()
    ]
    for one in found:
        at = one.start
        for piece in one.pieces:
            for offset in range(at, at + len(piece.text)):
                assert {mark.key for mark in marks if mark.start <= offset < mark.end} == set(piece.keys)
            at += len(piece.text)


def test_marks_that_touch_a_span_are_found_though_they_began_before_it():
    marks = [Mark("long", 0, 50), Mark("before", 5, 10), Mark("in", 22, 25), Mark("after", 40, 45)]
    assert [mark.key for mark in marks_between(marks, 20, 30)] == ["long", "in"]
