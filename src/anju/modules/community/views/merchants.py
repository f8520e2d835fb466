"""The register of merchants: the list, one shop, its equipment, complaints and checks."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation import registry
from anju.foundation.web import form_methods, page
from anju.modules.community.contracts import Who
from anju.modules.community.forms import merchants as forms
from anju.modules.community.forms.neighbours import ReferenceForm
from anju.modules.community.permissions import MERCHANT_ACT, MERCHANT_READ, MERCHANT_WRITE
from anju.modules.community.queries import merchants as queries
from anju.modules.community.queries.neighbour_settings import CHECK_DAYS
from anju.modules.community.queries.neighbours import cases_about, masked
from anju.modules.community.rules.merchants import ITEMS
from anju.modules.community.services import merchants as services
from anju.modules.community.tables.merchants import CHECKS, MERCHANTS
from anju.modules.community.views import local_today, upload
from anju.modules.community.views import neighbours as kit
from anju.modules.community.views.neighbours import Deed


def tabs(request: Any, active: str) -> list[dict[str, Any]]:
    found = (
        ("merchants", _("商户登记"), "community:merchants", "building-store"),
        ("checks", _("商户检查"), "community:merchant_checks", "clipboard-check"),
        ("actions", _("联合整治"), "community:joint_actions", "users-group"),
        ("street", _("街面问题"), "community:street", "map-pin"),
    )
    return [
        {"label": label, "href": reverse(name), "active": code == active, "icon": mark}
        for code, label, name, mark in found
    ]


def crumb() -> tuple[str, str]:
    return _("商户登记"), reverse("community:merchants")


def here(merchant_id: int) -> str:
    return reverse("community:merchant", args=[merchant_id])


def may(request: Any) -> dict[str, bool]:
    return {"write": request.actor.can(MERCHANT_WRITE), "act": request.actor.can(MERCHANT_ACT)}


@page(MERCHANT_READ)
@require_safe
def merchant_list(request: Any) -> HttpResponseBase:
    today = local_today(request)
    context = {
        "tabs": tabs(request, "merchants"),
        "standing": queries.standing(request.actor, today, request.community_id),
        "may": may(request),
    }
    rows = queries.merchants(request.actor, today, request.community_id)
    return MERCHANTS.respond(request, rows, template="community/merchants.html", context=context)


@page(MERCHANT_WRITE)
@form_methods
def merchant_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, MERCHANT_WRITE)

    def note(data: dict[str, Any]) -> str:
        draft = _draft(data)
        return here(
            services.merchant_note(
                actor=request.actor, community_id=community.id, draft=draft, at=timezone.now()
            )
        )

    deed = Deed(
        title=_("登记商户"), back=reverse("community:merchants"), crumb=crumb(), message=_("已登记"),
        community=community, permission=MERCHANT_WRITE,
    )  # fmt: skip
    form = partial(
        forms.MerchantForm,
        offers={"place": kit.spot_offer(community.id)},
        asker=(request.actor, community.id),
    )
    return kit.run(request, form, note, deed)


@page(MERCHANT_READ)
@require_safe
def merchant(request: Any, merchant_id: int) -> HttpResponse:
    today = local_today(request)
    row = queries.merchant(request.actor, merchant_id, today)
    context = {
        "row": row,
        "phone": masked(row.phone),
        "equipment": queries.equipment(merchant_id),
        "checks": queries.checks(request.actor, today).filter(merchant_id=merchant_id).order_by("-on", "-pk"),
        "cases": cases_about(request.actor, merchant_id=merchant_id),
        "actions": queries.actions_of(merchant_id),
        "may": may(request),
    }
    return render(request, "community/merchant.html", context)


@page(MERCHANT_WRITE)
@form_methods
def merchant_edit(request: Any, merchant_id: int) -> HttpResponse:
    row = queries.merchant(request.actor, merchant_id, local_today(request))

    def change(data: dict[str, Any]) -> None:
        draft = _draft(data)
        services.merchant_change(actor=request.actor, merchant_id=merchant_id, draft=draft, at=timezone.now())

    names = (
        "name", "sign", "trade", "spot", "phone", "licence", "approval", "approval_number", "opened_on",
        "note",
    )  # fmt: skip
    operator = Who(row.operator, row.person_id, linked=False)
    initial = {"place": row.place_id, "operator": operator, **{name: getattr(row, name) for name in names}}
    deed = Deed(
        title=_("修改商户登记"), back=here(merchant_id), crumb=crumb(), message=_("已保存"), initial=initial,
        guarded=True,
    )  # fmt: skip
    form = partial(
        forms.MerchantForm,
        offers={"place": kit.spot_offer(row.community_id)},
        asker=(request.actor, row.community_id),
    )
    return kit.run(request, form, change, deed)


@page(MERCHANT_WRITE)
@form_methods
def merchant_state(request: Any, merchant_id: int) -> HttpResponse:
    today = local_today(request)
    row = queries.merchant(request.actor, merchant_id, today)

    def change(data: dict[str, Any]) -> None:
        services.merchant_state(actor=request.actor, merchant_id=merchant_id, at=timezone.now(), **data)

    deed = Deed(
        title=_("改变状态"), back=here(merchant_id), crumb=crumb(), message=_("已保存"),
        initial={"state": row.state, "on": today},
    )  # fmt: skip
    return kit.run(request, forms.MerchantStateForm, change, deed)


@page(MERCHANT_WRITE)
@form_methods
def equipment(request: Any, merchant_id: int) -> HttpResponse:
    queries.merchant(request.actor, merchant_id, local_today(request))

    def save(data: dict[str, Any]) -> None:
        services.equipment_save(actor=request.actor, merchant_id=merchant_id, at=timezone.now(), **data)

    deed = Deed(
        title=_("登记设备"), back=here(merchant_id), crumb=crumb(), message=_("已保存"),
        note=_("同一种设备再次登记，会改变它的清洗周期。"), initial={"cycle_days": 30},
    )  # fmt: skip
    return kit.run(request, forms.EquipmentForm, save, deed)


@page(MERCHANT_WRITE)
@form_methods
def cleaning(request: Any, equipment_id: int) -> HttpResponse:
    row = queries.one_equipment(request.actor, equipment_id)

    def note(data: dict[str, Any]) -> None:
        services.cleaning_note(
            actor=request.actor, equipment_id=equipment_id, on=data["on"], by=data["by"],
            receipt=upload(data["receipt"]), at=timezone.now(),
        )  # fmt: skip

    deed = Deed(
        title=_("登记清洗：{name}").format(name=row.get_kind_display()), back=here(row.merchant_id), crumb=crumb(),
        message=_("清洗已登记"), initial={"on": local_today(request)},
    )  # fmt: skip
    return kit.run(request, forms.CleaningForm, note, deed)


@page(MERCHANT_WRITE)
@form_methods
def complaint(request: Any, merchant_id: int) -> HttpResponse:
    row = queries.merchant(request.actor, merchant_id, local_today(request))

    def open_it(data: dict[str, Any]) -> None:
        draft = services.NuisanceDraft(
            label=str(forms.NUISANCES[data["what"]]),
            words=data["words"],
            name=data["name"].name,
            phone=data["phone"],
            chosen=data["name"],
        )
        services.complaint_open(actor=request.actor, merchant_id=merchant_id, draft=draft, at=timezone.now())

    deed = Deed(
        title=_("投诉 {name}").format(name=row.name), back=here(merchant_id), crumb=crumb(),
        message=_("已登记投诉，转入事项处理"), submit=_("登记投诉"),
    )  # fmt: skip
    form = partial(forms.NuisanceForm, asker=(request.actor, row.community_id))
    return kit.run(request, form, open_it, deed)


@page(MERCHANT_WRITE)
@form_methods
def case_link(request: Any, merchant_id: int) -> HttpResponse:
    queries.merchant(request.actor, merchant_id, local_today(request))

    def link(data: dict[str, Any]) -> None:
        services.case_link(
            actor=request.actor, merchant_id=merchant_id, reference=data["reference"], at=timezone.now()
        )

    deed = Deed(title=_("关联事项"), back=here(merchant_id), crumb=crumb(), message=_("已关联"))
    return kit.run(request, ReferenceForm, link, deed)


@page(MERCHANT_WRITE)
@require_POST
def merchant_phone(request: Any, merchant_id: int) -> HttpResponse:
    """The telephone in the clear; who looked stands in the audit."""
    number = services.phone_read(actor=request.actor, merchant_id=merchant_id, at=timezone.now())
    return render(request, "community/_neighbour_phone.html", {"phone": number})


@page(MERCHANT_READ)
@require_safe
def check_list(request: Any) -> HttpResponseBase:
    rows = queries.checks(request.actor, local_today(request), request.community_id)
    context = {"tabs": tabs(request, "checks"), "may": may(request)}
    return CHECKS.respond(request, rows, template="community/merchant_checks.html", context=context)


@page(MERCHANT_ACT)
@form_methods
def check_new(request: Any, merchant_id: int) -> HttpResponse:
    row = queries.merchant(request.actor, merchant_id, local_today(request))

    def note(data: dict[str, Any]) -> str:
        made = services.check_note(
            actor=request.actor, merchant_id=merchant_id, draft=_check_draft(data), at=timezone.now()
        )
        return reverse("community:merchant_check", args=[made])

    deed = Deed(
        title=_("检查 {name}").format(name=row.name), back=here(merchant_id), crumb=crumb(), message=_("检查已登记"),
        initial=_check_initial(request, row.community_id),
    )  # fmt: skip
    return kit.run(request, forms.CheckForm, note, deed)


@page(MERCHANT_READ)
@require_safe
def check(request: Any, check_id: int) -> HttpResponse:
    row = queries.check(request.actor, check_id, local_today(request))
    context = {
        "row": row, "all": [row, *queries.rechecks(row.pk)], "names": forms.ITEM_NAMES,
        "verdicts": dict(forms.VERDICTS), "may": may(request),
    }  # fmt: skip
    return render(request, "community/merchant_check.html", context)


@page(MERCHANT_ACT)
@form_methods
def check_again(request: Any, check_id: int) -> HttpResponse:
    row = queries.check(request.actor, check_id, local_today(request))
    back = reverse("community:merchant_check", args=[row.pk])

    def note(data: dict[str, Any]) -> None:
        services.check_again(
            actor=request.actor, check_id=row.pk, draft=_check_draft(data), at=timezone.now()
        )

    deed = Deed(
        title=_("复查 {name}").format(name=row.merchant.name), back=back, crumb=crumb(), message=_("复查已登记"),
        note=_("复查须在检查之后的另一天；全部正常才销项，仍有问题的写新的整改期限。"),
        initial=_check_initial(request, row.merchant.community_id),
    )  # fmt: skip
    return kit.run(request, forms.CheckForm, note, deed)


def _check_initial(request: Any, community_id: int) -> dict[str, Any]:
    today = local_today(request)
    days = registry.value(CHECK_DAYS, community_id)
    return {"on": today, "inspector": request.actor.name, "next_on": today + timedelta(days=days)}


def _check_draft(data: dict[str, Any]) -> services.CheckDraft:
    items = {code: data.pop(f"item_{code}") for code in ITEMS}
    return services.CheckDraft(items=items, photo=upload(data.pop("photo")), **data)


def _draft(data: dict[str, Any]) -> services.MerchantDraft:
    operator = data.pop("operator")
    return services.MerchantDraft(place_id=data.pop("place"), operator=operator.name, chosen=operator, **data)
