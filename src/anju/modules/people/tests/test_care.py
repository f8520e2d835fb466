"""Special care: only with a consent of its own, seen only on record, visited in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people.models import CareEntry, CareVisit, Consent
from anju.modules.people.permissions import CARE_READ, CARE_VISIT, PERSON_READ
from anju.modules.people.queries import care as queries
from anju.modules.people.queries.homes import home
from anju.modules.people.rules import care as rules
from anju.modules.people.services import care as services
from anju.modules.people.services.consents import consent_withdraw
from anju.modules.people.tests.factories import AT, estate_home, person, tie

TODAY = date(2026, 11, 21)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 365), st.sampled_from(["good", "attention", "urgent", "absent"]))  # fmt: skip
def test_the_next_visit_is_never_later_than_the_plan_and_always_after_the_last(visited, days, condition):
    found = rules.next_visit(visited, days, condition)
    assert visited < found <= visited + timedelta(days=days)


@given(st.dates(date(2000, 1, 1), date(2026, 1, 1)), st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_a_guardian_is_needed_until_the_fourteenth_birthday(birthday, today):
    turns = date(birthday.year + 14, birthday.month, min(birthday.day, 28))
    if abs((today - turns).days) > 3:
        assert rules.needs_guardian(birthday, today) == (today < turns)


@pytest.fixture
def place(boss):
    return estate_home()


@pytest.fixture
def elder(boss, place):
    made = person(boss, "冯桂英", "13712341234", community_id=place.community_id, birthday=date(1943, 5, 1))
    tie(boss, made, place)
    return made


def draft(person_id, place, **more):
    values = {
        "person_id": person_id, "place_id": place.pk, "reasons": ("elderly_alone", "chronic"), "every_days": 14,
        "details": "高血压，早晚服药", "consent_how": "paper",
    }  # fmt: skip
    return services.CareDraft(**(values | more))


def visit(condition="good", at=AT, **more):
    return services.VisitDraft(way="door", condition=condition, words="精神很好", visited_at=at, **more)


def test_nobody_is_listed_without_a_consent_of_its_own(boss, elder, place):
    with pytest.raises(Invalid, match=r"people\.care\.consent"):
        services.care_add(actor=boss, draft=draft(elder, place, consent_how=""), at=AT)
    assert not CareEntry.objects.exists()
    services.care_add(actor=boss, draft=draft(elder, place), at=AT)
    assert Consent.objects.get().purpose == "care"
    with pytest.raises(Conflict, match=r"people\.care\.twice"):
        services.care_add(actor=boss, draft=draft(elder, place), at=AT)


def test_what_is_known_of_health_is_sealed_and_stays_out_of_the_log(boss, elder, place):
    key = services.care_add(actor=boss, draft=draft(elder, place), at=AT)
    services.visit_record(actor=boss, entry_id=key, draft=visit(), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("select reasons || details from people_careentry")
        stored = cursor.fetchone()[0]
        cursor.execute("select words from people_carevisit")
        stored += cursor.fetchone()[0]
    log = str(list(AuditEntry.objects.values_list("after", "before", "subject_label")))
    for text in ("elderly_alone", "高血压", "精神很好"):
        assert text not in stored
        assert text not in log


def test_each_look_is_on_record_and_a_home_only_says_that_there_is_care(boss, elder, place):
    key = services.care_add(actor=boss, draft=draft(elder, place), at=AT)
    services.care_seen(actor=boss, entry_id=key, at=AT)
    services.care_listed(actor=boss, community_id=None, shown=1, at=AT)
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "people.care.seen",
        "people.care.listed",
    }
    assert home(place.pk, TODAY).care is True


def test_a_visit_moves_the_next_one_and_worry_brings_it_nearer(boss, elder, place):
    key = services.care_add(actor=boss, draft=draft(elder, place), at=AT)
    services.visit_record(actor=boss, entry_id=key, draft=visit(), at=AT)
    assert CareEntry.objects.get().due_on == TODAY + timedelta(days=14)
    later = AT + timedelta(days=20)
    services.visit_record(actor=boss, entry_id=key, draft=visit("attention", later), at=later)
    row = CareEntry.objects.get()
    assert row.due_on == TODAY + timedelta(days=23)
    assert CareVisit.objects.order_by("-pk")[0].late_days == 6
    with pytest.raises(Invalid, match=r"people\.care\.future"):
        services.visit_record(actor=boss, entry_id=key, draft=visit(at=later + timedelta(days=1)), at=later)
    found = queries.figures(boss, None, later.date())
    assert (found.people, found.visits, found.in_time) == (1, 2, 0.5)
    assert dict(found.by_reason) == {"独居老人": 1, "慢性病或行动不便": 1}


def test_a_child_needs_a_guardian(boss, place):
    child = person(boss, "冯小满", community_id=place.community_id, birthday=date(2016, 1, 1))
    tie(boss, child, place)
    with pytest.raises(Invalid, match=r"people\.care\.guardian"):
        services.care_add(actor=boss, draft=draft(child, place, reasons=("minor_alone",)), at=AT)
    services.care_add(
        actor=boss, draft=draft(child, place, reasons=("minor_alone",), guardian="冯建国"), at=AT
    )


def test_a_consent_withdrawn_ends_the_care_and_erases_what_was_known(boss, elder, place):
    key = services.care_add(actor=boss, draft=draft(elder, place), at=AT)
    services.visit_record(actor=boss, entry_id=key, draft=visit(), at=AT)
    consent_withdraw(actor=boss, person_id=elder, purpose="care", how="phone", at=AT)
    assert services.care_review(at=AT, today=TODAY) == 1
    row = CareEntry.objects.get()
    assert (row.reasons, row.details, row.ended_on, row.due_on) == ("", "", TODAY, None)
    assert CareVisit.objects.get().words == ""
    with pytest.raises(Conflict, match=r"people\.care\.ended"):
        services.visit_record(actor=boss, entry_id=key, draft=visit(), at=AT)


def test_the_list_is_closed_to_who_has_no_right_or_no_reach(boss, org, elder, place):
    key = services.care_add(actor=boss, draft=draft(elder, place), at=AT)
    desk = Actor(org_id=org.pk, name="前台", user_id=None, grants={PERSON_READ.code: Reach.everywhere()})
    away = Reach(frozenset({"/999/"}), frozenset({999}))
    elsewhere = Actor(
        org_id=org.pk, name="别处", user_id=None, grants={CARE_READ.code: away, CARE_VISIT.code: away}
    )
    with pytest.raises(Forbidden):
        services.care_seen(actor=desk, entry_id=key, at=AT)
    with pytest.raises(NotFound):
        services.care_seen(actor=elsewhere, entry_id=key, at=AT)
    with pytest.raises(NotFound):
        services.visit_record(actor=elsewhere, entry_id=key, draft=visit(), at=AT)
    assert not queries.entries(elsewhere).exists() and not CareVisit.objects.exists()
