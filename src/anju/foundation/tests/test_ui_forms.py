from __future__ import annotations

from decimal import Decimal
from functools import partial
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.ui import messages
from anju.foundation.ui.forms import (
    DateInput,
    MoneyField,
    SearchSelect,
    TreeSelect,
    UnitInput,
    form_page,
    tree_choices,
    view_of,
)
from anju.foundation.ui.messages import error_text, register_error_texts
from anju.foundation.ui.tables import TreeNode
from anju.kernel.errors import Conflict, DomainError, Forbidden
from anju.kernel.money import Money


class TaskForm(forms.Form):
    title = forms.CharField(label="名称", max_length=10, help_text="不超过十个字")
    area = forms.DecimalField(label="面积", required=False, widget=UnitInput("m²", step="0.01"))
    price = MoneyField(label="价格", required=False)
    due_on = forms.DateField(label="期限", required=False, widget=DateInput)
    place = forms.ChoiceField(
        label="位置",
        required=False,
        widget=TreeSelect,
        choices=tree_choices([TreeNode(1, "甲区"), TreeNode(2, "一栋", 1)], empty="不限"),
    )
    person = forms.ChoiceField(label="负责人", required=False, widget=SearchSelect, choices=[("1", "甲")])
    urgent = forms.BooleanField(label="紧急", required=False)
    kind = forms.ChoiceField(
        label="类别", required=False, widget=forms.RadioSelect, choices=[("a", "甲类"), ("b", "乙类")]
    )
    photo = forms.FileField(label="照片", required=False)
    token = forms.CharField(required=False, widget=forms.HiddenInput)


