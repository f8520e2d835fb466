"""What falls due is told to who answers for it, once for each due day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from anju.modules.community import models as m
from anju.modules.community.services import at_safety as safety
from anju.modules.community.services import dog_measures, merchants, terms
from anju.modules.community.tests import gatherings as meet
from anju.modules.community.tests import neighbours as made
from anju.modules.frontdesk.tests import factories as desk

AT = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)
DAY = timedelta(days=1)
ZONE = "Asia/Shanghai"


@pytest.fixture
def home(org):
    return desk.home()


def tell(on=TODAY):
    return terms.terms_tell(on=on, at=AT, zone=ZONE)


def codes(home, on=TODAY):
    return [(one.code, one.on) for one in terms.terms_of(home.community, on, ZoneInfo(ZONE))]


def told():
    rows = apps.get_model("messaging", "Message").objects.filter(template="community.term_due")
    return [(one.recipient_kind, one.recipient_id, one.title) for one in rows.order_by("pk")]


def test_a_cleaning_is_told_once_for_its_day_and_again_for_the_next_one(boss, home):
    shop = made.merchant(boss, home)
    equipment = merchants.equipment_save(
        actor=boss, merchant_id=shop.pk, kind="grease", cycle_days=30, last_on=TODAY - 28 * DAY, at=AT
    )
    assert tell() == 1
    assert tell() == 0
    ((kind, staff, title),) = told()
    assert (kind, staff) == ("staff", home.desk[0])
    assert title.startswith("商户设备该清洗：") and "老街面馆" in title
    merchants.cleaning_note(actor=boss, equipment_id=equipment, on=TODAY, by="洁源", receipt=None, at=AT)
    assert codes(home) == []
    assert codes(home, TODAY + 28 * DAY) == [("merchant_cleaning", TODAY + 30 * DAY)]


def test_the_next_check_and_faults_to_look_at_again_are_told(boss, home):
    shop = made.merchant(boss, home)
    note = made.check(bad=["smoke"], found="净化器停用", deadline=TODAY + DAY, next_on=TODAY + 2 * DAY)
    merchants.check_note(actor=boss, merchant_id=shop.pk, draft=note, at=AT)
    assert sorted(codes(home)) == [("merchant_check", TODAY + 2 * DAY), ("merchant_faults", TODAY + DAY)]
    merchants.merchant_state(actor=boss, merchant_id=shop.pk, state="closed", on=TODAY, why="搬走", at=AT)
    assert codes(home) == []


def test_only_the_latest_check_says_when_the_next_is_due(boss, home):
    shop = made.merchant(boss, home)
    for back, following in ((20, 1), (2, 80)):
        note = made.check(on=TODAY - back * DAY, next_on=TODAY + following * DAY)
        merchants.check_note(actor=boss, merchant_id=shop.pk, draft=note, at=AT)
    assert codes(home) == []


def test_papers_that_ran_out_go_to_the_desk_and_steps_to_their_staff(boss, home):
    dog = made.dog(boss, home, licence="1", licence_until=TODAY - DAY)
    ladder = dog_measures.LadderDraft(title="吠叫扰民", due_on=TODAY, dog_id=dog.pk, staff_id=home.guards[1])
    dog_measures.ladder_open(actor=boss, community_id=home.community, draft=ladder, at=AT)
    assert tell() == 2
    assert [staff for _kind, staff, _title in told()] == [home.desk[0], home.guards[1]]


def test_a_follow_up_names_the_number_only_and_goes_to_who_looks_after_the_dispute(boss, home):
    draft = safety.DisputeDraft(
        subject="噪声", text="争执", level="ordinary", mediation="people", tier="community", mediator="居委会",
        opened_on=TODAY, staff_id=home.desk[1],
    )  # fmt: skip
    number = safety.dispute_save(actor=boss, community_id=home.community, draft=draft, on=TODAY, at=AT)
    end = safety.EndDraft(state="withdrawn", outcome="和解", follow_on=TODAY + DAY)
    safety.dispute_end(actor=boss, dispute_id=number, draft=end, on=TODAY, at=AT)
    assert tell() == 1
    assert told() == [("staff", home.desk[1], f"纠纷该回访：{m.Dispute.objects.get().number}")]
    safety.dispute_follow(actor=boss, dispute_id=number, words="相安无事", on=TODAY, at=AT)
    assert codes(home) == []


def test_a_joint_meeting_that_is_due_is_told_until_one_is_arranged(boss, home):
    held = AT - 89 * DAY
    occasion = safety.OccasionDraft(
        kind="meeting", title="联防会议", host="派出所", place="社区", starts_at=held, ends_at=held + DAY / 24
    )
    first = safety.occasion_save(actor=boss, community_id=home.community, draft=occasion, at=AT)
    safety.occasion_hold(actor=boss, occasion_id=first, note=safety.OccasionNote(minutes="通报"), at=AT)
    assert codes(home) == [("defence", TODAY + DAY)]
    tell()
    assert told()[0][:2] == ("staff", home.guards[0])
    missed = safety.OccasionDraft(
        kind="meeting",
        title="没有开成",
        host="派出所",
        place="社区",
        starts_at=AT - 20 * DAY,
        ends_at=AT - 19 * DAY,
    )
    safety.occasion_save(actor=boss, community_id=home.community, draft=missed, at=AT)
    assert codes(home) == [("defence", TODAY + DAY)]
    soon = AT + 2 * DAY
    following = safety.OccasionDraft(
        kind="meeting", title="年末联防会议", host="派出所", place="社区", starts_at=soon, ends_at=soon + DAY / 24,
        guests=[("本公司", "保安", home.guards[1])],
    )  # fmt: skip
    safety.occasion_save(actor=boss, community_id=home.community, draft=following, at=AT)
    assert codes(home) == [("defence_meeting", TODAY + 2 * DAY)]
    tell()
    assert told()[-1] == ("staff", home.guards[1], "联防会议：年末联防会议")


def test_a_box_is_told_to_its_keeper_and_what_is_long_past_to_nobody(boss, org):
    place = meet.garden(boss, "橙园")
    meet.box(boss, place, hung_on=TODAY - 9 * DAY)
    assert tell() == 1
    assert told()[0][1] == place.staff[0]
    meet.garden(boss, "榴园")
    assert [one.on for one in terms.terms_of(place.community, TODAY + 20 * DAY, ZoneInfo(ZONE))] == []


def test_where_nobody_answers_the_communitys_group_is_told(boss, home):
    apps.get_model("people", "Team").objects.update(leader=None)
    made.dog(boss, home, licence="1", licence_until=TODAY - DAY)
    tell()
    assert told()[0][:2] == ("group", home.community)
