"""The demo's cases: of every kind, some late, some running, the same every time."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from anju.engines.cases import facade as cases
from anju.kernel.interval import InstantInterval
from anju.modules.frontdesk.tests import factories as made
from anju.site.demo import cases as demo

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
PLAN = "服务方案\n\n第一章 报修\n1、水管爆裂、停电等急修15分钟内到达现场，2小时内排除险情。\n2、一般维修当天完成。\n"


@pytest.fixture
def home(org, boss):
    home = made.home()
    made.plan(boss, home.community, PLAN, at=NOW - timedelta(days=demo.DAYS))
    return home


def test_three_months_of_cases_are_told_with_their_good_and_bad_days(boss, home):
    opened = demo.tell(boss, home.community, NOW, per_day=5.0)
    rows = cases.rows(cases.cases(actor=boss))
    assert len(rows) == opened > 400
    assert len({one.kind for one in rows}) == 9
    states = Counter(one.state for one in rows)
    assert states["closed"] > opened * 0.8
    assert states["merged"] == 13
    running = [one for one in rows if one.closed_at is None]
    assert len({one.state for one in running}) >= 3
    assert any(one.due_at is not None and one.due_at > NOW for one in running)
    span = InstantInterval(NOW - timedelta(days=demo.DAYS), NOW)
    kept = [one.kept for one in cases.kept_by(("promise_id",), span=span, at=NOW) if one.key[0] is not None]
    assert sum(one.in_time for one in kept) > sum(one.late for one in kept) > 0
    rates = {one.kind: one for one in cases.return_rates(span=span)}
    assert rates["repair"].drawn * 2 >= rates["repair"].settled > 100
    assert all(cases.draw_proven(one["id"]) for one in cases.draws("repair") if one["held_at"])


def test_the_same_demo_comes_out_every_time(boss, home, monkeypatch):
    monkeypatch.setattr(demo, "DAYS", 14)
    told = []
    for _each in range(2):
        with transaction.atomic():
            demo.tell(boss, home.community, NOW, per_day=3.0)
            rows = cases.rows(cases.cases(actor=boss).order_by("opened_at", "title"))
            told.append([(one.kind, one.title, one.opened_at, one.place_id) for one in rows])
            transaction.set_rollback(True)
    assert told[0] == told[1]
    assert len(told[0]) > 30