class Elements(HTMLParser):
    """All start tags with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def one(self, **attrs):
        matching = [
            found
            for _tag, found in self.found
            if all(found.get(name) == text for name, text in attrs.items())
        ]
        assert len(matching) == 1, (attrs, matching)
        return matching[0]


@pytest.fixture
def page(pages):
    (pages / "task_form.html").write_text(
        '{% import "ui/form.html" as forms with context %}{{ forms.page(form, csrf_input, cancel="/tasks/") }}'
    )

    def ask(data=None, on_valid=lambda data: "/done/", headers=None, form=TaskForm):
        method = "get" if data is None else "post"
        request = getattr(RequestFactory(), method)("/tasks/new/", data or {}, headers=headers or {})
        return form_page(request, form, "task_form.html", on_valid)

    return ask


def test_an_empty_form_has_labels_hints_and_no_errors(page):
    response = page()
    html = Elements(response.content.decode())
    assert response.status_code == 200 and "form-errors" not in response.content.decode()
    title = html.one(name="title")
    assert (
        title["aria-describedby"] == "id_title_helptext"
        and "aria-invalid" not in title
        and title["class"] == "input"
    )
    assert html.one(id="id_title_helptext")
    assert html.one(**{"for": "id_title"})
    assert html.one(name="due_on")["type"] == "date"
    assert html.one(name="area")["step"] == "0.01" and "m²" in response.content.decode()
    assert "data-search-select" in html.one(name="person")
    assert "　一栋" in response.content.decode()
    assert html.one(method="post")["enctype"] == "multipart/form-data"
    assert html.one(name="token")["type"] == "hidden"


def test_errors_stand_at_their_fields_and_on_top_and_what_was_typed_is_kept(page):
    response = page(
        {
            "title": "一个超过了十个字的名称啊",
            "area": "abc",
            "price": "12.345",
            "due_on": "2026-02-30",
            "urgent": "on",
            "kind": "b",
        }
    )
    text = response.content.decode()
    html = Elements(text)
    assert response.status_code == 422
    title = html.one(name="title")
    assert title["value"] == "一个超过了十个字的名称啊" and title["aria-invalid"] == "true"
    assert title["aria-describedby"].split() == ["id_title_error", "id_title_helptext"]
    assert html.one(id="id_title_error")
    assert html.one(name="price")["value"] == "12.345" and "最多到分" in text
    assert html.one(name="due_on")["value"] == "2026-02-30"
    assert "checked" in html.one(name="urgent") and "checked" in html.one(name="kind", value="b")
    summary = [
        attrs["href"] for tag, attrs in html.found if tag == "a" and attrs.get("href", "").startswith("#")
    ]
    assert summary == ["#id_title", "#id_area", "#id_price", "#id_due_on"]
    assert "还有 4 处需要修改" in text


def test_ids_of_a_page_differ(page):
    html = Elements(page({"title": ""}).content.decode())
    ids = [attrs["id"] for _tag, attrs in html.found if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_success_leads_on_and_the_service_gets_clean_values(page):
    seen = []
    response = page(
        {"title": "换灯", "price": "1,234.5"}, on_valid=lambda data: seen.append(data) or "/tasks/7/"
    )
    assert (response.status_code, response["Location"]) == (303, "/tasks/7/")
    assert (seen[0]["title"], seen[0]["price"]) == ("换灯", Money(123450))
    answered = page({"title": "换灯"}, headers={"HX-Request": "true"})
    assert (answered.status_code, answered["HX-Redirect"]) == (200, "/done/")
    own = page({"title": "换灯"}, on_valid=lambda data: HttpResponse("x", status=201))
    assert own.status_code == 201


@pytest.fixture
def texts(monkeypatch):
    monkeypatch.setattr(messages, "_texts", dict(messages._texts))
    register_error_texts({"test.taken": _("“{title}”已被 {who} 使用"), "test.closed": _("{day} 已结账")})


def refusing(error):
    def service(_data):
        raise error

    return service


def test_a_refusal_of_a_service_stands_at_its_field(page, texts):
    response = page(
        {"title": "换灯"}, on_valid=refusing(DomainError("test.taken", "title", title="<换灯>", who="甲"))
    )
    text = response.content.decode()
    assert response.status_code == 422 and "“&lt;换灯&gt;”已被 甲 使用" in text
    assert Elements(text).one(name="title")["aria-invalid"] == "true"


def test_a_refusal_without_a_field_of_the_form_stands_on_top(page, texts):
    response = page({"title": "换灯"}, on_valid=refusing(Conflict("test.closed", "ledger", day="3月")))
    text = response.content.decode()
    assert response.status_code == 409 and "3月 已结账" in text
    assert "aria-invalid" not in Elements(text).one(name="title")
    assert Elements(text).one(name="title")["value"] == "换灯"


def test_a_missing_right_is_no_error_of_the_form(page):
    with pytest.raises(Forbidden):
        page({"title": "换灯"}, on_valid=refusing(Forbidden("permission_missing")))


def test_a_form_may_be_made_for_the_request(page):
    class Narrow(forms.Form):
        def __init__(self, *args, names, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["name"] = forms.ChoiceField(choices=[(one, one) for one in names])

    text = page(form=partial(Narrow, names=["甲", "乙"])).content.decode()
    assert '<option value="乙">' in text


def test_fields_can_be_drawn_in_any_order(page):
    view = view_of(TaskForm())
    assert [field.name for field in view.only("price", "title")] == ["price", "title"]
    assert (
        view["urgent"].kind == "checkbox" and view["photo"].kind == "file" and view["kind"].kind == "choices"
    )
    assert [field.name for field in view.hidden] == ["token"]


@pytest.mark.parametrize(
    ("text", "fen"),
    [("12", 1200), ("12.3", 1230), (" ¥1,234.50 ", 123450), ("￥１２．０５", 1205), ("12元", 1200), ("0", 0)],
)
def test_an_amount_is_read_however_it_is_written(text, fen):
    assert MoneyField().clean(text) == Money(fen)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abc", "invalid"),
        ("1,2", "invalid"),
        ("1.234", "places"),
        ("-1", "negative"),
        ("9" * 20, "too_large"),
        ("", "required"),
    ],
)
def test_what_is_no_amount_is_refused(text, code):
    with pytest.raises(forms.ValidationError) as refused:
        MoneyField().clean(text)
    assert refused.value.code == code


@given(st.integers(-(10**14), 10**14))
def test_an_amount_shown_is_the_amount_read_back(fen):
    field = MoneyField(allow_negative=True)
    assert field.clean(field.widget.format_value(Money(fen))) == Money(fen)
    assert field.clean(f"{Decimal(fen).scaleb(-2):,.2f}") == Money(fen)


def test_texts_fill_their_places_and_survive_what_is_missing(texts):
    assert error_text("test.taken", {"title": "甲", "who": None}) == "“甲”已被 — 使用"
    assert error_text("test.taken", {"title": "{who}"}) == "“{who}”已被 {who} 使用"
    assert error_text("test.closed", {"day": Money(100)}) == "¥1.00 已结账"


def test_a_code_has_one_text(texts):
    register_error_texts({"test.closed": _("{day} 已结账")})
    with pytest.raises(ValueError, match=r"test\.closed"):
        register_error_texts({"test.closed": "别的"})
