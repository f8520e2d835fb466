from __future__ import annotations

from datetime import timedelta

import pytest

from anju.engines.cases import facade
from anju.engines.cases.contracts import PhotoDraft
from anju.engines.cases.models import Case, ReturnVisit, Sample, VisitDraw
from anju.engines.cases.rules import sampling
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, minutes, move, opened
from anju.foundation import actors
from anju.foundation.audit.models import AuditEntry
from anju.kernel.errors import Conflict, Invalid
from anju.kernel.interval import InstantInterval

DAY = timedelta(days=1)


@pytest.fixture
def staff(home):
    return factories.team(home)[1]


def settled(actor, home, staff, at=NOW, **given):
    case_id = opened(actor, home, at=at, **given)
    visit = facade.visit_start(actor=actor, case_id=case_id, staff_id=staff[0], at=at + minutes(1))
    photo = PhotoDraft(name="a.jpg", data=factories.picture(), role="after")
    facade.photo_add(actor=actor, case_id=case_id, photo=photo, at=at + minutes(2))
    facade.visit_end(actor=actor, visit_id=visit, at=at + minutes(3))
    move(actor, case_id, "finish", at + minutes(4))
    return case_id


def drawn(case_id):
    return Sample.objects.filter(case_id=case_id).order_by("-pk").values_list("drawn", flat=True).first()


def test_a_draw_takes_half_of_the_ordinary_and_all_serious_ones_and_proves_it(home, boss, staff):
    ordinary = [settled(boss, home, staff) for _ in range(5)]
    serious = settled(boss, home, staff, severity=3)
    waiting = VisitDraw.objects.get()
    assert (waiting.held_at, waiting.revealed) == (None, "")
    assert facade.returns_draw(at=NOW + DAY) == 4
    assert sum(drawn(one) for one in ordinary) == 3 and drawn(serious)
    assert set(ReturnVisit.objects.values_list("due_at", flat=True)) == {NOW + 8 * DAY}
    held = VisitDraw.objects.get(pk=waiting.pk)
    assert held.commitment == waiting.commitment == sampling.commitment(held.revealed)
    assert facade.draw_proven(held.pk)
    assert AuditEntry.objects.get(action="cases.draw.held").after == {"population": 6, "drawn": 4}


def test_a_draw_that_was_tampered_with_proves_nothing(home, boss, staff):
    for _ in range(4):
        settled(boss, home, staff)
    facade.returns_draw(at=NOW + DAY)
    draw = VisitDraw.objects.exclude(held_at=None).get()
    chosen, left = (Sample.objects.filter(drawn=one).first() for one in (True, False))
    Sample.objects.filter(pk=chosen.pk).update(drawn=False)
    Sample.objects.filter(pk=left.pk).update(drawn=True)
    assert not facade.draw_proven(draw.pk)


def test_what_stood_in_a_draw_stands_in_no_other_and_the_next_secret_is_fixed_at_once(home, boss, staff):
    settled(boss, home, staff)
    assert facade.returns_draw(at=NOW + DAY) == 1
    assert facade.returns_draw(at=NOW + DAY + minutes(1)) == 0
    assert VisitDraw.objects.filter(held_at=None, made_at=NOW + DAY).count() == 1
    settled(boss, home, staff, at=NOW + DAY + minutes(5))
    assert facade.returns_draw(at=NOW + 2 * DAY) == 1
    assert Sample.objects.count() == 2
    secrets = set(VisitDraw.objects.values_list("commitment", flat=True))
    assert len(secrets) == VisitDraw.objects.count() == 3


def test_the_secret_is_not_to_be_read_before_the_draw(home, boss, staff, django_assert_num_queries):
    settled(boss, home, staff)
    (waiting,) = facade.draws("t_repair")
    assert waiting["revealed"] == "" and len(waiting["commitment"]) == 64
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select secret from cases_visitdraw")
        (stored,) = cursor.fetchone()
    assert sampling.commitment(stored) != waiting["commitment"]


