"""The same papers as Word documents, to be worked on further."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from anju.modules.community.reports import Frame, Section

LATIN, CHINESE = "Arial", "Microsoft YaHei"


def tables(frame: Frame, title: str, lines: Sequence[str], sections: Sequence[Section]) -> bytes:
    """A4 with a title, a few lines and tables, as a .docx."""
    made = Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    for name in ("Normal", "Heading 1", "Title"):
        style = made.styles[name]
        style.font.name = LATIN
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    made.styles["Normal"].font.size = Pt(10.5)
    made.add_paragraph(f"{frame.organisation} · {frame.community}")
    made.add_heading(title, 0)
    for line in lines:
        made.add_paragraph(line)
    for one in sections:
        made.add_heading(one.title, 1)
        if len(one.heads) == 1:
            for row in one.rows:
                made.add_paragraph(str(row[0]))
            continue
        table = made.add_table(rows=1, cols=len(one.heads), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, one.heads, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
        for row in one.rows:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = str(value)
    made.add_paragraph(f"{frame.made_at:%Y-%m-%d %H:%M}　{frame.made_by}")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
