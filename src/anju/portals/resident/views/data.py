"""One's own data: what was agreed to, what is asked of the house, and the copy it answers with. Source: PIPL art. 15, 44–50."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.web.errors import status_of
from anju.kernel.errors import AnjuError, Invalid, NotFound
from anju.modules.people import facade as people
from anju.portals.resident.entrance import resident_page
from anju.portals.resident.views.pages import problem, show

HOW = "phone"
PORTAL = "portal"
KINDS = ("access", "copy", "correct", "explain", "delete")


@require_safe
@resident_page
def data(request: Any) -> HttpResponse:
    return _page(request)


@require_POST
@resident_page
def consent(request: Any) -> HttpResponse:
    """Agree to one purpose, or take the consent back as easily."""
    chosen = request.POST.get("purpose", "")
    act = people.consent_give if request.POST.get("agree") else people.consent_withdraw
    try:
        act(actor=request.actor, person_id=request.person.id, purpose=chosen, how=HOW, at=timezone.now())
    except AnjuError as error:
        return _page(request, error)
    flash.success(request, _("已同意。") if request.POST.get("agree") else _("已撤回同意。"))
    return redirect("resident:data")


@require_POST
@resident_page
def ask(request: Any) -> HttpResponse:
    """A request about one's data; the log-in is the proof of who asks."""
    kind = request.POST.get("kind", "")
    try:
        if kind not in KINDS:
            raise Invalid("people.request.kind", field="kind")
        draft = people.RequestDraft(
            person_id=request.person.id, kind=kind, channel=PORTAL, wish=request.POST.get("wish", "")
        )
        people.request_receive(actor=request.actor, draft=draft, at=timezone.now())
    except AnjuError as error:
        return _page(request, error)
    flash.success(request, _("已收到您的申请，会在期限内答复。"))
    return redirect("resident:data")


@require_safe
@resident_page
def copy(request: Any, request_id: int) -> HttpResponse:
    """The copy of one's data that a request was answered with; that it was fetched is in the log."""
    if _asked(request, request_id).file is None:
        raise NotFound("file_not_found")
    name, content = people.own_copy(actor=request.actor, request_id=request_id, at=timezone.now())
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@resident_page
def drop(request: Any, request_id: int) -> HttpResponse:
    """Take back what was asked, while it is not answered."""
    asked = _asked(request, request_id)
    try:
        people.request_drop(actor=request.actor, request_id=asked.pk, at=timezone.now())
    except AnjuError as error:
        return _page(request, error)
    flash.success(request, _("申请已撤回。"))
    return redirect("resident:data")


def _asked(request: Any, request_id: int) -> Any:
    """One of the reader's own requests. Raises NotFound."""
    found = next((one for one in people.requests_of_person(request.person.id) if one.pk == request_id), None)
    if found is None:
        raise NotFound("people.request.missing")
    return found


def _page(request: Any, error: AnjuError | None = None) -> HttpResponse:
    me = request.person.id
    context = {
        "tab": "me",
        "purposes": [(one, bool(people.consented([me], one.code))) for one in people.consent_purposes()],
        "requests": people.requests_of_person(me),
        "kinds": (
            ("copy", _("要一份我的全部信息"), _("机器能读的文件和可以打印的文件，一起给您。")),
            ("correct", _("更正或补充"), _("请写明哪里不对、应该是什么。")),
            ("access", _("查阅我的信息"), ""),
            ("explain", _("请解释怎么用我的信息"), _("请写明想了解什么。")),
            ("delete", _("删除我的信息"), _("仍是业主时，合同和法规要求保留的部分会先锁定，到期再删。")),
        ),
        "typed": dict(request.POST.items()),
        "problem": problem(error) if error else None,
    }
    return show(request, "data", context, status=status_of(error) if error else 200)
