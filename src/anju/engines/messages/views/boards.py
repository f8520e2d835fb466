"""Notices of the board, from the first words to the sheet on the wall."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.engines.messages import forms
from anju.engines.messages.permissions import DELIVERY_READ, NOTICE_PUBLISH, NOTICE_READ, NOTICE_WRITE
from anju.engines.messages.queries import boards, catalogue
from anju.engines.messages.rules import masking
from anju.engines.messages.services import boards as services
from anju.engines.messages.tables import NOTICES, TOLD
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import NotFound

WORDS = ("title", "body", "title_en", "body_en", "signed", "paper")


def _here(notice_id: int) -> str:
    return reverse("messages:notice", args=[notice_id])


def _base(request: Any) -> str:
    return str(request.build_absolute_uri("/"))


@page(NOTICE_READ)
@require_safe
def notice_list(request: Any) -> HttpResponseBase:
    context = {"may_write": request.actor.can(NOTICE_WRITE)}
    rows = boards.notices(request.actor, request.community_id)
    return NOTICES.respond(request, rows, template="messages/notices.html", context=context)


@page(NOTICE_WRITE)
@form_methods
def notice_new(request: Any) -> HttpResponse:
    names = [(one.id, one.name) for one in catalogue.communities(request.actor.reach(NOTICE_WRITE))]

    def write(data: dict[str, Any]) -> str:
        community_id = data.pop("community")
        draft = services.NoticeDraft(**data)
        made = services.notice_create(
            actor=request.actor, community_id=community_id, draft=draft, at=timezone.now()
        )
        return _here(made)

    if not names:
        raise NotFound("messages.notice.community")
    form = partial(forms.NewNoticeForm, communities=names)
    initial = {"paper": "a4", "community": request.community_id}
    return form_page(
        request, form, "messages/notice_form.html", write, context={"notice": None}, initial=initial
    )


@page(NOTICE_READ)
@form_methods
def notice(request: Any, notice_id: int) -> HttpResponse:
    """The notice with its sheet; the form beside it lets it hang."""
    found = boards.notice(request.actor, notice_id)
    today = timezone.localdate()

    def publish(data: dict[str, Any]) -> str:
        services.notice_publish(actor=request.actor, notice_id=notice_id, at=timezone.now(), **data)
        messages.success(request, _("已发布"))
        return _here(notice_id)

    context = {
        "notice": found,
        "hangs": found.state == "published" and found.publish_on <= today and (not found.withdraw_on or today < found.withdraw_on),
        "warnings": masking.phones_and_cards(f"{found.title}\n{found.body}\n{found.title_en}\n{found.body_en}"),
        "may_write": request.actor.can(NOTICE_WRITE) and found.state == "draft",
        "may_publish": request.actor.can(NOTICE_PUBLISH),
        "withdraw": forms.WithdrawForm(),
        "public": services.public_path(found),
        "readers": boards.readers(notice_id),
        "counts": boards.told_counts(notice_id) if found.told_at else None,
        "may_trace": request.actor.reach(DELIVERY_READ).covers_community(found.community_id),
        "tell": boards.told_whom(found),
    }  # fmt: skip
    return form_page(
        request,
        partial(forms.PublishForm, ways=boards.ways(found)),
        "messages/notice.html",
        publish,
        context=context,
        initial={"publish_on": today, "tell": [boards.USUAL]},
    )


@page(DELIVERY_READ)
@require_safe
def notice_told(request: Any, notice_id: int) -> HttpResponseBase:
    """Who was told of a notice, by which ways, and who has read it."""
    found = boards.notice(request.actor, notice_id)
    if not request.actor.reach(DELIVERY_READ).covers_community(found.community_id):
        raise NotFound("messages.notice.missing")
    context = {"notice": found, "counts": boards.told_counts(notice_id)}
    return TOLD.respond(
        request, boards.told(notice_id), template="messages/notice_told.html", context=context
    )


@page(NOTICE_WRITE)
@form_methods
def notice_edit(request: Any, notice_id: int) -> HttpResponse:
    found = boards.notice(request.actor, notice_id)

    def change(data: dict[str, Any]) -> str:
        draft = services.NoticeDraft(**data)
        services.notice_change(actor=request.actor, notice_id=notice_id, draft=draft, at=timezone.now())
        return _here(notice_id)

    return form_page(
        request,
        forms.NoticeForm,
        "messages/notice_form.html",
        change,
        context={"notice": found},
        initial={name: getattr(found, name) for name in WORDS},
        guarded=True,
    )


@page(NOTICE_PUBLISH)
@form_methods
def notice_withdraw(request: Any, notice_id: int) -> HttpResponse:
    found = boards.notice(request.actor, notice_id)

    def withdraw(data: dict[str, Any]) -> str:
        services.notice_withdraw(
            actor=request.actor,
            notice_id=notice_id,
            reason=data["reason"],
            on=timezone.localdate(),
            at=timezone.now(),
        )
        messages.success(request, _("已撤下，请把墙上的也取下来"))
        return _here(notice_id)

    return form_page(
        request, forms.WithdrawForm, "messages/notice_withdraw.html", withdraw, context={"notice": found}
    )


@page(NOTICE_WRITE)
@require_POST
def notice_remove(request: Any, notice_id: int) -> HttpResponse:
    services.notice_remove(actor=request.actor, notice_id=notice_id, at=timezone.now())
    messages.success(request, _("草稿已删除"))
    return redirect("messages:notices")


@page(NOTICE_READ)
@require_POST
def notice_sheet(request: Any, notice_id: int) -> HttpResponseBase:
    """The PDF; a POST, since it is counted and noted."""
    found = boards.notice(request.actor, notice_id)
    made = services.notice_sheet(
        actor=request.actor, notice_id=notice_id, base_url=_base(request), at=timezone.now()
    )
    return attachment(made, f"{found.number} {found.title}", "pdf")


@page(NOTICE_READ)
@require_safe
def notice_preview(request: Any, notice_id: int) -> HttpResponse:
    made = services.notice_preview(actor=request.actor, notice_id=notice_id, base_url=_base(request))
    answer = HttpResponse(made, content_type="image/png")
    answer["Cache-Control"] = "private, no-cache"
    return answer
