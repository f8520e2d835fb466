from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from anju.foundation.permissions import RoleCode
from anju.modules.plans.models import FindingChoice, Promise, UnreadPassage
from anju.modules.plans.queries import checks as reads
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.rules.checking import Code
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT
from anju.modules.plans.tests.test_checks import TEXT

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def place(boss):
    return factories.ground(boss)


@pytest.fixture
def version(boss, place):
    return plan_queries.version(boss, factories.upload(boss, place, TEXT))


@pytest.fixture
def reviewer(login):
    return login(RoleCode.QUALITY)


def finding(version, code=Code.FIGURES_DIFFER):
    return next(one for one in reads.findings(version, AT) if one.code == code)


def page_of(client, version, query=""):
    return client.get(reverse("plans:checks", args=[version.pk]) + query)


def choose(client, version, key, **more):
    headers = HTMX if more.pop("part", False) else {}
    return client.post(reverse("plans:finding_choose", args=[version.pk, key]), more, **headers)


def test_the_page_shows_both_places_with_their_figures_and_ways_into_the_desk(reviewer, version):
    page = page_of(reviewer, version).content.decode()
    one, other = finding(version).promises
    assert "“雨污水井检查”在方案中有不同的数" in page
    assert "《保安服务管理条例》第二十五条" in page
    for number in (one, other):
        assert f"?promise={number}#p{number}" in page
    assert "每月 1 次" in page and "每半年 1 次" in page
    assert page.count("以此为准") >= 2


def test_findings_are_grouped_by_severity_and_can_be_narrowed(reviewer, version):
    page = page_of(reviewer, version).content.decode()
    assert page.index("监控录像保存期") < page.index("雨污水井检查") < page.index("没有写按月")
    narrowed = page_of(reviewer, version, "?severity=law").content.decode()
    assert "监控录像保存期" in narrowed and "雨污水井检查" not in narrowed
    assert "没有符合筛选条件" in page_of(reviewer, version, "?state=settled").content.decode()
    assert page_of(reviewer, version, "?severity=none&code=1&state=<b>").status_code == 200


def test_a_plan_without_faults_says_so(boss, place, login, version):
    clean = factories.upload(boss, place, factories.TEXT, title="另一份")
    page = login(RoleCode.QUALITY).get(reverse("plans:checks", args=[clean])).content.decode()
    assert "没有发现问题" in page


def test_one_click_says_which_figure_holds(reviewer, version):
    found = finding(version)
    kept, gone = found.promises
    answer = choose(reviewer, version, found.key, choice=f"keep:{kept}")
    assert answer.status_code == 302 and answer.url.endswith(f"#f{found.key}")
    assert Promise.objects.get(pk=gone).review == "rejected"
    page = page_of(reviewer, version).content.decode()
    assert "以其中一处为准" in page and "测试员" in page
    reviewer.post(reverse("plans:finding_reopen", args=[version.pk, found.key]))
    assert Promise.objects.get(pk=gone).review == "found"


def test_a_part_is_answered_with_the_finding_alone(reviewer, version):
    found = finding(version)
    answer = choose(reviewer, version, found.key, choice="both", note="两个部门", part=True)
    page = answer.content.decode()
    assert "<html" not in page and f'id="f{found.key}"' in page and "两个部门" in page


@pytest.mark.parametrize("part", [True, False])
def test_a_missing_reason_is_said_at_the_field_and_what_was_typed_stays(reviewer, version, part):
    found = finding(version)
    answer = choose(reviewer, version, found.key, choice="keep:999999", note="按月", part=part)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "所选承诺不在这个结果里" in page and 'value="按月"' in page and 'aria-invalid="true"' in page
    assert not FindingChoice.objects.exists()
    assert choose(reviewer, version, found.key, choice="both", part=part).status_code == 422
    assert choose(reviewer, version, found.key, choice="anything", part=part).status_code == 422


