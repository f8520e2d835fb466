"""Scanned plans in the pipeline: the upload answers at once, a job recognises, the version says what it rests on."""

from __future__ import annotations

import io

import pytest
from django.template.loader import render_to_string
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.kernel.errors import Invalid
from anju.modules.plans import jobs
from anju.modules.plans.models import PlanVersion, Promise
from anju.modules.plans.rules.reader import ocr
from anju.modules.plans.rules.reader.layout.pages import Page, Run
from anju.modules.plans.services import documents
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT

SAID = ("一、楼道每日清扫两次。", "二、门岗24小时值守。")


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def scan() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (600, 850), 235).save(stream, "PDF")
    return stream.getvalue()


def upload(boss, place) -> int:
    given = documents.Upload(community_id=place.community.id, filename="方案.pdf", data=scan())
    return documents.plan_upload(actor=boss, upload=given, at=AT)


@pytest.fixture
def recognition(monkeypatch):
    """Stands in for the extra: every page says the same two sentences, or nothing where `said` is emptied."""
    said = list(SAID)

    def runs():
        for line, text in enumerate(said):
            edges = tuple(60.0 + 10 * index for index in range(len(text)))
            yield Run(text, 60, 60 + 10 * len(text), 100 + 20 * line, 110 + 20 * line, edges)

    def pages(data, numbers):
        return (Page(number, 595, 842, list(runs()), certainty=0.95) for number in numbers)

    monkeypatch.setattr(documents, "can_recognise", lambda: True)
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "recognised_pdf", pages)
    return said


def test_a_scan_is_refused_with_what_to_do_where_nothing_can_recognise_it(boss, place, monkeypatch):
    monkeypatch.setattr(documents, "can_recognise", lambda: False)
    with pytest.raises(Invalid) as refusal:
        upload(boss, place)
    assert (refusal.value.code, refusal.value.field) == ("plans.document.scanned_pdf", "file")
    assert refusal.value.params["pages"] == "1"
    assert not PlanVersion.objects.exists()


def test_a_scan_waits_for_the_job_and_is_marked_as_recognised(boss, place, recognition):
    version = upload(boss, place)
    row = PlanVersion.objects.get(pk=version)
    assert (row.read_at, row.text, [scan["certainty"] for scan in row.scans]) == (None, "", [None])
    queued = ProcrastinateJob.objects.filter(task_name=documents.READ_JOB).latest("id")
    for _again in range(2):
        jobs.version_read(**queued.args)
    row.refresh_from_db()
    assert row.text == "\n".join(SAID)
    assert row.read_at is not None
    assert row.scans == [
        {"first_page": 1, "last_page": 1, "start": 0, "end": len(row.text), "certainty": 0.95}
    ]
    promises = Promise.objects.filter(version_id=version)
    assert {one.quote: one.confidence < 0.9 for one in promises} == {
        "楼道每日清扫两次": True,
        "门岗24小时值守": True,
    }


def test_a_scan_in_which_nothing_is_recognised_ends_its_wait_without_promises(boss, place, recognition):
    recognition.clear()
    version = upload(boss, place)
    documents.version_read(actor=boss, version_id=version, at=AT)
    row = PlanVersion.objects.get(pk=version)
    assert (row.read_at, row.text, row.scans[0]["certainty"]) == (AT, "", None)
    assert not Promise.objects.filter(version_id=version).exists()


@pytest.mark.parametrize(
    ("certainty", "read_at", "words"),
    [(0.95, AT, "把握 95%"), (None, AT, "没有读取"), (None, None, "正在识别文字")],
)
def test_the_plan_page_says_which_pages_are_scans(boss, place, certainty, read_at, words):
    version = PlanVersion.objects.get(pk=factories.upload(boss, place))
    version.scans = [{"first_page": 2, "last_page": 3, "start": 0, "end": 5, "certainty": certainty}]
    version.read_at = read_at
    version.save()
    page = render_to_string("plans/_scans.html", {"one": version}, using="jinja2")
    assert "第 2–3 页" in page
    assert words in page
