"""Lost and found."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.foundation.web.downloads import attachment
from anju.modules.frontdesk.forms import lost as forms
from anju.modules.frontdesk.forms.registering import ReasonForm
from anju.modules.frontdesk.permissions import LOST_GIVE, LOST_NOTE, LOST_READ
from anju.modules.frontdesk.queries import lost as queries
from anju.modules.frontdesk.queries.phones import masked
from anju.modules.frontdesk.reports import registers as prints
from anju.modules.frontdesk.services import lost as services
from anju.modules.frontdesk.tables.lost import FOUND, LOST
from anju.modules.frontdesk.views import registering as kit

MOST_CLAIMS = 8


def _crumb() -> str:
    return _("失物招领")


def _here(found_id: int) -> str:
    return reverse("frontdesk:found", args=[found_id])


def _section(active: str) -> list[dict[str, Any]]:
    return [
        {"label": _("拾得物品"), "href": reverse("frontdesk:found_things"), "active": active == "found"},
        {"label": _("遗失登记"), "href": reverse("frontdesk:lost_reports"), "active": active == "lost"},
    ]


@page(LOST_READ)
@require_safe
def found_things(request: Any) -> HttpResponseBase:
    at, today = kit.here(request.actor)
    context = {
        "tabs": kit.tabs(request, "lost"),
        "section": _section("found"),
        "overdue": queries.overdue(request.actor, today, request.community_id).count(),
        "untold": queries.untold(request.actor, request.community_id),
        "matches": queries.suggestions(request.actor, at, request.community_id)[:4],
        "claims": list(queries.claims(request.actor, request.community_id)[:MOST_CLAIMS]),
        "may": {"note": request.actor.can(LOST_NOTE), "give": request.actor.can(LOST_GIVE)},
    }
    rows = queries.found_things(request.actor, request.community_id)
    return FOUND.respond(request, rows, template="frontdesk/registers/found_things.html", context=context)


@page(LOST_NOTE)
@form_methods
def found_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, LOST_NOTE)

    def note(data: dict[str, Any]) -> str:
        photo = data.pop("photo")
        draft = services.FoundDraft(
            community_id=community.id,
            place_id=data.pop("place"),
            photo=photo.read() if photo else None,
            **data,
        )
        made = services.found_note(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已登记"))
        return _here(made)

    context = kit.frame(
        request,
        _("登记拾得物"),
        reverse("frontdesk:found_things"),
        _crumb(),
        community=community,
        permission=LOST_NOTE,
    )
    initial = {"found_at": timezone.localtime(), "kept_at": _("服务中心前台")}
    form = partial(forms.FoundForm, offers={"place": kit.spot_offer(community.id)})
    return form_page(request, form, kit.FORM, note, context=context, initial=initial)


@page(LOST_READ)
@require_safe
def found(request: Any, found_id: int) -> HttpResponse:
    row = queries.found_thing(request.actor, found_id)
    local = timezone.localtime(row.found_at).date()
    context = {
        "row": row,
        "finder_phone": masked(row.finder_phone),
        "claimant_phone": masked(row.claimant_phone),
        "hand_over_on": queries.hand_over_on(row, local),
        "claim_until": queries.claim_until(row),
        "today": timezone.localdate(),
        "matches": queries.suggestions(request.actor, timezone.now(), row.community_id, found_id=found_id)
        if row.state == "kept"
        else [],
        "claims": list(queries.claims(request.actor, row.community_id, found_id=found_id)),
        "may": {"give": request.actor.reach(LOST_GIVE).covers_community(row.community_id)},
    }
    return render(request, "frontdesk/registers/found.html", context)


@page(LOST_GIVE)
@form_methods
def found_give(request: Any, found_id: int) -> HttpResponse:
    row = queries.found_thing(request.actor, found_id)

    def give(data: dict[str, Any]) -> str:
        claim = services.ClaimDraft(
            name=data["name"], paper=data["paper"], number=data["number"], proof=data["proof"],
            signature=data["picture"], phone=data["phone"], report_id=data["report"],
        )  # fmt: skip
        services.found_give(actor=request.actor, found_id=found_id, claim=claim, at=timezone.now())
        messages.success(request, _("已发还"))
        return _here(found_id)

    matches = queries.suggestions(request.actor, timezone.now(), row.community_id, found_id=found_id)
    claims = list(queries.claims(request.actor, row.community_id, found_id=found_id))
    told = {one.pk: one for one in [*claims, *(report for _m, _f, report in matches)]}
    reports = [(one.pk, f"{one.number} {one.reporter} {one.name}") for one in told.values()]
    title = _("发还 {name}").format(name=row.name)
    report = next((one for pk, one in told.items() if str(pk) == request.GET.get("report", "")), None)
    context = kit.frame(
        request,
        title,
        _here(found_id),
        _crumb(),
        row=row,
        submit=_("确认发还"),
        marks=report.marks if report else "",
    )
    form = partial(forms.ClaimForm, reports=reports)
    initial = {"report": report.pk, "name": report.reporter} if report else {}
    return form_page(
        request, form, "frontdesk/registers/found_give.html", give, context=context, initial=initial
    )


@page(LOST_GIVE)
@form_methods
def found_hand_over(request: Any, found_id: int) -> HttpResponse:
    row = queries.found_thing(request.actor, found_id)

    def hand_over(data: dict[str, Any]) -> str:
        services.found_hand_over(actor=request.actor, found_id=found_id, at=timezone.now(), **data)
        messages.success(request, _("已移交"))
        return _here(found_id)

    context = kit.frame(request, _("移交 {name}").format(name=row.name), _here(found_id), _crumb())
    return form_page(request, forms.HandOverForm, kit.FORM, hand_over, context=context)


@page(LOST_GIVE)
@form_methods
def found_reopen(request: Any, found_id: int) -> HttpResponse:
    row = queries.found_thing(request.actor, found_id)

    def reopen(data: dict[str, Any]) -> str:
        services.found_reopen(
            actor=request.actor, found_id=found_id, reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("已恢复为保管中"))
        return _here(found_id)

    context = kit.frame(request, _("撤销对 {name} 的处理").format(name=row.name), _here(found_id), _crumb())
    return form_page(request, ReasonForm, kit.FORM, reopen, context=context)


@page(LOST_GIVE)
@form_methods
def found_tell(request: Any) -> HttpResponse:
    """All things that no notice has named yet become one draft of a notice."""
    community = kit.community_here(request, LOST_GIVE)
    count = queries.untold(request.actor, community.id)
    if request.method != "POST":
        context = {
            "title": _("为 {count} 件失物起草招领公告？").format(count=count),
            "text": _("公告只写物品、时间和地点，不写核对特征。起草后审阅、发布和打印。"),
            "confirm": _("起草公告"), "back": reverse("frontdesk:found_things"),
        }  # fmt: skip
        return render(request, "frontdesk/registers/sure.html", context)
    made = services.found_tell(actor=request.actor, community_id=community.id, at=timezone.now())
    messages.success(request, _("已起草，审阅后发布"))
    return redirect("messages:notice", notice_id=made)


@page(LOST_READ)
@require_safe
def found_sheet(request: Any) -> HttpResponseBase:
    """The sheet for the board: what is kept, A4."""
    community = kit.community_here(request, LOST_READ)
    data = prints.found_sheet(actor=request.actor, community_id=community.id, at=timezone.now())
    return attachment(data, _("失物招领 {name}").format(name=community.name), "pdf")


@page(LOST_READ)
@require_safe
def found_slip(request: Any, found_id: int) -> HttpResponseBase:
    """The receipt of a hand-out or a hand-over."""
    number, data = prints.found_slip(actor=request.actor, found_id=found_id)
    return attachment(data, _("失物处理单 {number}").format(number=number), "pdf")


@page(LOST_READ)
@require_safe
def lost_reports(request: Any) -> HttpResponseBase:
    context = {
        "tabs": kit.tabs(request, "lost"), "section": _section("lost"), "may": {"note": request.actor.can(LOST_NOTE)},
    }  # fmt: skip
    rows = queries.reports(request.actor, request.community_id)
    return LOST.respond(request, rows, template="frontdesk/registers/lost_reports.html", context=context)


@page(LOST_NOTE)
@form_methods
def lost_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, LOST_NOTE)

    def note(data: dict[str, Any]) -> str:
        draft = services.LostDraft(community_id=community.id, place_id=data.pop("place"), **data)
        made = services.lost_note(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已登记"))
        return reverse("frontdesk:lost_report", args=[made])

    context = kit.frame(
        request,
        _("登记遗失"),
        reverse("frontdesk:lost_reports"),
        _crumb(),
        community=community,
        permission=LOST_NOTE,
    )
    form = partial(forms.LostForm, offers={"place": kit.spot_offer(community.id)})
    return form_page(
        request, form, kit.FORM, note, context=context, initial={"lost_at": timezone.localtime()}
    )


@page(LOST_READ)
@form_methods
def lost_report(request: Any, report_id: int) -> HttpResponse:
    """A report with what may be the thing; below, the end of the search."""
    row = queries.report(request.actor, report_id)

    def close(data: dict[str, Any]) -> str:
        services.lost_close(
            actor=request.actor, report_id=report_id, reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("已结束"))
        return reverse("frontdesk:lost_report", args=[report_id])

    matches = []
    if row.state == "open":
        matches = queries.suggestions(request.actor, timezone.now(), row.community_id, report_id=report_id)
    context = {
        "row": row, "phone": masked(row.phone), "matches": matches,
        "may": {"note": request.actor.can(LOST_NOTE), "give": request.actor.can(LOST_GIVE)},
    }  # fmt: skip
    return form_page(request, ReasonForm, "frontdesk/registers/lost_report.html", close, context=context)
