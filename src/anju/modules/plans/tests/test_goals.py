"""Goals: who sets them, how they are reported and closed, what is due, the report by principle; public commitments."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from pypdf import PdfReader

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Act
from anju.foundation import actors
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffDraft
from anju.modules.plans.models import Goal, GoalEntry, Promise
from anju.modules.plans.permissions import FULFILMENT_READ, GOAL_READ, GOAL_REPORT, GOAL_WRITE
from anju.modules.plans.queries import commitments
from anju.modules.plans.queries import goals as reads
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.reports import notice
from anju.modules.plans.services import goals, review
from anju.modules.plans.services.goals import GoalDraft, Progress
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT, TODAY
from anju.modules.plans.tests.library_samples import goal

DAY = timedelta(days=1)


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def only(org, *permissions, community=None):
    reach = (
        Reach.everywhere()
        if community is None
        else Reach(frozenset({community.path}), frozenset({community.id}))
    )
    return actors.Actor(org.pk, "受限", grants={one.code: reach for one in permissions})


def report(actor, number, percent, on=TODAY, note="已提交申报材料", **file):
    progress = Progress(on=on, percent=percent, note=note, **file)
    return goals.goal_report(actor=actor, goal_id=number, progress=progress, at=AT)


def test_the_newest_entry_by_day_is_the_progress(boss, place):
    number = goal(boss, place.community.id)
    report(boss, number, 60, TODAY - DAY, filename="证明.txt", data=b"ok")
    report(boss, number, 40, TODAY - 9 * DAY)
    row = reads.goal(boss, number)
    assert row.percent == 60
    assert [(one.on, one.percent) for one in reads.entries(row)] == [(TODAY - DAY, 60), (TODAY - 9 * DAY, 40)]
    assert reads.entries(row)[0].file.name == "证明.txt"


@pytest.mark.parametrize(
    ("progress", "field"),
    [
        (Progress(on=TODAY + DAY, percent=1, note="x"), "on"),
        (Progress(on=TODAY, percent=101, note="x"), "percent"),
        (Progress(on=TODAY, percent=50, note=" "), "note"),
    ],
)
def test_progress_that_says_nothing_is_refused(boss, progress, field):
    number = goal(boss)
    with pytest.raises(Invalid) as refusal:
        goals.goal_report(actor=boss, goal_id=number, progress=progress, at=AT)
    assert refusal.value.field == field
    assert not GoalEntry.objects.exists()


def test_a_closed_goal_stays_as_it_is_until_opened_again(boss):
    number = goal(boss)
    report(boss, number, 70)
    goals.goal_close(actor=boss, goal_id=number, outcome="achieved", on=TODAY, note="已获称号", at=AT)
    row = Goal.objects.get(pk=number)
    assert (row.state, row.percent, row.closed_on) == ("achieved", 100, TODAY)
    with pytest.raises(Conflict):
        report(boss, number, 80)
    with pytest.raises(Conflict):
        goals.goal_close(actor=boss, goal_id=number, outcome="failed", on=TODAY, note="x", at=AT)
    goals.goal_reopen(actor=boss, goal_id=number, reason="称号被撤", at=AT)
    row.refresh_from_db()
    assert (row.state, row.percent, row.closed_on) == ("open", 70, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "dream"}, "kind"),
        ({"kind": "work"}, "topic"),
        ({"kind": "award", "topic": "training"}, "topic"),
        ({"title": ""}, "title"),
        ({"target": " "}, "target"),
        ({"due_on": date(2025, 12, 31)}, "due_on"),
        ({"remind_days": 366}, "remind_days"),
    ],
)
def test_a_goal_that_cannot_be_is_refused_at_its_field(boss, change, field):
    with pytest.raises(Invalid) as refusal:
        goal(boss, **change)
    assert refusal.value.field == field
    assert not Goal.objects.exists()


def test_every_goal_is_in_just_one_column_of_the_board(boss, place):
    spans = {
        "overdue": (-90, -1), "soon": (-90, 30), "running": (-90, 31), "ahead": (1, 90), "closed": (-90, -1),
    }  # fmt: skip
    made = {
        name: goal(boss, title=name, starts_on=TODAY + start * DAY, due_on=TODAY + end * DAY)
        for name, (start, end) in spans.items()
    }
    goals.goal_close(actor=boss, goal_id=made["closed"], outcome="failed", on=TODAY, note="x", at=AT)
    for name, number in made.items():
        found = reads.by_urgency(reads.goals(boss), name, TODAY)
        assert [one.pk for one in found] == [number]
        assert reads.urgency_of(found[0], TODAY) == name
    assert [one.pk for one in reads.pressing(boss, TODAY, None)] == [made["overdue"], made["soon"]]


REFUSED = (
    (lambda a, n: goals.goal_add(actor=a, draft=DRAFT, at=AT), GOAL_WRITE),
    (lambda a, n: goals.goal_change(actor=a, goal_id=n, draft=DRAFT, at=AT), GOAL_WRITE),
    (lambda a, n: report(a, n, 10), GOAL_REPORT),
    (lambda a, n: goals.goal_close(actor=a, goal_id=n, outcome="failed", on=TODAY, note="x", at=AT), GOAL_WRITE),
    (lambda a, n: goals.goal_reopen(actor=a, goal_id=n, reason="x", at=AT), GOAL_WRITE),
)  # fmt: skip
DRAFT = GoalDraft(
    community_id=None, kind="award", title="x", target="x", starts_on=TODAY, due_on=TODAY + 9 * DAY
)


@pytest.mark.parametrize(("act", "permission"), REFUSED)
def test_without_the_right_no_goal_changes(boss, org, place, act, permission):
    number = goal(boss)
    before = AuditEntry.objects.count()
    with pytest.raises(Forbidden):
        act(only(org, GOAL_READ), number)
    with pytest.raises(Forbidden):
        act(only(org, GOAL_READ, permission, community=place.community), number)
    assert AuditEntry.objects.count() == before
    assert Goal.objects.get().title == "取得市级优秀小区称号"


def test_a_goal_of_another_community_is_not_there(boss, org, place):
    far = factories.ground(boss, "XH", "星河湾")
    number = goal(boss, far.community.id)
    local = only(org, GOAL_READ, GOAL_REPORT, community=place.community)
    with pytest.raises(NotFound):
        report(local, number, 10)
    with pytest.raises(NotFound):
        goals.goal_add(
            actor=only(org, GOAL_READ, GOAL_WRITE, community=place.community), at=AT,
            draft=replace(DRAFT, community_id=far.community.id),
        )  # fmt: skip
    assert not GoalEntry.objects.exists()


def test_a_goal_stays_in_its_community(boss, place):
    number = goal(boss, place.community.id)
    with pytest.raises(Invalid) as refusal:
        goals.goal_change(actor=boss, goal_id=number, draft=DRAFT, at=AT)
    assert refusal.value.field == "community"


def test_the_report_by_principle_holds_goals_entries_and_promises(boss, place):
    factories.in_force(boss, place)
    training = goal(boss, place.community.id, kind="principle", topic="training", title="全员轮训")
    report(boss, training, 20)
    report(boss, training, 10, date(2025, 6, 1), "去年的事")
    found = {
        one.principle: one
        for one in reads.principles(actor=boss, community_id=place.community.id, year=2026, today=TODAY)
    }
    assert [one.pk for one in found["training"].goals] == [training]
    assert [one.note for one in found["training"].entries] == ["已提交申报材料"]
    assert found["quality"].promises == 5
    assert found["environment"].promises == 0
    blind = actors.Actor(boss.org_id, "受限", grants={GOAL_READ.code: Reach.everywhere()})
    shown = reads.principles(actor=blind, community_id=place.community.id, year=2026, today=TODAY)
    assert [one.promises for one in shown] == [0, 0, 0, 0, 0]


def published(boss, place):
    factories.in_force(boss, place)
    swept = Promise.objects.get(quote__contains="清扫2次")
    for row in (swept, Promise.objects.get(quote__contains="急修")):
        review.promise_publish(actor=boss, promise_id=row.pk, public=True, at=AT)
    return swept


def test_public_commitments_stand_beside_what_was_done(boss, place):
    swept = published(boss, place)
    team = next(one for one in people.teams(place.community.id) if one.id == place.team_id)
    staff = people.staff_create(
        actor=boss, at=AT,
        draft=StaffDraft(
            name="李红", number="C1", department_id=team.department_id, team_id=team.id,
            community_id=place.community.id,
        ),
    )  # fmt: skip
    schedule.materialise(community_id=place.community.id, until=TODAY + 2 * DAY, at=AT)
    rounds = promise_queries.rounds_of([swept.pk])[swept.pk]
    due = list(
        schedule.occurrences(community_id=place.community.id, round_ids=rounds, days=None).filter(on=TODAY)
    )
    first = min(due, key=lambda one: (one.opens_at, one.pk))
    done = max(first.opens_at, AT) + timedelta(minutes=5)
    act = Act(key=UUID(int=7), occurrence_id=first.pk, done_at=done)
    answer = schedule.submit(actor=boss, staff_id=staff, act=act, photos={}, at=done)
    assert answer.status == "created"
    after = AT + 3 * DAY
    schedule.close_due(at=after)
    schedule.refresh_tallies(at=after)
    found = commitments.commitments(actor=boss, community_id=place.community.id, today=TODAY + 3 * DAY)
    assert found.rows[0].promise.quote.endswith("清扫2次")
    month = found.rows[0].spans[0]
    settled = month.tally.settled
    assert month.tally.done == 1
    assert settled > 1
    assert month.value == (Decimal(2) / settled).quantize(Decimal("0.01"))
    assert month.standing == "broken"
    assert notice.actual_text(found.rows[0].promise, month).startswith("每日")
    repair = found.rows[1].spans[0]
    assert (repair.standing, repair.value, repair.share) == ("waiting", None, None)


def test_spans_begin_with_the_month_three_months_and_the_year():
    month, quarter, year = commitments.spans_of(date(2026, 1, 15))
    assert (month.start, quarter.start, year.start) == (
        date(2026, 1, 1),
        date(2025, 11, 1),
        date(2025, 1, 16),
    )
    assert {one.end for one in (month, quarter, year)} == {date(2026, 1, 16)}


def test_commitments_are_shown_only_where_fulfilment_is(boss, org, place):
    published(boss, place)
    far = factories.ground(boss, "XH", "星河湾")
    owner = only(org, FULFILMENT_READ, community=place.community)
    assert len(commitments.commitments(actor=owner, community_id=place.community.id, today=TODAY).rows) == 2
    with pytest.raises(NotFound):
        commitments.commitments(actor=owner, community_id=far.community.id, today=TODAY)
    with pytest.raises(Forbidden):
        commitments.commitments(actor=only(org, GOAL_READ), community_id=place.community.id, today=TODAY)


def test_the_notice_names_every_public_commitment(boss, place):
    published(boss, place)
    found = commitments.commitments(actor=boss, community_id=place.community.id, today=TODAY)
    data = notice.as_pdf(
        found, organisation="测试物业", community="翠湖花园", plan=("服务方案", 1, TODAY), today=TODAY
    )
    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "翠湖花园" in text and "30 分钟内" in text
    empty = commitments.Commitments(place.community.id, found.days, ())
    blank = notice.as_pdf(
        empty, organisation="测试物业", community="翠湖花园", plan=("", 0, None), today=TODAY
    )
    assert "还没有选择公开的承诺" in PdfReader(io.BytesIO(blank)).pages[0].extract_text()
