"""Fulfilment from records to pages: figures, reach, evidence one click away, files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from anju.engines.schedule import facade as schedule
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Forbidden, NotFound
from anju.kernel.interval import DateInterval
from anju.modules.plans.queries import fulfilment
from anju.modules.plans.rules.standing import Standing
from anju.modules.plans.services import versions
from anju.modules.plans.tests import factories

BEGIN = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
OCTOBER = DateInterval(date(2026, 10, 1), date(2026, 11, 1))
AFTER = date(2026, 11, 2)


@dataclass
class Month:
    """A community whose plan was in force in October: every time done, but for one stair that was missed once."""

    ground: factories.Ground
    missed_id: int
    unproven_id: int


@pytest.fixture
def month(boss):
    ground = factories.ground(boss)
    version = factories.approved(boss, ground, at=BEGIN)
    versions.version_enforce(actor=boss, version_id=version, on=date(2026, 10, 1), at=BEGIN)
    schedule.materialise(community_id=ground.community.id, until=date(2026, 11, 1), at=BEGIN)
    work = schedule.views(schedule.occurrences(community_id=ground.community.id).order_by("pk"))
    missed = next(one for one in work if "清扫" in one.title)
    unproven = next(one for one in work if "冲洗" in one.title)
    records = [
        schedule.Record(occurrence_id=one.id, state="missed")
        if one.id == missed.id
        else schedule.Record(
            occurrence_id=one.id,
            state="done",
            done_at=one.opens_at + timedelta(minutes=1),
            key=uuid4(),
            lacking=("qr",) if one.id == unproven.id else (),
        )
        for one in work
    ]
    schedule.history_take_over(actor=boss, records=records, at=BEGIN)
    schedule.refresh_all(at=BEGIN)
    return Month(ground, missed.id, unproven.id)


def test_every_promise_of_the_plan_stands_somewhere(boss, month):
    found = fulfilment.fulfilment(
        actor=boss, community_id=month.ground.community.id, days=OCTOBER, today=AFTER
    )
    standings = {one.title.split(" · ")[0]: one.standing for one in found.lines}
    assert len(found.lines) == 5
    by_kind = {one.kind: one.standing for one in found.lines}
    assert by_kind["time_limit"] is Standing.WAITING and by_kind["coverage"] is Standing.WAITING
    assert standings["清扫"] is Standing.BROKEN
    assert standings["冲洗"] is Standing.UNPROVEN
    assert standings["巡逻"] is Standing.KEPT
    assert found.overall.promises == 5
    assert found.overall.tally.missed == 1


def test_the_days_add_up_to_the_month(boss, month):
    community = month.ground.community.id
    found = fulfilment.fulfilment(actor=boss, community_id=community, days=OCTOBER, today=AFTER)
    reach = boss.reach(fulfilment.FULFILMENT_READ)
    days = fulfilment.days_of(days=OCTOBER, reach=reach, community_id=community)
    assert len(days) == 31
    assert sum(one.tally.expected for one in days) == found.overall.tally.expected
    places = fulfilment.by_place(reach=reach, community_id=community, days=OCTOBER)
    assert sum(one.tally.expected for one in places) == found.overall.tally.expected
    assert places[0].tally.missed == 1


def test_the_league_lists_a_community_without_work_last(boss, month):
    factories.ground(boss, code="XJ", name="新家园", departments=())
    rows = fulfilment.league(reach=boss.reach(fulfilment.FULFILMENT_READ), days=OCTOBER)
    assert [one.label for one in rows] == ["翠湖花园", "新家园"]


def test_a_community_out_of_reach_is_not_there(boss, month, login):
    other = factories.ground(boss, code="XJ", name="新家园", departments=())
    client = login(RoleCode.MANAGER, path=other.community.path)
    address = reverse("plans:fulfilment")
    assert client.get(address, {"community": month.ground.community.id}).status_code == 404
    assert client.get(reverse("plans:work_detail", args=[month.missed_id])).status_code == 404
    assert (
        client.get(
            reverse("plans:report", args=["pdf"]), {"community": month.ground.community.id}
        ).status_code
        == 404
    )


def test_a_worker_may_not_read_fulfilment(boss, month, login):
    client = login(RoleCode.WORKER)
    assert client.get(reverse("plans:fulfilment")).status_code == 403


def test_fulfilment_asks_for_the_right_before_it_reads(org, month):
    from anju.foundation import actors

    nobody = actors.system("nobody", org.pk)
    with pytest.raises(Forbidden):
        fulfilment.fulfilment(actor=nobody, community_id=month.ground.community.id, days=OCTOBER, today=AFTER)


def test_a_foreign_community_is_not_found(org):
    from anju.foundation.actors import Actor
    from anju.foundation.permissions import Reach

    reach = Reach(frozenset({"/9/"}), frozenset({9}))
    actor = Actor(org.pk, "外人", grants={fulfilment.FULFILMENT_READ.code: reach})
    with pytest.raises(NotFound):
        fulfilment.check_community(actor, 1)


def test_the_month_shows_filters_and_exports(month, login):
    client = login(RoleCode.QUALITY)
    address = reverse("plans:fulfilment")
    page = client.get(address, {"month": "2026-10"}).content.decode()
    assert "未兑现" in page and "待证实" in page and "未接入" in page
    part = client.get(
        address, {"month": "2026-10", "state": "broken"}, headers={"HX-Target": "lines"}
    ).content.decode()
    assert "清扫" in part and "巡逻" not in part.split("<tbody>")[1] and "<html" not in part
    sheet = client.get(address, {"month": "2026-10", "export": "xlsx"})
    assert sheet.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    for by in ("place", "team", "person", "nonsense"):
        assert client.get(address, {"month": "2026-10", "by": by}).status_code == 200


@pytest.mark.parametrize("text", ["2026", "2026-13", "x", "2026-1-1"])
def test_a_month_that_is_none_is_refused(month, login, text):
    assert login(RoleCode.QUALITY).get(reverse("plans:fulfilment"), {"month": text}).status_code == 422


def test_the_record_leads_to_the_missed_work_and_to_its_evidence(month, login, boss):
    client = login(RoleCode.QUALITY)
    found = fulfilment.fulfilment(
        actor=boss, community_id=month.ground.community.id, days=OCTOBER, today=AFTER
    )
    broken = next(one for one in found.lines if one.standing is Standing.BROKEN)
    record = client.get(reverse("plans:promise_record", args=[broken.promise_id]))
    assert record.status_code == 200
    missed = client.get(reverse("plans:work_detail", args=[month.missed_id])).content.decode()
    assert "漏做" in missed and "没有收到提交" in missed
    unproven = client.get(reverse("plans:work_detail", args=[month.unproven_id])).content.decode()
    assert "缺少的证据" in unproven


@pytest.mark.parametrize(("form", "mark"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_report_is_a_file_named_for_its_month(month, login, form, mark):
    client = login(RoleCode.COMMITTEE)
    answer = client.get(reverse("plans:report", args=[form]), {"month": "2026-10"})
    assert b"".join(answer.streaming_content).startswith(mark)
    assert "2026-10" in answer.headers["Content-Disposition"]


def test_the_first_page_counts_today(boss, login):
    ground = factories.ground(boss)
    now = timezone.now()
    version = factories.approved(boss, ground, at=now)
    versions.version_enforce(actor=boss, version_id=version, on=timezone.localdate(now), at=now)
    page = login(RoleCode.MANAGER).get("/").content.decode()
    assert "翠湖花园" in page and "今日作业" in page and "保洁" in page


def test_a_member_without_any_right_is_told_what_to_do(org, login):
    assert "还没有任何权限" in login().get("/").content.decode()


def test_a_worker_is_led_to_his_day(org, login):
    assert login(RoleCode.WORKER).get("/").headers["Location"] == reverse("field:today")
