from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import Count, F
from django.db.models.functions import Lower
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from anju.foundation.tests.ui_samples import Task
from anju.foundation.ui.tables import (
    BooleanFilter,
    BulkAction,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    MultiChoiceFilter,
    SearchFilter,
    SortKey,
    Table,
    TreeFilter,
    TreeNode,
    cursor,
    paging,
    selected_ids,
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
        filled.sort(key=lambda row: getattr(row, key.expression), reverse=key.descending)
        if key.descending:
            filled = _stable_descending(filled, key.expression)
        ordered = empty + filled if key.nulls_first else filled + empty
    return [row.pk for row in ordered]


def _stable_descending(rows, name):
    return sorted(rows, key=lambda row: getattr(row, name), reverse=True)


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


TABLE = Table(
    name="test.tasks",
    caption="任务",
    columns=(
        Column(key="title", label="名称", sort="title"),
        Column(key="floor", label="楼层", sort=("floor", "-title"), align="end"),
        Column(
            key="score", label="得分", sort="score", cell=lambda row: Markup("<b>{}</b>").format(row.score)
        ),
        Column(key="due_on", label="期限", sort="due_on", optional=True),
        Column(key="price", label="价格", hidden=True),
    ),
    filters=(
        SearchFilter(fields=("title",)),
        ChoiceFilter(key="floor", label="楼层", choices=[(1, "一层"), (2, "二层")]),
        MultiChoiceFilter(key="score", label="得分", choices=[(1, "一分"), (2, "两分"), (3, "三分")]),
        BooleanFilter(key="urgent", label="紧急"),
        BooleanFilter(
            key="top", label="顶层", only=True, apply=lambda rows, yes: rows.filter(floor=9), more=True
        ),
        DateRangeFilter(key="due", label="期限", field="due_on"),
        DateRangeFilter(key="made", label="登记时间", field="made_at", moment=True),
        TreeFilter(
            key="place",
            label="位置",
            nodes=lambda request: [TreeNode(1, "甲区"), TreeNode(2, "一栋", depth=1)],
            apply=lambda rows, node: rows.filter(floor__gte=node),
        ),
    ),
    default_sort="-floor",
    page_size=3,
    count_cap=5,
    row_url=lambda row: f"/tasks/{row.pk}/",
    bulk_actions=(
        BulkAction(key="close", label="关闭", url="/tasks/close/", confirm="确定？"),
        BulkAction(key="drop", label="删除", url="/tasks/drop/", permission="test.task:drop"),
    ),
    empty=EmptyState(title="没有任务", text="新建一个吧", action_label="新建任务", action_url="/tasks/new/"),
)


def page_of(url, queryset, table=TABLE, **headers):
    return table.page(RequestFactory().get(url, headers=headers), queryset)


def titles(page):
    return [str(row.cells[0][1]) for row in page.rows]


def filled(tasks, count=5):
    tasks.bulk_create(
        Task(
            title=f"T{number}",
            floor=number,
            score=number % 3 or None,
            due_on=date(2026, 3, 1) + timedelta(days=number),
            made_at=datetime(2026, 3, 1, 15, 30, tzinfo=UTC) + timedelta(days=number),
            urgent=number % 2 == 0,
        )
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["T4", "T3", "T2"]),
        ("?sort=floor", ["T0", "T1", "T2"]),
        ("?sort=title", ["T0", "T1", "T2"]),
        ("?sort=-title", ["T4", "T3", "T2"]),
        ("?q=t3", ["T3"]),
        ("?q=t+3", ["T3"]),
        ("?q=%00", ["T4", "T3", "T2"]),
        ("?floor=2", ["T2"]),
        ("?score=1&score=2", ["T4", "T2", "T1"]),
        ("?urgent=0", ["T3", "T1"]),
        ("?urgent=1&sort=floor", ["T0", "T2", "T4"]),
        ("?top=1", []),
        ("?due_from=2026-03-03&due_to=2026-03-04", ["T3", "T2"]),
        ("?made_from=2026-03-03&made_to=2026-03-03", ["T2"]),
        ("?made_to=2026-03-01", ["T0"]),
        ("?place=2", ["T4", "T3", "T2"]),
    ],
)
def test_filters_and_orders(tasks, query, expected):
    filled(tasks)
    page = page_of(f"/tasks/{query}", tasks.all())
    assert titles(page) == expected
    assert page.hints == []


