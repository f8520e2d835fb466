"""Meetings, joint patrols and lessons: arranged, held, printed; the year's plan; the half-year report."""

from __future__ import annotations

from datetime import date
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
from anju.kernel.errors import NotFound
from anju.modules.community.forms import safety as forms
from anju.modules.community.permissions import SAFETY_READ, SAFETY_WRITE
from anju.modules.community.queries import teaching as reads
from anju.modules.community.reports import safety as papers
from anju.modules.community.rules.safety import grade
from anju.modules.community.services import teaching as services
from anju.modules.community.tables.safety import LINES, OCCASIONS
from anju.modules.community.views import (
    chosen_community,
    chosen_month,
    community_of,
    frame,
    local_today,
    staff_of,
    upload,
)
from anju.modules.community.views.writing import (
    tabs,
    written,
)
from anju.modules.estate import facade as estate

LIST = "community/safety/list.html"


@page(SAFETY_READ)
@require_safe
def occasion_list(request: Any) -> HttpResponseBase:
    community_id, today = chosen_community(request, SAFETY_READ), local_today(request)
    due = reads.meeting_due(community_id) if community_id else None
    here = reverse("community:occasions")
    actions = [(_("半年联防报告"), reverse("community:defence_report"), "file-type-pdf", "")]
    if request.actor.can(SAFETY_WRITE):
        actions.append((_("安排一次"), reverse("community:occasion_new"), "plus", "primary"))
    kinds = [("", _("全部")), *reads.kinds()]
    context = {
        "title": _("会议、巡逻与教育"), "sub": _("片区联防会议、与社区保安的联勤巡逻、对住户的安全教育"), "tabs": tabs("occasions"),
        "actions": actions, "warning": _("联防会议应在 %(on)s 前召开，已逾期 %(n)s 天。") % {"on": due, "n": (today - due).days} if due and due < today else "",
        "choices": [
            {"label": name, "href": f"{here}?kind={code}" if code else here, "active": request.GET.get("kind", "") == code}
            for code, name in kinds
        ],
    }  # fmt: skip
    rows = reads.occasions(request.actor, request.community_id)
    return OCCASIONS.respond(request, rows, template=LIST, context=context)


@page(SAFETY_WRITE)
@form_methods
def occasion_edit(request: Any, occasion_id: int | None = None) -> HttpResponse:
    row = reads.occasion(request.actor, occasion_id) if occasion_id else None
    community_id = row.community_id if row else community_of(request, SAFETY_WRITE)

    def save(data: dict[str, Any]) -> str:
        names = dict(staff)
        ours = [(_("本公司"), names[one].partition("（")[0], one) for one in data["staff"]]
        draft = services.OccasionDraft(
            kind=data["kind"], title=data["title"], host=data["host"], place=data["place"],
            starts_at=data["starts_at"], ends_at=data["ends_at"], line_id=data["line"], guests=[*data["guests"], *ours],
        )  # fmt: skip
        made = services.occasion_save(
            actor=request.actor, community_id=community_id, draft=draft, at=timezone.now(), occasion_id=occasion_id
        )  # fmt: skip
        return reverse("community:occasion", args=[made])

    staff = staff_of(community_id)
    lines = [
        (one.pk, f"{one.month:%Y-%m} {one.theme}")
        for one in reads.lines(request.actor, community_id).order_by("-month")[:60]
    ]
    form = partial(forms.OccasionForm, staff=staff, lines=lines)
    return written(
        request, form, save, title=_("修改安排") if row else _("安排一次"), community_id=community_id,
        crumb=(_("会议、巡逻与教育"), reverse("community:occasions")), permission=None if row else SAFETY_WRITE,
        initial=_initial(row) if row else {"kind": request.GET.get("kind", ""), "line": request.GET.get("line", "")},
        guarded=occasion_id is not None,
    )  # fmt: skip


