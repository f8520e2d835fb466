"""Etiquette checks: the list, a check by its list of items, the look again, the month."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import NotFound
from anju.modules.community.forms import etiquette as forms
from anju.modules.community.permissions import ETIQUETTE_READ, ETIQUETTE_WRITE
from anju.modules.community.queries import etiquette as reads
from anju.modules.community.reports import safety as papers
from anju.modules.community.services import etiquette as services
from anju.modules.community.tables.disputes import CHECKS
from anju.modules.community.views import (
    chosen_community,
    chosen_month,
    community_of,
    frame,
    local_today,
    staff_of,
    upload,
)
from anju.modules.community.views.writing import written
from anju.modules.people import facade as people


@page(ETIQUETTE_READ)
@require_safe
def check_list(request: Any) -> HttpResponseBase:
    community_id, first = chosen_community(request, ETIQUETTE_READ), chosen_month(request)
    actions = [(_("PDF 月报"), reverse("community:etiquette_report"), "file-type-pdf", "")]
    if request.actor.can(ETIQUETTE_WRITE):
        actions += [
            (_("检查接待处"), reverse("community:etiquette_new", args=["reception"]), "building", ""),
            (_("检查员工"), reverse("community:etiquette_new", args=["person"]), "plus", "primary"),
        ]
    month = reads.month(community_id, first) if community_id else None
    rate = f"{month.share:.1%}" if month and month.share is not None else "—"
    sub = _("本月 %(n)s 次检查，合格率 %(rate)s") % {"n": month.checks if month else 0, "rate": rate}
    context = {"title": _("礼仪检查"), "sub": sub, "actions": actions}
    rows = reads.checks(request.actor, request.community_id)
    return CHECKS.respond(request, rows, template="community/safety/list.html", context=context)


@page(ETIQUETTE_WRITE)
@form_methods
def check_new(request: Any, about: str) -> HttpResponse:
    if about not in ("person", "reception"):
        raise NotFound("community.missing")
    community_id, today = community_of(request, ETIQUETTE_WRITE), local_today(request)
    items = reads.items(about, community_id)
    keys = [one.key for one in items.items]

    def save(data: dict[str, Any]) -> str:
        photos = {key: upload(data[f"photo_{key}"]) for key in keys}
        draft = services.CheckDraft(
            about=about, on=data["on"], staff_id=data.get("staff"), spot=data["spot"],
            answers={key: data[key] for key in keys}, words={key: data[f"words_{key}"] for key in keys},
            photos={key: one for key, one in photos.items() if one},
        )  # fmt: skip
        made = services.check_record(
            actor=request.actor, community_id=community_id, draft=draft, today=today, at=timezone.now()
        )
        return reverse("community:etiquette_check", args=[made])

    staff = staff_of(community_id) if about == "person" else None
    initial = {"on": today} | ({} if staff is not None else {"spot": _("服务接待处")})
    return written(
        request, partial(forms.CheckForm, items=items, staff=staff), save, community_id=community_id,
        title=_("检查员工") if about == "person" else _("检查接待处"), permission=ETIQUETTE_WRITE, initial=initial,
        crumb=(_("礼仪检查"), reverse("community:etiquette")), keys=keys, template="community/safety/check_new.html",
    )  # fmt: skip


@page(ETIQUETTE_READ)
@require_safe
def check(request: Any, check_id: int) -> HttpResponse:
    row = reads.check(request.actor, check_id)
    results = list(row.results.select_related("photo").order_by("position"))
    waiting = [one for one in results if not one.passed and one.fixed_on is None]
    context = {
        "row": row, "results": results, "waiting": waiting, "whom": whom(row),
        "passed": sum(one.passed for one in results),
        "late": bool(waiting) and row.due_on is not None and row.due_on < local_today(request),
        "may_again": bool(waiting) and request.actor.can(ETIQUETTE_WRITE),
    }  # fmt: skip
    return render(request, "community/safety/check.html", context)


@page(ETIQUETTE_WRITE)
@form_methods
def check_again(request: Any, check_id: int) -> HttpResponse:
    row = reads.check(request.actor, check_id)
    back = reverse("community:etiquette_check", args=[check_id])

    def save(data: dict[str, Any]) -> str:
        left = services.check_again(
            actor=request.actor, check_id=check_id, passed=dict.fromkeys(data["passed"], True),
            words=data["words"], on=local_today(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("还有 %(n)s 项待整改") % {"n": left} if left else _("全部整改合格"))
        return back

    waiting = row.results.filter(passed=False, fixed_on__isnull=True).order_by("position")
    form = partial(forms.AgainForm, waiting=[(one.pk, one.label) for one in waiting])
    return written(request, form, save, title=_("复查"), crumb=(whom(row), back))


@page(ETIQUETTE_READ)
@require_safe
def month_report(request: Any) -> HttpResponseBase:
    community_id, first = community_of(request, ETIQUETTE_READ), chosen_month(request)
    if not request.actor.reach(ETIQUETTE_READ).covers_community(community_id):
        raise NotFound("community.missing")
    rows = reads.checks(request.actor, community_id).filter(on__year=first.year, on__month=first.month)
    data = papers.etiquette(
        frame(request, community_id), first, reads.month(community_id, first), list(rows.order_by("on", "pk"))
    )
    return attachment(data, _("礼仪检查月报"), "pdf")


def whom(row: Any) -> str:
    staff = people.staff_by_id([row.staff_id]) if row.staff_id else {}
    return staff[row.staff_id].name if row.staff_id in staff else row.spot