@pytest.mark.parametrize(
    "query",
    [
        "?floor=99", "?floor=1%27%3B--", "?score=one", "?urgent=maybe", "?due_from=2026-02-30", "?due_to=0001-01-01",
        "?due_from=2026-03-04&due_to=2026-03-01", "?place=x", "?sort=password", "?sort=price", "?after=nonsense",
        "?before=nonsense", "?top=0", "?q=" + "x" * 500 + "&floor=77",
    ],
)  # fmt: skip
def test_a_bad_value_in_the_url_is_left_out_and_said_so(tasks, query):
    filled(tasks)
    page = page_of(f"/tasks/{query}", tasks.all())
    assert page.hints
    if "q=" not in query:
        assert titles(page) == ["T4", "T3", "T2"]
    assert "99" not in page.url and "nonsense" not in page.url


@given(
    query=st.dictionaries(
        st.sampled_from(
            [
                "q",
                "floor",
                "score",
                "urgent",
                "due_from",
                "made_to",
                "place",
                "sort",
                "after",
                "before",
                "cols",
            ]
        ),
        st.text(max_size=12),
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_string_breaks_a_list(tasks, query):
    page = TABLE.page(RequestFactory().get("/tasks/", query), tasks.all())
    assert page.rows == [] and isinstance(page.url, str)


def test_each_active_filter_has_a_chip_that_takes_just_it_away(tasks):
    filled(tasks)
    page = page_of("/tasks/?score=1&score=2&due_from=2026-03-02&sort=floor&tab=x", tasks.all())
    removed = [parse_qs(urlsplit(chip.remove_url).query) for chip in page.chips]
    assert [str(chip.text) for chip in page.chips] == ["一分", "两分", "2026-03-02 起"]
    assert removed[0] == {"tab": ["x"], "score": ["2"], "due_from": ["2026-03-02"], "sort": ["floor"]}
    assert "due_from" not in removed[2] and removed[2]["score"] == ["1", "2"]
    assert parse_qs(urlsplit(page.reset_url).query) == {"tab": ["x"], "sort": ["floor"]}


def test_a_page_costs_two_queries_and_a_list_that_fits_one(tasks, django_assert_num_queries):
    filled(tasks, 8)
    with django_assert_num_queries(2):
        page = page_of("/tasks/", tasks.all())
        assert len(page.rows) == 3 and page.count_text == "5+"
    with django_assert_num_queries(1):
        page = page_of("/tasks/?q=T1", tasks.all())
        assert len(page.rows) == 1 and page.count_text == "1"


def test_links_lead_through_the_list_and_back(tasks):
    filled(tasks, 5)
    first = page_of("/tasks/?urgent=&tab=x", tasks.all())
    second = page_of(first.next_url, tasks.all())
    assert (titles(second), second.next_url) == (["T1", "T0"], "")
    assert titles(page_of(second.previous_url, tasks.all())) == ["T4", "T3", "T2"]
    assert second.first_url == "/tasks/?tab=x"
    assert "tab=x" in second.url and "after=" in second.url


def test_a_page_whose_rows_vanished_gives_the_first_page(tasks):
    filled(tasks, 5)
    url = page_of("/tasks/", tasks.all()).next_url
    tasks.filter(floor__lt=2).delete()
    page = page_of(url, tasks.all())
    assert titles(page) == ["T4", "T3", "T2"]
    assert page.url == "/tasks/" and page.first_url == ""


def test_a_heading_turns_the_order_round_and_says_which_it_is(tasks):
    page = page_of("/tasks/", tasks.all())
    by_key = {heading.column.key: heading for heading in page.headings}
    assert (by_key["floor"].aria_sort, by_key["floor"].url) == ("descending", "/tasks/?sort=floor")
    assert (by_key["title"].aria_sort, by_key["title"].url) == ("none", "/tasks/?sort=title")
    turned = {h.column.key: h for h in page_of("/tasks/?sort=floor", tasks.all()).headings}
    assert (turned["floor"].aria_sort, turned["floor"].url) == ("ascending", "/tasks/")


def test_htmx_gets_the_rows_and_a_browser_the_page(tasks, pages):
    filled(tasks)
    (pages / "tasks.html").write_text('<html><h1>{{ title }}</h1>{% include "ui/table.html" %}</html>')

    def ask(url, **headers):
        request = RequestFactory().get(
            url, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        return TABLE.respond(request, tasks.all(), template="tasks.html", context={"title": "全部任务"})

    whole = ask("/tasks/?floor=2&urgent=")
    body = whole.content.decode()
    assert "<h1>全部任务</h1>" in body and 'id="rows"' in body and '<option value="2" selected>' in body
    assert 'href="/tasks/2' not in body and f'href="/tasks/{tasks.get(floor=2).pk}/"' in body
    assert "HX-Request" in whole["Vary"]

    rows = ask("/tasks/?floor=2&urgent=", HX_Request="true", HX_Target="div#rows", HX_Request_Type="partial")
    assert "<h1>" not in rows.content.decode() and "T2" in rows.content.decode()
    assert rows["HX-Push-Url"] == "/tasks/?floor=2"

    for other in (
        {"HX_History_Restore_Request": "true"}, {"HX_Request_Type": "full"}, {"HX_Target": "div#elsewhere"},
    ):  # fmt: skip
        assert "<h1>" in ask("/tasks/", HX_Request="true", **other).content.decode()


def test_what_a_row_holds_is_escaped_unless_it_is_markup(tasks, pages):
    tasks.create(title="<script>1</script>", floor=1, score=7)
    (pages / "tasks.html").write_text('{% include "ui/table.html" %}')
    body = TABLE.respond(RequestFactory().get("/tasks/"), tasks.all(), template="tasks.html").content.decode()
    assert "<script>" not in body and "&lt;script&gt;" in body and "<b>7</b>" in body
    assert 'data-label="楼层"' in body


def test_an_empty_list_says_what_to_do_and_a_filtered_one_how_to_get_back(tasks, pages):
    (pages / "tasks.html").write_text('{% include "ui/table.html" %}')
    empty = TABLE.respond(
        RequestFactory().get("/tasks/"), tasks.all(), template="tasks.html"
    ).content.decode()
    assert "没有任务" in empty and 'href="/tasks/new/"' in empty
    request = RequestFactory().get("/tasks/?floor=1")
    filtered = TABLE.respond(request, tasks.all(), template="tasks.html").content.decode()
    assert "没有符合条件的内容" in filtered and "没有任务" not in filtered


def test_the_readers_choice_of_columns_is_remembered(tasks, pages):
    filled(tasks, 1)
    (pages / "tasks.html").write_text('{% include "ui/table.html" %}')
    request = RequestFactory().get("/tasks/?cols=-&cols=price")
    response = TABLE.respond(request, tasks.all(), template="tasks.html")
    again = RequestFactory().get("/tasks/")
    again.COOKIES["anju_cols_test_tasks"] = response.cookies["anju_cols_test_tasks"].value
    assert [column.key for column in TABLE.page(again, tasks.all()).columns] == [
        "title",
        "floor",
        "score",
        "price",
    ]
    plain = TABLE.page(RequestFactory().get("/tasks/"), tasks.all())
    assert [column.key for column in plain.columns] == ["title", "floor", "score", "due_on"]


def test_actions_without_permission_are_not_offered(tasks):
    filled(tasks)
    assert [action.key for action in page_of("/tasks/", tasks.all()).bulk_actions] == ["close"]


def test_cells_may_come_from_macros_of_a_template(tasks, pages):
    (pages / "_cells.html").write_text("{% macro height(row) %}<i>{{ row.floor }}层</i>{% endmacro %}")
    table = Table(name="t", columns=(Column(key="floor", label="层", template="_cells.html#height"),))
    tasks.create(title="x", floor=3)
    assert table.page(RequestFactory().get("/"), tasks.all()).rows[0].cells[0][1] == "<i>3层</i>"


def test_only_ids_are_taken_from_a_bulk_form():
    request = RequestFactory().post("/", {"ids": ["3", "1", "3", "x", "-2", "9" * 30, "²"]})
    assert selected_ids(request) == [3, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": (Column(key="a", label=""), Column(key="a", label=""))},
        {"columns": ()},
        {"columns": (Column(key="a", label=""),), "default_sort": "a"},
        {"columns": (Column(key="a", label=""),), "filters": (SearchFilter(key="sort"),)},
        {"columns": (Column(key="a", label=""),), "filters": (SearchFilter(), SearchFilter())},
    ],
)
def test_a_declaration_that_cannot_work_fails_at_import(wrong):
    with pytest.raises(ValueError, match="table broken"):
        Table(name="broken", **wrong)


def test_a_path_through_an_empty_relation_shows_nothing():
    column = Column(key="x", label="", value="place.name")
    assert column.value_of({"place": None}) is None
    with pytest.raises(KeyError):
        Column(key="x", label="", value="plce").value_of({"place": 1})


def test_nullable_is_found_out_from_the_model(tasks):
    keys = Keyset.over(Task, ["floor", "score", Lower("title"), F("floor")], "pk").keys
    assert [key.nullable for key in keys] == [False, True, True, True, False]