def _initial(row: Any) -> dict[str, Any]:
    guests = list(row.guests.order_by("pk"))
    named = ("kind", "title", "host", "place", "starts_at", "ends_at")
    return {name: getattr(row, name) for name in named} | {
        "line": row.line_id,
        "staff": [one.staff_id for one in guests if one.staff_id],
        "guests": "\n".join(f"{one.body}，{one.name}" for one in guests if not one.staff_id),
    }


@page(SAFETY_READ)
@require_safe
def occasion(request: Any, occasion_id: int) -> HttpResponse:
    row = reads.occasion(request.actor, occasion_id)
    points = list(row.points.order_by("sort", "pk"))
    context = {
        "row": row, "community": estate.place(row.community_id), "guests": list(row.guests.order_by("pk")),
        "appraised": [(one, grade(one.score)) for one in points if one.score is not None],
        "problems": [one for one in points if one.score is None],
        "photos": [
            {"url": reverse("file", args=[one.file.token]), "thumb": "", "caption": row.title}
            for one in row.photos.select_related("file").order_by("pk")
        ],
        "may_write": request.actor.can(SAFETY_WRITE), "may_report": request.actor.can("cases.case:open"),
        "begun": row.starts_at <= timezone.now(), "past": row.ends_at < timezone.now(),
    }  # fmt: skip
    return render(request, "community/safety/occasion.html", context)


@page(SAFETY_WRITE)
@form_methods
def occasion_hold(request: Any, occasion_id: int) -> HttpResponse:
    row = reads.occasion(request.actor, occasion_id)
    back = reverse("community:occasion", args=[occasion_id])
    guests = list(row.guests.order_by("pk"))

    def save(data: dict[str, Any]) -> str:
        photos = [upload(data[f"photo{number}"]) for number in range(1, 4)]
        note = services.OccasionNote(
            minutes=data["minutes"], outcome=data["outcome"], homes=data["homes"], persons=data["persons"],
            came=data.get("came") or (), material=upload(data["material"]), photos=[one for one in photos if one],
        )  # fmt: skip
        services.occasion_hold(actor=request.actor, occasion_id=occasion_id, note=note, at=timezone.now())
        messages.success(request, _("记录已保存"))
        return back

    initial = {
        "minutes": row.minutes, "outcome": row.outcome, "homes": row.homes, "persons": row.persons,
        "came": [one.pk for one in guests if one.came],
    }  # fmt: skip
    form = partial(forms.HoldForm, guests=[(one.pk, f"{one.name}（{one.body}）") for one in guests])
    return written(request, form, save, title=_("记录"), crumb=(row.title, back), initial=initial)


@page(SAFETY_WRITE)
@form_methods
def occasion_cancel(request: Any, occasion_id: int) -> HttpResponse:
    row = reads.occasion(request.actor, occasion_id)
    back = reverse("community:occasion", args=[occasion_id])

    def save(data: dict[str, Any]) -> str:
        services.occasion_cancel(
            actor=request.actor, occasion_id=occasion_id, reason=data["reason"], at=timezone.now()
        )
        return back

    return written(
        request, forms.ReasonForm, save, title=_("取消安排"), crumb=(row.title, back), submit=_("取消安排")
    )


@page(SAFETY_WRITE)
@form_methods
def point_new(request: Any, occasion_id: int, sort: str) -> HttpResponse:
    row = reads.occasion(request.actor, occasion_id)
    back = reverse("community:occasion", args=[occasion_id])

    def save(data: dict[str, Any]) -> str:
        services.point_add(actor=request.actor, occasion_id=occasion_id, sort=sort, at=timezone.now(), **data)
        return back

    form, title = {
        "appraisal": (forms.AppraisalForm, _("治安验收")),
        "problem": (forms.ProblemForm, _("登记问题")),
    }[sort]
    return written(request, form, save, title=title, crumb=(row.title, back))


