"""Standard phrases: the list, one of them, and what a text field offers while somebody types."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.kernel.errors import Forbidden
from anju.modules.frontdesk.forms.phrases import PhraseForm
from anju.modules.frontdesk.permissions import PHRASE_SET, PHRASE_USE
from anju.modules.frontdesk.queries import phrases as queries
from anju.modules.frontdesk.services import phrases as services
from anju.modules.frontdesk.tables.phrases import PHRASES


@page(PHRASE_USE)
@require_safe
def phrase_list(request: Any) -> HttpResponseBase:
    """Those in use; with ?gone=1 those that were retired."""
    rows = queries.usable(request.actor).filter(retired_at__isnull=request.GET.get("gone") != "1")
    return PHRASES.respond(request, rows, template="frontdesk/desk/phrases.html", context={})


@page(PHRASE_USE)
@form_methods
def phrase_new(request: Any) -> HttpResponse:
    def save(data: dict[str, Any]) -> str:
        draft = services.PhraseDraft(data["code"], data["text"], data.get("own", True))
        services.phrase_save(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已保存"))
        return reverse("frontdesk:phrases")

    form = partial(PhraseForm, may_share=request.actor.can(PHRASE_SET), new=True)
    return form_page(request, form, "frontdesk/desk/phrase.html", save, context=_frame(_("新建用语")))


@page(PHRASE_USE)
@form_methods
def phrase(request: Any, phrase_id: int) -> HttpResponse:
    """One phrase, to be changed by whose it is; everybody's only by who keeps them."""
    found = queries.phrase(request.actor, phrase_id)
    may = found.owner is not None or request.actor.can(PHRASE_SET)
    if request.method == "POST" and not may:
        raise Forbidden("permission_missing", permission=PHRASE_SET.code)

    def save(data: dict[str, Any]) -> str:
        draft = services.PhraseDraft(data["code"], data["text"])
        services.phrase_save(actor=request.actor, draft=draft, at=timezone.now(), phrase_id=phrase_id)
        messages.success(request, _("已保存"))
        return reverse("frontdesk:phrases")

    form = partial(PhraseForm, may_share=False, new=False)
    context = {**_frame(f"/{found.code}"), "phrase": found, "may": may}
    initial = {"code": found.code, "text": found.text}
    return form_page(request, form, "frontdesk/desk/phrase.html", save, context=context, initial=initial)


@page(PHRASE_USE)
@require_POST
def phrase_retire(request: Any, phrase_id: int) -> HttpResponse:
    services.phrase_retire(actor=request.actor, phrase_id=phrase_id, at=timezone.now())
    messages.success(request, _("已停用，可以在列表里筛选后恢复"))
    return redirect("frontdesk:phrases")


@page(PHRASE_USE)
@require_POST
def phrase_restore(request: Any, phrase_id: int) -> HttpResponse:
    services.phrase_restore(actor=request.actor, phrase_id=phrase_id, at=timezone.now())
    messages.success(request, _("已恢复使用"))
    return redirect("frontdesk:phrases")


@page(PHRASE_USE)
@require_safe
def phrases_offered(request: Any) -> HttpResponse:
    """JSON: code and text of each, filled with what is known of ?case=."""
    case = request.GET.get("case", "")
    case_id = int(case) if case.isascii() and case.isdigit() and len(case) < 19 else None
    return JsonResponse({"phrases": queries.offered(request.actor, case_id, timezone.now())})


def _frame(title: str) -> dict[str, Any]:
    back = reverse("frontdesk:phrases")
    return {"title": title, "crumb": [(_("快捷用语"), back)], "back": back}
