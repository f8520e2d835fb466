"""Requests of people about their own data: the register, one request, the form at the desk."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation import audit, registry
from anju.foundation.ui.forms import form_page
from anju.foundation.ui.messages import error_text
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import Conflict
from anju.modules.people.forms.rights import GROUNDS, ProofForm, RefusalForm, RequestAnswerForm, RequestForm
from anju.modules.people.permissions import REQUEST_HANDLE, REQUEST_RECEIVE
from anju.modules.people.queries import homes, records
from anju.modules.people.queries import person_requests as queries
from anju.modules.people.queries.persons import visible_person
from anju.modules.people.services import person_copies
from anju.modules.people.services import person_requests as services
from anju.modules.people.services.personal_data import kept_data, sources
from anju.modules.people.tables.requests import REQUESTS

HITS = 12


def history(subject: str, key: int) -> list[dict[str, Any]]:
    """Audit entries of a row as lines of a timeline."""
    known = audit.actions()
    return [
        {"what": known[one.action].label, "who": one.actor_name, "at": one.at, "body": one.reason}
        for one in records.history(subject, key)
        if one.action in known
    ]


def _crumb() -> list[tuple[str, str]]:
    return [(_("个人信息申请"), reverse("people:requests"))]


@page(REQUEST_RECEIVE)
@require_safe
def requests(request: Any) -> HttpResponse:
    today, warning = timezone.localdate(), registry.value(services.WARNING)
    rows = queries.requests(request.actor, request.community_id)
    open_ones = rows.filter(state__in=("received", "proven"))
    clocks = [queries.clock_of(row, today, warning) for row in open_ones]
    totals = {
        "open": len(clocks),
        "soon": sum(one is not None and one.soon for one in clocks),
        "late": sum(one is not None and one.late for one in clocks),
        "days": registry.value(services.DEADLINE),
    }
    request.warning_days = warning
    return REQUESTS.respond(request, rows, template="people/requests.html", context={"totals": totals})


@page(REQUEST_RECEIVE)
@form_methods
def request_new(request: Any) -> HttpResponse:
    """First who it is about, then what is asked."""
    wanted = request.GET.get("person", "")
    if not wanted.isdigit():
        return pick_person(request, _("受理个人信息申请"), _crumb())
    person = visible_person(request.actor, int(wanted))

    def receive(data: dict[str, Any]) -> str:
        draft = services.RequestDraft(person_id=person.pk, **data)
        made = services.request_receive(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已受理，期限从明天起按工作日计算"))
        return reverse("people:request", args=[made])

    context = {
        "title": _("受理个人信息申请"), "crumb": _crumb(), "back": reverse("people:requests"), "sub": person.name,
        "text": _("受理后 %(days)s 个工作日内答复。本人、监护人、受托人或逝者近亲属都可以申请，不收费。") % {"days": registry.value(services.DEADLINE)},
    }  # fmt: skip
    initial = {"kind": request.GET.get("kind", "access"), "channel": "counter", "asker": "self"}
    return form_page(request, RequestForm, "people/form.html", receive, context=context, initial=initial)


def pick_person(request: Any, title: str, crumb: list[tuple[str, str]]) -> HttpResponse:
    """A page that asks for a name, a telephone number or a room and lists who fits; needs people.person:read."""
    text = request.GET.get("q", "").strip()[:40]
    hits = []
    if text:
        found = homes.find_homes(
            actor=request.actor, text=text, community_id=request.community_id, limit=HITS
        )
        hits = [one for one in found if one.person_id is not None]
    context = {"title": title, "crumb": crumb, "text": text, "hits": hits}
    return render(request, "people/pick_person.html", context)


@page(REQUEST_RECEIVE)
@require_safe
def request(request: Any, request_id: int) -> HttpResponse:
    return _shown(request, request_id)


def _shown(request: Any, request_id: int, status: int = 200, **more: Any) -> HttpResponse:
    row = queries.request_of(request.actor, request_id)
    today = timezone.localdate()
    can = request.actor.reach(REQUEST_HANDLE).covers_community(row.community_id)
    context = {
        "row": row,
        "clock": queries.clock_of(row, today, registry.value(services.WARNING)),
        "history": history("people.personrequest", row.pk),
        "ground": dict(GROUNDS).get(row.refusal, ""),
        "can": can and row.state in ("received", "proven"),
        "can_drop": row.state in ("received", "proven"),
        "locks": queries.locks_of([row.person_id]).get(row.person_id, []) if row.kind == "delete" else [],
        "may_release": can,
        **more,
    }
    if row.state == "proven" and row.kind == "delete" and can:
        context["kept"] = [(source.label, one) for source, one in kept_data(row.person_id, today)]
        context["sources"] = [source.label for source in sources()]
    return render(request, "people/request.html", context, status=status)


@page(REQUEST_HANDLE)
@form_methods
def request_prove(request: Any, request_id: int) -> HttpResponse:
    row = queries.request_of(request.actor, request_id, REQUEST_HANDLE)

    def prove(data: dict[str, Any]) -> str:
        services.request_prove(
            actor=request.actor, request_id=request_id, proof=data["proof"], at=timezone.now()
        )
        messages.success(request, _("身份已核实"))
        return reverse("people:request", args=[request_id])

    context = _frame(_("核实申请人身份"), row)
    return form_page(request, partial(ProofForm, asker=row.asker), "people/form.html", prove, context=context)


@page(REQUEST_HANDLE)
@form_methods
def request_answer(request: Any, request_id: int) -> HttpResponse:
    row = queries.request_of(request.actor, request_id, REQUEST_HANDLE)

    def answer(data: dict[str, Any]) -> str:
        services.request_answer(
            actor=request.actor, request_id=request_id, answer=data["answer"], at=timezone.now()
        )
        messages.success(request, _("已办结"))
        return reverse("people:request", args=[request_id])

    texts = {
        "access": _("办结时会生成一份个人信息副本，可当面查阅或打印。"),
        "copy": _("办结时会生成一份副本（JSON 与 PDF），可下载后交给本人。"),
        "correct": _("请先在住户档案里改正，再写明改了什么。"),
        "delete": _("删除后不能恢复：可以删除的信息立即变为不可读，依法要保留的会被锁定并告知理由。"),
        "explain": _("请用申请人听得懂的话说明处理规则。"),
        "withdraw": _("办结时登记撤回，此前的处理不受影响。"),
    }
    context = _frame(_("办理并答复"), row) | {"text": texts[row.kind]}
    return form_page(request, RequestAnswerForm, "people/form.html", answer, context=context)


@page(REQUEST_HANDLE)
@form_methods
def request_refuse(request: Any, request_id: int) -> HttpResponse:
    row = queries.request_of(request.actor, request_id, REQUEST_HANDLE)

    def refuse(data: dict[str, Any]) -> str:
        services.request_refuse(actor=request.actor, request_id=request_id, at=timezone.now(), **data)
        messages.success(request, _("已拒绝并记录理由"))
        return reverse("people:request", args=[request_id])

    text = _("拒绝必须有法律上的理由，并向申请人说明；申请人可以向人民法院起诉。")
    context = _frame(_("拒绝申请"), row) | {"text": text}
    return form_page(request, RefusalForm, "people/form.html", refuse, context=context)


@page(REQUEST_RECEIVE)
@require_POST
def request_drop(request: Any, request_id: int) -> HttpResponse:
    services.request_drop(actor=request.actor, request_id=request_id, at=timezone.now())
    messages.success(request, _("已按申请人的意思撤销"))
    return HttpResponseRedirect(reverse("people:request", args=[request_id]))


@page(REQUEST_HANDLE)
@require_POST
def lock_release(request: Any, request_id: int, lock_id: int) -> HttpResponse:
    """Erase now what was kept. Refused, with the reason, while it must still be kept."""
    try:
        services.lock_release(actor=request.actor, lock_id=lock_id, at=timezone.now())
    except Conflict as error:
        messages.error(request, error_text(error.code, error.params))
    else:
        messages.success(request, _("已删除保留的数据"))
    return HttpResponseRedirect(reverse("people:request", args=[request_id]))


@page(REQUEST_HANDLE)
@require_safe
def request_copy(request: Any, request_id: int) -> HttpResponse:
    name, content = person_copies.copy_bytes(actor=request.actor, request_id=request_id, at=timezone.now())
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _frame(title: str, row: Any) -> dict[str, Any]:
    here = reverse("people:request", args=[row.pk])
    return {
        "title": title,
        "crumb": [*_crumb(), (row.number, here)],
        "back": here,
        "sub": f"{row.person.name} · {row.get_kind_display()}",
    }