@page(SAFETY_WRITE)
@require_POST
def point_report(request: Any, point_id: int) -> HttpResponse:
    case_id = services.point_report(
        actor=request.actor, point_id=point_id, kind=request.POST.get("kind", ""), at=timezone.now()
    )
    messages.success(request, _("已转为报事"))
    return redirect("frontdesk:case", case_id)


@page(SAFETY_READ)
@require_safe
def occasion_paper(request: Any, occasion_id: int, paper: str) -> HttpResponseBase:
    """The record of an occasion, or a sheet to sign in on."""
    row = reads.occasion(request.actor, occasion_id)
    make = papers.sign_in if paper == "sign-in" else papers.occasion
    return attachment(make(frame(request, row.community_id), row), row.title, "pdf")


@page(SAFETY_READ)
@require_safe
def defence_report(request: Any) -> HttpResponseBase:
    """The half year of ?month=2026-10, this one without."""
    community_id = community_of(request, SAFETY_READ)
    if not request.actor.reach(SAFETY_READ).covers_community(community_id):
        raise NotFound("community.missing")
    found = reads.half_year(community_id, chosen_month(request), ZoneInfo(request.actor.time_zone))
    return attachment(papers.half_year(frame(request, community_id), found), _("半年联防报告"), "pdf")


@page(SAFETY_READ)
@require_safe
def line_list(request: Any) -> HttpResponseBase:
    today, text = local_today(request), request.GET.get("year", "")
    year = int(text) if text.isdigit() and 2000 <= int(text) <= 2100 else today.year
    community_id = chosen_community(request, SAFETY_READ)
    due, held = reads.fulfilment(request.actor, community_id, year, today) if community_id else (0, 0)
    share = (
        _("计划兑现 %(held)s / %(due)s，%(share)s%%") % {"held": held, "due": due, "share": 100 * held // due}
        if due
        else ""
    )
    actions = []
    if request.actor.can(SAFETY_WRITE):
        actions = [(_("加一个主题"), reverse("community:teaching_new"), "plus", "primary")]
    here = reverse("community:teaching")
    context = {
        "title": _("安全教育年度计划"), "sub": share or _("每月讲什么、对谁讲"), "tabs": tabs("teaching"), "actions": actions,
        "choices": [
            {"label": str(one), "href": f"{here}?year={one}", "active": one == year}
            for one in (today.year - 1, today.year, today.year + 1)
        ],
    }  # fmt: skip
    rows = reads.lines(request.actor, request.community_id).filter(month__year=year)
    return LINES.respond(request, rows, template=LIST, context=context)


@page(SAFETY_WRITE)
@form_methods
def line_edit(request: Any, line_id: int | None = None) -> HttpResponse:
    row = reads.line(request.actor, line_id) if line_id else None
    community_id = row.community_id if row else community_of(request, SAFETY_WRITE)

    def save(data: dict[str, Any]) -> str:
        services.line_save(
            actor=request.actor, community_id=community_id, at=timezone.now(), line_id=line_id, **data
        )
        return reverse("community:teaching") + f"?year={data['month'].year}"

    initial: dict[str, Any] = {"month": date(local_today(request).year, 1, 1)}
    if row:
        initial = {name: getattr(row, name) for name in forms.LineForm.base_fields}
    return written(
        request, forms.LineForm, save, title=_("修改主题") if row else _("加一个主题"), community_id=community_id,
        crumb=(_("安全教育年度计划"), reverse("community:teaching")), permission=None if row else SAFETY_WRITE,
        initial=initial,
        guarded=line_id is not None,
    )  # fmt: skip


@page(SAFETY_READ)
@require_safe
def line(request: Any, line_id: int) -> HttpResponse:
    row = reads.line(request.actor, line_id)
    sessions = list(row.sessions.order_by("starts_at", "pk"))
    late = row.month < local_today(request).replace(day=1) and not any(
        one.state == "held" for one in sessions
    )
    context = {
        "row": row,
        "sessions": sessions,
        "late": late,
        "may_write": request.actor.can(SAFETY_WRITE),
    }
    return render(request, "community/safety/line.html", context)
