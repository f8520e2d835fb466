"""The whole engine as a machine: whatever happens in whatever order, its promises hold."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from anju.engines.cases import facade
from anju.engines.cases.contracts import CaseEdit, ItemDraft, Move, PhotoDraft
from anju.engines.cases.models import (
    Assignment,
    Case,
    CaseEvent,
    ClockBudget,
    ClockSegment,
    EscalationStep,
    Offer,
    PriceConsent,
    ReturnVisit,
    Sample,
    Visit,
    VisitDraw,
)
from anju.engines.cases.queries import kinds, sources, timing
from anju.engines.cases.rules import clocks
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, draft
from anju.foundation import actors, scope
from anju.kernel.errors import AnjuError
from anju.kernel.interval import InstantInterval

PICK = st.integers(0, 1000)


class Engine(RuleBasedStateMachine):
    org_id = 0

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.scope = scope.enter(self.org_id)
        self.scope.__enter__()
        self.declared = factories.registered()
        self.declared.__enter__()
        self.boss = actors.root("机器", self.org_id)
        self.now = NOW
        self.home = factories.community()
        self.team, self.people = factories.team(self.home, 3)
        self.keys: dict[int, int] = {}
        self.promised: dict[int, tuple] = {}

    def teardown(self):
        if not hasattr(self, "atomic"):
            return
        transaction.set_rollback(True)
        self.declared.__exit__(None, None, None)
        self.scope.__exit__(None, None, None)
        self.atomic.__exit__(None, None, None)

    def some(self, choice, **given):
        found = list(Case.objects.filter(**given).order_by("pk").values_list("pk", flat=True)[:50])
        return found[choice % len(found)] if found else None

    def attempt(self, deed, **given):
        """Do it, or be refused and find nothing changed."""
        before = self.counted()
        try:
            with transaction.atomic():
                return deed(actor=self.boss, at=self.now, **given)
        except AnjuError:
            assert self.counted() == before
            return None

    def counted(self):
        states = tuple(Case.objects.order_by("pk").values_list("pk", "state", "due_at", "assignee_id"))
        tables = (CaseEvent, ClockSegment, ClockBudget, Assignment, Offer, Visit, ReturnVisit, PriceConsent)
        return states, tuple(one.objects.count() for one in tables)

    @rule(step=st.integers(1, 600))
    def time_passes(self, step):
        self.now += timedelta(minutes=step)

    @rule(
        key=st.integers(0, 12),
        kind=st.sampled_from(["t_repair", "t_repair", "t_lift"]),
        severity=st.integers(1, 4),
    )
    def open(self, key, kind, severity):
        drafted = draft(self.home, kind=kind, severity=severity, first_asked=self.people[0])
        made = self.attempt(facade.case_open, draft=drafted, key=f"k{key}")
        if made is not None:
            assert made.repeated == (key in self.keys)
            assert self.keys.setdefault(key, made.case_id) == made.case_id

    @rule(choice=PICK, way=PICK, given=st.booleans())
    def move(self, choice, way, given):
        case_id = self.some(choice)
        if case_id is None:
            return
        case = Case.objects.get(pk=case_id)
        kind = kinds.kind_of(case.kind)
        found = kind.transitions[way % len(kind.transitions)]
        state = self.attempt(
            facade.case_move,
            case_id=case_id,
            move=Move(transition=found.code, reason="因为" if given else ""),
        )
        if state is not None:
            assert case.state in found.sources and state == found.to

    @rule(choice=PICK, person=st.integers(0, 2))
    def assign(self, choice, person):
        case_id = self.some(choice, closed_at=None)
        if case_id is not None:
            self.attempt(facade.case_assign, case_id=case_id, staff_id=self.people[person])

    @rule(choice=PICK)
    def offer(self, choice):
        case_id = self.some(choice, closed_at=None)
        if case_id is not None:
            self.attempt(facade.case_offer, case_id=case_id, team_id=self.team)

    @rule(choice=PICK, person=st.integers(0, 2), refuses=st.booleans())
    def answer(self, choice, person, refuses):
        case_id = self.some(choice)
        if case_id is None:
            return
        given = {"case_id": case_id, "staff_id": self.people[person]}
        if refuses:
            self.attempt(facade.case_refuse, reason="太远", **given)
        else:
            self.attempt(facade.offer_take, **given)

    @rule(choice=PICK, person=st.integers(0, 2))
    def visit(self, choice, person):
        under_way = (
            Visit.objects.filter(state="under_way", staff_id=self.people[person]).order_by("pk").first()
        )
        if under_way is not None:
            self.attempt(facade.visit_end, visit_id=under_way.pk, words="好了")
        elif (case_id := self.some(choice)) is not None:
            self.attempt(facade.visit_start, case_id=case_id, staff_id=self.people[person])

    @rule(choice=PICK, after=st.booleans())
    def photograph(self, choice, after):
        case_id = self.some(choice, closed_at=None)
        if case_id is not None:
            photo = PhotoDraft(name="a.jpg", data=factories.picture(), role="after" if after else "before")
            self.attempt(facade.photo_add, case_id=case_id, photo=photo)

    @rule(choice=PICK, agreed=st.booleans())
    def charge(self, choice, agreed):
        case_id = self.some(choice, closed_at=None)
        if case_id is None:
            return
        self.attempt(
            facade.item_add,
            case_id=case_id,
            item=ItemDraft(sort="labour", name="工时", price=500_000, charged=True),
        )
        price = self.attempt(facade.price_offer, case_id=case_id)
        if price is not None:
            self.attempt(facade.price_answer, price_id=price, agreed=agreed, by_name="业主", how="phone")

    @rule(choice=PICK, stands=st.booleans())
    def stand(self, choice, stands):
        case_id = self.some(choice)
        if case_id is None:
            return
        if stands:
            self.attempt(facade.clocks_pause, case_id=case_id, reason="等业主")
        else:
            self.attempt(facade.clocks_resume, case_id=case_id)

    @rule(choice=PICK, severity=st.integers(1, 4))
    def reclassify(self, choice, severity):
        case_id = self.some(choice)
        if case_id is None:
            return
        before = dict(
            ClockBudget.objects.filter(case_id=case_id, stopped_at=None).values_list("pk", "due_at")
        )
        if (
            self.attempt(facade.case_edit, case_id=case_id, edit=CaseEdit(severity=severity), reason="核实")
            is None
        ):
            after = dict(ClockBudget.objects.filter(pk__in=before).values_list("pk", "due_at"))
            assert all(due is None or after[pk] is None or after[pk] <= due for pk, due in before.items())
            self.promised = {pk: value for pk, value in self.promised.items() if pk not in before}

    @rule(minutes=st.integers(5, 400))
    def the_plan_changes(self, minutes):
        factories.PROMISED[:] = [factories.tighter(minutes, 100 + minutes)]

    @rule(choice=PICK, other=PICK)
    def merge(self, choice, other):
        into, case_id = self.some(choice), self.some(other)
        if into is None or case_id is None:
            return
        self.promised.clear()
        self.attempt(facade.cases_merge, into_id=into, case_ids=[case_id])

    @rule(choice=PICK)
    def unmerge(self, choice):
        case_id = self.some(choice, state="merged")
        if case_id is not None:
            self.attempt(facade.case_unmerge, case_id=case_id, reason="不是一回事")

    @rule(choice=PICK)
    def reopen(self, choice):
        case_id = self.some(choice)
        if case_id is not None:
            self.attempt(facade.case_reopen, case_id=case_id, reason="又坏了")

    @rule(choice=PICK, really=st.sampled_from([False, False, True]))
    def void(self, choice, really):
        case_id = self.some(choice)
        if really and case_id is not None:
            self.attempt(facade.case_void, case_id=case_id, reason="登记错了")

    @rule()
    def draw(self):
        facade.returns_draw(at=self.now)
        for draw in VisitDraw.objects.exclude(held_at=None):
            assert facade.draw_proven(draw.pk)

    @precondition(lambda self: ReturnVisit.objects.filter(done_at=None).exists())
    @rule(outcome=st.sampled_from(["satisfied", "dissatisfied", "unreached"]))
    def ask(self, outcome):
        visit = ReturnVisit.objects.filter(done_at=None).order_by("pk").first()
        self.attempt(facade.return_record, return_id=visit.pk, outcome=outcome, words="说了几句")

    @rule()
    def sweep(self):
        facade.sweep_due(at=self.now)
        assert facade.sweep_due(at=self.now) == 0

    @rule()
    def derive_again(self):
        assert facade.rederive_due()[1] == 0

    @invariant()
    def a_case_is_in_one_state_of_its_kind(self):
        if not hasattr(self, "boss"):
            return
        for case in Case.objects.all():
            kind = kinds.kind_of(case.kind)
            assert case.state in {*(one.code for one in kind.states), "merged", "void"}
            assert kind.is_closed(case.state) == (case.closed_at is not None)
            assert (case.merged_into is not None) == (case.state == "merged")
            assert case.owner_id == self.people[0]
            if case.merged_into is not None:
                assert case.merged_into.merged_into is None

    @invariant()
    def nobody_works_on_what_is_closed_and_one_leads_what_is_open(self):
        if not hasattr(self, "boss"):
            return
        working = Assignment.objects.filter(ended_at=None)
        assert not working.exclude(case__closed_at=None).exists()
        assert not Offer.objects.filter(state="open").exclude(case__closed_at=None).exists()
        leads = dict(working.filter(lead=True).values_list("case_id", "staff_id"))
        open_ones = Case.objects.filter(closed_at=None).exclude(assignee_id=None)
        assert dict(open_ones.values_list("pk", "assignee_id")) == leads

    @invariant()
    def clocks_are_what_their_segments_say(self):
        if not hasattr(self, "boss"):
            return
        rows = list(ClockBudget.objects.all())
        facts = timing.timings(rows)
        frame = sources.bare_frame()
        due: dict[int, object] = {}
        for one in rows:
            assert clocks.valid(facts[one.pk].segments)
            if one.void:
                continue
            assert (one.due_at, one.stopped_at) == (clocks.due(facts[one.pk], frame), facts[one.pk].stopped)
            if one.stopped_at is None and one.due_at is not None:
                due[one.case_id] = min(due.get(one.case_id, one.due_at), one.due_at)
            held = self.promised.setdefault(one.pk, (one.promise_id, one.length, one.started_at))
            assert held == (one.promise_id, one.length, one.started_at)
        assert dict(Case.objects.exclude(due_at=None).values_list("pk", "due_at")) == due
        running = Counter(
            ClockBudget.objects.filter(void=False, stopped_at=None).values_list("case_id", "clock")
        )
        assert not running or max(running.values()) == 1
        assert (
            not ClockBudget.objects.filter(void=False, stopped_at=None).exclude(case__closed_at=None).exists()
        )

    @invariant()
    def each_step_was_fired_once_and_not_early(self):
        if not hasattr(self, "boss"):
            return
        fired = EscalationStep.objects.values_list("clock_id", "step", "turn", "due_at", "fired_at")
        assert len({row[:3] for row in fired}) == len(fired)
        assert all(due <= at for *_key, due, at in fired)

    @invariant()
    def nothing_that_counts_is_lost_in_the_numbers(self):
        if not hasattr(self, "boss"):
            return
        span = InstantInterval(NOW, self.now + timedelta(days=1))
        rows = facade.kept_by(["promise_id"], span=span, at=self.now)
        total = sum(one.kept.expected for one in rows)
        assert total == ClockBudget.objects.filter(void=False, length__isnull=False).count()
        assert all(min(k.in_time, k.late, k.open) >= 0 for k in (one.kept for one in rows))

    @invariant()
    def settled_is_what_a_draw_was_held_of(self):
        if not hasattr(self, "boss"):
            return
        assert (
            not ReturnVisit.objects.filter(draw__isnull=False)
            .exclude(case_id__in=Sample.objects.filter(drawn=True).values("case_id"))
            .exists()
        )


def run(org, examples, steps):
    Engine.org_id = org.pk
    run_state_machine_as_test(
        Engine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate),
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_whatever_happens_the_promises_of_the_engine_hold(org):
    run(org, 12, 30)


@pytest.mark.nightly
@pytest.mark.django_db
def test_whatever_happens_all_night_long_the_promises_of_the_engine_hold(org):
    run(org, 150, 60)
