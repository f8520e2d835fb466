"""Meetings, opinions heard there, groups, boxes and proposals: what is kept, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.engines.cases import facade as cases
from anju.engines.messages.models import Message
from anju.engines.scores import facade as scores
from anju.foundation import registry
from anju.kernel.errors import AnjuError, Conflict, Invalid, NotFound
from anju.modules.community.models import (
    BoxLetter,
    GroupMember,
    GroupPost,
    Improvement,
    Meeting,
    MeetingAttendee,
    MeetingOpinion,
    Proposal,
    ProposalSupport,
)
from anju.modules.community.queries import groups as group_reads
from anju.modules.community.queries import ideas as idea_reads
from anju.modules.community.queries import meetings as meeting_reads
from anju.modules.community.queries import opinions as box_reads
from anju.modules.community.queries import persons
from anju.modules.community.queries.settings import BOX_DAYS
from anju.modules.community.services import followers, groups, hearing, ideas, improving, meetings, opinions
from anju.modules.community.tests import gatherings as make
from anju.modules.community.tests.gatherings import AT, DAY, TODAY
from anju.modules.frontdesk.tests import factories as desk
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonDraft


@pytest.fixture
def garden(boss):
    return make.garden(boss)


def refused(code, act, **asked):
    with pytest.raises(AnjuError) as error:
        act(at=AT, **asked)
    assert error.value.code == code
    return error.value


def judgement(garden, **more):
    given = {
        "accepted": True,
        "measure": "补装感应灯",
        "staff_id": garden.staff[1],
        "due_on": TODAY + 5 * DAY,
    }
    return hearing.Judgement(**{**given, **more})


def heard(boss, garden, meeting_id, **more):
    draft = hearing.OpinionDraft(**{"text": "楼道灯不亮", "home": "101", "who": "陈雨", **more})
    return hearing.opinion_hear(actor=boss, meeting_id=meeting_id, draft=draft, at=AT)


def test_a_year_is_planned_at_once_and_keeps_its_hour(boss, garden):
    draft = meetings.MeetingDraft(
        kind="owners", title="业主见面会", place="广场", starts_at=AT + DAY, chair_id=garden.staff[0]
    )
    made = meetings.meetings_plan(
        actor=boss, community_id=garden.community, draft=draft, at=AT, times=4, every_months=3
    )
    rows = list(Meeting.objects.filter(pk__in=made).order_by("starts_at"))
    assert [one.starts_at.month for one in rows] == [11, 2, 5, 8]
    assert {one.starts_at.hour for one in rows} == {2}


def test_a_meeting_is_held_by_its_minutes_and_not_before_it_begins(boss, garden):
    early = make.meeting(boss, garden)
    refused("community.meeting.early", meetings.minutes_write, actor=boss, meeting_id=early, minutes="……")
    done = make.held(boss, garden)
    row = Meeting.objects.get(pk=done)
    assert (row.state, row.minutes_by) == ("held", "测试")
    refused("community.meeting.over", meetings.meeting_cancel, actor=boss, meeting_id=done, reason="停电")


def test_a_cancelled_meeting_says_why_and_can_come_back(boss, garden):
    made = make.meeting(boss, garden)
    refused("community.text_needed", meetings.meeting_cancel, actor=boss, meeting_id=made, reason=" ")
    meetings.meeting_cancel(actor=boss, meeting_id=made, reason="台风预警", at=AT)
    refused("community.meeting.cancelled", meetings.minutes_write, actor=boss, meeting_id=made, minutes="x")
    meetings.meeting_restore(actor=boss, meeting_id=made, at=AT)
    assert Meeting.objects.get(pk=made).state == "planned"


def test_who_came_is_listed_once_and_owners_are_found_in_the_register(boss, garden):
    made = make.held(boss, garden)
    draft = meetings.AttendanceDraft(
        homes="101 陈雨\n102 王先生", staff_ids=[garden.staff[0]], guests="居委会李主任"
    )
    assert meetings.attendance_add(actor=boss, meeting_id=made, draft=draft, at=AT) == 4
    assert meetings.attendance_add(actor=boss, meeting_id=made, draft=draft, at=AT) == 0
    owner = MeetingAttendee.objects.get(name="陈雨")
    assert (owner.place_id, owner.person_id) == (garden.homes[0], garden.owner)
    reached = meeting_reads.reached(meeting_reads.meeting(boss, made))
    assert (reached.homes, reached.present, reached.people) == (2, 2, 4)
    wrong = meetings.AttendanceDraft(homes="101 陈雨\n909 谁", guests="另一位")
    error = refused(
        "community.lines.unmatched", meetings.attendance_add, actor=boss, meeting_id=made, draft=wrong
    )
    assert "2. 909" in error.params["lines"] and MeetingAttendee.objects.count() == 4


def test_the_chair_is_reminded_before_and_once_more_after_a_day_without_minutes(boss, garden):
    make.meeting(boss, garden, starts_at=AT + 5 * DAY)
    zone = "Asia/Shanghai"
    told = [meetings.meetings_remind(at=AT + n * DAY, zone=zone) for n in (0, 2, 3, 5, 6, 7)]
    assert told == [0, 1, 0, 0, 1, 0]
    assert set(Message.objects.values_list("template", flat=True)) == {
        "community.meeting_soon", "community.meeting_late",
    }  # fmt: skip


def test_an_opinion_is_taken_with_a_measure_carried_out_and_answered(boss, garden):
    made = heard(boss, garden, make.held(boss, garden))
    row = MeetingOpinion.objects.get(pk=made)
    assert (row.person_id, row.improvement.source) == (garden.owner, f"opinion {made}")
    refused("community.opinion.unjudged", hearing.opinion_answer, actor=boss, opinion_id=made, answer="好")
    unplanned = judgement(garden, measure="")
    refused(
        "community.improvement.measure",
        hearing.opinion_judge,
        actor=boss,
        opinion_id=made,
        judgement=unplanned,
    )
    assert Improvement.objects.get().reasonable is None
    hearing.opinion_judge(actor=boss, opinion_id=made, judgement=judgement(garden), at=AT)
    hearing.opinion_answer(actor=boss, opinion_id=made, answer="周五前装好", at=AT)
    assert Message.objects.filter(template="community.opinion_answered").count() == 1
    improving.improvement_done(
        actor=boss, improvement_id=row.improvement_id, result="已装 7 盏", on=TODAY, at=AT
    )
    taken_back = judgement(garden, accepted=False, reason="x")
    refused(
        "community.improvement.has_measure",
        hearing.opinion_judge,
        actor=boss,
        opinion_id=made,
        judgement=taken_back,
    )
    assert list(meeting_reads.by_standing(meeting_reads.opinions(boss), "done", TODAY)) == [row]


def test_an_opinion_not_taken_has_a_reason(boss, garden):
    made = heard(boss, garden, make.held(boss, garden), who="", home="")
    declined = judgement(garden, accepted=False)
    refused("community.text_needed", hearing.opinion_judge, actor=boss, opinion_id=made, judgement=declined)
    hearing.opinion_judge(
        actor=boss,
        opinion_id=made,
        judgement=judgement(garden, accepted=False, reason="须业主大会表决"),
        at=AT,
    )
    row = MeetingOpinion.objects.get(pk=made)
    assert (row.who, row.improvement.reasonable, row.improvement.measure) == ("", False, "")


def test_members_come_in_all_or_none(boss, garden):
    made = make.group(boss, garden)
    wrong = "101 雨妈\n303 谁家\n102 老王\n404 无名"
    error = refused(
        "community.lines.unmatched", groups.members_import, actor=boss, group_id=made, lines=wrong, on=TODAY
    )
    assert error.params["count"] == 2 and "4. 404" in error.params["lines"]
    refused(
        "community.lines.nameless", groups.members_import, actor=boss, group_id=made, lines="101", on=TODAY
    )
    assert GroupMember.objects.count() == 0
    lines = "101 陈雨\n102,老王\n\n101 陈雨"
    first = groups.members_import(actor=boss, group_id=made, lines=lines, on=TODAY, at=AT)
    again = groups.members_import(actor=boss, group_id=made, lines=lines, on=TODAY, at=AT)
    assert (first.added, first.known, first.named, again.added, again.known) == (2, 0, 1, 0, 2)
    reached = group_reads.reached(group_reads.group(boss, made))
    assert (reached.homes, reached.reached, reached.share) == (2, 2, 1)


def test_who_left_is_not_counted_and_may_come_back(boss, garden):
    made = make.group(boss, garden)
    groups.members_import(actor=boss, group_id=made, lines="101 陈雨", on=TODAY, at=AT)
    member = GroupMember.objects.get()
    groups.member_left(actor=boss, member_id=member.pk, on=TODAY, at=AT)
    assert group_reads.reached(group_reads.group(boss, made)).reached == 0
    groups.members_import(actor=boss, group_id=made, lines="101 陈雨", on=TODAY, at=AT)
    refused("community.group.member_there", groups.member_left, actor=boss, member_id=member.pk, on=TODAY)


def test_a_question_becomes_one_case_of_the_kind_it_sounds_like(boss, garden):
    made = make.group(boss, garden)
    groups.members_import(actor=boss, group_id=made, lines="101 陈雨", on=TODAY, at=AT)
    draft = groups.PostDraft(
        sort="question",
        text="厨房水管漏水了，能派人来修吗",
        posted_at=AT,
        member_id=GroupMember.objects.get().pk,
    )
    post = groups.post_log(actor=boss, group_id=made, draft=draft, at=AT)
    case_id = groups.post_turn(actor=boss, post_id=post, at=AT)
    assert groups.post_turn(actor=boss, post_id=post, at=AT) == case_id
    view = cases.case_view(actor=boss, case_id=case_id, at=AT)
    assert (view.row.kind, view.row.channel, view.row.place_id, view.person_id) == (
        "repair", "chat", garden.homes[0], garden.owner,
    )  # fmt: skip
    notice = groups.PostDraft(sort="notice", text="明天停水", posted_at=AT)
    told = groups.post_log(actor=boss, group_id=made, draft=notice, at=AT)
    refused("community.group.no_question", groups.post_turn, actor=boss, post_id=told)
    later = groups.PostDraft(sort="notice", text="x", posted_at=AT + DAY)
    refused("community.group.moment", groups.post_log, actor=boss, group_id=made, draft=later)


def test_a_box_is_due_by_its_own_days_or_the_setting_and_late_after(boss, garden):
    make.box(boss, garden, hung_on=TODAY - 8 * DAY)
    assert [one.name for one in box_reads.late_boxes(boss, garden.community, TODAY)] == ["大堂意见箱"]
    registry.change(actor=boss, setting=BOX_DAYS, new=14, community_id=garden.community)
    assert box_reads.late_boxes(boss, garden.community, TODAY) == []
    assert [one.name for one in box_reads.late_boxes(boss, garden.community, TODAY + 7 * DAY)] == [
        "大堂意见箱"
    ]


def test_a_box_is_opened_before_two_persons_and_an_empty_one_is_recorded(boss, garden):
    box = make.box(boss, garden)
    for alone in ({"witness": ""}, {"witness": "", "witness_id": garden.staff[0]}):
        with pytest.raises(Invalid, match=r"community\.box\.witness"):
            make.opening(boss, garden, box, **alone)
    made = make.opening(boss, garden, box, letters=0, witness="", witness_id=garden.staff[1])
    row = box_reads.opening(boss, made)
    assert (row.letters, row.due_on) == (0, TODAY - 13 * DAY)
    assert box_reads.late_boxes(boss, garden.community, TODAY) == []
    with pytest.raises(Invalid, match=r"community\.box\.before"):
        make.opening(boss, garden, box, opened_at=AT - DAY)


def test_every_letter_is_a_case_and_there_are_no_more_letters_than_counted(boss, garden):
    opening = make.opening(boss, garden, make.box(boss, garden), letters=2)
    nameless = opinions.LetterDraft(kind="complaint", words="保安态度不好", photo=make.photo())
    case_id = opinions.letter_take(actor=boss, opening_id=opening, draft=nameless, at=AT)
    view = cases.case_view(actor=boss, case_id=case_id, at=AT)
    assert (view.row.channel, view.fields["anonymous"], len(view.photos)) == ("box", True, 1)
    signed = opinions.LetterDraft(kind="praise", words="小李拾金不昧", name="王先生", home="102")
    case_id = opinions.letter_take(actor=boss, opening_id=opening, draft=signed, at=AT)
    assert cases.case_view(actor=boss, case_id=case_id, at=AT).row.place_id == garden.homes[1]
    refused("community.box.all_taken", opinions.letter_take, actor=boss, opening_id=opening, draft=signed)
    assert BoxLetter.objects.count() == 2


def test_a_home_supports_a_proposal_once_and_may_take_it_back(boss, garden):
    made = make.proposal(boss, garden, home=garden.homes[0])
    asked = {"actor": boss, "proposal_id": made}
    refused("community.idea.supported", ideas.proposal_support, place_id=garden.homes[0], **asked)
    ideas.proposal_support(place_id=garden.homes[1], at=AT, **asked)
    assert idea_reads.proposal(boss, made).support_count == 2
    ideas.proposal_unsupport(place_id=garden.homes[1], at=AT, **asked)
    assert ProposalSupport.objects.count() == 1
    other = make.garden(boss, "兰园")
    refused("community.missing", ideas.proposal_support, place_id=other.homes[0], **asked)


def test_homes_see_published_proposals_only_with_their_answer(boss, garden):
    made = make.proposal(boss, garden, home=garden.homes[0], published=False)
    assert idea_reads.for_homes(garden.community, garden.homes[0], AT) == []
    said = {"title": "地库反光镜", "text": "转弯看不清。"}
    ideas.proposal_publish(actor=boss, proposal_id=made, published=True, at=AT, **said)
    (shown,) = idea_reads.for_homes(garden.community, garden.homes[0], AT)
    assert (shown.title, shown.standing, shown.mine, shown.answer) == ("地库反光镜", "open", True, "")
    ideas.proposal_answer(actor=boss, proposal_id=made, decision="adopted", answer="本月加装两面", at=AT)
    (shown,) = idea_reads.for_homes(garden.community, garden.homes[1], AT)
    assert (shown.standing, shown.mine, shown.answer) == ("adopted", False, "本月加装两面")
    refused(
        "community.idea.settled",
        ideas.proposal_answer,
        actor=boss,
        proposal_id=made,
        decision="noted",
        answer="x",
    )
    refused(
        "community.idea.settled",
        ideas.proposal_support,
        actor=boss,
        proposal_id=made,
        place_id=garden.homes[1],
    )


def test_a_proposal_is_late_when_the_promise_of_its_case_is(boss, garden):
    row = idea_reads.proposal(boss, make.proposal(boss, garden))
    assert row.case.kind == "suggestion" and idea_reads.standing(row, AT) == "open"
    assert idea_reads.standing(row, row.case.due_at + timedelta(seconds=1)) == "late"


def test_a_suggestion_answered_on_its_own_page_is_answered_on_the_ledger(boss, garden):
    first = make.proposal(boss, garden, key="a")
    assert make.proposal(boss, garden, key="a") == first
    row = Proposal.objects.get(pk=first)
    desk.move(boss, row.case_id, "finish", at=AT, fields={"decision": "declined", "answer": "管线不允许"})
    ideas.case_followed(case_id=row.case_id, at=AT)
    ideas.case_followed(case_id=row.case_id, at=AT + DAY)
    row.refresh_from_db()
    assert row.answered_at == AT
    assert idea_reads.standing(idea_reads.proposal(boss, first), AT) == "declined"


def test_a_suggestion_of_another_way_is_collected_once(boss, garden):
    opening = make.opening(boss, garden, make.box(boss, garden))
    letter = opinions.LetterDraft(kind="suggestion", words="希望增设晾晒架")
    case_id = opinions.letter_take(actor=boss, opening_id=opening, draft=letter, at=AT)
    assert [one.id for one in idea_reads.uncollected(boss, garden.community)] == [case_id]
    asked = {"actor": boss, "case_id": case_id, "title": "增设晾晒架", "text": ""}
    made = ideas.proposal_collect(at=AT, **asked)
    assert Proposal.objects.get(pk=made).origin == "box"
    refused("community.idea.collected", ideas.proposal_collect, **asked)
    assert idea_reads.uncollected(boss, garden.community) == []


def test_rows_follow_a_person_who_is_merged_or_forgotten(boss, garden):
    meeting = make.held(boss, garden)
    came = meetings.AttendanceDraft(homes="101 陈雨")
    meetings.attendance_add(actor=boss, meeting_id=meeting, draft=came, at=AT)
    opinion = heard(boss, garden, meeting)
    group = make.group(boss, garden)
    groups.members_import(actor=boss, group_id=group, lines="101 陈雨", on=TODAY, at=AT)
    asked = groups.PostDraft(
        sort="question", text="几点停水", posted_at=AT, member_id=GroupMember.objects.get().pk
    )
    post = groups.post_log(actor=boss, group_id=group, draft=asked, at=AT)
    ideas.proposal_support(
        actor=boss,
        proposal_id=make.proposal(boss, garden),
        place_id=garden.homes[0],
        person_id=garden.owner,
        at=AT,
    )
    assert len(persons.copy_of(garden.owner)[0].rows) == 4
    kept = people.person_create(
        actor=boss, draft=PersonDraft(name="陈雨", community_id=garden.community), at=AT
    )
    followers.person_merged(gone_id=garden.owner, kept_id=kept)
    assert persons.copy_of(garden.owner) == () and len(persons.copy_of(kept)[0].rows) == 4
    assert followers.person_forget(boss, kept, AT) == 5
    assert followers.person_forget(boss, kept, AT) == 0
    assert persons.copy_of(kept) == ()
    names = (
        MeetingAttendee.objects.get().name, MeetingOpinion.objects.get(pk=opinion).who, GroupMember.objects.get().name,
        GroupPost.objects.get(pk=post).by_name,
    )  # fmt: skip
    assert not any("陈雨" in one for one in names)


def test_staff_of_another_community_chair_nothing_and_names_of_groups_differ(boss, garden):
    other = make.garden(boss, "兰园")
    draft = meetings.MeetingDraft(
        kind="talk", title="座谈", place="会议室", starts_at=AT, chair_id=other.staff[0]
    )
    with pytest.raises(NotFound):
        meetings.meetings_plan(actor=boss, community_id=garden.community, draft=draft, at=AT)
    make.group(boss, garden)
    with pytest.raises(Conflict, match=r"community\.group\.name"):
        make.group(boss, garden)


def test_opinions_taken_count_as_reasonable_proposals(boss, garden):
    made = heard(boss, garden, make.held(boss, garden))
    heard(boss, garden, make.held(boss, garden), text="免费停车")
    hearing.opinion_judge(actor=boss, opinion_id=made, judgement=judgement(garden), at=AT)
    figure = scores.figure("community.proposals", garden.community, TODAY.replace(day=1), AT + 30 * DAY)
    assert figure.value == 100
