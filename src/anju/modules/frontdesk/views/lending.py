"""Keys, tools and cards."""

from __future__ import annotations

from datetime import timedelta
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
from anju.modules.frontdesk.forms import lending as forms
from anju.modules.frontdesk.forms.registering import NONE, ReasonForm
from anju.modules.frontdesk.permissions import LOAN_EDIT, LOAN_LEND, LOAN_READ
from anju.modules.frontdesk.queries import lending as queries
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.queries.phones import masked
from anju.modules.frontdesk.reports import registers as prints
from anju.modules.frontdesk.services import lending as services
from anju.modules.frontdesk.tables.lending import LENDABLES, LOANS
from anju.modules.frontdesk.views import registering as kit


def _crumb() -> str:
    return _("钥匙与工具")


def _here(lendable_id: int) -> str:
    return reverse("frontdesk:lendable", args=[lendable_id])


def _section(active: str) -> list[dict[str, Any]]:
    return [
        {"label": _("台账"), "href": reverse("frontdesk:lendables"), "active": active == "list"},
        {"label": _("钥匙板"), "href": reverse("frontdesk:boards"), "active": active == "boards"},
        {"label": _("借用记录"), "href": reverse("frontdesk:loans"), "active": active == "loans"},
    ]


@page(LOAN_READ)
@require_safe
def lendables(request: Any) -> HttpResponseBase:
    at = timezone.now()
    rows = queries.lendables(request.actor, at, request.community_id)
    context = {
        "tabs": kit.tabs(request, "lending"), "section": _section("list"), "late": rows.filter(rank=0).count(),
        "lent": rows.filter(state="lent").count(), "may_edit": request.actor.can(LOAN_EDIT),
    }  # fmt: skip
    return LENDABLES.respond(request, rows, template="frontdesk/registers/lendables.html", context=context)


@page(LOAN_READ)
@require_safe
def loans(request: Any) -> HttpResponseBase:
    context = {"tabs": kit.tabs(request, "lending"), "section": _section("loans")}
    rows = queries.loan_history(request.actor, request.community_id)
    return LOANS.respond(request, rows, template="frontdesk/registers/loans.html", context=context)


@page(LOAN_READ)
@require_safe
def boards(request: Any) -> HttpResponse:
    rows = queries.boards(request.actor, timezone.now(), request.community_id)
    context = {
        "tabs": kit.tabs(request, "lending"), "section": _section("boards"),
        "boards": [(one, queries.hooks(one)) for one in rows], "may_edit": request.actor.can(LOAN_EDIT),
    }  # fmt: skip
    return render(request, "frontdesk/registers/boards.html", context)


@page(LOAN_EDIT)
@form_methods
def board_edit(request: Any, board_id: int | None = None) -> HttpResponse:
    known = queries.board(request.actor, board_id) if board_id else None
    community = estate.place(known.community_id) if known else kit.community_here(request, LOAN_EDIT)

    def save(data: dict[str, Any]) -> str:
        services.board_save(
            actor=request.actor, community_id=community.id, at=timezone.now(), board_id=board_id, **data
        )
        messages.success(request, _("已保存"))
        return reverse("frontdesk:boards")

    initial = {name: getattr(known, name) for name in ("name", "spot", "hooks")} if known else {}
    context = kit.frame(
        request, _("钥匙板或工具柜"), reverse("frontdesk:boards"), _crumb(), community=None if known else community,
        permission=LOAN_EDIT,
    )  # fmt: skip
    return form_page(request, forms.BoardForm, kit.FORM, save, context=context, initial=initial, guarded=True)


@page(LOAN_EDIT)
@form_methods
def lendable_edit(request: Any, lendable_id: int | None = None) -> HttpResponse:
    known = queries.lendable(request.actor, lendable_id, timezone.now()) if lendable_id else None
    community = estate.place(known.community_id) if known else kit.community_here(request, LOAN_EDIT)

    def save(data: dict[str, Any]) -> str:
        draft = services.LendableDraft(
            community_id=community.id, board_id=data.pop("board"), place_id=data.pop("place"), **data
        )
        made = services.lendable_save(
            actor=request.actor, draft=draft, at=timezone.now(), lendable_id=lendable_id
        )
        messages.success(request, _("已保存"))
        return _here(made)

    facts = ("kind", "number", "name", "hook", "seal", "note")
    initial: dict[str, Any] = {"kind": "key"}
    if known:
        initial = {name: getattr(known, name) for name in facts}
        initial |= {"board": known.board_id, "place": known.place_id}
    offers = {"board": _board_offer(request, community.id), "place": kit.spot_offer(community.id)}
    if known and known.place_id:
        offers["place"].append((known.place_id, known.place_name))
    context = kit.frame(
        request, _("钥匙、工具或卡证"), _here(lendable_id) if lendable_id else reverse("frontdesk:lendables"), _crumb(),
        community=None if known else community, permission=LOAN_EDIT,
    )  # fmt: skip
    form = partial(forms.LendableForm, offers=offers)
    return form_page(request, form, kit.FORM, save, context=context, initial=initial, guarded=True)


