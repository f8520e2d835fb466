"""Departments, posts, teams, management bodies and the organisation chart."""

from __future__ import annotations

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
from anju.modules.people import forms
from anju.modules.people.permissions import STAFF_READ, STRUCTURE_CHANGE
from anju.modules.people.queries import communities, records
from anju.modules.people.queries import staff as queries
from anju.modules.people.queries.domains import NAMES
from anju.modules.people.services import structure as services
from anju.modules.people.views import offers

HOME = "people:departments"


@page(STAFF_READ)
@require_safe
def departments(request: Any) -> HttpResponse:
    """Departments with their posts (fixed number against actual) and teams."""
    found = records.chart(request.actor, request.community_id)
    posts: dict[int, list[Any]] = {}
    for post in records.posts([one.pk for one in found]):
        posts.setdefault(post.position.department_id, []).append(post)
    context = {
        "departments": found,
        "posts": posts,
        "names": communities.community_names(),
        "domains": NAMES,
        "can_change": request.actor.can(STRUCTURE_CHANGE),
        "headcount": sum(one.position.headcount for some in posts.values() for one in some),
        "missing": sum(one.missing for some in posts.values() for one in some),
    }
    return render(request, "people/departments.html", context)


@page(STAFF_READ)
@require_safe
def chart(request: Any) -> HttpResponse:
    """Company → department → team → person."""
    found = records.chart(request.actor, request.community_id)
    below: dict[int | None, list[Any]] = {}
    shown = {one.pk for one in found}
    for one in found:
        below.setdefault(one.parent_id if one.parent_id in shown else None, []).append(one)
    context = {"below": below, "names": communities.community_names(), "domains": NAMES, "org": request.org}
    return render(request, "people/chart.html", context)


@page(STRUCTURE_CHANGE)
@form_methods
def department_edit(request: Any, department_id: int | None = None) -> HttpResponse:
    initial: dict[str, Any] = {"community": request.community_id}
    if department_id is not None:
        row = services.department_of(request.actor, department_id)
        initial = {
            "name": row.name,
            "domain": row.domain,
            "community": row.community_id,
            "parent": row.parent_id,
            "head": row.head_id,
        }

    def save(data: dict[str, Any]) -> str:
        draft = services.DepartmentDraft(
            name=data["name"], domain=data["domain"], community_id=data["community"], parent_id=data["parent"],
            head_id=data["head"],
        )  # fmt: skip
        services.department_save(
            actor=request.actor, draft=draft, at=timezone.now(), department_id=department_id
        )
        return _saved(request)

    title = _("修改部门") if department_id else _("新建部门")
    return _form(request, forms.DepartmentForm, title, save, initial)


@page(STRUCTURE_CHANGE)
@form_methods
def position_edit(request: Any, position_id: int | None = None) -> HttpResponse:
    initial: dict[str, Any] = {"department": request.GET.get("department")}
    if position_id is not None:
        row = records.visible_position(request.actor, position_id)
        names = ("name", "headcount", "duties", "standard", "demands")
        initial = {"department": row.department_id} | {name: getattr(row, name) for name in names}

    def save(data: dict[str, Any]) -> str:
        draft = services.PositionDraft(department_id=data.pop("department"), **data)
        services.position_save(actor=request.actor, draft=draft, at=timezone.now(), position_id=position_id)
        return _saved(request)

    return _form(request, forms.PositionForm, _("修改岗位") if position_id else _("新建岗位"), save, initial)


@page(STRUCTURE_CHANGE)
@form_methods
def team_edit(request: Any, team_id: int | None = None) -> HttpResponse:
    initial: dict[str, Any] = {"department": request.GET.get("department")}
    if team_id is not None:
        row = records.visible_team(request.actor, team_id)
        initial = {"department": row.department_id, "name": row.name, "leader": row.leader_id}

    def save(data: dict[str, Any]) -> str:
        draft = services.TeamDraft(
            department_id=data["department"], name=data["name"], leader_id=data["leader"]
        )
        services.team_save(actor=request.actor, draft=draft, at=timezone.now(), team_id=team_id)
        return _saved(request)

    return _form(request, forms.TeamForm, _("修改班组") if team_id else _("新建班组"), save, initial)


DELETES = {
    "department": (services.department_delete, "department_id"),
    "position": (services.position_delete, "position_id"),
    "team": (services.team_delete, "team_id"),
}


@page(STRUCTURE_CHANGE)
@require_POST
def structure_delete(request: Any, what: str, key: int) -> HttpResponse:
    delete, name = DELETES[what]
    delete(actor=request.actor, at=timezone.now(), **{name: key})
    messages.success(request, _("已删除"))
    return HttpResponseRedirect(reverse(HOME))


@page(STAFF_READ)
@require_safe
def bodies(request: Any) -> HttpResponse:
    context = {
        "bodies": list(records.bodies(request.actor, request.community_id)),
        "names": communities.community_names(),
        "can_change": request.actor.can(STRUCTURE_CHANGE),
    }
    return render(request, "people/bodies.html", context)


@page(STRUCTURE_CHANGE)
@form_methods
def body_edit(request: Any, body_id: int | None = None) -> HttpResponse:
    initial: dict[str, Any] = {"community": request.community_id, "kind": "office"}
    if body_id is not None:
        row = records.body(request.actor, body_id)
        names = ("name", "kind", "head", "duties", "powers", "principles")
        initial = {"community": row.community_id} | {name: getattr(row, name) for name in names}

    def save(data: dict[str, Any]) -> str:
        draft = services.BodyDraft(community_id=data.pop("community"), **data)
        services.body_save(actor=request.actor, draft=draft, at=timezone.now(), body_id=body_id)
        return _saved(request, "people:bodies")

    title = _("修改机构") if body_id else _("新建机构")
    return _form(request, forms.BodyForm, title, save, initial, "people:bodies")


def _saved(request: Any, after: str = HOME) -> str:
    messages.success(request, _("已保存"))
    return reverse(after)


def _form(
    request: Any, form: Any, title: str, save: Any, initial: dict[str, Any], back: str = HOME
) -> HttpResponse:
    context = {
        "title": title,
        "crumb": [(_("部门岗位") if back == HOME else _("管理机构"), reverse(back))],
        "back": reverse(back),
    }
    made = partial(form, offers=offers.for_structure(request))
    return form_page(request, made, "people/form.html", save, context=context, initial=initial, guarded=True)


@page(STAFF_READ)
@require_safe
def position(request: Any, position_id: int) -> HttpResponse:
    """A post: its duties, its work standard and who holds it."""
    found = records.visible_position(request.actor, position_id)
    context = {
        "post": found,
        "holders": queries.holders(request.actor, position_id),
        "can_change": request.actor.reach(STRUCTURE_CHANGE).covers_community(found.department.community_id),
    }
    return render(request, "people/position.html", context)
