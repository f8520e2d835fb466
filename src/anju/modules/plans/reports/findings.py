"""Findings of a version as rows, for a spreadsheet and for print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.foundation.ui.export import SheetColumn
from anju.modules.plans.models import PlanVersion, Promise
from anju.modules.plans.queries import check_wording as words
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.checks import Checked
from anju.modules.plans.reports.sheets import TEMPLATE, Frame


@dataclass(frozen=True, slots=True)
class Line:
    severity: str
    what: str
    says: str
    places: str
    advice: str
    choice: str
    note: str
    decided: str


def lines(rows: Iterable[Checked], promises: Mapping[int, Promise]) -> list[Line]:
    return [_line(one, promises) for one in rows]


def columns() -> list[SheetColumn]:
    return [
        SheetColumn(_("程度"), lambda one: one.severity),
        SheetColumn(_("检查结果"), lambda one: one.what),
        SheetColumn(_("说明"), lambda one: one.says),
        SheetColumn(_("原文位置"), lambda one: one.places),
        SheetColumn(_("建议"), lambda one: one.advice),
        SheetColumn(_("处理"), lambda one: one.choice),
        SheetColumn(_("理由"), lambda one: one.note),
        SheetColumn(_("处理人与日期"), lambda one: one.decided),
    ]


def pdf(frame: Frame, version: PlanVersion, rows: list[Line]) -> bytes:
    """The findings, to be signed by who decided about them. Raises FontMissing."""
    made_at = frame.made_at.astimezone(ZoneInfo(frame.time_zone))
    heads = columns()
    undecided = sum(1 for one in rows if not one.choice)
    return rendering.pdf(
        TEMPLATE,
        {
            "lang": "en" if (get_language() or "").startswith("en") else "zh",
            "organisation": frame.organisation,
            "landscape": True,
            "title": _("服务方案检查结果"),
            "subtitle": f"{frame.community} · {version.plan.title} · "
            + _("第 %(n)s 版") % {"n": version.number},
            "facts": [
                [_("汇总"), _("共 %(all)d 项，未处理 %(open)d 项") % {"all": len(rows), "open": undecided}]
            ],
            "columns": [one.heading for one in heads],
            "widths": [0, 2, 4, 4, 3, 2, 2, 2],
            "rows": [[str(one.value(row) or "—") for one in heads] for row in rows],
            "empty": _("没有检查结果。"),
            "signatures": [_("核对"), _("批准")],
            "made": _("%(at)s 由 %(by)s 生成") % {"at": f"{made_at:%Y-%m-%d %H:%M}", "by": frame.made_by},
        },
    )


def _line(one: Checked, promises: Mapping[int, Promise]) -> Line:
    found, choice = one.finding, one.choice
    places = []
    for place in found.places:
        row = promises.get(place.promise) if place.promise is not None else None
        figure = f"（{wording.says(row)}）" if row else ""
        places.append(f"{place.section} “{' '.join(place.quote.split())}”{figure}".strip())
    return Line(
        severity=str(words.SEVERITIES[found.severity]),
        what=str(words.CODES[found.code]),
        says=words.sentence(found.code, found.values),
        places="；".join(places),
        advice=str(words.ADVICE[found.code]),
        choice=str(words.CHOICES[choice.choice]) if choice else "",
        note=choice.note if choice else "",
        decided=f"{choice.decided_by_name} {choice.decided_at:%Y-%m-%d}" if choice else "",
    )
