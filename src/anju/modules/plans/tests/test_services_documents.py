from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from anju.foundation import actors
from anju.foundation.audit.models import AuditEntry
from anju.foundation.files.models import StoredFile
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.plans.models import Plan, PlanVersion, Promise, ReviewState, UnreadPassage
from anju.modules.plans.permissions import PLAN_READ, PLAN_WRITE
from anju.modules.plans.services import documents
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def workbook() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return held.getvalue()


def empty_docx() -> bytes:
    held = io.BytesIO()
    Document().save(held)
    return held.getvalue()


def scan() -> bytes:
    """A PDF of one page without a word on it."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


BAD = [
    ("empty.txt", b"", "empty_file"),
    ("blank.docx", empty_docx(), "empty_file"),
    ("scan.pdf", scan(), "scanned_pdf"),
    ("huge.txt", "次".encode() * (7 << 20), "too_large"),
    ("bytes.txt", bytes(range(1, 256)) * 40, "wrong_encoding"),
    ("table.xlsx", workbook(), "table_only"),
    ("table.csv", "楼栋,面积,费用\n1,80,160\n2,90,180\n3,70,140\n".encode(), "table_only"),
    ("broken.docx", b"PK\x03\x04 nothing", "broken_file"),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "broken_file"),
]


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[row[0] for row in BAD])
def test_a_document_that_cannot_be_read_is_refused_at_the_field_and_nothing_is_kept(
    boss, place, monkeypatch, name, data, code
):
    monkeypatch.setattr(documents, "can_recognise", lambda: False)
    upload = documents.Upload(community_id=place.community.id, filename=name, data=data)
    audited = AuditEntry.objects.count()
    with pytest.raises(Invalid) as refusal:
        documents.plan_upload(actor=boss, upload=upload, at=AT)
    assert (refusal.value.code, refusal.value.field) == (f"plans.document.{code}", "file")
    assert (Plan.objects.count(), StoredFile.objects.count(), AuditEntry.objects.count()) == (0, 0, audited)


def test_a_document_becomes_a_draft_version_with_clauses_promises_and_unread_passages(boss, place):
    version = PlanVersion.objects.get(pk=factories.upload(boss, place, factories.LOOSE))
    assert (version.number, version.state, version.read_at) == (1, "draft", AT)
    promises = Promise.objects.filter(version=version).order_by("start")
    assert [one.quote for one in promises] == [
        "楼道每日清扫2次", "道路每周冲洗1次", "重点部位每2小时巡逻1次", "门岗24小时值守", "急修30分钟内到达现场",
    ]  # fmt: skip
    assert all(version.text[one.start : one.end] == one.quote for one in promises)
    assert {one.review for one in promises} == {ReviewState.FOUND}
    assert [one.number for one in promises] == ["001", "002", "003", "004", "005"]
    assert UnreadPassage.objects.get().reason == "frequency_without_number"
    assert version.clauses.count() > 5
    assert version.source.sha256


def test_the_same_title_makes_the_next_version_and_another_title_another_plan(boss, place):
    first = PlanVersion.objects.get(pk=factories.upload(boss, place))
    second = PlanVersion.objects.get(pk=factories.upload(boss, place, change_reason="增加频次"))
    other = PlanVersion.objects.get(pk=factories.upload(boss, place, title="绿化方案"))
    assert (second.plan_id, second.number, second.change_reason) == (first.plan_id, 2, "增加频次")
    assert other.plan_id != first.plan_id
    assert first.text == factories.TEXT


def test_without_a_title_the_plan_is_named_as_its_document(boss, place):
    upload = documents.Upload(community_id=place.community.id, filename="x.txt", data=factories.TEXT.encode())
    version = documents.plan_upload(actor=boss, upload=upload, at=AT)
    assert PlanVersion.objects.get(pk=version).plan.title == "翠湖花园物业服务方案"


def test_a_long_text_is_read_by_a_job_and_only_once(boss, place, monkeypatch):
    monkeypatch.setattr(documents, "READ_AT_ONCE", 10)
    version = factories.upload(boss, place)
    assert PlanVersion.objects.get(pk=version).read_at is None
    assert Promise.objects.count() == 0
    job = actors.system("plans", boss.org_id, PLAN_WRITE)
    assert documents.version_read(actor=job, version_id=version, at=AT)
    assert not documents.version_read(actor=job, version_id=version, at=AT)
    assert Promise.objects.count() == 5


def test_a_template_becomes_a_draft_with_its_facts(boss, place):
    version = documents.plan_from_template(
        actor=boss, community_id=place.community.id, code="grade-2", title="二级方案", at=AT
    )
    row = PlanVersion.objects.get(pk=version)
    assert (row.template, row.plan.title) == ("grade-2", "二级方案")
    assert "二级" in row.plan.grade
    assert row.promises.count() > 30


def test_a_plan_needs_a_community_a_title_and_the_right_to_write_there(boss, place):
    with pytest.raises(Invalid) as refusal:
        documents.plan_from_template(actor=boss, community_id=place.road, code="grade-1", at=AT)
    assert refusal.value.code == "plans.plan.no_community"
    with pytest.raises(Invalid):
        factories.upload(boss, place, title="长" * 121)
    reader = actors.system("x", boss.org_id, PLAN_READ)
    with pytest.raises(Forbidden):
        factories.upload(reader, place)
    elsewhere = Reach(frozenset({"/9/"}), frozenset({9}))
    stranger = actors.Actor(boss.org_id, "x", grants={PLAN_WRITE.code: elsewhere, PLAN_READ.code: elsewhere})
    with pytest.raises(NotFound):
        factories.upload(stranger, place)
    assert Plan.objects.count() == 0


def test_the_facts_of_a_plan_change_and_the_audit_keeps_what_they_were(boss, place):
    plan = PlanVersion.objects.get(pk=factories.upload(boss, place)).plan
    factories.upload(boss, place, title="绿化方案")
    card = documents.PlanCard(title="服务方案", purpose="安居", interpreter="物业服务中心")
    documents.plan_change(actor=boss, plan_id=plan.pk, card=card, at=AT)
    plan.refresh_from_db()
    assert (plan.purpose, plan.interpreter) == ("安居", "物业服务中心")
    entry = AuditEntry.objects.filter(action="plans.plan.changed").get()
    assert (entry.before["purpose"], entry.after["purpose"]) == ("", "安居")
    with pytest.raises(Conflict):
        documents.plan_change(actor=boss, plan_id=plan.pk, card=documents.PlanCard(title="绿化方案"), at=AT)
