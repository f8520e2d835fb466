"""Meetings with owners: the year's list, one meeting, who was there, its minutes and papers."""

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

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.modules.community.forms.gatherings import (
    AttendanceForm,
    CallForm,
    HearForm,
    MeetingForm,
    MeetingPlanForm,
    MinutesForm,
    ReasonForm,
)
from anju.modules.community.permissions import MEETING_READ, MEETING_WRITE, OPINION_JUDGE
from anju.modules.community.queries import meetings as queries
from anju.modules.community.reports import meetings as papers
from anju.modules.community.services import hearing, inviting
from anju.modules.community.services import meetings as services
from anju.modules.community.tables.meetings import MEETINGS, STATES, standing
from anju.modules.community.tables.surveys import STANDINGS
from anju.modules.community.views import community_of, frame, local_today, staff_of
from anju.modules.estate import facade as estate

FORM = "community/gatherings/form.html"


def buildings_of(community_id: int) -> list[tuple[int, str]]:
    return [(one.id, one.name or one.code) for one in estate.places_of(community_id, ("building",))]


def crumb(label: Any, name: str, *more: Any) -> list[Any]:
    return [(label, reverse(name)), *more]


@page(MEETING_READ)
@require_safe
def meeting_list(request: Any) -> HttpResponseBase:
    rows = queries.meetings(request.actor, request.community_id)
    year = local_today(request).year
    places = [standing(one) for one in queries.of_year(rows, year, request.actor.time_zone)]
    context = {
        "may_write": request.actor.can(MEETING_WRITE),
        "year": year,
        "counts": {key: places.count(key) for key in STATES},
        "planned": len(places) - places.count("cancelled"),
    }
    return MEETINGS.respond(request, rows, template="community/gatherings/meetings.html", context=context)


@page(MEETING_WRITE)
@form_methods
def meeting_new(request: Any) -> HttpResponse:
    community_id = community_of(request, MEETING_WRITE)

    def plan(data: dict[str, Any]) -> str:
        made = services.meetings_plan(
            actor=request.actor, community_id=community_id, draft=_draft(data), at=timezone.now(),
            times=data["times"], every_months=data["every_months"],
        )  # fmt: skip
        messages.success(request, _("已安排 %(n)d 次会议") % {"n": len(made)})
        return reverse("community:meeting", args=made) if len(made) == 1 else reverse("community:meetings")

    back = reverse("community:meetings")
    context = {
        "title": _("安排会议"), "crumb": [(_("业主会议"), back), _("安排会议")], "back": back,
        "sub": estate.place(community_id).name,
    }  # fmt: skip
    form = partial(MeetingPlanForm, offers=_offers(community_id))
    return form_page(request, form, FORM, plan, context=context, initial={"times": 1, "every_months": 3})


@page(MEETING_WRITE)
@form_methods
def meeting_edit(request: Any, meeting_id: int) -> HttpResponse:
    row = queries.meeting(request.actor, meeting_id)

    def change(data: dict[str, Any]) -> str:
        services.meeting_change(
            actor=request.actor, meeting_id=meeting_id, draft=_draft(data), at=timezone.now()
        )
        messages.success(request, _("已保存"))
        return _here(meeting_id)

    initial = {
        "title": row.title, "kind": row.kind, "starts_at": row.starts_at, "place": row.place, "chair": row.chair_id,
        "invited": row.invited, "agenda": row.agenda, "buildings": row.building_ids,
    }  # fmt: skip
    form = partial(MeetingForm, offers=_offers(row.community_id))
    return form_page(
        request, form, FORM, change, context=_frame(row, _("修改计划")), initial=initial, guarded=True
    )


@page(MEETING_READ)
@require_safe
def meeting(request: Any, meeting_id: int) -> HttpResponse:
    row = queries.meeting(request.actor, meeting_id)
    found = queries.opinions(request.actor).filter(meeting_id=meeting_id).order_by("at", "pk")
    context = {
        "row": row,
        "standing": STATES[standing(row)],
        "late": standing(row) == "late",
        "begun": row.starts_at <= timezone.now(),
        "attendees": queries.attendees(row),
        "reached": queries.reached(row),
        "delivery": queries.delivery(row),
        "opinions": found,
        "standings": STANDINGS,
        "buildings": queries.building_names(row.community_id, row.building_ids),
        "community": estate.place(row.community_id),
        "files": row.files.select_related("file").order_by("at", "pk"),
        "may_write": request.actor.can(MEETING_WRITE),
        "may_judge": request.actor.can(OPINION_JUDGE),
    }
    return render(request, "community/gatherings/meeting.html", context)


@page(MEETING_WRITE)
@form_methods
def meeting_call(request: Any, meeting_id: int) -> HttpResponse:
    """Choose whom to invite, see how many that are and what they read, then send."""
    row = queries.meeting(request.actor, meeting_id)
    context = _frame(row, _("发送邀请"))

    def call(data: dict[str, Any]) -> str | HttpResponse:
        draft = inviting.CallDraft(called=data["called"], homes=data.get("homes", ""))
        if not data["sure"]:
            asked = inviting.invitees(row, draft, local_today(request))
            seen = {
                **context,
                "row": row,
                "asked": asked,
                "draft": draft,
                "whom": queries.called_names()[draft.called],
            }
            return render(request, "community/gatherings/call.html", seen)
        count = inviting.meeting_call(
            actor=request.actor, meeting_id=meeting_id, draft=draft, at=timezone.now()
        )
        messages.success(request, _("邀请已发给 %(n)d 人") % {"n": count})
        return _here(meeting_id)

    form = partial(CallForm, representatives=queries.by_representatives(row))
    note = _("下一步先看发给多少人、内容是什么，再发送。")
    return form_page(
        request, form, FORM, call, context={**context, "submit": _("预览"), "note": note}, initial={"called": "owners"}
    )  # fmt: skip


