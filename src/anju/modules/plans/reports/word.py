"""The monthly report as a Word document, laid out by python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LATIN, CHINESE = "Arial", "Microsoft YaHei"
TONES = {
    "kept": RGBColor(0x15, 0x80, 0x3D),
    "broken": RGBColor(0xB9, 0x1C, 0x1C),
    "unproven": RGBColor(0xB4, 0x53, 0x09),
}


def document(data: dict[str, Any], chart: bytes) -> Any:
    """`data` as for the typst template; `chart` a PNG of the days. Returns a python-docx document."""
    words = data["words"]
    made = _begin()
    _titles(made, data)
    _figures(made, data)
    made.add_heading(words["by_day"], 1)
    made.add_picture(io.BytesIO(chart), width=Mm(170))
    made.add_heading(words["by_domain"], 1)
    states = words["states"]
    _table(
        made,
        (
            words["domain"],
            words["promises"],
            states["kept"],
            states["broken"],
            states["unproven"],
            words["in_time_share"],
        ),
        [
            (one["label"], one["promises"], one["kept"], one["broken"], one["unproven"], one["share_text"])
            for one in data["domains"]
        ],
    )
    _limits(made, data)
    _indicators(made, data)
    _promises(made, data)
    _exceptions(made, data)
    made.add_heading(words["method"], 1)
    made.add_paragraph(data["method"])
    signatures = made.add_table(rows=1, cols=len(words["signatures"]))
    for cell, text in zip(signatures.rows[0].cells, words["signatures"], strict=True):
        cell.text = f"{text}：____________"
    return made


def _begin() -> Any:
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(18)
    for name in ("Normal", "Heading 1", "Title"):
        style = made.styles[name]
        style.font.name = LATIN
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    made.styles["Normal"].font.size = Pt(9.5)
    made.styles["Heading 1"].font.size = Pt(13)
    made.styles["Heading 1"].font.color.rgb = RGBColor(0x1C, 0x27, 0x37)
    return made


def _titles(made: Any, data: dict[str, Any]) -> None:
    words = data["words"]
    for text, size, bold in (
        (data["organisation"], 11, False),
        (f"{data['community']} {data['title']}", 20, True),
        (data["month"], 11, False),
    ):
        paragraph = made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), bold
    facts = (("plan", "plan"), ("in_force", "in_force"), ("made_at", "made_at"), ("made_by", "made_by"))
    made.add_paragraph("　".join(f"{words[word]}：{data[key]}" for word, key in facts))
    made.add_paragraph().add_run(data["verdict"]).bold = True


def _figures(made: Any, data: dict[str, Any]) -> None:
    figures = data["figures"]
    table = made.add_table(rows=2, cols=len(figures), style="Table Grid")
    for column, figure in enumerate(figures):
        table.cell(0, column).text = figure["label"]
        run = table.cell(1, column).paragraphs[0].add_run(f"{figure['value']} {figure['unit']}".strip())
        run.bold = True
        if figure["tone"] in TONES:
            run.font.color.rgb = TONES[figure["tone"]]


def _promises(made: Any, data: dict[str, Any]) -> None:
    words = data["words"]
    made.add_heading(words["every_promise"], 1)
    _table(
        made,
        tuple(
            words[key]
            for key in ("number", "promise", "section", "expected", "done", "late", "missed", "standing")
        ),
        [
            (
                one["number"],
                "\n".join(part for part in (one["title"], f"“{one['quote']}”", one["measured"]) if part),
                one["section"],
                one["expected"],
                one["done"],
                one["late"],
                one["missed"],
                words["states"][one["standing"]],
            )
            for one in data["lines"]
        ],
    )


def _limits(made: Any, data: dict[str, Any]) -> None:
    words = data["words"]
    made.add_heading(words["limits"], 1)
    if not data["limits"]:
        made.add_paragraph(words["no_limits"])
        return
    heads = ("limit_kind", "triggered", "in_time", "late", "p50", "p95", "in_time_share")
    keys = ("label", "expected", "in_time", "late", "p50", "p95", "share_text")
    _table(
        made, tuple(words[key] for key in heads), [tuple(one[key] for key in keys) for one in data["limits"]]
    )


def _indicators(made: Any, data: dict[str, Any]) -> None:
    words = data["words"]
    made.add_heading(words["indicators"], 1)
    if not data["indicators"]:
        made.add_paragraph(words["no_indicators"])
        return
    heads, keys = (
        ("indicator", "value", "counted", "target", "standing"),
        ("name", "value", "counted", "target", "band"),
    )
    rows = [tuple(one[key] for key in keys) for one in data["indicators"]]
    _table(made, tuple(words[key] for key in heads), rows)


def _exceptions(made: Any, data: dict[str, Any]) -> None:
    words = data["words"]
    made.add_heading(words["exceptions"], 1)
    if not data["exceptions"]:
        made.add_paragraph(words["no_exceptions"])
        return
    keys = ("on", "window", "title", "place", "person", "outcome", "reason")
    heads = ("on", "window", "work", "place", "person", "outcome", "reason")
    _table(
        made,
        tuple(words[key] for key in heads),
        [tuple(one[key] for key in keys) for one in data["exceptions"]],
    )
    if data["left_out"]:
        made.add_paragraph(data["left_out"])


def _table(made: Any, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    table = made.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)
