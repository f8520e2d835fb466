"""What all pages and parts of the review desk share: their context, and the answer to an act."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.modules.plans.permissions import PROMISE_REVIEW
from anju.modules.plans.queries import desk as texts
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import steps, wording


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did. said: for people. promise_id: where to go on. redraw: the list changed by more than one row.

    spans: parts of the text, half-open, whose marks changed.
    """

    said: str
    promise_id: int | None = None
    redraw: bool = False
    spans: tuple[tuple[int, int], ...] = ()


def asks_part(request: Any) -> bool:
    return request.headers.get("HX-Request") == "true"


def words() -> dict[str, Any]:
    return {
        "says": wording.says,
        "name": wording.name,
        "kinds": wording.KINDS,
        "tones": wording.KIND_TONES,
        "domains": wording.DOMAINS,
        "engines": wording.ENGINES,
        "reasons": wording.UNREAD_REASONS,
        "unnumbered": plan_queries.UNNUMBERED,
        "signs": texts.SIGNS,
    }


def frame(request: Any, version: Any) -> dict[str, Any]:
    reviewing = request.actor.reach(PROMISE_REVIEW).covers_community(version.plan.community_id)
    may_review = reviewing and version.state == "draft"
    progress = plan_queries.progress([version.pk])[version.pk]
    pace = steps.pace(version.pk) if may_review and progress.found else None
    return {
        "version": version,
        "plan": version.plan,
        "progress": progress,
        "seconds_left": round(pace * progress.found) if pace else None,
        "last_step": steps.last_own(version.pk, request.actor.user_id) if may_review else None,
        "may_review": may_review,
        **words(),
    }


def answer(request: Any, version_id: int, done: Done) -> HttpResponse:
    """The row anew with progress and a way back; without a script the desk at this row."""
    row = promise_queries.of_version(version_id).filter(pk=done.promise_id or 0).first()
    if not asks_part(request):
        messages.success(request, done.said)
        return HttpResponseRedirect(desk_at(version_id, row.pk if row else None))
    changed = {"redraw": done.redraw, "at": row.pk if row else 0, "spans": done.spans}
    context = {
        **frame(request, plan_queries.version(request.actor, version_id)),
        "row": None if done.redraw else row,
        "related": promise_queries.related_number(row) if row else "",
        "said": done.said,
        "changed": json.dumps(changed),
    }
    return render(request, "plans/desk/_judged.html", context)


def desk_at(version_id: int, promise_id: int | None) -> str:
    address = reverse("plans:desk", args=[version_id])
    return f"{address}?promise={promise_id}#p{promise_id}" if promise_id else address


def form_context(row: Any, title: str) -> dict[str, Any]:
    return {
        "row": row,
        "version": row.version,
        "plan": row.version.plan,
        "title": title,
        "cancel": desk_at(row.version_id, row.pk),
        **words(),
    }


def form_template(request: Any, name: str = "form") -> str:
    return f"plans/desk/_{name}.html" if asks_part(request) else f"plans/desk/{name}.html"


def named(row: Any) -> str:
    """How a message names a promise."""
    return _("第 %(number)s 条") % {"number": row.number}
