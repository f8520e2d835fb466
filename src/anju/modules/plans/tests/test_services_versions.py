from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import EvidenceAsk
from anju.foundation import actors, registry
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.plans.models import PlanVersion, Promise, PromiseRound, PromiseState
from anju.modules.plans.permissions import PLAN_APPROVE, PLAN_ENFORCE, PLAN_READ, PROMISE_SETUP
from anju.modules.plans.queries import compiling
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules.compiling import Adjustments
from anju.modules.plans.services import actions, review, setups, versions
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT, TODAY

DAY = timedelta(days=1)


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def rounds_of(version):
    found = {}
    for row in Promise.objects.filter(version_id=version):
        for number in promise_queries.rounds_of([row.pk])[row.pk]:
            found[row.quote] = schedule.round_view(number)
    return found


def states(version):
    return {row.quote: (row.state, row.engine) for row in Promise.objects.filter(version_id=version)}


def test_a_version_is_not_approved_while_anything_is_unreviewed(boss, place):
    version = factories.upload(boss, place, factories.LOOSE)
    review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT)
    with pytest.raises(Conflict) as refusal:
        versions.version_approve(actor=boss, version_id=version, note="同意", at=AT)
    assert refusal.value.params == {"promises": 0, "passages": 1}
    review.passages_dismiss(actor=boss, version_id=version, at=AT)
    with pytest.raises(Invalid) as refusal:
        versions.version_approve(actor=boss, version_id=version, note=" ", at=AT)
    assert refusal.value.field == "note"
    assert PlanVersion.objects.get(pk=version).state == "draft"
    versions.version_approve(actor=boss, version_id=version, note="同意", at=AT)
    row = PlanVersion.objects.get(pk=version)
    assert (row.state, row.approved_at, row.approval_note) == ("approved", AT, "同意")


def test_a_version_without_a_single_promise_is_not_approved(boss, place):
    version = factories.upload(boss, place, "本小区环境优美。\n欢迎入住。\n")
    with pytest.raises(Conflict) as refusal:
        versions.version_approve(actor=boss, version_id=version, note="同意", at=AT)
    assert refusal.value.code == "plans.version.empty"


def test_the_author_does_not_approve_his_own_version_where_a_setting_says_so(boss, place):
    registry.change(actor=boss, setting=actions.APPROVE_BY_OTHER, new=True)
    author = actors.Actor(boss.org_id, "作者", user_id=77, grants=boss.grants)
    version = factories.upload(author, place)
    review.promises_accept(actor=author, version_id=version, confidence=0, at=AT)
    with pytest.raises(Forbidden) as refusal:
        versions.version_approve(actor=author, version_id=version, note="同意", at=AT)
    assert refusal.value.code == "plans.version.own"
    versions.version_approve(actor=boss, version_id=version, note="同意", at=AT)


def test_in_force_today_runs_rounds_and_names_the_engine_others_wait_for(boss, place):
    version = factories.in_force(boss, place)
    assert states(version) == {
        "楼道每日清扫2次": ("running", "schedule"),
        "道路每周冲洗1次": ("running", "schedule"),
        "重点部位每2小时巡逻1次": ("running", "schedule"),
        "门岗24小时值守": ("waiting", "rosters"),
        "急修30分钟内到达现场": ("waiting", "cases"),
    }
    rounds = rounds_of(version)
    stairs, road, patrol = (
        rounds[quote] for quote in ("楼道每日清扫2次", "道路每周冲洗1次", "重点部位每2小时巡逻1次")
    )
    assert stairs.draft.place_ids == place.entrances
    assert (stairs.draft.team_id, patrol.draft.team_id) == (place.team_id, place.guards_id)
    assert road.draft.place_ids == (place.road,)
    assert (patrol.draft.mode, len(patrol.draft.place_ids)) == ("route", 3)
    assert patrol.draft.evidence == EvidenceAsk(qr=True, time=True)
    assert {one.state for one in rounds.values()} == {"active"}
    assert schedule.occurrences().filter(round_id=stairs.id, on=TODAY + DAY).count() == 4


def test_a_later_day_waits_for_the_job_of_that_day(boss, place):
    version = factories.approved(boss, place)
    versions.version_enforce(actor=boss, version_id=version, on=TODAY + DAY, at=AT)
    assert PlanVersion.objects.get(pk=version).state == "approved"
    assert PromiseRound.objects.count() == 0
    job = actors.system("plans", boss.org_id, PLAN_READ, PLAN_ENFORCE)
    # 15:59 UTC is one minute to midnight in Shanghai.
    before, after = (AT.replace(hour=15, minute=59), AT.replace(hour=16, minute=1))
    assert versions.versions_begin_due(actor=job, at=before) == 0
    assert versions.versions_begin_due(actor=job, at=after) == 1
    assert versions.versions_begin_due(actor=job, at=after) == 0
    row = PlanVersion.objects.get(pk=version)
    assert (row.state, row.in_force_from) == ("in_force", TODAY + DAY)
    assert {one.draft.active_from for one in rounds_of(version).values()} == {TODAY + DAY}


