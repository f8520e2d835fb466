"""Split, merge and undo at the review desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.foundation import actors
from anju.foundation.audit.models import AuditEntry
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.plans.models import Promise, ReviewState, ReviewStep, UnreadPassage
from anju.modules.plans.permissions import PLAN_READ
from anju.modules.plans.queries import steps as step_queries
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.services import carrying, reshaping, review, steps, versions
from anju.modules.plans.services.reshaping import Half
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


def rows(version):
    """Everything that the review may change, but for when the row was stepped on."""
    return list(Promise.objects.filter(version_id=version).order_by("pk").values()), list(
        UnreadPassage.objects.filter(version_id=version).order_by("pk").values()
    )


def split(boss, promise, **more):
    halves = Half(facts=FACTS, quote="楼道"), Half(facts=replace(FACTS, activity="疏通"), quote="清扫2次")
    return reshaping.promise_split(actor=boss, promise_id=promise.pk, halves=halves, at=AT, **more)


def merge(boss, version, ids, facts=FACTS):
    return reshaping.promises_merge(
        actor=boss, version_id=version, promise_ids=ids, facts=facts, note="一件事", at=AT
    )


def last(version):
    return ReviewStep.objects.filter(version_id=version).latest("pk")


def test_a_split_keeps_the_number_the_words_and_what_was_read(boss, version, promise):
    other = Promise.objects.get(pk=split(boss, promise, note="两件事"))
    promise.refresh_from_db()
    assert (promise.quote, promise.activity, promise.review) == ("楼道", "检查", ReviewState.CORRECTED)
    assert (promise.as_read["quote"], promise.as_read["activity"]) == ("楼道每日清扫2次", "清扫")
    assert (other.quote, other.activity, other.review) == ("清扫2次", "疏通", ReviewState.ADDED)
    assert (other.split_from_id, other.section, other.number) == (promise.pk, promise.section, "006")
    entry = AuditEntry.objects.get(action="plans.promise.split")
    assert (entry.reason, entry.after["other"]) == ("两件事", "006")


def test_a_split_taken_back_leaves_everything_as_it_was(boss, version, promise):
    before = rows(version)
    split(boss, promise)
    undone = steps.step_undo(actor=boss, step_id=last(version).pk, at=AT)
    assert (undone.act, rows(version)) == ("split", before)
    with pytest.raises(Conflict) as refusal:
        steps.step_undo(actor=boss, step_id=last(version).pk, at=AT)
    assert refusal.value.code == "plans.step.undone"


def test_reopening_the_first_half_brings_its_words_back(boss, version, promise):
    split(boss, promise)
    review.promise_reopen(actor=boss, promise_id=promise.pk, at=AT)
    promise.refresh_from_db()
    assert (promise.quote, promise.activity, promise.as_read) == ("楼道每日清扫2次", "清扫", None)


@pytest.mark.parametrize(
    ("halves", "field"),
    [
        ((Half(facts=FACTS), Half(facts=replace(FACTS, unit=None))), "second_unit"),
        ((Half(facts=replace(FACTS, domain="x")), Half(facts=FACTS)), "first_domain"),
        ((Half(facts=FACTS), Half(facts=FACTS, quote="门岗24小时值守")), "second_quote"),
    ],
)
def test_a_bad_half_is_refused_at_its_field_and_changes_nothing(boss, version, promise, halves, field):
    before = rows(version)
    with pytest.raises(Invalid) as refusal:
        reshaping.promise_split(actor=boss, promise_id=promise.pk, halves=halves, at=AT)
    assert refusal.value.field == field
    assert (rows(version), ReviewStep.objects.count()) == (before, 0)


def test_what_was_rejected_is_neither_split_nor_merged(boss, version, promise):
    review.promise_reject(actor=boss, promise_id=promise.pk, reason="背景", at=AT)
    others = Promise.objects.filter(version_id=version).order_by("start").values_list("pk", flat=True)[:2]
    for act in (lambda: split(boss, promise), lambda: merge(boss, version, list(others))):
        with pytest.raises(Conflict):
            act()


def test_a_merge_reaches_over_all_words_and_says_where_the_others_went(boss, version, promise):
    second = Promise.objects.filter(version_id=version).order_by("start")[1]
    before = rows(version)
    assert merge(boss, version, [second.pk, promise.pk]) == promise.pk
    promise.refresh_from_db()
    second.refresh_from_db()
    assert promise.quote.startswith("楼道每日清扫2次")
    assert promise.quote.endswith("道路每周冲洗1次")
    assert (promise.as_read["quote"], promise.review) == ("楼道每日清扫2次", ReviewState.CORRECTED)
    assert (second.review, second.merged_into_id) == (ReviewState.REJECTED, promise.pk)
    steps.last_undo(actor=boss, version_id=version, at=AT)
    assert rows(version) == before


def test_only_promises_of_one_version_that_stand_near_each_other_are_merged(boss, place, version, promise):
    other = factories.upload(boss, place, factories.LOOSE, title="另一方案")
    stranger = Promise.objects.filter(version_id=other).first()
    with pytest.raises(NotFound):
        merge(boss, version, [promise.pk, stranger.pk])
    with pytest.raises(Invalid):
        merge(boss, version, [promise.pk, promise.pk])
    far = Promise.objects.filter(version_id=version).order_by("start").last()
    Promise.objects.filter(pk=far.pk).update(start=9_000, end=9_010)
    with pytest.raises(Invalid) as refusal:
        merge(boss, version, [promise.pk, far.pk])
    assert refusal.value.code == "plans.merge.far"


def test_a_whole_batch_is_taken_back_at_once(boss, version, promise):
    review.promise_reject(actor=boss, promise_id=promise.pk, reason="背景", at=AT)
    before = rows(version)
    assert review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT) == 4
    undone = steps.last_undo(actor=boss, version_id=version, at=AT)
    assert (undone.act, undone.count, rows(version)) == ("accept_all", 4, before)
    entry = AuditEntry.objects.get(action="plans.review.undone")
    assert entry.after["count"] == 4


def test_a_step_is_not_taken_back_under_a_later_one(boss, version, promise):
    review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT)
    batch = last(version).pk
    review.promise_reject(actor=boss, promise_id=promise.pk, reason="背景", at=AT)
    with pytest.raises(Conflict) as refusal:
        steps.step_undo(actor=boss, step_id=batch, at=AT)
    assert refusal.value.code == "plans.step.overtaken"
    steps.last_undo(actor=boss, version_id=version, at=AT)
    assert steps.step_undo(actor=boss, step_id=batch, at=AT).count == 5


def test_a_promise_taken_away_comes_back_with_its_passage(boss, version):
    passage = UnreadPassage.objects.get()
    review.passage_to_promise(actor=boss, passage_id=passage.pk, facts=FACTS, at=AT)
    before = rows(version)
    review.passage_reopen(actor=boss, passage_id=passage.pk, at=AT)
    assert Promise.objects.count() == 5
    steps.last_undo(actor=boss, version_id=version, at=AT)
    assert rows(version) == before


def test_everybody_takes_back_his_own_last_step(boss, version, promise, login):
    review.promise_accept(actor=boss, promise_id=promise.pk, at=AT)
    other = replace(boss, user_id=login().user.pk)
    with pytest.raises(NotFound) as refusal:
        steps.last_undo(actor=other, version_id=version, at=AT)
    assert refusal.value.code == "plans.step.none"


def test_without_the_right_nothing_is_taken_back(boss, version, promise):
    review.promise_accept(actor=boss, promise_id=promise.pk, at=AT)
    reader = actors.system("x", boss.org_id, PLAN_READ)
    for act in (
        lambda: steps.step_undo(actor=reader, step_id=last(version).pk, at=AT),
        lambda: steps.last_undo(actor=reader, version_id=version, at=AT),
        lambda: split(reader, promise),
        lambda: merge(reader, version, [promise.pk]),
    ):
        with pytest.raises(Forbidden):
            act()
    assert last(version).undone_at is None


def test_after_approval_nothing_is_taken_back(boss, version):
    review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT)
    review.passages_dismiss(actor=boss, version_id=version, at=AT)
    versions.version_approve(actor=boss, version_id=version, note="同意", at=AT)
    with pytest.raises(Conflict):
        steps.last_undo(actor=boss, version_id=version, at=AT)


def test_the_history_of_a_promise_says_what_changed_and_what_can_be_taken_back(boss, version, promise):
    review.promise_accept(actor=boss, promise_id=promise.pk, at=AT)
    review.promise_correct(actor=boss, promise_id=promise.pk, facts=FACTS, note="写错了", at=AT)
    promise.refresh_from_db()
    newest, oldest = step_queries.history(promise)
    assert (newest.step.act, newest.step.note, newest.undoable) == ("correct", "写错了", True)
    assert ("activity", "清扫", "检查") in newest.changes
    assert (oldest.step.act, oldest.undoable) == ("accept", False)
    assert oldest.changes == (("review", "found", "accepted"),)


def test_who_reviewed_what_and_how_fast(boss, version):
    assert step_queries.pace(version) is None
    user = boss.user_id
    for number, row in enumerate(Promise.objects.filter(version_id=version)):
        at = AT + timedelta(seconds=12 * number)
        review.promise_accept(actor=boss, promise_id=row.pk, at=at)
    review.passage_dismiss(
        actor=boss, passage_id=UnreadPassage.objects.get().pk, at=AT + timedelta(seconds=60)
    )
    (found,) = step_queries.reviewers(version)
    assert (found.user_id, found.count, found.by_review) == (user, 5, {"accepted": 5})
    assert step_queries.pace(version) == 12


def test_what_was_split_is_not_carried_over_but_left_to_a_person(boss, place, version, promise):
    split(boss, promise)
    newer = factories.upload(boss, place, factories.LOOSE)
    carrying.version_carry_over(actor=boss, version_id=newer, at=AT)
    assert Promise.objects.get(version_id=newer, number="001").review == ReviewState.FOUND


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["accept", "correct", "reject", "split", "merge", "all", "add", "reopen"]), max_size=6))  # fmt: skip
def test_whatever_was_done_taking_it_back_step_by_step_leads_to_the_start(boss, place, acts):
    version = factories.upload(boss, place, factories.LOOSE, title=f"方案{ReviewStep.objects.count()}-{'-'.join(acts)}"[:100] + str(Promise.objects.count()))  # fmt: skip
    start, done = rows(version), 0
    for act in acts:
        done += _did(boss, version, act)
    for _ in range(done):
        steps.last_undo(actor=boss, version_id=version, at=AT)
    assert rows(version) == start


def _did(boss, version, act) -> int:
    alive = Promise.objects.filter(version_id=version).order_by("start", "pk")
    row, second = alive[0], alive[1]
    doing = {
        "accept": lambda: review.promise_accept(actor=boss, promise_id=row.pk, at=AT),
        "correct": lambda: review.promise_correct(actor=boss, promise_id=row.pk, facts=FACTS, at=AT),
        "reject": lambda: review.promise_reject(actor=boss, promise_id=second.pk, reason="x", at=AT),
        "split": lambda: split(boss, row),
        "merge": lambda: merge(boss, version, [row.pk, second.pk]),
        "all": lambda: review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT),
        "add": lambda: review.promise_add(
            actor=boss, version_id=version, facts=FACTS, words=Words(quote="设备房"), at=AT
        ),
        "reopen": lambda: review.promise_reopen(actor=boss, promise_id=row.pk, at=AT),
    }[act]
    try:
        doing()
    except (Conflict, Invalid):
        return 0
    return 1
