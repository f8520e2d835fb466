"""The desk of duplicates: pairs side by side, merged field by field, taken apart again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.messages import error_text
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import Conflict, Invalid
from anju.modules.people.permissions import PERSON_MERGE
from anju.modules.people.queries import duplicates as queries
from anju.modules.people.queries import files
from anju.modules.people.queries.persons import visible_person
from anju.modules.people.services import merging
from anju.modules.people.views.persons import frame, person_url

REASON_NAMES = {
    "id_number": gettext_lazy("证件号码相同"),
    "phone": gettext_lazy("电话相同、姓名相近"),
    "home": gettext_lazy("同一房屋内同名"),
}
MOST_SHOWN = 60


@page(PERSON_MERGE)
@require_safe
def duplicates(request: Any) -> HttpResponse:
    pairs = queries.pairs(request.actor)
    context = {
        "pairs": [
            {"first": _card(request, one.first), "second": _card(request, one.second), "pair": one,
             "reasons": [REASON_NAMES[reason] for reason in one.reasons]}
            for one in pairs[:MOST_SHOWN]
        ],
        "total": len(pairs),
        "merges": queries.merges(request.actor, 30),
    }  # fmt: skip
    return render(request, "people/duplicates.html", context)


def _card(request: Any, person: Any) -> dict[str, Any]:
    ties = files.ties_of_person(request.actor, person.pk)
    return {
        "person": person,
        "phones": files.phones_shown(person),
        "id_number": files.id_number_shown(person),
        "homes": [f"{tie.place} {tie.get_kind_display()}" for tie in ties[:3]],
    }


@page(PERSON_MERGE)
@form_methods
def merge(request: Any, first_id: int, second_id: int) -> HttpResponse:
    """Side by side; `kept` says whose record stays, `take` which values come from the other."""
    one = visible_person(request.actor, first_id, PERSON_MERGE)
    other = visible_person(request.actor, second_id, PERSON_MERGE)
    refused = ""
    if request.method == "POST":
        kept, gone = (other, one) if request.POST.get("kept") == str(other.pk) else (one, other)
        take = [name for name in merging.CHOICES if request.POST.get(name) == str(gone.pk)]
        try:
            merging.persons_merge(
                actor=request.actor, kept_id=kept.pk, gone_id=gone.pk, take=take,
                reason=request.POST.get("reason", ""), at=timezone.now(),
            )  # fmt: skip
        except (Conflict, Invalid) as error:
            refused = error_text(error.code, error.params)
        else:
            messages.success(request, _("两份档案已合并，需要时可以拆分"))
            return HttpResponseRedirect(person_url(kept.pk))
    context = frame(_("合并住户")) | {
        "sides": [_card(request, one), _card(request, other)],
        "fields": _fields(one, other),
        "refused": refused,
        "crumb": [(_("住户档案"), reverse("people:persons")), (_("重复住户"), reverse("people:duplicates"))],
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "people/merge.html", context, status=409 if refused else 200)


LABELS = {
    "name": gettext_lazy("姓名"),
    "id_number": gettext_lazy("证件号码"),
    "birthday": gettext_lazy("出生日期"),
    "email": gettext_lazy("电子邮箱"),
    "language": gettext_lazy("语言"),
    "note": gettext_lazy("备注"),
}


def _fields(one: Any, other: Any) -> list[dict[str, Any]]:
    """Fields in which the two differ, as they are shown; a side that has nothing there is not offered."""
    found = []
    for name in merging.CHOICES:
        values = [_shown(side, name) for side in (one, other)]
        if values[0] == values[1] and getattr(one, name) == getattr(other, name):
            continue
        better = 0 if values[0] or not values[1] else 1
        found.append({"name": name, "label": LABELS[name], "values": values, "better": better})
    return found


def _shown(person: Any, name: str) -> str:
    if name == "id_number":
        return files.id_number_shown(person)
    if name == "email":
        return files.email_shown(person)
    value = getattr(person, name)
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")


@page(PERSON_MERGE)
@require_POST
def distinct(request: Any, first_id: int, second_id: int) -> HttpResponse:
    merging.persons_distinct(actor=request.actor, first_id=first_id, second_id=second_id, at=timezone.now())
    messages.success(request, _("已确认不是同一人，不再提示"))
    return HttpResponseRedirect(reverse("people:duplicates"))


@page(PERSON_MERGE)
@require_POST
def part(request: Any, merge_id: int) -> HttpResponse:
    merging.persons_part(
        actor=request.actor, merge_id=merge_id, reason=request.POST.get("reason", ""), at=timezone.now()
    )
    messages.success(request, _("已拆分为两份档案"))
    return HttpResponseRedirect(reverse("people:duplicates"))
