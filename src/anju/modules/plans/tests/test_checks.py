"""Findings of a version, the choices about them, what they do to approval, and the suggested figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from anju.foundation import actors, registry
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffDraft
from anju.modules.plans.models import Choice, FindingChoice, Plan, Promise, ReviewState, UnreadPassage
from anju.modules.plans.permissions import PLAN_READ
from anju.modules.plans.queries import checks as reads
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries.suggestions import suggestions_for
from anju.modules.plans.rules.checking import Code
from anju.modules.plans.services import checks, review, steps, versions
from anju.modules.plans.services.checks import Decision
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT

TEXT = """翠湖花园物业服务方案

一、保洁服务
1．楼道每日清扫2次。
2．雨水井每月检查1次。
二、工程服务
1．雨水井每半年检查1次。
2．监控录像保存15天。
3．设备房定期检查。
三、客户服务
1．业主满意率不低于85%。
"""
ROOT = "/api/v1/plans"


@pytest.fixture
def place(boss):
    return factories.ground(boss)


@pytest.fixture
def version(boss, place):
    return plan_queries.version(boss, factories.upload(boss, place, TEXT))


def found(version, code):
    return next(one for one in reads.findings(version, AT) if one.code == code)


def choose(boss, version, code, choice, **more):
    key = found(version, code).key
    decision = Decision(choice=choice, **more)
    checks.finding_choose(actor=boss, version_id=version.pk, key=key, decision=decision, at=AT)
    return key


def reviewed(boss, version):
    review.promises_accept(actor=boss, version_id=version.pk, confidence=0, at=AT)
    review.passages_dismiss(actor=boss, version_id=version.pk, at=AT)


def test_a_version_is_checked_as_its_promises_are_now(boss, version):
    assert {str(one.code) for one in reads.findings(version, AT)} == {
        "below_law", "figures_differ", "period_missing", "word_only",
    }  # fmt: skip
    low = Promise.objects.get(version=version, value=15)
    better = replace(promise_queries.facts_of(low), value=Decimal(30))
    review.promise_correct(actor=boss, promise_id=low.pk, facts=better, at=AT)
    assert Code.BELOW_LAW not in {one.code for one in reads.findings(version, AT)}


def test_a_word_without_a_number_is_settled_with_its_passage(boss, version):
    review.passages_dismiss(actor=boss, version_id=version.pk, at=AT)
    assert Code.WORD_ONLY not in {one.code for one in reads.findings(version, AT)}


def test_choosing_a_figure_rejects_the_other_promise_with_the_finding_as_reason(boss, version):
    differ = found(version, Code.FIGURES_DIFFER)
    kept, gone = differ.promises
    key = choose(boss, version, Code.FIGURES_DIFFER, Choice.KEEP, keep=(kept,), note="按月更稳妥")
    other = Promise.objects.get(pk=gone)
    assert other.review == ReviewState.REJECTED
    assert "同一件事有不同的数" in other.review_note and "按月更稳妥" in other.review_note
    assert Promise.objects.get(pk=kept).review == ReviewState.FOUND
    assert Code.FIGURES_DIFFER not in {one.code for one in reads.findings(version, AT)}
    row = next(one for one in reads.checked(version, AT) if one.key == key)
    assert row.settled and [place.quote for place in row.finding.places] == [
        one.quote for one in differ.places
    ]
    entry = AuditEntry.objects.filter(action="plans.check.chosen").get()
    assert entry.after["choice"] == "keep" and entry.after["kept"] == [kept]


def test_taking_the_choice_back_puts_the_promise_back(boss, version):
    _kept, gone = found(version, Code.FIGURES_DIFFER).promises
    key = choose(boss, version, Code.FIGURES_DIFFER, Choice.KEEP, keep=(_kept,))
    checks.finding_reopen(actor=boss, version_id=version.pk, key=key, at=AT)
    assert Promise.objects.get(pk=gone).review == ReviewState.FOUND
    assert not FindingChoice.objects.exists()
    assert found(version, Code.FIGURES_DIFFER).key == key


def test_a_choice_falls_with_its_step_when_the_desk_undoes_it(boss, version):
    kept, _gone = found(version, Code.FIGURES_DIFFER).promises
    key = choose(boss, version, Code.FIGURES_DIFFER, Choice.KEEP, keep=(kept,))
    steps.step_undo(actor=boss, step_id=FindingChoice.objects.get().step, at=AT)
    assert key not in reads.standing(version.pk)
    assert [one.key for one in reads.checked(version, AT) if one.finding.code == Code.FIGURES_DIFFER] == [key]
    again = choose(boss, version, Code.FIGURES_DIFFER, Choice.BOTH, note="两个部门")
    assert again == key and reads.standing(version.pk)[key].choice == Choice.BOTH


@pytest.mark.parametrize("choice", [Choice.BOTH, Choice.NOT, Choice.TODO])
def test_a_choice_needs_its_reason_and_nothing_is_written_without(boss, version, choice):
    with pytest.raises(Invalid) as refusal:
        choose(boss, version, Code.FIGURES_DIFFER, choice, note="  ")
    assert refusal.value.field == "note"
    assert not FindingChoice.objects.exists()


def test_only_promises_of_the_finding_can_hold(boss, version):
    other = Promise.objects.get(version=version, value=15)
    with pytest.raises(Invalid) as refusal:
        choose(boss, version, Code.FIGURES_DIFFER, Choice.KEEP, keep=(other.pk,))
    assert refusal.value.code == "plans.check.kept"
    with pytest.raises(NotFound):
        checks.finding_choose(
            actor=boss, version_id=version.pk, key="nothing", decision=Decision(choice=Choice.NOT, note="x"), at=AT
        )  # fmt: skip


def test_to_do_is_kept_and_settles_nothing(boss, version):
    before = reads.open_findings(version.pk)
    key = choose(boss, version, Code.BELOW_LAW, Choice.TODO, note="问设备商能否扩容")
    row = next(one for one in reads.checked(version, AT) if one.key == key)
    assert row.choice.note == "问设备商能否扩容" and not row.settled
    assert reads.open_findings(version.pk) == before
    with pytest.raises(Invalid):
        choose(boss, version, Code.BELOW_LAW, Choice.TODO, note="谁", assignee_id=999_999)


def test_the_count_of_open_findings_follows_every_act(boss, version):
    assert reads.open_findings(version.pk).by_severity == {"law": 1, "serious": 1, "warning": 1}
    choose(boss, version, Code.PERIOD_MISSING, Choice.NOT, note="随时统计")
    assert reads.open_findings(version.pk).by_severity == {"law": 1, "serious": 1}
    kept, _gone = found(version, Code.FIGURES_DIFFER).promises
    choose(boss, version, Code.FIGURES_DIFFER, Choice.KEEP, keep=(kept,))
    assert reads.open_findings(version.pk).by_severity == {"law": 1}


def test_the_count_costs_few_queries_when_nothing_changed(boss, version, django_assert_max_num_queries):
    reads.open_findings(version.pk)
    with django_assert_max_num_queries(5):
        reads.open_findings(version.pk)


def test_staff_is_held_against_the_hours_asked_where_somebody_is_on_record(boss, place):
    number = factories.upload(boss, place, "一、秩序维护\n1．门岗24小时值守。\n", title="门岗")
    version = plan_queries.version(boss, number)
    assert Code.STAFF_SHORT not in {one.code for one in reads.findings(version, AT)}
    team = next(one for one in people.teams(place.community.id) if one.id == place.guards_id)
    draft = StaffDraft(
        name="王强",
        number="G1",
        department_id=team.department_id,
        team_id=team.id,
        community_id=place.community.id,
    )
    people.staff_create(actor=boss, draft=draft, at=AT)
    short = found(version, Code.STAFF_SHORT)
    assert (short.values["role"], short.values["needed"], short.values["people"]) == ("guard", "168.0", "1")
    assert [place.quote for place in short.places] == ["门岗24小时值守"]


def test_approval_waits_for_findings_about_the_law(boss, version):
    reviewed(boss, version)
    with pytest.raises(Conflict) as refusal:
        versions.version_approve(actor=boss, version_id=version.pk, note="同意", at=AT)
    assert (refusal.value.code, refusal.value.params["count"]) == ("plans.version.law_findings", 1)
    choose(boss, version, Code.BELOW_LAW, Choice.TODO, note="再看看")
    with pytest.raises(Conflict):
        versions.version_approve(actor=boss, version_id=version.pk, note="同意", at=AT)
    choose(boss, version, Code.BELOW_LAW, Choice.KEEP)
    versions.version_approve(actor=boss, version_id=version.pk, note="同意", at=AT)
    version.refresh_from_db()
    assert version.state == "approved"


def test_the_setting_lets_approval_pass(boss, version):
    reviewed(boss, version)
    where = version.plan.community_id
    registry.change(actor=boss, setting=checks.BEFORE_APPROVAL, new=False, community_id=where)
    versions.version_approve(actor=boss, version_id=version.pk, note="同意", at=AT)


def test_an_approved_version_may_be_explained_but_not_changed(boss, version):
    choose(boss, version, Code.BELOW_LAW, Choice.NOT, note="停车场另有系统")
    reviewed(boss, version)
    versions.version_approve(actor=boss, version_id=version.pk, note="同意", at=AT)
    kept, _gone = found(version, Code.FIGURES_DIFFER).promises
    with pytest.raises(Conflict):
        choose(boss, version, Code.FIGURES_DIFFER, Choice.KEEP, keep=(kept,))
    choose(boss, version, Code.FIGURES_DIFFER, Choice.BOTH, note="两个部门各查一次")


def test_the_choice_about_the_same_words_is_shown_in_the_next_version(boss, place, version):
    key = choose(boss, version, Code.BELOW_LAW, Choice.NOT, note="停车场另有系统")
    later = plan_queries.version(boss, factories.upload(boss, place, TEXT.replace("2次", "3次")))
    row = next(one for one in reads.checked(later, AT) if one.key == key)
    assert row.choice is None and row.earlier.note == "停车场另有系统"


def test_who_may_not_review_may_not_choose(boss, org, version):
    reader = actors.system("阅读", org.pk, PLAN_READ)
    with pytest.raises(Forbidden):
        choose(reader, version, Code.BELOW_LAW, Choice.NOT, note="x")


def test_a_suggestion_follows_the_grade_and_becomes_a_promise(boss, version):
    passage = UnreadPassage.objects.get(version=version, reason="frequency_without_number")
    Plan.objects.filter(pk=version.plan_id).update(grade="全国普通住宅小区物业服务一级标准")
    given = suggestions_for([passage])[passage.pk]
    assert (given.period, given.grade, given.source) == ("day", 1, "proposal")
    made = checks.suggestion_take(actor=boss, passage_id=passage.pk, on=AT.date(), at=AT)
    row = Promise.objects.get(pk=made)
    assert (row.review, row.period, row.kind) == (ReviewState.ADDED, "day", "frequency")
    assert given.source_item in row.review_note
    with pytest.raises(Conflict):
        checks.suggestion_take(actor=boss, passage_id=passage.pk, on=AT.date(), at=AT)


def test_a_passage_without_a_suggestion_takes_none(boss, place):
    number = factories.upload(
        boss, place, "一、总则\n1．定期研究战略。\n2．楼道每日清扫1次。\n", title="另一份"
    )
    passage = UnreadPassage.objects.filter(version_id=number).first()
    assert suggestions_for([passage]) == {}
    with pytest.raises(NotFound):
        checks.suggestion_take(actor=boss, passage_id=passage.pk, on=AT.date(), at=AT)


def test_programs_read_findings_and_choose(login, boss, version):
    client = login(RoleCode.QUALITY)
    rows = client.get(f"{ROOT}/versions/{version.pk}/findings?severity=serious").json()
    assert [one["code"] for one in rows] == ["figures_differ"]
    key, kept = rows[0]["key"], rows[0]["places"][0]["promise"]

    def post(body, name):
        return client.post(
            f"{ROOT}/versions/{version.pk}/findings/{key}", body, content_type="application/json",
            headers={"Idempotency-Key": name},
        )  # fmt: skip

    refused = post({"choice": "both"}, "a")
    assert (refused.status_code, refused.json()["field"]) == (422, "note")
    answer = post({"choice": "keep", "keep": [kept]}, "b")
    assert answer.status_code == 200 and answer.json()["kept"] == [kept]
    assert Promise.objects.filter(version=version, review="rejected").count() == 1
