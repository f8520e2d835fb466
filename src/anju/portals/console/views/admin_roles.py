"""Roles: the matrix of permissions, and roles the organisation makes up for itself."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.accounts import queries, roles
from anju.foundation.registrations import ROLE_DEFINE, USER_READ
from anju.foundation.ui.forms import form_page
from anju.foundation.web import page

GROUP_NAMES = {
    "foundation": lazy("系统"),
    "estate": lazy("房产与位置"),
    "people": lazy("人员与岗位"),
    "plans": lazy("方案与履约"),
    "schedule": lazy("作业与检查"),
}


class RoleForm(forms.Form):
    name = forms.CharField(label=lazy("名称"), max_length=40)
    codes = forms.MultipleChoiceField(label=lazy("权限"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{one.label}（{one.code}）") for _group, found in groups for one in found
        ]


@page(USER_READ)
@require_safe
def role_list(request: Any) -> HttpResponse:
    context = {
        "roles": queries.roles(),
        "groups": queries.permission_groups(),
        "names": GROUP_NAMES,
        "may_define": request.actor.can(ROLE_DEFINE, ""),
    }
    return render(request, "console/admin/roles.html", context)


@page(ROLE_DEFINE)
def role_edit(request: Any, role_id: int | None = None) -> HttpResponse:
    role = queries.role(role_id) if role_id is not None else None

    def define(data: dict[str, Any]) -> str:
        roles.role_define(actor=request.actor, at=timezone.now(), role_id=role_id, **data)
        return reverse("console:roles")

    form = partial(RoleForm, groups=queries.permission_groups())
    initial = {"name": role.name, "codes": sorted(role.codes)} if role else {}
    return form_page(
        request,
        form,
        "console/admin/role_edit.html",
        define,
        initial=initial,
        context={"role": role},
        guarded=True,
    )


@page(ROLE_DEFINE)
@require_POST
def role_remove(request: Any, role_id: int) -> HttpResponse:
    roles.role_remove(actor=request.actor, role_id=role_id, at=timezone.now())
    return redirect("console:roles")
