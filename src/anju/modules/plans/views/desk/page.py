"""The review desk: the text with every promise marked, and the list beside it, whole or in parts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anju.foundation.web import page
from anju.modules.plans.permissions import PLAN_READ
from anju.modules.plans.queries import checks, steps, suggestions, wording
from anju.modules.plans.queries import desk as texts
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries.review_list import FACETS, FILTERS, Listing
from anju.modules.plans.views.desk.frame import asks_part, frame, words


@page(PLAN_READ)
def desk(request: Any, version_id: int) -> HttpResponse:
    """The whole desk; with ?promise= on the page of the text where that promise stands. ?part= for a script."""
    version = plan_queries.version(request.actor, version_id)
    if version.read_at is None:
        return render(request, "plans/reading.html", {"version": version, "plan": version.plan})
    if asks_part(request) and request.GET.get("part") == "text":
        context = {"version": version, "text": _text_page(request, version), **words()}
        return render(request, "plans/desk/_page.html", context)
    context = {**frame(request, version), **_list(request, version)}
    part = {"list": "_list", "rows": "_rows", "who": "_who", "sure": "_sure", "progress": "_progress"}.get(
        request.GET.get("part", "")
    )
    if asks_part(request) and part:
        more = {"reviewers": steps.reviewers(version_id)} if part == "_who" else {}
        return render(request, f"plans/desk/{part}.html", {**context, **more})
    context |= {
        "reviewers": steps.reviewers(version_id),
        "text": _text_page(request, version),
        "checks": checks.open_findings(version_id),
    }
    return render(request, "plans/desk.html", context)


@page(PLAN_READ)
def reading(request: Any, version_id: int) -> HttpResponse:
    """Asked every two seconds while a long text is read; then leads to the desk."""
    version = plan_queries.version(request.actor, version_id)
    response = render(request, "plans/_reading.html", {"version": version})
    if version.read_at is not None:
        response["HX-Redirect"] = reverse("plans:desk", args=[version_id])
    return response


@page(PLAN_READ)
def history(request: Any, promise_id: int) -> HttpResponse:
    """What was done to one promise, with a way back."""
    row = promise_queries.promise(request.actor, promise_id)
    context = {**frame(request, row.version), "row": row, "lines": steps.history(row), "words": wording}
    template = "plans/desk/_history.html" if asks_part(request) else "plans/desk/history.html"
    return render(request, template, context)


def _list(request: Any, version: Any) -> dict[str, Any]:
    """The promises that fit the filters, or the passages that were not understood (?list=passages).

    A promise asked for is shown even if the filters have to go for it (?promise=); ?near= only says where to begin.
    """
    if request.GET.get("list") == "passages":
        reason = request.GET.get("reason", "")
        rows, more = texts.passages_from(
            version.pk, reason=reason, after=request.GET.get("after", ""), at=request.GET.get("passage", "")
        )
        found = suggestions.suggestions_for(rows)
        return {
            "passages": rows, "more": more, "reason": reason, "listing": None, "suggestions": found,
            "sources": suggestions.SOURCES,
        }  # fmt: skip
    listing = Listing(version.pk, {name: request.GET.get(name, "") for name in FILTERS})
    at = _number(request, "promise")
    cleared = bool(at) and listing.is_filtered and not listing.holds(at)
    if cleared:
        listing = Listing(version.pk, {"order": request.GET.get("order", "")})
    chunk = listing.chunk(
        at=at or _number(request, "near"), after=_number(request, "after"), before=_number(request, "before")
    )
    return {
        "listing": listing,
        "chunk": chunk,
        "filters": listing.filters,
        "cleared": cleared,
        "facets": FACETS,
    }


def _text_page(request: Any, version: Any) -> texts.TextPage:
    promise = _number(request, "promise")
    row = promise_queries.of_version(version.pk).filter(pk=promise).first() if promise else None
    offset = row.start if row is not None else _number(request, "offset") or None
    return texts.text_page(version, _number(request, "page") or 1, offset=offset)


def _number(request: Any, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and len(text) < 16 else 0