def test_a_dissatisfied_owner_has_his_case_done_again_and_it_stands_in_a_draw_anew(home, boss, staff):
    case_id = settled(boss, home, staff)
    facade.returns_draw(at=NOW + DAY)
    visit = ReturnVisit.objects.get()
    with pytest.raises(Invalid, match=r"cases\.words"):
        facade.return_record(actor=boss, return_id=visit.pk, outcome="dissatisfied", at=NOW + DAY)
    facade.return_record(
        actor=boss, return_id=visit.pk, outcome="dissatisfied", words="还在滴水", at=NOW + DAY + minutes(9)
    )
    case = Case.objects.get(pk=case_id)
    assert (case.state, case.due_at is not None, case.sampled_at) == ("working", True, None)
    with pytest.raises(Conflict, match=r"cases\.return\.done"):
        facade.return_record(actor=boss, return_id=visit.pk, outcome="fair", at=NOW + DAY)
    move(boss, case_id, "finish", NOW + 2 * DAY)
    assert facade.returns_draw(at=NOW + 3 * DAY) == 1
    assert Sample.objects.filter(case_id=case_id).count() == 2


def test_who_worked_on_it_does_not_ask_how_it_was(home, boss, staff):
    settled(boss, home, staff)
    facade.returns_draw(at=NOW + DAY)
    visit = ReturnVisit.objects.get()
    with pytest.raises(Conflict, match=r"cases\.return\.own_work"):
        facade.return_record(
            actor=boss, return_id=visit.pk, outcome="satisfied", staff_id=staff[0], at=NOW + DAY
        )
    facade.return_record(actor=boss, return_id=visit.pk, outcome="satisfied", staff_id=staff[1], at=NOW + DAY)


def test_who_cannot_be_reached_is_tried_three_times(home, boss, staff):
    settled(boss, home, staff)
    facade.returns_draw(at=NOW + DAY)
    visit = ReturnVisit.objects.get()
    for tries in (1, 2, 3):
        assert facade.returns_open(actor=boss).count() == 1
        facade.return_record(
            actor=boss, return_id=visit.pk, outcome="unreached", at=NOW + DAY + minutes(tries)
        )
    assert facade.returns_open(actor=boss).count() == 0
    span = InstantInterval(NOW, NOW + 2 * DAY)
    (rate,) = facade.return_rates(span=span)
    assert (rate.settled, rate.drawn, rate.visited, rate.reached, rate.satisfied) == (1, 1, 1, 0, 0)


def test_a_case_closes_only_after_the_draw_and_the_visit_it_led_to(home, boss, staff):
    case_id = settled(boss, home, staff)
    facade.returns_draw(at=NOW + DAY)
    with pytest.raises(Conflict, match="unmet"):
        move(boss, case_id, "close", NOW + DAY)
    visit = ReturnVisit.objects.get()
    facade.return_record(actor=boss, return_id=visit.pk, outcome="satisfied", at=NOW + DAY)
    assert move(boss, case_id, "close", NOW + DAY) == "closed"


def test_the_reporter_rates_a_settled_case_once(home, org, boss, staff):
    from anju.engines.cases.contracts import Reporter

    reporter = actors.Actor(org.pk, "李女士", user_id=77)
    early = opened(boss, home, reporter=Reporter(user_id=77))
    with pytest.raises(Conflict, match=r"cases\.rating\.early"):
        facade.case_rate(actor=reporter, case_id=early, stars=5, at=NOW)
    case_id = settled(boss, home, staff, reporter=Reporter(user_id=77))
    with pytest.raises(Invalid, match=r"cases\.rating\.stars"):
        facade.case_rate(actor=reporter, case_id=case_id, stars=6, at=NOW)
    facade.case_rate(actor=reporter, case_id=case_id, stars=4, words="很快", at=NOW)
    with pytest.raises(Conflict, match=r"cases\.rating\.twice"):
        facade.case_rate(actor=reporter, case_id=case_id, stars=1, at=NOW)
    assert facade.ratings(span=InstantInterval(NOW, NOW + DAY)) == {"t_repair": (1, 4, 1)}


