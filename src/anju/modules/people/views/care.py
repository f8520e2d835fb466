"""The care list: who needs looking after, visits, statistics. Each look at it is written down."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.modules.people.forms.care import CareForm, VisitForm
from anju.modules.people.forms.offering import NONE
from anju.modules.people.forms.persons import ReasonForm
from anju.modules.people.permissions import CARE_EDIT, CARE_READ, CARE_VISIT
from anju.modules.people.queries import care as queries
from anju.modules.people.queries import files, records
from anju.modules.people.queries.persons import visible_person
from anju.modules.people.rules import care as rules
from anju.modules.people.services import care as services
from anju.modules.people.tables.requests import CARES
from anju.modules.people.views import offers
from anju.modules.people.views.person_requests import history, pick_person


def _crumb() -> list[tuple[str, str]]:
    return [(_("关怀名单"), reverse("people:care"))]


def _visitors(request: Any) -> list[tuple[Any, Any]]:
    return [*NONE, *offers.people(request, CARE_READ)[1:]]


def _draft(person_id: int, data: dict[str, Any]) -> services.CareDraft:
    return services.CareDraft(
        person_id=person_id, place_id=data["place"], reasons=tuple(data["reasons"]), every_days=data["every_days"],
        details=data["details"], emergency_contact=data["emergency_contact"], visitor_id=data["visitor"],
        consent_how=data.get("consent_how", ""), guardian=data["guardian"],
    )  # fmt: skip


@page(CARE_READ)
@require_safe
def care(request: Any) -> HttpResponse:
    rows = queries.entries(request.actor, request.community_id)
    if not request.GET.get("state"):
        rows = rows.filter(ended_on=None)
    figures = queries.figures(request.actor, request.community_id, timezone.localdate())
    services.care_listed(
        actor=request.actor, community_id=request.community_id, shown=figures.people, at=timezone.now()
    )
    context = {"figures": figures, "can_edit": request.actor.can(CARE_EDIT)}
    return CARES.respond(request, rows, template="people/care.html", context=context)


@page(CARE_READ)
@require_safe
def care_statistics(request: Any) -> HttpResponse:
    figures = queries.figures(request.actor, request.community_id, timezone.localdate())
    context = {"figures": figures, "reasons": _bars(figures.by_reason), "months": _months(figures.by_month)}
    return render(request, "people/care_statistics.html", context)


def _bars(pairs: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    names, values = [name for name, _count in reversed(pairs)], [count for _name, count in reversed(pairs)]
    return {
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": names},
        "series": [{"type": "bar", "data": values, "tone": "violet", "barMaxWidth": 18, "label": {"show": True, "position": "right"}}],
    }  # fmt: skip


def _months(rows: tuple[tuple[str, int, int], ...]) -> dict[str, Any]:
    return {
        "grid": {"left": 8, "right": 8, "top": 32, "bottom": 8, "containLabel": True},
        "legend": {"top": 0}, "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [month for month, _made, _late in rows]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"type": "bar", "stack": "visits", "name": _("按时"), "data": [made - late for _month, made, late in rows], "tone": "green", "barMaxWidth": 28},
            {"type": "bar", "stack": "visits", "name": _("超期"), "data": [late for _month, _made, late in rows], "tone": "red", "barMaxWidth": 28},
        ],
    }  # fmt: skip


@page(CARE_EDIT)
@form_methods
def care_new(request: Any) -> HttpResponse:
    """First who it is, then reasons, plan and consent."""
    wanted = request.GET.get("person", "")
    if not wanted.isdigit():
        return pick_person(request, _("列入关怀名单"), _crumb())
    person = visible_person(request.actor, int(wanted))

    def add(data: dict[str, Any]) -> str:
        made = services.care_add(actor=request.actor, draft=_draft(person.pk, data), at=timezone.now())
        messages.success(request, _("已列入，七天内第一次走访"))
        return reverse("people:care_entry", args=[made])

    places = _places(request, person.pk)
    form = partial(CareForm, offers={"place": places, "visitor": _visitors(request)})
    context = {
        "title": _("列入关怀名单"), "crumb": _crumb(), "back": reverse("people:care"), "sub": person.name,
        "text": _("健康和生活照料情况属于敏感信息：要有本人单独同意，只有获准的人能看，每次查看都有记录。"),
    }  # fmt: skip
    initial = {"place": places[0][0] if places else None}
    return form_page(request, form, "people/form.html", add, context=context, initial=initial)


def _places(request: Any, person_id: int) -> list[tuple[Any, Any]]:
    today = timezone.localdate()
    ties = files.ties_of_person(request.actor, person_id)
    return list(
        {tie.place_id: (tie.place_id, str(tie.place)) for tie in ties if files.holds(tie, today)}.values()
    )


@page(CARE_READ)
@require_safe
def care_entry(request: Any, entry_id: int) -> HttpResponse:
    row = services.care_seen(actor=request.actor, entry_id=entry_id, at=timezone.now())
    context = {
        "row": row,
        "reasons": row.reason_names,
        "due": rules.due(row.due_on, timezone.localdate()) if row.due_on else None,
        "visits": queries.visits_of(entry_id),
        "history": history("people.careentry", entry_id),
        "can_edit": request.actor.can(CARE_EDIT) and row.ended_on is None,
        "can_visit": request.actor.can(CARE_VISIT) and row.ended_on is None,
    }
    return render(request, "people/care_entry.html", context)


@page(CARE_EDIT)
@form_methods
def care_edit(request: Any, entry_id: int) -> HttpResponse:
    row = services.care_seen(actor=request.actor, entry_id=entry_id, at=timezone.now())

    def change(data: dict[str, Any]) -> str:
        draft = _draft(row.person_id, data)
        services.care_change(actor=request.actor, entry_id=entry_id, draft=draft, at=timezone.now())
        messages.success(request, _("已保存"))
        return reverse("people:care_entry", args=[entry_id])

    initial = {
        "place": row.place_id, "reasons": row.reasons.split(","), "details": row.details, "guardian": row.guardian,
        "emergency_contact": row.emergency_contact, "every_days": row.every_days, "visitor": row.visitor_id,
    }  # fmt: skip
    places = dict([(row.place_id, str(row.place)), *_places(request, row.person_id)])
    form = partial(CareForm, offers={"place": list(places.items()), "visitor": _visitors(request)})
    return form_page(
        request,
        form,
        "people/form.html",
        change,
        context=_frame(_("修改关怀安排"), row),
        initial=initial,
        guarded=True,
    )


@page(CARE_VISIT)
@form_methods
def care_visit(request: Any, entry_id: int) -> HttpResponse:
    row = queries.entry_of(request.actor, entry_id, CARE_VISIT)

    def record(data: dict[str, Any]) -> str:
        photo = data.pop("photo")
        draft = services.VisitDraft(
            way=data["way"], condition=data["condition"], words=data["words"], visited_at=data["visited_at"],
            visitor_id=data["visitor"], photo=photo.read() if photo else b"", photo_name=photo.name if photo else "",
        )  # fmt: skip
        services.visit_record(actor=request.actor, entry_id=entry_id, draft=draft, at=timezone.now())
        messages.success(request, _("已登记走访，下次走访日期已更新"))
        return reverse("people:care_entry", args=[entry_id])

    own = records.own_staff(request.actor)
    initial = {
        "visited_at": timezone.localtime(), "way": "door", "condition": "good",
        "visitor": row.visitor_id or (own.pk if own else None),
    }  # fmt: skip
    form = partial(VisitForm, offers={"visitor": _visitors(request)})
    return form_page(
        request, form, "people/form.html", record, context=_frame(_("登记走访"), row), initial=initial
    )


@page(CARE_EDIT)
@form_methods
def care_end(request: Any, entry_id: int) -> HttpResponse:
    row = queries.entry_of(request.actor, entry_id, CARE_EDIT)

    def end(data: dict[str, Any]) -> str:
        services.care_end(actor=request.actor, entry_id=entry_id, reason=data["reason"], at=timezone.now())
        messages.success(request, _("已移出名单"))
        return reverse("people:care")

    return form_page(request, ReasonForm, "people/form.html", end, context=_frame(_("移出关怀名单"), row))


@page(CARE_READ)
@require_safe
def care_photo(request: Any, visit_id: int) -> HttpResponse:
    _name, content = services.visit_photo(actor=request.actor, visit_id=visit_id, at=timezone.now())
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    return response


def _frame(title: str, row: Any) -> dict[str, Any]:
    here = reverse("people:care_entry", args=[row.pk])
    return {
        "title": title,
        "crumb": [*_crumb(), (row.person.name, here)],
        "back": here,
        "sub": str(row.place),
    }
