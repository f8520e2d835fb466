"""Words without a number: appendix E of the catalogue on the real document, and the figures that are suggested."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules import fields
from anju.modules.plans.rules.checking import Code, Subject, check
from anju.modules.plans.rules.grading import standard
from anju.modules.plans.rules.reader import read_document, read_plan
from anju.modules.plans.rules.suggesting import grade_named, pack, suggest

SHARED = Path(__file__).resolve().parents[6] / "shared"
DAY = date(2026, 11, 21)
real = pytest.mark.skipif(not (SHARED / "plans").exists(), reason="the real plans are not on this machine")
OFTEN, SOON = "frequency_without_number", "time_limit_without_number"
_PLAN = re.compile(r"方案(\d+)")


@pytest.fixture(scope="module")
def reading():
    file = next((SHARED / "plans").glob("000_*.txt"))
    return read_plan(read_document(file.read_bytes(), file.name))


def listed_sections(word: str) -> set[tuple[int, str]]:
    """Sections that the catalogue lists for one word: its lists are grouped by plan, ranges of dotted labels spelled out."""
    text = (SHARED / "requirements" / "from-document-000.md").read_text("utf-8")
    appendix = text[text.index("## E. Words") : text.index("## F. Processes")]
    entry = re.search(rf"\*\*{word}\*\*: (.+?)(?:\.\s*(?:\*\*|\(|$)|$)", appendix, re.M)
    assert entry is not None, word
    found: set[tuple[int, str]] = set()
    for group in entry[1].rstrip(".").split(";"):
        plan = int(_PLAN.search(group)[1])
        for label in _PLAN.sub("", group).split(","):
            plain = label.split("(水池")[0].strip().rstrip(".")
            first, _dash, last = plain.partition("–")
            found.add((plan, first))
            if last and last[0].isdigit():
                stem, start = first.rsplit(".", 1)
                found |= {(plan, f"{stem}.{n}") for n in range(int(start), int(last.rsplit(".", 1)[1]) + 1)}
            elif last:
                stem, start, end = last[: last.rindex("(") + 1], first[-2], last[-2]
                found |= {(plan, f"{stem}{n})") for n in range(int(start), int(end) + 1)}
    return found


WORDS = ["定期", "及时", "马上"]


@real
def test_at_least_95_of_100_listed_occurrences_are_unread_passages(reading):
    wanted = {(word, plan, section) for word in WORDS for plan, section in listed_sections(word)}
    assert len(wanted) > 90
    there = {(word, one.plan, one.section) for one in reading.unread for word in WORDS if word in one.quote}
    missing = {one for one in wanted if not _is_there(one, there)}
    assert len(missing) <= 0.05 * len(wanted), sorted(missing)


@real
def test_every_listed_occurrence_is_found_by_the_check(reading):
    words = [*WORDS, "适时", "经常", "立即", "尽快", "随时", "平时", "约定时限", "修复期限"]
    singles = [("平时", 6, "四"), ("约定时限", 5, "(二)1(2)"), ("约定时限", 5, "(二)2(4)"), ("修复期限", 9, "二4"),
               ("年终", 2, "四3"), ("阶段性", 2, "四1"), ("本年度", 9, "四3"), ("遇节假日提前", 10, "五(四)"),
               ("提前", 9, "二3(1)"), ("定时", 4, "三(五)4"), ("经常", 2, "四2"), ("根据季节", 7, "3.2.1.1"),
               ("适时", 4, "三(二)3"), ("适时", 4, "三(六)5"), ("适时", 4, "三(六)6"), ("适时", 10, "四(三)"),
               ("立即", 4, "三(四)10"), ("立即", 9, "二1"), ("立即", 9, "二2"), ("尽快", 4, "三(五)1"), ("尽快", 9, "二2"),
               ("随时", 4, "三(三)14"), ("随时", 5, "(一)3"), ("随时", 8, "二2"), ("随时", 9, "三1"), ("随时", 9, "三4"),
               ("限期", 2, "四3")]  # fmt: skip
    wanted = {(word, plan, section) for word in WORDS for plan, section in listed_sections(word)} | set(
        singles
    )
    found = [one for one in check(Subject.of(reading, today=DAY)) if one.code == Code.WORD_ONLY]
    every = {*words, *(word for word, *_rest in singles)}
    there = {
        (word, one.places[0].part, one.places[0].section) for one in found for word in every
        if word in one.places[0].quote
    }  # fmt: skip
    missing = {one for one in wanted if not _is_there(one, there)}
    assert len(missing) <= 0.05 * len(wanted), sorted(missing)


@real
def test_most_duties_without_a_number_get_a_suggestion(reading):
    asked = [one for one in reading.unread if one.reason in (OFTEN, SOON)]
    given = [one for one in asked if suggest(one.quote, one.reason, on=DAY)]
    assert len(given) >= 0.6 * len(asked)


def _is_there(wanted: tuple[str, int, str], there: set[tuple[str, int | None, str]]) -> bool:
    """The reader may give the item inside the listed section, or the section around the listed item."""
    word, plan, section = wanted
    return any(
        one[0] == word and one[1] == plan and (one[2].startswith(section) or section.startswith(one[2]))
        for one in there
    )


def test_the_figure_follows_the_grade_of_the_plan():
    asked = {grade: suggest("定期对重点部位巡逻", OFTEN, grade=grade, on=DAY) for grade in (1, 2, 3)}
    assert [(one.value, one.period, one.every) for one in asked.values()] == [
        (1, "hour", 1), (1, "hour", 2), (1, "hour", 3),
    ]  # fmt: skip
    assert asked[2].source == "standard" and asked[2].source_title.startswith("《普通住宅小区")
    assert [one.grade for one in asked.values()] == [1, 2, 3]


def test_figures_of_a_standard_are_those_of_the_standard():
    item = standard("cpmi-2004").item("wells")
    found = suggest("雨水井定期检查", OFTEN, grade=3, on=DAY)
    assert (found.value, found.period) == (item.targets[3].value, item.targets[3].period)


def test_what_law_asks_is_the_same_for_every_grade():
    found = [suggest("电梯定期维护保养", OFTEN, grade=grade, on=DAY) for grade in (1, 3)]
    assert [(one.value, one.period, one.every, one.grade) for one in found] == [(1, "day", 15, 0)] * 2


def test_a_grade_that_asks_for_nothing_borrows_from_the_better_one():
    found = suggest("定期擦洗楼道", OFTEN, grade=3, on=DAY)
    assert (found.period, found.grade) == ("half_month", 2)


def test_soon_is_suggested_as_a_time_limit():
    found = suggest("发现故障及时维修", SOON, grade=1, on=DAY)
    assert (found.kind, found.comparator, found.value, found.unit) == (
        "time_limit",
        "le",
        Decimal(30),
        "minutes",
    )


def test_the_heading_helps_only_where_the_passage_says_too_little():
    assert suggest("定期进行检查", OFTEN, heading=("消防设施",), on=DAY).domain == "fire"
    assert suggest("定期修剪草坪", OFTEN, heading=("消防设施",), on=DAY).domain == "greening"


@pytest.mark.parametrize("text", ["要本着高效的原则", "注重细节", ""])
def test_nothing_is_suggested_where_no_row_fits(text):
    assert suggest(text, OFTEN, on=DAY) is None


def test_a_reason_that_asks_for_no_figure_gets_none():
    assert suggest("定期修剪草坪", "loose_figure", on=DAY) is None


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("全国普通住宅小区物业服务二级标准", 2),
        ("一级", 1),
        ("按自治区物业服务三级标准", 3),
        ("", None),
        ("五星", None),
    ],
)
def test_the_grade_is_read_from_its_name(text, grade):
    assert grade_named(text) == grade


def test_a_plan_without_a_grade_gets_the_usual_one_and_says_so():
    found = suggest("定期对重点部位巡逻", OFTEN, on=DAY)
    assert found.usual and found.grade == pack(DAY).usual_grade


@given(st.integers(0, len(pack(DAY).rows) - 1), st.sampled_from([1, 2, 3]))
def test_every_row_of_the_pack_gives_a_promise_that_can_be_kept(number, grade):
    row = pack(DAY).rows[number]
    assert re.compile(row.words) and row.title and row.item
    assert row.targets.keys() <= {0, 1, 2, 3}
    reason = OFTEN if row.purpose == "often" else SOON
    found = suggest(row.object + row.activity, reason, grade=grade, on=DAY)
    if found is not None:
        fields.check(found.facts())
