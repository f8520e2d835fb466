"""The review desk: the text with every promise marked, the list beside it, and what people say of each."""

from __future__ import annotations

from collections.abc import Callable
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
from anju.kernel.errors import Invalid
from anju.modules.plans.forms import promises as forms
from anju.modules.plans.permissions import PLAN_READ, PROMISE_REVIEW
from anju.modules.plans.queries import desk as reads
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import wording
from anju.modules.plans.services import carrying, review

CONFIDENCES = (95, 90, 80, 70, 0)


def asks_part(request: Any) -> bool:
    return request.headers.get("HX-Request") == "true"


@page(PLAN_READ)
def desk(request: Any, version_id: int) -> HttpResponse:
    """The whole desk; with ?promise= on the page of the text where that promise stands."""
    version = plan_queries.version(request.actor, version_id)
    if version.read_at is None:
        return render(request, "plans/reading.html", {"version": version, "plan": version.plan})
    filters = {name: request.GET.get(name, "") for name in reads.FILTERS}
    context = {
        **_frame(request, version),
        "text": _text_page(request, version),
        "chunk": reads.chunk(version_id, filters, request.GET.get("after", "")),
        "filters": filters,
        "kinds": wording.KINDS,
        "tones": wording.KIND_TONES,
        "domains": wording.DOMAINS,
        "confidences": CONFIDENCES,
        "reasons": wording.UNREAD_REASONS,
    }
    part = {
        "desk-list": "plans/desk/_list.html",
        "desk-more": "plans/desk/_rows.html",
        "desk-text": "plans/desk/_text.html",
    }
    wanted = part.get(request.GET.get("part", "")) if asks_part(request) else None
    return render(request, wanted or "plans/desk.html", context)


@page(PLAN_READ)
def reading(request: Any, version_id: int) -> HttpResponse:
    """Asked every two seconds while a long text is read; then leads to the desk."""
    version = plan_queries.version(request.actor, version_id)
    response = render(request, "plans/_reading.html", {"version": version})
    if version.read_at is not None:
        response["HX-Redirect"] = reverse("plans:desk", args=[version_id])
    return response


@require_POST
@page(PROMISE_REVIEW)
def accept(request: Any, promise_id: int) -> HttpResponse:
    return _judge(request, promise_id, lambda: review.promise_accept(
        actor=request.actor, promise_id=promise_id, at=timezone.now()
    ))  # fmt: skip


@require_POST
@page(PROMISE_REVIEW)
def reopen(request: Any, promise_id: int) -> HttpResponse:
    return _judge(request, promise_id, lambda: review.promise_reopen(
        actor=request.actor, promise_id=promise_id, at=timezone.now()
    ))  # fmt: skip


@page(PROMISE_REVIEW)
def reject(request: Any, promise_id: int) -> HttpResponse:
    row = promise_queries.promise(request.actor, promise_id, PROMISE_REVIEW)

    def do(data: dict[str, Any]) -> HttpResponse:
        return _judge(request, promise_id, lambda: review.promise_reject(
            actor=request.actor, promise_id=promise_id, reason=data["reason"], at=timezone.now()
        ))  # fmt: skip

    return form_page(
        request, forms.RejectForm, _form_template(request), do, context=_form_context(row, _("驳回"))
    )


@page(PROMISE_REVIEW)
def correct(request: Any, promise_id: int) -> HttpResponse:
    row = promise_queries.promise(request.actor, promise_id, PROMISE_REVIEW)

    def do(data: dict[str, Any]) -> HttpResponse:
        return _judge(request, promise_id, lambda: review.promise_correct(
            actor=request.actor, promise_id=promise_id, facts=forms.facts_of(data), note=data["note"],
            at=timezone.now(),
        ))  # fmt: skip

    return form_page(
        request, forms.PromiseForm, _form_template(request), do, initial=forms.initial_of(row),
        context=_form_context(row, _("修正")),
    )  # fmt: skip


