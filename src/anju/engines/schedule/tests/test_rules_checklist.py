import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.schedule.contracts import Checklist, ChecklistItem, ItemKind, Severity
from anju.engines.schedule.rules.outcome import Finding
from anju.kernel.errors import Invalid

PUMP = Checklist(
    (
        ChecklistItem(key="clean", label="泵房清洁", kind=ItemKind.OK_NOTOK),
        ChecklistItem(
            key="pressure",
            label="水压",
            kind=ItemKind.NUMBER,
            unit="MPa",
            low=Decimal("0.2"),
            high=Decimal("0.45"),
        ),
        ChecklistItem(key="photo", label="现场照片", kind=ItemKind.PHOTO, photos=2),
        ChecklistItem(key="note", label="备注", kind=ItemKind.TEXT, required=False),
        ChecklistItem(key="sign", label="签名", kind=ItemKind.SIGNATURE),
        ChecklistItem(
            key="valve", label="阀门", kind=ItemKind.CHOICE, choices=("开", "关", "漏"), failing=("漏",)
        ),
    )
)
GOOD = {"clean": "ok", "pressure": 0.3, "photo": ["a", "b"], "sign": "s1", "valve": "开"}


def test_good_answers_are_complete_and_fail_nothing():
    reading = PUMP.read(GOOD)
    assert reading.complete
    assert reading.failed == ()
    assert reading.answers["pressure"] == Decimal("0.3")
    assert reading.answers["photo"] == ("a", "b")


@pytest.mark.parametrize(
    ("changed", "failed"),
    [
        ({"clean": "not_ok"}, ("clean",)),
        ({"pressure": "0.45"}, ()),
        ({"pressure": "0.451"}, ("pressure",)),
        ({"pressure": 0}, ("pressure",)),
        ({"valve": "漏", "clean": "not_ok"}, ("clean", "valve")),
    ],
)
def test_answers_out_of_order_fail(changed, failed):
    assert PUMP.read({**GOOD, **changed}).failed == failed


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"clean": None}, ("clean",)),
        ({"sign": " "}, ("sign",)),
        ({"photo": []}, ("photo",)),
        ({"note": ""}, ()),
    ],
)
def test_blank_answers_count_as_not_given(changed, missing):
    reading = PUMP.read({**GOOD, **changed})
    assert reading.missing == missing
    assert reading.complete == (not missing)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("clean", "maybe"),
        ("clean", True),
        ("pressure", "high"),
        ("pressure", "NaN"),
        ("pressure", True),
        ("pressure", 1e300),
        ("photo", ["a"]),
        ("photo", ["a", "a"]),
        ("photo", "ab"),
        ("photo", [1, 2]),
        ("note", "x" * 2001),
        ("sign", 5),
        ("valve", "半开"),
        ("colour", "red"),
    ],
)
def test_a_malformed_answer_names_its_item(key, answer):
    with pytest.raises(Invalid) as refused:
        PUMP.read({**GOOD, key: answer})
    assert refused.value.field == f"answers.{key}"


@given(st.decimals(-100, 100, places=3), st.decimals(-100, 100, places=3), st.decimals(-200, 200, places=3))
def test_a_number_fails_exactly_outside_its_limits(one, other, value):
    low, high = min(one, other), max(one, other)
    item = ChecklistItem(key="n", label="n", kind=ItemKind.NUMBER, low=low, high=high)
    reading = Checklist((item,)).read({"n": str(value)})
    assert (reading.failed == ()) == (low <= value <= high)


def test_a_checklist_reads_back_the_same():
    stored = json.loads(json.dumps(PUMP.to_json(), ensure_ascii=False))
    assert Checklist.from_json(stored) == PUMP
    assert stored[0] == {"key": "clean", "label": "泵房清洁", "kind": "ok_notok"}


@pytest.mark.parametrize(
    "document",
    [
        {"label": "x", "kind": "text"},
        {"key": "a", "label": "x", "kind": "smell"},
        {"key": "a", "label": "x", "kind": "number", "low": "much"},
        {"key": "a", "label": "x", "kind": "text", "colour": "red"},
        {"key": "a", "label": "x", "kind": "photo", "photos": "two"},
    ],
)
def test_an_unreadable_item_is_refused_by_position(document):
    with pytest.raises(Invalid) as refused:
        Checklist.from_json([{"key": "first", "label": "x", "kind": "text"}, document])
    assert refused.value.field.startswith("checklist[1]")


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"key": " "}, " .key"),
        ({"label": ""}, "k.label"),
        ({"low": Decimal(1)}, "k.low"),
        ({"kind": ItemKind.NUMBER, "low": Decimal(2), "high": Decimal(1)}, "k.high"),
        ({"kind": ItemKind.CHOICE}, "k.choices"),
        ({"choices": ("a",)}, "k.choices"),
        ({"kind": ItemKind.CHOICE, "choices": ("a", "a")}, "k.choices"),
        ({"kind": ItemKind.CHOICE, "choices": ("a",), "failing": ("b",)}, "k.failing"),
        ({"photos": 0}, "k.photos"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused(options, field):
    with pytest.raises(Invalid) as refused:
        ChecklistItem(**{"key": "k", "label": "l", "kind": ItemKind.TEXT, **options})
    assert refused.value.field == field


def test_two_items_do_not_share_a_key():
    item = ChecklistItem(key="k", label="l", kind=ItemKind.TEXT)
    with pytest.raises(Invalid):
        Checklist((item, item))


def test_a_finding_says_something():
    assert Finding(Severity.MAJOR, 7, "消防栓漏水", ("p1",)).photos == ("p1",)
    with pytest.raises(Invalid):
        Finding(Severity.MINOR, None, "  ")
    with pytest.raises(Invalid):
        Finding(9, None, "x")
