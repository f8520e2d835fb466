"""Landscape sheets with rows in groups: register, cost, comparison of versions, comparison of companies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.modules.plans.reports.sheets import Frame

TEMPLATE = Path(__file__).with_name("grouped.typ")
Text = str | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; label "": without one."""

    label: str
    rows: Sequence[Sequence[Text]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table of the sheet. widths: 0 as wide as its text, else a share of what is left."""

    columns: Sequence[str]
    widths: Sequence[int]
    groups: Sequence[Group]
    title: str = ""


def toned(text: str, tone: str, *, bold: bool = False) -> Text:
    """A cell in a colour: green, red, amber, blue, muted."""
    return {"text": text, "tone": tone, "bold": bold}


def pdf(
    frame: Frame,
    *,
    title: str,
    parts: Sequence[Part],
    facts: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
    signatures: Sequence[str] = (),
) -> bytes:
    """A4 landscape with page numbers. Raises FontMissing."""
    made_at = frame.made_at.astimezone(ZoneInfo(frame.time_zone))
    return rendering.pdf(
        TEMPLATE,
        {
            "title": title,
            "subtitle": frame.community,
            "lang": "en" if (get_language() or "").startswith("en") else "zh",
            "organisation": frame.organisation,
            "made": _("%(at)s 由 %(by)s 生成") % {"at": f"{made_at:%Y-%m-%d %H:%M}", "by": frame.made_by},
            "facts": [list(one) for one in facts],
            "notes": list(notes),
            "signatures": list(signatures),
            "empty": _("没有内容。"),
            "parts": [
                {
                    "title": one.title,
                    "columns": list(one.columns),
                    "widths": list(one.widths),
                    "groups": [{"label": group.label, "rows": list(group.rows)} for group in one.groups],
                }
                for one in parts
            ],
        },
    )
