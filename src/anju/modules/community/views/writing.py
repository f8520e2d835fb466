"""What the pages of safety share: a form on a page of its own, its community, tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.foundation.permissions import Permission
from anju.foundation.ui.forms import form_page
from anju.modules.community.queries import reach
from anju.modules.estate import facade as estate


def written(
    request: Any,
    form: Callable[..., forms.BaseForm],
    save: Callable[[dict[str, Any]], str],
    *,
    title: str,
    crumb: tuple[str, str],
    community_id: int | None = None,
    permission: Permission | None = None,
    **more: Any,
) -> HttpResponse:
    """A form on a page of its own. more: initial, guarded, template, back, sub, text, submit. With `permission` another community of
    those in reach may be chosen."""
    initial: Mapping[str, Any] = more.pop("initial", {})
    guarded = bool(more.pop("guarded", False))
    template = more.pop("template", "community/safety/form.html")
    context = {"title": title, "crumb": crumb, "back": crumb[1], **more}
    if community_id is not None:
        context.setdefault("sub", estate.place(community_id).name)
    if permission is not None and not request.community_id:
        names = reach.community_names(request.actor, permission)
        query = request.GET.copy()
        context["switch"] = []
        for pk, name in names if len(names) > 1 else []:
            query["community"] = str(pk)
            context["switch"].append(
                {"label": name, "href": f"?{query.urlencode()}", "active": pk == community_id}
            )
    return form_page(request, form, template, save, context=context, initial=initial, guarded=guarded)


def tabs(active: str) -> list[dict[str, Any]]:
    entries = (
        ("safety", _("概览")),
        ("contacts", _("安全联络表")),
        ("briefs", _("治安信息")),
        ("occasions", _("会议、巡逻与教育")),
        ("teaching", _("教育计划")),
        ("facilities", _("共享设施")),
        ("events", _("重大活动")),
    )
    return [
        {"label": label, "href": reverse(f"community:{name}"), "active": name == active}
        for name, label in entries
    ]
