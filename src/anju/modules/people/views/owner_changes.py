"""One form for a change of owner: the day, who leaves, who comes; looked at before it is done."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.modules.people import forms
from anju.modules.people.contracts import IdKind, PersonDraft, PersonKind, PhoneDraft, Share, TieKind
from anju.modules.people.permissions import PERSON_EDIT
from anju.modules.people.queries import files, places
from anju.modules.people.queries.matching import known_person
from anju.modules.people.services import owner_changes
from anju.modules.people.views.homes import home_frame, home_url

CREDIT_CODE_LENGTH = 18


@page(PERSON_EDIT)
@form_methods
def owner_change(request: Any, place_id: int) -> HttpResponse:
    place = places.home_place(request.actor, place_id, PERSON_EDIT)
    owners = [
        tie for tie in files.ties_of_home(place.id) if tie.kind == TieKind.OWNER and tie.ends_on is None
    ]

    def go_on(data: dict[str, Any]) -> HttpResponse | str:
        draft, seen = _draft(place, data)
        if request.POST.get("step") != "confirm":
            return _preview(request, place, owners, draft, seen)
        owner_changes.owner_change(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("业主已变更"))
        return home_url(place.id)

    leaving = [(tie.pk, f"{tie.person.name}（{_share_of(tie)}）") for tie in owners]
    form = partial(forms.OwnerChangeForm, leaving=leaving)
    if request.POST.get("step") == "back":
        bound = form(request.POST)
        bound.is_valid()
        initial = {
            name: bound.data.getlist(name) if name == "leaving" else bound.data.get(name)
            for name in bound.fields
        }
        request.method = "GET"
    else:
        initial = {"on": timezone.localdate(), "families_leave": True}
    context = home_frame(place, _("业主变更")) | {"rows": range(1, forms.OWNER_ROWS + 1), "owners": owners}
    return form_page(request, form, "people/owner_change.html", go_on, context=context, initial=initial)


def _share_of(tie: Any) -> str:
    return str(Share(tie.share_numerator, tie.share_denominator))


def _draft(
    place: places.HomePlace, data: dict[str, Any]
) -> tuple[owner_changes.OwnerChangeDraft, list[dict[str, Any]]]:
    new: list[owner_changes.NewOwner] = []
    seen: list[dict[str, Any]] = []
    for row in range(1, forms.OWNER_ROWS + 1):
        name = data[f"name{row}"].strip()
        if not name:
            continue
        known = known_person(name, data[f"phone{row}"], data[f"id_number{row}"])
        share = data[f"share{row}"] or Share(1, 1)
        draft = None if known else _person(place, data, row)
        new.append(
            owner_changes.NewOwner(
                known.pk if known else None, share, certificate=data[f"certificate{row}"], draft=draft
            )
        )
        seen.append({"name": known.name if known else name, "known": known, "share": str(share)})
    change = owner_changes.OwnerChangeDraft(
        place_id=place.id, on=data["on"], acquired=data["acquired"], owners=tuple(new), note=data["note"],
        leaving=tuple(data["leaving"]) if "leaving" in data else None, households_end=data["families_leave"],
    )  # fmt: skip
    return change, seen


def _person(place: places.HomePlace, data: dict[str, Any], row: int) -> PersonDraft:
    number = data[f"id_number{row}"].strip()
    company = len(number) == CREDIT_CODE_LENGTH and not number[:17].isdigit()
    phone = data[f"phone{row}"].strip()
    return PersonDraft(
        name=data[f"name{row}"],
        kind=PersonKind.COMPANY if company else PersonKind.NATURAL,
        community_id=place.community_id,
        phones=(PhoneDraft(phone),) if phone else (),
        id_kind=(IdKind.CREDIT_CODE if company else IdKind.IDENTITY_CARD) if number else None,
        id_number=number,
    )


def _preview(
    request: Any,
    place: places.HomePlace,
    owners: list[Any],
    draft: owner_changes.OwnerChangeDraft,
    seen: list[dict[str, Any]],
) -> HttpResponse:
    """What would stand before and after that day; nothing is written yet, but what is refused is said now."""
    owner_changes.owner_change_check(actor=request.actor, draft=draft, at=timezone.now())
    leaving = None if draft.leaving is None else set(draft.leaving)
    gone = [tie for tie in owners if leaving is None or tie.pk in leaving]
    context = home_frame(place, _("核对业主变更")) | {
        "draft": draft,
        "acquired": files.ACQUIRED_NAMES[draft.acquired],
        "gone": gone,
        "staying": [tie for tie in owners if tie not in gone],
        "families": owner_changes.families_leaving(draft),
        "come": seen,
        "posted": [(name, value) for name in request.POST for value in request.POST.getlist(name)
                   if name not in ("csrfmiddlewaretoken", "step")],
    }  # fmt: skip
    return render(request, "people/owner_change_preview.html", context)


@page(PERSON_EDIT)
@require_POST
def owner_change_reverse(request: Any, place_id: int, change_id: int) -> HttpResponse:
    place = places.home_place(request.actor, place_id, PERSON_EDIT)
    owner_changes.owner_change_reverse(actor=request.actor, change_id=change_id, at=timezone.now())
    messages.success(request, _("业主变更已撤销"))
    return HttpResponseRedirect(home_url(place.id))
