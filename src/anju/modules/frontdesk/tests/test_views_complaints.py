"""Complaints: what is on top, how a month is counted, the limit at the gates, what was learnt; ledgers and the week."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from anju.engines.cases import facade as cases
from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.models import Lesson
from anju.modules.frontdesk.queries import complaints as reads
from anju.modules.frontdesk.queries import ledgers
from anju.modules.frontdesk.rules import analysis as rules
from anju.modules.frontdesk.rules.analysis import Complaint
from anju.modules.frontdesk.tests import factories as made


@pytest.fixture
def home(org):
    return made.home()


@pytest.fixture
def now():
    return timezone.now()


def complain(boss, home, at, sort="parking", **given):
    fields = {"class": sort, **given.pop("fields", {})}
    return facade.report(
        actor=boss, draft=made.draft(home, "complaint", fields=fields, **given), at=at
    ).case_id


def rows_of(answer):
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return list(sheet.iter_rows(values_only=True))


def words_of(answer):
    return "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    )


complaint = st.builds(
    Complaint, on=st.dates(date(2026, 1, 1), date(2026, 12, 31)), state=st.sampled_from(["new", "closed", "cancelled", "merged"]),
    severity=st.integers(1, 4), sort=st.sampled_from(["noise", "fees", ""]), cause=st.just(""), place_id=st.none(),
    team_id=st.none(), community_id=st.integers(1, 3), channel=st.just("phone"), valid=st.sampled_from([True, False, None]),
    anonymous=st.booleans(), about_staff=st.none(),
)  # fmt: skip


@given(st.lists(complaint), st.lists(complaint))
def test_shares_count_everything_once(rows, before):
    lines = rules.shares(rows, before, lambda one: one.sort)
    counted = [one for one in rows if one.state not in rules.DROPPED]
    assert sum(one.count for one in lines) == len(counted)
    assert sum(one.share for one in lines) == pytest.approx(1 if counted else 0)
    assert [one.count for one in lines] == sorted((one.count for one in lines), reverse=True)
    valid = sum(map(rules.counts_as_valid, rows))
    assert valid <= len(counted)


@given(st.lists(st.integers(0, 4000)))
def test_every_age_falls_into_one_class(ages):
    found = rules.by_age(ages)
    assert sum(found) == len(ages) and len(found) == len(rules.AGES) + 1


@pytest.mark.parametrize(("days", "index"), [(0, 0), (30, 0), (31, 1), (90, 1), (180, 2), (365, 3), (366, 4)])
def test_a_class_of_age_includes_its_last_day(days, index):
    assert rules.age_class(days) == index


def test_the_months_back_cross_the_year():
    assert rules.months_back(date(2026, 2, 1), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_serious_ones_stand_on_top_the_same_day(boss, home, now, login):
    complain(boss, home, now, "noise", title="装修噪声", severity=4)
    old = complain(boss, home, now - timedelta(days=3), "fees", title="收费疑问")
    cases.case_assign(actor=boss, case_id=old, staff_id=home.desk[0], at=now)
    page = login(RoleCode.FRONTDESK).get(reverse("frontdesk:complaints")).content.decode()
    top = page.split('class="top-cases"')[1].split("</section>")[0]
    assert "装修噪声" in top and "收费疑问" not in top and "收费疑问" in page


def test_the_limit_of_complaints_at_the_gates_is_counted_without_groundless_ones(boss, home, now, login):
    ids = [complain(boss, home, now) for _each in range(4)]
    assert reads.gate_counter(boss, home.community, now).count == 4
    cases.case_void(actor=boss, case_id=ids[0], reason="重复登记", at=now)
    found = reads.gate_counter(boss, home.community, now)
    assert (found.count, found.limit, found.over) == (3, 3, False)
    assert "已到上限" in login(RoleCode.MANAGER).get(reverse("frontdesk:complaints")).content.decode()
    complain(boss, home, now)
    assert reads.gate_counter(boss, home.community, now).over


def test_a_month_is_analysed_by_class_place_and_department(
    boss, home, now, login, django_assert_max_num_queries
):
    for sort in ("noise", "noise", "fees"):
        complain(boss, home, now, sort)
    complain(boss, home, now - timedelta(days=62), "noise")
    month = timezone.localdate(now).replace(day=1)
    found = reads.analysis(boss, home.community, month, now)
    assert (found.total, found.valid) == (3, 3)
    assert [(name, one.count) for name, one in found.classes] == [("噪声", 2), ("收费", 1)]
    assert sum(count for _month, count in found.trend) == 4
    client = login(RoleCode.MANAGER)
    address = reverse("frontdesk:complaint_analysis")
    client.get(address)
    with django_assert_max_num_queries(35):
        page = client.get(address).content.decode()
    assert "噪声" in page and "data-chart" in page
    assert ("投诉类别", "噪声", 2) in [row[:3] for row in rows_of(client.get(address, {"export": "xlsx"}))]
    assert "投诉分析月报" in words_of(client.get(address, {"export": "pdf"}))
    assert b"".join(client.get(address, {"export": "docx"}).streaming_content)[:2] == b"PK"
    assert client.get(address, {"month": "x"}).status_code == 422


def test_measures_and_examples_are_shared_done_and_taken_back(boss, home, login):
    client = login(RoleCode.MANAGER)
    add = reverse("frontdesk:lesson_new")
    assert client.post(add, {"sort": "measure", "text": "", "staff_id": "", "due_on": ""}).status_code == 422
    given = {
        "sort": "measure",
        "text": "高峰时门岗加派一人",
        "staff_id": home.guards[0],
        "due_on": "2026-12-31",
    }
    assert client.post(add, given).status_code == 303
    lesson = Lesson.objects.get()
    page = client.get(reverse("frontdesk:complaint_analysis")).content.decode()
    assert "高峰时门岗加派一人" in page
    done = reverse("frontdesk:lesson_act", args=[lesson.pk, "done"])
    assert client.post(done).status_code == 302 and client.post(done).status_code == 409
    reader = login(RoleCode.AUTHORITY, username="office")
    assert reader.post(reverse("frontdesk:lesson_act", args=[lesson.pk, "remove"])).status_code == 403
    assert client.post(reverse("frontdesk:lesson_act", args=[lesson.pk, "remove"])).status_code == 302
    assert not Lesson.objects.exists()


def test_lessons_of_another_community_are_out_of_reach(boss, home, login):
    other = made.home("别处")
    lesson = Lesson.objects.create(
        community_id=other.community, sort="example", text="别处的案例", at=timezone.now(), by_name="x"
    )
    client = login(RoleCode.MANAGER, path=f"/{home.community}/")
    assert "别处的案例" not in client.get(reverse("frontdesk:complaint_analysis")).content.decode()
    assert client.post(reverse("frontdesk:lesson_act", args=[lesson.pk, "remove"])).status_code == 404


def test_the_week_lists_what_deserves_the_managers_eye(boss, home, now, login):
    grave = facade.report(actor=boss, draft=made.draft(home, title="地下室进水", severity=4), at=now).case_id
    facade.report(actor=boss, draft=made.draft(home, title="换灯泡"), at=now)
    monday = timezone.localdate(now) - timedelta(days=timezone.localdate(now).weekday())
    found = ledgers.week(boss, home.community, monday, now)
    assert [one.row.id for one in found.items] == [grave] and found.opened == 2
    client = login(RoleCode.MANAGER)
    answer = client.get(reverse("frontdesk:week"), {"week": monday.isoformat(), "export": "pdf"})
    assert "地下室进水" in words_of(answer)
    assert (
        "换灯泡" not in client.get(reverse("frontdesk:week"), {"week": monday.isoformat()}).content.decode()
    )


def test_repairs_of_a_month_are_counted_by_trade(boss, home, now, login):
    for trade in ("water", "water", "light"):
        facade.report(actor=boss, draft=made.draft(home, fields={"trade": trade, "area": "home"}), at=now)
    found = ledgers.repairs(boss, home.community, timezone.localdate(now).replace(day=1), now)
    assert found.by_trade[0][1:] == (2, 0, 2) and found.opened == 3
    client = login(RoleCode.MANAGER)
    assert client.get(reverse("frontdesk:repair_statistics")).status_code == 200
    assert "报修统计" in words_of(client.get(reverse("frontdesk:repair_statistics"), {"export": "pdf"}))
    assert len(rows_of(client.get(reverse("frontdesk:repair_statistics"), {"export": "xlsx"}))) > 3


def test_defects_left_behind_show_their_age_from_the_first_report(boss, home, now, login):
    on = (timezone.localdate(now) - timedelta(days=400)).isoformat()
    fields = {"defect": "leak", "reported_on": on, "answerable": "developer"}
    facade.report(actor=boss, draft=made.draft(home, "legacy", title="外墙渗水", fields=fields), at=now)
    facade.report(
        actor=boss, draft=made.draft(home, "legacy", title="对讲不通", fields={"defect": "intercom"}), at=now
    )
    found = ledgers.ledger(boss, home.community, ledgers.left_behind(), now, "defect")
    assert (found.open, found.ages) == (2, (1, 0, 0, 0, 1)) and found.lines[0].days == 400
    leaks = ledgers.ledger(boss, home.community, ledgers.leaking(), now, "kind")
    assert [one.row.title for one in leaks.lines] == ["外墙渗水"]
    client = login(RoleCode.MANAGER)
    rows = rows_of(client.get(reverse("frontdesk:legacy"), {"export": "xlsx"}))
    oldest = dict(zip(rows[0], rows[1], strict=True))
    assert (oldest["事项"], oldest["天数"], oldest["责任方"]) == ("外墙渗水", 400, "开发商") and len(rows) == 3
    for narrowed in ({"age": 365}, {"defect": "leak"}, {"answerable": "developer"}, {"q": "外墙"}):
        kept = rows_of(client.get(reverse("frontdesk:legacy"), narrowed | {"export": "xlsx"}))
        assert [row[0] for row in kept[1:]] == ["外墙渗水"]
    assert len(rows_of(client.get(reverse("frontdesk:legacy"), {"standing": "closed", "export": "xlsx"}))) == 1
    for name in ("frontdesk:legacy", "frontdesk:leaks"):
        assert "外墙渗水" in client.get(reverse(name)).content.decode()
        assert "外墙渗水" in words_of(client.get(reverse(name), {"export": "pdf"}))


def test_the_first_page_says_how_cases_stand(boss, home, now, login):
    facade.report(actor=boss, draft=made.draft(home, title="水管滴水"), at=now)
    page = login(RoleCode.MANAGER).get("/").content.decode()
    assert '<ul class="case-tile-counts">' in page and "水管滴水" in page and "&lt;section" not in page


def test_the_register_gives_stages_limits_and_results_and_is_narrowed_by_channel(boss, home, now, login):
    case_id = complain(boss, home, now - timedelta(hours=3), channel="box", first_asked=home.desk[1])
    complain(boss, home, now, channel="phone")
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.guards[0], at=now - timedelta(hours=2))
    made.move(boss, case_id, "reply", now - timedelta(hours=1), reason="已派人查看")
    client = login(RoleCode.MANAGER)
    answer = client.get(reverse("frontdesk:complaints"), {"channel": "box", "export": "xlsx"})
    rows = rows_of(answer)
    head = next(n for n, row in enumerate(rows) if "投诉类别" in row)
    (line,) = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :] if row[1]]
    assert line["响应时间"] is not None and line["到场时间"] is None
    assert line["首问责任人"] == "翠园客服组1" and line["是否超时"] == "否"
    assert {"小区", "完成时间", "完成时限", "投诉人意见", "来源", "措施"} <= set(rows[head])
    found = client.get(reverse("frontdesk:cases"), {"owner": home.desk[1]}).content.decode()
    assert cases.case_view(actor=boss, case_id=case_id, at=now).row.number in found


def test_a_cancelled_repair_is_neither_done_nor_counted(boss, home, now):
    kept = facade.report(actor=boss, draft=made.draft(home), at=now).case_id
    gone = facade.report(actor=boss, draft=made.draft(home), at=now).case_id
    made.move(boss, gone, "cancel", now, reason="误报")
    found = ledgers.repairs(boss, home.community, timezone.localtime(now).date().replace(day=1), now)
    assert (found.opened, found.closed) == (1, 0)
    assert cases.case_view(actor=boss, case_id=kept, at=now).row.closed_at is None


def test_an_answer_that_is_not_due_yet_lowers_no_rate(boss, home, now, login):
    answered = complain(boss, home, now)
    cases.case_assign(actor=boss, case_id=answered, staff_id=home.desk[0], at=now)
    made.move(boss, answered, "reply", now, reason="已收到，下午答复")
    complain(boss, home, now)
    found = reads.analysis(boss, home.community, timezone.localtime(now).date().replace(day=1), now)
    assert (found.answered.expected, found.answered.decided, found.answered.in_time) == (2, 1, 1)
    page = login(RoleCode.MANAGER).get(reverse("frontdesk:complaint_analysis")).content.decode()
    assert "100" in page.split("按时答复率")[1][:200]
