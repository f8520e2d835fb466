from __future__ import annotations

from datetime import timedelta

import pytest

from anju.engines.cases import facade
from anju.engines.cases.contracts import PhotoDraft
from anju.engines.cases.models import Case, CaseEvent, ClockBudget, ClockSegment
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, minutes, move, opened
from anju.foundation import actors
from anju.foundation.audit.models import AuditEntry
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound


@pytest.fixture
def staff(home):
    return factories.team(home, 3)[1]


@pytest.fixture
def case_id(home, boss, staff):
    """A repair somebody was given and has arrived at."""
    made = opened(boss, home)
    facade.case_assign(actor=boss, case_id=made, staff_id=staff[0], at=NOW + minutes(5))
    facade.visit_start(actor=boss, case_id=made, staff_id=staff[0], at=NOW + minutes(20))
    return made


def state(case_id):
    return Case.objects.values_list("state", flat=True).get(pk=case_id)


def clock(case_id, code, run=1):
    return ClockBudget.objects.get(case_id=case_id, clock=code, run=run)


def photo(actor, case_id, role="after"):
    facade.photo_add(
        actor=actor,
        case_id=case_id,
        at=NOW,
        photo=PhotoDraft(name="a.jpg", data=factories.picture(), role=role),
    )


def done(actor, case_id, at=NOW + minutes(60)):
    photo(actor, case_id)
    move(actor, case_id, "finish", at)


def test_deeds_move_a_case_by_the_transitions_that_follow_them(case_id):
    assert state(case_id) == "working"
    moves = CaseEvent.objects.filter(case_id=case_id, code="moved").order_by("pk")
    assert [one.after["transition"] for one in moves] == ["assign", "start"]


def test_clocks_stop_with_the_transitions_that_stop_them(case_id):
    take, arrive = clock(case_id, "take"), clock(case_id, "arrive")
    assert (take.stopped_at, arrive.stopped_at) == (NOW + minutes(5), NOW + minutes(20))
    assert (arrive.elapsed, arrive.due_at, arrive.next_at) == (minutes(20), NOW + minutes(120), None)
    assert Case.objects.get(pk=case_id).due_at == clock(case_id, "finish").due_at


def test_a_pause_holds_the_due_time_off_and_the_reason_is_kept(case_id, boss):
    before = clock(case_id, "finish").due_at
    move(boss, case_id, "wait", NOW + minutes(30), reason="等配件")
    assert (clock(case_id, "finish").due_at, Case.objects.get(pk=case_id).due_at) == (None, None)
    segment = ClockSegment.objects.get(clock__case_id=case_id, paused=True)
    assert (segment.reason, segment.started_at, segment.ended_at) == ("等配件", NOW + minutes(30), None)
    move(boss, case_id, "start", NOW + minutes(30) + timedelta(days=1))
    assert clock(case_id, "finish").due_at == before + timedelta(days=1)


def test_clocks_are_paused_and_resumed_without_a_transition_too(case_id, boss):
    assert facade.clocks_pause(actor=boss, case_id=case_id, reason="约到明天", at=NOW + minutes(30)) == (
        "finish",
    )
    with pytest.raises(Conflict, match=r"cases\.clock\.none"):
        facade.clocks_pause(actor=boss, case_id=case_id, reason="又约", at=NOW + minutes(31))
    with pytest.raises(Conflict, match=r"cases\.clock\.backwards"):
        facade.clocks_resume(actor=boss, case_id=case_id, at=NOW + minutes(29))
    assert facade.clocks_resume(actor=boss, case_id=case_id, at=NOW + minutes(90)) == ("finish",)


def test_what_is_asked_for_must_be_there_and_is_named(case_id, boss):
    with pytest.raises(Invalid) as refused:
        move(boss, case_id, "finish")
    assert refused.value.code == "cases.transition.lacking"
    assert refused.value.params["lacking"] == ["photo_after"]
    with pytest.raises(Invalid, match=r"cases\.transition\.lacking"):
        move(boss, case_id, "wait", reason="  ")
    assert state(case_id) == "working"


def test_a_case_cannot_close_before_its_rules_hold(case_id, boss):
    done(boss, case_id)
    with pytest.raises(Conflict) as refused:
        move(boss, case_id, "close", NOW + minutes(70))
    assert (refused.value.code, refused.value.params["codes"]) == ("cases.closing.unmet", ["returned"])
    assert state(case_id) == "done"


