"""Concierges: profiles, hours, wall sheets and cards, faults, bulletins."""

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

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.foundation.web.downloads import attachment
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.forms import concierge as forms
from anju.modules.frontdesk.forms.registering import ReasonForm
from anju.modules.frontdesk.permissions import CONCIERGE_EDIT, CONCIERGE_READ, FAULT_READ, FAULT_RECORD
from anju.modules.frontdesk.queries import concierge as queries
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.reports import registers as prints
from anju.modules.frontdesk.services import concierge as services
from anju.modules.frontdesk.tables.concierge import BULLETINS
from anju.modules.frontdesk.views import registering as kit

FACTS = ("title", "strengths", "languages", "motto", "service_phone", "weekdays", "starts", "ends", "active")
WEEK = dict(forms.WEEK)


def _crumb() -> str:
    return _("礼宾助理")


def _here(concierge_id: int) -> str:
    return reverse("frontdesk:concierge", args=[concierge_id])


@page(CONCIERGE_READ)
@require_safe
def concierges(request: Any) -> HttpResponse:
    rows = list(queries.concierges(request.actor, request.community_id).order_by("-active", "name"))
    community = kit.community_here(request, CONCIERGE_READ)
    local = timezone.localtime()
    buildings = {one.place_id for row in rows for one in row.buildings.all()}
    context = {
        "tabs": kit.tabs(request, "concierge"),
        "rows": [(row, queries.view_of(row, local)) for row in rows],
        "names": kit.names_of(list(buildings)),
        "week": WEEK,
        "community": community,
        "coverage": queries.coverage(request.actor, community.id),
        "can_edit": request.actor.can(CONCIERGE_EDIT),
    }
    return render(request, "frontdesk/registers/concierges.html", context)


@page(CONCIERGE_READ)
@require_safe
def concierge(request: Any, concierge_id: int) -> HttpResponse:
    found = queries.concierge(request.actor, concierge_id)
    context = {
        "row": found,
        "view": queries.view_of(found, timezone.localtime()),
        "week": WEEK,
        "names": kit.names_of([one.place_id for one in found.buildings.all()]),
        "errands": queries.errands(request.actor, found.staff_id),
        "faults": queries.faults(request.actor, concierge_id),
        "can": {
            "edit": request.actor.reach(CONCIERGE_EDIT).covers_community(found.community_id),
            "faults": request.actor.can(FAULT_READ),
            "record": request.actor.reach(FAULT_RECORD).covers_community(found.community_id),
        },
    }
    return render(request, "frontdesk/registers/concierge.html", context)


@page(CONCIERGE_EDIT)
@form_methods
def concierge_edit(request: Any, concierge_id: int | None = None) -> HttpResponse:
    known = queries.concierge(request.actor, concierge_id) if concierge_id else None
    community = estate.place(known.community_id) if known else kit.community_here(request, CONCIERGE_EDIT)

    def save(data: dict[str, Any]) -> str:
        photo = data.pop("photo")
        draft = services.ConciergeDraft(
            community_id=community.id, staff_id=data.pop("staff"), place_ids=data.pop("buildings"),
            photo=photo.read() if photo else None, **data,
        )  # fmt: skip
        made = services.concierge_save(
            actor=request.actor, draft=draft, at=timezone.now(), concierge_id=concierge_id
        )
        messages.success(request, _("已保存"))
        return _here(made)

    offers = {
        "staff": kit.staff_offer(community.id),
        "buildings": [(one.id, one.name) for one in places.buildings(community.id)],
    }
    initial: dict[str, Any] = {"weekdays": list(range(7))}
    if known:
        initial = {name: getattr(known, name) for name in FACTS}
        initial |= {"staff": known.staff_id, "buildings": [one.place_id for one in known.buildings.all()]}
    context = kit.frame(
        request, _("礼宾资料"), _here(concierge_id) if concierge_id else reverse("frontdesk:concierges"), _crumb(),
        community=None if known else community, permission=CONCIERGE_EDIT,
    )  # fmt: skip
    return form_page(
        request,
        partial(forms.ConciergeForm, offers=offers),
        kit.FORM,
        save,
        context=context,
        initial=initial,
        guarded=True,
    )


@page(FAULT_RECORD)
@form_methods
def fault_new(request: Any, concierge_id: int) -> HttpResponse:
    found = queries.concierge(request.actor, concierge_id)

    def record(data: dict[str, Any]) -> str:
        reduced = data.pop("reduced")
        draft = services.FaultDraft(reduced=reduced.minor if reduced else 0, **data)
        services.fault_record(actor=request.actor, concierge_id=concierge_id, draft=draft, at=timezone.now())
        messages.success(request, _("已登记"))
        return _here(concierge_id)

    title = _("{name}：责任追究").format(name=found.name)
    context = kit.frame(request, title, _here(concierge_id), _crumb())
    return form_page(
        request, forms.FaultForm, kit.FORM, record, context=context, initial={"on": timezone.localdate()}
    )


@page(FAULT_RECORD)
@form_methods
def fault_withdraw(request: Any, concierge_id: int, fault_id: int) -> HttpResponse:
    def withdraw(data: dict[str, Any]) -> str:
        services.fault_withdraw(
            actor=request.actor, fault_id=fault_id, reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("已撤销"))
        return _here(concierge_id)

    context = kit.frame(request, _("撤销责任追究"), _here(concierge_id), _crumb())
    return form_page(request, ReasonForm, kit.FORM, withdraw, context=context)


@page(CONCIERGE_READ)
@require_safe
def wall_sheet(request: Any, place_id: int) -> HttpResponseBase:
    """The sheet for the wall of one building, A4."""
    place, data = prints.wall_sheet(actor=request.actor, place_id=place_id)
    return attachment(data, _("礼宾公示 {name}").format(name=place.name), "pdf")


@page(CONCIERGE_READ)
@require_safe
def name_cards(request: Any, concierge_id: int) -> HttpResponseBase:
    """Ten name cards on one A4 sheet."""
    name, data = prints.name_cards(actor=request.actor, concierge_id=concierge_id)
    return attachment(data, _("礼宾名片 {name}").format(name=name), "pdf")


@page(CONCIERGE_READ)
@require_safe
def bulletins(request: Any) -> HttpResponseBase:
    _at, today = kit.here(request.actor)
    rows = queries.bulletins(request.actor, request.community_id)
    context = {
        "tabs": kit.tabs(request, "concierge"),
        "months": queries.bulletin_months(request.actor, request.community_id, today),
        "sorts": queries.SORTS,
        "can_write": request.actor.can("messages.notice:write"),
    }
    return BULLETINS.respond(request, rows, template="frontdesk/registers/bulletins.html", context=context)


@page(CONCIERGE_READ)
@form_methods
def bulletin_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, CONCIERGE_READ)

    def draft(data: dict[str, Any]) -> str:
        _bulletin, notice_id = services.bulletin_draft(
            actor=request.actor, community_id=community.id, at=timezone.now(), **data
        )
        messages.success(request, _("已起草为公告，审阅后发布"))
        return reverse("messages:notice", args=[notice_id])

    context = kit.frame(
        request, _("起草简报"), reverse("frontdesk:bulletins"), _("简报"), community=community,
        permission=CONCIERGE_READ, submit=_("起草为公告"),
    )  # fmt: skip
    initial = {"sort": request.GET.get("sort", "")}
    return form_page(request, forms.BulletinForm, kit.FORM, draft, context=context, initial=initial)
