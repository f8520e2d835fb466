"""The month of every post, with the rules it is assessed by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.ui import export
from anju.foundation.ui.export import SheetColumn
from anju.foundation.web import page
from anju.modules.estate import facade as estate
from anju.modules.plans.permissions import FULFILMENT_READ
from anju.modules.plans.queries import assessment as reads
from anju.modules.plans.queries import fulfilment
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.rules.standing import in_time_share, proven_share
from anju.modules.plans.views.fulfilment import chosen_community, chosen_month
from anju.modules.plans.views.library import tabs


@page(FULFILMENT_READ)
def posts(request: Any) -> HttpResponse:
    community_id = chosen_community(request)
    choices = estate.communities(request.actor.reach(FULFILMENT_READ))
    if community_id is None:
        return render(
            request, "plans/library/choose.html", {"title": _("岗位考核数据"), "communities": choices}
        )
    today = local_day(timezone.now())
    days = fulfilment.month_of(chosen_month(request, today))
    rows = reads.posts(actor=request.actor, community_id=community_id, days=days, today=today)
    if request.GET.get("export") == "xlsx":
        return _sheet(rows, f"{days.start:%Y-%m}")
    context = {
        "tabs": tabs(request, "post_assessment"),
        "rows": [(one, in_time_share(one.tally), proven_share(one.tally)) for one in rows],
        "community": estate.place(community_id),
        "month": days.start,
        "previous": (days.start - timedelta(days=1)).replace(day=1),
        "following": days.end if days.end is not None and days.end <= today else None,
    }
    return render(request, "plans/library/assessment.html", context)


def _sheet(rows: list[reads.PostLine], month: str) -> HttpResponse:
    columns = [
        SheetColumn(_("部门"), lambda one: one.department),
        SheetColumn(_("岗位"), lambda one: one.post),
        SheetColumn(_("人数"), lambda one: one.people),
        SheetColumn(_("应做"), lambda one: one.tally.owed),
        SheetColumn(_("按时"), lambda one: one.tally.in_time),
        SheetColumn(_("超时"), lambda one: one.tally.late),
        SheetColumn(_("漏做"), lambda one: one.tally.missed),
        SheetColumn(_("证据齐全"), lambda one: one.tally.proven),
        SheetColumn(_("发现问题"), lambda one: one.findings),
        SheetColumn(_("考核依据"), lambda one: "、".join(str(each) for each in one.documents)),
    ]
    name = _("岗位考核数据%(month)s") % {"month": month}
    file, _count = export.spool(columns, rows, name)
    return export.download(file, name)
