"""The page of a home: who owns, rents and lives in it, its file, its changes of owner."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import NotFound
from anju.modules.people import forms
from anju.modules.people.contracts import Share, TieDraft, TieKind
from anju.modules.people.permissions import (
    PERSON_EDIT,
    PERSON_READ,
    PROFILE_EDIT,
    PROFILE_READ,
)
from anju.modules.people.queries import files, panels, person_lists, places
from anju.modules.people.queries import homes as queries
from anju.modules.people.queries.persons import visible_person
from anju.modules.people.services import home_files, ties
from anju.modules.people.views.persons import draft_of

KINDS = {kind.value: kind for kind in TieKind}


def home_url(place_id: int) -> str:
    return reverse("people:home", args=[place_id])


def home_frame(place: places.HomePlace, title: str) -> dict[str, Any]:
    crumb = [(_("住户档案"), reverse("people:persons")), (str(place), home_url(place.id))]
    return {"title": title, "crumb": crumb, "back": home_url(place.id), "sub": str(place), "place": place}


@page(PERSON_READ)
@require_safe
def home(request: Any, place_id: int) -> HttpResponse:
    return show(request, places.home_place(request.actor, place_id))


def show(request: Any, place: places.HomePlace, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    rows = files.ties_of_home(place.id)
    seen = queries.home(place.id, today)
    phones = {one.tie_id: one.person.phone_shown for one in seen.people}
    current = [tie for tie in rows if files.holds(tie, today)]
    can = {
        name: request.actor.reach(permission).covers(place.path)
        for name, permission in (
            ("edit", PERSON_EDIT),
            ("profile", PROFILE_READ),
            ("profile_edit", PROFILE_EDIT),
        )
    }
    context = {
        "place": place,
        "groups": [
            (kind, label, [tie for tie in current if tie.kind == kind])
            for kind, label in files.TIE_NAMES.items()
        ],
        "coming": [tie for tie in rows if tie.starts_on is not None and tie.starts_on > today],
        "former": [tie for tie in rows if tie.ends_on is not None and tie.ends_on <= today],
        "phones": phones,
        "missing_share": _missing_share(current),
        "file": files.home_file(place.id),
        "needs": files.needs_of_home(place.id, today),
        "care": seen.care,
        "changes": files.owner_changes(place.id),
        "names": {tie.pk: tie.person.name for tie in rows},
        "panels": panels.home_panels(request, place.id),
        "can": can,
        **more,
    }
    return render(request, "people/home.html", context)


def _missing_share(current: list[Any]) -> str:
    """What part of the home no owner holds, "" when nobody or the whole is registered."""
    owners = [tie for tie in current if tie.kind == TieKind.OWNER]
    held = sum((Fraction(tie.share_numerator, tie.share_denominator) for tie in owners), start=Fraction(0))
    return "" if not owners or held == 1 else f"{(1 - held).numerator}/{(1 - held).denominator}"


@page(PERSON_EDIT)
@form_methods
def tie_new(request: Any, place_id: int, kind: str) -> HttpResponse:
    """Add an owner, tenant, family member or other: one who is registered (`?person=`), found by `?q=`, or a new one."""
    place = places.home_place(request.actor, place_id, PERSON_EDIT)
    chosen = _chosen(request)
    label = str(files.TIE_NAMES[kind])

    def add(data: dict[str, Any]) -> str:
        draft = TieDraft(
            person_id=chosen.pk if chosen else 0, place_id=place.id, kind=KINDS[kind], **_tie_values(data)
        )
        if chosen:
            ties.living_add(actor=request.actor, draft=draft, at=timezone.now())
        else:
            new = draft_of({**data, "community": place.community_id})
            ties.resident_register(actor=request.actor, person=new, tie=draft, at=timezone.now())
        messages.success(request, _("已登记%(kind)s") % {"kind": label})
        return home_url(place.id)

    text = request.GET.get("q", "").strip()
    found = person_lists.matching(person_lists.persons(request.actor), text)[:8] if text else []
    context = home_frame(place, _("添加%(kind)s") % {"kind": label}) | {
        "chosen": chosen, "q": text, "found": found, "kind": kind,
    }  # fmt: skip
    form = partial(forms.TieForm if chosen else forms.NewTieForm, kind=kind)
    initial = {"starts_on": timezone.localdate(), "lives_here": True}
    return form_page(request, form, "people/tie_form.html", add, context=context, initial=initial)


def _chosen(request: Any) -> Any:
    key = request.GET.get("person", "")
    return (
        visible_person(request.actor, int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
    )


def _tie_values(data: dict[str, Any]) -> dict[str, Any]:
    names = (
        "starts_on", "ends_on", "share", "acquired", "certificate", "relation", "contract_until", "lives_here",
        "is_contact", "note",
    )  # fmt: skip
    return {name: data[name] for name in names if name in data}


@page(PERSON_EDIT)
@form_methods
def tie_edit(request: Any, place_id: int, tie_id: int) -> HttpResponse:
    place, tie = _tie(request, place_id, tie_id)

    def change(data: dict[str, Any]) -> str:
        draft = TieDraft(
            person_id=tie.person_id, place_id=place.id, kind=KINDS[tie.kind], **_tie_values(data)
        )
        ties.tie_change(actor=request.actor, tie_id=tie.pk, draft=draft, at=timezone.now())
        messages.success(request, _("已保存"))
        return home_url(place.id)

    initial = {name: getattr(tie, name) for name in forms.TieForm.base_fields if hasattr(tie, name)}
    if tie.share_numerator:
        initial["share"] = str(Share(tie.share_numerator, tie.share_denominator))
    context = home_frame(place, f"{tie.person.name} · {tie.get_kind_display()}")
    form = partial(forms.TieForm, kind=tie.kind)
    return form_page(
        request, form, "people/form.html", change, context=context, initial=initial, guarded=True
    )


@page(PERSON_EDIT)
@form_methods
def tie_end(request: Any, place_id: int, tie_id: int) -> HttpResponse:
    place, tie = _tie(request, place_id, tie_id)

    def end(data: dict[str, Any]) -> str:
        ties.tie_end(actor=request.actor, tie_id=tie.pk, at=timezone.now(), **data)
        messages.success(request, _("已结束，原记录保留在历史中"))
        return home_url(place.id)

    context = home_frame(place, _("%(name)s迁出") % {"name": tie.person.name})
    return form_page(
        request, forms.EndForm, "people/form.html", end, context=context, initial={"on": timezone.localdate()}
    )


@page(PERSON_EDIT)
@require_POST
def tie_reopen(request: Any, place_id: int, tie_id: int) -> HttpResponse:
    place, tie = _tie(request, place_id, tie_id)
    ties.tie_end(actor=request.actor, tie_id=tie.pk, on=None, at=timezone.now())
    messages.success(request, _("已恢复"))
    return HttpResponseRedirect(home_url(place.id))


def _tie(request: Any, place_id: int, tie_id: int) -> tuple[places.HomePlace, Any]:
    place = places.home_place(request.actor, place_id, PERSON_EDIT)
    tie = next((one for one in files.ties_of_home(place.id) if one.pk == tie_id), None)
    if tie is None:
        raise NotFound("people.tie.missing")
    return place, tie


@page(PERSON_EDIT)
@form_methods
def home_edit(request: Any, place_id: int) -> HttpResponse:
    place = places.home_place(request.actor, place_id, PERSON_EDIT)
    known = files.home_file(place.id)

    def save(data: dict[str, Any]) -> str:
        draft = home_files.HomeFileDraft(**data)
        home_files.home_file_save(actor=request.actor, place_id=place.id, draft=draft, at=timezone.now())
        messages.success(request, _("已保存"))
        return home_url(place.id)

    initial = {name: getattr(known, name) for name in forms.HomeFileForm.base_fields} if known else {}
    context = home_frame(place, _("房屋档案"))
    return form_page(
        request, forms.HomeFileForm, "people/form.html", save, context=context, initial=initial, guarded=True
    )


@page(PERSON_EDIT)
@form_methods
def home_need(request: Any, place_id: int) -> HttpResponse:
    place = places.home_place(request.actor, place_id, PERSON_EDIT)

    def record(data: dict[str, Any]) -> str:
        values = {name: data[name] for name in ("text", "kind", "since_on", "until_on")}
        draft = home_files.NeedDraft(place_id=place.id, **values)
        home_files.need_record(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已登记"))
        return home_url(place.id)

    form = partial(forms.NeedForm, offers={"place": [(place.id, str(place))]})
    initial = {"since_on": timezone.localdate(), "place": place.id}
    context = home_frame(place, _("登记需求或意见"))
    return form_page(request, form, "people/form.html", record, context=context, initial=initial)


@page(PROFILE_READ)
@require_POST
def profile(request: Any, place_id: int) -> HttpResponse:
    """What is known of the household; every look is written down, so it is asked for by POST."""
    facts = home_files.profile_read(actor=request.actor, place_id=place_id, at=timezone.now())
    place = places.home_place(request.actor, place_id)
    labels = {name: field.label for name, field in forms.ProfileForm.base_fields.items()}
    response = show(request, place, profile=[(labels[name], text) for name, text in facts.items()])
    response["Cache-Control"] = "no-store"
    return response


@page(PROFILE_EDIT)
@form_methods
def profile_edit(request: Any, place_id: int) -> HttpResponse:
    place = places.home_place(request.actor, place_id, PROFILE_EDIT)

    def save(data: dict[str, Any]) -> str:
        home_files.profile_save(actor=request.actor, place_id=place.id, facts=data, at=timezone.now())
        messages.success(request, _("已保存"))
        return home_url(place.id)

    initial = home_files.profile_read(actor=request.actor, place_id=place.id, at=timezone.now())
    context = home_frame(place, _("家庭情况")) | {
        "text": _("敏感个人信息：须先取得单独同意；只有获授权的人员能看，每次查看和修改都有记录。")
    }
    response = form_page(
        request,
        forms.ProfileForm,
        "people/form.html",
        save,
        context=context,
        initial=initial,
        guarded=True,
    )
    response["Cache-Control"] = "no-store"
    return response
