"""Company documents: versions by their day, readers, reviews, forms of rounds, laws, decisions on grades."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Period, Recurrence, RoundDraft
from anju.foundation import actors, registry
from anju.foundation.accounts.models import User
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people import facade as people
from anju.modules.plans.models import (
    ControlledDocument,
    DocumentReading,
    DocumentReview,
    DocumentVersion,
    GradeDecision,
    LawUse,
    ReferenceLaw,
)
from anju.modules.plans.permissions import (
    DOCUMENT_APPROVE,
    DOCUMENT_INTERNAL,
    DOCUMENT_READ,
    DOCUMENT_WRITE,
    LAW_WRITE,
    PLAN_READ,
    PLAN_WRITE,
)
from anju.modules.plans.queries import grades, laws
from anju.modules.plans.queries import library as reads
from anju.modules.plans.services import laws as law_services
from anju.modules.plans.services import library, shelf
from anju.modules.plans.services.laws import Decision, LawDraft
from anju.modules.plans.services.library import Content, DocumentDraft
from anju.modules.plans.services.shelf import Look, months_after
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT, TODAY
from anju.modules.plans.tests.library_samples import FORM, document, draft_of, guard

DAY = timedelta(days=1)


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def standing(actor, number, today=TODAY):
    return reads.document(actor, number, today).standing


def revise(actor, number, text, on, reason="流程调整"):
    content = Content(text=text, change_reason=reason)
    version = library.version_add(actor=actor, document_id=number, content=content, at=AT)
    library.version_approve(actor=actor, version_id=version, on=on, note="同意", at=AT)
    return version


def only(org, *permissions, community=None):
    """An actor with just these permissions, in one community or everywhere."""
    reach = (
        Reach.everywhere()
        if community is None
        else Reach(frozenset({community.path}), frozenset({community.id}))
    )
    return actors.Actor(org.pk, "受限", grants={one.code: reach for one in permissions})


def test_a_document_holds_from_its_day_and_the_older_text_stays_readable(boss, place):
    number = document(boss, place.community.id, approve=TODAY - 30 * DAY)
    assert standing(boss, number) == "in_force"
    newer = revise(boss, number, "每班签到五处。", TODAY + 10 * DAY)
    row = reads.document(boss, number, TODAY)
    assert (row.current_number, row.coming_on) == (1, TODAY + 10 * DAY)
    later = reads.document(boss, number, TODAY + 10 * DAY)
    assert (later.current_number, later.current_id) == (2, newer)
    history = reads.versions(boss, later, TODAY + 10 * DAY)
    told = [(one.number, reads.standing_of(later, one, TODAY + 10 * DAY), one.text) for one in history]
    assert told == [(2, "in_force", "每班签到五处。"), (1, "superseded", "巡逻员每班至少签到三处。")]
    assert history[0].change_reason == "流程调整"
    assert history[0].approved_by_name == boss.name


def test_a_number_is_given_and_never_twice(boss, place):
    first = document(boss, approve=None)
    assert ControlledDocument.objects.get(pk=first).number == "ZD-0001"
    document(boss, number="AQ-01")
    with pytest.raises(Conflict) as refusal:
        document(boss, number=" AQ-01 ")
    assert (refusal.value.code, refusal.value.field) == ("plans.library.number_taken", "number")
    assert ControlledDocument.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "poem"}, "kind"),
        ({"title": " "}, "title"),
        ({"requirement": "nothing"}, "requirement"),
        ({"round_kinds": ("dance",)}, "round_kinds"),
        ({"review_months": 0}, "review_months"),
        ({"position_ids": (999_999,)}, "positions"),
        ({"department_id": 999_999}, "department"),
        ({"content": Content(text=" ")}, "text"),
        ({"content": Content(filename="a.exe", data=b"MZ")}, "file"),
        ({"content": Content(lines="水压 | 数目")}, "lines"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(boss, place, change, field):
    with pytest.raises(Invalid) as refusal:
        document(boss, place.community.id, approve=None, **change)
    assert refusal.value.field == field
    assert not ControlledDocument.objects.exists()
    assert not DocumentVersion.objects.exists()


def test_a_revision_needs_a_reason_and_one_draft_at_a_time(boss, place):
    number = document(boss)
    with pytest.raises(Invalid) as refusal:
        library.version_add(actor=boss, document_id=number, content=Content(text="新"), at=AT)
    assert refusal.value.field == "change_reason"
    content = Content(text="新", change_reason="岗位变动")
    library.version_add(actor=boss, document_id=number, content=content, at=AT)
    with pytest.raises(Conflict) as clash:
        library.version_add(actor=boss, document_id=number, content=content, at=AT)
    assert clash.value.code == "plans.library.draft_open"


def test_a_version_cannot_hold_before_the_one_it_follows(boss):
    number = document(boss, approve=TODAY)
    content = Content(text="新", change_reason="岗位变动")
    draft = library.version_add(actor=boss, document_id=number, content=content, at=AT)
    with pytest.raises(Invalid) as refusal:
        library.version_approve(actor=boss, version_id=draft, on=TODAY - DAY, note="同意", at=AT)
    assert refusal.value.field == "on"
    assert DocumentVersion.objects.get(pk=draft).state == "draft"


def test_only_what_does_not_hold_yet_can_be_taken_back(boss):
    number = document(boss, approve=TODAY + 5 * DAY)
    version = DocumentVersion.objects.get(document_id=number)
    library.version_withdraw(actor=boss, version_id=version.pk, reason="写错", at=AT)
    assert standing(boss, number) == "draft"
    held = document(boss, approve=TODAY)
    with pytest.raises(Conflict):
        library.version_withdraw(
            actor=boss, version_id=DocumentVersion.objects.get(document_id=held).pk, reason="写错", at=AT
        )


def test_a_retired_document_holds_no_more_but_can_be_read(boss):
    number = document(boss)
    library.document_retire(actor=boss, document_id=number, on=TODAY, reason="并入新制度", at=AT)
    row = reads.document(boss, number, TODAY)
    assert row.standing == "retired"
    assert len(reads.versions(boss, row, TODAY)) == 1
    with pytest.raises(Conflict):
        library.version_add(
            actor=boss, document_id=number, content=Content(text="新", change_reason="x"), at=AT
        )


def test_the_author_may_be_kept_from_approving_his_own_text(boss, org, place):
    registry.change(actor=boss, setting=library.APPROVE_BY_OTHER, new=True)
    writer = actors.Actor(org.pk, "起草人", user_id=77, grants=boss.grants)
    number = document(writer, approve=None)
    with pytest.raises(Forbidden):
        library.version_approve(actor=writer, version_id=draft_of(number), on=TODAY, note="同意", at=AT)
    library.version_approve(actor=boss, version_id=draft_of(number), on=TODAY, note="同意", at=AT)
    assert standing(boss, number) == "in_force"


def test_the_words_of_a_file_are_found(boss, place):
    lines = "门岗服务操作细则\n\n一、访客\n1．访客须登记证件并电话核实。\n2．夜间每2小时巡查1次。\n"
    number = document(boss, title="门岗细则", content=Content(filename="门岗.txt", data=lines.encode()))
    document(boss, title="别的")
    rows = reads.matching(reads.documents(boss, TODAY), "电话核实 门岗")
    assert [one.pk for one in rows] == [number]
    assert DocumentVersion.objects.get(document_id=number).file.name == "门岗.txt"


def test_a_scan_is_kept_though_nothing_can_be_read_in_it(boss):
    out = io.BytesIO()
    Image.new("RGB", (30, 30), "white").save(out, "PNG")
    number = document(
        boss, kind="display", title="营业执照", content=Content(filename="执照.png", data=out.getvalue())
    )
    assert DocumentVersion.objects.get(document_id=number).text == ""


def test_who_does_not_write_sees_what_holds_and_owners_only_what_is_public(boss, org, place):
    draft = document(boss, place.community.id, approve=None, title="草稿")
    internal = document(boss, place.community.id, title="内部")
    public = document(boss, place.community.id, title="公众管理制度", is_public=True)
    elsewhere = document(
        boss, factories.ground(boss, "XH", "星河湾").community.id, title="别处", is_public=True
    )
    staff = only(org, DOCUMENT_READ, DOCUMENT_INTERNAL, community=place.community)
    owner = only(org, DOCUMENT_READ, community=place.community)
    assert {one.pk for one in reads.documents(staff, TODAY)} == {internal, public}
    assert {one.pk for one in reads.documents(owner, TODAY)} == {public}
    for number in (draft, elsewhere):
        with pytest.raises(NotFound):
            reads.document(staff, number, TODAY)
    with pytest.raises(NotFound):
        reads.version(owner, DocumentVersion.objects.get(document_id=internal).pk, TODAY)


REFUSED = (
    (lambda a, n: library.document_add(actor=a, draft=DocumentDraft(community_id=None, kind="sop", title="x"), content=Content(text="x"), at=AT), DOCUMENT_WRITE),
    (lambda a, n: library.document_change(actor=a, document_id=n, draft=DocumentDraft(community_id=None, kind="sop", title="x"), at=AT), DOCUMENT_WRITE),
    (lambda a, n: library.version_add(actor=a, document_id=n, content=Content(text="x", change_reason="x"), at=AT), DOCUMENT_WRITE),
    (lambda a, n: library.version_change(actor=a, version_id=draft_of(n), content=Content(text="x"), at=AT), DOCUMENT_WRITE),
    (lambda a, n: library.version_approve(actor=a, version_id=draft_of(n), on=TODAY, note="x", at=AT), DOCUMENT_APPROVE),
    (lambda a, n: library.version_withdraw(actor=a, version_id=draft_of(n), reason="x", at=AT), DOCUMENT_WRITE),
    (lambda a, n: library.document_retire(actor=a, document_id=n, on=TODAY, reason="x", at=AT), DOCUMENT_APPROVE),
    (lambda a, n: shelf.document_review(actor=a, document_id=n, look=Look(on=TODAY, outcome="keep"), at=AT), DOCUMENT_WRITE),
    (lambda a, n: shelf.form_apply(actor=a, document_id=n, round_ids=(), at=AT), DOCUMENT_WRITE),
)  # fmt: skip


@pytest.mark.parametrize(("act", "permission"), REFUSED)
def test_without_the_right_nothing_is_done(boss, org, place, act, permission):
    number = document(boss, approve=None)
    before = AuditEntry.objects.count()
    reader = only(org, DOCUMENT_READ, DOCUMENT_INTERNAL)
    with pytest.raises(Forbidden):
        act(reader, number)
    # The right in one community is no right over a document of the whole company.
    local = only(org, DOCUMENT_READ, DOCUMENT_INTERNAL, permission, community=place.community)
    with pytest.raises(Forbidden):
        act(local, number)
    assert AuditEntry.objects.count() == before
    assert DocumentVersion.objects.get().state == "draft"


def test_a_document_of_another_community_is_not_there(boss, org, place):
    far = factories.ground(boss, "XH", "星河湾")
    number = document(boss, far.community.id, approve=None)
    local = only(
        org, DOCUMENT_READ, DOCUMENT_INTERNAL, DOCUMENT_WRITE, DOCUMENT_APPROVE, community=place.community
    )
    with pytest.raises(NotFound):
        library.version_approve(actor=local, version_id=draft_of(number), on=TODAY, note="x", at=AT)
    assert DocumentVersion.objects.get().state == "draft"


def test_readers_are_the_holders_of_the_posts_and_confirm_once(boss, org, place):
    user = User.objects.create(username="wang", name="王强")
    post = guard(boss, place, user)
    number = document(boss, place.community.id, position_ids=(post,))
    row = reads.document(boss, number, TODAY)
    assert [(one.staff.name, one.at) for one in reads.readers(row, row.current_id)] == [("王强", None)]
    worker = actors.Actor(
        org.pk, "王强", user_id=user.pk,
        grants={DOCUMENT_READ.code: Reach.everywhere(), DOCUMENT_INTERNAL.code: Reach.everywhere()},
    )  # fmt: skip
    assert [one.pk for one in reads.unread(worker, TODAY)] == [number]
    assert shelf.document_acknowledge(actor=worker, version_id=row.current_id, at=AT) is True
    assert shelf.document_acknowledge(actor=worker, version_id=row.current_id, at=AT) is False
    assert reads.unread(worker, TODAY) == []
    assert DocumentReading.objects.get().at == AT
    revise(boss, number, "新的规程", TODAY)
    assert [one.pk for one in reads.unread(worker, TODAY)] == [number]


def test_who_is_not_addressed_cannot_confirm(boss, org, place):
    user = User.objects.create(username="wang", name="王强")
    guard(boss, place, user)
    cleaners = next(one.department_id for one in people.teams(place.community.id) if one.domain == "cleaning")
    post = people.PositionDraft(department_id=cleaners, name="保洁员")
    other = people.position_save(actor=boss, draft=post, at=AT)
    number = document(boss, place.community.id, position_ids=(other,))
    worker = actors.Actor(
        org.pk, "王强", user_id=user.pk,
        grants={DOCUMENT_READ.code: Reach.everywhere(), DOCUMENT_INTERNAL.code: Reach.everywhere()},
    )  # fmt: skip
    row = reads.document(worker, number, TODAY)
    for actor in (worker, boss):
        with pytest.raises(Forbidden):
            shelf.document_acknowledge(actor=actor, version_id=row.current_id, at=AT)
    assert not DocumentReading.objects.exists()


def test_a_review_sets_the_next_day_by_the_cycle(boss):
    number = document(boss, review_due=TODAY + 20 * DAY, review_months=6)
    assert [one.pk for one in reads.due_for_review(boss, TODAY, None)] == [number]
    shelf.document_review(actor=boss, document_id=number, look=Look(on=TODAY, outcome="keep"), at=AT)
    assert ControlledDocument.objects.get(pk=number).review_due == date(2027, 5, 21)
    assert reads.due_for_review(boss, TODAY, None) == []
    assert DocumentReview.objects.get().by_name == boss.name


@pytest.mark.parametrize(
    ("look", "field"),
    [
        (Look(on=TODAY + DAY, outcome="keep"), "on"),
        (Look(on=TODAY, outcome="perhaps"), "outcome"),
        (Look(on=TODAY, outcome="missing"), "note"),
        (Look(on=TODAY, outcome="keep", next_due=TODAY), "next_due"),
    ],
)
def test_a_review_that_says_nothing_is_refused(boss, look, field):
    number = document(boss)
    with pytest.raises(Invalid) as refusal:
        shelf.document_review(actor=boss, document_id=number, look=look, at=AT)
    assert refusal.value.field == field
    assert not DocumentReview.objects.exists()


def test_months_end_where_the_month_is_shorter():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 15), 1) == date(2027, 1, 15)


def a_round(boss, place, title="设备房巡检"):
    draft = RoundDraft(
        community_id=place.community.id, domain="engineering", kind="inspection", title=title,
        recurrence=Recurrence(period=Period.DAY), active_from=TODAY, place_ids=(place.road,), team_id=place.team_id,
    )  # fmt: skip
    return schedule.round_create(actor=boss, draft=draft, at=AT)


def test_rounds_are_filled_in_on_the_version_of_the_form_that_holds(boss, place):
    number = document(
        boss, place.community.id, kind="form", title="设备房巡检表", content=Content(lines=FORM)
    )
    round_id = a_round(boss, place)
    assert shelf.form_apply(actor=boss, document_id=number, round_ids=(round_id,), at=AT) == 1
    asked = schedule.round_view(round_id).draft.checklist
    assert [(one.label, one.required) for one in asked] == [("水压", True), ("外观", True), ("现场", True)]
    assert shelf.form_apply(actor=boss, document_id=number, round_ids=(round_id,), at=AT) == 0
    version = library.version_add(
        actor=boss, document_id=number, content=Content(lines="外观", change_reason="精简"), at=AT
    )
    library.version_approve(actor=boss, version_id=version, on=TODAY, note="同意", at=AT)
    (use,) = reads.uses_of(reads.document(boss, number, TODAY))
    assert use.version.number == 1
    assert shelf.form_apply(actor=boss, document_id=number, round_ids=(round_id,), at=AT) == 1
    assert len(schedule.round_view(round_id).draft.checklist) == 1


def test_a_form_goes_to_no_other_community_and_no_text_becomes_a_form(boss, place):
    far = factories.ground(boss, "XH", "星河湾")
    form = document(boss, far.community.id, kind="form", title="表", content=Content(lines=FORM))
    text = document(boss, place.community.id)
    round_id = a_round(boss, place)
    for number in (form, text):
        with pytest.raises(Invalid):
            shelf.form_apply(actor=boss, document_id=number, round_ids=(round_id,), at=AT)
    assert schedule.round_view(round_id).draft.checklist == ()


def test_procedures_are_found_by_the_kind_of_work_and_the_post(boss, place):
    post = guard(boss, place, User.objects.create(username="wang", name="王强"))
    all_posts = document(boss, title="巡逻规程", round_kinds=("patrol",))
    guards = document(
        boss, place.community.id, title="夜巡规程", round_kinds=("patrol", "inspection"), position_ids=(post,)
    )
    document(boss, title="草稿", round_kinds=("patrol",), approve=None)
    ask = {"community_id": place.community.id, "kinds": ("patrol", "cleaning"), "today": TODAY}
    found = reads.procedures_for(**ask)
    assert [one.document_id for one in found["patrol"]] == [all_posts, guards]
    assert found["cleaning"] == []
    assert [one.document_id for one in reads.procedures_for(**ask, position_id=0)["patrol"]] == [all_posts]


def test_gaps_close_when_a_document_comes_into_force(boss, place):
    def state():
        found, _by_id = reads.gaps(boss, TODAY, place.community.id)
        return next(one.state for one in found if one.requirement.code == "goods")

    assert state() == "missing"
    number = document(
        boss, place.community.id, kind="security", title="放行", requirement="goods", approve=None
    )
    assert state() == "coming"
    library.version_approve(actor=boss, version_id=draft_of(number), on=TODAY, note="同意", at=AT)
    assert state() == "met"


def test_common_laws_are_loaded_once(boss):
    count = law_services.laws_load(actor=boss, at=AT)
    assert count == ReferenceLaw.objects.count() > 8
    assert law_services.laws_load(actor=boss, at=AT) == 0


def test_a_law_is_tied_to_plans_and_titles_in_plans_are_missed_until_entered(boss, place):
    text = factories.TEXT.replace("一、保洁", "依据《物业管理条例》制定。\n\n一、保洁", 1)
    version = factories.in_force(boss, place, text)
    (missed,) = laws.unlisted(boss, place.community.id)
    assert (missed.title, missed.plan) == ("物业管理条例", "服务方案")
    draft = LawDraft(
        kind="regulation", title="《物业管理条例》", number="国务院令第379号", plan_ids=(missed.plan_id,)
    )
    number = law_services.law_save(actor=boss, draft=draft, at=AT)
    assert laws.unlisted(boss, None) == []
    assert LawUse.objects.get().plan_id == missed.plan_id
    assert laws.law(number).title == "物业管理条例"
    with pytest.raises(Conflict):
        law_services.law_save(actor=boss, draft=draft, at=AT)
    law_services.law_delete(actor=boss, law_id=number, at=AT)
    assert not ReferenceLaw.objects.exists()
    assert version


def test_a_law_is_not_kept_by_who_may_only_read(boss, org, place):
    reader = only(org, PLAN_READ)
    with pytest.raises(Forbidden):
        law_services.law_save(actor=reader, draft=LawDraft(kind="law", title="x"), at=AT)
    with pytest.raises(Forbidden):
        law_services.laws_load(actor=reader, at=AT)
    keeper = only(org, LAW_WRITE)
    with pytest.raises(NotFound):
        law_services.law_save(actor=keeper, draft=LawDraft(kind="law", title="x", plan_ids=(1,)), at=AT)
    with pytest.raises(Invalid):
        law_services.law_save(
            actor=keeper, at=AT,
            draft=LawDraft(kind="law", title="x", in_force_from=TODAY, repealed_on=TODAY),
        )  # fmt: skip
    assert not ReferenceLaw.objects.exists()


def test_the_sheet_of_grades_follows_promises_decisions_and_work(boss, place):
    factories.in_force(boss, place)
    ask = {"actor": boss, "community_id": place.community.id, "standard": "cpmi-2004", "today": TODAY}

    def row(code):
        return next(one for one in grades.sheet(**ask).rows if one.item.code == code)

    assert (row("patrol").grade, row("gate").grade, row("urgent_repair").grade) == (2, 1, 1)
    assert row("lift_hours").grade is None
    assert row("patrol").actual is None
    sheet = grades.sheet(**ask)
    assert sheet.promised is None
    assert sheet.fulfilled is None
    place_of = {"community_id": place.community.id, "standard": "cpmi-2004"}
    with pytest.raises(Invalid):
        law_services.grade_decide(
            actor=boss, decision=Decision(**place_of, item="lift_hours", exempt=True), at=AT
        )
    law_services.grade_decide(
        actor=boss, decision=Decision(**place_of, item="lift_hours", exempt=True, reason="没有电梯"), at=AT
    )
    assert row("lift_hours").exempt
    swept = row("corridors_swept").promise
    law_services.grade_decide(
        actor=boss, decision=Decision(**place_of, item="lobby", promise_id=swept.id), at=AT
    )
    assert (row("lobby").promise.id, row("lobby").grade) == (swept.id, 1)
    with pytest.raises(Invalid):
        law_services.grade_decide(
            actor=boss, decision=Decision(**place_of, item="lamps", promise_id=swept.id), at=AT
        )
    assert GradeDecision.objects.count() == 2


def test_grades_are_decided_only_with_the_right_and_in_sight(boss, org, place):
    factories.in_force(boss, place)
    decision = Decision(
        community_id=place.community.id, standard="cpmi-2004", item="lobby", exempt=True, reason="没有大堂"
    )
    with pytest.raises(Forbidden):
        law_services.grade_decide(actor=only(org, PLAN_READ), decision=decision, at=AT)
    far = factories.ground(boss, "XH", "星河湾")
    local = only(org, PLAN_READ, PLAN_WRITE, community=far.community)
    with pytest.raises(NotFound):
        law_services.grade_decide(actor=local, decision=decision, at=AT)
    assert not GradeDecision.objects.exists()
