"""The monthly fulfilment report as PDF and as Word, from one content."""

from __future__ import annotations

import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.modules.plans.reports.content import LimitLine, MonthlyReport
from anju.modules.plans.rules.standing import DayLine, Rollup, Standing, in_time_share, proven_share

TEMPLATE = Path(__file__).with_name("monthly.typ")
CHART = Path(__file__).with_name("days.typ")


def as_pdf(report: MonthlyReport) -> bytes:
    """Raises FontMissing."""
    return rendering.pdf(TEMPLATE, _data(report))


def as_docx(report: MonthlyReport) -> bytes:
    """The same content as an editable document; the chart is a picture. Raises FontMissing."""
    from anju.modules.plans.reports import word

    data = _data(report)
    (chart,) = rendering.pictures(CHART, data)
    out = io.BytesIO()
    word.document(data, chart).save(out)
    return out.getvalue()


def percent(share: float | None) -> str:
    return "—" if share is None else f"{share * 100:.1f}%"


def _data(report: MonthlyReport) -> dict[str, Any]:
    overall = report.overall
    return {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "title": _("服务履约月报"),
        "organisation": report.organisation,
        "community": report.community,
        "month": _("%(year)d 年 %(month)d 月") % {"year": report.month.year, "month": report.month.month},
        "plan": _("%(title)s（第 %(number)d 版）") % {"title": report.plan, "number": report.version},
        "in_force": report.in_force_from.isoformat() if report.in_force_from else "—",
        "made_at": f"{report.made_at:%Y-%m-%d %H:%M}",
        "made_by": report.made_by,
        "verdict": report.verdict,
        "figures": _figures(overall, report),
        "days": [_day(one) for one in report.days],
        "domains": [_domain(one) for one in report.domains],
        "lines": [_line(one) for one in report.lines],
        "limits": [_limit(one) for one in report.limits],
        "indicators": [asdict(one) for one in report.indicators],
        "exceptions": [
            {
                "on": f"{one.on:%m-%d}",
                "window": one.window,
                "title": one.title,
                "place": one.place,
                "person": one.person,
                "outcome": one.outcome,
                "reason": one.reason,
            }
            for one in report.exceptions
        ],
        "left_out": _("另有 %(count)d 条未列出，可在系统中导出全部明细。")
        % {"count": report.exceptions_left_out}
        if report.exceptions_left_out
        else "",
        "method": _(
            "每一条承诺按方案原文的频次生成作业；按时完成且证据齐全记为兑现，漏做或超时记为未兑现，"
            "完成但证据不全记为待证实。经批准跳过的作业不计入应完成次数。时限承诺以触发它的事项计：全部按时为兑现，"
            "有一件超时为未兑现，没有事项触发时记为无触发，不计入兑现率。比率承诺按服务指标的分子分母计。"
            "尚未接入系统的承诺单独列出，不计入兑现率。"
        ),
        "words": _words(),
    }


def _figures(overall: Rollup, report: MonthlyReport) -> list[dict[str, str]]:
    counts = overall.tally
    return [
        {"label": _("承诺总数"), "value": str(overall.promises), "unit": _("条"), "tone": ""},
        {"label": _("已兑现"), "value": str(overall.count(Standing.KEPT)), "unit": _("条"), "tone": "kept"},
        {
            "label": _("未兑现"),
            "value": str(overall.count(Standing.BROKEN)),
            "unit": _("条"),
            "tone": "broken",
        },
        {
            "label": _("待证实"),
            "value": str(overall.count(Standing.UNPROVEN)),
            "unit": _("条"),
            "tone": "unproven",
        },
        {"label": _("按时完成率"), "value": percent(in_time_share(counts)), "unit": "", "tone": ""},
        {"label": _("证据完整率"), "value": percent(proven_share(counts)), "unit": "", "tone": ""},
        {
            "label": _("问题 / 未处理"),
            "value": f"{report.findings_raised} / {report.findings_open}",
            "unit": "",
            "tone": "",
        },
    ]


def _domain(one: Rollup) -> dict[str, Any]:
    share = in_time_share(one.tally)
    return {
        "label": one.label,
        "promises": one.promises,
        "kept": one.count(Standing.KEPT),
        "broken": one.count(Standing.BROKEN),
        "unproven": one.count(Standing.UNPROVEN),
        "share": share,
        "share_text": percent(share),
    }


def _line(one: Any) -> dict[str, Any]:
    quote = one.quote if len(one.quote) <= 60 else one.quote[:58] + "…"
    clock = one.clock
    return {
        "measured": f"{one.rate.name} {one.rate.shown}" if one.rate else "",
        "number": one.number,
        "title": one.title,
        "quote": " ".join(quote.split()),
        "section": one.section,
        "expected": clock.expected if clock else one.tally.owed,
        "done": clock.expected - clock.open if clock else one.tally.done,
        "late": clock.late if clock else one.tally.late,
        "missed": one.tally.missed,
        "standing": one.standing.value,
    }


def _day(one: DayLine) -> dict[str, int]:
    counts = one.tally
    return {
        "day": one.on.day,
        "total": counts.in_time + counts.late + counts.missed,
        "in_time": counts.in_time,
        "late": counts.late,
        "missed": counts.missed,
    }


def _limit(one: LimitLine) -> dict[str, Any]:
    return {**asdict(one), "share": one.share, "share_text": percent(one.share)}


def _words() -> dict[str, Any]:
    return {
        "plan": _("服务方案"),
        "in_force": _("生效日期"),
        "made_at": _("生成时间"),
        "made_by": _("生成人"),
        "by_day": _("每日完成情况"),
        "by_domain": _("各领域履约情况"),
        "every_promise": _("逐条承诺"),
        "exceptions": _("漏做与超时明细"),
        "no_exceptions": _("本月没有漏做或超时的作业。"),
        "method": _("统计口径"),
        "in_time": _("按时"),
        "late": _("超时"),
        "missed": _("漏做"),
        "domain": _("领域"),
        "promises": _("承诺"),
        "completion": _("按时完成"),
        "in_time_share": _("按时率"),
        "number": _("编号"),
        "promise": _("承诺内容"),
        "section": _("条款"),
        "expected": _("应做"),
        "done": _("已做"),
        "standing": _("结论"),
        "on": _("日期"),
        "window": _("时段"),
        "work": _("作业"),
        "place": _("位置"),
        "person": _("责任人"),
        "outcome": _("结果"),
        "reason": _("说明"),
        "states": {
            "kept": _("兑现"),
            "broken": _("未兑现"),
            "unproven": _("待证实"),
            "pending": _("进行中"),
            "waiting": _("未接入"),
            "idle": _("无触发"),
        },
        **_measured_words(),
        "signatures": [_("编制人"), _("审核人"), _("业主委员会确认")],
    }


def _measured_words() -> dict[str, str]:
    return {
        "limits": _("响应时限"),
        "no_limits": _("本月没有事项触发时限承诺。"),
        "limit_kind": _("类别与计时"),
        "triggered": _("触发"),
        "p50": _("中位用时"),
        "p95": _("95%用时"),
        "indicators": _("服务指标"),
        "no_indicators": _("本月没有可统计的指标。"),
        "indicator": _("指标"),
        "value": _("结果"),
        "target": _("目标"),
        "counted": _("分子 / 分母"),
    }
