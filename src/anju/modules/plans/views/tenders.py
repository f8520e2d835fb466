"""Tenders: the list, bids, the comparison promise by promise, the scoring sheet, the choice."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.ui import export
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.plans.forms import tenders as forms
from anju.modules.plans.forms.plans import ReasonForm
from anju.modules.plans.permissions import TENDER_CHOOSE, TENDER_READ, TENDER_WEIGH, TENDER_WRITE
from anju.modules.plans.queries import cost_wording, wording
from anju.modules.plans.queries import tenders as reads
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.reports import tender as reports
from anju.modules.plans.rules import grading
from anju.modules.plans.rules.comparing import CRITERIA, Row
from anju.modules.plans.rules.reader import MAX_BYTES
from anju.modules.plans.services import choosing
from anju.modules.plans.services import tenders as services
from anju.modules.plans.views.frames import frame
from anju.modules.plans.views.plans import communities

TONES = {"open": "blue", "decided": "green", "cancelled": "slate"}
SHOWN = ("differ", "missing", "vague")
FORM = "plans/library/form.html"


@page(TENDER_READ)
def tender_list(request: Any) -> HttpResponse:
    rows = (
        reads.tenders(request.actor, request.community_id)
        .select_related("chosen")
        .order_by("-created_at", "-pk")
    )
    names = {one.id: one.name for one in estate.communities()}
    context = {
        "tenders": [(one, names.get(one.community_id, "")) for one in rows],
        "tones": TONES,
        "may_write": request.actor.can(TENDER_WRITE),
    }
    return render(request, "plans/tenders/list.html", context)


@page(TENDER_WRITE)
def add(request: Any) -> HttpResponse:
    def make(data: dict[str, Any]) -> str:
        made = services.tender_add(actor=request.actor, draft=forms.tender_of(data), at=timezone.now())
        messages.success(request, _("已新建比选，请登记各家的方案。"))
        return reverse("plans:tender", args=[made])

    form = partial(forms.TenderForm, communities=communities(request, TENDER_WRITE))
    initial = {"community": request.community_id}
    return form_page(request, form, FORM, make, initial=initial, context=_head(_("新建比选")))


@page(TENDER_WRITE)
def edit(request: Any, tender_id: int) -> HttpResponse:
    row = reads.tender(request.actor, tender_id, TENDER_WRITE)

    def change(data: dict[str, Any]) -> str:
        draft = forms.tender_of(data)
        services.tender_change(actor=request.actor, tender_id=row.pk, draft=draft, at=timezone.now())
        return _done(request, row.pk)

    choices = [(row.community_id, estate.place(row.community_id).name)]
    initial = {
        "community": row.community_id, "title": row.title, "note": row.note,
        "charged_area": None if row.charged_area is None else f"{row.charged_area / 100:.2f}",
        "minimum": f"{row.standard}:{row.grade}" if row.standard else "",
    }  # fmt: skip
    form = partial(forms.TenderForm, communities=choices)
    return form_page(
        request, form, FORM, change, initial=initial, context=_head(_("修改比选"), row), guarded=True
    )


@page(TENDER_READ)
def tender(request: Any, tender_id: int) -> HttpResponseBase:
    """The bids side by side. ?show= differ, missing or vague and ?domain= narrow the rows; ?export=xlsx or pdf."""
    row = reads.tender(request.actor, tender_id)
    found = reads.comparison(row, local_day(timezone.now()))
    form = request.GET.get("export", "")
    if form == "xlsx":
        file, _count = export.spool(reports.columns(found), found.rows, _("服务方案比选表"))
        return export.download(file, _("服务方案比选表"))
    if form == "pdf":
        subtitle = f"{estate.place(row.community_id).name} · {row.title}"
        return attachment(reports.as_pdf(frame(request, subtitle), found), _("服务方案比选表"), "pdf")
    return render(request, "plans/tenders/tender.html", _comparison_context(request, found))


@page(TENDER_WEIGH)
def weigh(request: Any, tender_id: int) -> HttpResponse:
    """The scoring sheet: criteria with weights, and points by hand; one form saves both."""
    row = reads.tender(request.actor, tender_id, TENDER_WEIGH)
    refused: tuple[str, str] = ("", "")
    status = 200
    if request.method == "POST":
        try:
            weights = forms.weights_of(request.POST.dict())
            services.tender_weigh(actor=request.actor, tender_id=row.pk, weights=weights, at=timezone.now())
            kept = {one.code for one in weights}
            scores = {
                bid: {code: points for code, points in given.items() if code in kept}
                for bid, given in forms.scores_of(request.POST.dict()).items()
            }
            services.bids_score(actor=request.actor, tender_id=row.pk, scores=scores, at=timezone.now())
            return HttpResponseRedirect(_done(request, row.pk))
        except Invalid as error:
            refused, status = forms.refusal(error), 422
    found = reads.comparison(row, local_day(timezone.now()))
    by_code = {one["code"]: one for one in row.criteria}
    hand = [f"hand{number}" for number in range(1, forms.HAND_ROWS + 1)]
    context = {
        "tender": row, "found": found, "by_code": by_code, "auto": CRITERIA, "hand": hand, "refused": refused,
        "sent": request.POST if request.method == "POST" else None, "words": cost_wording, "name": wording.name,
    }  # fmt: skip
    return render(request, "plans/tenders/weigh.html", context, status=status)


@page(TENDER_WRITE)
def cancel(request: Any, tender_id: int) -> HttpResponse:
    row = reads.tender(request.actor, tender_id, TENDER_WRITE)

    def stop(data: dict[str, Any]) -> str:
        services.tender_cancel(
            actor=request.actor, tender_id=row.pk, reason=data["reason"], at=timezone.now()
        )
        return _done(request, row.pk)

    return form_page(request, ReasonForm, FORM, stop, context=_head(_("取消比选"), row))


@page(TENDER_WRITE)
def bid_add(request: Any, tender_id: int) -> HttpResponse:
    row = reads.tender(request.actor, tender_id, TENDER_WRITE)

    def keep(data: dict[str, Any]) -> str:
        # One byte more than the reader takes tells it that the file is too large.
        draft = forms.bid_of(data, MAX_BYTES + 1)
        services.bid_add(actor=request.actor, tender_id=row.pk, draft=draft, at=timezone.now())
        messages.success(request, _("已登记 %(company)s 的方案。") % {"company": draft.company})
        return reverse("plans:tender", args=[row.pk])

    return form_page(request, forms.BidForm, FORM, keep, context=_head(_("登记方案"), row))


@page(TENDER_WRITE)
def bid_edit(request: Any, bid_id: int) -> HttpResponse:
    bid = reads.bid(request.actor, bid_id, TENDER_WRITE)

    def change(data: dict[str, Any]) -> str:
        services.bid_change(actor=request.actor, bid_id=bid.pk, draft=forms.bid_of(data), at=timezone.now())
        return _done(request, bid.tender_id)

    initial = {
        "company": bid.company, "people": bid.people, "note": bid.note,
        "price": None if bid.price is None else cost_wording.price(bid.price),
    }  # fmt: skip
    context = _head(_("修改投标资料"), bid.tender)
    return form_page(
        request, forms.BidFactsForm, FORM, change, initial=initial, context=context, guarded=True
    )


@page(TENDER_WRITE)
def bid_withdraw(request: Any, bid_id: int) -> HttpResponse:
    bid = reads.bid(request.actor, bid_id, TENDER_WRITE)

    def leave(data: dict[str, Any]) -> str:
        services.bid_withdraw(actor=request.actor, bid_id=bid.pk, reason=data["reason"], at=timezone.now())
        return _done(request, bid.tender_id)

    title = _("%(company)s 退出") % {"company": bid.company}
    return form_page(request, ReasonForm, FORM, leave, context=_head(title, bid.tender))


@page(TENDER_CHOOSE)
def bid_choose(request: Any, bid_id: int) -> HttpResponse:
    bid = reads.bid(request.actor, bid_id, TENDER_CHOOSE)

    def choose(data: dict[str, Any]) -> str:
        made = choosing.bid_choose(
            actor=request.actor, bid_id=bid.pk, title=data["title"], reason=data["reason"], at=timezone.now()
        )
        messages.success(
            request, _("已选定 %(company)s，其方案成为草稿，请核对。") % {"company": bid.company}
        )
        return reverse("plans:desk", args=[made])

    initial = {"title": reads.usual_title(bid.tender.community_id) or _("物业服务方案")}
    title = _("选定 %(company)s") % {"company": bid.company}
    return form_page(
        request, forms.ChooseForm, FORM, choose, initial=initial, context=_head(title, bid.tender)
    )


def _comparison_context(request: Any, found: reads.Comparison) -> dict[str, Any]:
    row = found.tender
    show, domain = request.GET.get("show", ""), request.GET.get("domain", "")
    shown = [one for one in found.rows if _is_shown(one, show) and domain in ("", one.domain)]
    groups = {
        code: [one for one in shown if one.domain == code]
        for code in dict.fromkeys(one.domain for one in shown)
    }
    pack = grading.standard(row.standard) if row.standard else None
    covers = {
        name: request.actor.reach(permission).covers_community(row.community_id) and row.state == "open"
        for name, permission in (("write", TENDER_WRITE), ("weigh", TENDER_WEIGH), ("choose", TENDER_CHOOSE))
    }
    return {
        "tender": row,
        "found": found,
        "community": estate.place(row.community_id).name,
        "groups": groups,
        "show": show,
        "domain": domain,
        "domains": list(dict.fromkeys(one.domain for one in found.rows)),
        "counts": {one: sum(_is_shown(each, one) for each in found.rows) for one in ("", *SHOWN)},
        "totals": [
            (label, texts, reports.winners(found, value)) for label, texts, value in reports.totals(found)
        ],
        "withdrawn": [one for one in reads.bids(row) if one.withdrawn],
        "grade": pack.label(row.grade) if pack else "",
        "standard": pack,
        "tones": TONES,
        "can": covers,
        "reports": reports,
        "words": cost_wording,
        "name": wording.name,
        "kinds": wording.KINDS,
        "kind_tones": wording.KIND_TONES,
        "domain_names": wording.DOMAINS,
    }


def _is_shown(row: Row, show: str) -> bool:
    if show == "differ":
        return bool(row.best)
    if show == "missing":
        return row.told > 0 and any(cell.promise is None for cell in row.cells)
    if show == "vague":
        return any(cell.vague is not None for cell in row.cells)
    return True


def _head(title: str, row: Any = None) -> dict[str, Any]:
    crumb: list[Any] = [(_("选聘比选"), reverse("plans:tenders"))]
    back = reverse("plans:tenders")
    if row is not None:
        back = reverse("plans:tender", args=[row.pk])
        crumb.append((row.title, back))
    return {"title": title, "crumb": [*crumb, title], "back": back, "sub": ""}


def _done(request: Any, tender_id: int) -> str:
    messages.success(request, _("已保存。"))
    return reverse("plans:tender", args=[tender_id])
