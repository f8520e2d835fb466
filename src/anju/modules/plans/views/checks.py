"""Checks of a version: what they found, both places side by side, and the choice of the reviewer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.foundation.ui import export
from anju.foundation.ui.messages import error_text
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import AnjuError, Conflict, Forbidden, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.permissions import PLAN_READ, PROMISE_REVIEW
from anju.modules.plans.queries import check_wording as words
from anju.modules.plans.queries import checks as reads
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import wording
from anju.modules.plans.reports import findings as report
from anju.modules.plans.reports.sheets import Frame
from anju.modules.plans.services import checks as services

STATES = ("open", "settled", "todo")
# Promises without a number are decided among the passages; here they stand apart.
WORD_ONLY = "word_only"


@page(PLAN_READ)
def checks(request: Any, version_id: int) -> HttpResponse:
    """All findings by severity; ?severity, ?code and ?state narrow them."""
    version = plan_queries.version(request.actor, version_id)
    if version.read_at is None:
        return render(request, "plans/reading.html", {"version": version, "plan": version.plan})
    return render(request, "plans/checks.html", _page(request, version))


@require_POST
@page(PROMISE_REVIEW)
def choose(request: Any, version_id: int, key: str) -> HttpResponse:
    version = plan_queries.version(request.actor, version_id, PROMISE_REVIEW)
    try:
        services.finding_choose(
            actor=request.actor, version_id=version_id, key=key, decision=_decision(request.POST), at=timezone.now()
        )  # fmt: skip
    except (Forbidden, NotFound):
        raise
    except AnjuError as refusal:
        return _again(request, version, key, refusal)
    return _done(request, version, key, _("已记录。"))


@require_POST
@page(PROMISE_REVIEW)
def reopen(request: Any, version_id: int, key: str) -> HttpResponse:
    version = plan_queries.version(request.actor, version_id, PROMISE_REVIEW)
    services.finding_reopen(actor=request.actor, version_id=version_id, key=key, at=timezone.now())
    return _done(request, version, key, _("已撤销。"))


@page(PLAN_READ)
def exported(request: Any, version_id: int, form: str) -> HttpResponseBase:
    """The findings with their choices, as a spreadsheet or for print."""
    version = plan_queries.version(request.actor, version_id)
    rows = [one for one in reads.checked(version, timezone.now()) if one.finding.code != WORD_ONLY]
    promises = reads.promises_of(rows)
    name = _("%(plan)s第%(n)s版检查结果") % {"plan": version.plan.title, "n": version.number}
    lines = report.lines(rows, promises)
    if form == "xlsx":
        file, _written = export.spool(report.columns(), lines, name)
        return export.download(file, name)
    community = estate.place(version.plan.community_id).name
    frame = Frame(request.org.name, community, timezone.now(), request.actor.name, request.actor.time_zone)
    return attachment(report.pdf(frame, version, lines), name, "pdf")


@require_POST
@page(PROMISE_REVIEW)
def suggestion_take(request: Any, passage_id: int) -> HttpResponse:
    """Adopt the figure that is suggested for a passage."""
    row = promise_queries.passage(request.actor, passage_id, PROMISE_REVIEW)
    at = timezone.now()
    services.suggestion_take(
        actor=request.actor, passage_id=passage_id, on=row.version.created_at.date(), at=at
    )
    if request.headers.get("HX-Request") == "true":
        return render(request, "plans/checks/_taken.html", {"version": row.version})
    messages.success(request, _("已采用建议值。"))
    return HttpResponseRedirect(reverse("plans:passages", args=[row.version_id]))


def _page(request: Any, version: Any) -> dict[str, Any]:
    rows = reads.checked(version, timezone.now())
    listed = [one for one in rows if one.finding.code != WORD_ONLY]
    filters = {name: request.GET.get(name, "") for name in ("severity", "code", "state")}
    shown = [one for one in listed if _fits(one, filters)]
    return {
        **_frame(request, version, listed),
        "filters": filters,
        "groups": [
            (severity, [one for one in shown if one.finding.severity == severity])
            for severity in words.SEVERITIES
        ],
        "counts": {
            severity: (
                sum(1 for one in listed if one.finding.severity == severity and not one.settled),
                sum(1 for one in listed if one.finding.severity == severity),
            )
            for severity in words.SEVERITIES
        },
        "found": len(listed),
        "shown": len(shown),
        "codes_there": sorted({str(one.finding.code) for one in listed}, key=list(words.CODES).index),
        "word_only": sum(1 for one in rows if one.finding.code == WORD_ONLY),
        "states": {"open": _("未处理"), "todo": _("待办"), "settled": _("已处理")},
    }


def _frame(request: Any, version: Any, rows: list[reads.Checked]) -> dict[str, Any]:
    """What one finding needs to be drawn."""
    deciding = request.actor.reach(PROMISE_REVIEW).covers_community(version.plan.community_id)
    staff = people.staff_of_community(version.plan.community_id) if deciding else []
    return {
        "version": version,
        "plan": version.plan,
        "may_decide": deciding,
        "is_draft": version.state == "draft",
        "staff": [(one.id, one.name) for one in staff],
        "staff_names": {one.id: one.name for one in staff},
        "places": reads.shown(version, rows),
        "sentence": lambda found: words.sentence(found.code, found.values),
        "says": wording.says,
        "name": wording.name,
        "w": words,
        "error": {},
        "typed": {},
    }


def _fits(one: reads.Checked, filters: Mapping[str, str]) -> bool:
    if filters["severity"] and one.finding.severity != filters["severity"]:
        return False
    if filters["code"] and one.finding.code != filters["code"]:
        return False
    is_todo = one.choice is not None and one.choice.choice == reads.Choice.TODO
    wanted = filters["state"]
    return (
        wanted not in STATES
        or (wanted == "settled" and one.settled)
        or (wanted == "todo" and is_todo)
        or (wanted == "open" and not one.settled)
    )


def _decision(data: Mapping[str, str]) -> services.Decision:
    """`choice` is keep:<promise>, keep: (none of them holds), both, not or todo. Raises Invalid."""
    kind, _colon, kept = data.get("choice", "").partition(":")
    if kind not in reads.Choice.values:
        raise Invalid("plans.check.choice", "choice")
    assignee = data.get("assignee", "")
    return services.Decision(
        choice=reads.Choice(kind), keep=(int(kept),) if kept.isdigit() and len(kept) < 19 else (), note=data.get("note", ""),
        assignee_id=int(assignee) if assignee.isdigit() and len(assignee) < 19 else None,
    )  # fmt: skip


def _again(request: Any, version: Any, key: str, refusal: AnjuError) -> HttpResponse:
    """The finding once more, with what was typed and what is wrong with it."""
    told = {
        "error": {key: error_text(refusal.code, refusal.params)},
        "typed": {key: request.POST.dict()},
    }
    status = 409 if isinstance(refusal, Conflict) else 422
    if _asks_part(request):
        rows = [one for one in reads.checked(version, timezone.now()) if one.key == key]
        context = {**_frame(request, version, rows), **told, "row": rows[0] if rows else None}
        return render(request, "plans/checks/_answer.html", context, status=status)
    return render(request, "plans/checks.html", {**_page(request, version), **told}, status=status)


def _done(request: Any, version: Any, key: str, said: str) -> HttpResponse:
    if not _asks_part(request):
        messages.success(request, said)
        return HttpResponseRedirect(f"{reverse('plans:checks', args=[version.pk])}#f{key}")
    rows = [one for one in reads.checked(version, timezone.now()) if one.key == key]
    context = {**_frame(request, version, rows), "row": rows[0] if rows else None, "said": said}
    return render(request, "plans/checks/_answer.html", context)


def _asks_part(request: Any) -> bool:
    return bool(request.headers.get("HX-Request") == "true")
