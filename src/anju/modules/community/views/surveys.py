"""Surveys: the list, the builder, opening and closing, results."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
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
from anju.kernel.errors import NotFound
from anju.modules.community import reports
from anju.modules.community.contracts import ItemDraft
from anju.modules.community.forms.surveys import ConcludeForm, ItemForm, OpenForm, SurveyForm
from anju.modules.community.permissions import IMPROVE, SURVEY_READ, SURVEY_TYPE, SURVEY_WRITE
from anju.modules.community.queries import questionnaires, reach
from anju.modules.community.queries import surveys as queries
from anju.modules.community.services import answers
from anju.modules.community.services import surveys as services
from anju.modules.community.tables.surveys import SURVEYS
from anju.modules.community.views import frame, local_today
from anju.modules.estate import facade as estate

SURVEY_DAYS = 14


@page(SURVEY_READ)
@require_safe
def survey_list(request: Any) -> HttpResponseBase:
    rows = queries.surveys(request.actor, request.community_id)
    context = {"may_write": request.actor.can(SURVEY_WRITE)}
    return SURVEYS.respond(request, rows, template="community/surveys.html", context=context)


@page(SURVEY_WRITE)
@form_methods
def survey_new(request: Any) -> HttpResponse:
    names = reach.community_names(request.actor, SURVEY_WRITE)

    def make(data: dict[str, Any]) -> str:
        draft = services.SurveyDraft(
            title=data["title"], intro=data["intro"], audience=data["audience"], anonymous=data["anonymous"],
            items=questionnaires.questions(data["template"]),
        )  # fmt: skip
        made = services.survey_create(
            actor=request.actor, community_id=data["community"], draft=draft, at=timezone.now()
        )
        return reverse("community:survey", args=[made])

    initial = {"community": request.community_id, "anonymous": True}
    form = partial(SurveyForm, communities=names)
    return form_page(request, form, "community/survey_new.html", make, initial=initial)


@page(SURVEY_READ)
@form_methods
def survey(request: Any, survey_id: int) -> HttpResponse:
    """The builder of a draft; of an open survey its address, progress and ways to answer; of a closed one its results."""
    row = queries.survey(request.actor, survey_id)
    may_write = request.actor.can(SURVEY_WRITE)
    if row.state == "draft":
        today = local_today(request)

        def put(data: dict[str, Any]) -> str:
            homes = services.survey_open(
                actor=request.actor, survey_id=survey_id, opens_on=data["opens_on"], closes_on=data["closes_on"],
                tickets=data["tickets"], at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("已发布，%(homes)s 户有专属链接") % {"homes": homes})
            return reverse("community:survey", args=[survey_id])

        initial = {"opens_on": today, "closes_on": today + timedelta(days=SURVEY_DAYS), "tickets": True}
        context = {
            "survey": row, "items": queries.items_of(survey_id), "kinds": queries.KINDS,
            "topics": queries.TOPICS, "may_write": may_write, "community": estate.place(row.community_id),
        }  # fmt: skip
        return form_page(
            request, OpenForm, "community/survey_draft.html", put, context=context, initial=initial
        )
    if row.state == "closed":
        return redirect("community:survey_results", survey_id)
    context = {
        "survey": row,
        "found": queries.results(request.actor, survey_id),
        "address": _address(request, row),
        "may_write": may_write,
        "may_type": request.actor.can(SURVEY_TYPE),
        "community": estate.place(row.community_id),
    }
    return render(request, "community/survey_open.html", context)


@page(SURVEY_WRITE)
@require_POST
def survey_open(request: Any, survey_id: int) -> HttpResponse:
    return survey(request, survey_id)


@page(SURVEY_WRITE)
@form_methods
def survey_close(request: Any, survey_id: int) -> HttpResponse:
    row = queries.survey(request.actor, survey_id)
    if request.method == "POST":
        services.survey_close(
            actor=request.actor, survey_id=survey_id, on=local_today(request), at=timezone.now()
        )
        messages.success(request, _("调查已结束"))
        return redirect("community:survey_results", survey_id)
    return render(request, "community/survey_close.html", {"survey": row})


@page(SURVEY_READ)
@form_methods
def survey_results(request: Any, survey_id: int) -> HttpResponse:
    """Results by item and building, key factors, proposals, compared with the survey before."""
    found = queries.results(request.actor, survey_id)

    def conclude(data: dict[str, Any]) -> str:
        services.survey_conclude(
            actor=request.actor, survey_id=survey_id, words=data["concluded"], at=timezone.now()
        )
        messages.success(request, _("结论已保存"))
        return reverse("community:survey_results", args=[survey_id])

    context = {
        "survey": found.survey, "found": found, "topics": queries.TOPICS, "quadrants": reports.quadrants(),
        "chart": _items_chart(found), "map": _factor_chart(found), "may_write": request.actor.can(SURVEY_WRITE),
        "may_improve": request.actor.can(IMPROVE), "community": estate.place(found.survey.community_id),
        "taken": {one.source for one in queries.improvements(request.actor).filter(survey_id=survey_id)},
    }  # fmt: skip
    initial = {"concluded": found.survey.concluded}
    return form_page(
        request, ConcludeForm, "community/survey_results.html", conclude, context=context, initial=initial
    )


@page(SURVEY_READ)
@require_safe
def survey_report(request: Any, survey_id: int) -> HttpResponseBase:
    found = queries.results(request.actor, survey_id)
    data = reports.survey_results(frame(request, found.survey.community_id), found)
    return attachment(data, found.survey.title, "pdf")


@page(SURVEY_WRITE)
@form_methods
def item_new(request: Any, survey_id: int) -> HttpResponse:
    row = queries.survey(request.actor, survey_id)

    def add(data: dict[str, Any]) -> str:
        _put(request, survey_id, [*_drafts(survey_id), _draft(data)])
        return reverse("community:survey", args=[survey_id])

    initial = {"required": True, "kind": "scale"}
    return form_page(
        request, ItemForm, "community/survey_item.html", add, context={"survey": row}, initial=initial
    )


@page(SURVEY_WRITE)
@form_methods
def item_edit(request: Any, survey_id: int, position: int) -> HttpResponse:
    row, items = queries.survey(request.actor, survey_id), _drafts(survey_id)
    one = _at(items, position)

    def change(data: dict[str, Any]) -> str:
        items[position - 1] = _draft(data)
        _put(request, survey_id, items)
        return reverse("community:survey", args=[survey_id])

    initial = {
        "text": one.text, "kind": one.kind, "topic": one.topic, "choices": "\n".join(one.choices),
        "required": one.required,
    }  # fmt: skip
    return form_page(
        request,
        ItemForm,
        "community/survey_item.html",
        change,
        context={"survey": row},
        initial=initial,
        guarded=True,
    )


@page(SURVEY_WRITE)
@require_POST
def item_move(request: Any, survey_id: int, position: int, way: str) -> HttpResponse:
    """way: up, down or remove."""
    items = _drafts(survey_id)
    one = _at(items, position)
    at = position - 1
    if way == "remove":
        items.pop(at)
    elif way in ("up", "down") and 0 <= at + (1 if way == "down" else -1) < len(items):
        items.insert(at + (1 if way == "down" else -1), items.pop(at))
    _put(request, survey_id, items)
    messages.success(request, _("已更新：%(text)s") % {"text": one.text})
    return redirect("community:survey", survey_id)


def _drafts(survey_id: int) -> list[ItemDraft]:
    return [
        ItemDraft(text=one.text, kind=one.kind, topic=one.topic, choices=one.choices, required=one.required)
        for one in queries.items_of(survey_id)
    ]


def _draft(data: dict[str, Any]) -> ItemDraft:
    choices = tuple(line.strip() for line in data["choices"].splitlines() if line.strip())
    made = ItemDraft(text=data["text"], kind=data["kind"], topic=data["topic"], required=data["required"])
    return replace(made, choices=choices if data["kind"] == "choice" else ())


def _at(items: list[ItemDraft], position: int) -> ItemDraft:
    if not 1 <= position <= len(items):
        raise NotFound("community.missing")
    return items[position - 1]


def _put(request: Any, survey_id: int, items: list[ItemDraft]) -> None:
    services.items_change(actor=request.actor, survey_id=survey_id, items=items, at=timezone.now())


def _address(request: Any, row: Any) -> str:
    path = reverse("community:survey_public", args=[answers.token_of(row)])
    return str(request.build_absolute_uri(path))


def _items_chart(found: queries.Results) -> dict[str, Any]:
    rated = [one for one in reversed(found.items) if one.rated]

    def bars(name: str, tone: str, value: str, stars: tuple[str, ...]) -> dict[str, Any]:
        data = [
            sum(one.counts.get(key, 0) for key in (stars if one.item.kind == "stars" else (value,)))
            for one in rated
        ]
        return {"type": "bar", "stack": "all", "name": name, "tone": tone, "data": data, "barMaxWidth": 18}

    return {
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [one.item.text[:14] for one in rated]},
        "legend": {},
        "tooltip": {"trigger": "axis"},
        "series": [
            bars(_("满意"), "green", "satisfied", ("4", "5")),
            bars(_("一般"), "amber", "fair", ("3",)),
            bars(_("不满意"), "red", "dissatisfied", ("1", "2")),
        ],
    }


def _factor_chart(found: queries.Results) -> dict[str, Any]:
    tones = {key: tone for key, (_word, tone) in reports.quadrants().items()}
    return {
        "grid": {"left": 8, "right": 24, "top": 36, "bottom": 28, "containLabel": True},
        "xAxis": {"type": "value", "name": _("满意率%"), "scale": True, "nameLocation": "middle", "nameGap": 24},
        "yAxis": {"type": "value", "name": _("重要度"), "scale": True},
        "legend": {},
        "tooltip": {},
        "series": [
            {
                "type": "scatter", "name": word, "tone": tones[key], "symbolSize": 12,
                "label": {"show": True, "position": "right", "formatter": "{@[2]}", "fontSize": 11},
                "data": [
                    [round(float(one.rate) * 100, 1), one.importance, one.item.text[:8]]
                    for one in found.factors
                    if one.quadrant == key
                ],
            }
            for key, (word, _tone) in reports.quadrants().items()
        ],
    }  # fmt: skip
