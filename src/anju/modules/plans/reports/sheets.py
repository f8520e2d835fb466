"""Plain sheets for the wall and the file: the weekly work plan, the record of patrols."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.foundation.ui.export import SheetColumn
from anju.modules.plans.models import WorkPlan, WorkPlanItem
from anju.modules.plans.queries.patrols import RecordLine

TEMPLATE = Path(__file__).with_name("sheet.typ")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a sheet. made_at: an aware instant; made_by: who asked for it."""

    organisation: str
    community: str
    made_at: datetime
    made_by: str
    time_zone: str


def workplan_pdf(frame: Frame, plan: WorkPlan, items: Sequence[WorkPlanItem]) -> bytes:
    """The week of a department, to be hung up and signed. Raises FontMissing."""
    last = plan.week + timedelta(days=6)
    met = {True: _("达到"), False: _("未达到"), None: "　"}
    facts = [[_("本周重点"), plan.focus or "—"]]
    if plan.summary:
        facts.append([_("本周小结"), plan.summary])
    return _pdf(
        frame,
        title=_("周工作计划"),
        subtitle=f"{frame.community} · {plan.department.name} · {plan.week.isoformat()} – {last.isoformat()}",
        facts=facts,
        columns=[
            _("序号"), _("工作内容"), _("区域"), _("目标"), _("责任人"), _("完成日期"), _("完成情况"), _("是否达到"),
        ],
        widths=[0, 3, 2, 3, 0, 0, 3, 0],
        rows=[
            [
                str(number),
                one.text,
                " ".join(part for part in (one.place.full_name if one.place else "", one.area) if part) or "—",
                one.target or "—",
                one.staff.name if one.staff else "—",
                f"{one.due_on:%m-%d}" if one.due_on else "—",
                one.result or "　",
                met[one.met],
            ]
            for number, one in enumerate(items, 1)
        ],
        signatures=[_("编制"), _("审核"), _("项目经理")],
    )  # fmt: skip


def patrol_pdf(frame: Frame, lines: Iterable[RecordLine], start: date, end: date) -> bytes:
    """The record of patrols over a span, for the file and for the police. Raises FontMissing."""
    columns = patrol_columns(frame.time_zone)
    rows = [[_text(column.value(line)) for column in columns] for line in lines]
    missed = sum(1 for row in rows if row[7] == _("漏做"))
    return _pdf(
        frame,
        title=_("安全巡逻记录"),
        subtitle=f"{frame.community} · {start.isoformat()} – {(end - timedelta(days=1)).isoformat()}",
        facts=[[_("汇总"), _("应巡 %(all)d 次，漏巡 %(missed)d 次") % {"all": len(rows), "missed": missed}]],
        columns=[column.heading for column in columns],
        widths=[0, 0, 2, 2, 0, 0, 0, 0, 0, 2, 3],
        rows=rows,
        signatures=[_("记录"), _("复核"), _("检查单位")],
    )


def patrol_columns(time_zone: str) -> list[SheetColumn]:
    """Columns of the record, headed in the reader's language."""
    zone = ZoneInfo(time_zone)

    def window(line: RecordLine) -> str:
        return f"{line.row.opens_at.astimezone(zone):%H:%M}–{line.row.due_at.astimezone(zone):%H:%M}"

    def done(line: RecordLine) -> str:
        return f"{line.row.done_at.astimezone(zone):%m-%d %H:%M}" if line.row.done_at else ""

    return [
        SheetColumn(_("日期"), lambda line: line.row.on),
        SheetColumn(_("时段"), window),
        SheetColumn(_("巡逻"), lambda line: line.row.round.title),
        SheetColumn(_("位置"), lambda line: line.row.place_name or _("按路线")),
        SheetColumn(_("巡逻人"), lambda line: line.row.doer_name or line.row.staff_name or ""),
        SheetColumn(_("人数"), lambda line: line.people or ""),
        SheetColumn(_("完成时间"), done),
        SheetColumn(_("结果"), result),
        SheetColumn(_("巡更点"), lambda line: f"{line.scanned}/{line.asked}" if line.asked else ""),
        SheetColumn(_("缺少的证据"), lambda line: "、".join(lacking_name(one) for one in line.lacking)),
        SheetColumn(_("说明"), lambda line: line.row.reason or line.note),
    ]


def result(line: RecordLine) -> str:
    row = line.row
    if row.state == "done":
        return _("超时") if row.late else _("按时")
    return {"todo": _("待完成"), "missed": _("漏做"), "skipped": _("已跳过")}.get(row.state, row.state)


def lacking_name(code: str) -> str:
    names = {
        "qr": _("扫描标签"), "photos": _("照片"), "time": _("完成时间"), "position": _("定位"), "people": _("同行人员"),
        "checklist": _("检查项"),
    }  # fmt: skip
    return names.get(code, code)


def _text(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%m-%d}"
    return "" if value is None else str(value)


def _pdf(frame: Frame, *, signatures: Sequence[str], **content: Any) -> bytes:
    made_at = frame.made_at.astimezone(ZoneInfo(frame.time_zone))
    return rendering.pdf(
        TEMPLATE,
        {
            **content,
            "lang": "en" if (get_language() or "").startswith("en") else "zh",
            "organisation": frame.organisation,
            "landscape": True,
            "empty": _("这段时间没有记录。"),
            "signatures": list(signatures),
            "made": _("%(at)s 由 %(by)s 生成") % {"at": f"{made_at:%Y-%m-%d %H:%M}", "by": frame.made_by},
        },
    )