@page(MEETING_WRITE)
@form_methods
def meeting_cancel(request: Any, meeting_id: int) -> HttpResponse:
    row = queries.meeting(request.actor, meeting_id)

    def cancel(data: dict[str, Any]) -> str:
        services.meeting_cancel(
            actor=request.actor, meeting_id=meeting_id, reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("会议已取消"))
        return _here(meeting_id)

    context = {**_frame(row, _("取消会议")), "submit": _("取消会议"), "note": _("取消后可以恢复。")}
    return form_page(request, ReasonForm, FORM, cancel, context=context)


@page(MEETING_WRITE)
@require_POST
def meeting_restore(request: Any, meeting_id: int) -> HttpResponse:
    services.meeting_restore(actor=request.actor, meeting_id=meeting_id, at=timezone.now())
    messages.success(request, _("已恢复"))
    return redirect("community:meeting", meeting_id)


@page(MEETING_WRITE)
@form_methods
def attendance(request: Any, meeting_id: int) -> HttpResponse:
    row = queries.meeting(request.actor, meeting_id)

    def add(data: dict[str, Any]) -> str:
        draft = services.AttendanceDraft(
            homes=data["homes"],
            guests=data["guests"],
            staff_ids=data.get("staff") or (),
            chosen=data["person"],
        )
        added = services.attendance_add(
            actor=request.actor, meeting_id=meeting_id, draft=draft, at=timezone.now()
        )
        messages.success(request, _("已登记 %(n)d 人") % {"n": added})
        return _here(meeting_id)

    form = partial(
        AttendanceForm,
        offers={"staff": staff_of(row.community_id)},
        asker=(request.actor, row.community_id),
    )
    return form_page(request, form, FORM, add, context=_frame(row, _("登记到会")))


@page(MEETING_WRITE)
@require_POST
def attendee_remove(request: Any, meeting_id: int, attendee_id: int) -> HttpResponse:
    services.attendee_remove(
        actor=request.actor, meeting_id=meeting_id, attendee_id=attendee_id, at=timezone.now()
    )
    return redirect("community:meeting", meeting_id)


@page(MEETING_WRITE)
@form_methods
def minutes(request: Any, meeting_id: int) -> HttpResponse:
    row = queries.meeting(request.actor, meeting_id)

    def write(data: dict[str, Any]) -> str:
        services.minutes_write(
            actor=request.actor, meeting_id=meeting_id, minutes=data["minutes"], uploads=data["files"],
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("纪要已保存"))
        return _here(meeting_id)

    initial = {"minutes": row.minutes}
    return form_page(request, MinutesForm, FORM, write, context=_frame(row, _("会议纪要")), initial=initial)


@page(MEETING_WRITE)
@form_methods
def hear(request: Any, meeting_id: int) -> HttpResponse:
    row = queries.meeting(request.actor, meeting_id)

    def take(data: dict[str, Any]) -> str:
        who = data.pop("who")
        draft = hearing.OpinionDraft(who=who.name, chosen=who, **data)
        hearing.opinion_hear(actor=request.actor, meeting_id=meeting_id, draft=draft, at=timezone.now())
        messages.success(request, _("已记录，请继续下一条"))
        return reverse("community:opinion_new", args=[meeting_id])

    form = partial(HearForm, asker=(request.actor, row.community_id))
    return form_page(
        request, form, FORM, take, context=_frame(row, _("记录意见")), initial={"topic": "other"}
    )


@page(MEETING_READ)
@require_safe
def sign_sheet(request: Any, meeting_id: int) -> HttpResponseBase:
    row = queries.meeting(request.actor, meeting_id)
    lines = queries.sheet_lines(row, local_today(request))
    data = papers.sheet(frame(request, row.community_id), row, row.chair_name or "", lines)
    return attachment(data, _("%(title)s签到表") % {"title": row.title}, "pdf")


@page(MEETING_READ)
@require_safe
def minutes_paper(request: Any, meeting_id: int, form: str) -> HttpResponseBase:
    row = queries.meeting(request.actor, meeting_id)
    made = papers.Minutes(
        row, row.chair_name or "", queries.attendees(row),
        list(queries.opinions(request.actor).filter(meeting_id=meeting_id).order_by("at", "pk")), queries.reached(row),
    )  # fmt: skip
    make = papers.minutes_docx if form == "docx" else papers.minutes_pdf
    data = make(frame(request, row.community_id), made)
    return attachment(data, _("%(title)s纪要") % {"title": row.title}, form)


def _offers(community_id: int) -> dict[str, Any]:
    return {"chair": staff_of(community_id), "buildings": buildings_of(community_id)}


def _draft(data: dict[str, Any]) -> services.MeetingDraft:
    return services.MeetingDraft(
        kind=data["kind"], title=data["title"], place=data["place"], starts_at=data["starts_at"],
        chair_id=data["chair"], agenda=data["agenda"], invited=data["invited"],
        building_ids=data.get("buildings") or (),
    )  # fmt: skip


def _here(meeting_id: int) -> str:
    return reverse("community:meeting", args=[meeting_id])


def _frame(row: Any, title: str) -> dict[str, Any]:
    here = _here(row.pk)
    trail = [(_("业主会议"), reverse("community:meetings")), (row.title, here), title]
    return {"title": title, "crumb": trail, "back": here, "sub": row.title}