def test_a_finding_that_is_gone_is_not_found(reviewer, version):
    assert choose(reviewer, version, "nothing", choice="not", note="x").status_code == 404


def test_readers_see_findings_but_decide_nothing(login, version):
    reader = login(RoleCode.SUPERVISOR)
    page = page_of(reader, version).content.decode()
    assert "雨污水井检查" in page and "以此为准" not in page and 'name="note"' not in page
    key = finding(version).key
    assert choose(reader, version, key, choice="not", note="x").status_code == 403
    assert reader.post(reverse("plans:finding_reopen", args=[version.pk, key])).status_code == 403


def test_another_place_s_findings_are_not_there(boss, login, version):
    other = factories.ground(boss, code="BY", name="别苑")
    stranger = login(RoleCode.MANAGER, path=other.community.path)
    assert page_of(stranger, version).status_code == 404
    assert choose(stranger, version, finding(version).key, choice="not", note="x").status_code == 404
    assert (
        stranger.get(
            reverse("plans:checks_export", kwargs={"version_id": version.pk, "form": "xlsx"})
        ).status_code
        == 404
    )


def test_findings_go_out_as_a_spreadsheet_and_for_print(reviewer, version):
    choose(reviewer, version, finding(version).key, choice="both", note="两个部门")
    address = {
        form: reverse("plans:checks_export", kwargs={"version_id": version.pk, "form": form}) for form in ("xlsx", "pdf")
    }  # fmt: skip
    book = load_workbook(io.BytesIO(b"".join(reviewer.get(address["xlsx"]).streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 4
    assert ("严重", "同一件事有不同的数") in {row[:2] for row in rows}
    assert any("两个部门" in [str(cell) for cell in row] for row in rows)
    assert b"".join(reviewer.get(address["pdf"]).streaming_content).startswith(b"%PDF")


def test_the_form_of_approval_warns_and_leads_to_the_checks(login, boss, version):
    leader = login(RoleCode.LEADER)
    page = leader.get(reverse("plans:approve", args=[version.pk])).content.decode()
    assert "1 项涉及法律、1 项严重" in page and reverse("plans:checks", args=[version.pk]) in page


def test_the_plan_page_counts_what_is_open(reviewer, version):
    page = reviewer.get(reverse("plans:plan", args=[version.plan_id])).content.decode()
    assert reverse("plans:checks", args=[version.pk]) in page and "项未处理" in page


@pytest.mark.parametrize("part", [True, False])
def test_a_suggested_figure_is_taken_with_one_click(reviewer, version, part):
    passage = UnreadPassage.objects.get(version=version, reason="frequency_without_number")
    answer = reviewer.post(reverse("plans:suggestion_take", args=[passage.pk]), **(HTMX if part else {}))
    assert answer.status_code == (200 if part else 302)
    passage.refresh_from_db()
    assert passage.decision == "interval" and passage.promise.period == "week"


def test_a_page_of_checks_costs_no_more_for_more_findings(
    reviewer, boss, place, version, django_assert_max_num_queries
):
    long = TEXT + "".join(f"{n}．第{n}号设备房每日巡查{n}次，监控录像保存{n}天。\n" for n in range(2, 25))
    many = factories.upload(boss, place, long, title="长方案")
    with django_assert_max_num_queries(45):
        assert reviewer.get(reverse("plans:checks", args=[many])).status_code == 200


def test_the_page_of_passages_offers_the_suggested_figure(reviewer, version):
    page = reviewer.get(reverse("plans:passages", args=[version.pk])).content.decode()
    passage = UnreadPassage.objects.get(version=version, reason="frequency_without_number")
    assert reverse("plans:suggestion_take", args=[passage.pk]) in page
    assert (
        reverse("plans:suggestion_take", args=[passage.pk])
        not in reviewer.get(reverse("plans:passages", args=[version.pk]) + "?decided=1").content.decode()
    )
