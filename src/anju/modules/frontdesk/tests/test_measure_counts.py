"""The numbers counted for many communities are those that each community's own evidence adds up to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from anju.engines.cases import facade as cases
from anju.engines.scores import facade as scores
from anju.engines.scores.contracts import Question, Survey
from anju.foundation.jobs import app
from anju.foundation.permissions import RoleCode
from anju.kernel.interval import InstantInterval
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.tests import factories as made

NOW = made.NOW
SPAN = InstantInterval(NOW - timedelta(days=5), NOW + timedelta(days=5))
COUNTED = [one for one in scores.indicators() if one.counting is not None]


def fill(boss, home, turn):
    """A month in miniature: kept and late limits, visits with every outcome, stars, redone, cancelled and void cases."""
    for number in range(6):
        at = NOW + timedelta(minutes=number)
        fields = {"area": "home", "urgent": number % 2 == 0}
        case_id = facade.report(actor=boss, draft=made.draft(home, fields=fields), at=at).case_id
        if number == 5:
            made.move(boss, case_id, "cancel", at, reason="误报")
            continue
        visit = at + timedelta(minutes=5 + 40 * (number == turn))
        cases.visit_start(actor=boss, case_id=case_id, staff_id=home.engineers[0], at=visit)
        made.photo(boss, case_id, at=visit)
        made.move(boss, case_id, "finish", visit)
        cases.case_rate(actor=boss, case_id=case_id, stars=1 + (number + turn) % 5, at=visit)
        if number == 4:
            cases.case_void(actor=boss, case_id=case_id, reason="登记错了", at=visit)
    for number, facts in enumerate(({"valid": True}, {"serious": True}, {"fault": "delayed"}, {})):
        draft = made.draft(home, "complaint", fields={"class": "fees", **facts})
        facade.report(actor=boss, draft=draft, at=NOW + timedelta(minutes=number))
    help_id = facade.report(actor=boss, draft=made.draft(home, "help"), at=NOW).case_id
    cases.visit_start(actor=boss, case_id=help_id, staff_id=home.guards[0], at=NOW + timedelta(minutes=4))
    facade.report(actor=boss, draft=made.draft(home, "help", fields={"incident": "security"}), at=NOW)


@pytest.fixture
def homes(boss, org):
    found = [made.home(code) for code in ("翠园", "竹园", "空园")]
    for turn, home in enumerate(found[:2]):
        fill(boss, home, turn)
    cases.returns_draw(at=NOW + timedelta(days=1))
    outcomes = ("satisfied", "dissatisfied", "fair", "satisfied", "satisfied")
    for visit, outcome in zip(cases.returns_open(actor=boss), outcomes, strict=False):
        at = NOW + timedelta(days=1, minutes=1)
        cases.return_record(actor=boss, return_id=visit.pk, outcome=outcome, words="电话回访", at=at)
    return [one.community for one in found]


def test_every_figure_is_the_same_counted_together_and_one_by_one(homes):
    at = NOW + timedelta(days=2)
    assert {one.code for one in COUNTED} == {one.code for one in scores.indicators()}
    told = 0
    for indicator in COUNTED:
        found = indicator.counting(Survey(tuple(homes), SPAN, at))
        for community_id in homes:
            alone = indicator.source(Question(community_id, SPAN, at))
            seen = found.get(community_id)
            both = (0, 0) if seen is None else (seen.numerator, seen.denominator)
            assert both == (alone.numerator, alone.denominator), (indicator.code, community_id)
            told += alone.denominator
    assert told > 60


def test_the_list_of_indicators_costs_as_many_statements_for_many_communities_as_for_few(login, homes):
    client = login(RoleCode.LEADER)

    def statements(address):
        asked = []

        def note(execute, sql, params, many, context):
            asked.append(sql)
            return execute(sql, params, many, context)

        client.get(address)
        with connection.execute_wrapper(note):
            assert client.get(address).status_code == 200
        return sum("cases_" in one or "scores_" in one for one in asked)

    addresses = [
        reverse("scores:indicators") + "?community=all&month=2026-03",
        reverse("scores:indicator", args=["frontdesk.in_time"]) + "?community=all&month=2026-01",
    ]
    few = [statements(one) for one in addresses]
    for number in range(6):
        made.home(f"新园{number}")
    many = [statements(one) for one in addresses]
    assert many == few


def test_a_month_is_frozen_after_its_last_return_visits_are_due():
    sweeps = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    day = int(sweeps["scores.freeze_all"].split()[2])
    assert day > max(one.returns.days for one in cases.kinds() if one.returns is not None)
