"""Time limits and shares of a plan, from the case to the month's fulfilment and back to the evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.engines.scores import facade as scores
from anju.engines.scores.contracts import Question
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Forbidden, Invalid
from anju.kernel.interval import DateInterval
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.queries import measures
from anju.modules.frontdesk.rules import measures as rules
from anju.modules.frontdesk.services import limits
from anju.modules.frontdesk.tests import factories as made
from anju.modules.plans import facade as plans
from anju.modules.plans.queries import fulfilment
from anju.modules.plans.services.rating import promise_measure, shares_take

NOW = made.NOW
MARCH = DateInterval(date(2026, 3, 1), date(2026, 4, 1))
AFTER = datetime(2026, 4, 6, 2, 0, tzinfo=UTC)
PLAN = """服务方案

第一章 报修
1、急修15分钟内到达现场。
2、维修回访率不低于50%。
3、业主求助到达率100%。
第二章 绿化
1、绿化成活率不低于95%。
"""


@pytest.fixture
def home(org, boss):
    home = made.home()
    made.plan(boss, home.community, PLAN)
    limits.limits_read(actor=boss, community_id=home.community, at=NOW)
    return home


def line(boss, home, word, at=AFTER):
    found = fulfilment.fulfilment(actor=boss, community_id=home.community, days=MARCH, today=at.date(), at=at)
    return next(one for one in found.lines if word in one.quote)


def urgent(boss, home, minutes=None):
    opened = facade.report(actor=boss, draft=made.draft(home, fields={"urgent": True}), at=NOW)
    if minutes is not None:
        at = NOW + timedelta(minutes=minutes)
        cases.visit_start(actor=boss, case_id=opened.case_id, staff_id=home.engineers[0], at=at)
    return opened


def visited(boss, case_id):
    return cases.case_view(actor=boss, case_id=case_id, at=NOW).visits[0].id


def test_a_limit_nobody_called_for_is_neither_kept_nor_broken(boss, home):
    found = line(boss, home, "急修")
    assert found.standing is plans.Standing.IDLE
    assert found.clock.expected == 0


def test_a_limit_is_kept_by_cases_in_time_and_broken_by_one_late(boss, home):
    urgent(boss, home, 10)
    assert line(boss, home, "急修").standing is plans.Standing.KEPT
    urgent(boss, home, 40)
    found = line(boss, home, "急修")
    assert found.standing is plans.Standing.BROKEN
    assert (found.clock.expected, found.clock.in_time, found.clock.late) == (2, 1, 1)
    assert found.clock.p95 == timedelta(minutes=40)


def test_while_it_runs_within_its_limit_it_is_pending_then_late(boss, home):
    urgent(boss, home)
    soon = NOW + timedelta(minutes=5)
    assert line(boss, home, "急修", soon).standing is plans.Standing.PENDING
    later = NOW + timedelta(minutes=50)
    assert line(boss, home, "急修", later).standing is plans.Standing.BROKEN
    weekly = plans.endangered(actor=boss, community_id=home.community, today=NOW.date())
    assert all("急修" not in one.quote for one in weekly)


def test_the_record_of_a_limit_lists_its_cases_one_click_away(boss, home, login):
    opened = urgent(boss, home, 40)
    promise = line(boss, home, "急修").promise_id
    client = login(RoleCode.MANAGER)
    shown = fulfilment.standings(
        community_id=home.community,
        days=fulfilment.month_of(timezone.localdate()),
        today=timezone.localdate(),
    )
    assert any(one.promise_id == promise for one in shown)
    page = client.get(reverse("plans:promise_record", args=[promise])).content.decode()
    assert "触发这条承诺的事项" in page
    recent = facade.report(actor=boss, draft=made.draft(home, fields={"urgent": True}), at=timezone.now())
    page = client.get(reverse("plans:promise_record", args=[promise])).content.decode()
    assert f'href="{reverse("frontdesk:case", args=[recent.case_id])}"' in page
    span = measures.in_time(("repair",), ("arrive",))(
        Question(home.community, scores.month_span(MARCH.start), AFTER)
    )
    assert [one.href for one in span.evidence] == [reverse("frontdesk:case", args=[opened.case_id])]
    assert [one.counted for one in span.evidence] == [False]


def test_a_promised_share_is_measured_by_the_indicator_its_words_name(boss, home):
    found = line(boss, home, "回访率")
    assert found.rate.indicator == "frontdesk.return_rate_repair"
    assert found.standing is plans.Standing.IDLE
    assert line(boss, home, "求助").rate.indicator == "frontdesk.arrival_help"
    assert line(boss, home, "成活率").standing is plans.Standing.WAITING


def test_the_indicator_of_a_share_can_be_corrected_and_taken_back(boss, home, login):
    promise = line(boss, home, "成活率").promise_id
    promise_measure(actor=boss, promise_id=promise, indicator="frontdesk.in_time", at=NOW)
    found = line(boss, home, "成活率")
    assert (found.rate.indicator, found.rate.by_person) == ("frontdesk.in_time", True)
    with pytest.raises(Invalid, match=r"plans\.indicator\.unit"):
        promise_measure(actor=boss, promise_id=promise, indicator="frontdesk.incidents", at=NOW)
    client = login(RoleCode.FRONTDESK)
    refused = client.post(reverse("plans:promise_indicator", args=[promise]), {"indicator": ""})
    assert refused.status_code == 403
    promise_measure(actor=boss, promise_id=promise, indicator="auto", at=NOW)
    assert line(boss, home, "成活率").rate is None


def test_shares_with_an_indicator_run_and_others_wait(boss, home):
    assert shares_take(actor=boss, on=NOW.date()) == 2
    views = plans.promises_in_force(home.community, NOW.date(), "scores")
    assert {one.state for one in views if "成活率" not in one.quote} == {"running"}
    assert {one.state for one in views if "成活率" in one.quote} == {"waiting"}
    assert shares_take(actor=boss, on=NOW.date()) == 0


def test_calls_for_help_count_as_arrived_only_when_somebody_came(boss, home):
    one, _two = (
        facade.report(actor=boss, draft=made.draft(home, "help", fields={"danger": "medical"}), at=NOW)
        for _ in "ab"
    )
    cases.visit_start(actor=boss, case_id=one.case_id, staff_id=home.guards[0], at=NOW + timedelta(minutes=2))
    found = scores.figure("frontdesk.arrival_help", home.community, MARCH.start, AFTER)
    assert (found.observation.numerator, found.observation.denominator) == (1, 2)
    assert line(boss, home, "求助").standing is plans.Standing.BROKEN


def test_complaints_are_counted_per_thousand_homes_and_valid_ones_apart(boss, home):
    fields = {"class": "noise", "valid": True}
    facade.report(actor=boss, draft=made.draft(home, "complaint", fields=fields), at=NOW)
    facade.report(actor=boss, draft=made.draft(home, "complaint", fields={"class": "noise"}), at=NOW)
    per_home = scores.figure("frontdesk.complaints", home.community, MARCH.start, AFTER)
    assert (per_home.observation.numerator, per_home.observation.denominator) == (2, 2)
    valid = scores.figure("frontdesk.valid_complaints", home.community, MARCH.start, AFTER)
    assert valid.value == 1


def test_a_fault_found_makes_a_complaint_valid():
    assert rules.is_valid_complaint({"fault": "delayed"})
    assert not rules.is_valid_complaint({"fault": "none"})
    assert rules.is_liability({"incident": "security"}) and not rules.is_liability({"incident": "none"})


def test_ratings_of_four_stars_are_satisfied_answers(boss, home):
    opened = urgent(boss, home, 10)
    cases.visit_end(actor=boss, visit_id=visited(boss, opened.case_id), at=NOW + timedelta(minutes=30))
    made.photo(boss, opened.case_id)
    made.move(boss, opened.case_id, "finish", at=NOW + timedelta(minutes=31))
    cases.case_rate(actor=boss, case_id=opened.case_id, stars=4, at=NOW + timedelta(hours=1))
    found = scores.figure("frontdesk.satisfaction_repair", home.community, MARCH.start, AFTER)
    assert (found.observation.numerator, found.observation.denominator) == (1, 1)
    assert scores.figure("frontdesk.reopen_rate", home.community, MARCH.start, AFTER).value == 0


def test_the_month_says_response_times_and_the_report_joins_them(boss, home, login):
    urgent(boss, home, 40)
    client = login(RoleCode.MANAGER)
    page = client.get(
        reverse("plans:fulfilment"), {"community": home.community, "month": "2026-03"}
    ).content.decode()
    assert "响应时限" in page and "报修 · 到场" in page and "40分" in page
    report = client.get(
        reverse("plans:report", args=["docx"]), {"community": home.community, "month": "2026-03"}
    )
    assert report.status_code == 200
    for by in ("place", "person"):
        assert client.get(reverse("plans:fulfilment"), {"community": home.community, "month": "2026-03", "limits": by}).status_code == 200  # fmt: skip


def test_who_may_not_set_up_promises_corrects_no_indicator(org, home):
    from anju.foundation import actors

    nobody = actors.system("谁", org.pk)
    with pytest.raises(Forbidden):
        promise_measure(actor=nobody, promise_id=1, indicator="", at=NOW)
