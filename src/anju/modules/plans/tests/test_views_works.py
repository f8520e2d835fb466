"""The list of work, and what is decided there: skip, hand over, write down for somebody."""

from __future__ import annotations

import io
from uuid import uuid4

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import ChecklistItem, ItemKind
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffDraft
from anju.modules.plans.tests import factories, field_work

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.fixture
def at(boss):
    return field_work.made(boss)


def work_of(at, number):
    return schedule.occurrence(number).work


@pytest.mark.parametrize("tab", ["today", "overdue", "todo", "missed", "all", "nonsense"])
def test_every_tab_opens_and_links_to_the_work(at, login, tab):
    page = login(RoleCode.SUPERVISOR).get(reverse("plans:works"), {"tab": tab, "q": "清扫"})
    assert page.status_code == 200
    open_work = at.open_work("楼道清扫")
    shown = reverse("plans:work_detail", args=[open_work.pk]) in page.content.decode()
    assert shown == (tab in ("today", "todo", "all", "nonsense"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "清扫"}, {"楼道清扫"}),
        ({"q": "清扫 巡"}, set()),
        ({"domain": "security"}, {"小区巡逻", "夜巡"}),
        ({"kind": "patrol"}, {"小区巡逻", "夜巡"}),
        ({"state": "missed"}, set()),
        ({"team": "{team}"}, {"楼道清扫"}),
        ({"place": "{gate}"}, {"小区巡逻"}),
        ({"place": "{community}"}, {"楼道清扫", "小区巡逻", "夜巡"}),
        ({"on_from": "2000-01-01", "on_to": "2000-01-02"}, set()),
        ({"round": "{round}"}, {"楼道清扫"}),
        ({"place": "x", "team": "y", "person": "z", "after": "!"}, {"楼道清扫", "小区巡逻", "夜巡"}),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(at, login, asked, found):
    ids = {
        "team": at.ground.team_id, "gate": at.ground.gate, "community": at.community_id,
        "round": at.rounds["楼道清扫"],
    }  # fmt: skip
    query = {key: value.format(**ids) for key, value in asked.items()}
    page = login(RoleCode.MANAGER).get(reverse("plans:works"), {"tab": "todo", "export": "xlsx", **query})
    assert page.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(page.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("作业", "领域", "位置")
    assert {row[0] for row in rows[1:]} == found


def test_one_person_sees_what_was_given_to_him_or_done_by_him(at, login):
    mine = [one for one in at.works("楼道清扫") if one.staff_id == at.staff["沈芳"]]
    page = login(RoleCode.MANAGER).get(
        reverse("plans:works"), {"tab": "todo", "person": at.staff["沈芳"], "export": "xlsx"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(page.streaming_content))).active
    still = [one for one in mine if one.closes_at > timezone.now()]
    assert sheet.max_row - 1 == len(still) > 0


def test_a_list_of_many_rows_costs_the_same_queries_as_one_of_few(at, login, django_assert_max_num_queries):
    client = login(RoleCode.MANAGER)
    client.get(reverse("plans:works"), {"tab": "todo"})
    with django_assert_max_num_queries(30):
        client.get(reverse("plans:works"), {"tab": "todo"}, headers={"HX-Request": "true"})


def test_skipping_asks_for_a_reason_before_anything_happens(at, login):
    client, work = login(RoleCode.SUPERVISOR), at.open_work("楼道清扫")
    asked = client.post(reverse("plans:works_skip"), {"ids": work.pk, "action": "skip"})
    assert asked.status_code == 200 and "跳过的原因" in asked.content.decode()
    blank = client.post(reverse("plans:works_skip"), {"ids": work.pk, "confirmed": "1", "reason": " "})
    assert blank.status_code == 422
    assert work_of(at, work.pk).state == "todo"


def test_several_are_skipped_for_one_reason_and_one_goes_back_to_the_list(at, login):
    client, ids = login(RoleCode.SUPERVISOR), [one.pk for one in at.works("楼道清扫")[-2:]]
    back = reverse("plans:works") + "?tab=todo&domain=cleaning"
    answer = client.post(
        reverse("plans:works_skip") + "?next=" + back.replace("&", "%26"),
        {"ids": ids, "confirmed": "1", "reason": "停水"},
    )
    assert (answer.status_code, answer["Location"]) == (303, back)
    assert {(work_of(at, one).state, work_of(at, one).reason) for one in ids} == {("skipped", "停水")}


def test_after_a_decision_nobody_is_sent_to_another_site(at, login):
    client, work = login(RoleCode.SUPERVISOR), at.open_work("楼道清扫")
    answer = client.post(
        reverse("plans:works_skip") + "?next=https://elsewhere.example/",
        {"ids": work.pk, "confirmed": "1", "reason": "停水"},
    )
    assert answer["Location"] == reverse("plans:work_detail", args=[work.pk])


def test_work_that_is_settled_cannot_be_skipped_and_the_reason_stays_typed(at, login):
    work = at.open_work("楼道清扫")
    at.do(work)
    answer = login(RoleCode.SUPERVISOR).post(
        reverse("plans:works_skip"), {"ids": work.pk, "confirmed": "1", "reason": "停水了"}
    )
    assert answer.status_code == 409
    assert "停水了" in answer.content.decode() and work_of(at, work.pk).state == "done"


def test_work_is_handed_over_to_the_person_chosen(at, login):
    client, works = login(RoleCode.SUPERVISOR), at.works("楼道清扫")[-2:]
    url = reverse("plans:works_hand_over")
    asked = client.post(url, {"ids": [one.pk for one in works]})
    assert asked.status_code == 200 and "何平" in asked.content.decode()
    sent = {"ids": [one.pk for one in works], "confirmed": "1", "to_staff_id": at.staff["何平"]}
    assert client.post(url, sent).status_code == 303
    assert {work_of(at, one.pk).staff_id for one in works} == {at.staff["何平"]}


def test_who_fits_best_and_has_least_in_hand_is_proposed_first(at, login):
    works = [one for one in at.works("楼道清扫") if one.on == at.today and one.state == "todo"]
    schedule.hand_over(
        actor=at.boss, occurrence_ids=[one.pk for one in works], to_staff_id=at.staff["沈芳"], at=at.now
    )
    page = (
        login(RoleCode.SUPERVISOR)
        .get(reverse("plans:works_hand_over"), {"ids": works[0].pk})
        .content.decode()
    )
    assert page.index("何平 · 环境部一班 · 今日待做 0") < page.index(
        f"沈芳 · 环境部一班 · 今日待做 {len(works)}"
    )
    assert page.index("沈芳 ·") < page.index("郑强")


def test_work_is_handed_over_only_within_its_community(at, boss, login):
    other = factories.ground(boss, "QS", "青山苑")
    team = people.teams(other.community.id)[0]
    stranger = people.staff_create(
        actor=boss,
        draft=StaffDraft(
            name="外人", number="X1", department_id=team.department_id, community_id=other.community.id
        ),
        at=at.now,
    )
    work = at.open_work("楼道清扫")
    sent = {"ids": work.pk, "confirmed": "1", "to_staff_id": stranger}
    assert login(RoleCode.SUPERVISOR).post(reverse("plans:works_hand_over"), sent).status_code == 422
    assert work_of(at, work.pk).staff_id == work.staff_id


def recorded(at, work, **given):
    local = timezone.localtime(at.now).replace(second=0, microsecond=0)
    return {
        "key": str(uuid4()), "staff_id": at.staff["沈芳"], "done_at": local.strftime("%Y-%m-%dT%H:%M"),
        "note": "手机没电，当面核实", **given,
    }  # fmt: skip


def test_work_is_written_down_in_anothers_place_with_pictures(at, login):
    work = at.open_work("楼道清扫")
    picture = io.BytesIO(PNG)
    picture.name = "现场.png"
    url = reverse("plans:work_record", args=[work.pk])
    client = login(RoleCode.SUPERVISOR)
    assert client.get(url).status_code == 200
    answer = client.post(url, recorded(at, work, photos=picture, finding="灯坏了", severity="3"))
    assert (answer.status_code, answer["Location"]) == (303, reverse("plans:work_detail", args=[work.pk]))
    found = schedule.occurrence(work.pk)
    assert (found.work.state, found.work.done_by) == ("done", at.staff["沈芳"])
    (sent,) = found.submissions
    assert (sent.note, len(sent.photos)) == ("手机没电，当面核实", 1)
    assert [(one.text, one.severity, len(one.photos)) for one in found.findings] == [("灯坏了", 3, 1)]


def test_sending_the_same_form_twice_counts_once(at, login):
    work = at.open_work("楼道清扫")
    client, sent = login(RoleCode.SUPERVISOR), recorded(at, work)
    for _time in range(2):
        assert client.post(reverse("plans:work_record", args=[work.pk]), sent).status_code == 303
    assert len(schedule.occurrence(work.pk).submissions) == 1


def test_the_checklist_is_asked_and_a_wrong_answer_is_said_at_its_field(at, login):
    items = (
        ChecklistItem(key="pressure", label="水压", kind=ItemKind.NUMBER, unit="MPa"),
        ChecklistItem(key="clean", label="干净", kind=ItemKind.OK_NOTOK),
    )
    at.round("水泵巡检", checklist=items, kind="inspection")
    work = at.open_work("水泵巡检")
    client, url = login(RoleCode.SUPERVISOR), reverse("plans:work_record", args=[work.pk])
    wrong = client.post(url, recorded(at, work, answer_pressure="很高", answer_clean="ok"))
    assert wrong.status_code == 422 and "手机没电" in wrong.content.decode()
    assert (
        client.post(url, recorded(at, work, answer_pressure="0.4", answer_clean="not_ok")).status_code == 303
    )
    found = schedule.occurrence(work.pk)
    assert found.submissions[0].answers == {"pressure": "0.4", "clean": "not_ok"}
    assert [one.text for one in found.findings] == ["干净"]


def test_nothing_is_written_down_for_a_time_that_has_not_come(at, login):
    work = at.open_work("楼道清扫")
    later = timezone.localtime(at.now).replace(year=at.now.year + 1)
    sent = recorded(at, work, done_at=later.strftime("%Y-%m-%dT%H:%M"))
    answer = login(RoleCode.SUPERVISOR).post(reverse("plans:work_record", args=[work.pk]), sent)
    assert answer.status_code == 422 and work_of(at, work.pk).state == "todo"


def test_without_the_right_to_assign_one_writes_down_only_ones_own_work(at, boss, login):
    client, work = login(RoleCode.FRONTDESK), at.open_work("楼道清扫")
    url = reverse("plans:work_record", args=[work.pk])
    assert "不能补录" in client.get(url).content.decode()
    assert client.post(url, recorded(at, work)).status_code == 422
    assert work_of(at, work.pk).state == "todo"


def test_the_detail_offers_only_what_may_be_done(at, login):
    work = at.open_work("楼道清扫")
    url = reverse("plans:work_detail", args=[work.pk])
    acts = [
        reverse("plans:works_skip"),
        reverse("plans:works_hand_over"),
        reverse("plans:work_record", args=[work.pk]),
    ]
    supervisor = login(RoleCode.SUPERVISOR).get(url).content.decode()
    assert all(one in supervisor for one in acts)
    committee = login(RoleCode.COMMITTEE, username="member").get(url).content.decode()
    assert not any(one in committee for one in acts)


ROLES = {
    RoleCode.LEADER: "read", RoleCode.QUALITY: "do", RoleCode.MANAGER: "all", RoleCode.SUPERVISOR: "all",
    RoleCode.FRONTDESK: "do", RoleCode.COMMITTEE: "read", RoleCode.AUTHORITY: "read", RoleCode.WORKER: "",
    RoleCode.CASHIER: "", RoleCode.ADMIN: "all",
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_each_role_reaches_just_its_pages_and_a_refusal_changes_nothing(at, login, role):
    client, work, may = login(role), at.open_work("楼道清扫"), ROLES[role]
    before = AuditEntry.objects.exclude(action__startswith="accounts").count()
    reading = 200 if may else 403
    assert client.get(reverse("plans:works")).status_code == reading
    assert client.get(reverse("plans:works"), {"export": "xlsx"}).status_code == reading
    record = client.get(reverse("plans:work_record", args=[work.pk])).status_code
    assert record == (200 if may in ("do", "all") else 403)
    for name in ("works_skip", "works_hand_over"):
        status = client.get(reverse(f"plans:{name}"), {"ids": work.pk}).status_code
        assert status == (200 if may == "all" else 403)
        if may != "all":
            sent = {"ids": work.pk, "confirmed": 1, "reason": "停水", "to_staff_id": at.staff["何平"]}
            assert client.post(reverse(f"plans:{name}"), sent).status_code == 403
    assert work_of(at, work.pk).state == "todo"
    assert AuditEntry.objects.exclude(action__startswith="accounts").count() == before


def test_work_of_a_community_out_of_reach_is_not_found_and_not_listed(at, boss, login):
    elsewhere = factories.ground(boss, "QS", "青山苑").community
    client, work = login(RoleCode.MANAGER, path=elsewhere.path), at.open_work("楼道清扫")
    assert "楼道清扫" not in client.get(reverse("plans:works"), {"tab": "todo"}).content.decode()
    for url in (
        reverse("plans:work_record", args=[work.pk]),
        reverse("plans:works_skip") + f"?ids={work.pk}",
        reverse("plans:works_hand_over") + f"?ids={work.pk}",
        reverse("plans:works") + f"?round={at.rounds['楼道清扫']}",
    ):
        assert client.get(url).status_code == 404
    sent = {"ids": work.pk, "confirmed": 1, "reason": "停水"}
    assert client.post(reverse("plans:works_skip"), sent).status_code == 404
    assert work_of(at, work.pk).state == "todo"
