"""Passages with a number or a duty that were not understood: each becomes a promise, or is said to promise nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.modules.plans.forms import promises as forms
from anju.modules.plans.permissions import PLAN_READ, PROMISE_REVIEW
from anju.modules.plans.queries import desk as reads
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import suggestions
from anju.modules.plans.services import review
from anju.modules.plans.views.desk.frame import Done, answer, asks_part, form_template, frame, words


@page(PLAN_READ)
def passages(request: Any, version_id: int) -> HttpResponse:
    """Each with its surroundings, on a page of its own."""
    version = plan_queries.version(request.actor, version_id)
    reason = request.GET.get("reason", "")
    decided = request.GET.get("decided") == "1"
    rows = reads.passages(version_id, reason=reason, decided=decided)
    context = {
        **frame(request, version),
        "rows": [(row, reads.around(version, row.start, row.end)) for row in rows],
        "reason": reason,
        "decided": decided,
        "suggestions": {} if decided else suggestions.suggestions_for(rows),
        "sources": suggestions.SOURCES,
    }
    return render(request, "plans/passages.html", context)


@page(PROMISE_REVIEW)
def passage_promise(request: Any, passage_id: int) -> HttpResponse:
    row = promise_queries.passage(request.actor, passage_id, PROMISE_REVIEW)

    def do(data: dict[str, Any]) -> HttpResponse:
        made = review.passage_to_promise(
            actor=request.actor, passage_id=passage_id, facts=forms.facts_of(data), note=data["note"],
            at=timezone.now(),
        )  # fmt: skip
        return _after(request, row, _("已转为承诺。"), made)

    version = row.version
    context = {
        "passage": row,
        "version": version,
        "plan": version.plan,
        "around": reads.around(version, row.start, row.end),
        **words(),
    }
    return form_page(
        request, forms.PromiseForm, form_template(request, "passage"), do, initial=_initial(row), context=context
    )  # fmt: skip


@require_POST
@page(PROMISE_REVIEW)
def passage_dismiss(request: Any, passage_id: int) -> HttpResponse:
    row = promise_queries.passage(request.actor, passage_id, PROMISE_REVIEW)
    review.passage_dismiss(actor=request.actor, passage_id=passage_id, at=timezone.now())
    return _after(request, row, _("已标为“不是承诺”。"))


@require_POST
@page(PROMISE_REVIEW)
def passage_reopen(request: Any, passage_id: int) -> HttpResponse:
    row = promise_queries.passage(request.actor, passage_id, PROMISE_REVIEW)
    review.passage_reopen(actor=request.actor, passage_id=passage_id, at=timezone.now())
    return _after(request, row, _("已退回未处理。"))


@require_POST
@page(PROMISE_REVIEW)
def dismiss_all(request: Any, version_id: int) -> HttpResponse:
    count = review.passages_dismiss(
        actor=request.actor, version_id=version_id, reason=request.POST.get("reason", ""), at=timezone.now()
    )
    done = ngettext("已处理 %(count)s 处。", "已处理 %(count)s 处。", count) % {"count": count}
    messages.success(request, done)
    return HttpResponseRedirect(reverse("plans:passages", args=[version_id]))


def _initial(row: Any) -> dict[str, Any]:
    """What the reader sees in it by itself, else what its reason asks for."""
    found = reads.read_again(row.version, row.start, row.end)
    guess = forms.initial_of_words(row.quote, found)
    if found:
        return guess
    if row.reason == "time_limit_without_number":
        return {**guess, "kind": "time_limit", "comparator": "le", "unit": "hours", "value": "", "period": "", "every": ""}  # fmt: skip
    return {**guess, "period": "month"}


def _after(request: Any, row: Any, said: str, made: int | None = None) -> HttpResponse:
    if asks_part(request):
        return answer(request, row.version_id, Done(said, made, spans=((row.start, row.end),)))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("plans:passages", args=[row.version_id]))
