"""Users of the organisation: list, new, one with his roles, sessions and password."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.accounts import factors, members, queries, services
from anju.foundation.registrations import STAFF_ROLES, USER_MANAGE, USER_READ
from anju.foundation.ui.filters import phone_mask
from anju.foundation.ui.forms import SearchSelect, TreeSelect, form_page, tree_choices
from anju.foundation.ui.tables import BooleanFilter, Column, EmptyState, SearchFilter, Table
from anju.foundation.web import page
from anju.portals.console.views import places


def _state(row: Any) -> Any:
    tone, text = ("green", _("启用")) if row.is_active else ("slate", _("已停用"))
    return format_html('<span class="pill tone-{}">{}</span>', tone, text)


USERS = Table(
    name="console.users",
    caption=lazy("用户"),
    columns=(
        Column(key="name", label=lazy("姓名"), value="user.name", sort="user__name", classes="main"),
        Column(key="username", label=lazy("用户名"), value="user.username", sort="user__username"),
        Column(
            key="phone",
            label=lazy("手机号"),
            value=lambda row: phone_mask(row.user.phone),
            hide_on_phone=True,
        ),
        Column(key="roles", label=lazy("角色"), value=lambda row: "、".join(row.role_names), nowrap=False),
        Column(key="login", label=lazy("最近登录"), value="user.last_login", sort="user__last_login"),
        Column(key="state", label=lazy("状态"), cell=_state, value="is_active", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=lazy("姓名或用户名"), fields=("user__name", "user__username")),
        BooleanFilter(
            key="active",
            label=lazy("状态"),
            field="is_active",
            yes_label=lazy("启用"),
            no_label=lazy("已停用"),
        ),
    ),
    default_sort="name",
    row_url=lambda row: reverse("console:user", args=[row.user_id]),
    empty=EmptyState(title=lazy("没有用户")),
)


@page(USER_READ)
@require_safe
def users(request: Any) -> HttpResponseBase:
    return USERS.respond(request, queries.memberships(request.actor), template="console/admin/users.html")


class NewUserForm(forms.Form):
    name = forms.CharField(label=lazy("姓名"), max_length=60)
    username = forms.CharField(label=lazy("用户名"), max_length=40, help_text=lazy("登录用，不能是手机号。"))
    phone = forms.CharField(
        label=lazy("手机号"), max_length=20, required=False, help_text=lazy("填了就可以用手机号登录。")
    )
    role_id = forms.TypedChoiceField(label=lazy("角色"), coerce=int, widget=SearchSelect)
    path = forms.ChoiceField(label=lazy("管辖范围"), required=False, widget=TreeSelect)

    def __init__(self, *args: Any, roles: Any, nodes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role_id"].choices = roles  # type: ignore[attr-defined]
        self.fields["path"].choices = tree_choices(nodes)  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    role_id = forms.TypedChoiceField(label=lazy("角色"), coerce=int, widget=SearchSelect)
    path = forms.ChoiceField(label=lazy("管辖范围"), required=False, widget=TreeSelect)

    def __init__(self, *args: Any, roles: Any, nodes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role_id"].choices = roles  # type: ignore[attr-defined]
        self.fields["path"].choices = tree_choices(nodes)  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    name = forms.CharField(label=lazy("姓名"), max_length=60)
    phone = forms.CharField(label=lazy("手机号"), max_length=20, required=False)


def _choices(request: Any) -> dict[str, Any]:
    return {
        "roles": [(one.id, one.name) for one in queries.roles()],
        "nodes": places.nodes(request.actor.reach(STAFF_ROLES)),
    }


@page(USER_MANAGE)
def user_new(request: Any) -> HttpResponse:
    def create(data: dict[str, Any]) -> HttpResponse:
        new = members.NewMember(**data)
        user, password = members.member_create(actor=request.actor, new=new, at=timezone.now())
        return _password_shown(request, user.pk, user.name, user.username, password)

    form = partial(NewUserForm, **_choices(request))
    return form_page(request, form, "console/admin/user_new.html", create)


@page(USER_READ)
@require_safe
def user(request: Any, user_id: int) -> HttpResponse:
    member = queries.membership(request.actor, user_id)
    context = {
        "member": member,
        "assignments": [(one, places.name_of(one.path)) for one in queries.assignments(user_id)],
        "sessions": queries.sessions(user_id),
        "second_factor": factors.has_one(member.user),
        "may_manage": request.actor.can(USER_MANAGE),
        "may_assign": request.actor.can(STAFF_ROLES),
    }
    return render(request, "console/admin/user.html", context)


@page(USER_MANAGE)
def user_change(request: Any, user_id: int) -> HttpResponse:
    member = queries.membership(request.actor, user_id)

    def change(data: dict[str, Any]) -> str:
        members.member_change(actor=request.actor, user_id=user_id, at=timezone.now(), **data)
        return reverse("console:user", args=[user_id])

    initial = {"name": member.user.name, "phone": member.user.phone}
    context = {"member": member}
    return form_page(
        request, ChangeForm, "console/admin/user_change.html", change, initial=initial, context=context
    )


@page(STAFF_ROLES)
def user_assign(request: Any, user_id: int) -> HttpResponse:
    member = queries.membership(request.actor, user_id)

    def assign(data: dict[str, Any]) -> str:
        services.role_assign_by_id(actor=request.actor, user=member.user, **data)
        return reverse("console:user", args=[user_id])

    form = partial(AssignForm, **_choices(request))
    return form_page(request, form, "console/admin/user_assign.html", assign, context={"member": member})


@page(STAFF_ROLES)
@require_POST
def user_withdraw(request: Any, user_id: int, assignment_id: int) -> HttpResponse:
    services.role_withdraw(actor=request.actor, assignment_id=assignment_id)
    return redirect("console:user", user_id)


@page(USER_MANAGE)
@require_POST
def password_reset(request: Any, user_id: int) -> HttpResponse:
    member = queries.membership(request.actor, user_id)
    password = members.password_reset(actor=request.actor, user_id=user_id, at=timezone.now())
    return _password_shown(request, user_id, member.user.name, member.user.username, password)


@page(USER_MANAGE)
@require_POST
def user_act(request: Any, user_id: int, act: str) -> HttpResponse:
    """Stop, resume, log out everywhere, take the second factor away."""
    known = {"actor": request.actor, "user_id": user_id, "at": timezone.now()}
    if act == "stop":
        members.member_stop(**known, reason=request.POST.get("reason", ""))
        said = _("已停用，登录已失效。")
    elif act == "resume":
        members.member_resume(**known)
        said = _("已恢复。")
    elif act == "sessions":
        said = _("已退出 %(n)s 处登录。") % {"n": members.sessions_end(**known)}
    else:
        factors.factor_remove(**known)
        said = _("两步验证已关闭。")
    messages.success(request, said)
    return redirect("console:user", user_id)


def _password_shown(request: Any, user_id: int, name: str, username: str, password: str) -> HttpResponse:
    """The one answer in which a one-time password stands; it is kept by nobody."""
    context = {"user_id": user_id, "name": name, "username": username, "password": password}
    response = render(request, "console/admin/password_shown.html", context)
    response["Cache-Control"] = "no-store"
    return response
