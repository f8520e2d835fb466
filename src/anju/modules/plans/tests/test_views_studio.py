"""The desk in parts, as its script asks for it, and its forms for splitting, merging and adding."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.urls import reverse

from anju.foundation.permissions import RoleCode
from anju.modules.plans.models import PlanVersion, Promise, ReviewState, ReviewStep, UnreadPassage
from anju.modules.plans.queries.review_list import CHUNK, Listing
from anju.modules.plans.rules.compiling.engines import engine_for
from anju.modules.plans.services import review
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT
from anju.modules.plans.tests.test_views_plans import HTMX, facts

MANY = "方案\n" + "".join(
    f"{n}．第{n}号楼道每日清扫{n % 5 + 1}次。\n" if n % 2 else f"{n}．第{n}号岗每2小时巡逻1次。\n"
    for n in range(1, 121)
)


@pytest.fixture
def place(boss):
    return factories.ground(boss)


@pytest.fixture
def version(boss, place):
    return factories.upload(boss, place, factories.LOOSE)


@pytest.fixture
def manager(login):
    return login(RoleCode.MANAGER)


def rows(version):
    return list(Promise.objects.filter(version_id=version).order_by("start"))


def shown(page):
    return [int(one) for one in re.findall(r'<li id="p(\d+)"', page)]


def part(client, version, name, **query):
    answer = client.get(reverse("plans:desk", args=[version]), {"part": name, **query}, **HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    return answer.content.decode()


def changed(answer):
    return json.loads(unescape(re.search(r'data-changed="([^"]*)"', answer.content.decode())[1]))


def test_the_list_is_grouped_by_domain_and_kind_with_counts(manager, version):
    page = part(manager, version, "list")
    heads = [" ".join(re.sub("<[^>]+>", " ", one).split()) for one in re.findall(r'<li class="desk-group".*?</li>', page)]  # fmt: skip
    assert heads[0] == "秩序维护 频 频次 1 条，1 条待核对"
    assert len(heads) == 4
    by_text = part(manager, version, "list", order="text")
    assert "desk-group" not in by_text
    assert shown(by_text) == [row.pk for row in rows(version)]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"domain": "security"}, ["003", "004"]),
        ({"kind": "time_limit"}, ["005"]),
        ({"engine": "rosters"}, ["004"]),
        ({"q": "巡逻 重点"}, ["003"]),
        ({"q": "没有这样的话"}, []),
        ({"section": "一"}, ["001", "002"]),
        ({"review": "accepted"}, ["001"]),
        ({"domain": "cleaning", "review": "found"}, ["002"]),
    ],
)
def test_filters_show_what_fits(boss, manager, version, query, numbers):
    review.promise_accept(actor=boss, promise_id=rows(version)[0].pk, at=AT)
    found = shown(part(manager, version, "list", order="text", **query))
    assert [Promise.objects.get(pk=one).number for one in found] == numbers


def test_a_count_says_what_choosing_it_would_show(version):
    listing = Listing(version, {"domain": "security"})
    assert listing.counts["kind"] == {"frequency": 1, "coverage": 1}
    for domain, count in listing.counts["domain"].items():
        assert len(Listing(version, {"domain": domain}).shown) == count


def test_the_engine_of_the_list_is_that_of_compiling(version, boss, place):
    more = factories.upload(boss, place, MANY + "一百、路灯完好率不低于95%。\n", title="另一方案")
    for one in [*Listing(version, {}).all, *Listing(more, {}).all]:
        assert one.engine == engine_for(one.facts)


def test_the_count_above_a_confidence_is_what_would_be_accepted(boss, version):
    first, second, *_rest = rows(version)
    Promise.objects.filter(pk=first.pk).update(confidence=0.42)
    Promise.objects.filter(pk=second.pk).update(unit="")
    for percent in (0, 42, 43, 90, 100):
        said = Listing(version, {}).sure[percent]
        assert review.promises_accept(actor=boss, version_id=version, confidence=percent / 100, at=AT) == said
        Promise.objects.update(review=ReviewState.FOUND)


def test_the_list_is_walked_in_parts_both_ways(manager, boss, place):
    version = factories.upload(boss, place, MANY)
    whole = [one.pk for one in Listing(version, {}).shown]
    first = part(manager, version, "list")
    assert shown(first) == whole[:CHUNK]
    assert shown(part(manager, version, "rows", after=whole[CHUNK - 1])) == whole[CHUNK : 2 * CHUNK]
    assert shown(part(manager, version, "rows", before=whole[CHUNK])) == whole[:CHUNK]
    around = shown(part(manager, version, "list", promise=whole[90]))
    assert whole[90] in around
    assert whole[90 - CHUNK] not in around


def test_a_promise_asked_for_is_shown_even_if_the_filters_go_for_it(manager, version):
    wanted = rows(version)[0]
    page = part(manager, version, "list", domain="security", promise=wanted.pk)
    assert wanted.pk in shown(page)
    assert "已清除筛选" in page
    assert wanted.pk not in shown(part(manager, version, "list", domain="security", near=wanted.pk))


def test_the_text_comes_page_by_page_with_a_sign_on_every_mark(manager, version):
    page = part(manager, version, "text", page=1)
    first = rows(version)[0]
    assert re.search(rf'data-marks="p{first.pk}"[^>]*data-sign="频"', page)
    assert 'data-unread title="未读懂' in page
    assert '<p class="is-heading"' in page


def test_an_act_answers_with_its_row_its_marks_and_a_way_back(manager, version):
    first = rows(version)[0]
    answer = manager.post(reverse("plans:promise_accept", args=[first.pk]), **HTMX)
    assert changed(answer) == {"redraw": False, "at": first.pk, "spans": []}
    assert "data-undo-now" in answer.content.decode()
    back = manager.post(reverse("plans:undo_last", args=[version]), **HTMX)
    assert changed(back) == {"redraw": True, "at": first.pk, "spans": [[first.start, first.end]]}
    first.refresh_from_db()
    assert first.review == ReviewState.FOUND
    assert manager.post(reverse("plans:undo_last", args=[version]), **HTMX).status_code == 404


def test_a_batch_is_accepted_and_taken_back_from_the_desk(manager, version):
    address = reverse("plans:accept_all", args=[version])
    answer = manager.post(address, {"confidence": "0"}, **HTMX)
    assert changed(answer) == {"redraw": True, "at": 0, "spans": [[0, 0]]}
    assert "已采纳 5 条承诺" in answer.content.decode()
    step = ReviewStep.objects.get()
    answer = manager.post(reverse("plans:undo", args=[step.pk]))
    assert answer.status_code == 302
    assert set(Promise.objects.values_list("review", flat=True)) == {ReviewState.FOUND}


def test_a_split_is_proposed_and_done(manager, version):
    first = rows(version)[0]
    address = reverse("plans:promise_split", args=[first.pk])
    page = manager.get(address, **HTMX).content.decode()
    assert page.count("楼道每日清扫2次</textarea>") == 2
    sent = {f"{side}_{name}": value for side in ("first", "second") for name, value in facts().items()}
    sent |= {"first_quote": "楼道", "second_quote": "不在这里的话", "note": ""}
    wrong = manager.post(address, sent, **HTMX)
    assert (wrong.status_code, "id_second_quote_error" in wrong.content.decode()) == (422, True)
    answer = manager.post(address, {**sent, "second_quote": "清扫2次"}, **HTMX)
    assert changed(answer)["redraw"] is True
    assert Promise.objects.get(split_from=first).quote == "清扫2次"
    history = manager.get(reverse("plans:promise_history", args=[first.pk])).content.decode()
    assert "拆分" in history
    assert "楼道每日清扫2次" in history


def test_a_merge_takes_the_next_one_or_those_that_were_chosen(manager, version):
    first, _second, third, *_rest = rows(version)
    address = reverse("plans:merge", args=[version])
    alone = manager.get(address, {"promise": first.pk}).content.decode()
    assert "001" in alone
    assert "002" in alone
    chosen = f"{address}?promise={first.pk}&promise={third.pk}"
    assert "003" in manager.get(chosen).content.decode()
    assert manager.post(chosen, facts()).status_code == 302
    third.refresh_from_db()
    assert third.merged_into_id == first.pk
    page = part(manager, version, "list", review="rejected")
    assert "已并入 001" in page


def test_marked_words_are_read_into_the_form(manager, version):
    text = PlanVersion.objects.get(pk=version).text
    start = text.index("道路每周冲洗1次")
    address = reverse("plans:add", args=[version])
    page = manager.get(address, {"start": start - 1, "end": start + 9}, **HTMX).content.decode()
    assert "已按所选文字填好" in page
    assert 'value="冲洗"' in page
    assert '<option value="week" selected>' in page
    nothing = manager.get(address, {"start": 0, "end": 6}, **HTMX).content.decode()
    assert "没有识别出" in nothing
    assert manager.get(address, {"start": 5, "end": 5}).status_code == 200


def test_passages_are_listed_beside_the_text_and_decided_there(manager, version):
    passage = UnreadPassage.objects.get()
    page = part(manager, version, "list", list="passages")
    assert f'id="u{passage.pk}"' in page
    assert part(manager, version, "list", list="passages", reason="loose_figure").count("desk-row") == 1
    answer = manager.post(reverse("plans:passage_promise", args=[passage.pk]), facts(), **HTMX)
    assert changed(answer)["spans"] == [[passage.start, passage.end]]
    assert Promise.objects.filter(review=ReviewState.ADDED).count() == 1
    assert "没有待处理的语句" in part(manager, version, "list", list="passages")


def test_a_reader_sees_the_desk_but_no_act(login, version):
    client = login(RoleCode.SUPERVISOR)
    page = client.get(reverse("plans:desk", args=[version])).content.decode()
    assert "desk-row" in page
    for act in ('data-act="a"', "data-accept-all", "data-mark-bar", "data-undo>", 'id="judge"'):
        assert act not in page


def test_nothing_is_asked_once_per_row(manager, boss, place, django_assert_max_num_queries):
    version = factories.upload(boss, place, MANY)
    review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT)
    # The first opening checks the plan anew, which is remembered until a promise changes.
    manager.get(reverse("plans:desk", args=[version]))
    with django_assert_max_num_queries(32):
        manager.get(reverse("plans:desk", args=[version]))
    with django_assert_max_num_queries(22):
        part(manager, version, "list")