def test_closing_stops_every_clock_and_ends_all_work(case_id, boss, staff):
    facade.helper_add(actor=boss, case_id=case_id, staff_id=staff[1], at=NOW + minutes(21))
    move(boss, case_id, "wait", NOW + minutes(30), reason="等业主")
    move(boss, case_id, "cancel", NOW + minutes(40), reason="业主取消")
    case = Case.objects.get(pk=case_id)
    assert (case.state, case.closed_at, case.due_at) == ("cancelled", NOW + minutes(40), None)
    assert not case.clocks.filter(stopped_at=None, void=False).exists()
    assert not case.assignments.filter(ended_at=None).exists()
    with pytest.raises(Conflict, match=r"cases\.case\.closed"):
        facade.case_assign(actor=boss, case_id=case_id, staff_id=staff[1], at=NOW)


def test_of_a_case_that_is_dropped_only_promises_broken_by_then_count(home, boss):
    early, late = opened(boss, home), opened(boss, home)
    move(boss, early, "cancel", NOW + minutes(119), reason="业主自己修好了")
    move(boss, late, "cancel", NOW + minutes(121), reason="等不及")
    assert clock(early, "arrive").void
    assert (clock(late, "arrive").void, clock(late, "arrive").stopped_at) == (False, NOW + minutes(121))
    assert Case.objects.get(pk=late).sampled_at is None


def test_the_state_the_sender_saw_must_still_be_the_state(case_id, boss):
    with pytest.raises(Conflict, match=r"cases\.case\.changed"):
        move(boss, case_id, "wait", reason="等", expected="assigned")
    move(boss, case_id, "wait", NOW + minutes(30), reason="等", expected="working")
    with pytest.raises(Conflict, match=r"cases\.transition\.state"):
        move(boss, case_id, "finish")
    with pytest.raises(Invalid, match=r"cases\.transition\.unknown"):
        move(boss, case_id, "fly")


def test_a_transition_needs_its_own_right(case_id, org):
    from anju.engines.cases.permissions import CASE_READ, CASE_WORK
    from anju.foundation.permissions import Reach

    everywhere = {one.code: Reach.everywhere() for one in (CASE_READ, CASE_WORK)}
    worker = actors.Actor(org.pk, "工", grants=everywhere)
    with pytest.raises(Forbidden):
        move(worker, case_id, "cancel", reason="不想做")
    move(worker, case_id, "wait", NOW + minutes(30), reason="等配件")
    nobody = actors.Actor(org.pk, "无")
    with pytest.raises(Forbidden):
        move(nobody, case_id, "start")
    with pytest.raises(NotFound):
        move(worker, 999_999, "start")


def test_reopening_starts_a_run_of_its_own_under_the_promise_then_in_force(case_id, boss):
    with pytest.raises(Conflict, match=r"cases\.reopen\.no_way"):
        facade.case_reopen(actor=boss, case_id=case_id, reason="没修好", at=NOW + minutes(70))
    done(boss, case_id)
    facade.returns_draw(at=NOW + minutes(61))
    visit = Case.objects.get(pk=case_id).returns.get()
    facade.return_record(
        actor=boss, return_id=visit.pk, outcome="satisfied", at=NOW + minutes(62), staff_id=None
    )
    move(boss, case_id, "close", NOW + minutes(70))
    first = clock(case_id, "finish")
    facade.case_reopen(actor=boss, case_id=case_id, reason="又漏了", at=NOW + minutes(80))
    case = Case.objects.get(pk=case_id)
    again = clock(case_id, "finish", run=2)
    assert (case.state, case.reopened, case.closed_at, case.sampled_at) == ("working", 1, None, None)
    assert clock(case_id, "finish").stopped_at == first.stopped_at
    assert (again.started_at, again.stopped_at, case.due_at) == (NOW + minutes(80), None, again.due_at)


def test_a_void_case_stays_and_counts_nowhere(case_id, boss, home):
    facade.case_void(actor=boss, case_id=case_id, reason="重复登记", at=NOW + minutes(30))
    assert state(case_id) == "void"
    assert not ClockBudget.objects.filter(case_id=case_id, void=False).exists()
    with pytest.raises(Conflict):
        facade.case_void(actor=boss, case_id=case_id, reason="再来", at=NOW + minutes(31))


def test_every_deed_is_in_the_history_and_in_the_audit(case_id, boss):
    done(boss, case_id)
    told = list(CaseEvent.objects.filter(case_id=case_id).order_by("pk").values_list("code", flat=True))
    audited = list(
        AuditEntry.objects.filter(subject_type="cases.case", subject_id=case_id)
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert audited == [f"cases.case.{one}" for one in told]
    assert told == ["opened", "assigned", "moved", "arrived", "moved", "photo", "moved"]


def test_fields_given_with_a_transition_must_be_asked_for(case_id, boss):
    with pytest.raises(Invalid, match=r"cases\.field\.unknown"):
        move(boss, case_id, "wait", reason="等", fields={"part": "水"})
