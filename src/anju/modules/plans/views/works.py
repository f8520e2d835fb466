"""Work of all rounds: the list with its tabs, and what is decided about several at once."""

from __future__ import annotations

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from anju.engines.schedule import facade as schedule
from anju.foundation.permissions import get
from anju.foundation.ui.forms import form_page, view_of
from anju.foundation.ui.tables import selected_ids
from anju.foundation.web import page
from anju.modules.estate import facade as estate
from anju.modules.plans.forms.works import HandOverForm, RecordForm, SkipForm
from anju.modules.plans.queries import works as reads
from anju.modules.plans.services import works as services
from anju.modules.plans.tables.works import community_of, works_table

WORK_READ = get("schedule.work:read")
WORK_SKIP = get("schedule.work:skip")
WORK_ASSIGN = get("schedule.work:assign")
MOST_AT_ONCE = 500


@page(WORK_READ)
def works(request: Any) -> HttpResponseBase:
    """?tab= one of reads.TABS; ?round= one round's work only."""
    now = timezone.now()
    tab = request.GET.get("tab") if request.GET.get("tab") in reads.TABS else "today"
    community_id = community_of(request, WORK_READ)
    round_id = _number(request.GET.get("round", ""))
    rows = reads.listed(request.actor, tab=tab, at=now, community_id=community_id, round_id=round_id)
    context = {
        "tab": tab,
        "tabs": _tabs(tab, round_id),
        "round": _round(request, round_id),
    }
    if not request.headers.get("HX-Request") and "export" not in request.GET:
        context["counts"] = reads.counts(request.actor, at=now, community_id=community_id)
    return works_table(tab).respond(request, rows, template="plans/works/list.html", context=context)


@page(WORK_SKIP)
def skip(request: Any) -> HttpResponse:
    """Ask for the reason once, then skip all the work that was ticked."""

    def done(data: dict[str, Any]) -> str:
        number = services.works_skip(
            actor=request.actor, occurrence_ids=_ids(request), reason=data["reason"], at=timezone.now()
        )
        messages.success(request, _("已跳过 %(number)d 项作业") % {"number": number})
        return _back(request)

    return _decide(request, SkipForm, done, title=_("跳过作业"), submit=_("跳过"))


@page(WORK_ASSIGN)
def hand_over(request: Any) -> HttpResponse:
    """Ask who takes the work over, then give him all that was ticked."""

    def done(data: dict[str, Any]) -> str:
        number = schedule.hand_over(
            actor=request.actor,
            occurrence_ids=_ids(request),
            to_staff_id=data["to_staff_id"],
            at=timezone.now(),
        )
        messages.success(request, _("已转派 %(number)d 项作业") % {"number": number})
        return _back(request)

    chosen = reads.chosen(request.actor, _ids(request))
    staff = reads.suggested(chosen, timezone.now(), ZoneInfo(request.actor.time_zone))
    return _decide(request, partial(HandOverForm, staff=staff), done, title=_("转派作业"), submit=_("转派"))


@page(WORK_READ)
def record(request: Any, occurrence_id: int) -> HttpResponse:
    """Write down at the desk that work was done, with what proves it."""
    request.actor.require(get("schedule.work:do"))
    found = schedule.occurrence(occurrence_id, reach=request.actor.reach(WORK_READ))
    now = timezone.now()
    own = reads.own_staff(request.actor)
    staff = reads.receivers([found.work.community_id])
    if not request.actor.can(WORK_ASSIGN):
        staff = [one for one in staff if one[0] == own]
    form = partial(
        RecordForm, staff=staff, checklist=found.checklist, now=now.replace(second=0, microsecond=0)
    )

    def done(data: dict[str, Any]) -> str:
        services.work_record(
            actor=request.actor, occurrence_id=occurrence_id, recorded=data["recorded"], at=timezone.now()
        )
        messages.success(request, _("已补录"))
        return reverse("plans:work_detail", args=[occurrence_id])

    context = {
        "found": found,
        "work": found.work,
        "places": estate.places_by_id(found.place_ids),
        "nobody": not staff,
    }
    initial = {"staff_id": own or found.work.staff_id}
    return form_page(request, form, "plans/works/record.html", done, context=context, initial=initial)


def _decide(request: Any, form: Any, done: Any, *, title: str, submit: str) -> HttpResponse:
    """A page that names the chosen work and asks one question. Coming from the ticked boxes it only asks."""
    chosen = reads.chosen(request.actor, _ids(request))
    context = {
        "chosen": chosen, "title": title, "submit": submit, "back": _back(request),
    }  # fmt: skip
    if request.method == "POST" and "confirmed" not in request.POST:
        return render(request, "plans/works/decide.html", {**context, "form": view_of(form())})
    return form_page(request, form, "plans/works/decide.html", done, context=context)


def _ids(request: HttpRequest) -> list[int]:
    if request.method == "POST":
        return selected_ids(request)[:MOST_AT_ONCE]
    texts = request.GET.getlist("ids")
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19][
        :MOST_AT_ONCE
    ]


def _back(request: HttpRequest) -> str:
    """Where the reader came from: the list as it was narrowed, or the one piece of work."""
    asked = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    ids = _ids(request)
    return reverse("plans:work_detail", args=ids) if len(ids) == 1 else reverse("plans:works")


def _tabs(current: str, round_id: int | None) -> list[dict[str, Any]]:
    labels = {
        "today": _("今日"), "overdue": _("逾期"), "todo": _("待做"), "missed": _("漏做"), "all": _("全部"),
    }  # fmt: skip
    suffix = f"&round={round_id}" if round_id else ""
    return [
        {"key": key, "label": label, "href": f"?tab={key}{suffix}", "active": key == current}
        for key, label in labels.items()
    ]


def _round(request: Any, round_id: int | None) -> Any:
    if round_id is None:
        return None
    return schedule.round_view(round_id, reach=request.actor.reach(WORK_READ))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
