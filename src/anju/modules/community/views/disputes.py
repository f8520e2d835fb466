"""The ledger of disputes, one dispute from its entry to its follow-up."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.modules.community.forms import disputes as forms
from anju.modules.community.permissions import DISPUTE_READ, DISPUTE_WRITE
from anju.modules.community.queries import disputes as reads
from anju.modules.community.reports import safety as papers
from anju.modules.community.services import disputes as services
from anju.modules.community.tables.disputes import DISPUTES
from anju.modules.community.views import community_of, frame, local_today, staff_of, upload
from anju.modules.community.views.writing import written
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people


@page(DISPUTE_READ)
@require_safe
def dispute_list(request: Any) -> HttpResponseBase:
    actions = []
    if request.actor.can(DISPUTE_WRITE):
        actions = [(_("登记纠纷"), reverse("community:dispute_new"), "plus", "primary")]
    context = {
        "title": _("纠纷台账"), "sub": _("一般纠纷由社区、街道调解并报区，重大纠纷由区有关部门调解并报市"), "actions": actions,
    }  # fmt: skip
    rows = reads.disputes(request.actor, request.community_id)
    return DISPUTES.respond(request, rows, template="community/safety/list.html", context=context)


@page(DISPUTE_WRITE)
@form_methods
def dispute_edit(request: Any, dispute_id: int | None = None) -> HttpResponse:
    row = reads.dispute(request.actor, dispute_id) if dispute_id else None
    community_id, today = (
        row.community_id if row else community_of(request, DISPUTE_WRITE),
        local_today(request),
    )
    asker = (request.actor, community_id)

    def save(data: dict[str, Any]) -> str:
        sides = [one for one in (data.pop("party", None), data.pop("other", None)) if one and one.name]
        draft = services.DisputeDraft(case_id=data.pop("case", None), staff_id=data.pop("staff"), **data)
        made = services.dispute_save(
            actor=request.actor, community_id=community_id, draft=draft, on=today, at=timezone.now(),
            dispute_id=dispute_id, sides=sides,
        )  # fmt: skip
        return reverse("community:dispute", args=[made])

    initial: dict[str, Any] = {"opened_on": today}
    form = partial(forms.DisputeForm, staff=staff_of(community_id), asker=asker)
    if row:
        initial = {name: getattr(row, name) for name in forms.DisputeForm.base_fields}
        initial["staff"] = row.staff_id
    else:
        case_id = _case_asked(request)
        if case_id is not None:
            initial |= reads.begun(request.actor, case_id, community_id, timezone.now())
        choices = reads.case_choices(request.actor, community_id, case_id)
        form = partial(forms.NewDisputeForm, staff=staff_of(community_id), asker=asker, cases=choices)
    return written(
        request, form, save, community_id=community_id, initial=initial,
        title=_("修改纠纷") if row else _("登记纠纷"), crumb=(_("纠纷台账"), reverse("community:disputes")),
        permission=None if row else DISPUTE_WRITE,
        guarded=dispute_id is not None,
    )  # fmt: skip


@page(DISPUTE_READ)
@require_safe
def dispute(request: Any, dispute_id: int) -> HttpResponse:
    row, tiers = reads.dispute(request.actor, dispute_id), reads.tiers()
    is_open = row.state == "open"
    may_write = request.actor.can(DISPUTE_WRITE)
    context = {
        "row": row, "community": estate.place(row.community_id), "parties": list(reads.parties(row)),
        "reports": list(row.reports.order_by("at", "pk")), "sessions": list(row.sessions.order_by("at", "pk")),
        "missing": [tiers[one] for one in row.missing], "open": may_write and is_open,
        "follow_late": not is_open and row.follow_on and not row.followed_on and row.follow_on < local_today(request),
        "may_follow": may_write and not is_open,
        "case": reads.case_of(request.actor, row.case_id),
        "keeper": people.staff_by_id([row.staff_id]).get(row.staff_id) if row.staff_id else None,
    }  # fmt: skip
    return render(request, "community/safety/dispute.html", context)


@page(DISPUTE_WRITE)
@form_methods
def party_new(request: Any, dispute_id: int) -> HttpResponse:
    row = reads.dispute(request.actor, dispute_id)

    def save(data: dict[str, Any]) -> str:
        who = data["name"]
        home = frontdesk.home_of(row.community_id, data["home"])
        services.party_add(
            actor=request.actor, dispute_id=dispute_id, name=who.name, claim=data["claim"],
            place_id=home or who.place_id, chosen=who, at=timezone.now(),
        )  # fmt: skip
        return reverse("community:dispute", args=[dispute_id])

    form = partial(forms.PartyForm, asker=(request.actor, row.community_id))
    return _step(request, row, form, save, _("登记当事人"))


@page(DISPUTE_WRITE)
@require_POST
def party_remove(request: Any, dispute_id: int, party_id: int) -> HttpResponse:
    services.party_remove(actor=request.actor, dispute_id=dispute_id, party_id=party_id, at=timezone.now())
    return redirect("community:dispute", dispute_id)


@page(DISPUTE_WRITE)
@form_methods
def report_new(request: Any, dispute_id: int) -> HttpResponse:
    row = reads.dispute(request.actor, dispute_id)

    def save(data: dict[str, Any]) -> str:
        services.report_note(actor=request.actor, dispute_id=dispute_id, at=timezone.now(), **data)
        return reverse("community:dispute", args=[dispute_id])

    initial = {"tier": next(iter(row.missing), ""), "told_at": timezone.now()}
    return _step(request, row, forms.ReportForm, save, _("登记报告"), initial)


@page(DISPUTE_WRITE)
@form_methods
def session_new(request: Any, dispute_id: int) -> HttpResponse:
    row = reads.dispute(request.actor, dispute_id)

    def save(data: dict[str, Any]) -> str:
        services.session_add(
            actor=request.actor, dispute_id=dispute_id, draft=services.SessionDraft(**data), at=timezone.now()
        )
        return reverse("community:dispute", args=[dispute_id])

    return _step(request, row, forms.SessionForm, save, _("登记调解"), {"at": timezone.now()})


@page(DISPUTE_WRITE)
@form_methods
def dispute_end(request: Any, dispute_id: int) -> HttpResponse:
    row = reads.dispute(request.actor, dispute_id)

    def save(data: dict[str, Any]) -> str:
        draft = services.EndDraft(**{**data, "agreement": upload(data["agreement"])})
        services.dispute_end(
            actor=request.actor, dispute_id=dispute_id, draft=draft, on=local_today(request), at=timezone.now()
        )  # fmt: skip
        messages.success(request, _("已办结"))
        return reverse("community:dispute", args=[dispute_id])

    return _step(request, row, forms.EndForm, save, _("办结"))


@page(DISPUTE_WRITE)
@form_methods
def dispute_follow(request: Any, dispute_id: int) -> HttpResponse:
    row = reads.dispute(request.actor, dispute_id)

    def save(data: dict[str, Any]) -> str:
        services.dispute_follow(
            actor=request.actor, dispute_id=dispute_id, words=data["words"], on=local_today(request),
            at=timezone.now(),
        )  # fmt: skip
        return reverse("community:dispute", args=[dispute_id])

    return _step(request, row, forms.FollowForm, save, _("回访"), {"words": row.follow_up or ""})


@page(DISPUTE_READ)
@require_safe
def dispute_paper(request: Any, dispute_id: int) -> HttpResponseBase:
    row = reads.dispute(request.actor, dispute_id)
    data = papers.dispute(frame(request, row.community_id), row, list(reads.parties(row)))
    services.export_noted(actor=request.actor, row=row, count=1, at=timezone.now())
    return attachment(data, _("调解记录 %(number)s") % {"number": row.number}, "pdf")


def _case_asked(request: Any) -> int | None:
    """?case=17, None for anything else."""
    text = request.GET.get("case", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _step(request: Any, row: Any, form: Any, save: Any, title: str, initial: Any = None) -> HttpResponse:
    crumb = (row.number, reverse("community:dispute", args=[row.pk]))
    return written(request, form, save, title=title, crumb=crumb, sub=row.subject, initial=initial or {})
