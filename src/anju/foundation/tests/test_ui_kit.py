from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.template import engines
from django.utils.translation import gettext_lazy

from anju.foundation.ui import assets
from anju.foundation.ui.environment import icon, json_script, static

PACKAGE = Path(__file__).resolve().parents[2]
TEMPLATES = [*PACKAGE.glob("**/jinja2/**/*.html"), *PACKAGE.glob("**/templates/**/*.html")]
COMMENT = re.compile(r"\{#.*?#\}", re.S)
TAG = re.compile(r"\{%.*?%\}", re.S)
NAMED_ICON = re.compile(r"""\b(?:icon\(|icon_name=|mark=)\s*["']([\w-]+)["']""")
FORBIDDEN = {
    "style attribute": re.compile(r"""\sstyle=["']"""),
    "inline handler": re.compile(r"""<[^>]*\son\w+\s*=(?!=)"""),
    "htmx script": re.compile(r"""\shx-on|=["']js:"""),
    "inline script": re.compile(r"""<script(?![^>]*\b(?:src=|type="application/json"))"""),
    "inline style": re.compile(r"""<style\b"""),
}


def render(source, **context):
    return engines["jinja2"].from_string('{% import "ui/kit.html" as ui %}' + source).render(context)


def test_built_files_are_found_by_their_source_names():
    for name in (
        "app.css",
        "console.js",
        "field.js",
        "auth.js",
        "icons.svg",
        "field.webmanifest",
        "siteplan.css",
    ):
        built = static(name)
        assert re.fullmatch(r"/static/assets/[\w.-]+-[0-9A-Za-z]{8,10}\.\w+", built), built
        assert assets.is_immutable("", built)


def test_a_name_that_was_not_built_stays_as_it_is():
    assert assets.hashed("nothing.css") == "nothing.css"
    assert not assets.is_immutable("", "/static/nothing.css")


def test_an_unknown_icon_is_refused():
    with pytest.raises(ValueError, match=r"icons\.txt"):
        icon("no-such-icon")


def test_every_icon_named_in_a_template_is_in_the_sprite():
    named = {
        (path.name, name)
        for path in TEMPLATES
        for name in NAMED_ICON.findall(COMMENT.sub("", path.read_text(encoding="utf-8")))
    }
    assert len(named) > 20
    assert {(where, name) for where, name in named if name not in assets.icon_names()} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_needs_more_than_the_strict_policy_allows(path):
    text = TAG.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
    assert {what for what, pattern in FORBIDDEN.items() if pattern.search(text)} == set()


def test_data_for_scripts_cannot_close_its_element():
    shown = json_script({"a": "</script><b>&"}, "x")
    assert "</script><b>" not in shown
    assert (
        shown
        == '<script type="application/json" id="x">{"a":"\\u003C/script\\u003E\\u003Cb\\u003E\\u0026"}</script>'
    )


def test_text_given_to_a_macro_is_escaped():
    shown = render(
        "{{ ui.pill(bad) }}{{ ui.facts([(bad, bad)]) }}{{ ui.empty(bad, bad) }}{{ ui.note(bad) }}{{ ui.league([{'name': bad, 'value': 1}]) }}",
        bad="<b>",
    )
    assert "<b>" not in shown
    assert shown.count("&lt;b&gt;") == 7


def test_every_state_of_a_promise_has_its_word():
    shown = render(
        "{% for s in ('kept','broken','unproven','pending','waiting') %}{{ ui.state(s) }}{% endfor %}"
    )
    for word in ("兑现", "未兑现", "待证实", "进行中", "未接入"):
        assert word in shown


def test_a_countdown_carries_its_moment_and_stops_when_done():
    at = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
    running = render("{{ ui.due(at) }}", at=at)
    assert 'data-due="2026-11-21T12:00:00+08:00"' in running
    assert "data-due" not in render("{{ ui.due(at, done='按时完成') }}", at=at)


def test_the_four_parts_of_a_split_bar_never_exceed_its_width():
    shown = render("{{ ui.split_bar(1, 1, 1, 0) }}")
    right = [float(x) + float(w) for x, w in re.findall(r'x="([\d.]+)" y="0" width="([\d.]+)"', shown)]
    assert max(right) == pytest.approx(100, abs=0.01)
    assert 'class="pending" x="0" y="0" width="100"' in render("{{ ui.split_bar() }}")


def test_a_month_begins_under_its_weekday():
    days = [
        {"on": date(2026, 11, 1) + timedelta(days=n), "state": "kept", "label": "", "href": ""}
        for n in range(30)
    ]
    assert render("{{ ui.heat_month(days) }}", days=days).count("is-blank") == 6


def test_two_confirmations_on_a_page_have_their_own_dialogs():
    shown = render("{% for n in (1, 2) %}{{ ui.confirm('删除', '/x/' ~ n, '', '删除？') }}{% endfor %}")
    ids = re.findall(r'<dialog class="dialog" id="([^"]+)"', shown)
    assert len(set(ids)) == 2
    assert re.findall(r'data-dialog="([^"]+)"', shown) == ids


def test_an_answer_item_out_of_limits_can_carry_a_finding_and_photos():
    shown = (
        engines["jinja2"]
        .from_string(
            '{% import "ui/field.html" as fx %}{{ fx.item("t", "number", "温度", min=5, max=40) }}{{ fx.item("p", "photo", "照片") }}'
        )
        .render({})
    )
    assert 'data-min="5"' in shown
    assert shown.count("data-finding-words") == 1
    assert shown.count("data-photo-input") == 2


def test_a_path_takes_a_text_that_waits_for_its_language_for_a_text():
    head = render("{{ ui.page_head('x', crumb=[('a', '/a/'), name]) }}", name=gettext_lazy("返工"))
    assert '<a href="/a/">a</a>' in head and "<li>返工</li>" in head
