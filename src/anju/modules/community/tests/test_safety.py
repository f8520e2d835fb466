"""Contacts, local information, meetings and patrols, lessons, shared equipment, major events."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from anju.engines.cases import facade as cases
from anju.engines.messages import facade as messages
from anju.foundation import registry
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community import models as m
from anju.modules.community.queries import contacts as contact_reads
from anju.modules.community.queries import defence, events, safety_settings, teaching
from anju.modules.community.services import at_safety as safety
from anju.modules.community.services import contacts as contact_services
from anju.modules.community.services.defence import brief_read
from anju.modules.community.services.events import post_remove
from anju.modules.community.services.reminding import safety_remind
from anju.modules.community.services.teaching import occasion_cancel
from anju.modules.frontdesk.tests import factories as desk

NOW = desk.NOW
TODAY = date(2026, 3, 10)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def home(org, boss, time_machine):
    time_machine.move_to(NOW, tick=False)
    return desk.home()


def contact(boss, home, **given):
    values = {"kind": "police", "body": "春风路派出所", "phone": "025-5550110", "checked_on": TODAY, **given}
    return safety.contact_save(
        actor=boss, community_id=home.community, draft=safety.ContactDraft(**values), on=TODAY, at=NOW
    )


def brief(boss, home, **given):
    values = {
        "sort": "theft", "title": "附近电动车被盗", "text": "夜间加强地库巡逻", "source": "派出所", "received_at": NOW, **given,
    }  # fmt: skip
    return safety.brief_save(
        actor=boss, community_id=home.community, draft=safety.BriefDraft(**values), at=NOW
    )


def occasion(boss, home, starts_at=NOW - 2 * HOUR, **given):
    values = {
        "kind": "meeting", "title": "片区联防会议", "host": "派出所", "place": "社区会议室", "starts_at": starts_at,
        "ends_at": starts_at + HOUR, **given,
    }  # fmt: skip
    return safety.occasion_save(
        actor=boss, community_id=home.community, draft=safety.OccasionDraft(**values), at=NOW
    )


def event(boss, home, starts_at=NOW + DAY, **given):
    values = {
        "title": "迎春灯会", "place": "中心广场", "starts_at": starts_at, "ends_at": starts_at + 4 * HOUR, "expected": 300,
        "risk": "medium", "risks": "人员聚集", "measures": "分区引导", **given,
    }  # fmt: skip
    return safety.event_save(
        actor=boss, community_id=home.community, draft=safety.EventDraft(**values), at=NOW
    )


def post(boss, event_id, staff_id, starts_at, hours=2, name="东门"):
    draft = safety.PostDraft(
        post=name, staff_id=staff_id, starts_at=starts_at, ends_at=starts_at + hours * HOUR
    )
    return safety.post_add(actor=boss, event_id=event_id, draft=draft, at=NOW)


def released(boss, home, starts_at=NOW + DAY):
    made = event(boss, home, starts_at)
    post(boss, made, home.guards[0], starts_at)
    safety.event_submit(actor=boss, event_id=made, at=NOW)
    safety.event_decide(actor=boss, event_id=made, approved=True, words="", at=NOW)
    return made


def test_a_contact_is_called_until_it_ends_and_reminds_when_it_was_not_checked(boss, home):
    police = contact(boss, home)
    contact(boss, home, kind="officer", body="社区民警", checked_on=TODAY - timedelta(days=100))
    contact(boss, home, kind="lift", body="旧电梯公司", valid_until=TODAY)
    contact(boss, home, kind="gas", body="新燃气公司", valid_from=TODAY + DAY)
    assert [one.body for one in contact_reads.in_use(home.community, TODAY)] == ["社区民警", "春风路派出所"]
    assert contact_reads.stale(home.community, TODAY) == 1
    registry.change(actor=boss, setting=safety_settings.CONTACT_DAYS, new=120, community_id=home.community)
    assert contact_reads.stale(home.community, TODAY) == 0
    contact_services.contact_end(actor=boss, contact_id=police, on=TODAY, at=NOW)
    assert [one.body for one in contact_reads.in_use(home.community, TODAY)] == ["社区民警"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"phone": "打门岗"}, "community.contact.phone"),
        ({"body": " "}, "community.safety.words"),
        ({"kind": "x"}, "community.safety.choice"),
        ({"checked_on": TODAY + DAY}, "community.contact.checked"),
        ({"valid_from": TODAY, "valid_until": TODAY}, "community.safety.span"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(boss, home, given, code):
    with pytest.raises(Invalid) as refused:
        contact(boss, home, **given)
    assert refused.value.code == code
    assert not m.SafetyContact.objects.exists()


def test_the_phone_of_a_contact_is_not_readable_in_the_database(boss, home):
    from django.db import connection

    contact(boss, home, phone="025-5550110")
    with connection.cursor() as cursor:
        cursor.execute("select phone from community_safetycontact")
        assert "5550110" not in cursor.fetchone()[0]


def test_a_brief_reaches_the_guards_who_mark_it_read_once(org, boss, home):
    user = desk.user("guard", org)
    apps.get_model("people", "Staff").objects.filter(pk=home.guards[0]).update(user=user)
    made = brief(boss, home)
    with pytest.raises(NotFound):
        brief_read(user_id=user.pk, brief_id=made, at=NOW)
    assert safety.brief_share(actor=boss, brief_id=made, at=NOW) == 2
    assert messages.inbox(user.pk)[0] is not None
    for _again in range(2):
        brief_read(user_id=user.pk, brief_id=made, at=NOW)
    row = m.SafetyBrief.objects.get()
    assert [at is not None for _name, at in defence.readers(row)] == [True, False]
    with pytest.raises(Conflict, match=r"community\.brief\.shared"):
        safety.brief_share(actor=boss, brief_id=made, at=NOW)


def test_a_brief_of_another_community_is_nobodys_here(org, boss, home):
    user = desk.user("guard", org)
    other = desk.home("梅园")
    apps.get_model("people", "Staff").objects.filter(pk=other.guards[0]).update(user=user)
    made = brief(boss, home)
    safety.brief_share(actor=boss, brief_id=made, at=NOW)
    with pytest.raises(NotFound):
        brief_read(user_id=user.pk, brief_id=made, at=NOW)
    assert not m.BriefReading.objects.exists()


def test_a_warning_hangs_as_a_notice_until_it_is_over(boss, home):
    made = brief(boss, home, sort="typhoon", title="大风提示", valid_until=TODAY + DAY)
    safety.brief_publish(actor=boss, brief_id=made, on=TODAY, at=NOW)
    notice = apps.get_model("messaging", "BoardNotice").objects.get()
    assert (notice.title, notice.publish_on, notice.withdraw_on) == ("大风提示", TODAY, TODAY + 2 * DAY)
    assert notice.tell == ["residents"]
    with pytest.raises(Conflict, match=r"community\.brief\.published"):
        safety.brief_publish(actor=boss, brief_id=made, on=TODAY, at=NOW)
    old = brief(boss, home, valid_until=TODAY - DAY)
    with pytest.raises(Invalid, match=r"community\.brief\.over"):
        safety.brief_publish(actor=boss, brief_id=old, on=TODAY, at=NOW)


def test_what_is_owed_is_told_once_a_week_and_daily_while_a_review_is_late(org, boss, home):
    user = desk.user("leader", org)
    apps.get_model("people", "Staff").objects.filter(pk=home.guards[0]).update(user=user)
    assert safety_remind(on=TODAY, at=NOW) == 0
    contact(boss, home, checked_on=TODAY - timedelta(days=100))
    for day in (0, 1):
        assert safety_remind(on=TODAY + day * DAY, at=NOW + day * DAY) == 1
    assert len(messages.inbox(user.pk)) == 1
    released(boss, home, NOW - 3 * DAY)
    for day in (2, 3):
        safety_remind(on=TODAY + day * DAY, at=NOW + day * DAY)
    assert len(messages.inbox(user.pk)) == 3


def test_a_meeting_keeps_who_came_what_was_appraised_and_when_the_next_is_due(boss, home):
    guests = [("派出所", "周警官", None), ("梅园物业", "李队长", None)]
    made = occasion(boss, home, guests=guests)
    came = m.OccasionGuest.objects.order_by("pk").first()
    note = safety.OccasionNote(minutes="通报入冬警情", outcome="加装照明", came=[came.pk])
    safety.occasion_hold(actor=boss, occasion_id=made, note=note, at=NOW)
    safety.point_add(
        actor=boss, occasion_id=made, sort="appraisal", item="技防", text="两个盲区", score=82, at=NOW
    )
    with pytest.raises(Invalid, match=r"community\.occasion\.score"):
        safety.point_add(actor=boss, occasion_id=made, sort="appraisal", item="门岗", text="好", at=NOW)
    row = teaching.occasions(boss).get()
    assert (row.state, row.came_count, row.guest_count) == ("held", 1, 2)
    assert teaching.meeting_due(home.community) == TODAY + timedelta(days=90)
    half = teaching.half_year(home.community, TODAY, NOW.tzinfo)
    assert (half.meetings, half.patrols, half.items) == (1, 0, (("技防", 1, 82.0),))


def test_what_a_joint_patrol_finds_becomes_one_case(boss, home):
    made = occasion(boss, home, kind="patrol", title="夜间联巡")
    point = safety.point_add(
        actor=boss, occasion_id=made, sort="problem", item="东侧围栏", text="缺口半米", at=NOW
    )
    first = safety.point_report(actor=boss, point_id=point, kind="hazard", at=NOW)
    assert safety.point_report(actor=boss, point_id=point, kind="hazard", at=NOW) == first
    assert cases.case_view(actor=boss, case_id=first, at=NOW).row.kind == "hazard"
    with pytest.raises(Invalid, match=r"community\.safety\.choice"):
        safety.point_report(actor=boss, point_id=point, kind="praise", at=NOW)
    safety.occasion_hold(actor=boss, occasion_id=made, note=safety.OccasionNote(minutes="两队同巡"), at=NOW)
    half = teaching.half_year(home.community, TODAY, NOW.tzinfo)
    assert (half.patrols, half.hours, half.problems, half.reported) == (1, 1.0, 1, 1)


def test_nothing_is_recorded_before_it_begins_or_after_it_was_cancelled(boss, home):
    made = occasion(boss, home, starts_at=NOW + HOUR)
    note = safety.OccasionNote(minutes="提前写")
    with pytest.raises(Conflict, match=r"community\.occasion\.early"):
        safety.occasion_hold(actor=boss, occasion_id=made, note=note, at=NOW)
    occasion_cancel(actor=boss, occasion_id=made, reason="下雨", at=NOW)
    with pytest.raises(Conflict, match=r"community\.occasion\.cancelled"):
        safety.occasion_hold(actor=boss, occasion_id=made, note=note, at=NOW + 3 * HOUR)


def test_the_years_plan_counts_what_was_taught(boss, home):
    ids = [
        safety.line_save(
            actor=boss, community_id=home.community, theme=theme, audience="住户", month=date(2026, month, 9), at=NOW
        )
        for month, theme in ((1, "防盗"), (2, "防火"), (12, "防骗"))
    ]  # fmt: skip
    made = occasion(boss, home, kind="teaching", title="防盗讲座", line_id=ids[0])
    note = safety.OccasionNote(minutes="讲解门锁", homes=20, persons=31)
    safety.occasion_hold(actor=boss, occasion_id=made, note=note, at=NOW)
    assert teaching.fulfilment(boss, home.community, 2026, TODAY) == (2, 1)
    with pytest.raises(Conflict, match=r"community\.teaching\.twice"):
        safety.line_save(
            actor=boss, community_id=home.community, theme="防火", audience="商户", month=date(2026, 2, 1), at=NOW
        )  # fmt: skip


def test_a_shared_facility_logs_its_uses(boss, home):
    draft = safety.FacilityDraft(thing="临街监控", partner="梅园物业", starts_on=TODAY)
    made = safety.facility_save(actor=boss, community_id=home.community, draft=draft, at=NOW)
    safety.facility_use(
        actor=boss, facility_id=made, by_whom="派出所", purpose="查看录像", used_at=NOW - HOUR, at=NOW
    )
    with pytest.raises(Invalid, match=r"community\.safety\.future"):
        safety.facility_use(
            actor=boss, facility_id=made, by_whom="他", purpose="用", used_at=NOW + HOUR, at=NOW
        )
    assert defence.facilities(boss).get().use_count == 1


def test_one_guard_stands_at_one_post_at_a_time_at_any_event(boss, home):
    starts = NOW + DAY
    made, other = event(boss, home), event(boss, home, title="同日晚会")
    kept = post(boss, made, home.guards[0], starts)
    post(boss, made, home.guards[0], starts + 2 * HOUR, name="西门")
    with pytest.raises(Conflict, match=r"community\.event\.clash") as refused:
        post(boss, other, home.guards[0], starts + HOUR)
    assert refused.value.params["post"] == "东门"
    with pytest.raises(IntegrityError), transaction.atomic():
        m.EventPost.objects.create(
            event_id=other, post="后门", staff_id=home.guards[0], starts_at=starts, ends_at=starts + HOUR
        )
    post_remove(actor=boss, event_id=made, post_id=kept, at=NOW)
    post(boss, other, home.guards[0], starts)


def test_a_plan_is_released_only_by_approval_and_comes_back_with_words(boss, home):
    made = event(boss, home)
    with pytest.raises(Conflict, match=r"community\.event\.nobody"):
        safety.event_submit(actor=boss, event_id=made, at=NOW)
    post(boss, made, home.guards[0], NOW + DAY)
    safety.event_submit(actor=boss, event_id=made, at=NOW)
    with pytest.raises(Conflict, match=r"community\.event\.state"):
        post(boss, made, home.guards[1], NOW + DAY)
    with pytest.raises(Invalid, match=r"community\.safety\.words"):
        safety.event_decide(actor=boss, event_id=made, approved=False, words=" ", at=NOW)
    safety.event_decide(actor=boss, event_id=made, approved=False, words="缺医疗点", at=NOW)
    row = m.MajorEvent.objects.get()
    assert (row.state, row.words) == ("returned", "缺医疗点")
    with pytest.raises(Conflict, match=r"community\.event\.state"):
        safety.event_sign(actor=boss, event_id=made, came=[], words="", at=NOW + DAY)


def test_the_day_is_signed_off_and_the_review_is_owed_within_its_limit(boss, home):
    made = released(boss, home)
    ends = NOW + DAY + 4 * HOUR
    with pytest.raises(Conflict, match=r"community\.event\.early"):
        safety.event_review(actor=boss, event_id=made, review="顺利", at=NOW)
    safety.event_sign(actor=boss, event_id=made, came=[m.EventPost.objects.get().pk], words="", at=ends)
    assert m.EventPost.objects.get().came is True
    assert events.reviews_late(home.community, ends + DAY - HOUR) == 0
    assert events.reviews_late(home.community, ends + DAY + HOUR) == 1
    safety.event_review(actor=boss, event_id=made, review="顺利", at=ends + DAY + HOUR)
    assert events.reviews_late(home.community, ends + 2 * DAY) == 0
    with pytest.raises(Conflict, match=r"community\.event\.reviewed"):
        safety.event_review(actor=boss, event_id=made, review="再写", at=ends + 2 * DAY)


def picture():
    out = BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    out.seek(0)
    out.name = "p.png"
    return out


def test_the_pages_of_safety_open_print_and_take_what_is_typed(boss, home, login):
    client = login(RoleCode.MANAGER)
    new = reverse("community:contact_new")
    told = {"kind": "fire", "body": "城东消防救援站", "phone": "025-5550119", "checked_on": "2026-03-10"}
    assert client.post(new, {**told, "phone": "无"}).status_code == 422
    assert client.post(new, told).status_code == 303
    brief_id = brief(boss, home)
    meeting = occasion(boss, home, guests=[("派出所", "周警官", None)])
    client.post(
        reverse("community:occasion_hold", args=[meeting]),
        {"minutes": "通报", "photo1": picture(), "came": [m.OccasionGuest.objects.get().pk]},
    )
    assert m.OccasionPhoto.objects.count() == 1
    point = safety.point_add(
        actor=boss, occasion_id=meeting, sort="problem", item="北门", text="灯坏", at=NOW
    )
    safety.point_add(
        actor=boss, occasion_id=meeting, sort="appraisal", item="门岗", text="好", score=95, at=NOW
    )
    answer = client.post(reverse("community:point_report", args=[point]), {"kind": "hazard"})
    assert answer.headers["Location"] == reverse(
        "frontdesk:case", args=[m.OccasionPoint.objects.get(pk=point).case_id]
    )
    made, facility = released(boss, home), safety.facility_save(
        actor=boss, community_id=home.community, at=NOW, draft=safety.FacilityDraft(thing="岗亭", partner="社区", starts_on=TODAY),
    )  # fmt: skip
    line = safety.line_save(
        actor=boss, community_id=home.community, theme="防火", audience="住户", month=date(2026, 1, 1), at=NOW
    )
    names = (
        "safety",
        "contacts",
        "briefs",
        "occasions",
        "teaching",
        "facilities",
        "events",
        "brief_new",
        "occasion_new",
        "event_new",
        "teaching_new",
        "facility_new",
    )
    pages = [reverse(f"community:{name}") for name in names] + [
        reverse(f"community:{name}", args=[key])
        for name, key in (
            ("contact", m.SafetyContact.objects.get().pk), ("contact_edit", m.SafetyContact.objects.get().pk),
            ("contact_end", m.SafetyContact.objects.get().pk), ("brief", brief_id), ("brief_edit", brief_id),
            ("occasion", meeting), ("occasion_hold", meeting), ("occasion_appraise", meeting), ("occasion_problem", meeting),
            ("event", made), ("event_review", made), ("event_sign", made), ("facility", facility), ("facility_edit", facility),
            ("facility_use", facility), ("teaching_line", line), ("teaching_edit", line),
        )
    ]  # fmt: skip
    for path in pages:
        assert client.get(path).status_code == 200, path
    assert "逾期未办" in client.get(reverse("community:teaching")).content.decode()
    for path in (
        reverse("community:contacts_sheet"), reverse("community:defence_report"),
        reverse("community:occasion_record", args=[meeting]), reverse("community:occasion_sign_in", args=[meeting]),
        reverse("community:event_paper", args=[made]),
    ):  # fmt: skip
        assert b"".join(client.get(path).streaming_content).startswith(b"%PDF"), path


def test_a_warning_is_one_click_away_and_filled_in(boss, home, login):
    client = login(RoleCode.FRONTDESK)
    assert "?warning=typhoon" in client.get(reverse("community:briefs")).content.decode()
    page = client.get(reverse("community:brief_new") + "?warning=fire").content.decode()
    assert "消除火患" in page


def test_the_desk_shows_whom_to_call(boss, home, login):
    contact(boss, home)
    page = login(RoleCode.FRONTDESK).get(reverse("frontdesk:desk")).content.decode()
    assert 'href="tel:0255550110"' in page


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        (RoleCode.WORKER, "safety", 403), (RoleCode.COMMITTEE, "contacts", 403), (RoleCode.LEADER, "contact_new", 403),
        (RoleCode.LEADER, "safety", 200), (RoleCode.FRONTDESK, "brief_new", 200), (RoleCode.FRONTDESK, "disputes", 403),
        (RoleCode.WORKER, "etiquette", 403),
    ],
)  # fmt: skip
def test_pages_ask_for_their_right(home, login, role, name, status):
    assert login(role).get(reverse(f"community:{name}")).status_code == status


def test_a_supervisor_submits_but_does_not_approve_and_sees_no_other_community(boss, home, login):
    other = desk.home("梅园")
    path = apps.get_model("estate", "Place").objects.get(pk=home.community).path
    client = login(RoleCode.SUPERVISOR, path=path)
    mine, foreign = event(boss, home), event(boss, other)
    post(boss, mine, home.guards[0], NOW + DAY)
    assert client.post(reverse("community:event_submit", args=[mine])).status_code == 302
    answer = client.post(reverse("community:event_decide", args=[mine]), {"verdict": "approve", "words": ""})
    assert answer.status_code == 403
    assert m.MajorEvent.objects.get(pk=mine).state == "submitted"
    assert client.get(reverse("community:event", args=[foreign])).status_code == 404
    sheet = reverse("community:contacts_sheet") + f"?community={other.community}"
    assert client.get(sheet).status_code == 404


def test_the_tile_says_how_late_the_joint_meeting_is_and_leads_to_planning_it(login, boss, home):
    client, url = login(RoleCode.MANAGER, username="tile7"), reverse("community:safety")
    made = occasion(boss, home, starts_at=NOW - 95 * DAY)
    safety.occasion_hold(actor=boss, occasion_id=made, note=safety.OccasionNote(minutes="通报"), at=NOW)
    page = client.get(url).content.decode()
    assert "联防会议已逾期" in page and "还没有安排，点此安排" in page
    assert f"{reverse('community:occasion_new')}?community={home.community}&amp;kind=meeting" in page
    standing = teaching.meeting_standing(home.community, TODAY, NOW, ZoneInfo("Asia/Shanghai"))
    assert standing.late_days == (TODAY - standing.due).days == 5
    occasion(boss, home, starts_at=NOW + DAY)
    assert "已安排在" in client.get(url).content.decode()
