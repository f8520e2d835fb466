"""A sheet of paper of ours, as PDF and as Word from one content: facts, sections with words or tables, signatures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from anju.foundation import rendering

TEMPLATE = Path(__file__).with_name("paper.typ")
LATIN, CHINESE = "Arial", "Microsoft YaHei"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section. text: words; columns and rows: a table, whose `numbers` are the columns set to the right.

    shares: for each row a share of 0 to 1, drawn as a bar after the last column. box: lines left to write on by hand.
    """

    title: str
    text: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    numbers: Sequence[int] = ()
    shares: Sequence[float] = ()
    box: int = 0
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """facts: (name, value). figures: (name, value, tone), tone "" or "bad" or "good". signatures: who signs."""

    organisation: str
    title: str
    sub: str
    number: str = ""
    facts: Sequence[tuple[str, str]] = ()
    figures: Sequence[tuple[str, str, str]] = ()
    parts: Sequence[Part] = field(default_factory=tuple)
    signatures: Sequence[str] = ()
    foot: str = ""
    landscape: bool = False


def as_pdf(paper: Paper) -> bytes:
    """Raises FontMissing."""
    return rendering.pdf(TEMPLATE, _data(paper))


def as_docx(paper: Paper) -> bytes:
    """The same content as an editable document."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    made = _begin()
    if paper.landscape:
        section = made.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    _titles(made, paper)
    if paper.figures:
        _table(
            made,
            [name for name, _value, _tone in paper.figures],
            [[value for _name, value, _tone in paper.figures]],
        )
    if paper.facts:
        _facts(made, paper.facts)
    for part in paper.parts:
        _part(made, part)
    _ending(made, paper)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def as_form(paper: Paper, form: str) -> bytes:
    """form: pdf or docx."""
    return as_pdf(paper) if form == "pdf" else as_docx(paper)


def _data(paper: Paper) -> dict[str, Any]:
    return {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "organisation": paper.organisation,
        "title": paper.title,
        "sub": paper.sub,
        "number": paper.number,
        "facts": [list(one) for one in paper.facts],
        "figures": [list(one) for one in paper.figures],
        "parts": [
            {
                "title": one.title,
                "text": one.text,
                "columns": list(one.columns),
                "rows": [list(row) for row in one.rows],
                "numbers": list(one.numbers),
                "shares": list(one.shares),
                "box": one.box,
                "empty": one.empty,
            }
            for one in paper.parts
        ],
        "signatures": list(paper.signatures),
        "foot": paper.foot,
        "landscape": paper.landscape,
    }


def _begin() -> Any:
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(16)
    for name in ("Normal", "Heading 1", "Title"):
        style = made.styles[name]
        style.font.name = LATIN
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    made.styles["Normal"].font.size = Pt(10)
    made.styles["Heading 1"].font.size = Pt(12)
    made.styles["Heading 1"].font.color.rgb = RGBColor(0x1C, 0x27, 0x37)
    return made


def _titles(made: Any, paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for text, size, bold in (
        (paper.organisation, 10, False),
        (paper.title, 18, True),
        (paper.sub, 10, False),
    ):
        paragraph = made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(size), bold
    if paper.number:
        paragraph = made.add_paragraph(paper.number)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _facts(made: Any, facts: Sequence[tuple[str, str]]) -> None:
    """Two facts to a line."""
    table = made.add_table(rows=(len(facts) + 1) // 2, cols=4, style="Table Grid")
    for n, (name, value) in enumerate(facts):
        line, side = divmod(n, 2)
        table.cell(line, side * 2).text = name
        table.cell(line, side * 2 + 1).text = value


def _part(made: Any, part: Part) -> None:
    made.add_heading(part.title, 1)
    if part.text:
        made.add_paragraph(part.text)
    if part.columns and part.rows:
        _table(made, part.columns, part.rows)
    elif part.empty and not part.rows and not part.text:
        made.add_paragraph(part.empty)
    for _line in range(part.box):
        made.add_paragraph("_" * 60)


def _table(made: Any, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = made.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, columns, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(text).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _ending(made: Any, paper: Paper) -> None:
    if paper.signatures:
        made.add_paragraph("")
        table = made.add_table(rows=2, cols=len(paper.signatures))
        for column, text in enumerate(paper.signatures):
            table.cell(0, column).text = f"{text}："
            table.cell(1, column).text = "____________  ____年__月__日"
    if paper.foot:
        made.add_paragraph(paper.foot)
