"""The list of persons, the page of one, and what is seen of him in the clear."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation import audit
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.modules.people import forms
from anju.modules.people.contracts import IdKind, PersonDraft, PersonKind, PhoneDraft
from anju.modules.people.permissions import (
    PERSON_EDIT,
    PERSON_MERGE,
    PERSON_READ,
    PERSON_REVEAL,
)
from anju.modules.people.queries import communities, duplicates, files, panels, person_lists
from anju.modules.people.queries import persons as queries
from anju.modules.people.services import consents, persons
from anju.modules.people.tables import PERSONS, PERSONS_OPEN
from anju.modules.people.views import offers

MOST_TYPED = 3


def person_url(person_id: int) -> str:
    return reverse("people:person", args=[person_id])


def frame(title: str, person: Any = None, crumb: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """What every form page of a person needs: title, way back, name below the title."""
    way = [(_("住户档案"), reverse("people:persons")), *crumb]
    if person is not None:
        way.append((person.name, person_url(person.pk)))
    return {"title": title, "crumb": way, "back": way[-1][1], "sub": person.name if person else ""}


@page(PERSON_READ)
@require_safe
def person_list(request: Any) -> HttpResponse:
    rows = person_lists.persons(request.actor, request.community_id)
    request.whole_phones = bool(request.GET.get("whole")) and request.actor.can(PERSON_REVEAL)
    table = PERSONS_OPEN if request.whole_phones else PERSONS
    can = {
        name: request.actor.can(permission)
        for name, permission in (
            ("edit", PERSON_EDIT),
            ("merge", PERSON_MERGE),
            ("reveal", PERSON_REVEAL),
        )
    }
    can["export"] = request.actor.can("people.person:export")
    return table.respond(request, rows, template="people/persons.html", context={"can": can})


@page(PERSON_READ)
@require_safe
def person(request: Any, person_id: int) -> HttpResponse:
    found = queries.visible_person(request.actor, person_id)
    if found.pk != person_id:
        messages.info(request, _("这份档案已合并到“%(name)s”") % {"name": found.name})
        return HttpResponseRedirect(person_url(found.pk))
    return show(request, found)


def show(request: Any, found: Any, **more: Any) -> HttpResponse:
    """The page of a person; `more` may hold what was just revealed."""
    today = timezone.localdate()
    ties = files.ties_of_person(request.actor, found.pk)
    context = {
        "person": found,
        "community": communities.community_names().get(found.community_id or 0, ""),
        "phones": files.phones_shown(found),
        "id_number": files.id_number_shown(found),
        "email": files.email_shown(found),
        "ties": ties,
        "current": [tie for tie in ties if files.holds(tie, today)],
        "documents": files.documents(found.pk),
        "conventions": files.conventions(found.pk),
        "needs": files.needs_of_person(request.actor, found.pk),
        "consents": _consents(found.pk),
        "merges": files.merges_of(found.pk),
        "panels": panels.person_panels(request, found.pk),
        "history": _history(found.pk),
        "can": _can(request, found.pk),
        **more,
    }
    if context["can"]["merge"]:
        context["twins"] = duplicates.duplicates_of(request.actor, found)
    return render(request, "people/person.html", context)


def _can(request: Any, person_id: int) -> dict[str, bool]:
    wanted = {"edit": PERSON_EDIT, "reveal": PERSON_REVEAL, "merge": PERSON_MERGE}
    return {name: queries.may(request.actor, permission, person_id) for name, permission in wanted.items()}


def _consents(person_id: int) -> list[dict[str, Any]]:
    """Every purpose with the consent in force, if any, and whether its wording is the present one."""
    rows = files.consents(person_id)
    held = {one.purpose: one for one in rows if one.withdrawn_at is None}
    return [
        {
            "purpose": one,
            "held": held.get(one.code),
            "present": one.code in held and held[one.code].version == one.version,
            "before": [row for row in rows if row.purpose == one.code and row.withdrawn_at is not None],
        }
        for one in consents.purposes()
    ]


def _history(person_id: int) -> list[dict[str, Any]]:
    known = audit.actions()
    return [
        {
            "what": known[entry.action].label if entry.action in known else entry.action,
            "who": entry.actor_name,
            "at": entry.at,
            "body": entry.reason,
        }
        for entry in files.history(person_id)
    ]


@page(PERSON_EDIT)
@form_methods
def person_new(request: Any) -> HttpResponse:
    def create(data: dict[str, Any]) -> str:
        made = persons.person_create(actor=request.actor, draft=draft_of(data), at=timezone.now())
        messages.success(request, _("已新建“%(name)s”") % {"name": data["name"]})
        return person_url(made)

    offered = {"community": offers.community_offer(request, PERSON_EDIT)}
    form = partial(forms.PersonForm, offers=offered)
    initial = {
        "community": request.community_id or (offered["community"][0][0] if offered["community"] else None)
    }
    context = frame(_("新建住户")) | {
        "text": _("要把住户登记到房屋里，在房屋页面上添加业主、租户或家庭成员更快。")
    }
    return form_page(request, form, "people/person_form.html", create, context=context, initial=initial)


@page(PERSON_EDIT)
@form_methods
def person_edit(request: Any, person_id: int) -> HttpResponse:
    found = queries.visible_person(request.actor, person_id, PERSON_EDIT)
    shown = files.phones_shown(found)
    # The form has room for so many; the others stay as they are.
    further = tuple(PhoneDraft(one.shown, one.label) for one in shown[MOST_TYPED:])

    def change(data: dict[str, Any]) -> str:
        draft = draft_of(data)
        draft = replace(draft, phones=(*draft.phones, *further))
        persons.person_change(
            actor=request.actor, person_id=found.pk, draft=draft, at=timezone.now(), keep_sealed=True
        )
        messages.success(request, _("已保存"))
        return person_url(found.pk)

    initial: dict[str, Any] = {
        name: getattr(found, name) for name in ("kind", "name", "birthday", "language", "note", "id_kind")
    }
    initial |= {
        "community": found.community_id,
        "id_number": files.id_number_shown(found),
        "email": files.email_shown(found),
    }
    for place, one in enumerate(shown[:MOST_TYPED], 1):
        initial |= {f"phone{place}": one.shown, f"phone{place}_label": one.label}
    offered = {
        "community": [
            (found.community_id or "", communities.community_names().get(found.community_id or 0, "—"))
        ]
    }
    form = partial(forms.PersonForm, offers=offered)
    context = frame(_("修改住户"), found) | {
        "text": _("电话、证件号码和邮箱以遮盖形式显示，不改动就保持原样。")
    }
    return form_page(
        request, form, "people/person_form.html", change, context=context, initial=initial, guarded=True
    )


def draft_of(data: dict[str, Any]) -> PersonDraft:
    phones = tuple(
        PhoneDraft(data[f"phone{n}"], data.get(f"phone{n}_label") or "")
        for n in (1, 2, 3)
        if data.get(f"phone{n}")
    )
    return PersonDraft(
        name=data["name"], kind=PersonKind(data["kind"]), community_id=data.get("community"), phones=phones,
        id_kind=IdKind(data["id_kind"]) if data["id_kind"] else None, id_number=data["id_number"],
        birthday=data["birthday"], email=data["email"], language=data.get("language") or "zh-hans",
        note=data.get("note") or "",
    )  # fmt: skip


REVEALS = {
    "phone": persons.person_phone,
    "id_number": persons.person_id_number,
    "email": persons.person_email,
}


@page(PERSON_REVEAL)
@require_POST
def person_reveal(request: Any, person_id: int, what: str) -> HttpResponse:
    """The whole value, in place for htmx, else with the page; either way somebody looked, and it is written down."""
    field, _sign, number = what.partition("-")
    more = {"phone_id": int(number)} if number else {}
    value = REVEALS[field](actor=request.actor, person_id=person_id, at=timezone.now(), **more)
    if request.headers.get("HX-Request"):
        response = render(request, "people/_revealed.html", {"value": value, "field": field})
    else:
        found = queries.visible_person(request.actor, person_id)
        response = show(request, found, revealed={what: value})
    response["Cache-Control"] = "no-store"
    return response


@page(PERSON_EDIT)
@require_POST
def person_consent(request: Any, person_id: int) -> HttpResponse:
    """Give or withdraw a consent for a person who stands at the desk or signed a paper."""
    act = consents.consent_withdraw if request.POST.get("act") == "withdraw" else consents.consent_give
    act(
        actor=request.actor, person_id=person_id, purpose=request.POST.get("purpose", ""),
        how=request.POST.get("how", ""), at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("已记录"))
    return HttpResponseRedirect(person_url(person_id) + "#consents")
