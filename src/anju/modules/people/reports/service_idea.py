"""A new service on paper: the needs behind it, its trial and its result. Source: catalogue B CRM-05."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from anju.foundation import rendering
from anju.foundation.actors import Actor
from anju.modules.people.models import ServiceIdea
from anju.modules.people.reports.owner_file import TEMPLATE


def as_pdf(actor: Actor, row: ServiceIdea, on: date) -> bytes:
    """Raises FontMissing."""
    facts = [
        (_("编号"), row.number),
        (_("状态"), row.get_state_display()),
        (_("设想"), row.text),
        (_("对应需求"), row.get_kind_display()),
        (_("依据"), _("%(n)s 条需求") % {"n": row.basis_count} + _span(row.basis_from, row.basis_until)),
        (_("提出"), f"{row.by_name} · {row.noted_on}"),
        (_("负责人"), row.staff.name if row.staff else ""),
        (_("试行"), _span(row.trial_from, row.trial_until).strip(" ·")),
        (_("试行范围"), row.trial_scope),
        (_("评价办法"), row.measure),
        (_("结果"), row.result),
        (_("决定日期"), row.decided_on.isoformat() if row.decided_on else ""),
    ]
    data = {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "title": _("服务创新"),
        "name": row.title,
        "printed": _("%(day)s 由 %(name)s 打印，仅供本公司内部使用")
        % {"day": on.isoformat(), "name": actor.name},
        "facts": [[str(label), str(value)] for label, value in facts if value],
        "tables": [],
    }
    return rendering.pdf(TEMPLATE, data)


def _span(first: date | None, last: date | None) -> str:
    return f" · {first} – {last}" if first else ""