def test_a_new_version_keeps_the_rounds_of_equal_rules_and_ends_the_others(boss, place):
    old = factories.in_force(boss, place)
    before = rounds_of(old)
    text = factories.TEXT.replace("楼道每日清扫2次", "楼道每日清扫3次")
    later = AT + 7 * DAY
    new = factories.in_force(boss, place, text, at=later, on=TODAY + 7 * DAY)
    after = rounds_of(new)
    assert after["重点部位每2小时巡逻1次"].id == before["重点部位每2小时巡逻1次"].id
    assert after["楼道每日清扫3次"].id != before["楼道每日清扫2次"].id
    assert schedule.round_view(before["楼道每日清扫2次"].id).state == "ended"
    assert schedule.round_view(before["重点部位每2小时巡逻1次"].id).state == "active"
    was = PlanVersion.objects.get(pk=old)
    assert (was.state, was.superseded_on, was.text) == ("superseded", TODAY + 7 * DAY, factories.TEXT)
    assert {state for state, _engine in states(old).values()} == {PromiseState.ENDED}
    assert PlanVersion.objects.filter(state="in_force").count() == 1


def test_an_equal_rule_stated_twice_shares_one_round(boss, place):
    text = factories.TEXT + "四、再次强调\n1．楼道每日清扫2次。\n"
    version = factories.in_force(boss, place, text)
    twice = Promise.objects.filter(version_id=version, activity="清扫")
    links = PromiseRound.objects.filter(promise__in=twice).values_list("round_id", flat=True)
    assert (len(links), len(set(links))) == (2, 1)


def test_no_round_runs_without_somebody_to_do_it(boss, org):
    bare = factories.ground(boss, departments=(("秩序部", "security"),))
    version = factories.approved(boss, bare, "方案\n一、保洁\n1．楼道每日清扫2次。\n2．大堂每日清扫1次。\n")
    with pytest.raises(Conflict) as refusal:
        versions.version_enforce(actor=boss, version_id=version, on=TODAY, at=AT)
    assert refusal.value.code == "plans.rounds.without_assignee"
    assert refusal.value.params == {"count": 2, "numbers": "001、002"}
    assert (PlanVersion.objects.get().state, PromiseRound.objects.count()) == ("approved", 0)
    given = setups.promises_assign(
        actor=boss, version_id=version, to=Adjustments(team_id=bare.guards_id), at=AT
    )
    assert given == 2
    versions.version_enforce(actor=boss, version_id=version, on=TODAY, at=AT)
    assert {view.draft.team_id for view in rounds_of(version).values()} == {bare.guards_id}


def test_a_version_that_cannot_begin_on_its_day_stays_approved_and_the_audit_says_why(boss, place):
    from anju.modules.people.models import Team

    version = factories.approved(boss, place)
    versions.version_enforce(actor=boss, version_id=version, on=TODAY + DAY, at=AT)
    Team.objects.all().delete()
    job = actors.system("plans", boss.org_id, PLAN_READ, PLAN_ENFORCE)
    assert versions.versions_begin_due(actor=job, at=AT + DAY) == 0
    assert PlanVersion.objects.get(pk=version).state == "approved"
    entry = AuditEntry.objects.get(action="plans.version.not_started")
    assert entry.after == {"error": "plans.rounds.without_assignee"}


def test_what_people_chose_is_what_runs(boss, place):
    version = factories.approved(boss, place)
    stairs = Promise.objects.get(version_id=version, activity="清扫")
    road = Promise.objects.get(version_id=version, activity="冲洗")
    chosen = Adjustments(place_ids=(place.gate,), team_id=place.guards_id, minutes=33, instructions="先湿拖")
    setups.promise_set_up(actor=boss, promise_id=stairs.pk, chosen=chosen, at=AT)
    setups.promise_set_up(actor=boss, promise_id=road.pk, chosen=Adjustments(held="外包单位未到位"), at=AT)
    versions.version_enforce(actor=boss, version_id=version, on=TODAY, at=AT)
    draft = rounds_of(version)["楼道每日清扫2次"].draft
    assert (draft.place_ids, draft.team_id, draft.minutes) == ((place.gate,), place.guards_id, 33)
    assert draft.instructions == "先湿拖"
    assert states(version)["道路每周冲洗1次"] == ("waiting", "schedule")


def test_a_choice_of_another_community_is_refused(boss, place):
    other = factories.ground(boss, "QS", "清水湾")
    version = factories.approved(boss, place)
    promise = Promise.objects.filter(version_id=version).first()
    for chosen, field in (
        (Adjustments(place_ids=(other.gate,)), "place_ids"),
        (Adjustments(team_id=other.team_id), "assignee"),
        (Adjustments(staff_id=999), "assignee"),
        (Adjustments(position_id=999), "assignee"),
    ):
        with pytest.raises(Invalid) as refusal:
            setups.promise_set_up(actor=boss, promise_id=promise.pk, chosen=chosen, at=AT)
        assert refusal.value.field == field
    promise.refresh_from_db()
    assert promise.setup == {}


