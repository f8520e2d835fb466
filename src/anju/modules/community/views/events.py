"""Major events: the plan, its roster and approval, the day, the review."""

from __future__ import annotations

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.modules.community.forms import events as forms
from anju.modules.community.permissions import EVENT_APPROVE, SAFETY_READ, SAFETY_WRITE
from anju.modules.community.queries import events as reads
from anju.modules.community.reports import safety as papers
from anju.modules.community.services import events as services
from anju.modules.community.tables.safety import EVENTS
from anju.modules.community.views import chosen_community, community_of, frame, staff_of
from anju.modules.community.views.writing import tabs, written
from anju.modules.estate import facade as estate


@page(SAFETY_READ)
@require_safe
def event_list(request: Any) -> HttpResponseBase:
    community_id, now = chosen_community(request, SAFETY_READ), timezone.now()
    late = reads.reviews_late(community_id, now) if community_id else 0
    actions = []
    if request.actor.can(SAFETY_WRITE):
        actions = [(_("编制方案"), reverse("community:event_new"), "plus", "primary")]
    context = {
        "title": _("重大活动"), "sub": _("保卫方案经理批准后下达，结束后及时总结讲评"), "tabs": tabs("events"), "actions": actions,
        "warning": _("有 %(n)s 场活动的总结讲评逾期。") % {"n": late} if late else "",
    }  # fmt: skip
    rows = reads.events(request.actor, request.community_id, now)
    return EVENTS.respond(request, rows, template="community/safety/list.html", context=context)


@page(SAFETY_WRITE)
@form_methods
def event_edit(request: Any, event_id: int | None = None) -> HttpResponse:
    row = reads.event(request.actor, event_id) if event_id else None
    community_id = row.community_id if row else community_of(request, SAFETY_WRITE)

    def save(data: dict[str, Any]) -> str:
        made = services.event_save(
            actor=request.actor, community_id=community_id, draft=services.EventDraft(**data), at=timezone.now(),
            event_id=event_id,
        )  # fmt: skip
        return reverse("community:event", args=[made])

    initial = {name: getattr(row, name) for name in forms.EventForm.base_fields} if row else {}
    return written(
        request, forms.EventForm, save, title=_("修改方案") if row else _("编制方案"), community_id=community_id,
        crumb=(_("重大活动"), reverse("community:events")), initial=initial,
        permission=None if row else SAFETY_WRITE,
        guarded=event_id is not None,
    )  # fmt: skip


@page(SAFETY_READ)
@require_safe
def event(request: Any, event_id: int) -> HttpResponse:
    row, now = reads.event(request.actor, event_id), timezone.now()
    due = reads.review_due(row)
    may_write = request.actor.can(SAFETY_WRITE)
    context = {
        "row": row, "community": estate.place(row.community_id), "roster": list(reads.roster(row)), "due": due,
        "open": may_write and row.state in services.OPEN, "may_write": may_write,
        "may_decide": row.state == "submitted" and request.actor.can(EVENT_APPROVE),
        "step": {"draft": 0, "returned": 0, "submitted": 1, "released": 2, "signed": 3}[row.state] + bool(row.reviewed_at),
        "ended": row.ends_at <= now, "late": row.reviewed_at is None and due < now and row.state in ("released", "signed"),
        "begun": row.starts_at <= now,
    }  # fmt: skip
    return render(request, "community/safety/event.html", context)


@page(SAFETY_WRITE)
@form_methods
def post_new(request: Any, event_id: int) -> HttpResponse:
    row = reads.event(request.actor, event_id)
    back = reverse("community:event", args=[event_id])

    def save(data: dict[str, Any]) -> str:
        draft = services.PostDraft(**{**data, "staff_id": data.pop("staff")})
        services.post_add(actor=request.actor, event_id=event_id, draft=draft, at=timezone.now())
        return back

    form = partial(forms.PostForm, staff=staff_of(row.community_id))
    initial = {"starts_at": row.starts_at, "ends_at": row.ends_at}
    return written(request, form, save, title=_("安排岗位"), crumb=(row.title, back), initial=initial)


@page(SAFETY_WRITE)
@require_POST
def post_remove(request: Any, event_id: int, post_id: int) -> HttpResponse:
    services.post_remove(actor=request.actor, event_id=event_id, post_id=post_id, at=timezone.now())
    return redirect("community:event", event_id)


@page(SAFETY_WRITE)
@require_POST
def event_submit(request: Any, event_id: int) -> HttpResponse:
    services.event_submit(actor=request.actor, event_id=event_id, at=timezone.now())
    messages.success(request, _("已提交，待经理批准"))
    return redirect("community:event", event_id)


@page(EVENT_APPROVE)
@form_methods
def event_decide(request: Any, event_id: int) -> HttpResponse:
    row = reads.event(request.actor, event_id)
    back = reverse("community:event", args=[event_id])

    def save(data: dict[str, Any]) -> str:
        services.event_decide(
            actor=request.actor, event_id=event_id, approved=data["verdict"] == "approve", words=data["words"],
            at=timezone.now(),
        )  # fmt: skip
        return back

    return written(
        request, forms.DecideForm, save, title=_("批准方案"), crumb=(row.title, back), submit=_("确定")
    )


@page(SAFETY_WRITE)
@form_methods
def event_sign(request: Any, event_id: int) -> HttpResponse:
    row = reads.event(request.actor, event_id)
    back = reverse("community:event", args=[event_id])

    def save(data: dict[str, Any]) -> str:
        services.event_sign(
            actor=request.actor, event_id=event_id, came=data["came"], words=data["words"], at=timezone.now()
        )
        return back

    zone = ZoneInfo(request.actor.time_zone)
    posts = [
        (one.pk, f"{one.post} {one.staff_name} {one.starts_at.astimezone(zone):%H:%M}")
        for one in reads.roster(row)
    ]
    form = partial(forms.SignForm, posts=posts)
    initial = {"came": [pk for pk, _label in posts]}
    return written(request, form, save, title=_("当天签认"), crumb=(row.title, back), initial=initial)


@page(SAFETY_WRITE)
@form_methods
def event_review(request: Any, event_id: int) -> HttpResponse:
    row = reads.event(request.actor, event_id)
    back = reverse("community:event", args=[event_id])

    def save(data: dict[str, Any]) -> str:
        services.event_review(
            actor=request.actor, event_id=event_id, review=data["review"], at=timezone.now()
        )
        return back

    return written(request, forms.ReviewForm, save, title=_("总结讲评"), crumb=(row.title, back))


@page(SAFETY_READ)
@require_safe
def event_paper(request: Any, event_id: int) -> HttpResponseBase:
    row = reads.event(request.actor, event_id)
    data = papers.event(frame(request, row.community_id), row, list(reads.roster(row)))
    return attachment(data, row.title, "pdf")
