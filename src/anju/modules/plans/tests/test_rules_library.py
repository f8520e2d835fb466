"""Lines of a form, gaps on the shelf, titles that a text names, and goals on a time line."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.schedule.contracts import Checklist, ChecklistItem, ItemKind
from anju.kernel.errors import Invalid
from anju.modules.plans.rules import goals, library
from anju.modules.plans.rules.goals import Urgency
from anju.modules.plans.rules.library import Shelved, form_lines

WORDS = st.text("水压电梯机房温度外观噪声", min_size=1, max_size=8)
NUMBERS = st.decimals(Decimal("-999"), Decimal("999"), places=2)


@st.composite
def items(draw):
    labels = draw(st.lists(WORDS, min_size=1, max_size=8, unique=True))
    return tuple(draw(item(f"f{n}", label)) for n, label in enumerate(labels, 1))


@st.composite
def item(draw, key, label):
    kind = draw(st.sampled_from(ItemKind))
    more = {}
    if kind is ItemKind.NUMBER:
        low, high = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
        more = {"low": draw(st.sampled_from([low, None])), "high": draw(st.sampled_from([high, None]))}
        more["unit"] = draw(st.sampled_from(["", "MPa", "℃", "m³"]))
    elif kind is ItemKind.CHOICE:
        choices = tuple(draw(st.lists(WORDS, min_size=1, max_size=4, unique=True)))
        more = {"choices": choices, "failing": choices[: draw(st.integers(0, len(choices)))]}
    elif kind is ItemKind.PHOTO:
        more = {"photos": draw(st.integers(1, 20))}
    return ChecklistItem(key=key, label=label, kind=kind, required=draw(st.booleans()), **more)


@given(items())
def test_a_form_written_as_lines_is_read_back_the_same(form):
    assert form_lines.read(form_lines.write(form)) == form
    assert Checklist.from_json(Checklist(form).to_json()).items == form


@pytest.mark.parametrize(
    ("lines", "code", "number"),
    [
        ("水压 | 数目", "plans.form.kind", 1),
        ("外观\n水压 | 数字 | 要填", "plans.form.need", 2),
        ("\n\n水压 | 数字 | 必填 | 5~1", "plans.form.details", 3),
        ("水压 | 数字 | 必填 | a | b", "plans.form.line", 1),
        (" | 数字", "plans.form.line", 1),
        ("噪声 | 选择 | 必填", "plans.form.details", 1),
        ("现场 | 照片 | 必填 | 几张", "plans.form.details", 1),
        ("现场 | 照片 | 必填 | 99", "plans.form.details", 1),
        ("外观 | 勾选 | 必填 | 好", "plans.form.details", 1),
        ("外观\n外观", "plans.form.label_twice", 1),
    ],
)
def test_a_wrong_line_is_named(lines, code, number):
    with pytest.raises(Invalid) as refusal:
        form_lines.read(lines)
    assert (refusal.value.code, refusal.value.field, refusal.value.params["line"]) == (code, "lines", number)


def test_a_form_has_a_longest_length():
    with pytest.raises(Invalid) as refusal:
        form_lines.read("\n".join(f"项{n}" for n in range(61)))
    assert refusal.value.code == "plans.form.too_long"


@given(st.text(max_size=60))
def test_any_text_is_a_form_or_refused_with_a_sentence(text):
    try:
        form_lines.read(text)
    except Invalid as error:
        assert error.code.startswith("plans.form.") and error.field == "lines"


def test_the_checklist_holds_what_the_catalogue_asks_and_no_code_twice():
    codes = [one.code for one in library.requirements()]
    assert len(codes) == len(set(codes))
    rows = {row for one in library.requirements() for row in one.source.split(", ")}
    wanted = {f"A:STD-{n:02}" for n in (*range(3, 10), 12, 13, 14, 15)}
    assert wanted | {f"B:ORG-{n:02}" for n in (7, 8, 9, 11, 14, 15, 16, 18)} <= rows
    assert len([one for one in library.requirements() if one.source == "A:STD-13"]) == 9


def test_a_requirement_is_met_only_by_a_document_in_force():
    shelf = [
        Shelved(1, "巡逻服务操作细则", "post_service", "patrol_service", in_force=True),
        Shelved(2, "门岗细则", "post_service", "gate_service", in_force=False),
        Shelved(3, "来访人员登记办法", "security", "", in_force=True),
        Shelved(4, "消防规定（草稿）", "security", "", in_force=False),
    ]
    found = {one.requirement.code: one for one in library.gaps(shelf)}
    assert (found["patrol_service"].state, found["patrol_service"].documents) == ("met", (1,))
    assert found["gate_service"].state == "coming"
    assert (found["visitors"].state, found["visitors"].proposed) == ("missing", (3,))
    assert found["fire_rules"].proposed == ()


def test_titles_that_a_plan_names_are_found_once_and_known_ones_left_out():
    text = "依据《物业管理条例》和《重庆市物业管理条例》、《保安服务管理条例》制定；按《物业管理条例》执行。"
    titles = library.quoted_titles(text)
    assert titles == ["物业管理条例", "重庆市物业管理条例", "保安服务管理条例"]
    assert library.unlisted(titles, ["保安服务管理条例（2020 修订）"]) == titles[:2]
    assert library.unlisted(["民法典"], ["中华人民共和国民法典"]) == []


TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("state", "starts", "due", "urgency"),
    [
        ("open", -10, -1, Urgency.OVERDUE),
        ("open", -10, 0, Urgency.SOON),
        ("open", -10, 30, Urgency.SOON),
        ("open", -10, 31, Urgency.RUNNING),
        ("open", 0, 31, Urgency.RUNNING),
        ("open", 1, 31, Urgency.AHEAD),
        ("achieved", -10, -1, Urgency.CLOSED),
    ],
)
def test_how_pressing_a_goal_is(state, starts, due, urgency):
    found = goals.urgency(
        state=state, starts_on=TODAY + timedelta(starts), due_on=TODAY + timedelta(due), remind_days=30, today=TODAY
    )  # fmt: skip
    assert found is urgency


@given(
    st.lists(
        st.tuples(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 2000), st.integers(0, 100)),
        min_size=1,
    )
)
def test_every_bar_lies_on_the_line_and_in_its_order(spans):
    listed = [(start, start + timedelta(length), done) for start, length, done in spans]
    line = goals.timeline(listed, TODAY)
    assert line.first.day == line.last.day == 1
    assert len(line.months) <= 14
    for (start, due, done), bar in zip(listed, line.bars, strict=True):
        assert line.first <= start and due < line.last
        assert 0 <= bar.x <= goals.WIDTH and bar.width >= 4 and 0 <= bar.done <= bar.width
        assert bar.done == bar.width * done // 100
    assert goals.timeline([], TODAY) is None
