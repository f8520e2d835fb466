"""Logs, devices, the duty matrix and passed requests."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.modules.people import forms
from anju.modules.people.permissions import (
    DEVICE_CHANGE,
    DEVICE_READ,
    DUTY_PASS,
    LOG_ANSWER,
    LOG_READ,
    LOG_WRITE,
    STAFF_READ,
    STRUCTURE_CHANGE,
)
from anju.modules.people.queries import communities, records
from anju.modules.people.queries import staff as queries
from anju.modules.people.queries.domains import DOMAINS, NAMES
from anju.modules.people.services import devices as device_services
from anju.modules.people.services import duties as duty_services
from anju.modules.people.services import logs as log_services
from anju.modules.people.services.structure import department_of
from anju.modules.people.tables import DEVICES, LOGS, PASSES
from anju.modules.people.views import offers


def _frame(title: str, name: str, back: str) -> dict[str, Any]:
    return {"title": title, "crumb": [(name, reverse(back))], "back": reverse(back)}


@page(LOG_READ)
@require_safe
def logs(request: Any) -> HttpResponse:
    rows = records.log_entries(request.actor, request.community_id)
    context = {"can_write": request.actor.can(LOG_WRITE)}
    return LOGS.respond(request, rows, template="people/logs.html", context=context)


@page(LOG_WRITE)
@form_methods
def log_new(request: Any) -> HttpResponse:
    own = records.own_staff(request.actor)

    def write(data: dict[str, Any]) -> str:
        draft = log_services.LogDraft(
            kind=data["kind"], department_id=data["department"], position_id=data["position"], author_id=data["author"],
            receiver_id=data["receiver"], happened_at=data["happened_at"], text=data["text"], unfinished=data["unfinished"],
        )  # fmt: skip
        made = log_services.log_write(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已记录"))
        return reverse("people:log", args=[made])

    everyone = offers.people(request, LOG_WRITE)
    offered = {
        "department": offers.departments(request, LOG_WRITE),
        "position": offers.posts_and_teams(request, LOG_WRITE)["position"],
        "author": everyone,
        "receiver": everyone,
    }
    initial = {
        "kind": request.GET.get("kind", "duty"),
        "author": own.pk if own else None,
        "department": own.department_id if own else None,
        "position": own.position_id if own else None,
        "happened_at": timezone.localtime(),
    }
    context = _frame(_("填写记录"), _("值班与交接"), "people:logs")
    form = partial(forms.LogForm, offers=offered)
    return form_page(request, form, "people/form.html", write, context=context, initial=initial)


@page(LOG_READ)
@form_methods
def log(request: Any, entry_id: int) -> HttpResponse:
    found = records.log_entry(request.actor, entry_id)
    own = records.own_staff(request.actor)
    may = request.actor.reach(LOG_ANSWER).covers_community(found.community_id)

    def answer(data: dict[str, Any]) -> str:
        log_services.log_answer(actor=request.actor, entry_id=entry_id, at=timezone.now(), **data)
        messages.success(request, _("已办结"))
        return reverse("people:log", args=[entry_id])

    can_answer = found.state == "open" and (may or (own is not None and own.pk == found.receiver_id))
    context = {"entry": found, "can_answer": can_answer}
    return form_page(request, forms.AnswerForm, "people/log.html", answer, context=context)


@page(DEVICE_READ)
@require_safe
def devices(request: Any) -> HttpResponse:
    rows = records.devices(request.actor, request.community_id)
    context = {"can_change": request.actor.can(DEVICE_CHANGE)}
    return DEVICES.respond(request, rows, template="people/devices.html", context=context)


@page(DEVICE_CHANGE)
@form_methods
def device_new(request: Any) -> HttpResponse:
    def add(data: dict[str, Any]) -> str:
        draft = device_services.DeviceDraft(community_id=data.pop("community"), **data)
        made = device_services.device_add(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已登记"))
        return reverse("people:device", args=[made])

    context = _frame(_("登记器材"), _("器材登记"), "people:devices")
    form = partial(forms.DeviceForm, offers={"community": offers.community_offer(request, DEVICE_CHANGE)})
    initial = {"community": request.community_id}
    return form_page(request, form, "people/form.html", add, context=context, initial=initial)


@page(DEVICE_READ)
@form_methods
def device(request: Any, device_id: int) -> HttpResponse:
    """A device and its issues; below, the one act that its state allows."""
    found = records.device(request.actor, device_id)
    acts: dict[str, Any] = {
        "stored": (
            partial(forms.IssueForm, offers={"staff": offers.people(request, DEVICE_CHANGE)}),
            _issue,
            _("领用"),
        ),
        "issued": (forms.ReturnForm, _take_back, _("归还")),
    }
    form, act, title = acts.get(found.state, (forms.DeviceStateForm, _set_state, _("改变状态")))

    def do(data: dict[str, Any]) -> str:
        act(request, device_id, data)
        messages.success(request, _("已记录"))
        return reverse("people:device", args=[device_id])

    context = {
        "device": found,
        "issues": records.device_issues(device_id),
        "act": title,
        "can_change": request.actor.reach(DEVICE_CHANGE).covers_community(found.community_id),
    }
    return form_page(request, form, "people/device.html", do, context=context)


def _issue(request: Any, device_id: int, data: dict[str, Any]) -> None:
    device_services.device_issue(
        actor=request.actor, device_id=device_id, staff_id=data["staff"], at=timezone.now()
    )


def _take_back(request: Any, device_id: int, data: dict[str, Any]) -> None:
    device_services.device_return(actor=request.actor, device_id=device_id, at=timezone.now(), **data)


def _set_state(request: Any, device_id: int, data: dict[str, Any]) -> None:
    device_services.device_set_state(actor=request.actor, device_id=device_id, at=timezone.now(), **data)


@page(STAFF_READ)
@require_safe
def duties(request: Any) -> HttpResponse:
    """The duty matrix: domains × departments, with what nobody leads and what is argued about."""
    found = list(queries.departments(request.actor, request.community_id))
    cells = records.duties([one.pk for one in found])
    rows = [
        {
            "code": code,
            "name": name,
            "cells": [(one, cells.get((one.pk, code))) for one in found],
            "led": any(cells[key].role == "leads" for key in cells if key[1] == code),
        }
        for code, name in DOMAINS
    ]
    context = {
        "departments": found,
        "rows": rows,
        "names": communities.community_names(),
        "disputed": [one for one in cells.values() if one.disputed],
        "domains": NAMES,
        "can_change": request.actor.can(STRUCTURE_CHANGE),
    }
    return render(request, "people/duties.html", context)


@page(STRUCTURE_CHANGE)
@form_methods
def duty_edit(request: Any, department_id: int, domain: str) -> HttpResponse:
    department = department_of(request.actor, department_id)
    if domain not in NAMES:
        raise Http404
    known = records.duties([department_id]).get((department_id, domain))

    def save(data: dict[str, Any]) -> str:
        draft = duty_services.DutyDraft(department_id=department_id, domain=domain, **data)
        duty_services.duty_set(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已保存"))
        return reverse("people:duties")

    title = f"{department.name} · {NAMES[domain]}"
    initial = {"role": known.role, "note": known.note, "disputed": known.disputed} if known else {}
    context = _frame(title, _("职责分工"), "people:duties")
    return form_page(
        request, forms.DutyForm, "people/form.html", save, context=context, initial=initial, guarded=True
    )


@page(STAFF_READ)
@require_safe
def passes(request: Any) -> HttpResponse:
    rows = records.passes(request.actor, request.community_id)
    context = {"can_pass": request.actor.can(DUTY_PASS)}
    return PASSES.respond(request, rows, template="people/passes.html", context=context)


@page(DUTY_PASS)
@form_methods
def duty_pass_new(request: Any) -> HttpResponse:
    def send(data: dict[str, Any]) -> str:
        draft = duty_services.PassDraft(
            subject=data["subject"], domain=data["domain"], reason=data["reason"],
            from_department_id=data["from_department"], to_department_id=data["to_department"],
        )  # fmt: skip
        made = duty_services.duty_pass(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已转交"))
        return reverse("people:duty_pass", args=[made])

    offered = offers.departments(request)
    form = partial(forms.PassForm, offers={"from_department": offered, "to_department": offered})
    context = _frame(_("转交事项"), _("转交事项"), "people:passes")
    return form_page(request, form, "people/form.html", send, context=context)


@page(STAFF_READ)
@form_methods
def duty_pass(request: Any, pass_id: int) -> HttpResponse:
    found = records.duty_pass(request.actor, pass_id)

    def answer(data: dict[str, Any]) -> str:
        accept = request.POST.get("accept") == "1"
        duty_services.duty_pass_answer(
            actor=request.actor, pass_id=pass_id, accept=accept, at=timezone.now(), **data
        )
        messages.success(request, _("已接收") if accept else _("已退回"))
        return reverse("people:duty_pass", args=[pass_id])

    context = {
        "row": found,
        "domain": NAMES.get(found.domain, ""),
        "can_answer": found.state == "waiting" and request.actor.can(DUTY_PASS),
    }
    return form_page(request, forms.AnswerForm, "people/duty_pass.html", answer, context=context)
