"""The owner file (业主档案) on paper: numbers masked, what is sensitive left out. Source: catalogue B OWN-01, CRM-03."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from anju.foundation import rendering
from anju.foundation.actors import Actor
from anju.modules.people.contracts import Share
from anju.modules.people.models import ConsentWay, Person
from anju.modules.people.queries import files
from anju.modules.people.services import consents
from anju.modules.people.services.own_data import local_day

TEMPLATE = Path(__file__).with_name("owner_file.typ")
LATIN, CHINESE = "Arial", "Microsoft YaHei"


def sheet_of(actor: Actor, person: Person, on: date) -> dict[str, Any]:
    """Headings, facts and tables of a person's file, in the reader's language; the templates only lay them out."""
    return {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "title": _("业主档案"),
        "name": person.name,
        "printed": _("%(day)s 由 %(name)s 打印，仅供本公司内部使用") % {"day": on.isoformat(), "name": actor.name},
        "facts": _facts(person),
        "tables": [
            table
            for table in (_homes(actor, person), _needs(actor, person), _papers(person), _signed(person), _agreed(person))
            if table["rows"]
        ],
    }  # fmt: skip


def _facts(person: Person) -> list[list[str]]:
    phones = "；".join(
        f"{one.shown}（{one.label}）" if one.label else one.shown for one in files.phones_shown(person)
    )
    keeper = person.keeper.name if person.keeper_id and person.keeper else ""
    rows = [
        (_("类型"), person.get_kind_display()),
        (_("电话"), phones),
        (person.get_id_kind_display() or _("证件号码"), files.id_number_shown(person)),
        (_("出生日期"), person.birthday.isoformat() if person.birthday else ""),
        (_("电子邮箱"), files.email_shown(person)),
        (_("档案保管人"), keeper),
        (_("建档期限"), person.file_due_on.isoformat() if person.file_due_on else ""),
        (_("备注"), person.note),
    ]
    return [[str(label), str(value)] for label, value in rows if value]


def _table(title: str, heads: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"title": title, "heads": heads, "rows": rows}


def _homes(actor: Actor, person: Person) -> dict[str, Any]:
    rows = [
        [
            str(tie.place),
            str(tie.get_kind_display()),
            str(Share(tie.share_numerator, tie.share_denominator or 1)) if tie.share_numerator else "",
            f"{tie.starts_on or '…'} — {tie.ends_on or ''}",
            tie.certificate,
        ]
        for tie in files.ties_of_person(actor, person.pk)
    ]
    return _table(_("房屋"), [_("房屋"), _("身份"), _("份额"), _("起止"), _("权属证书号")], rows)


def _needs(actor: Actor, person: Person) -> dict[str, Any]:
    rows = [
        [one.since_on.isoformat(), str(one.get_kind_display()), one.text, one.done_note or (_("已落实") if one.done_on else "")]
        for one in files.needs_of_person(actor, person.pk)
    ]  # fmt: skip
    return _table(_("需求和意见"), [_("日期"), _("类型"), _("内容"), _("落实情况")], rows)


def _papers(person: Person) -> dict[str, Any]:
    rows = [
        [
            one.title,
            str(one.get_kind_display()),
            one.dated_on.isoformat() if one.dated_on else "",
            one.added_by,
        ]
        for one in files.documents(person.pk)
    ]
    return _table(_("档案资料"), [_("名称"), _("类型"), _("日期"), _("归档人")], rows)


def _signed(person: Person) -> dict[str, Any]:
    rows = [
        [str(one.get_kind_display()), one.version, one.signed_on.isoformat(), str(one.place or "")]
        for one in files.conventions(person.pk)
    ]
    return _table(_("规约和协议"), [_("类型"), _("版本"), _("签署日期"), _("房屋")], rows)


def _agreed(person: Person) -> dict[str, Any]:
    labels = {one.code: str(one.label) for one in consents.purposes()}
    rows = [
        [
            labels.get(one.purpose, one.purpose),
            one.version,
            local_day(one.given_at),
            str(ConsentWay(one.how).label),
            local_day(one.withdrawn_at) if one.withdrawn_at else "",
        ]
        for one in files.consents(person.pk)
    ]
    return _table(_("个人信息同意"), [_("用途"), _("版本"), _("同意"), _("方式"), _("撤回")], rows)


def as_pdf(sheet: dict[str, Any]) -> bytes:
    """Raises FontMissing."""
    return rendering.pdf(TEMPLATE, sheet)


def as_docx(sheet: dict[str, Any]) -> bytes:
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    style = made.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE)
    made.add_heading(f"{sheet['title']} · {sheet['name']}", 0)
    facts = made.add_table(rows=0, cols=2)
    facts.style = "Table Grid"
    for label, value in sheet["facts"]:
        cells = facts.add_row().cells
        cells[0].text, cells[1].text = label, value
    for table in sheet["tables"]:
        made.add_heading(table["title"], 1)
        drawn = made.add_table(rows=1, cols=len(table["heads"]))
        drawn.style = "Table Grid"
        for row in (table["heads"], *table["rows"]):
            cells = drawn.rows[0].cells if row is table["heads"] else drawn.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    made.add_paragraph(sheet["printed"])
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()
