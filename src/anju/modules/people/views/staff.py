"""The list of staff and the page of a person."""

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
from django.views.decorators.http import require_POST, require_safe

from anju.foundation import audit
from anju.foundation.importing import ImportPage, ImportResult
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.modules.people import forms
from anju.modules.people.contracts import StaffDraft
from anju.modules.people.permissions import (
    LOGIN_CREATE,
    PHONE_REVEAL,
    STAFF_CHANGE,
    STAFF_IMPORT,
    STAFF_READ,
)
from anju.modules.people.queries import communities, records
from anju.modules.people.queries import staff as queries
from anju.modules.people.rules.phones import masked
from anju.modules.people.services import staff as services
from anju.modules.people.services import staff_import, uploads
from anju.modules.people.services.staff_sheets import STAFF_BOOK
from anju.modules.people.tables import STAFF
from anju.modules.people.views import offers


def staff_url(staff_id: int) -> str:
    return reverse("people:staff", args=[staff_id])


@page(STAFF_READ)
@require_safe
def staff_list(request: Any) -> HttpResponse:
    rows = queries.visible(request.actor, community_id=request.community_id)
    context = {"can_change": request.actor.can(STAFF_CHANGE), "can_import": request.actor.can(STAFF_IMPORT)}
    return STAFF.respond(request, rows, template="people/staff_list.html", context=context)


@page(STAFF_READ)
@require_safe
def staff(request: Any, staff_id: int) -> HttpResponse:
    return _person(request, staff_id)


def _person(request: Any, staff_id: int, **more: Any) -> HttpResponse:
    found = queries.visible_staff(request.actor, staff_id)
    can = {
        name: request.actor.reach(permission).covers_community(found.community_id)
        for name, permission in (("change", STAFF_CHANGE), ("reveal", PHONE_REVEAL))
    }
    context = {
        "person": found,
        "community": communities.community_names().get(found.community_id or 0, ""),
        "phone": masked(found.phone),
        "line": queries.line_of_control(found),
        "transfers": queries.transfers(staff_id),
        "devices": records.held_by(staff_id),
        "history": _history(staff_id),
        "can": can,
        "can_login": request.actor.can(LOGIN_CREATE) and found.user_id is None and found.state == "active",
        **more,
    }
    return render(request, "people/staff.html", context)


def _history(staff_id: int) -> list[dict[str, Any]]:
    known = audit.actions()
    return [
        {
            "what": known[entry.action].label if entry.action in known else entry.action,
            "who": entry.actor_name,
            "at": entry.at,
            "body": entry.reason,
        }
        for entry in records.history("people.staff", staff_id)
    ]


@page(STAFF_CHANGE)
@form_methods
def staff_new(request: Any) -> HttpResponse:
    def create(data: dict[str, Any]) -> str:
        made = services.staff_create(actor=request.actor, draft=_draft(data), at=timezone.now())
        messages.success(request, _("已新建“%(name)s”") % {"name": data["name"]})
        return staff_url(made)

    context = _frame(_("新建人员"))
    initial = {"community": request.community_id}
    form = partial(forms.StaffForm, offers=offers.for_staff(request))
    return form_page(request, form, "people/form.html", create, context=context, initial=initial)


@page(STAFF_CHANGE)
@form_methods
def staff_edit(request: Any, staff_id: int) -> HttpResponse:
    found = queries.visible_staff(request.actor, staff_id)

    def change(data: dict[str, Any]) -> str:
        draft = _draft(data if data["phone"] else {**data, "phone": found.phone})
        services.staff_change(actor=request.actor, staff_id=staff_id, draft=draft, at=timezone.now())
        messages.success(request, _("已保存"))
        return staff_url(staff_id)

    initial = {
        "name": found.name, "number": found.number, "community": found.community_id, "department": found.department_id,
        "position": found.position_id, "team": found.team_id, "skills": ", ".join(found.skills), "joined_on": found.joined_on,
    }  # fmt: skip
    context = _frame(_("修改人员"), found) | {
        "text": _("手机号留空表示不改，现为 %(phone)s。") % {"phone": masked(found.phone) or _("无")}
    }
    form = partial(forms.StaffForm, offers=offers.for_staff(request))
    return form_page(
        request, form, "people/form.html", change, context=context, initial=initial, guarded=True
    )


@page(STAFF_CHANGE)
@form_methods
def staff_transfer(request: Any, staff_id: int) -> HttpResponse:
    found = queries.visible_staff(request.actor, staff_id)

    def transfer(data: dict[str, Any]) -> str:
        move = services.Move(
            on=data["on"], reason=data["reason"], department_id=data["department"], position_id=data["position"],
            team_id=data["team"], community_id=data["community"],
        )  # fmt: skip
        services.staff_transfer(actor=request.actor, staff_id=staff_id, move=move, at=timezone.now())
        messages.success(request, _("已记录调动"))
        return staff_url(staff_id)

    initial = {
        "on": timezone.localdate(), "community": found.community_id, "department": found.department_id,
        "position": found.position_id, "team": found.team_id,
    }  # fmt: skip
    form = partial(forms.TransferForm, offers=offers.for_staff(request))
    return form_page(
        request, form, "people/form.html", transfer, context=_frame(_("人员调动"), found), initial=initial
    )


