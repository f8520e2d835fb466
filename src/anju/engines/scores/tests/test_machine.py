"""Freezing, recomputing and changed definitions in any order: what was frozen stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from anju.engines.scores import facade
from anju.engines.scores.models import Result
from anju.engines.scores.queries import catalogue
from anju.engines.scores.tests import factories
from anju.engines.scores.tests.factories import AT, OCTOBER
from anju.foundation import actors, scope
from anju.kernel.errors import Conflict


class Months(RuleBasedStateMachine):
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
        self.places = [factories.community("甲苑"), factories.community("乙苑")]
        self.at = AT
        self.frozen = {}

    @rule(which=st.integers(0, 1), numerator=st.integers(0, 9), more=st.integers(0, 9))
    def count_anew(self, which, numerator, more):
        factories.see(self.places[which], numerator, numerator + more)

    @rule()
    def define_anew(self):
        now = catalogue.indicator("test.rate")
        catalogue._indicators["test.rate"] = replace(now, version=now.version + 1)

    @rule(which=st.integers(0, 1))
    def freeze(self, which):
        self.at += timedelta(minutes=1)
        place = self.places[which]
        made = facade.month_freeze(actor=self.boss, community_id=place, month=OCTOBER, at=self.at)
        assert made == (0 if place in self.frozen else 2)
        if made:
            self.frozen[place] = self._now(place)

    @rule(which=st.integers(0, 1))
    def put_in_place(self, which):
        self.at += timedelta(minutes=1)
        place = self.places[which]
        if place not in self.frozen:
            return
        result = self._row(place)
        differs = facade.difference(actor=self.boss, result_id=result.pk, at=self.at)
        assert differs.differs == (self.frozen[place] != self._now(place))
        try:
            facade.result_replace(actor=self.boss, result_id=result.pk, reason="补录", at=self.at)
            assert differs.differs
            self.frozen[place] = self._now(place)
        except Conflict as error:
            assert error.code == "scores.result.same" and not differs.differs

    @invariant()
    def what_is_frozen_stays(self):
        if not hasattr(self, "frozen"):
            return
        for place, kept in self.frozen.items():
            row = self._row(place)
            assert (row.numerator, row.denominator, row.version) == kept
            shown = facade.figure("test.rate", place, OCTOBER, self.at)
            assert (shown.observation.numerator, shown.observation.denominator, shown.version) == kept
            assert shown.stale == (kept[2] != catalogue.indicator("test.rate").version)
        sums = facade.together(
            catalogue.indicator("test.rate"),
            facade.figures(catalogue.indicator("test.rate"), self.places, OCTOBER, self.at),
            OCTOBER,
        )
        known = [self.frozen.get(place) or self._now(place) for place in self.places]
        assert sums.observation.numerator == sum(one[0] for one in known)
        assert sums.observation.denominator == sum(one[1] for one in known)

    def _now(self, place):
        seen = factories.SEEN.get(place)
        version = catalogue.indicator("test.rate").version
        return (seen.numerator, seen.denominator, version) if seen else (0, 0, version)

    def _row(self, place):
        return Result.objects.get(community_id=place, indicator="test.rate", replaced_at__isnull=True)

    def teardown(self):
        if hasattr(self, "frozen"):
            self.declared.__exit__(None, None, None)
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


def test_a_frozen_month_stays_whatever_happens(org):
    Months.org_id = org.pk
    run_state_machine_as_test(
        Months,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
