"""What the house promised and kept, and what it can answer at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.modules.frontdesk import facade as frontdesk
from anju.modules.plans import facade as plans
from anju.portals.resident.entrance import resident_page, with_right
from anju.portals.resident.views.pages import show

LONGEST = 120


@require_safe
@resident_page
def promises(request: Any) -> HttpResponse:
    """Promises of the plan that are public, each with what was kept of it this month, three months and a year."""
    found = None
    if request.home is not None:
        community_id = request.home.community_id
        actor = with_right(request.actor, plans.FULFILMENT_READ, community_id=community_id)
        found = plans.commitments(actor=actor, community_id=community_id, today=timezone.localdate())
    context = {
        "tab": "home",
        "rows": found.rows if found else (),
        "spans": (_("本月"), _("近三个月"), _("近一年")),
        "standings": {
            "kept": (_("做到了"), "leaf"),
            "broken": (_("没做到"), "rose"),
            "unproven": (_("还缺证明"), "sun"),
            "pending": (_("进行中"), "sky"),
            "idle": (_("没有发生"), ""),
            "waiting": (_("尚未统计"), ""),
        },
    }
    return show(request, "promises", context)


@require_safe
@resident_page
def ask(request: Any) -> HttpResponse:
    """Answers that are known already, before anybody is asked."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    community_id = request.home.community_id if request.home else 0
    answers = frontdesk.knowledge_public(community_id, text, on=timezone.localdate()) if community_id else []
    lines = frontdesk.phone_lines(community_id) if community_id else []
    return show(request, "ask", {"tab": "report", "q": text, "answers": answers, "lines": lines})
