from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
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
    Table,
    TreeFilter,
    TreeNode,
    selected_ids,
)

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
