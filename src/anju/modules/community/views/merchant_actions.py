"""Joint actions on merchants, and what is found on the streets around."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.modules.community.forms import merchants as forms
from anju.modules.community.forms.neighbours import ReferenceForm
from anju.modules.community.permissions import MERCHANT_ACT, MERCHANT_READ, MERCHANT_WRITE
from anju.modules.community.queries import merchants as queries
from anju.modules.community.queries.neighbours import cases_about
from anju.modules.community.reports import neighbours as reports
from anju.modules.community.rules.merchants import month_end
from anju.modules.community.services import merchant_actions as services
from anju.modules.community.tables.merchants import ACTIONS, STREET
from anju.modules.community.views import frame, local_today, upload
from anju.modules.community.views import neighbours as kit
from anju.modules.community.views.merchants import may, tabs
from anju.modules.community.views.neighbours import Deed


def _actions() -> tuple[str, str]:
    return _("联合整治"), reverse("community:joint_actions")


def _street() -> tuple[str, str]:
    return _("街面问题"), reverse("community:street")


def _action_url(action_id: int) -> str:
    return reverse("community:joint_action", args=[action_id])


@page(MERCHANT_READ)
@require_safe
def action_list(request: Any) -> HttpResponseBase:
    rows = queries.actions(request.actor, local_today(request), request.community_id)
    context = {"tabs": tabs(request, "actions"), "may": may(request)}
    return ACTIONS.respond(request, rows, template="community/joint_actions.html", context=context)


@page(MERCHANT_ACT)
@form_methods
def action_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, MERCHANT_ACT)
    chosen = request.GET.get("merchant", "")

    def make(data: dict[str, Any]) -> str:
        draft = services.ActionDraft(merchant_ids=tuple(data.pop("merchants", ())), **data)
        made = services.action_open(
            actor=request.actor, community_id=community.id, draft=draft, at=timezone.now()
        )
        return _action_url(made)

    deed = Deed(
        title=_("建立联合整治"), back=_actions()[1], crumb=_actions(), message=_("已立案"), community=community,
        permission=MERCHANT_ACT,
        initial={"target_on": month_end(local_today(request)), "merchants": [int(chosen)] if chosen.isdigit() else []},
    )  # fmt: skip
    form = partial(forms.ActionForm, shops=queries.names(request.actor, community.id))
    return kit.run(request, form, make, deed)


@page(MERCHANT_READ)
@require_safe
def action(request: Any, action_id: int) -> HttpResponse:
    row = queries.action(request.actor, action_id, local_today(request))
    context = {
        "row": row,
        "steps": queries.steps_of(action_id),
        "shops": queries.shops_of(action_id),
        "cases": cases_about(request.actor, action_id=action_id),
        "may": may(request),
    }
    return render(request, "community/joint_action.html", context)


@page(MERCHANT_ACT)
@form_methods
def step_new(request: Any, action_id: int) -> HttpResponse:
    row = queries.action(request.actor, action_id, local_today(request))

    def add(data: dict[str, Any]) -> None:
        services.step_add(actor=request.actor, action_id=action_id, at=timezone.now(), **data)

    deed = Deed(
        title=_("安排事项"), back=_action_url(action_id), crumb=_actions(), message=_("已安排"),
        initial={"due_on": row.target_on},
    )  # fmt: skip
    return kit.run(request, forms.ActionStepForm, add, deed)


@page(MERCHANT_ACT)
@form_methods
def step_done(request: Any, step_id: int) -> HttpResponse:
    row = queries.step(request.actor, step_id)

    def done(data: dict[str, Any]) -> None:
        services.step_done(actor=request.actor, step_id=step_id, at=timezone.now(), **data)

    deed = Deed(
        title=_("完成：{what}").format(what=row.what), back=_action_url(row.action_id), crumb=_actions(),
        message=_("已登记"), initial={"done_on": row.done_on or local_today(request), "result": row.result},
    )  # fmt: skip
    return kit.run(request, forms.ActionStepDoneForm, done, deed)


@page(MERCHANT_ACT)
@form_methods
def merchant_join(request: Any, action_id: int) -> HttpResponse:
    row = queries.action(request.actor, action_id, local_today(request))

    def join(data: dict[str, Any]) -> None:
        services.merchant_join(
            actor=request.actor, action_id=action_id, merchant_id=data["merchant"], at=timezone.now()
        )

    deed = Deed(title=_("加入商户"), back=_action_url(action_id), crumb=_actions(), message=_("已加入"))
    form = partial(forms.JoinForm, offers={"merchant": queries.names(request.actor, row.community_id)})
    return kit.run(request, form, join, deed)


@page(MERCHANT_ACT)
@form_methods
def action_case(request: Any, action_id: int) -> HttpResponse:
    queries.action(request.actor, action_id, local_today(request))

    def link(data: dict[str, Any]) -> None:
        services.action_case(
            actor=request.actor, action_id=action_id, reference=data["reference"], at=timezone.now()
        )

    deed = Deed(title=_("关联事项"), back=_action_url(action_id), crumb=_actions(), message=_("已关联"))
    return kit.run(request, ReferenceForm, link, deed)


@page(MERCHANT_ACT)
@form_methods
def action_close(request: Any, action_id: int) -> HttpResponse:
    queries.action(request.actor, action_id, local_today(request))

    def close(data: dict[str, Any]) -> None:
        services.action_close(
            actor=request.actor, action_id=action_id, result=data["result"], at=timezone.now()
        )

    deed = Deed(
        title=_("结案"), back=_action_url(action_id), crumb=_actions(), message=_("已结案"), submit=_("结案"),
        note=_("事项全部完成后才能结案；需要时可以重新打开。"),
    )  # fmt: skip
    return kit.run(request, forms.ResultForm, close, deed)


@page(MERCHANT_READ)
@require_safe
def action_paper(request: Any, action_id: int) -> HttpResponseBase:
    row = queries.action(request.actor, action_id, local_today(request))
    data = reports.action(
        frame(request, row.community_id), row, queries.steps_of(action_id), queries.shops_of(action_id),
        cases_about(request.actor, action_id=action_id),
    )  # fmt: skip
    return attachment(data, f"{row.number} {row.title}", "pdf")


@page(MERCHANT_READ)
@require_safe
def street_list(request: Any) -> HttpResponseBase:
    today = local_today(request)
    context = {
        "tabs": tabs(request, "street"), "may": may(request), "first": today.replace(day=1), "last": today,
    }  # fmt: skip
    rows = queries.street(request.actor, request.community_id)
    return STREET.respond(request, rows, template="community/street.html", context=context)


@page(MERCHANT_WRITE)
@form_methods
def street_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, MERCHANT_WRITE)

    def note(data: dict[str, Any]) -> str:
        draft = services.StreetDraft(
            place_id=data.pop("place"), merchant_id=data.pop("merchant"), photo=upload(data.pop("photo")), **data
        )  # fmt: skip
        made = services.street_note(
            actor=request.actor, community_id=community.id, draft=draft, at=timezone.now()
        )
        return reverse("community:street_one", args=[made])

    deed = Deed(
        title=_("登记街面问题"), back=_street()[1], crumb=_street(), message=_("已登记"), community=community,
        permission=MERCHANT_WRITE, initial={"found_on": local_today(request)},
    )  # fmt: skip
    offers = {
        "place": kit.spot_offer(community.id),
        "merchant": queries.names(request.actor, community.id),
    }
    return kit.run(request, partial(forms.StreetForm, offers=offers), note, deed)


@page(MERCHANT_READ)
@require_safe
def street_one(request: Any, finding_id: int) -> HttpResponse:
    row = queries.one_street(request.actor, finding_id)
    return render(request, "community/street_one.html", {"row": row, "may": may(request)})


STREET_DEEDS = {
    "report": (forms.StreetReportForm, services.street_report),
    "answer": (forms.StreetAnswerForm, services.street_answer),
    "close": (forms.StreetCloseForm, services.street_close),
}


@page(MERCHANT_WRITE)
@form_methods
def street_deed(request: Any, finding_id: int, what: str) -> HttpResponse:
    """what: report, answer or close."""
    queries.one_street(request.actor, finding_id)
    form, service = STREET_DEEDS[what]

    def do(data: dict[str, Any]) -> None:
        service(actor=request.actor, finding_id=finding_id, at=timezone.now(), **data)

    titles = {"report": _("报告主管部门"), "answer": _("登记部门答复"), "close": _("办结")}
    deed = Deed(
        title=titles[what], back=reverse("community:street_one", args=[finding_id]), crumb=_street(),
        message=_("已保存"), initial={"on": local_today(request)},
    )  # fmt: skip
    return kit.run(request, form, do, deed)


@page(MERCHANT_READ)
@require_safe
def street_paper(request: Any) -> HttpResponseBase:
    """?first=2026-11-01&last=2026-11-30, this month without them."""
    community, today = kit.community_here(request, MERCHANT_READ), local_today(request)
    form = forms.PeriodForm(request.GET)
    whole = form.is_valid() and form.cleaned_data["first"] <= form.cleaned_data["last"]
    first, last = (
        (form.cleaned_data["first"], form.cleaned_data["last"]) if whole else (today.replace(day=1), today)
    )
    rows = queries.street_between(request.actor, community.id, first, last)
    data = reports.street(frame(request, community.id), first, last, rows)
    return attachment(data, _("街面问题报告 {first} {last}").format(first=first, last=last), "pdf")


action_reopen = kit.reopening(MERCHANT_ACT, "action", "community:joint_action", _actions)
street_reopen = kit.reopening(MERCHANT_WRITE, "street", "community:street_one", _street)