def test_a_visit_can_be_added_beside_the_draw(home, boss, staff):
    case_id = settled(boss, home, staff)
    facade.return_add(actor=boss, case_id=case_id, at=NOW + minutes(5))
    with pytest.raises(Conflict, match=r"cases\.return\.waiting"):
        facade.return_add(actor=boss, case_id=case_id, at=NOW + minutes(6))
    with pytest.raises(Invalid, match=r"cases\.return\.no_rule"):
        facade.return_add(actor=boss, case_id=opened(boss, home, kind="t_lift"), at=NOW)
    assert facade.returns_draw(at=NOW + DAY) == 1
    assert ReturnVisit.objects.get().draw_id is not None


def test_what_was_done_again_counts_as_opened_again_and_is_rated_anew(home, org, boss, staff):
    from anju.engines.cases.contracts import Reporter
    from anju.engines.cases.queries.facts import facts

    reporter = actors.Actor(org.pk, "李女士", user_id=77)
    case_id = settled(boss, home, staff, reporter=Reporter(user_id=77))
    facade.case_rate(actor=reporter, case_id=case_id, stars=1, at=NOW + minutes(5))
    assert (facts(Case.objects.get(pk=case_id)).rated, facts(Case.objects.get(pk=case_id)).stars) == (True, 1)
    move(boss, case_id, "redo", NOW + minutes(6), reason="还在滴水")
    case = Case.objects.get(pk=case_id)
    assert case.reopened == 1
    assert (facts(case).rated, facts(case).stars) == (False, None)
    move(boss, case_id, "finish", NOW + minutes(30))
    facade.case_rate(actor=reporter, case_id=case_id, stars=5, at=NOW + minutes(40))
    assert facts(Case.objects.get(pk=case_id)).stars == 5


def test_a_visit_that_led_back_to_work_says_so(home, boss, staff):
    settled(boss, home, staff)
    facade.returns_draw(at=NOW + DAY)
    visit = ReturnVisit.objects.get()
    facade.return_record(
        actor=boss, return_id=visit.pk, outcome="dissatisfied", words="还在滴水", at=NOW + DAY
    )
    visit.refresh_from_db()
    assert visit.reopened


def test_nobody_is_asked_about_work_that_goes_on_again(home, boss, staff):
    case_id = settled(boss, home, staff)
    facade.returns_draw(at=NOW + DAY)
    visit = ReturnVisit.objects.get()
    move(boss, case_id, "redo", NOW + DAY, reason="漏了一处")
    assert not facade.returns_open(actor=boss).exists()
    with pytest.raises(Conflict, match=r"cases\.rating\.early"):
        facade.return_record(actor=boss, return_id=visit.pk, outcome="satisfied", at=NOW + DAY)
    move(boss, case_id, "finish", NOW + DAY + minutes(5))
    assert facade.returns_open(actor=boss).get() == visit


def test_of_a_voided_case_nothing_is_asked_and_nothing_counts(home, boss, staff):
    drawn_before, waiting = settled(boss, home, staff), settled(boss, home, staff, at=NOW + 2 * DAY)
    facade.returns_draw(at=NOW + DAY)
    span = InstantInterval(NOW, NOW + 9 * DAY)
    for case_id in (drawn_before, waiting):
        facade.case_void(actor=boss, case_id=case_id, reason="登记错了", at=NOW + 3 * DAY)
    assert facade.returns_draw(at=NOW + 4 * DAY) == 0
    assert not facade.returns_open(actor=boss).exists()
    assert facade.return_rates(span=span) == []
    assert facade.visits_in(span=span, community_id=home) == []
