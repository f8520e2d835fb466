"""What people say of single promises and of many, and how they take it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import Invalid
from anju.modules.plans.forms import promises as forms
from anju.modules.plans.permissions import PROMISE_REVIEW
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.services import carrying, review, steps
from anju.modules.plans.views.desk.frame import Done, answer, form_context, form_template, named

# Up to so many promises their marks are drawn anew one by one, else the whole text is.
FEW = 20


@require_POST
@page(PROMISE_REVIEW)
def accept(request: Any, promise_id: int) -> HttpResponse:
    row = promise_queries.promise(request.actor, promise_id, PROMISE_REVIEW)
    review.promise_accept(actor=request.actor, promise_id=promise_id, at=timezone.now())
    said = _("已采纳%(which)s") % {"which": named(row)}
    return answer(request, row.version_id, Done(said, promise_id))


@require_POST
@page(PROMISE_REVIEW)
def reopen(request: Any, promise_id: int) -> HttpResponse:
    row = promise_queries.promise(request.actor, promise_id, PROMISE_REVIEW)
    goes = row.review == "added"
    spans = ((row.start, row.end),) if goes or row.as_read else ()
    review.promise_reopen(actor=request.actor, promise_id=promise_id, at=timezone.now())
    said = (_("已删除%(which)s") if goes else _("已退回%(which)s")) % {"which": named(row)}
    return answer(request, row.version_id, Done(said, promise_id, redraw=goes, spans=spans))


@page(PROMISE_REVIEW)
def reject(request: Any, promise_id: int) -> HttpResponse:
    row = promise_queries.promise(request.actor, promise_id, PROMISE_REVIEW)

    def do(data: dict[str, Any]) -> HttpResponse:
        review.promise_reject(
            actor=request.actor, promise_id=promise_id, reason=data["reason"], at=timezone.now()
        )
        said = _("已驳回%(which)s") % {"which": named(row)}
        return answer(request, row.version_id, Done(said, promise_id))

    context = form_context(row, _("驳回"))
    return form_page(request, forms.RejectForm, form_template(request), do, context=context)


@page(PROMISE_REVIEW)
def correct(request: Any, promise_id: int) -> HttpResponse:
    row = promise_queries.promise(request.actor, promise_id, PROMISE_REVIEW)

    def do(data: dict[str, Any]) -> HttpResponse:
        review.promise_correct(
            actor=request.actor, promise_id=promise_id, facts=forms.facts_of(data), note=data["note"],
            at=timezone.now(),
        )  # fmt: skip
        said = _("已修正%(which)s") % {"which": named(row)}
        return answer(request, row.version_id, Done(said, promise_id, spans=((row.start, row.end),)))

    return form_page(
        request, forms.PromiseForm, form_template(request), do, initial=forms.initial_of(row),
        context=form_context(row, _("修正")),
    )  # fmt: skip


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
    return answer(request, version_id, _whole(_accepted(count)))


@require_POST
@page(PROMISE_REVIEW)
def carry_over(request: Any, version_id: int) -> HttpResponse:
    """Judge as the same sentences were judged in the version before."""
    count, decided = carrying.version_carry_over(
        actor=request.actor, version_id=version_id, at=timezone.now()
    )
    said = _("已沿用 %(promises)s 条承诺、%(passages)s 处语句的核对结果。") % {
        "promises": count,
        "passages": decided,
    }
    return answer(request, version_id, _whole(said))


@require_POST
@page(PROMISE_REVIEW)
def undo_last(request: Any, version_id: int) -> HttpResponse:
    """Take one's own last step back."""
    undone = steps.last_undo(actor=request.actor, version_id=version_id, at=timezone.now())
    return _after_undo(request, undone)


@require_POST
@page(PROMISE_REVIEW)
def undo(request: Any, step_id: int) -> HttpResponse:
    undone = steps.step_undo(actor=request.actor, step_id=step_id, at=timezone.now())
    return _after_undo(request, undone)


def _after_undo(request: Any, undone: steps.Undone) -> HttpResponse:
    count = undone.count
    said = ngettext("已撤销“%(what)s”（%(count)s 条）", "已撤销“%(what)s”（%(count)s 条）", count) % {
        "what": undone.what,
        "count": count,
    }
    if not 0 < len(undone.promises) <= FEW:
        return answer(request, undone.version_id, _whole(said))
    rows = promise_queries.of_version(undone.version_id).filter(pk__in=undone.promises)
    spans = tuple(rows.values_list("start", "end")) or ((0, 0),)
    return answer(request, undone.version_id, Done(said, undone.promises[0], redraw=True, spans=spans))


def _whole(said: str) -> Done:
    """An empty span stands for the whole text."""
    return Done(said, redraw=True, spans=((0, 0),))


def _accepted(count: int) -> str:
    return ngettext("已采纳 %(count)s 条承诺。", "已采纳 %(count)s 条承诺。", count) % {"count": count}
