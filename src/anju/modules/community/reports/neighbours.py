"""Papers about dogs and merchants: the record of reminders and measures, inspections, dossiers, the street report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.modules.community.queries.neighbours import CaseLine
from anju.modules.community.reports import Frame, Section
from anju.modules.community.rules.dogs import Tally

PAPER = Path(__file__).with_name("neighbours.typ")
# A column is as wide as its longest words, within these numbers of characters.
NARROWEST, WIDEST = 6, 26


def counted(words: str, found: Tally) -> str:
    """words: with {listed}, {checked}, {fit}, {faulty}, {absent}, {handed}."""
    return words.format(**asdict(found))


def ladder(frame: Frame, row: Any, steps: Sequence[Any], related: Sequence[CaseLine]) -> bytes:
    """The record of reminders and measures of one ladder. Raises FontMissing."""
    lines = [
        _("事由：{title}").format(title=row.title),
        _("犬只：{dog}　房屋：{place}　饲养人：{keeper}").format(
            dog=f"{row.dog.number} {row.dog}（{row.dog.breed}）" if row.dog else _("来历不明"),
            place=row.place_name or _("全小区"), keeper=(row.dog.keeper if row.dog else "") or "—",
        ),
        _("开始 {start}　结束 {end}　结果：{outcome}").format(
            start=row.opened_on, end=row.closed_on or "—", outcome=row.outcome or "—"
        ),
    ]  # fmt: skip
    done = [
        (
            one.get_step_display(), one.due_on, one.done_on or _("未完成"), one.done_by or one.staff_name or "—",
            one.said or "—", one.effect or "—", _("有") if one.evidence_id else "—",
        )
        for one in steps
    ]  # fmt: skip
    heads = (_("步骤"), _("期限"), _("完成日期"), _("经办人"), _("说了什么、做了什么"), _("效果"), _("证据"))
    sections = [Section(_("提醒与措施"), heads, done)]
    early = [(one.get_step_display(), one.ahead) for one in steps if one.ahead]
    if early:
        sections.append(Section(_("提前的理由"), (_("步骤"), _("理由")), early))
    return _paper(frame, _("养犬提醒与措施记录"), lines, [*sections, *_cases(related)])


def inspection(frame: Frame, row: Any, found: Tally, lines: Sequence[Any]) -> bytes:
    """An inspection's list with what was found. Raises FontMissing."""
    words = _(
        "名单 {listed}，已查 {checked}，合格 {fit}，有问题 {faulty}，未见到 {absent}，移交公安 {handed}"
    )
    head = [
        f"{row.starts_on} – {row.ends_on}　{row.places}".strip(),
        _("参加单位：{bodies}").format(bodies=row.bodies),
        counted(words, found),
        *([row.closing] if row.closing else []),
    ]
    rows = [
        (
            one.dog_name or _("未登记犬只"), one.place_name or "—", one.keeper or "—", one.get_result_display(),
            one.found or "—", one.handed or "—", one.checked_on or "—",
        )
        for one in lines
    ]  # fmt: skip
    heads = (_("犬只"), _("房屋"), _("饲养人"), _("结果"), _("发现的问题"), _("移交公安情况"), _("检查日期"))
    return _paper(frame, row.title, head, [Section(_("检查名单"), heads, rows)])


def action(
    frame: Frame, row: Any, steps: Sequence[Any], shops: Sequence[Any], related: Sequence[CaseLine]
) -> bytes:
    """A dossier of a joint action. Raises FontMissing."""
    lines = [
        _("{number}　目标日期 {target}　结案 {closed}").format(
            number=row.number, target=row.target_on, closed=row.closed_on or "—"
        ),
        _("参与单位：{participants}").format(participants=row.participants),
        *([_("目标：{goal}").format(goal=row.goal)] if row.goal else []),
        *([_("结果：{result}").format(result=row.result)] if row.result else []),
    ]
    planned = [
        (one.what, one.who, one.due_on, one.done_on or _("未完成"), one.result or "—") for one in steps
    ]
    listed = [
        (one.name, one.get_trade_display(), one.operator, one.get_approval_display(), one.get_state_display())
        for one in shops
    ]
    sections = [
        Section(_("事项"), (_("事项"), _("负责人"), _("期限"), _("完成日期"), _("结果")), planned),
        Section(_("涉及商户"), (_("店名"), _("业态"), _("经营者"), _("环评手续"), _("状态")), listed),
        *_cases(related),
    ]
    return _paper(frame, _("联合整治案卷：{title}").format(title=row.title), lines, sections)


def street(frame: Frame, first: date, last: date, rows: Sequence[Any]) -> bytes:
    """What was found around the community in a period, for the authority. Raises FontMissing."""
    counts = Counter(one.get_sort_display() for one in rows)
    open_ones = sum(one.closed_on is None for one in rows)
    summary = _("共 {count} 起（{kinds}），未办结 {open} 起").format(
        count=len(rows), kinds="、".join(f"{name} {n}" for name, n in sorted(counts.items())) or "—", open=open_ones
    )  # fmt: skip
    listed = [
        (
            one.words, one.get_sort_display(), " ".join(filter(None, (one.place_name, one.spot))), one.found_on,
            one.authority or "—", one.answer or "—", one.closed_on or _("未办结"),
        )
        for one in rows
    ]  # fmt: skip
    heads = (_("情况"), _("类别"), _("地点"), _("发现日期"), _("报告部门"), _("部门答复"), _("办结日期"))
    title = _("小区周边广告与摊点情况报告")
    return _paper(frame, title, [f"{first} – {last}", summary], [Section(_("清单"), heads, listed)])


def _paper(frame: Frame, title: str, lines: Sequence[str], sections: Sequence[Section]) -> bytes:
    data = {
        "lang": "en" if (get_language() or "").startswith("en") else "zh", "title": title,
        "organisation": frame.organisation, "community": frame.community, "lines": list(lines),
        "made": _("%(at)s　%(by)s") % {"at": f"{frame.made_at:%Y-%m-%d %H:%M}", "by": frame.made_by},
        "sections": [_table(one) for one in sections],
    }  # fmt: skip
    return rendering.pdf(PAPER, data)


def _table(section: Section) -> dict[str, Any]:
    rows = [[str(cell) for cell in row] for row in section.rows]
    columns = zip(section.heads, *rows, strict=True)
    widths = [max(NARROWEST, min(WIDEST, max(_width(cell) for cell in column))) for column in columns]
    return {"title": section.title, "heads": list(section.heads), "rows": rows, "widths": widths}


def _width(text: str) -> int:
    """In characters of Chinese; others are half as wide."""
    return -(-sum(2 if ord(one) > 0x2E7F else 1 for one in text) // 2)


def _cases(related: Sequence[CaseLine]) -> list[Section]:
    if not related:
        return []
    rows = [
        (one.title, one.number, one.state, f"{one.opened_at:%Y-%m-%d}", one.measure or "—") for one in related
    ]
    return [Section(_("相关事项"), (_("事项"), _("编号"), _("状态"), _("登记时间"), _("措施")), rows)]