@page(LOAN_EDIT)
@form_methods
def entrust(request: Any) -> HttpResponse:
    """An owner leaves his key for the time of his absence."""
    community = kit.community_here(request, LOAN_EDIT)

    def take(data: dict[str, Any]) -> str:
        thing = services.LendableDraft(
            community_id=community.id, kind="key", number=data["number"], name=data["name"], seal=data["seal"],
            place_id=places.home_of(community.id, data["home"]), board_id=data["board"], hook=data["hook"],
        )  # fmt: skip
        draft = services.EntrustDraft(
            thing=thing, owner=data["owner"], phone=data["phone"], consent=data["consent"],
            consent_how=data["consent_how"], until=data["until"],
        )  # fmt: skip
        made = services.entrust(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已接收，请打印保管单给业主"))
        return _here(made)

    context = kit.frame(
        request, _("业主委托保管钥匙"), reverse("frontdesk:lendables"), _crumb(), community=community,
        permission=LOAN_EDIT, submit=_("接收保管"),
    )  # fmt: skip
    form = partial(forms.EntrustForm, offers={"board": _board_offer(request, community.id)})
    return form_page(request, form, kit.FORM, take, context=context)


@page(LOAN_READ)
@form_methods
def lendable(request: Any, lendable_id: int) -> HttpResponse:
    """A thing with its loans; beside them the one act that its state allows."""
    at = timezone.now()
    found = queries.lendable(request.actor, lendable_id, at)
    loan = queries.open_loan(lendable_id)
    form, act, title, right = _act(request, found, loan)

    def do(data: dict[str, Any]) -> str:
        request.actor.require(right)
        act(data)
        messages.success(request, _("已记录"))
        return _here(lendable_id)

    context = {
        "row": found,
        "loan": loan,
        "late": loan is not None and loan.due_at <= at,
        "loans": queries.loans(lendable_id),
        "owner_phone": masked(found.owner_phone),
        "phone": masked(loan.phone) if loan else "",
        "act": title,
        "can_act": request.actor.reach(right).covers_community(found.community_id) and title,
        "can_edit": request.actor.reach(LOAN_EDIT).covers_community(found.community_id),
        "can_lend": request.actor.reach(LOAN_LEND).covers_community(found.community_id),
    }
    initial = {"due_at": timezone.localtime(at + timedelta(hours=4)), "borrower": "staff"}
    if loan is not None:
        initial = {"seal": loan.seal_given}
    return form_page(request, form, "frontdesk/registers/lendable.html", do, context=context, initial=initial)


@page(LOAN_LEND)
@form_methods
def loan_lost(request: Any, lendable_id: int, loan_id: int) -> HttpResponse:
    found = queries.lendable(request.actor, lendable_id, timezone.now())

    def lose(data: dict[str, Any]) -> str:
        services.loan_lost(actor=request.actor, loan_id=loan_id, reason=data["reason"], at=timezone.now())
        messages.success(request, _("已登记遗失"))
        return _here(lendable_id)

    context = kit.frame(request, _("{name} 遗失").format(name=found.name), _here(lendable_id), _crumb())
    return form_page(request, ReasonForm, kit.FORM, lose, context=context)


@page(LOAN_EDIT)
@form_methods
def lendable_state(request: Any, lendable_id: int) -> HttpResponse:
    found = queries.lendable(request.actor, lendable_id, timezone.now())

    def change(data: dict[str, Any]) -> str:
        services.lendable_state(actor=request.actor, lendable_id=lendable_id, at=timezone.now(), **data)
        messages.success(request, _("已记录"))
        return _here(lendable_id)

    context = kit.frame(request, _("{name} 改变状态").format(name=found.name), _here(lendable_id), _crumb())
    return form_page(request, forms.StateForm, kit.FORM, change, context=context)


@page(LOAN_READ)
@require_safe
def lendable_slip(request: Any, lendable_id: int) -> HttpResponseBase:
    """The receipt: of the loan that is open, else of the custody."""
    number, data = prints.lendable_slip(actor=request.actor, lendable_id=lendable_id, at=timezone.now())
    return attachment(data, _("凭条 {number}").format(number=number), "pdf")


def _act(request: Any, found: Any, loan: Any) -> tuple[Any, Any, str, Any]:
    actor, at = request.actor, timezone.now()

    def lend(data: dict[str, Any]) -> None:
        draft = services.LoanDraft(lendable_id=found.pk, staff_id=data.pop("staff"), **data)
        services.lend(actor=actor, draft=draft, at=at)

    def back(data: dict[str, Any]) -> None:
        services.take_back(actor=actor, loan_id=loan.pk, draft=services.ReturnDraft(**data), at=at)

    def give(data: dict[str, Any]) -> None:
        if not services.give_back(actor=actor, lendable_id=found.pk, at=at, **data):
            messages.warning(request, _("封签与登记的不符，已写进记录"))

    if loan is not None:
        return forms.ReturnForm, back, _("收回"), LOAN_LEND
    if found.state == "stored" and found.entrusted_at:
        return forms.GiveBackForm, give, _("退还业主"), LOAN_EDIT
    if found.state == "stored":
        staff = kit.staff_offer(found.community_id)
        return partial(forms.LoanForm, offers={"staff": staff}), lend, _("借出"), LOAN_LEND
    return forms.ReturnForm, back, "", LOAN_LEND


def _board_offer(request: Any, community_id: int) -> list[tuple[Any, Any]]:
    rows = queries.boards(request.actor, timezone.now(), community_id)
    return [
        *NONE,
        *((one.pk, _("{name}（{hooks} 位）").format(name=one.name, hooks=one.hooks)) for one in rows),
    ]
