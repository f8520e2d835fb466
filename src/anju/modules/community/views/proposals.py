"""Owners' proposals: the ledger, one of them, what is published, who supports it, what it is answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.engines.cases import facade as cases
from anju.foundation.permissions import get
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.modules.community.forms.gatherings import (
    DecisionForm,
    NewProposalForm,
    ProposalForm,
    ShownForm,
    SupportForm,
)
from anju.modules.community.permissions import IDEA_ANSWER, IDEA_READ, IDEA_SUPPORT, IDEA_WRITE
from anju.modules.community.queries import ideas as queries
from anju.modules.community.services import ideas as services
from anju.modules.community.tables.ideas import PROPOSALS, STATES, standing
from anju.modules.community.views import community_of
from anju.modules.community.views.meetings import FORM
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk

CASE_READ = get("cases.case:read")


@page(IDEA_READ)
@require_safe
def proposal_list(request: Any) -> HttpResponseBase:
    rows = queries.proposals(request.actor, request.community_id)
    may_write = request.actor.can(IDEA_WRITE)
    context = {
        "may_write": may_write,
        "counts": queries.counted(rows, timezone.now()),
        "waiting": queries.uncollected(request.actor, request.community_id) if may_write else [],
    }
    return PROPOSALS.respond(request, rows, template="community/gatherings/proposals.html", context=context)


@page(IDEA_READ)
@form_methods
def proposal(request: Any, proposal_id: int) -> HttpResponse:
    row = queries.proposal(request.actor, proposal_id)

    def support(data: dict[str, Any]) -> str:
        home = frontdesk.home_of(row.community_id, data["home"])
        services.proposal_support(
            actor=request.actor, proposal_id=proposal_id, place_id=home or 0, at=timezone.now()
        )
        messages.success(request, _("已登记附议"))
        return _here(proposal_id)

    context = {
        "row": row,
        "standing": STATES[standing(row)],
        "late": standing(row) == "late",
        "community": estate.place(row.community_id),
        "homes": estate.with_place_names(row.supports.all()).order_by("at", "pk"),
        "may_case": request.actor.can(CASE_READ),
        "may_write": request.actor.can(IDEA_WRITE),
        "may_answer": request.actor.can(IDEA_ANSWER) and row.answered_at is None,
        "may_support": request.actor.can(IDEA_SUPPORT) and row.published_at and row.answered_at is None,
    }
    return form_page(request, SupportForm, "community/gatherings/proposal.html", support, context=context)


@page(IDEA_WRITE)
@form_methods
def proposal_new(request: Any) -> HttpResponse:
    community_id = community_of(request, IDEA_WRITE)

    def note(data: dict[str, Any]) -> str:
        draft = services.ProposalDraft(
            title=data["title"], text=data["text"], origin=data["origin"],
            place_id=frontdesk.home_of(community_id, data["home"]),
        )  # fmt: skip
        made = services.proposal_raise(
            actor=request.actor, community_id=community_id, draft=draft, at=timezone.now(), published=True
        )
        messages.success(request, _("已登记并公开"))
        return _here(made)

    context = _frame(_("登记建议"))
    return form_page(request, NewProposalForm, FORM, note, context=context, initial={"origin": "desk"})


@page(IDEA_WRITE)
@form_methods
def proposal_collect(request: Any, case_id: int) -> HttpResponse:
    view = cases.case_view(actor=request.actor, case_id=case_id, at=timezone.now())

    def collect(data: dict[str, Any]) -> str:
        made = services.proposal_collect(
            actor=request.actor, case_id=case_id, title=data["title"], text=data["text"], at=timezone.now()
        )
        messages.success(request, _("已收录并公开"))
        return _here(made)

    context = _frame(_("收录建议"), sub=view.row.number)
    initial = {"title": view.row.title[:80], "text": view.words[:1000]}
    return form_page(request, ProposalForm, FORM, collect, context=context, initial=initial)


@page(IDEA_WRITE)
@form_methods
def proposal_edit(request: Any, proposal_id: int) -> HttpResponse:
    row = queries.proposal(request.actor, proposal_id)

    def publish(data: dict[str, Any]) -> str:
        services.proposal_publish(
            actor=request.actor, proposal_id=proposal_id, published=data["published"], title=data["title"],
            text=data["text"], at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已公开") if data["published"] else _("已撤下，只有物业能看到"))
        return _here(proposal_id)

    initial = {"title": row.title, "text": row.text, "published": True}
    return form_page(
        request,
        ShownForm,
        FORM,
        publish,
        context=_frame(_("公开内容"), row=row),
        initial=initial,
        guarded=True,
    )


@page(IDEA_ANSWER)
@form_methods
def proposal_answer(request: Any, proposal_id: int) -> HttpResponse:
    row = queries.proposal(request.actor, proposal_id)

    def answer(data: dict[str, Any]) -> str:
        services.proposal_answer(
            actor=request.actor, proposal_id=proposal_id, decision=data["decision"], answer=data["answer"],
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已答复，提出人会收到消息"))
        return _here(proposal_id)

    return form_page(request, DecisionForm, FORM, answer, context=_frame(_("答复建议"), row=row))


def _here(proposal_id: int) -> str:
    return reverse("community:proposal", args=[proposal_id])


def _frame(title: str, *, row: Any = None, sub: str = "") -> dict[str, Any]:
    back = reverse("community:proposals")
    trail: list[Any] = [(_("业主建议"), back)]
    if row is not None:
        back, sub = _here(row.pk), row.title
        trail.append((row.case.number, back))
    return {"title": title, "crumb": [*trail, title], "back": back, "sub": sub}
