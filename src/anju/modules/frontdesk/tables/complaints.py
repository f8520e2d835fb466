"""The register of complaints: open ones first due, each with its class and whom it lies with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.tables import (
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    SearchFilter,
)
from anju.modules.frontdesk.queries import wording
from anju.modules.frontdesk.rules.kinds.words import COMPLAINTS
from anju.modules.frontdesk.tables import cases as base


def sort_text(row: Any) -> str:
    return str(wording.choice("class", row.fields.get("class", ""))) or "—"


def consent_text(row: Any) -> str:
    given = row.fields.get("consent", "")
    return str(wording.choice("consent", given)) if given else ""


def _classes(_request: Any) -> list[tuple[str, Any]]:
    known = wording.CHOICES["class"]
    return [(code, known.get(code, code)) for code in COMPLAINTS]


def _by_class(rows: Any, value: str) -> Any:
    return rows.filter(fields__class=value)


_known = base.OPEN.by_key
REGISTER = replace(
    base.OPEN,
    name="frontdesk.complaints",
    caption=lazy("投诉"),
    columns=(
        _known["title"],
        _known["number"],
        Column(key="class", label=lazy("投诉类别"), value=sort_text),
        _known["severity"],
        _known["state"],
        _known["place"],
        _known["who"],
        _known["due"],
        _known["opened"],
        replace(_known["channel"], hidden=False, optional=True),
        Column(key="cause", label=lazy("原因"), value=lambda row: row.fields.get("cause", ""), nowrap=False, optional=True, hidden=True),
        Column(key="measure", label=lazy("措施"), value=lambda row: row.fields.get("measure", ""), nowrap=False, optional=True, hidden=True),
        *(_known[key] for key in ("answered", "arrived", "finished", "limit", "late", "owner", "community")),
        Column(key="consent", label=lazy("投诉人意见"), value=consent_text, optional=True, hidden=True),
        _known["closed"],
    ),
    filters=(
        SearchFilter(placeholder=lazy("编号、电话、房号、姓名或内容"), apply=base._as_they_are),
        ChoiceFilter(key="class", label=lazy("投诉类别"), choices=_classes, apply=_by_class),
        *(one for one in base.OPEN.filters if one.key in ("state", "severity", "due", "person", "channel", "owner", "team", "place")),
        DateRangeFilter(key="opened", label=lazy("登记日期"), field="opened_at", moment=True, more=True),
    ),
    empty=EmptyState(
        title=lazy("没有未结的投诉"),
        text=lazy("电话、前台、投诉箱、专用邮箱和手机端的投诉都在这里受理、调查和答复。"),
        action_label=lazy("登记投诉"),
        action_url=lambda _request: reverse("frontdesk:case_new") + "?kind=complaint",
        permission="cases.case:open",
    ),
    export=Export(title=lazy("投诉台账"), on_export=base._exported),
)  # fmt: skip
REGISTER_ALL = replace(REGISTER, default_sort="-opened")
