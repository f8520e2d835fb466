"""The list of cases: all kinds, one list, saved in its address; a spreadsheet of it; many given out at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, CaseFilter, Reporter
from anju.foundation.permissions import get
from anju.foundation.ui import export as spreadsheets
from anju.foundation.ui.forms import add_error, form_page, view_of
from anju.foundation.ui.tables import Table, selected_ids
from anju.foundation.ui.tables.cells import plain
from anju.foundation.ui.tables.request import TableRequest
from anju.foundation.web import page
from anju.kernel.errors import Conflict, Invalid
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.forms.case_desk import NewCaseForm, given_fields
from anju.modules.frontdesk.forms.case_dispatch import AssignManyForm
from anju.modules.frontdesk.forms.placing import PlaceField
from anju.modules.frontdesk.queries import case_list as reads
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries import dispatch
from anju.modules.frontdesk.queries.case_names import names_of
from anju.modules.frontdesk.services import case_batch
from anju.modules.frontdesk.services.reporting import report
from anju.modules.frontdesk.tables.cases import ALL, OPEN, STANDINGS, community_of, standing_of
from anju.modules.people import facade as people_facade

READ, ASSIGN, OPENING = reads.reading(), reads.assigning(), get("cases.case:open")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@page(READ)
@require_safe
def case_list(request: Any) -> HttpResponseBase:
    """Open cases, the first due on top; ?kind= and ?standing= choose others, ?export=xlsx or csv writes them all."""
    at, standing = timezone.now(), standing_of(request)
    known = {one.code for one in cases.kinds()}
    kind = request.GET.get("kind", "")
    wanted = CaseFilter(
        community_id=community_of(request),
        standing="" if standing == "all" else standing,
        kinds=(kind,) if kind in known else (),
    )
    rows = reads.listed(request.actor, wanted, text=request.GET.get("q", "").strip()[:100], at=at)
    table = OPEN if standing == "open" else ALL
    if request.GET.get("export") == "csv":
        return _csv(request, table, rows)
    part = request.headers.get("HX-Request") == "true"
    counts = {} if part else reads.kind_counts(request.actor, replace(wanted, kinds=()))
    context = {
        "tabs": _tabs(request, kind, counts),
        "standings": [
            {
                "label": label,
                "href": _at(request, standing="" if code == "open" else code),
                "active": code == standing,
            }
            for code, label in STANDINGS
        ],
        "csv_url": _at(request, export="csv"),
    }
    return table.respond(request, rows, template="frontdesk/cases/list.html", context=context)


@page(ASSIGN)
@require_POST
def assign_many(request: Any) -> HttpResponse:
    """Give the ticked cases to one person: asks whom and shows who has how much; all of them or none."""
    ids = selected_ids(request)
    chosen = dispatch.open_rows(request.actor, ids)
    context = {"rows": chosen, "names": names_of(request.actor, chosen), "words": words}
    people = dispatch.people_with_load(chosen[0].community_id)
    form = AssignManyForm(request.POST if "confirmed" in request.POST else None, people=people)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _assigned(request, [one.id for one in chosen], form.cleaned_data)
            except (Conflict, Invalid) as refused:
                add_error(form, refused)
    return render(
        request, "frontdesk/cases/assign_many.html", {**context, "form": view_of(form)}, status=status
    )


def _assigned(request: Any, ids: list[int], data: dict[str, Any]) -> HttpResponse:
    done = case_batch.cases_assign(
        actor=request.actor, case_ids=ids, staff_id=data["staff_id"], reason=data["reason"], at=timezone.now()
    )
    messages.success(request, _("已派单 %(n)d 件。") % {"n": done})
    return redirect(reverse("frontdesk:cases"))


@page(OPENING)
def case_new(request: Any) -> HttpResponse:
    """A case taken down by a plain form; the desk's own screen is quicker while the telephone rings."""
    reach = request.actor.reach(OPENING)
    communities = estate.communities(reach)
    chosen = (
        request.POST.get("community_id")
        or request.GET.get("community_id")
        or request.GET.get("community")
        or community_of(request)
    )
    home = next((one.id for one in communities if str(one.id) == str(chosen)), None)
    home = home or (communities[0].id if communities else None)
    kind = cases.kind_of(_kind_asked(request))
    form = partial(
        NewCaseForm,
        declared=kind,
        staff=reads.staff_choices(home),
        communities=[(one.id, one.name) for one in communities],
        place=PlaceField(actor=request.actor, community_id=home, follows="community_id"),
    )

    def open_it(data: dict[str, Any]) -> str:
        told = Reporter(name=data["name"], phone=data["phone"])
        me = people_facade.staff_of_user(request.actor.user_id) if request.actor.user_id else None
        draft = CaseDraft(
            kind=data["kind"], community_id=data["community_id"], title=data["title"], words=data["words"],
            place_id=data["place"], severity=data["severity"], channel=data["channel"], reporter=told,
            first_asked=me.id if me is not None else None, fields=given_fields(cases.kind_of(data["kind"]), data),
        )  # fmt: skip
        key = f"form:{request.user.pk}:{data['key']}" if data["key"] else ""
        made = report(actor=request.actor, draft=draft, at=timezone.now(), key=key)
        messages.success(request, _("已登记 %(number)s。") % {"number": made.number})
        return reverse("frontdesk:case", args=[made.case_id])

    # When another kind is chosen the page is asked again with what was typed, and shows what that kind asks.
    initial = {
        "channel": "phone",
        "severity": 2,
        "key": uuid4().hex,
        **request.GET.dict(),
        "kind": kind.code,
        "community_id": home,
    }
    return form_page(request, form, "frontdesk/cases/new.html", open_it, initial=initial)


