"""Opinion boxes: the list, one box with its openings, one opening with its letters."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.modules.community.forms.gatherings import BoxForm, LetterForm, OpeningForm
from anju.modules.community.permissions import OPINION_OPEN, OPINION_READ, OPINION_WRITE
from anju.modules.community.queries import opinions as queries
from anju.modules.community.services import opinions as services
from anju.modules.community.tables.opinions import BOXES, OPENINGS, due, is_late, was_late
from anju.modules.community.views import community_of, local_today, staff_of
from anju.modules.community.views.meetings import FORM
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

SPOTS = ("building", "entrance", "public", "room", "gate", "post")


@page(OPINION_READ)
@require_safe
def box_list(request: Any) -> HttpResponseBase:
    rows = queries.boxes(request.actor, request.community_id)
    context = {
        "may_write": request.actor.can(OPINION_WRITE),
        "late": queries.late_boxes(request.actor, request.community_id, local_today(request)),
    }
    return BOXES.respond(request, rows, template="community/gatherings/boxes.html", context=context)


@page(OPINION_READ)
@require_safe
def box(request: Any, box_id: int) -> HttpResponseBase:
    row = queries.box(request.actor, box_id)
    context = {
        "box": row,
        "due": due(row),
        "late": is_late(row),
        "every_days": queries.every_days(row),
        "label": estate.place(row.place_id).label if row.place_id else "",
        "may_open": request.actor.can(OPINION_OPEN) and row.ended_on is None,
        "may_write": request.actor.can(OPINION_WRITE),
    }
    template = "community/gatherings/box.html"
    return OPENINGS.respond(request, queries.openings(row), template=template, context=context)


@page(OPINION_WRITE)
@form_methods
def box_new(request: Any) -> HttpResponse:
    return _box_form(request, community_of(request, OPINION_WRITE), None)


@page(OPINION_WRITE)
@form_methods
def box_edit(request: Any, box_id: int) -> HttpResponse:
    row = queries.box(request.actor, box_id)
    return _box_form(request, row.community_id, row)


@page(OPINION_OPEN)
@form_methods
def box_open(request: Any, box_id: int) -> HttpResponse:
    row = queries.box(request.actor, box_id)

    def record(data: dict[str, Any]) -> str:
        draft = services.OpeningDraft(
            opened_at=data["opened_at"], staff_id=data["staff"], letters=data["letters"], witness_id=data["second"],
            witness=data["witness"], note=data["note"],
        )  # fmt: skip
        made = services.box_open(actor=request.actor, box_id=box_id, draft=draft, at=timezone.now())
        messages.success(request, _("已登记开启"))
        name, key = ("community:opening", made) if draft.letters else ("community:box", box_id)
        return reverse(name, args=[key])

    staff = staff_of(row.community_id)
    own = people.staff_of_user(request.user.pk)
    initial = {
        "opened_at": timezone.now().replace(second=0, microsecond=0), "staff": own.id if own else row.keeper_id,
    }  # fmt: skip
    here = reverse("community:box", args=[box_id])
    context = {
        "title": _("登记开启"), "back": here, "sub": row.spot,
        "crumb": [(_("意见箱"), reverse("community:boxes")), (row.name, here), _("登记开启")],
    }  # fmt: skip
    form = partial(OpeningForm, offers={"staff": staff, "second": staff})
    return form_page(request, form, FORM, record, context=context, initial=initial)


@page(OPINION_READ)
@form_methods
def opening(request: Any, opening_id: int) -> HttpResponse:
    row = queries.opening(request.actor, opening_id)

    def take(data: dict[str, Any]) -> str:
        draft = services.LetterDraft(
            kind=data["kind"], words=data["words"], home=data["home"], name=data["name"].name, phone=data["phone"],
            photo=next(iter(data["photo"]), None), chosen=data["name"],
        )  # fmt: skip
        services.letter_take(actor=request.actor, opening_id=opening_id, draft=draft, at=timezone.now())
        messages.success(request, _("来信已转为事项"))
        return reverse("community:opening", args=[opening_id])

    context = {
        "row": row,
        "box": row.box,
        "late": was_late(row),
        "letters": queries.letters(row),
        "left": row.letters - row.taken_count,
        "kinds": dict(services.KIND_NAMES),
        "may_open": request.actor.can(OPINION_OPEN),
    }
    form = partial(LetterForm, asker=(request.actor, row.box.community_id))
    return form_page(request, form, "community/gatherings/opening.html", take, context=context)


def _box_form(request: Any, community_id: int, row: Any) -> HttpResponse:
    def save(data: dict[str, Any]) -> str:
        draft = services.BoxDraft(
            name=data["name"], spot=data["spot"], keeper_id=data["keeper"], hung_on=data["hung_on"],
            place_id=data["place"], every_days=data["every_days"], ended_on=data["ended_on"],
        )  # fmt: skip
        made = services.box_save(
            actor=request.actor, community_id=community_id, draft=draft, at=timezone.now(),
            box_id=row.pk if row else None,
        )  # fmt: skip
        messages.success(request, _("已保存"))
        return reverse("community:box", args=[made])

    spots = [(one.id, one.full_name or one.name) for one in estate.places_of(community_id, SPOTS)]
    initial: dict[str, Any] = {"hung_on": local_today(request)}
    trail: list[Any] = [(_("意见箱"), reverse("community:boxes"))]
    if row:
        initial = {
            "name": row.name, "spot": row.spot, "keeper": row.keeper_id, "hung_on": row.hung_on, "place": row.place_id,
            "every_days": row.every_days, "ended_on": row.ended_on,
        }  # fmt: skip
        trail.append((row.name, reverse("community:box", args=[row.pk])))
    title = _("修改") if row else _("登记意见箱")
    context = {"title": title, "crumb": [*trail, title], "back": trail[-1][1]}
    form = partial(BoxForm, offers={"keeper": staff_of(community_id), "place": spots})
    return form_page(request, form, FORM, save, context=context, initial=initial)
