"""Opinions heard at meetings: the ledger, one of them judged and answered."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.modules.community.forms.gatherings import AnswerForm, JudgeForm
from anju.modules.community.permissions import MEETING_READ, OPINION_JUDGE
from anju.modules.community.queries import meetings as queries
from anju.modules.community.services import hearing as services
from anju.modules.community.tables.meetings import OPINIONS, opinion_standing
from anju.modules.community.tables.surveys import STANDINGS
from anju.modules.community.views import staff_of
from anju.modules.community.views.meetings import FORM


@page(MEETING_READ)
@require_safe
def opinion_list(request: Any) -> HttpResponseBase:
    rows = queries.opinions(request.actor, request.community_id)
    return OPINIONS.respond(request, rows, template="community/gatherings/opinions.html")


@page(MEETING_READ)
@form_methods
def opinion(request: Any, opinion_id: int) -> HttpResponse:
    row = queries.opinion(request.actor, opinion_id)

    def judge(data: dict[str, Any]) -> str:
        judgement = services.Judgement(
            accepted=data["accepted"] == "yes", reason=data["reason"], measure=data["measure"],
            staff_id=data["staff"], due_on=data["due_on"],
        )  # fmt: skip
        services.opinion_judge(
            actor=request.actor, opinion_id=opinion_id, judgement=judgement, at=timezone.now()
        )
        messages.success(request, _("已认定"))
        return reverse("community:opinion", args=[opinion_id])

    raised = row.improvement
    initial = {
        "accepted": {True: "yes", False: "no"}.get(raised.reasonable, ""), "reason": row.reason,
        "measure": raised.measure, "staff": raised.staff_id, "due_on": raised.due_on,
    }  # fmt: skip
    context = {
        "row": row,
        "raised": raised,
        "standing": STANDINGS[opinion_standing(row)],
        "may_judge": request.actor.can(OPINION_JUDGE),
    }
    form = partial(JudgeForm, offers={"staff": staff_of(row.meeting.community_id)})
    template = "community/gatherings/opinion.html"
    return form_page(request, form, template, judge, context=context, initial=initial)


@page(OPINION_JUDGE)
@form_methods
def opinion_answer(request: Any, opinion_id: int) -> HttpResponse:
    row = queries.opinion(request.actor, opinion_id)
    here = reverse("community:opinion", args=[opinion_id])

    def answer(data: dict[str, Any]) -> str:
        services.opinion_answer(
            actor=request.actor, opinion_id=opinion_id, answer=data["answer"], at=timezone.now()
        )
        messages.success(request, _("已答复"))
        return here

    context = {
        "title": _("答复"), "back": here, "sub": row.improvement.text,
        "crumb": [(_("会上意见"), reverse("community:opinions")), (row.who or _("未具名"), here), _("答复")],
        "note": _("能对应到住户档案的，答复会发到业主端；其他的请当面或电话告知。"),
    }  # fmt: skip
    return form_page(request, AnswerForm, FORM, answer, context=context, initial={"answer": row.answer})
