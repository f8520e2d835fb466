from __future__ import annotations

from decimal import Decimal

import pytest

from anju.foundation import actors
from anju.foundation.audit.models import AuditEntry
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.plans.models import Promise, ReviewState, UnreadPassage
from anju.modules.plans.permissions import PLAN_READ
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.services import documents, review, versions
from anju.modules.plans.services.review import Words
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT

FACTS = PromiseFacts(
    domain="engineering", activity="检查", object="设备房", kind="frequency", value=Decimal(1), unit="times",
    period="month", every=1,
)  # fmt: skip


@pytest.fixture
def place(boss):
    return factories.ground(boss)


@pytest.fixture
def version(boss, place):
    return factories.upload(boss, place, factories.LOOSE)


@pytest.fixture
def promise(version):
    return Promise.objects.filter(version_id=version).order_by("start").first()


def test_accepting_notes_who_and_when(boss, promise):
    review.promise_accept(actor=boss, promise_id=promise.pk, at=AT)
    promise.refresh_from_db()
    assert (promise.review, promise.reviewed_at) == (ReviewState.ACCEPTED, AT)


def test_a_correction_keeps_what_was_read_and_can_be_taken_back(boss, promise):
    review.promise_correct(actor=boss, promise_id=promise.pk, facts=FACTS, note="写错了", at=AT)
    promise.refresh_from_db()
    assert (promise.review, promise.activity, promise.period) == (ReviewState.CORRECTED, "检查", "month")
    assert (promise.as_read["activity"], promise.as_read["value"]) == ("清扫", "2.0000")
    assert promise.quote == "楼道每日清扫2次"
    review.promise_correct(actor=boss, promise_id=promise.pk, facts=FACTS, at=AT)
    review.promise_reopen(actor=boss, promise_id=promise.pk, at=AT)
    promise.refresh_from_db()
    assert (promise.review, promise.activity, promise.value) == (ReviewState.FOUND, "清扫", 2)
    assert promise.as_read is None


def test_a_rejection_needs_a_reason(boss, promise):
    with pytest.raises(Invalid) as refusal:
        review.promise_reject(actor=boss, promise_id=promise.pk, reason="  ", at=AT)
    assert refusal.value.field == "reason"
    review.promise_reject(actor=boss, promise_id=promise.pk, reason="只是背景", at=AT)
    promise.refresh_from_db()
    assert (promise.review, promise.review_note) == (ReviewState.REJECTED, "只是背景")


def test_a_correction_that_says_nothing_is_refused_and_changes_nothing(boss, promise):
    with pytest.raises(Invalid) as refusal:
        review.promise_correct(
            actor=boss,
            promise_id=promise.pk,
            facts=PromiseFacts(domain="x", activity="a", object="", kind="rate"),
            at=AT,
        )
    assert refusal.value.field == "domain"
    promise.refresh_from_db()
    assert (promise.review, promise.as_read) == (ReviewState.FOUND, None)


def test_a_promise_is_added_by_its_span_or_its_exact_words(boss, version):
    by_words = review.promise_add(
        actor=boss, version_id=version, facts=FACTS, words=Words(quote="设备房定期检查"), at=AT
    )
    row = Promise.objects.get(pk=by_words)
    assert (row.review, row.section, row.number) == (ReviewState.ADDED, "三2", "006")
    by_span = review.promise_add(
        actor=boss, version_id=version, facts=FACTS, words=Words(start=row.start, end=row.end), at=AT
    )
    assert Promise.objects.get(pk=by_span).quote == "设备房定期检查"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (Words(), "quote_empty"),
        (Words(quote="没有这句话"), "quote_unknown"),
        (Words(quote="每"), "quote_twice"),
        (Words(start=5, end=5), "span"),
        (Words(start=0, end=10_000), "span"),
    ],
)
def test_words_that_do_not_stand_in_the_text_once_are_refused(boss, version, words, code):
    with pytest.raises(Invalid) as refusal:
        review.promise_add(actor=boss, version_id=version, facts=FACTS, words=words, at=AT)
    assert refusal.value.code == f"plans.promise.{code}"
    assert Promise.objects.count() == 5


def test_an_added_promise_goes_away_when_it_is_taken_back(boss, version):
    added = review.promise_add(
        actor=boss, version_id=version, facts=FACTS, words=Words(quote="设备房"), at=AT
    )
    review.promise_reopen(actor=boss, promise_id=added, at=AT)
    assert not Promise.objects.filter(pk=added).exists()


