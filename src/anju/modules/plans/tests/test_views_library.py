"""The pages of the library, laws, grades, goals and public commitments, by whom they may be opened."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from anju.engines.schedule import facade as schedule
from anju.foundation.permissions import RoleCode
from anju.modules.plans.models import (
    ControlledDocument,
    DocumentReading,
    DocumentVersion,
    Goal,
    GoalEntry,
    GradeDecision,
    Promise,
    ReferenceLaw,
)
from anju.modules.plans.services.library import Content
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT
from anju.modules.plans.tests.library_samples import FORM, document, draft_of, goal, guard
from anju.modules.plans.tests.test_library import a_round

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def at(name, *args):
    return reverse(f"plans:{name}", args=args)


def sheet(response):
    rows = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values
    return [list(row) for row in rows]


def pages(place, number, goal_id, law_id):
    """Every page that is read: name, arguments, roles that may open it among those below."""
    everybody = ("manager", "worker", "committee")
    staff, readers = ("manager", "worker"), ("manager", "committee")
    version = DocumentVersion.objects.get(document_id=number).pk
    return (
        ("library", (), everybody), ("document", (number,), everybody), ("document_version", (version,), everybody),
        ("library_due", (), everybody), ("library_gaps", (), staff), ("document_readers", (number,), staff),
        ("document_new", (), ("manager",)), ("document_edit", (number,), ("manager",)),
        ("document_revise", (number,), ("manager",)), ("document_retire", (number,), ("manager",)),
        ("document_review", (number,), ("manager",)), ("document_apply", (number,), ("manager",)),
        ("laws", (), readers), ("law_new", (), ("manager",)), ("law", (law_id,), ("manager",)),
        ("grades", (), readers), ("grade_item", ("cpmi-2004", "patrol"), ("manager",)),
        ("goals", (), readers), ("goal_board", (), readers), ("goal_timeline", (), readers),
        ("principles", (), readers), ("goal", (goal_id,), readers), ("goal_new", (), ("manager",)),
        ("goal_edit", (goal_id,), ("manager",)), ("goal_report", (goal_id,), ("manager",)),
        ("goal_close", (goal_id,), ("manager",)),
        ("post_assessment", (), readers), ("commitments", (), readers), ("commitments_choose", (), ("manager",)),
        ("commitments_notice", (), readers),
    )  # fmt: skip


@pytest.mark.parametrize("role", [RoleCode.MANAGER, RoleCode.WORKER, RoleCode.COMMITTEE])
def test_every_page_opens_for_whom_it_is_and_for_nobody_else(boss, place, login, role):
    factories.in_force(boss, place)
    number = document(
        boss, place.community.id, is_public=True, kind="form", content=Content(text="规程", lines=FORM)
    )
    law = ReferenceLaw.objects.create(kind="law", title="民法典")
    client = login(role, path=place.community.path)
    for name, args, roles in pages(place, number, goal(boss, place.community.id), law.pk):
        status = client.get(at(name, *args)).status_code
        assert status == (200 if str(role) in roles else 403), (name, role, status)


def test_what_lies_in_another_community_is_not_found(boss, place, login):
    far = factories.ground(boss, "XH", "星河湾")
    factories.in_force(boss, far)
    number, target = document(boss, far.community.id), goal(boss, far.community.id)
    client = login(RoleCode.MANAGER, path=place.community.path)
    version = DocumentVersion.objects.get().pk
    for name, key in (
        ("document", number),
        ("document_edit", number),
        ("document_version", version),
        ("goal", target),
    ):
        assert client.get(at(name, key)).status_code == 404, name
    assert client.post(at("document_approve", version), {"on": "2026-11-21", "note": "x"}).status_code == 404
    assert client.get(at("grades"), {"community": far.community.id}).status_code == 404
    assert client.get(at("commitments"), {"community": far.community.id}).status_code == 404


def test_a_document_goes_from_draft_to_force_on_screen(place, login):
    client = login(RoleCode.MANAGER, path=place.community.path)
    form = {
        "kind": "security", "title": "物品放行制度", "community": place.community.id, "requirement": "goods",
        "text": "凭放行条核对后放行。", "round_kinds": ["patrol"], "lines": "",
    }  # fmt: skip
    response = client.post(at("document_new"), form)
    row = ControlledDocument.objects.get()
    assert response.status_code == 303 and response["Location"] == at("document", row.pk)
    assert "草稿" in client.get(at("document", row.pk)).content.decode()
    response = client.post(at("document_approve", draft_of(row.pk)), {"on": "2026-11-21", "note": "同意"})
    assert response.status_code == 303
    page = client.get(at("document", row.pk)).content.decode()
    assert "凭放行条核对后放行。" in page and "有效" in page
    gaps = client.get(at("library_gaps"), {"state": "met"}).content.decode()
    assert "物品放行制度" in gaps and "营业执照" not in gaps


def test_a_refused_form_keeps_what_was_typed_and_says_where(place, login):
    client = login(RoleCode.MANAGER, path=place.community.path)
    form = {
        "kind": "form", "title": "巡检表", "community": place.community.id, "text": "", "lines": "水压 | 数目",
        "round_kinds": [],
    }  # fmt: skip
    response = client.post(at("document_new"), form)
    body = response.content.decode()
    assert response.status_code == 422
    assert "水压 | 数目" in body and "第 1 行的类型" in body and 'value="巡检表"' in body
    assert not ControlledDocument.objects.exists()


def test_a_supervisor_does_not_approve_and_a_worker_changes_nothing(boss, place, login):
    number = document(boss, place.community.id, approve=None)
    held = document(boss, place.community.id)
    version = draft_of(number)
    client = login(RoleCode.SUPERVISOR, path=place.community.path)
    assert client.post(at("document_approve", version), {"on": "2026-11-21", "note": "x"}).status_code == 403
    worker = login(RoleCode.WORKER, path=place.community.path, username="worker")
    for name, key in (("document_edit", held), ("document_revise", held), ("document_rewrite", version)):
        assert worker.post(at(name, key), {"title": "x", "text": "x"}).status_code == 403, name
    assert DocumentVersion.objects.get(pk=version).state == "draft"


def test_a_worker_confirms_what_is_addressed_to_him(boss, place, login):
    client = login(RoleCode.WORKER, path=place.community.path)
    post = guard(boss, place, client.user)
    number = document(boss, place.community.id, position_ids=(post,))
    assert "巡逻作业规程" in client.get(at("library_due")).content.decode()
    version = DocumentVersion.objects.get().pk
    assert client.get(at("document_read", version)).status_code == 405
    assert client.post(at("document_read", version)).status_code == 302
    assert DocumentReading.objects.count() == 1
    assert "没有待读的文件" in client.get(at("library_due")).content.decode()
    rows = sheet(client.get(at("document_readers", number), {"export": "xlsx"}))
    assert rows[1][:2] == ["S001", "王强"]


def test_a_file_is_given_back_as_it_came_to_whom_it_is_for(boss, place, login):
    client = login(RoleCode.MANAGER, path=place.community.path)
    number = document(boss, place.community.id)
    file = SimpleUploadedFile("规程.txt", "第一条 巡逻须两人同行。\n".encode())
    response = client.post(
        at("document_revise", number), {"text": "", "lines": "", "change_reason": "新版", "file": file}
    )
    assert response.status_code == 303
    draft = draft_of(number)
    response = client.get(at("document_file", draft))
    assert b"".join(response.streaming_content).decode() == "第一条 巡逻须两人同行。\n"
    worker = login(RoleCode.WORKER, path=place.community.path, username="worker")
    assert worker.get(at("document_file", draft)).status_code == 404


def test_the_list_is_searched_in_full_filtered_and_exported(boss, place, login):
    document(
        boss,
        place.community.id,
        title="门岗细则",
        content=Content(text="访客须电话核实"),
        kind="post_service",
    )
    document(boss, place.community.id, title="着装规定", kind="etiquette")
    client = login(RoleCode.MANAGER, path=place.community.path)
    found = client.get(at("library"), {"q": "电话核实"}).content.decode()
    assert "门岗细则" in found and "着装规定" not in found
    kinds = client.get(at("library"), {"kind": "etiquette", "standing": "in_force"}).content.decode()
    assert "着装规定" in kinds and "门岗细则" not in kinds
    rows = sheet(client.get(at("library"), {"export": "xlsx"}))
    assert [row[0] for row in rows[1:]] == ["门岗细则", "着装规定"]
    part = client.get(at("library"), headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()
    assert "门岗细则" in part and "<html" not in part


def test_a_form_reaches_its_rounds(boss, place, login):
    number = document(boss, place.community.id, kind="form", title="巡检表", content=Content(lines=FORM))
    round_id = a_round(boss, place)
    client = login(RoleCode.MANAGER, path=place.community.path)
    assert client.post(at("document_apply", number), {}).status_code == 422
    assert client.post(at("document_apply", number), {"rounds": [round_id]}).status_code == 303
    assert [one.label for one in schedule.round_view(round_id).draft.checklist] == ["水压", "外观", "现场"]
    assert "设备房巡检" in client.get(at("document", number)).content.decode()


def test_laws_are_loaded_entered_and_deleted(place, login):
    client = login(RoleCode.MANAGER, path=place.community.path)
    assert client.post(at("laws_load")).status_code == 302
    assert "保安服务管理条例" in client.get(at("laws"), {"q": "564"}).content.decode()
    law = ReferenceLaw.objects.get(title="物业管理条例")
    form = {"kind": "regulation", "title": "物业管理条例", "number": "国务院令第379号", "link": "公报"}
    assert client.post(at("law", law.pk), form).status_code == 303
    law.refresh_from_db()
    assert law.link == "公报"
    assert client.post(at("law_new"), form).status_code == 409
    assert client.post(at("law_delete", law.pk)).status_code == 302
    assert not ReferenceLaw.objects.filter(pk=law.pk).exists()


def test_grades_are_shown_narrowed_decided_and_exported(boss, place, login):
    factories.in_force(boss, place)
    client = login(RoleCode.MANAGER, path=place.community.path)
    whole = client.get(at("grades")).content.decode()
    assert "未达等级" in whole and "重点部位巡逻" in whole
    missing = client.get(at("grades"), {"show": "missing"}).content.decode()
    assert "客运电梯运行时间" in missing and "重点部位巡逻" not in missing
    item = f"{at('grade_item', 'cpmi-2004', 'lift_hours')}?community={place.community.id}"
    assert client.post(item, {"exempt": "on"}).status_code == 422
    assert client.post(item, {"exempt": "on", "reason": "没有电梯"}).status_code == 303
    assert GradeDecision.objects.get().reason == "没有电梯"
    rows = sheet(client.get(at("grades"), {"export": "xlsx"}))
    assert next(row for row in rows if row[1] == "重点部位巡逻")[2:5] == [
        "每小时 1 次",
        "每 2 小时 1 次",
        "每 3 小时 1 次",
    ]
    assert client.get(at("grade_item", "cpmi-2004", "moon")).status_code == 404
    assert client.get(at("grades"), {"standard": "none"}).status_code == 404


def test_a_goal_is_set_reported_with_evidence_and_closed(place, login):
    client = login(RoleCode.MANAGER, path=place.community.path)
    form = {
        "kind": "award", "title": "优秀小区", "community": place.community.id, "target": "进入公布名单",
        "starts_on": "2026-01-01", "due_on": "2026-11-30", "remind_days": "30",
    }  # fmt: skip
    assert client.post(at("goal_new"), {**form, "due_on": "2025-01-01"}).status_code == 422
    assert client.post(at("goal_new"), form).status_code == 303
    row = Goal.objects.get()
    assert "即将到期" in client.get(at("goals")).content.decode()
    file = SimpleUploadedFile("申报表.txt", b"ok")
    response = client.post(
        at("goal_report", row.pk), {"on": "2026-11-20", "percent": "60", "note": "已申报", "file": file}
    )
    assert response.status_code == 303
    entry = GoalEntry.objects.get()
    assert b"".join(client.get(at("goal_evidence", entry.pk)).streaming_content) == b"ok"
    assert "优秀小区" in client.get(at("goal_timeline")).content.decode()
    done = {"outcome": "achieved", "on": "2026-11-21", "note": "已获称号"}
    assert client.post(at("goal_close", row.pk), done).status_code == 303
    assert client.post(at("goal_close", row.pk), done).status_code == 409
    assert "已达成" in client.get(at("goal", row.pk)).content.decode()
    assert client.post(at("goal_reopen", row.pk), {"reason": "复查"}).status_code == 303


def test_a_work_item_needs_its_part_of_the_plan(place, login):
    client = login(RoleCode.MANAGER, path=place.community.path)
    form = {
        "kind": "work", "title": "早期介入", "community": place.community.id, "target": "提出整改意见",
        "starts_on": "2026-01-01", "due_on": "2026-11-30", "remind_days": "30",
    }  # fmt: skip
    refused = client.post(at("goal_new"), {**form, "topic": "training"})
    assert refused.status_code == 422 and "请选择与类别相符的分类" in refused.content.decode()
    assert client.post(at("goal_new"), {**form, "topic": "early"}).status_code == 303
    assert Goal.objects.get().topic == "early"


def test_commitments_are_chosen_shown_to_owners_and_printed(boss, place, login):
    factories.in_force(boss, place)
    client = login(RoleCode.MANAGER, path=place.community.path)
    assert "还没有公开的承诺" in client.get(at("commitments")).content.decode()
    ids = [Promise.objects.get(quote__contains="清扫2次").pk]
    assert client.post(at("commitments_choose"), {"ids": ids, "action": "show"}).status_code == 302
    owner = login(RoleCode.COMMITTEE, path=place.community.path, username="owner")
    page = owner.get(at("commitments")).content.decode()
    assert "每日 2 次" in page and "选择公开的承诺" not in page
    assert owner.get(at("commitments_notice"))["Content-Type"] == "application/pdf"
    rows = sheet(owner.get(at("commitments"), {"export": "xlsx"}))
    assert len(rows) == 2
    assert owner.post(at("commitments_choose"), {"ids": ids, "action": "hide"}).status_code == 403
    assert Promise.objects.get(pk=ids[0]).is_public


def test_a_company_without_anything_sees_what_to_do_next(org, login):
    client = login(RoleCode.ADMIN)
    for name, words in (
        ("library", "还没有制度文件"), ("laws", "还没有法规条目"), ("goals", "还没有目标"),
        ("goal_timeline", "还没有计划项"), ("grades", "还没有小区"), ("commitments", "还没有小区"),
        ("library_due", "没有到期的复审"),
    ):  # fmt: skip
        assert words in client.get(at(name)).content.decode(), name


def test_lists_cost_the_same_queries_however_long(boss, place, login, django_assert_max_num_queries):
    for number in range(12):
        document(boss, place.community.id, title=f"制度{number}")
        goal(boss, place.community.id, title=f"目标{number}")
    client = login(RoleCode.MANAGER, path=place.community.path)
    client.get(at("library"))
    for name in ("library", "goals", "goal_board", "laws", "library_gaps"):
        with django_assert_max_num_queries(22):
            assert client.get(at(name)).status_code == 200


def test_a_document_is_found_from_the_top_bar_until_its_title_changes(boss, place, login):
    number = document(boss, place.community.id, title="门岗细则")
    client = login(RoleCode.WORKER, path=place.community.path)
    for words in ("门岗", "mengangxize", "mgxz", "ZD-0001"):
        assert at("document", number) in client.get(reverse("search"), {"q": words}).content.decode(), words
    manager = login(RoleCode.MANAGER, path=place.community.path, username="manager")
    form = {"kind": "sop", "title": "夜巡规程", "number": "ZD-0001"}
    assert manager.post(at("document_edit", number), form).status_code == 303
    assert at("document", number) not in manager.get(reverse("search"), {"q": "门岗"}).content.decode()
