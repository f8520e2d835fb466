"""Promises made by hand: added by marked words, split in two, merged into one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.ui.forms import form_page
from anju.foundation.web import page
from anju.kernel.errors import Invalid
from anju.modules.plans.forms import promises as forms
from anju.modules.plans.permissions import PROMISE_REVIEW
from anju.modules.plans.queries import desk as texts
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules import reshaping as rules
from anju.modules.plans.services import reshaping, review
from anju.modules.plans.views.desk.frame import (
    Done,
    answer,
    desk_at,
    form_context,
    form_template,
    named,
    words,
)

LONGEST_MARK = 2_000


@page(PROMISE_REVIEW)
def add(request: Any, version_id: int) -> HttpResponse:
    """A promise nobody found: by the words a script marked (?start&end), or by copying them."""
    version = plan_queries.version(request.actor, version_id, PROMISE_REVIEW)

    def do(data: dict[str, Any]) -> HttpResponse:
        made = review.promise_add(
            actor=request.actor, version_id=version_id, facts=forms.facts_of(data),
            words=forms.words_of(data, version.text), note=data["note"], at=timezone.now(),
        )  # fmt: skip
        row = promise_queries.promise(request.actor, made)
        said = _("已补充%(which)s") % {"which": named(row)}
        return answer(request, version_id, Done(said, made, redraw=True, spans=((row.start, row.end),)))

    marked, found = _marked(request, version)
    context = {
        "version": version,
        "plan": version.plan,
        "cancel": desk_at(version_id, None),
        "found": len(found),
        "is_marked": bool(marked),
        **words(),
    }
    initial = {**marked, **forms.initial_of_words(marked.get("quote", ""), found)}
    return form_page(
        request, forms.AddForm, form_template(request, "add"), do, initial=initial, context=context
    )


@page(PROMISE_REVIEW)
def split(request: Any, promise_id: int) -> HttpResponse:
    row = promise_queries.promise(request.actor, promise_id, PROMISE_REVIEW)

    def do(data: dict[str, Any]) -> HttpResponse:
        reshaping.promise_split(
            actor=request.actor, promise_id=promise_id, halves=forms.halves_of(data), note=data["note"],
            at=timezone.now(),
        )  # fmt: skip
        said = _("已把%(which)s拆成两条") % {"which": named(row)}
        span = reshaping.window(row)
        return answer(request, row.version_id, Done(said, promise_id, redraw=True, spans=(span,)))

    return form_page(
        request, forms.SplitForm, form_template(request, "split"), do, initial=_halves(request, row),
        context=form_context(row, _("拆分")),
    )  # fmt: skip


@page(PROMISE_REVIEW)
def merge(request: Any, version_id: int) -> HttpResponse:
    """Several promises (?promise=…&promise=…) as one; of one alone, with the next in the text."""
    version = plan_queries.version(request.actor, version_id, PROMISE_REVIEW)
    rows = _chosen(request, version_id)
    parts = [rules.Part(row.start, row.end, promise_queries.facts_of(row)) for row in rows]
    whole = rules.joined(parts)

    def do(data: dict[str, Any]) -> HttpResponse:
        made = reshaping.promises_merge(
            actor=request.actor, version_id=version_id, promise_ids=[row.pk for row in rows],
            facts=forms.facts_of(data), note=data["note"], at=timezone.now(),
        )  # fmt: skip
        said = _("已把 %(count)s 条承诺合并为%(which)s") % {"count": len(rows), "which": named(rows[0])}
        spans = ((whole.start, whole.end),)
        return answer(request, version_id, Done(said, made, redraw=True, spans=spans))

    context = {
        **form_context(rows[0], _("合并")),
        "rows": rows,
        "quote": texts.around(version, whole.start, whole.end)[1],
    }
    initial = forms.initial_of_facts(whole.facts)
    return form_page(
        request, forms.PromiseForm, form_template(request, "merge"), do, initial=initial, context=context
    )


def _marked(request: Any, version: Any) -> tuple[dict[str, Any], list[Any]]:
    """What a script marked, without the blanks around it, and what the reader sees in it."""
    ends = [request.GET.get(name, "") for name in ("start", "end")]
    if not all(one.isdigit() and len(one) < 10 for one in ends):
        return {}, []
    start, end = (int(one) for one in ends)
    words_marked = version.text[start : min(end, start + LONGEST_MARK)]
    quote = words_marked.strip()
    if not quote:
        return {}, []
    start += len(words_marked) - len(words_marked.lstrip())
    end = start + len(quote)
    return {"start": start, "end": end, "quote": quote}, texts.read_again(version, start, end)


def _halves(request: Any, row: Any) -> dict[str, Any]:
    if request.method == "POST":
        return {}
    version = row.version
    parts = rules.halves(
        version.text,
        (row.start, row.end),
        promise_queries.facts_of(row),
        lambda start, end: texts.read_again(version, start, end),
    )
    return forms.initial_of_halves(parts, version.text)


def _chosen(request: Any, version_id: int) -> list[Any]:
    given = {
        int(one) for one in request.GET.getlist("promise")[: reshaping.MOST + 1] if one.isdigit() and len(one) < 16
    }  # fmt: skip
    listed = promise_queries.of_version(version_id)
    rows = list(listed.filter(pk__in=given))
    if len(rows) == 1:
        rows += promise_queries.behind(rows[0])
    if len(rows) < 2:
        raise Invalid("plans.merge.count", "promise", most=reshaping.MOST)
    for row in rows:
        row.version = plan_queries.version(request.actor, version_id) if row is rows[0] else rows[0].version
    return rows