def test_a_kept_round_changes_only_where_people_chose_otherwise(boss, place):
    old = factories.in_force(boss, place)
    patrol = rounds_of(old)["重点部位每2小时巡逻1次"].id
    new = factories.approved(boss, place, at=AT + DAY)
    promise = Promise.objects.get(version_id=new, activity="巡逻")
    setups.promise_set_up(
        actor=boss, promise_id=promise.pk, chosen=Adjustments(place_ids=(place.gate, place.road)), at=AT
    )
    versions.version_enforce(actor=boss, version_id=new, on=TODAY + DAY, at=AT + DAY)
    draft = schedule.round_view(patrol).draft
    assert (draft.place_ids, draft.active_from) == ((place.gate, place.road), TODAY)
    assert rounds_of(new)["重点部位每2小时巡逻1次"].id == patrol


def test_a_past_deadline_is_flagged_and_never_runs(boss, place):
    version = factories.approved(
        boss, place, "方案\n一、整改\n1．道闸系统3月25日前整改完毕。\n2．门禁12月25日前整改完毕。\n"
    )
    (past, coming) = compiling.planned(PlanVersion.objects.select_related("plan").get(pk=version), TODAY)
    assert (past.waiting.reason, past.draft) == ("past", None)
    assert coming.draft.recurrence.once_on == date(2026, 12, 25)
    setups.promise_set_up(
        actor=boss, promise_id=coming.promise.pk, chosen=Adjustments(team_id=place.team_id), at=AT
    )
    versions.version_enforce(actor=boss, version_id=version, on=TODAY, at=AT)
    assert sorted(state for state, _engine in states(version).values()) == ["ended", "running"]


def test_withdrawing_ends_the_rounds_and_keeps_the_text_readable(boss, place):
    version = factories.in_force(boss, place)
    with pytest.raises(Invalid):
        versions.version_withdraw(actor=boss, version_id=version, reason="", at=AT)
    versions.version_withdraw(actor=boss, version_id=version, reason="合同终止", at=AT)
    row = PlanVersion.objects.get(pk=version)
    assert (row.state, row.superseded_on, row.text) == ("withdrawn", TODAY, factories.TEXT)
    assert {one.state for one in rounds_of(version).values()} == {"ended"}
    with pytest.raises(Conflict):
        versions.version_withdraw(actor=boss, version_id=version, reason="再次", at=AT)


def test_an_approved_version_can_become_a_draft_again_until_it_is_in_force(boss, place):
    version = factories.approved(boss, place)
    versions.version_enforce(actor=boss, version_id=version, on=TODAY + DAY, at=AT)
    versions.version_reopen(actor=boss, version_id=version, reason="补充", at=AT)
    row = PlanVersion.objects.get(pk=version)
    assert (row.state, row.in_force_from, row.approved_at) == ("draft", None, None)
    with pytest.raises(Conflict):
        versions.version_enforce(actor=boss, version_id=version, on=TODAY, at=AT)


def test_a_day_that_is_over_cannot_be_chosen(boss, place):
    version = factories.approved(boss, place)
    with pytest.raises(Invalid) as refusal:
        versions.version_enforce(actor=boss, version_id=version, on=TODAY - DAY, at=AT)
    assert refusal.value.field == "on"


def test_who_enforces_a_plan_needs_no_right_to_plan_rounds_of_his_own(boss, place):
    version = factories.approved(boss, place)
    leader = actors.system("leader", boss.org_id, PLAN_READ, PLAN_ENFORCE)
    versions.version_enforce(actor=leader, version_id=version, on=TODAY, at=AT)
    assert PromiseRound.objects.count() == 3


def test_without_the_right_or_outside_the_place_nothing_happens(boss, place):
    version = factories.approved(boss, place)
    promise = Promise.objects.filter(version_id=version).first()
    elsewhere = Reach(frozenset({"/9/"}), frozenset({9}))
    codes = [PLAN_READ, PLAN_APPROVE, PLAN_ENFORCE, PROMISE_SETUP]
    stranger = actors.Actor(boss.org_id, "x", grants={one.code: elsewhere for one in codes})
    reader = actors.system("x", boss.org_id, PLAN_READ)
    audited = AuditEntry.objects.count()
    calls = [
        lambda actor: versions.version_enforce(actor=actor, version_id=version, on=TODAY, at=AT),
        lambda actor: versions.version_reopen(actor=actor, version_id=version, reason="x", at=AT),
        lambda actor: versions.version_withdraw(actor=actor, version_id=version, reason="x", at=AT),
        lambda actor: versions.version_approve(actor=actor, version_id=version, note="x", at=AT),
        lambda actor: setups.promise_set_up(
            actor=actor, promise_id=promise.pk, chosen=Adjustments(minutes=5), at=AT
        ),
    ]
    for call in calls:
        with pytest.raises(Forbidden):
            call(reader)
        with pytest.raises(NotFound):
            call(stranger)
    assert AuditEntry.objects.count() == audited
    assert PlanVersion.objects.get(pk=version).state == "approved"
