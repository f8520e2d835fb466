"""The register of dogs: the list, one dog, its breaches."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.web import form_methods, page
from anju.modules.community.contracts import Who
from anju.modules.community.forms import dogs as forms
from anju.modules.community.permissions import DOG_MEASURE, DOG_READ, DOG_WRITE
from anju.modules.community.queries import dogs as queries
from anju.modules.community.queries.neighbours import cases_about, masked
from anju.modules.community.services import dogs as services
from anju.modules.community.tables.dogs import DOGS
from anju.modules.community.views import local_today, upload
from anju.modules.community.views import neighbours as kit
from anju.modules.community.views.neighbours import Deed
from anju.modules.frontdesk import facade as frontdesk

SERIOUS = {"bite": 3}


def tabs(request: Any, active: str) -> list[dict[str, Any]]:
    found = (
        ("dogs", _("犬只登记"), "community:dogs", "tag"),
        ("ladders", _("提醒与措施"), "community:dog_ladders", "stairs-up"),
        ("inspections", _("养犬检查"), "community:dog_inspections", "shield-check"),
    )
    return [
        {"label": label, "href": reverse(name), "active": code == active, "icon": mark}
        for code, label, name, mark in found
    ]


def crumb() -> tuple[str, str]:
    return _("犬只登记"), reverse("community:dogs")


def here(dog_id: int) -> str:
    return reverse("community:dog", args=[dog_id])


def home_typed(community_id: int, data: dict[str, Any]) -> int | None:
    """The home that was typed. Raises Invalid at the field."""
    return frontdesk.home_of(community_id, data.pop("home"))


@page(DOG_READ)
@require_safe
def dog_list(request: Any) -> HttpResponseBase:
    today = local_today(request)
    context = {
        "tabs": tabs(request, "dogs"),
        "standing": queries.standing(request.actor, today, request.community_id),
        "may_write": request.actor.can(DOG_WRITE),
    }
    rows = queries.dogs(request.actor, today, request.community_id)
    return DOGS.respond(request, rows, template="community/dogs.html", context=context)


@page(DOG_WRITE)
@form_methods
def dog_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, DOG_WRITE)

    def note(data: dict[str, Any]) -> str:
        made = services.dog_note(
            actor=request.actor,
            community_id=community.id,
            draft=_draft(community.id, data),
            at=timezone.now(),
        )
        return here(made)

    home = request.GET.get("place", "")
    deed = Deed(
        title=_("登记犬只"), back=reverse("community:dogs"), crumb=crumb(), message=_("已登记"), community=community,
        permission=DOG_WRITE, initial={"home": kit.short(int(home), community.id) if home.isdigit() else ""},
    )  # fmt: skip
    return kit.run(request, partial(forms.DogForm, asker=(request.actor, community.id)), note, deed)


@page(DOG_READ)
@require_safe
def dog(request: Any, dog_id: int) -> HttpResponse:
    today = local_today(request)
    row = queries.dog(request.actor, dog_id, today)
    context = {
        "row": row,
        "why": queries.why_forbidden(row),
        "terms": queries.terms(row, today),
        "phone": masked(row.keeper_phone),
        "cases": cases_about(request.actor, dog_id=dog_id),
        "ladders": queries.ladders(request.actor, today).filter(dog_id=dog_id).order_by("-opened_on", "-pk"),
        "breaches": list(forms.BREACHES.items()),
        "may_write": request.actor.can(DOG_WRITE),
        "may_measure": request.actor.can(DOG_MEASURE),
    }
    return render(request, "community/dog.html", context)


@page(DOG_WRITE)
@form_methods
def dog_edit(request: Any, dog_id: int) -> HttpResponse:
    row = queries.dog(request.actor, dog_id, local_today(request))

    def change(data: dict[str, Any]) -> None:
        draft = _draft(row.community_id, data)
        services.dog_change(actor=request.actor, dog_id=dog_id, draft=draft, at=timezone.now())

    names = (
        "spot", "keeper_phone", "name", "breed", "size", "height_cm", "sex", "colour", "born_on", "licence",
        "licence_until", "vaccinated_on", "vaccine_until", "note",
    )  # fmt: skip
    initial = {
        "home": kit.short(row.place_id, row.community_id),
        "keeper": Who(row.keeper, row.person_id, row.place_id, linked=False),
        **{name: getattr(row, name) for name in names},
    }
    deed = Deed(
        title=_("修改犬只登记"), back=here(dog_id), crumb=crumb(), message=_("已保存"), initial=initial,
        guarded=True,
    )  # fmt: skip
    return kit.run(request, partial(forms.DogForm, asker=(request.actor, row.community_id)), change, deed)


@page(DOG_WRITE)
@form_methods
def dog_state(request: Any, dog_id: int) -> HttpResponse:
    today = local_today(request)
    row = queries.dog(request.actor, dog_id, today)

    def change(data: dict[str, Any]) -> None:
        services.dog_state(actor=request.actor, dog_id=dog_id, at=timezone.now(), **data)

    deed = Deed(
        title=_("改变状态"), back=here(dog_id), crumb=crumb(), message=_("已保存"),
        note=_("登记不会删除，写错了再改回来即可。"), initial={"state": row.state, "on": today},
    )  # fmt: skip
    return kit.run(request, forms.DogStateForm, change, deed)


@page(DOG_WRITE)
@require_POST
def dog_breach(request: Any, dog_id: int) -> HttpResponse:
    """One click on the dog's page: a case of kind violation about it."""
    row = queries.dog(request.actor, dog_id, local_today(request))
    form = forms.BreachForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择违规内容"))
        return redirect(here(dog_id))
    _open(request, row.community_id, form.cleaned_data, dog_id=dog_id)
    messages.success(request, _("已登记违规，转入事项处理"))
    return redirect(here(dog_id))


