"""Papers of a meeting with owners: the sheet to sign, and the minutes with who was there and what was heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.foundation.ui.filters import local
from anju.modules.community.reports import Frame, Section, tables, word
from anju.modules.community.tables.meetings import opinion_standing
from anju.modules.community.tables.surveys import STANDINGS

SIGN = Path(__file__).with_name("signin.typ")
BLANK_LINES = 28


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes are made of. chair: a name; reached: of queries.meetings."""

    row: Any
    chair: str
    attendees: Sequence[Any]
    opinions: Sequence[Any]
    reached: Any


def minutes_pdf(frame: Frame, found: Minutes) -> bytes:
    """Raises FontMissing."""
    return tables(frame, found.row.title, _lines(found), _sections(found))


def minutes_docx(frame: Frame, found: Minutes) -> bytes:
    return word.tables(frame, found.row.title, _lines(found), _sections(found))


def sheet(frame: Frame, row: Any, chair: str, lines: Sequence[Any]) -> bytes:
    """A line for each invited home, or blank ones to write oneself in. Raises FontMissing."""
    data = {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "title": row.title,
        "organisation": frame.organisation,
        "community": frame.community,
        "kind": _("签到表"),
        "facts": [[_("时间"), local(row.starts_at, "full")], [_("地点"), row.place], [_("主持人"), chair]],
        "heads": [_("序号"), _("房屋"), _("业主"), _("签名"), _("电话")],
        "rows": [[one.home, one.names] for one in lines] + [["", ""]] * (4 if lines else BLANK_LINES),
    }
    return rendering.pdf(SIGN, data)


def _lines(found: Minutes) -> list[str]:
    row, reached = found.row, found.reached
    facts: Mapping[str, Any] = {
        "when": local(row.starts_at, "full"), "place": row.place, "chair": found.chair, "kind": row.get_kind_display(),
        "people": reached.people, "present": reached.present, "homes": reached.homes,
    }  # fmt: skip
    return [
        _("%(kind)s　%(when)s　%(place)s　主持人：%(chair)s") % facts,
        _("到会 %(people)d 人；邀请 %(homes)d 户，到会 %(present)d 户") % facts,
    ]


def _sections(found: Minutes) -> list[Section]:
    made = []
    if found.row.agenda:
        made.append(
            Section(_("议程"), ("",), [(one,) for one in found.row.agenda.splitlines() if one.strip()])
        )
    text = [(one,) for one in found.row.minutes.splitlines() if one.strip()]
    made.append(Section(_("会议纪要"), ("",), text))
    if found.opinions:
        rows = [
            (
                " → ".join(filter(None, (one.improvement.text, one.measure or one.reason))),
                one.who or _("未具名"), str(STANDINGS[opinion_standing(one)][0]), one.staff_name or "—",
                one.due_on or "—",
            )
            for one in found.opinions
        ]  # fmt: skip
        heads = (_("意见及措施或理由"), _("提出人"), _("状态"), _("责任人"), _("期限"))
        made.append(Section(_("业主意见"), heads, rows))
    present = [(one.get_sort_display(), one.place_name or "—", one.name) for one in found.attendees]
    made.append(Section(_("到会人员"), (_("身份"), _("房屋"), _("姓名")), present))
    return made