def test_accepting_all_takes_what_is_sure_enough_and_complete(boss, version, promise):
    Promise.objects.filter(version_id=version).update(confidence=0.95)
    Promise.objects.filter(pk=promise.pk).update(confidence=0.5)
    incomplete = Promise.objects.filter(version_id=version).last()
    Promise.objects.filter(pk=incomplete.pk).update(unit="")
    assert review.promises_accept(actor=boss, version_id=version, confidence=0.9, at=AT) == 3
    assert set(Promise.objects.filter(review=ReviewState.FOUND)) == {promise, incomplete}
    with pytest.raises(Invalid):
        review.promises_accept(actor=boss, version_id=version, confidence=2, at=AT)


def test_a_duty_without_a_number_gets_its_interval(boss, version):
    passage = UnreadPassage.objects.get()
    made = review.passage_to_promise(actor=boss, passage_id=passage.pk, facts=FACTS, at=AT)
    passage.refresh_from_db()
    assert (passage.decision, passage.promise_id) == ("interval", made)
    assert Promise.objects.get(pk=made).quote == passage.quote
    with pytest.raises(Conflict):
        review.passage_dismiss(actor=boss, passage_id=passage.pk, at=AT)
    review.passage_reopen(actor=boss, passage_id=passage.pk, at=AT)
    passage.refresh_from_db()
    assert (passage.decision, passage.promise_id, Promise.objects.count()) == ("", None, 5)


def test_taking_back_the_promise_of_a_passage_opens_the_passage_again(boss, version):
    passage = UnreadPassage.objects.get()
    made = review.passage_to_promise(actor=boss, passage_id=passage.pk, facts=FACTS, at=AT)
    review.promise_reopen(actor=boss, promise_id=made, at=AT)
    passage.refresh_from_db()
    assert (passage.decision, passage.promise_id) == ("", None)


def test_passages_are_dismissed_one_by_one_or_by_reason(boss, version):
    assert review.passages_dismiss(actor=boss, version_id=version, reason="loose_figure", at=AT) == 0
    assert (
        review.passages_dismiss(actor=boss, version_id=version, reason="frequency_without_number", at=AT) == 1
    )
    assert plan_queries.progress([version])[version].passages == 0


def acts(version, promise):
    passage = UnreadPassage.objects.get(version_id=version).pk
    return [
        lambda actor: review.promise_accept(actor=actor, promise_id=promise.pk, at=AT),
        lambda actor: review.promise_correct(actor=actor, promise_id=promise.pk, facts=FACTS, at=AT),
        lambda actor: review.promise_reject(actor=actor, promise_id=promise.pk, reason="x", at=AT),
        lambda actor: review.promise_reopen(actor=actor, promise_id=promise.pk, at=AT),
        lambda actor: review.promise_add(
            actor=actor, version_id=version, facts=FACTS, words=Words(quote="设备房"), at=AT
        ),
        lambda actor: review.promises_accept(actor=actor, version_id=version, confidence=0, at=AT),
        lambda actor: review.passage_to_promise(actor=actor, passage_id=passage, facts=FACTS, at=AT),
        lambda actor: review.passage_dismiss(actor=actor, passage_id=passage, at=AT),
        lambda actor: review.passages_dismiss(actor=actor, version_id=version, at=AT),
    ]


def test_nobody_judges_without_the_right_and_nothing_is_written(boss, version, promise):
    reader = actors.system("x", boss.org_id, PLAN_READ)
    nobody = actors.system("x", boss.org_id)
    audited = AuditEntry.objects.count()
    for act in acts(version, promise):
        for actor in (reader, nobody):
            with pytest.raises((Forbidden, NotFound)):
                act(actor)
    assert AuditEntry.objects.count() == audited
    assert plan_queries.progress([version])[version].found == 5


def test_what_is_approved_is_judged_no_more(boss, version, promise):
    waiting = acts(version, promise)
    review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT)
    review.passages_dismiss(actor=boss, version_id=version, at=AT)
    versions.version_approve(actor=boss, version_id=version, note="同意", at=AT)
    for act in waiting:
        with pytest.raises(Conflict):
            act(boss)


def test_what_is_still_being_read_is_not_judged(boss, place, monkeypatch):
    monkeypatch.setattr(documents, "READ_AT_ONCE", 10)
    version = factories.upload(boss, place)
    with pytest.raises(Conflict) as refusal:
        review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT)
    assert refusal.value.code == "plans.version.being_read"


def test_a_promise_is_shown_to_owners_or_not(boss, promise):
    review.promise_publish(actor=boss, promise_id=promise.pk, public=True, at=AT)
    promise.refresh_from_db()
    assert promise.is_public
