"""Ladders of steps against breaches, and inspections held with the police."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.modules.community.forms import dogs as forms
from anju.modules.community.permissions import DOG_MEASURE, DOG_READ
from anju.modules.community.queries import dogs as queries
from anju.modules.community.queries.neighbours import cases_about
from anju.modules.community.reports import neighbours as reports
from anju.modules.community.rules.dogs import LADDER
from anju.modules.community.services import dog_measures as services
from anju.modules.community.tables.dogs import INSPECTIONS, LADDERS, LINES
from anju.modules.community.views import frame, local_today, upload
from anju.modules.community.views import neighbours as kit
from anju.modules.community.views.dogs import home_typed, tabs
from anju.modules.community.views.neighbours import Deed
from anju.modules.estate import facade as estate

FIRST_STEP_DAYS, NEXT_STEP_DAYS = 7, 14


def _ladders() -> tuple[str, str]:
    return _("养犬处置"), reverse("community:dog_ladders")


def _inspections() -> tuple[str, str]:
    return _("养犬检查"), reverse("community:dog_inspections")


def _ladder_url(ladder_id: int) -> str:
    return reverse("community:dog_ladder", args=[ladder_id])


def _inspection_url(campaign_id: int) -> str:
    return reverse("community:dog_inspection", args=[campaign_id])


@page(DOG_READ)
@require_safe
def ladder_list(request: Any) -> HttpResponseBase:
    rows = queries.ladders(request.actor, local_today(request), request.community_id)
    context = {"tabs": tabs(request, "ladders"), "may_measure": request.actor.can(DOG_MEASURE)}
    return LADDERS.respond(request, rows, template="community/dog_ladders.html", context=context)


@page(DOG_MEASURE)
@form_methods
def ladder_new(request: Any) -> HttpResponse:
    today, text = local_today(request), request.GET.get("dog", "")
    dog = queries.dog(request.actor, int(text), today) if text.isdigit() else None
    community = estate.place(dog.community_id) if dog else kit.community_here(request, DOG_MEASURE)

    def open_it(data: dict[str, Any]) -> str:
        draft = services.LadderDraft(
            title=data["title"], due_on=data["due_on"], staff_id=data["staff"], dog_id=dog.pk if dog else None,
            place_id=home_typed(community.id, data),
        )  # fmt: skip
        made = services.ladder_open(
            actor=request.actor, community_id=community.id, draft=draft, at=timezone.now()
        )
        return _ladder_url(made)

    deed = Deed(
        title=_("建立养犬处置"), back=_ladders()[1], crumb=_ladders(), message=_("已建立"),
        note=_("犬只：{dog}").format(dog=dog) if dog else "", community=None if dog else community, permission=DOG_MEASURE,
        initial={
            "home": kit.short(dog.place_id, community.id) if dog else "", "due_on": today + timedelta(days=FIRST_STEP_DAYS),
        },
    )  # fmt: skip
    form = partial(forms.LadderForm, offers={"staff": kit.staff_offer(community.id)})
    return kit.run(request, form, open_it, deed)


@page(DOG_READ)
@require_safe
def ladder(request: Any, ladder_id: int) -> HttpResponse:
    row = queries.ladder(request.actor, ladder_id, local_today(request))
    context = {
        "row": row,
        "steps": queries.steps(ladder_id),
        "cases": cases_about(request.actor, dog_id=row.dog_id) if row.dog_id else [],
        "may": request.actor.can(DOG_MEASURE),
    }
    return render(request, "community/dog_ladder.html", context)


@page(DOG_MEASURE)
@form_methods
def step_new(request: Any, ladder_id: int) -> HttpResponse:
    today = local_today(request)
    row = queries.ladder(request.actor, ladder_id, today)

    def plan(data: dict[str, Any]) -> None:
        draft = services.StepDraft(
            step=data["step"], due_on=data["due_on"], staff_id=data["staff"], ahead=data["ahead"]
        )
        services.step_plan(actor=request.actor, ladder_id=ladder_id, draft=draft, at=timezone.now())

    recorded = {one.step for one in queries.steps(ladder_id) if one.done_on}
    following = next((one for one in LADDER if one not in recorded), LADDER[-1])
    deed = Deed(
        title=_("安排下一步"), back=_ladder_url(ladder_id), crumb=_ladders(), message=_("已安排"),
        initial={"step": following, "due_on": today + timedelta(days=NEXT_STEP_DAYS)},
    )  # fmt: skip
    form = partial(forms.StepForm, offers={"staff": kit.staff_offer(row.community_id)})
    return kit.run(request, form, plan, deed)


@page(DOG_MEASURE)
@form_methods
def step_record(request: Any, step_id: int) -> HttpResponse:
    row = queries.step(request.actor, step_id)

    def record(data: dict[str, Any]) -> None:
        note = services.StepNote(
            done_on=data["done_on"], said=data["said"], effect=data["effect"],
            evidence=upload(data["evidence"]),
        )  # fmt: skip
        services.step_record(actor=request.actor, step_id=step_id, note=note, at=timezone.now())

    deed = Deed(
        title=_("记录{step}").format(step=row.get_step_display()), back=_ladder_url(row.ladder_id), crumb=_ladders(),
        message=_("已记录"), initial={"done_on": local_today(request)},
    )  # fmt: skip
    return kit.run(request, forms.StepNoteForm, record, deed)


@page(DOG_MEASURE)
@form_methods
def ladder_close(request: Any, ladder_id: int) -> HttpResponse:
    queries.ladder(request.actor, ladder_id, local_today(request))

    def close(data: dict[str, Any]) -> None:
        services.ladder_close(
            actor=request.actor, ladder_id=ladder_id, outcome=data["outcome"], at=timezone.now()
        )

    deed = Deed(
        title=_("结束处置"), back=_ladder_url(ladder_id), crumb=_ladders(), message=_("已结束"), submit=_("结束"),
        note=_("没有完成的步骤不再提醒；需要时可以重新打开。"),
    )  # fmt: skip
    return kit.run(request, forms.OutcomeForm, close, deed)


@page(DOG_READ)
@require_safe
def ladder_paper(request: Any, ladder_id: int) -> HttpResponseBase:
    """The record of reminders and measures."""
    row = queries.ladder(request.actor, ladder_id, local_today(request))
    related = cases_about(request.actor, dog_id=row.dog_id) if row.dog_id else []
    data = reports.ladder(frame(request, row.community_id), row, queries.steps(ladder_id), related)
    return attachment(data, _("养犬提醒与措施记录 {title}").format(title=row.title), "pdf")


@page(DOG_READ)
@require_safe
def inspection_list(request: Any) -> HttpResponseBase:
    rows = queries.inspections(request.actor, request.community_id)
    context = {"tabs": tabs(request, "inspections"), "may_measure": request.actor.can(DOG_MEASURE)}
    return INSPECTIONS.respond(request, rows, template="community/dog_inspections.html", context=context)


@page(DOG_MEASURE)
@form_methods
def inspection_new(request: Any) -> HttpResponse:
    community, today = kit.community_here(request, DOG_MEASURE), local_today(request)

    def make(data: dict[str, Any]) -> str:
        made = services.campaign_open(
            actor=request.actor, community_id=community.id, draft=services.InspectionDraft(**data), at=timezone.now()
        )  # fmt: skip
        return _inspection_url(made)

    deed = Deed(
        title=_("建立养犬检查"), back=_inspections()[1], crumb=_inspections(), message=_("名单已生成"), submit=_("生成名单"),
        note=_("名单取自登记中在养和流浪的犬只。"), community=community, permission=DOG_MEASURE,
        initial={"starts_on": today, "ends_on": today + timedelta(days=FIRST_STEP_DAYS)},
    )  # fmt: skip
    return kit.run(request, forms.InspectionForm, make, deed)


@page(DOG_READ)
@require_safe
def inspection(request: Any, campaign_id: int) -> HttpResponseBase:
    row = queries.inspection(request.actor, campaign_id)
    context = {"row": row, "tally": queries.tally(row), "may": request.actor.can(DOG_MEASURE)}
    return LINES.respond(
        request, queries.lines(row), template="community/dog_inspection.html", context=context
    )


@page(DOG_MEASURE)
@form_methods
def inspection_home(request: Any, campaign_id: int) -> HttpResponse:
    row = queries.inspection(request.actor, campaign_id)

    def add(data: dict[str, Any]) -> None:
        place_id = home_typed(row.community_id, data)
        services.line_add(
            actor=request.actor, campaign_id=campaign_id, place_id=place_id or 0, keeper=data["keeper"],
            at=timezone.now(),
        )  # fmt: skip

    deed = Deed(
        title=_("加入房屋"), back=_inspection_url(campaign_id), crumb=_inspections(), message=_("已加入名单"),
        note=_("登记里没有、检查时要查看的房屋。"),
    )  # fmt: skip
    form = partial(forms.InspectionHomeForm, asker=(request.actor, row.community_id))
    return kit.run(request, form, add, deed)


@page(DOG_READ)
@form_methods
def line(request: Any, line_id: int) -> HttpResponse:
    row = queries.line(request.actor, line_id)

    def check(data: dict[str, Any]) -> None:
        services.line_check(
            actor=request.actor, line_id=line_id, note=services.CheckNote(**data), at=timezone.now()
        )

    initial = {
        "result": row.result if row.checked_on else "", "found": row.found, "handed": row.handed,
        "checked_on": row.checked_on or local_today(request),
    }  # fmt: skip
    name = row.dog_name or _("未登记犬只")
    deed = Deed(
        title=_("检查 {dog}").format(dog=name), back=_inspection_url(row.campaign_id), crumb=_inspections(),
        message=_("检查结果已登记"), initial=initial, note=" ".join([kit.short(row.place_id, row.campaign.community_id), row.keeper]).strip(),
    )  # fmt: skip
    return kit.run(request, forms.LineForm, check, deed)


@page(DOG_MEASURE)
@form_methods
def inspection_close(request: Any, campaign_id: int) -> HttpResponse:
    found = queries.tally(queries.inspection(request.actor, campaign_id))

    def close(data: dict[str, Any]) -> None:
        services.campaign_close(
            actor=request.actor, campaign_id=campaign_id, closing=data["closing"], at=timezone.now()
        )

    words = _("共检查 {checked} 处，合格 {fit}，发现问题 {faulty}，未见到 {absent}，移交公安 {handed}。")
    deed = Deed(
        title=_("结束检查"), back=_inspection_url(campaign_id), crumb=_inspections(), message=_("检查已结束"),
        submit=_("结束检查"), note=_("结束后不再登记结果；需要时可以重新打开。"), initial={"closing": reports.counted(words, found)},
    )  # fmt: skip
    return kit.run(request, forms.ClosingForm, close, deed)


@page(DOG_READ)
@require_safe
def inspection_paper(request: Any, campaign_id: int) -> HttpResponseBase:
    row = queries.inspection(request.actor, campaign_id)
    rows = list(queries.lines(row).order_by("place_name", "pk"))
    data = reports.inspection(frame(request, row.community_id), row, queries.tally(row), rows)
    return attachment(data, row.title, "pdf")


ladder_reopen = kit.reopening(DOG_MEASURE, "ladder", "community:dog_ladder", _ladders)
inspection_reopen = kit.reopening(DOG_MEASURE, "campaign", "community:dog_inspection", _inspections)
