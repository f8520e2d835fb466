"""Papers of community life: results of surveys, campaigns and return visits, and the questionnaire on paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.modules.community.models import Topic
from anju.modules.community.queries.returns import MonthLine
from anju.modules.community.queries.surveys import Results
from anju.modules.community.rules.campaigns import Coverage
from anju.modules.community.rules.surveys import Item

TABLES = Path(__file__).with_name("tables.typ")
SHEET = Path(__file__).with_name("sheet.typ")


@dataclass(frozen=True, slots=True)
class Frame:
    """Who made the paper, for which community, when."""

    organisation: str
    community: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Section:
    """A table; bar: the column, counted from 0, that holds a share 0–1 to be drawn as a bar, -1 for none."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    bar: int = -1


def percent(share: Fraction | float | None) -> str:
    return "—" if share is None else f"{float(share) * 100:.1f}%"


def tables(frame: Frame, title: str, lines: Sequence[str], sections: Sequence[Section]) -> bytes:
    """A4 with a title, a few lines and tables. Raises FontMissing."""
    data = {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "title": title,
        "organisation": frame.organisation,
        "community": frame.community,
        "made": _("%(at)s　%(by)s") % {"at": f"{frame.made_at:%Y-%m-%d %H:%M}", "by": frame.made_by},
        "lines": list(lines),
        "sections": [
            {"title": one.title, "heads": list(one.heads), "rows": [[_cell(cell) for cell in row] for row in one.rows], "bar": one.bar}
            for one in sections
        ],
    }  # fmt: skip
    return rendering.pdf(TABLES, data)


def survey_results(frame: Frame, found: Results) -> bytes:
    """Results of a survey with items, buildings, key factors and measures. Raises FontMissing."""
    topics = dict(Topic.choices)
    lines = [
        _("答卷 %(answers)d 份，总体满意率 %(rate)s（%(satisfied)d / %(answered)d）")
        % {
            "answers": found.answers, "rate": percent(found.rate), "satisfied": found.satisfied,
            "answered": found.answered,
        }
    ]  # fmt: skip
    if found.before_title:
        lines.append(_("与上次“%(title)s”对比") % {"title": found.before_title})
    if found.survey.concluded:
        lines.append(found.survey.concluded)
    items = Section(
        _("各项结果"),
        (_("题目"), _("方面"), _("作答"), _("满意"), _("满意率"), "", _("上次")),
        [
            (
                one.item.text, topics.get(one.item.topic, ""), one.answered, one.satisfied, percent(one.rate),
                float(one.rate or 0), percent(found.before.get(one.item.topic)),
            )
            for one in found.items
            if one.rated
        ],
        5,
    )  # fmt: skip
    sections = [items]
    if found.buildings:
        rows = [
            (one.label, one.answers, percent(_share(one)), float(_share(one) or 0)) for one in found.buildings
        ]
        sections.append(Section(_("各楼栋"), (_("楼栋"), _("答卷"), _("满意率"), ""), rows, 3))
    if found.factors:
        words = quadrants()
        sections.append(
            Section(
                _("关键因素"), (_("因素"), _("重要度"), _("满意率"), _("判断")),
                [(one.item.text, f"{one.importance:.2f}", percent(one.rate), words[one.quadrant][0]) for one in found.factors],
            )
        )  # fmt: skip
    if found.texts:
        sections.append(
            Section(
                _("意见和建议"), (_("内容"), _("楼栋")), [(one.text, one.building) for one in found.texts]
            )
        )
    return tables(frame, found.survey.title, lines, sections)


def quadrants() -> dict[str, tuple[str, str]]:
    return {
        "improve": (_("优先改进"), "red"),
        "keep": (_("继续保持"), "green"),
        "later": (_("次要改进"), "amber"),
        "enough": (_("维持现状"), "slate"),
    }


def campaign(
    frame: Frame, row: Any, found: Coverage, butlers: Sequence[tuple[str, Coverage]], homes: Sequence[Any]
) -> bytes:
    """A campaign's rates and its list. Raises FontMissing."""
    lines = [
        _("应访 %(homes)d 户，已访 %(visited)d 户，走访率 %(share)s；承诺 %(percent)d%%，%(verdict)s")
        % {
            "homes": found.homes, "visited": found.visited, "share": percent(found.share),
            "percent": found.percent, "verdict": _("已达到") if found.is_reached else _("未达到"),
        },
        f"{row.starts_on} – {row.ends_on}",
    ]  # fmt: skip
    people_ = [
        (name, one.homes, one.visited, percent(one.share), float(one.share or 0)) for name, one in butlers
    ]
    listed = [
        (
            one.place_name or "—", one.contact, one.staff_name or "—",
            f"{one.visited_at:%m-%d %H:%M}" if one.visited_at else "—", one.get_outcome_display(), one.needs,
        )
        for one in homes
    ]  # fmt: skip
    return tables(
        frame,
        row.title,
        lines,
        [
            Section(_("各走访人"), (_("走访人"), _("应访"), _("已访"), _("走访率"), ""), people_, 4),
            Section(
                _("走访名单"), (_("房屋"), _("住户"), _("走访人"), _("时间"), _("结果"), _("需求")), listed
            ),
        ],
    )


def returns_month(
    frame: Frame,
    month: str,
    rates: Sequence[Sequence[str]],
    lines: Sequence[MonthLine],
    numbers: Sequence[str],
) -> bytes:
    """Return visits of a month against the rule. Raises FontMissing."""
    names = {"": _("合计"), "serious": _("其中严重")}
    rows = [
        (
            one.name or names[one.kind], one.settled, one.drawn, one.visited,
            percent(one.visited / one.settled if one.settled else None), one.reached,
            percent(one.satisfied / one.reached if one.reached else None),
        )
        for one in lines
    ]  # fmt: skip
    sections = [
        Section(_("对照规则"), (_("指标"), _("结果"), _("分子 / 分母"), _("要求"), _("结论")), rates),
        Section(
            _("各类事项"),
            (_("类别"), _("办结"), _("抽中"), _("已回访"), _("回访率"), _("接通"), _("满意率")),
            rows,
        ),
    ]
    if numbers:
        sections.append(Section(_("主管抽样"), (_("事项"),), [(one,) for one in numbers]))
    return tables(frame, _("回访月报 %(month)s") % {"month": month}, [], sections)


def paper_sheet(frame: Frame, survey: Any, items: Sequence[Item], address: str) -> bytes:
    """The questionnaire to be filled in by pen, with the code for those who would rather use the phone."""
    data = {
        "lang": "zh", "title": survey.title, "intro": survey.intro, "organisation": frame.organisation,
        "community": frame.community, "qr": code(address),
        "closes": f"{survey.closes_on:%Y-%m-%d}" if survey.closes_on else "",
        "items": [
            {
                "text": one.text, "kind": one.kind,
                "options": {"scale": [_("满意"), _("一般"), _("不满意")], "stars": ["1", "2", "3", "4", "5"],
                            "choice": list(one.choices), "text": []}[one.kind],
            }
            for one in items
        ],
        "words": {"scan": _("扫码填写"), "until": _("截止"), "number": _("问卷编号"), "building": _("楼栋"), "anonymous": _("匿名填写") if survey.anonymous else ""},
    }  # fmt: skip
    return rendering.pdf(SHEET, data)


def code(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=4, border=1, xmldecl=False)
    return out.getvalue().decode()


def _share(one: Any) -> Fraction | None:
    return Fraction(one.satisfied, one.answered) if one.answered else None


def _cell(cell: Any) -> Any:
    return cell if isinstance(cell, float) else str(cell)