@page(PROMISE_REVIEW)
def add(request: Any, version_id: int) -> HttpResponse:
    """A promise nobody found: by the words a script marked (?start&end), or by copying them."""
    version = plan_queries.version(request.actor, version_id, PROMISE_REVIEW)

    def do(data: dict[str, Any]) -> str:
        made = review.promise_add(
            actor=request.actor, version_id=version_id, facts=forms.facts_of(data),
            words=forms.words_of(data, version.text), note=data["note"], at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已补充承诺。"))
        return _desk_at(version_id, made)

    initial: dict[str, Any] = {"kind": "frequency", "unit": "times", "every": 1, "period": "day", "value": 1}
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    if start.isdigit() and end.isdigit():
        initial |= {"start": start, "end": end, "quote": version.text[int(start) : int(end)].strip()}
    context = {"version": version, "plan": version.plan}
    return form_page(request, forms.AddForm, "plans/desk/add.html", do, initial=initial, context=context)


@require_POST
@page(PROMISE_REVIEW)
def accept_all(request: Any, version_id: int) -> HttpResponse:
    plan_queries.version(request.actor, version_id, PROMISE_REVIEW)
    text = request.POST.get("confidence", "")
    if not text.isdigit():
        raise Invalid("plans.review.confidence", "confidence")
    count = review.promises_accept(
        actor=request.actor, version_id=version_id, confidence=int(text) / 100, at=timezone.now()
    )
    done = ngettext("已采纳 %(count)s 条承诺。", "已采纳 %(count)s 条承诺。", count) % {"count": count}
    messages.success(request, done)
    return HttpResponseRedirect(reverse("plans:desk", args=[version_id]))


@require_POST
@page(PROMISE_REVIEW)
def carry_over(request: Any, version_id: int) -> HttpResponse:
    """Judge as the same sentences were judged in the version before."""
    count, decided = carrying.version_carry_over(
        actor=request.actor, version_id=version_id, at=timezone.now()
    )
    words = {"promises": count, "passages": decided}
    messages.success(request, _("已沿用 %(promises)s 条承诺、%(passages)s 处语句的核对结果。") % words)
    return HttpResponseRedirect(reverse("plans:desk", args=[version_id]))


@page(PLAN_READ)
def passages(request: Any, version_id: int) -> HttpResponse:
    """Passages with a number or a duty that were not understood, each with its surroundings."""
    version = plan_queries.version(request.actor, version_id)
    reason = request.GET.get("reason", "")
    decided = request.GET.get("decided") == "1"
    rows = reads.passages(version_id, reason=reason, decided=decided)
    context = {
        **_frame(request, version),
        "rows": [(row, reads.around(version, row.start, row.end)) for row in rows],
        "reasons": wording.UNREAD_REASONS,
        "unnumbered": plan_queries.UNNUMBERED,
        "reason": reason,
        "decided": decided,
    }
    return render(request, "plans/passages.html", context)


@page(PROMISE_REVIEW)
def passage_promise(request: Any, passage_id: int) -> HttpResponse:
    row = promise_queries.passage(request.actor, passage_id, PROMISE_REVIEW)

    def do(data: dict[str, Any]) -> str:
        review.passage_to_promise(
            actor=request.actor, passage_id=passage_id, facts=forms.facts_of(data), note=data["note"],
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已转为承诺。"))
        return reverse("plans:passages", args=[row.version_id])

    soon = row.reason == "time_limit_without_number"
    initial = (
        {"kind": "time_limit", "comparator": "le", "unit": "hours"}
        if soon
        else {"kind": "frequency", "unit": "times", "value": 1, "period": "month", "every": 1}
    )
    context = {
        "passage": row,
        "version": row.version,
        "plan": row.version.plan,
        "around": reads.around(row.version, row.start, row.end),
    }
    return form_page(
        request, forms.PromiseForm, "plans/desk/passage.html", do, initial=initial, context=context
    )


@require_POST
@page(PROMISE_REVIEW)
def passage_dismiss(request: Any, passage_id: int) -> HttpResponse:
    row = promise_queries.passage(request.actor, passage_id, PROMISE_REVIEW)
    review.passage_dismiss(actor=request.actor, passage_id=passage_id, at=timezone.now())
    return _after_passage(request, row.version_id)


@require_POST
@page(PROMISE_REVIEW)
def passage_reopen(request: Any, passage_id: int) -> HttpResponse:
    row = promise_queries.passage(request.actor, passage_id, PROMISE_REVIEW)
    review.passage_reopen(actor=request.actor, passage_id=passage_id, at=timezone.now())
    return _after_passage(request, row.version_id)


@require_POST
@page(PROMISE_REVIEW)
def dismiss_all(request: Any, version_id: int) -> HttpResponse:
    count = review.passages_dismiss(
        actor=request.actor, version_id=version_id, reason=request.POST.get("reason", ""), at=timezone.now()
    )
    done = ngettext("已处理 %(count)s 处。", "已处理 %(count)s 处。", count) % {"count": count}
    messages.success(request, done)
    return HttpResponseRedirect(reverse("plans:passages", args=[version_id]))


def _frame(request: Any, version: Any) -> dict[str, Any]:
    reviewing = request.actor.reach(PROMISE_REVIEW).covers_community(version.plan.community_id)
    return {
        "version": version,
        "plan": version.plan,
        "progress": plan_queries.progress([version.pk])[version.pk],
        "may_review": reviewing and version.state == "draft",
        "says": wording.says,
        "name": wording.name,
        "kinds": wording.KINDS,
        "tones": wording.KIND_TONES,
        "domains": wording.DOMAINS,
    }


def _text_page(request: Any, version: Any) -> reads.TextPage:
    promise, number = request.GET.get("promise", ""), request.GET.get("page", "")
    row = (
        promise_queries.of_version(version.pk).filter(pk=int(promise)).first() if promise.isdigit() else None
    )
    if row is not None:
        return reads.text_page(version, offset=row.start)
    return reads.text_page(version, int(number) if number.isdigit() and len(number) < 7 else 1)


def _judge(request: Any, promise_id: int, act: Callable[[], None]) -> HttpResponse:
    """Do it, then show the row anew, or the desk at this row where no script asks for a part."""
    version_id = promise_queries.promise(request.actor, promise_id, PROMISE_REVIEW).version_id
    act()
    row = promise_queries.of_version(version_id).filter(pk=promise_id).first()
    if not asks_part(request):
        return HttpResponseRedirect(_desk_at(version_id, promise_id if row else None))
    version = plan_queries.version(request.actor, version_id)
    return render(request, "plans/desk/_judged.html", {**_frame(request, version), "row": row})


def _desk_at(version_id: int, promise_id: int | None) -> str:
    address = reverse("plans:desk", args=[version_id])
    return f"{address}?promise={promise_id}#p{promise_id}" if promise_id else address


def _after_passage(request: Any, version_id: int) -> HttpResponse:
    if asks_part(request):
        version = plan_queries.version(request.actor, version_id)
        return render(request, "plans/desk/_progress.html", {**_frame(request, version), "oob": True})
    return HttpResponseRedirect(reverse("plans:passages", args=[version_id]))


def _form_template(request: Any) -> str:
    return "plans/desk/_form.html" if asks_part(request) else "plans/desk/form.html"


def _form_context(row: Any, title: str) -> dict[str, Any]:
    return {"row": row, "version": row.version, "plan": row.version.plan, "title": title}