def _kind_asked(request: Any) -> str:
    """The kind a form is for: as sent, as asked for, else a repair."""
    code = request.POST.get("kind") or request.GET.get("kind", "")
    return code if code in {one.code for one in cases.kinds()} else "repair"


def _tabs(request: Any, kind: str, counts: Any) -> list[dict[str, Any]]:
    total = sum(counts.values())
    first = {
        "label": _("全部"),
        "href": _at(request, kind=""),
        "active": not kind,
        "count": total,
        "icon": "list",
    }
    return [first] + [
        {
            "label": one.name,
            "href": _at(request, kind=one.code),
            "active": one.code == kind,
            "count": counts.get(one.code, 0),
            "icon": words.kind_mark(one.code)[0],
        }
        for one in cases.kinds()
    ]


def _at(request: Any, **changes: str) -> str:
    """This list with other parameters; the place in it is given up."""
    query = request.GET.copy()
    for name in ("after", "before", "export"):
        query.pop(name, None)
    for name, value in changes.items():
        if value:
            query[name] = value
        else:
            query.pop(name, None)
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path


def _csv(request: Any, table: Table, rows: Any) -> HttpResponseBase:
    """All filtered rows as comma-separated text that a spreadsheet opens in the right letters."""
    asked = TableRequest.read(table, request)
    ordered = table.keyset(rows, asked.sort).order(asked.narrow(rows))
    columns = [one for one in table.columns if one.export is not False]
    made = [
        [plain_text(one.exported_value(row)) for one in columns] for row in spreadsheets.in_chunks(ordered)
    ]
    assert table.export is not None
    if table.export.on_export is not None:
        table.export.on_export(request, len(made))
    answer = StreamingHttpResponse(
        _lines([[str(one.label) for one in columns], *made]), content_type="text/csv; charset=utf-8"
    )
    name = f"{table.export.title}-{timezone.localdate():%Y%m%d}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def plain_text(value: Any) -> str:
    """A value as text; what a spreadsheet would run as a formula is quoted."""
    text = "" if value is None or value == "" else plain(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _lines(rows: list[list[str]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for row in rows:
        out = io.StringIO()
        csv.writer(out).writerow(row)
        yield out.getvalue().encode()
