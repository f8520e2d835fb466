from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from operator import attrgetter

import pytest
from django.db.models import Count, F
from django.db.models.functions import Lower
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.foundation.tests.ui_samples import Task
from anju.foundation.ui.tables import (
    SortKey,
    cursor,
    paging,
)
from anju.foundation.ui.tables.paging import Position
from anju.foundation.ui.tables.sorting import Keyset

START = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.text("aZ安Ä '", max_size=2),
            "floor": st.integers(-2, 2),
            "score": st.none() | st.integers(-1, 1),
            "price": st.none() | st.decimals(-1, 1, places=2),
            "due_on": st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)),
            "made_at": st.none()
            | st.timedeltas(timedelta(0), timedelta(milliseconds=1)).map(lambda later: START + later),
            "urgent": st.booleans(),
        }
    ),
    max_size=23,
)
FIELDS = ("title", "floor", "score", "price", "due_on", "made_at", "urgent")
KEYS = st.lists(
    st.builds(
        SortKey,
        st.sampled_from(FIELDS),
        descending=st.booleans(),
        nulls=st.sampled_from(("default", "first", "last")),
    ),
    max_size=3,
    unique_by=lambda key: key.expression,
)


def in_order(rows, keys):
    """The order by definition: stable sorts from the last key to the first, in Python."""
    descending_ids = bool(keys) and keys[-1].descending
    ordered = sorted(rows, key=lambda row: row.pk, reverse=descending_ids)
    for key in reversed(keys):
        filled = [row for row in ordered if getattr(row, key.expression) is not None]
        empty = [row for row in ordered if getattr(row, key.expression) is None]
        filled.sort(key=attrgetter(key.expression), reverse=key.descending)
        ordered = empty + filled if key.nulls_first else filled + empty
    return [row.pk for row in ordered]


def walk(queryset, keyset, size):
    forward, position = [], Position()
    while True:
        page = paging.fetch(queryset, keyset, order="o", position=position, size=size)
        forward.append(page)
        if not page.after:
            return forward
        position = Position(after=page.after)


@given(rows=ROWS, keys=KEYS, size=st.integers(1, 7))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_walking_all_pages_shows_each_row_once_in_order_both_ways(tasks, rows, keys, size):
    tasks.all().delete()
    made = tasks.bulk_create(Task(**row) for row in rows)
    keyset = Keyset.over(Task, keys, "pk")

    visited = walk(tasks.all(), keyset, size)
    assert [row.pk for page in visited for row in page.rows] == in_order(made, keys)
    assert all(len(page.rows) == size for page in visited[:-1])

    back, page = [visited[-1]], visited[-1]
    while page.before:
        page = paging.fetch(tasks.all(), keyset, order="o", position=Position(before=page.before), size=size)
        back.append(page)
    assert [[row.pk for row in page.rows] for page in reversed(back)] == [
        [row.pk for row in page.rows] for page in visited
    ]


def test_rows_inserted_meanwhile_shift_nothing(tasks):
    tasks.bulk_create(Task(title=str(number), floor=number * 10) for number in range(20))
    keyset = Keyset.over(Task, ["floor"], "pk")
    first = paging.fetch(tasks.all(), keyset, order="o", position=Position(), size=5)
    tasks.bulk_create(Task(title="new", floor=floor) for floor in (-1, 5, 41))
    second = paging.fetch(tasks.all(), keyset, order="o", position=Position(after=first.after), size=5)
    assert [row.floor for row in second.rows] == [41, 50, 60, 70, 80]


def test_an_order_in_one_direction_without_empty_values_uses_one_row_comparison(tasks):
    keyset = Keyset.over(Task, ["floor", "title"], "pk")
    sql = str(keyset.after(keyset.order(tasks.all()), [1, "a", 5])[0].query)
    assert '("ui_sample_task"."floor", "ui_sample_task"."title", "ui_sample_task"."id") > (' in sql
    assert " OR " not in sql and "NULLS" not in sql


def test_empty_values_in_the_order_do_not_make_deep_pages_read_from_the_start(tasks):
    keyset = Keyset.over(Task, ["score"], "pk")
    filled, empty = keyset.after(keyset.order(tasks.all()), [1, 5])
    assert '("ui_sample_task"."score", "ui_sample_task"."id") > (' in str(filled.query)
    assert '"score" IS NULL' in str(empty.query) and " OR " not in str(empty.query)


def test_expressions_and_grouped_rows_are_paged_too(tasks):
    tasks.bulk_create(Task(title=title, floor=floor) for floor, title in enumerate("BaBcA"))
    by_name = Keyset.over(Task, [Lower("title")], "pk")
    assert [row.title for page in walk(tasks.all(), by_name, 2) for row in page.rows] == [
        "a",
        "A",
        "B",
        "B",
        "c",
    ]
    grouped = tasks.values("title").annotate(number=Count("id"))
    by_count = Keyset.over(Task, [SortKey("number", descending=True)], "title")
    assert [row["title"] for page in walk(grouped, by_count, 2) for row in page.rows] == ["B", "c", "a", "A"]
    assert paging.capped_count(grouped, 10) == 4


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-3], lambda text: "x" + text, lambda text: "%00", lambda text: ""]
)
def test_a_spoilt_cursor_is_refused(spoil):
    good = cursor.encode("o", [1, "安", None, date(2026, 1, 1), Decimal("1.10"), timedelta(seconds=3)])
    assert cursor.decode("o", good, 6) == [
        1,
        "安",
        None,
        date(2026, 1, 1),
        Decimal("1.10"),
        timedelta(seconds=3),
    ]
    with pytest.raises(cursor.CursorInvalid):
        cursor.decode("o", spoil(good), 6)


def test_a_cursor_of_another_order_is_refused():
    with pytest.raises(cursor.CursorInvalid):
        cursor.decode("by-due", cursor.encode("by-floor", [1, 2]), 2)


def test_counting_stops_at_the_cap(tasks, django_assert_num_queries):
    tasks.bulk_create(Task(title="x", floor=1) for _number in range(12))
    with django_assert_num_queries(1) as asked:
        assert paging.capped_count(tasks.order_by("floor"), 10) == 11
    assert "LIMIT 11" in asked.captured_queries[0]["sql"]


def test_nullable_is_found_out_from_the_model(tasks):
    keys = Keyset.over(Task, ["floor", "score", Lower("title"), F("floor")], "pk").keys
    assert [key.nullable for key in keys] == [False, True, True, True, False]
