"""The sheet of public commitments for the notice board, and how an actual value is said. Source: A STD-18."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.foundation.ui.export import SheetColumn
from anju.modules.plans.queries import library_wording, wording
from anju.modules.plans.queries.commitments import Actual, Commitment, Commitments
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.rules.standing import Standing

TEMPLATE = Path(__file__).with_name("notice.typ")
SPANS = 3


def actual_text(view: PromiseView, actual: Actual) -> str:
    """每日 1.93 次（按时 96.7%）; — while nothing was due, and where no engine counts."""
    if actual.share is None:
        return "—"
    in_time = _("按时 %(share)s") % {"share": f"{actual.share * 100:.1f}%"}
    if actual.value is None:
        return in_time
    words = {"value": library_wording.said(view, actual.value), "in_time": in_time}
    return _("%(value)s（%(in_time)s）") % words


def sheet_columns() -> list[SheetColumn]:
    """Columns of the spreadsheet, headed in the reader's language."""
    heads = (_("本月"), _("近三个月"), _("近十二个月"))
    return [
        SheetColumn(_("编号"), lambda one: one.promise.number),
        SheetColumn(_("领域"), lambda one: wording.name(wording.DOMAINS, one.promise.domain)),
        SheetColumn(_("承诺"), lambda one: title(one.promise)),
        SheetColumn(_("标准"), lambda one: one.promise.says),
        *(SheetColumn(heads[n], lambda one, n=n: actual_text(one.promise, one.spans[n])) for n in range(SPANS)),
        SheetColumn(_("原文"), lambda one: one.promise.quote),
    ]  # fmt: skip


def title(view: PromiseView) -> str:
    return " · ".join(part for part in (view.activity, view.object) if part)


def as_pdf(
    found: Commitments, *, organisation: str, community: str, plan: tuple[str, int, date | None], today: date
) -> bytes:
    """Raises FontMissing."""
    return rendering.pdf(TEMPLATE, _data(found, organisation, community, plan, today))


def _data(
    found: Commitments, organisation: str, community: str, plan: tuple[str, int, date | None], today: date
) -> dict[str, Any]:
    name, number, since = plan
    return {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "title": _("物业服务承诺公示"),
        "organisation": organisation,
        "community": community,
        "sub": _("依据《%(plan)s》第 %(number)s 版（%(day)s起执行）")
        % {"plan": name, "number": number, "day": since.isoformat() if since else "—"}
        if name
        else "",
        "on": _("统计至 %(day)s") % {"day": today.isoformat()},
        "heads": [_("服务承诺"), _("标准"), _("本月"), _("近三个月"), _("近十二个月")],
        "groups": _groups(found.rows),
        "empty": _("还没有选择公开的承诺。"),
        "method": _("实际值按每一次作业的记录统计：括号内为按时完成的比例；“—”表示该期间没有到期的作业，或该项由其他方式统计。"),
        "states": {Standing.KEPT.value: _("兑现"), Standing.BROKEN.value: _("未兑现"), Standing.UNPROVEN.value: _("待证实")},
    }  # fmt: skip


def _groups(rows: tuple[Commitment, ...]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        groups.setdefault(wording.name(wording.DOMAINS, one.promise.domain), []).append(
            {
                "title": title(one.promise),
                "says": one.promise.says,
                "cells": [
                    {"text": actual_text(one.promise, span), "state": span.standing.value}
                    for span in one.spans
                ],
            }
        )
    return [{"label": label, "rows": lines} for label, lines in groups.items()]
