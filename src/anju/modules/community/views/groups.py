"""Chat groups of owners: list, one group with members and posts, import, questions turned into cases."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.ui.tables import selected_ids
from anju.foundation.web import form_methods, page
from anju.modules.community.forms.gatherings import GroupForm, MembersForm, PostForm
from anju.modules.community.permissions import GROUP_READ, GROUP_WRITE
from anju.modules.community.queries import groups as queries
from anju.modules.community.queries.meetings import building_names
from anju.modules.community.services import groups as services
from anju.modules.community.tables.groups import GROUPS, MEMBERS, POSTS
from anju.modules.community.views import community_of, local_today, staff_of
from anju.modules.community.views.meetings import (
    FORM,
    buildings_of,
)
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

TABS = ("posts", "members")


@page(GROUP_READ)
@require_safe
def group_list(request: Any) -> HttpResponseBase:
    rows = queries.groups(request.actor, request.community_id)
    reached = [(one, queries.reached(one)) for one in rows.filter(closed_on__isnull=True)[:12]]
    context = {"may_write": request.actor.can(GROUP_WRITE), "reached": reached}
    return GROUPS.respond(request, rows, template="community/gatherings/groups.html", context=context)


@page(GROUP_READ)
@require_safe
def group(request: Any, group_id: int) -> HttpResponseBase:
    row = queries.group(request.actor, group_id)
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else TABS[0]
    names = people.staff_by_id(row.admin_ids)
    context = {
        "group": row,
        "tab": tab,
        "reached": queries.reached(row),
        "admins": "、".join(one.name for one in names.values()),
        "buildings": building_names(row.community_id, row.building_ids),
        "community": estate.place(row.community_id),
        "questions": queries.posts(row).filter(sort="question", case__isnull=True).order_by("at", "pk")[:5],
        "may_write": request.actor.can(GROUP_WRITE),
    }
    table, rows = (MEMBERS, queries.members(row)) if tab == "members" else (POSTS, queries.posts(row))
    return table.respond(request, rows, template="community/gatherings/group.html", context=context)


@page(GROUP_WRITE)
@form_methods
def group_new(request: Any) -> HttpResponse:
    community_id = community_of(request, GROUP_WRITE)
    return _group_form(request, community_id, None)


@page(GROUP_WRITE)
@form_methods
def group_edit(request: Any, group_id: int) -> HttpResponse:
    row = queries.group(request.actor, group_id)
    return _group_form(request, row.community_id, row)


@page(GROUP_WRITE)
@form_methods
def members_import(request: Any, group_id: int) -> HttpResponse:
    row = queries.group(request.actor, group_id)

    def take(data: dict[str, Any]) -> str:
        made = services.members_import(
            actor=request.actor,
            group_id=group_id,
            lines=data["lines"],
            on=data["joined_on"],
            at=timezone.now(),
        )
        told = {"added": made.added, "known": made.known, "named": made.named}
        messages.success(
            request, _("新增 %(added)d 人，其中 %(named)d 人对应到住户档案；%(known)d 人已在群里") % told
        )
        return f"{_here(group_id)}?tab=members"

    initial = {"joined_on": local_today(request)}
    return form_page(request, MembersForm, FORM, take, context=_frame(row, _("导入成员")), initial=initial)


@page(GROUP_WRITE)
@require_POST
def members_left(request: Any, group_id: int) -> HttpResponse:
    """Those who were ticked left the group today; who had left is in it again."""
    queries.group(request.actor, group_id)
    with transaction.atomic():
        for member_id in selected_ids(request):
            services.member_left(
                actor=request.actor, member_id=member_id, on=local_today(request), at=timezone.now()
            )
    return redirect(f"{_here(group_id)}?tab=members")


@page(GROUP_WRITE)
@form_methods
def post_new(request: Any, group_id: int) -> HttpResponse:
    row = queries.group(request.actor, group_id)

    def log(data: dict[str, Any]) -> str:
        draft = services.PostDraft(
            sort=data["sort"], text=data["text"], posted_at=data["posted_at"], by_name=data["by_name"],
            member_id=data["member"], notice_id=data["notice"], upload=next(iter(data["file"]), None),
        )  # fmt: skip
        services.post_log(actor=request.actor, group_id=group_id, draft=draft, at=timezone.now())
        messages.success(request, _("已登记"))
        return _here(group_id)

    members = queries.members(row).filter(left_on__isnull=True).order_by("place_name", "name")
    offers = {
        "member": [(one.pk, f"{one.place_name} {one.name}") for one in members],
        "notice": queries.notices(row.community_id, local_today(request)),
    }
    initial = {"posted_at": timezone.now().replace(second=0, microsecond=0), "sort": "notice"}
    form = partial(PostForm, offers=offers)
    return form_page(request, form, FORM, log, context=_frame(row, _("登记群消息")), initial=initial)


@page(GROUP_WRITE)
@require_POST
def post_turn(request: Any, post_id: int) -> HttpResponse:
    case_id = services.post_turn(actor=request.actor, post_id=post_id, at=timezone.now())
    messages.success(request, _("已转为事项"))
    return redirect("frontdesk:case", case_id)


def _group_form(request: Any, community_id: int, row: Any) -> HttpResponse:
    def save(data: dict[str, Any]) -> str:
        draft = services.GroupDraft(
            name=data["name"], platform=data["platform"], owner_id=data["owner"], opened_on=data["opened_on"],
            closed_on=data["closed_on"], admin_ids=data.get("admins") or (),
            building_ids=data.get("buildings") or (),
        )  # fmt: skip
        made = services.group_save(
            actor=request.actor, community_id=community_id, draft=draft, at=timezone.now(),
            group_id=row.pk if row else None,
        )  # fmt: skip
        messages.success(request, _("已保存"))
        return _here(made)

    staff = staff_of(community_id)
    offers = {"owner": staff, "admins": staff, "buildings": buildings_of(community_id)}
    initial = {"opened_on": local_today(request), "platform": "wechat"}
    if row:
        initial = {
            "name": row.name, "platform": row.platform, "owner": row.owner_id, "opened_on": row.opened_on,
            "closed_on": row.closed_on, "admins": row.admin_ids, "buildings": row.building_ids,
        }  # fmt: skip
    back = reverse("community:groups")
    context = (
        _frame(row, _("修改"))
        if row
        else {"title": _("登记业主群"), "crumb": [(_("业主群"), back), _("登记业主群")], "back": back}
    )
    return form_page(request, partial(GroupForm, offers=offers), FORM, save, context=context, initial=initial)


def _here(group_id: int) -> str:
    return reverse("community:group", args=[group_id])


def _frame(row: Any, title: str) -> dict[str, Any]:
    here = _here(row.pk)
    trail = [(_("业主群"), reverse("community:groups")), (row.name, here), title]
    return {"title": title, "crumb": trail, "back": here, "sub": row.name}
