from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from anju.engines.schedule.contracts import Tally
from anju.foundation.rendering import fonts
from anju.modules.plans.reports import monthly
from anju.modules.plans.reports.content import MissedLine, MonthlyReport
from anju.modules.plans.rules.standing import DayLine, PromiseLine, Rollup, Standing


@pytest.fixture
def report():
    counts = Tally(62, 60, 58, 2, 55, 1, 1, 0)
    found = PromiseLine(
        7,
        "P2-007",
        "二(二)1",
        "巡逻园区",
        "夜间巡逻四次",
        "security",
        "frequency",
        "schedule",
        counts,
        Standing.BROKEN,
        -1,
    )
    overall = Rollup("all", "全部", counts, {Standing.BROKEN: 1, Standing.WAITING: 2})
    return MonthlyReport(
        organisation="安居示范物业",
        community="云杉苑",
        month=date(2026, 10, 1),
        plan="云杉苑物业服务方案",
        version=3,
        in_force_from=date(2026, 8, 1),
        overall=overall,
        domains=(Rollup("security", "秩序维护", counts, {Standing.BROKEN: 1}),),
        lines=(found,),
        days=tuple(DayLine(date(2026, 10, 1) + timedelta(days=n), Tally(2, 2, 2, 0, 2)) for n in range(31)),
        exceptions=(
            MissedLine(date(2026, 10, 9), "22:00–00:00", "夜间巡逻", "南门", "周强", "漏做", "无记录"),
        ),
        exceptions_left_out=4,
        findings_raised=5,
        findings_open=2,
        made_at=datetime(2026, 11, 1, 1, 0, tzinfo=UTC),
        made_by="项目经理",
        verdict="本月 1 条承诺未兑现。",
    )


def words_of_pdf(data: bytes) -> str:
    return (
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        .replace(" ", "")
        .replace("\n", "")
    )


def words_of_docx(data: bytes) -> str:
    made = Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "".join([*(one.text for one in made.paragraphs), *cells]).replace(" ", "").replace("\n", "")


SAID = (
    "云杉苑",
    "P2-007",
    "巡逻园区",
    "未兑现",
    "2026年10月",
    "周强",
    "漏做",
    "另有4条未列出",
    "95.1%",
    "91.7%",
    "5/2",
)


def test_both_forms_of_the_report_say_the_same(report):
    for text in (words_of_pdf(monthly.as_pdf(report)), words_of_docx(monthly.as_docx(report))):
        assert [word for word in SAID if word not in text] == []


def test_the_word_report_shows_the_days_as_a_picture(report):
    made = Document(io.BytesIO(monthly.as_docx(report)))
    assert len(made.inline_shapes) == 1


def test_a_report_in_english_says_so(report):
    with translation.override("en"):
        assert "Monthlyfulfilmentreport" in words_of_pdf(monthly.as_pdf(report))


def test_without_a_chinese_typeface_the_report_is_refused_instead_of_showing_boxes(report, monkeypatch):
    monkeypatch.setattr(fonts, "available", lambda: ())
    with pytest.raises(monthly.rendering.FontMissing):
        monthly.as_pdf(report)
