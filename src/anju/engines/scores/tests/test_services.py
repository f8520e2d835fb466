"""Freezing a month, replacing a result, setting bands: who may, and what stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from anju.engines.scores import facade
from anju.engines.scores.contracts import Band
from anju.engines.scores.models import IndicatorTarget, Result
from anju.engines.scores.permissions import INDICATOR_READ
from anju.engines.scores.tests import factories
from anju.engines.scores.tests.factories import AT, OCTOBER
from anju.foundation import actors
from anju.foundation.audit.models import AuditEntry
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound


def test_a_month_is_frozen_once_with_its_evidence(home, boss):
    factories.see(home, 3, 5)
    assert facade.month_freeze(actor=boss, community_id=home, month=OCTOBER, at=AT) == 2
    factories.see(home, 5, 5)
    assert facade.month_freeze(actor=boss, community_id=home, month=OCTOBER, at=AT) == 0
    found = facade.figure("test.rate", home, OCTOBER, AT)
    assert found.value == Fraction(60) and found.band is Band.GOOD and found.frozen_at == AT
    assert [one.counted for one in found.observation.evidence] == [True] * 3 + [False] * 2
    assert AuditEntry.objects.filter(action="scores.month.frozen").count() == 1


def test_a_month_that_still_runs_cannot_be_frozen(home, boss):
    with pytest.raises(Conflict, match=r"scores\.month\.open"):
        facade.month_freeze(actor=boss, community_id=home, month=date(2026, 11, 1), at=AT)
    midnight = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert facade.month_freeze(actor=boss, community_id=home, month=date(2026, 11, 1), at=midnight) == 2


def test_a_recomputed_result_shows_the_difference_and_overwrites_nothing(home, boss):
    factories.see(home, 1, 4)
    facade.month_freeze(actor=boss, community_id=home, month=OCTOBER, at=AT)
    frozen = facade.figure("test.rate", home, OCTOBER, AT)
    factories.see(home, 2, 4)
    differs = facade.difference(actor=boss, result_id=frozen.result_id, at=AT)
    assert differs.differs and not differs.definition
    assert (differs.before.value, differs.after.value) == (25, 50)
    assert facade.figure("test.rate", home, OCTOBER, AT).value == 25
    with pytest.raises(Invalid, match=r"scores\.reason"):
        facade.result_replace(actor=boss, result_id=frozen.result_id, reason=" ", at=AT)
    made = facade.result_replace(actor=boss, result_id=frozen.result_id, reason="补录回访", at=AT)
    assert facade.figure("test.rate", home, OCTOBER, AT).result_id == made
    old = Result.objects.get(pk=frozen.result_id)
    assert (old.numerator, old.replaced_at) == (1, AT)
    with pytest.raises(Conflict, match=r"scores\.result\.replaced"):
        facade.result_replace(actor=boss, result_id=frozen.result_id, reason="再来", at=AT)


def test_a_changed_definition_is_a_difference_even_when_the_numbers_agree(home, boss):
    factories.see(home, 1, 4)
    facade.month_freeze(actor=boss, community_id=home, month=OCTOBER, at=AT)
    factories.newer()
    found = facade.figure("test.rate", home, OCTOBER, AT)
    assert found.version == 1 and found.stale
    assert facade.difference(actor=boss, result_id=found.result_id, at=AT).definition


def test_who_may_only_read_freezes_and_sets_nothing(home, org):
    reader = actors.system("读", org.pk, INDICATOR_READ)
    with pytest.raises(Forbidden):
        facade.month_freeze(actor=reader, community_id=home, month=OCTOBER, at=AT)
    with pytest.raises(Forbidden):
        facade.target_set(actor=reader, code="test.rate", community_id=home, target=None, warn=None, at=AT)
    assert not Result.objects.exists() and not IndicatorTarget.objects.exists()


def test_own_bands_win_and_frozen_months_keep_theirs(home, boss):
    factories.see(home, 6, 10)
    facade.month_freeze(actor=boss, community_id=home, month=OCTOBER, at=AT)
    facade.target_set(
        actor=boss, code="test.rate", community_id=None, target=Decimal(70), warn=Decimal(55), at=AT
    )
    assert facade.figure("test.rate", home, date(2026, 11, 1), AT).band is Band.WARN
    facade.target_set(actor=boss, code="test.rate", community_id=home, target=Decimal(90), warn=None, at=AT)
    assert facade.figure("test.rate", home, date(2026, 11, 1), AT).band is Band.BAD
    assert facade.figure("test.rate", home, OCTOBER, AT).band is Band.GOOD
    with pytest.raises(Invalid, match=r"scores\.target\.order"):
        facade.target_set(
            actor=boss, code="test.rate", community_id=home, target=Decimal(50), warn=Decimal(60), at=AT
        )


def test_a_community_out_of_reach_is_not_there(home, boss):
    other = factories.community("远处")
    narrow = actors.Actor(
        boss.org_id, "近", grants={INDICATOR_READ.code: _reach(home)}, origin=actors.Origin(channel="test")
    )
    assert [one.figure.community_ids for one in facade.overview(actor=narrow, community_id=None, month=OCTOBER, at=AT)] == [(home,)] * 2  # fmt: skip
    with pytest.raises(NotFound):
        facade.overview(actor=narrow, community_id=other, month=OCTOBER, at=AT)


def _reach(community_id):
    from anju.foundation.permissions import Reach

    return Reach(frozenset({f"/{community_id}/"}), frozenset({community_id}))