@page(DOG_WRITE)
@form_methods
def breach_new(request: Any) -> HttpResponse:
    """A breach of a dog nobody knows, at a home or anywhere in the community."""
    community = kit.community_here(request, DOG_WRITE)

    def open_it(data: dict[str, Any]) -> str:
        place_id = home_typed(community.id, data)
        return reverse("frontdesk:case", args=[_open(request, community.id, data, place_id=place_id)])

    place = request.GET.get("place", "")
    deed = Deed(
        title=_("登记养犬违规"), back=reverse("community:dogs"), crumb=crumb(), message=_("已登记违规，转入事项处理"),
        note=_("知道是哪只犬的，请在犬只页面登记。"), community=community, permission=DOG_WRITE,
        initial={"home": kit.short(int(place), community.id) if place.isdigit() else ""},
    )  # fmt: skip
    return kit.run(request, forms.HomeBreachForm, open_it, deed)


@page(DOG_WRITE)
@require_POST
def dog_phone(request: Any, dog_id: int) -> HttpResponse:
    """The telephone in the clear; who looked stands in the audit."""
    number = services.phone_read(actor=request.actor, dog_id=dog_id, at=timezone.now())
    return render(request, "community/_neighbour_phone.html", {"phone": number})


def _open(request: Any, community_id: int, data: dict[str, Any], **about: Any) -> int:
    draft = services.BreachDraft(
        community_id=community_id, label=str(forms.BREACHES[data["what"]]), words=data["words"],
        severity=SERIOUS.get(data["what"], 2), **about,
    )  # fmt: skip
    return services.breach_open(actor=request.actor, draft=draft, at=timezone.now())


def _draft(community_id: int, data: dict[str, Any]) -> services.DogDraft:
    keeper = data.pop("keeper")
    home = home_typed(community_id, data) or (keeper.place_id if not data["spot"] else None)
    return services.DogDraft(
        place_id=home, keeper=keeper.name, chosen=keeper, photo=upload(data.pop("photo")), **data
    )
