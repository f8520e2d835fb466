"""Channels: what is set up, what went through, and a button to see whether it works."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.engines.messages import forms
from anju.engines.messages.contracts import ROBOTS, Channel
from anju.engines.messages.permissions import CHANNEL_SET
from anju.engines.messages.queries import catalogue, log, settings
from anju.engines.messages.rules.outcomes import OutcomeKind
from anju.engines.messages.services import channels as services
from anju.foundation import registry
from anju.foundation.ui.forms import form_page, view_of
from anju.foundation.ui.messages import error_text
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import AnjuError, Forbidden, NotFound

SHOWN = (
    (Channel.EMAIL, "mail"),
    (Channel.SMS, "device-mobile"),
    (Channel.WEB_PUSH, "bell-ringing"),
    (Channel.WECOM, "brand-wechat"),
    (Channel.DINGTALK, "robot"),
    (Channel.FEISHU, "send"),
    (Channel.BOARD, "clipboard-text"),
)

ADDRESSED = (Channel.EMAIL, Channel.SMS)


def _level(request: Any, channel: Channel) -> int | None:
    """A robot may be set for the community that is looked at; everything else is the organisation's."""
    return request.community_id if channel in ROBOTS else None


@page(CHANNEL_SET)
@require_safe
def channel_list(request: Any) -> HttpResponse:
    now = timezone.now()
    counts = log.channel_counts(now)
    rows = [
        {
            "code": one.value,
            "label": forms.Channels(one.value).label,
            "icon": icon,
            "ready": settings.is_set_up(one, request.community_id),
            "settable": one in settings.OF_CHANNEL,
            "counts": counts.get(one.value, {}),
            "error": log.last_error(one.value, now),
        }
        for one, icon in SHOWN
    ]
    return render(request, "messages/channels.html", {"rows": rows, "templates": catalogue.templates()})


@page(CHANNEL_SET)
@form_methods
def channel(request: Any, code: str) -> HttpResponse:
    found = _channel(code)
    level = _level(request, found)
    declared = services.settings_of(found, level)
    known = {one.code: registry.value(one, level) for one in declared}

    def save(data: dict[str, Any]) -> str:
        services.channel_save(actor=request.actor, channel=found, values=data, community_id=level)
        messages.success(request, _("已保存"))
        return reverse("messages:channel", args=[code])

    context = {
        "code": code,
        "label": forms.Channels(code).label,
        "ready": settings.is_set_up(found, level),
        "for_community": catalogue.community_names().get(level or 0, ""),
        "is_mail": found == Channel.EMAIL,
        "settable": bool(declared),
        "test": view_of(forms.TestForm(prefix="test", needs_address=found in ADDRESSED)),
        "has_secret": any(one.secret and known[one.code] for one in declared),
        "error": log.last_error(code, timezone.now()),
        "hook": request.build_absolute_uri(reverse("messages:hook", args=[request.org.pk, code])),
    }
    form = partial(forms.ChannelForm, settings=declared, known=known)
    return form_page(request, form, "messages/channel.html", save, context=context)


@page(CHANNEL_SET)
@require_POST
def channel_test(request: Any, code: str) -> HttpResponse:
    found = _channel(code)
    form = forms.TestForm(request.POST, prefix="test", needs_address=found in ADDRESSED)
    to = form.cleaned_data.get("to", "") if form.is_valid() else ""
    try:
        outcome = services.channel_test(
            actor=request.actor, channel=found, to=to, community_id=_level(request, found), at=timezone.now()
        )
    except (Forbidden, NotFound):
        raise
    except AnjuError as error:
        messages.error(request, error_text(error.code, error.params))
    else:
        if outcome.kind == OutcomeKind.SENT:
            messages.success(request, _("对方已接收测试消息"))
        else:
            messages.error(request, _("测试没有成功：%(error)s") % {"error": outcome.error or outcome.kind})
    return redirect("messages:channel", code)


@page(CHANNEL_SET)
@require_POST
def channel_clear(request: Any, code: str) -> HttpResponse:
    found = _channel(code)
    services.secret_clear(actor=request.actor, channel=found, community_id=_level(request, found))
    messages.success(request, _("密钥已清除"))
    return redirect("messages:channel", code)


def _channel(code: str) -> Channel:
    if code not in {one.value for one, _icon in SHOWN} or code == Channel.BOARD:
        raise NotFound("messages.channel.missing")
    return Channel(code)