@page(STAFF_CHANGE)
@form_methods
def staff_leave(request: Any, staff_id: int) -> HttpResponse:
    found = queries.visible_staff(request.actor, staff_id)

    def leave(data: dict[str, Any]) -> str:
        services.staff_leave(actor=request.actor, staff_id=staff_id, at=timezone.now(), **data)
        messages.success(request, _("已办理离职"))
        return staff_url(staff_id)

    context = _frame(_("离职"), found) | {"text": _("离职后不能再登录本公司，历史记录都会保留。")}
    initial = {"on": timezone.localdate()}
    return form_page(request, forms.LeaveForm, "people/form.html", leave, context=context, initial=initial)


@page(STAFF_CHANGE)
@require_POST
def staff_return(request: Any, staff_id: int) -> HttpResponse:
    services.staff_return(actor=request.actor, staff_id=staff_id, at=timezone.now())
    messages.success(request, _("已复职"))
    return HttpResponseRedirect(staff_url(staff_id))


@page(PHONE_REVEAL)
@require_POST
def staff_phone(request: Any, staff_id: int) -> HttpResponse:
    """The whole number, in place for htmx, else with the page; either way somebody looked, and it is written down."""
    phone = services.phone_reveal(actor=request.actor, staff_id=staff_id, at=timezone.now())
    if request.headers.get("HX-Request"):
        return render(request, "people/_phone.html", {"revealed": phone})
    return _person(request, staff_id, revealed=phone)


@page(LOGIN_CREATE)
@form_methods
def staff_login(request: Any, staff_id: int) -> HttpResponse:
    found = queries.visible_staff(request.actor, staff_id)

    def create(data: dict[str, Any]) -> HttpResponse:
        path = communities.community_path(data["community"]) if data["community"] else ""
        made = services.login_create(
            actor=request.actor, staff_id=staff_id, username=data["username"], role=data["role"], path=path, at=timezone.now()
        )  # fmt: skip
        response = render(request, "people/login_made.html", {"person": found, "made": made})
        response["Cache-Control"] = "no-store"
        return response

    offered = [("", _("整个公司")), *communities.communities(request.actor, LOGIN_CREATE)]
    initial = {"username": found.number, "role": "worker", "community": found.community_id}
    form = partial(forms.LoginForm, offers={"community": offered})
    context = _frame(_("开通登录"), found)
    return form_page(request, form, "people/form.html", create, context=context, initial=initial)


def _draft(data: dict[str, Any]) -> StaffDraft:
    return StaffDraft(
        name=data["name"], number=data["number"], phone=data["phone"], department_id=data["department"],
        position_id=data["position"], team_id=data["team"], community_id=data["community"], skills=data["skills"],
        joined_on=data["joined_on"],
    )  # fmt: skip


def _frame(title: str, person: Any = None) -> dict[str, Any]:
    crumb = [(_("人员"), reverse("people:staff_list"))]
    if person is not None:
        crumb.append((person.name, staff_url(person.pk)))
    back = crumb[-1][1]
    return {
        "title": title,
        "crumb": crumb,
        "back": back,
        "sub": f"{person.name} · {person.number}" if person else "",
    }


def _books(request: Any) -> dict[str, int]:
    return {name: pk for pk, name in communities.communities(request.actor, STAFF_IMPORT)}


def _check(request: Any, result: ImportResult) -> None:
    request.staff_plan = staff_import.staff_check(
        actor=request.actor, result=result, communities=_books(request)
    )


def _counts(request: Any, result: ImportResult) -> list[tuple[Any, int]]:
    plan = request.staff_plan
    return [(_("新增"), len(plan.new)), (_("修改"), len(plan.changed)), (_("没有变化"), plan.same)]


def _apply(request: Any, result: ImportResult) -> str:
    plan = staff_import.staff_import(
        actor=request.actor, result=result, communities=_books(request), at=timezone.now()
    )
    told = {"new": len(plan.new), "changed": len(plan.changed)}
    messages.success(request, _("已导入：新增 %(new)s 人，修改 %(changed)s 人") % told)
    return reverse("people:staff_list")


IMPORT = ImportPage(
    workbook=STAFF_BOOK,
    template="people/import.html",
    keep=lambda request, data, name: uploads.upload_keep(actor=request.actor, name=name, data=data),
    kept=lambda request, token: uploads.upload_bytes(actor=request.actor, token=token, at=timezone.now()),
    check=_check,
    counts=_counts,
    apply=_apply,
)


@page(STAFF_IMPORT)
@form_methods
def import_staff(request: Any) -> HttpResponseBase:
    return IMPORT.respond(request)
