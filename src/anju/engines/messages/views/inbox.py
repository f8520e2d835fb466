"""One's own messages and choices."""

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
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from anju.engines.messages import forms
from anju.engines.messages.contracts import Channel, RecipientKind
from anju.engines.messages.queries import catalogue, inbox, people, settings
from anju.engines.messages.services import addresses, preferences, pushing
from anju.engines.messages.services import inbox as services
from anju.engines.messages.tables import INBOX
from anju.foundation.ui.forms import form_page
from anju.foundation.ui.messages import error_text
from anju.foundation.ui.tables import selected_ids
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import AnjuError, Forbidden, Invalid, NotFound


def _me(request: Any) -> int:
    if request.actor.user_id is None:
        raise Forbidden("not_logged_in")
    return int(request.actor.user_id)


@page(None)
@require_safe
def inbox_list(request: Any) -> HttpResponseBase:
    context = {"unread": inbox.unread_count(_me(request)), "now": timezone.now().isoformat()}
    return INBOX.respond(request, inbox.inbox(_me(request)), template="messages/inbox.html", context=context)


@page(None)
@require_safe
def message(request: Any, message_id: int) -> HttpResponse:
    """Opening a message reads it; one that leads somewhere goes there."""
    found = inbox.message_of(_me(request), message_id)
    services.mark_read(user_id=_me(request), message_ids=[message_id], at=timezone.now())
    if found.link:
        return redirect(found.link)
    context = {"message": found, "category": catalogue.category_name(found.category)}
    return render(request, "messages/message.html", context)


@page(None)
@require_POST
def read(request: Any) -> HttpResponse:
    """The ticked ones, or with `all` everything that was there when the list was drawn."""
    now = timezone.now()
    if request.POST.get("all"):
        done = services.mark_all_read(
            user_id=_me(request), at=now, until=_moment(request.POST.get("until", ""))
        )
    else:
        done = services.mark_read(user_id=_me(request), message_ids=selected_ids(request), at=now)
    if done:
        messages.success(
            request, ngettext("%(n)d 条消息已标为已读", "%(n)d 条消息已标为已读", done) % {"n": done}
        )
    return redirect("messages:inbox")


def _moment(text: str) -> Any:
    try:
        found = timezone.datetime.fromisoformat(text)  # type: ignore[attr-defined]
    except ValueError:
        return None
    return found if timezone.is_aware(found) else None


@page(None)
@form_methods
def preference(request: Any) -> HttpResponse:
    me, shown = _me(request), catalogue.categories()
    known = people.preference(RecipientKind.USER, me)

    def save(data: dict[str, Any]) -> str:
        form = forms.PreferenceForm(categories=shown)
        preferences.preference_save(
            kind=RecipientKind.USER, number=me, draft=form.draft(data), at=timezone.now()
        )
        messages.success(request, _("已保存"))
        return reverse("messages:preferences")

    context = {
        "categories": [one for one in shown if not one.mandatory],
        "mandatory": [one for one in shown if one.mandatory],
        "house_quiet": settings.quiet(None),
        "addresses": people.addresses(RecipientKind.USER, me),
        "devices": people.devices(me),
        "channels": _own_channels(),
        "push_key": pushing.push_key(),
    }
    return form_page(
        request,
        partial(forms.PreferenceForm, categories=shown),
        "messages/preferences.html",
        save,
        context=context,
        initial=forms.PreferenceForm.initial_of(known, shown),
    )


def _own_channels() -> list[Channel]:
    return [one for one in (Channel.EMAIL, Channel.SMS) if settings.is_set_up(one)]


@page(None)
@form_methods
def address_new(request: Any) -> HttpResponse:
    def add(data: dict[str, Any]) -> str:
        made = addresses.address_add(
            kind=RecipientKind.USER, number=_me(request), channel=Channel(data["channel"]), value=data["value"],
            at=timezone.now(),
        )  # fmt: skip
        return reverse("messages:address", args=[made])

    if not _own_channels():
        raise NotFound("messages.address.channel")
    form = partial(forms.AddressForm, channels=_own_channels())
    return form_page(request, form, "messages/address_new.html", add)


@page(None)
@form_methods
def address(request: Any, address_id: int) -> HttpResponse:
    """Type the code that was sent. A wrong one is counted, and said at its field."""
    me = _me(request)
    found = next((one for one in people.addresses(RecipientKind.USER, me) if one.pk == address_id), None)
    if found is None:
        raise NotFound("messages.address.missing")
    context: dict[str, Any] = {"address": found}

    def confirm(data: dict[str, Any]) -> str:
        if addresses.address_confirm(
            kind=RecipientKind.USER, number=me, address_id=address_id, code=data["code"], at=timezone.now()
        ):
            messages.success(request, _("地址已确认"))
            return reverse("messages:preferences")
        raise Invalid("messages.address.code", field="code")

    return form_page(request, forms.CodeForm, "messages/address.html", confirm, context=context)


@page(None)
@require_POST
def address_again(request: Any, address_id: int) -> HttpResponse:
    """Send another code."""
    me = _me(request)
    found = next((one for one in people.addresses(RecipientKind.USER, me) if one.pk == address_id), None)
    if found is None:
        raise NotFound("messages.address.missing")
    try:
        addresses.address_add(
            kind=RecipientKind.USER,
            number=me,
            channel=Channel(found.channel),
            value=found.value,
            at=timezone.now(),
        )
        messages.success(request, _("验证码已发送"))
    except (Forbidden, NotFound):
        raise
    except AnjuError as error:
        messages.error(request, error_text(error.code, error.params))
    return redirect("messages:address", address_id)


@page(None)
@require_POST
def address_remove(request: Any, address_id: int) -> HttpResponse:
    addresses.address_remove(kind=RecipientKind.USER, number=_me(request), address_id=address_id)
    messages.success(request, _("已删除"))
    return redirect("messages:preferences")


@page(None)
@require_POST
def device_remove(request: Any, device_id: int) -> HttpResponse:
    pushing.push_unsubscribe(user_id=_me(request), subscription_id=device_id)
    messages.success(request, _("这台设备不再接收推送"))
    return redirect("messages:preferences")
