"""Which promise governs which clock, and what people say about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.forms.limits import LINES, HouseLimitForm, LimitForm, budget_of
from anju.modules.frontdesk.permissions import BUDGET_READ, BUDGET_SET
from anju.modules.frontdesk.queries import budgets
from anju.modules.frontdesk.queries import limit_page as reads
from anju.modules.frontdesk.rules.house import row_of
from anju.modules.frontdesk.services import limits as services


def _community(request: Any) -> int:
    """The community worked in, else the first in reach. Raises NotFound without any."""
    wanted = request.GET.get("community", "")
    if wanted.isdigit():
        return int(wanted)
    if request.community_id is not None:
        return int(request.community_id)
    first = next(iter(estate.communities(request.actor.reach(BUDGET_READ))), None)
    if first is None:
        raise NotFound("not_found", noun="estate.place")
    return first.id


@page(BUDGET_READ)
def limits(request: Any) -> HttpResponse:
    community_id = _community(request)
    found = reads.limit_page(actor=request.actor, community_id=community_id, at=timezone.now())
    context = {
        "found": found,
        "community": estate.place(community_id),
        "communities": estate.communities(request.actor.reach(BUDGET_READ)),
        "may_set": request.actor.reach(BUDGET_SET).covers_community(community_id),
    }
    return render(request, "frontdesk/limits/list.html", context)


@page(BUDGET_SET)
def limit(request: Any, promise_id: int) -> HttpResponseBase:
    """What one promise means for the clocks."""
    community_id = _community(request)
    promise = reads.promise_of(
        actor=request.actor, community_id=community_id, promise_id=promise_id, at=timezone.now()
    )
    rows = reads.limits_of_promise(promise_id)
    back = f"{reverse('frontdesk:limits')}?community={community_id}"

    def save(data: dict[str, Any]) -> str:
        services.limit_correct(
            actor=request.actor, promise_id=promise_id, community_id=community_id, drafts=form.drafts(),
            note=data["note"], at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已保存，新开的事项按此计时。"))
        return back

    form = LimitForm(request.POST or None, initial=_initial(rows))
    if request.method == "POST":
        form.is_valid()
    context = {
        "promise": promise,
        "back": back,
        "corrected": any(one.corrected for one in rows),
        "community_id": community_id,
    }
    return form_page(
        request, lambda *args, **kwargs: form, "frontdesk/limits/limit.html", save, context=context
    )


@page(BUDGET_SET)
@require_POST
def limit_again(request: Any, promise_id: int) -> HttpResponseBase:
    community_id = _community(request)
    services.limit_read_again(
        actor=request.actor, promise_id=promise_id, community_id=community_id, at=timezone.now()
    )
    messages.success(request, _("已恢复按原文识别。"))
    return HttpResponseRedirect(f"{reverse('frontdesk:limits')}?community={community_id}")


@page(BUDGET_SET)
def house_limit(request: Any, code: str) -> HttpResponseBase:
    """One of the house's own limits."""
    community_id = _community(request)
    known = row_of(code)
    if known is None or known.law:
        raise NotFound("frontdesk.limit.missing")
    own = next((one for one in budgets.house(community_id) if one.code == code), None)
    budget = (own or known).limit.budget
    back = f"{reverse('frontdesk:limits')}?community={community_id}"

    def save(data: dict[str, Any]) -> str:
        services.house_limit_set(
            actor=request.actor, code=code, community_id=None if data["everywhere"] else community_id,
            budget=None if data["off"] else budget_of(data["amount"], data["unit"], data["base"]),
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已保存，新开的事项按此计时。"))
        return back

    initial = {
        "amount": budget.amount,
        "unit": budget.unit.value,
        "base": budget.base.value,
        "off": own is None,
    }
    context = {"row": known, "back": back, "where": reads.where(known.limit)}
    return form_page(
        request, HouseLimitForm, "frontdesk/limits/house.html", save, context=context, initial=initial
    )


@page(BUDGET_SET)
@require_POST
def limits_again(request: Any) -> HttpResponseBase:
    """Read the promises of the plans in force once more."""
    community_id = _community(request)
    count = services.limits_read_by_hand(actor=request.actor, community_id=community_id, at=timezone.now())
    messages.success(request, _("已重新识别，共 %(count)s 条时限。") % {"count": count})
    return HttpResponseRedirect(f"{reverse('frontdesk:limits')}?community={community_id}")


def _initial(rows: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line, row in zip(LINES, (one for one in rows if one.kind), strict=False):
        code, values = next(iter(row.fields.items()), ("", []))
        where = f"{code}={'1' if values[0] is True else values[0]}" if code else ""
        found |= {
            f"{line}_what": f"{row.kind}.{row.clock}", f"{line}_from": row.severity_from, f"{line}_to": row.severity_to,
            f"{line}_where": where, f"{line}_amount": row.amount, f"{line}_unit": row.unit, f"{line}_base": row.base,
        }  # fmt: skip
    return found
