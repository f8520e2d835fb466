"""Invitations: seen before they go, sent once, again after a change, reminded of the day before, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from anju.foundation import actors
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.community.models import Meeting
from anju.modules.community.queries import meetings as reads
from anju.modules.community.services import inviting, meetings
from anju.modules.community.tests import gatherings as made
from anju.modules.community.tests.gatherings import AT, DAY
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonDraft, TieDraft, TieKind

ZONE = "Asia/Shanghai"
OWNERS, RESIDENTS = inviting.CallDraft(called="owners"), inviting.CallDraft(called="residents")


@pytest.fixture
def place(org, boss):
    """An owner of the first home, who lets it, and a tenant who lives there."""
    found = made.garden(boss)
    tenant = people.person_create(
        actor=boss, draft=PersonDraft(name="租客", community_id=found.community), at=AT
    )
    tie = TieDraft(
        person_id=tenant, place_id=found.homes[0], kind=TieKind.TENANT, starts_on=date(2020, 1, 1), lives_here=True
    )  # fmt: skip
    people.living_add(actor=boss, draft=tie, at=AT)
    return found


def call(actor, meeting, draft=OWNERS, at=AT):
    return inviting.meeting_call(actor=actor, meeting_id=meeting, draft=draft, at=at)


def told(template):
    """Who got a message of this template: [(person, title)]."""
    rows = apps.get_model("messaging", "Message").objects.filter(template=f"community.{template}")
    return [(one.recipient_id, one.title) for one in rows.order_by("pk")]


def test_owners_or_all_who_live_there_are_asked_and_empty_homes_are_counted(boss, place):
    row = reads.meeting(boss, made.meeting(boss, place))
    owners = inviting.invitees(row, OWNERS, AT.date())
    assert (owners.homes, owners.empty, owners.persons) == (2, 1, (place.owner,))
    living = inviting.invitees(row, RESIDENTS, AT.date())
    assert place.owner in living.persons or len(living.persons) == 1
    with pytest.raises(Invalid, match="called_whom"):
        inviting.invitees(row, inviting.CallDraft(called="dogs"), AT.date())


def test_invitations_go_out_once(boss, place):
    meeting = made.meeting(boss, place)
    assert call(boss, meeting) == 1
    assert told("meeting_call") == [(place.owner, "邀请您参加：第四季度业主座谈")]
    with pytest.raises(Conflict, match=r"community\.meeting\.called"):
        call(boss, meeting)
    assert len(told("meeting_call")) == 1
    row = Meeting.objects.get(pk=meeting)
    assert (row.called, row.called_count) == ("owners", 1)
    assert reads.delivery(row).persons == 1


def test_another_time_asks_for_the_invitations_again_and_another_agenda_does_not(boss, place):
    meeting = made.meeting(boss, place)
    call(boss, meeting)
    row = Meeting.objects.get(pk=meeting)
    same = {"kind": "talk", "title": row.title, "place": row.place, "chair_id": place.staff[0]}
    draft = meetings.MeetingDraft(**same, starts_at=row.starts_at, agenda="停车")
    meetings.meeting_change(actor=boss, meeting_id=meeting, draft=draft, at=AT)
    assert Meeting.objects.get(pk=meeting).called_at == AT
    draft = meetings.MeetingDraft(**same, starts_at=row.starts_at + DAY)
    meetings.meeting_change(actor=boss, meeting_id=meeting, draft=draft, at=AT)
    assert Meeting.objects.get(pk=meeting).called_at is None
    call(boss, meeting, at=AT + timedelta(minutes=5))
    assert [title for _person, title in told("meeting_moved")] == ["会议有变：第四季度业主座谈"]


def test_the_invited_are_reminded_once_on_the_day_before(boss, place):
    meeting = made.meeting(boss, place, starts_at=AT + 3 * DAY)
    call(boss, meeting)
    assert inviting.meetings_call_again(at=AT + DAY, zone=ZONE) == 0
    for _again in range(2):
        inviting.meetings_call_again(at=AT + 2 * DAY, zone=ZONE)
    assert told("meeting_tomorrow") == [(place.owner, "明天开会：第四季度业主座谈")]


def test_who_was_invited_today_is_not_reminded_today(boss, place):
    meeting = made.meeting(boss, place, starts_at=AT + DAY)
    call(boss, meeting)
    assert inviting.meetings_call_again(at=AT, zone=ZONE) == 0


def test_a_cancelled_meeting_is_called_off_and_restoring_asks_to_invite_again(boss, place):
    meeting = made.meeting(boss, place)
    call(boss, meeting)
    meetings.meeting_cancel(actor=boss, meeting_id=meeting, reason="场地停电", at=AT)
    assert told("meeting_off") == [(place.owner, "会议取消：第四季度业主座谈")]
    with pytest.raises(Conflict, match=r"community\.meeting\.over"):
        call(boss, meeting)
    meetings.meeting_restore(actor=boss, meeting_id=meeting, at=AT)
    assert Meeting.objects.get(pk=meeting).called_at is None


def test_a_meeting_nobody_was_invited_to_is_called_off_in_silence(boss, place):
    meetings.meeting_cancel(actor=boss, meeting_id=made.meeting(boss, place), reason="改期", at=AT)
    assert told("meeting_off") == []


def test_representatives_are_named_by_their_homes(boss, place):
    meeting = made.meeting(boss, place, invited="representatives")
    room = estate.place(place.homes[0]).name
    with pytest.raises(Invalid, match=r"community\.lines\.unmatched"):
        call(boss, meeting, inviting.CallDraft(called="owners", homes="9-9999"))
    assert call(boss, meeting, inviting.CallDraft(called="owners", homes=room)) == 1
    assert Meeting.objects.get(pk=meeting).home_ids == [place.homes[0]]


def test_begun_meetings_and_homes_without_anybody_are_not_invited_to(boss, place):
    with pytest.raises(Conflict, match=r"community\.meeting\.begun"):
        call(boss, made.meeting(boss, place, starts_at=AT - DAY, at=AT - 2 * DAY))
    empty = estate.place(place.homes[1]).name
    meeting = made.meeting(boss, place, invited="representatives")
    with pytest.raises(Invalid, match=r"community\.meeting\.nobody"):
        call(boss, meeting, inviting.CallDraft(called="owners", homes=empty))
    assert told("meeting_call") == []


def test_only_who_arranges_meetings_here_invites(org, boss, place):
    meeting = made.meeting(boss, place)
    with pytest.raises(Forbidden):
        call(actors.system("leser", org.pk), meeting)
    with pytest.raises(NotFound):
        call(boss, 987_654)
    assert Meeting.objects.get(pk=meeting).called_at is None


def test_the_page_shows_how_many_before_it_sends(boss, place, login, time_machine):
    time_machine.move_to(AT, tick=False)
    meeting = made.meeting(boss, place)
    client, url = login(RoleCode.MANAGER), reverse("community:meeting_call", args=[meeting])
    assert client.get(url).status_code == 200
    preview = client.post(url, {"called": "owners"}).content.decode()
    assert "发给 1 人" in preview and told("meeting_call") == []
    assert client.post(url, {"called": "owners", "sure": "on"}).status_code == 303
    page = client.get(reverse("community:meeting", args=[meeting])).content.decode()
    assert "已送达" in page and "发送邀请" not in page
    reader = login(RoleCode.COMMITTEE, username="reader7")
    assert reader.post(url, {"called": "owners", "sure": "on"}).status_code == 403


def test_who_cannot_be_reached_is_counted_before_and_after(boss, place):
    meeting = made.meeting(boss, place)
    asked = inviting.invitees(reads.meeting(boss, meeting), OWNERS, AT.date())
    assert (asked.in_app, asked.by_phone) == (0, 0)
    call(boss, meeting)
    found = reads.delivery(Meeting.objects.get(pk=meeting))
    assert (found.persons, found.unreached, found.arrived) == (1, 1, 0)
