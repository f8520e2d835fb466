"""Own cases: the list, one with its clock in words, its pictures, and everything the reporter may do with it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseView, Move, PhotoDraft, Side
from anju.foundation import registry
from anju.foundation.web.errors import status_of
from anju.foundation.web.views_files import serve
from anju.kernel.errors import AnjuError, Conflict, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people
from anju.portals.resident import own, words
from anju.portals.resident.entrance import resident_page, with_right
from anju.portals.resident.settings import VISIT_WINDOWS, windows_of
from anju.portals.resident.views.pages import problem, show

HOW = "app"
MOST_LISTED = 100
DAYS_AHEAD = 7
# A picture drawn on glass comes as text of the form.
DRAWN = "data:image/png;base64,"


@require_safe
@resident_page
def case_list(request: Any) -> HttpResponse:
    now, zone = timezone.now(), ZoneInfo(request.actor.time_zone)
    rows = cases.rows(own.mine(request)[:MOST_LISTED])
    made = own.cards(rows, now, zone)
    context = {
        "tab": "cases",
        "running": [one for one in made if one.row.closed_at is None],
        "over": [one for one in made if one.row.closed_at is not None],
    }
    return show(request, "cases", context)


@require_safe
@resident_page
def case(request: Any, case_id: int) -> HttpResponse:
    return _case(request, own.case(request, case_id, timezone.now()))


@require_POST
@resident_page
def deed(request: Any, case_id: int, name: str) -> HttpResponse:
    """One deed of the reporter with his own case. One that was offered when the page was opened and is not any more
    says so, and shows what was written for it.
    """
    now = timezone.now()
    view = own.case(request, case_id, now)
    act = DEEDS.get(name)
    if act is None:
        raise NotFound("page_not_found")
    if name not in own.may(view, now):
        return _case(request, view, Conflict("resident.deed.gone"), name)
    try:
        with transaction.atomic():
            said = act(request, view, now)
    except AnjuError as error:
        return _case(request, own.case(request, case_id, now), error, name)
    messages.success(request, said)
    return redirect("resident:case", case_id)


@require_safe
@resident_page
def file(request: Any, case_id: int, token: UUID) -> HttpResponseBase:
    """A picture or a voice of an own case, as far as the reporter sees it."""
    view = own.case(request, case_id, timezone.now())
    if not any(one.token == token and one.side == Side.REPORTER for one in view.photos):
        raise NotFound("file_not_found")
    request.actor = with_right(request.actor, own.READ)
    return serve(request, token)


def _case(request: Any, view: CaseView, error: AnjuError | None = None, deed_name: str = "") -> HttpResponse:
    now, zone = timezone.now(), ZoneInfo(request.actor.time_zone)
    row = view.row
    staff = people.staff_by_id({one.staff_id for one in (*view.workers, *view.visits)})
    names = {key: one.name for key, one in staff.items()}
    events = cases.history(actor=with_right(request.actor, own.READ), case_id=row.id, side=Side.REPORTER)
    shown = [one for one in view.photos if one.side == Side.REPORTER]
    place = estate.places_by_id([row.place_id]).get(row.place_id) if row.place_id else None
    offered = next((one for one in reversed(view.prices) if one.answer is None), None)
    context = {
        "tab": "cases",
        "view": view,
        "row": row,
        "kind": cases.kind_of(row.kind).name,
        "state": words.state_words(row),
        "stages": words.stages(view),
        "clocks": words.clock_lines(view, now, zone),
        "entries": words.entries(events, request.user.pk, names, zone),
        "place": (place.full_name or place.name) if place else "",
        "worker": staff.get(row.assignee_id) if row.assignee_id else None,
        "photos": [one for one in shown if one.role in ("before", "during", "after")],
        "voices": [one for one in shown if one.role == "attachment"],
        "may": own.may(view, now),
        "price": offered,
        "priced": [one for one in view.items if one.charged],
        "visit": _visit(view, zone),
        "windows": registry.value(VISIT_WINDOWS, row.community_id).split(","),
        "days": [timezone.localdate() + timedelta(days=n) for n in range(DAYS_AHEAD)],
        "reopen_until": _reopen_until(row),
        "problem": problem(error) if error else None,
        "problem_at": deed_name,
        "typed": dict(request.POST.items()),
    }
    return show(request, "case", context, status=status_of(error) if error else 200)


def _visit(view: CaseView, zone: ZoneInfo) -> str:
    found = next(
        (one for one in view.visits if one.state == "agreed" and one.begins_at and one.ends_at), None
    )
    if found is None:
        return ""
    span = {"begins_at": found.begins_at.isoformat(), "ends_at": found.ends_at.isoformat()}  # type: ignore[union-attr]
    return words.window(span, zone)


def _reopen_until(row: Any) -> date | None:
    if row.closed_at is None:
        return None
    days = registry.value(own.REOPEN_DAYS, row.community_id)
    return timezone.localtime(row.closed_at + timedelta(days=days)).date()


def _words(request: Any, view: CaseView, at: datetime) -> str:
    said = request.POST.get("words", "")
    cases.words_add(
        actor=own.acting(request.actor, view, "work"),
        case_id=view.row.id,
        words=said,
        at=at,
        side=Side.REPORTER,
    )
    return _("已发给物业。")


def _photo(request: Any, view: CaseView, at: datetime) -> str:
    sent = request.FILES.getlist("photo")
    if not sent:
        raise Invalid("resident.photo_missing", field="photo")
    role = "before" if view.row.state in ("new", "assigned") else "during"
    for one in sent:
        draft = PhotoDraft(name=one.name, data=one.read(), role=role, side=Side.REPORTER)
        cases.photo_add(
            actor=own.acting(request.actor, view, "work"), case_id=view.row.id, photo=draft, at=at
        )
    return _("照片已添加。")


def _price(request: Any, view: CaseView, at: datetime) -> str:
    agreed = request.POST.get("answer") == "yes"
    offered = next((one for one in view.prices if str(one.id) == request.POST.get("price")), None)
    if offered is None:
        raise Invalid("resident.price.other", field="price")
    cases.price_answer(
        actor=own.acting(request.actor, view, "work"),
        price_id=offered.id,
        agreed=agreed,
        by_name=request.person.name,
        how=HOW,
        at=at,
        words=request.POST.get("words", ""),
    )
    return _("您已同意报价，工程师将继续。") if agreed else _("已告诉物业您不同意这个报价。")


def _appointment(request: Any, view: CaseView, at: datetime) -> str:
    zone = ZoneInfo(request.actor.time_zone)
    begins_at, ends_at = _window(request.POST.get("on", ""), request.POST.get("in", ""), zone)
    actor = own.acting(request.actor, view, "work")
    staff_id = view.row.assignee_id
    if staff_id is None:
        raise Invalid("resident.visit.nobody", field="on")
    frontdesk.appoint(
        actor=actor, case_id=view.row.id, staff_id=staff_id, begins_at=begins_at, ends_at=ends_at, at=at
    )
    return _("约好了，工程师会按时上门。")


def _window(on: str, hours: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    try:
        day = date.fromisoformat(on)
        ((begins, ends),) = windows_of(hours)
    except (ValueError, AnjuError) as error:
        raise Invalid("resident.visit.window", field="on") from error
    return datetime.combine(day, begins, zone), datetime.combine(day, ends, zone)


def _cancel(request: Any, view: CaseView, at: datetime) -> str:
    _move(request, view, own.CANCEL, at, reason=_reason(request))
    return _("已取消。")


def _confirm(request: Any, view: CaseView, at: datetime) -> str:
    _move(request, view, own.CONFIRM, at, fields={"confirmed": HOW})
    return _("谢谢您的确认。请给这次服务打个分吧。")


def _again(request: Any, view: CaseView, at: datetime) -> str:
    _move(request, view, own.AGAIN, at, reason=_reason(request))
    return _("已转回处理，很抱歉还没弄好。")


def _reopen(request: Any, view: CaseView, at: datetime) -> str:
    _move(request, view, own.REOPEN, at, reason=_reason(request))
    return _("已重新打开。")


def _rate(request: Any, view: CaseView, at: datetime) -> str:
    stars = request.POST.get("stars", "")
    cases.case_rate(
        actor=own.acting(request.actor, view, "survey"),
        case_id=view.row.id,
        stars=int(stars) if stars.isdigit() else 0,
        words=request.POST.get("words", ""),
        person_id=request.person.id,
        at=at,
    )
    return _("谢谢您的评价。")


def _sign(request: Any, view: CaseView, at: datetime) -> str:
    drawn = request.POST.get("signature", "")
    try:
        data = base64.b64decode(drawn.removeprefix(DRAWN), validate=True) if drawn.startswith(DRAWN) else b""
    except binascii.Error as error:
        raise Invalid("resident.signature", field="signature") from error
    if not data:
        raise Invalid("resident.signature", field="signature")
    draft = PhotoDraft(name="signature.png", data=data, role="signature", side=Side.REPORTER)
    cases.photo_add(actor=own.acting(request.actor, view, "work"), case_id=view.row.id, photo=draft, at=at)
    return _("已签字。")


def _move(
    request: Any, view: CaseView, transition: str, at: datetime, reason: str = "", fields: Any = None
) -> None:
    move = Move(transition=transition, reason=reason, fields=fields or {}, expected=view.row.state)
    cases.case_move(actor=own.moving(request.actor, view, transition), case_id=view.row.id, move=move, at=at)


def _reason(request: Any) -> str:
    reason = str(request.POST.get("reason", "")).strip()
    if not reason:
        raise Invalid("resident.reason", field="reason")
    return reason


DEEDS: dict[str, Callable[[Any, CaseView, datetime], str]] = {
    "words": _words,
    "photo": _photo,
    "price": _price,
    "visit": _appointment,
    "cancel": _cancel,
    "confirm": _confirm,
    "again": _again,
    "reopen": _reopen,
    "rate": _rate,
    "sign": _sign,
}
