"""Notices that hang in his communities, with marks of what was read; his inbox; how he wants to be told."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Channel, RecipientKind
from anju.foundation.accounts.devices import described
from anju.foundation.web import form_methods
from anju.foundation.web.errors import as_json, status_of
from anju.kernel.errors import AnjuError, Invalid, NotFound
from anju.portals.resident.entrance import resident_page
from anju.portals.resident.views.pages import NOTICES, problem, show

MOST_MESSAGES = 60
# Kinds of message that reach residents; the staff's own are chosen in the console.
OWN = ("frontdesk.own", "community.opinions", "community.dogs", "notices", "system", "news")
# The engine knows whoever logs in as his user, whatever he was named as.
USER = RecipientKind.USER


@require_safe
@resident_page
def notices(request: Any) -> HttpResponse:
    return show(request, "notices", {"tab": "notices", "inbox": _inbox(request)})


@require_safe
@resident_page
def notice(request: Any, notice_id: int) -> HttpResponse:
    communities = {one.community_id for one in request.homes}
    hanging = messages.board(communities, timezone.localdate()) if communities else []
    found = next((one for one in hanging if one.id == notice_id), None)
    if found is None:
        raise NotFound("messages.notice.gone")
    messages.notice_mark_read(
        user_id=request.user.pk, notice_ids=[notice_id], on=timezone.localdate(), at=timezone.now()
    )
    return show(request, "notice", {"tab": "notices", "notice": found})


@require_safe
@resident_page
def message(request: Any, message_id: int) -> HttpResponse:
    """A message leads to what it is about; one about nothing is shown itself."""
    found = messages.message_of(request.user.pk, message_id)
    messages.mark_read(user_id=request.user.pk, message_ids=[message_id], at=timezone.now())
    if found.link.startswith("/home/"):
        return redirect(found.link)
    return show(request, "message", {"tab": "notices", "message": found})


@require_POST
@resident_page
def read_all(request: Any) -> HttpResponse:
    now = timezone.now()
    messages.mark_all_read(user_id=request.user.pk, at=now)
    communities = {one.community_id for one in request.homes}
    hanging = messages.board(communities, timezone.localdate()) if communities else []
    messages.notice_mark_read(
        user_id=request.user.pk, notice_ids=[one.id for one in hanging], on=timezone.localdate(), at=now
    )
    return redirect("resident:notices")


@form_methods
@resident_page
def preferences(request: Any) -> HttpResponse:
    """Which kind of message goes which way; marketing only with consent, ended by one tap."""
    if request.method == "POST":
        try:
            _keep(request)
        except AnjuError as error:
            return _preferences(request, error)
        flash.success(request, _("已保存。"))
        return redirect("resident:preferences")
    return _preferences(request)


@require_POST
@resident_page
def push(request: Any) -> JsonResponse:
    """Turn pushes to this browser on or off: {endpoint, keys: {p256dh, auth}} or {endpoint, off: true}."""
    try:
        body = json.loads(request.body)
        endpoint = str(body["endpoint"])
        keys = body.get("keys") or {}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise Invalid("bad_request", "endpoint") from error
    try:
        if body.get("off"):
            messages.push_unsubscribe(user_id=request.user.pk, endpoint=endpoint)
        else:
            messages.push_subscribe(
                user_id=request.user.pk,
                endpoint=endpoint,
                p256dh=str(keys.get("p256dh", "")),
                auth=str(keys.get("auth", "")),
                device=described(request.headers.get("User-Agent", "")),
                at=timezone.now(),
            )
    except AnjuError as error:
        return JsonResponse(as_json(error), status=status_of(error))
    return JsonResponse({"on": not body.get("off")})


def _inbox(request: Any) -> list[Any]:
    return [
        messages.message_view(one) for one in messages.inbox(request.user.pk, without=NOTICES)[:MOST_MESSAGES]
    ]


def _preferences(request: Any, error: AnjuError | None = None) -> HttpResponse:
    chosen = messages.preference(USER, request.user.pk)
    rows = [
        {
            "category": one,
            "ways": set(chosen.channels.get(one.code, tuple(way.value for way in one.channels))),
            "agreed": one.code in chosen.consents,
        }
        for one in _offered()
    ]
    context = {
        "tab": "me",
        "rows": rows,
        "ways": [(Channel.WEB_PUSH.value, _("手机推送")), (Channel.SMS.value, _("短信")), (Channel.EMAIL.value, _("邮件"))],
        "digest": chosen.digest,
        "quiet": chosen.quiet,
        "quiet_shown": chosen.quiet or (time(22), time(7)),
        "push_key": messages.push_key(),
        "problem": problem(error) if error else None,
    }  # fmt: skip
    return show(request, "preferences", context, status=status_of(error) if error else 200)


def _keep(request: Any) -> None:
    data = request.POST
    offered = _offered()
    old = messages.preference(USER, request.user.pk)
    elsewhere = old.consents - {one.code for one in offered}
    draft = messages.PreferenceDraft(
        quiet=_quiet(data),
        digest=data.get("digest", ""),
        digest_hour=old.digest_hour,
        language=old.language,
        channels={**old.channels, **{one.code: data.getlist(f"ways-{one.code}") for one in offered}},
        consents=[*elsewhere, *(one.code for one in offered if data.get(f"agree-{one.code}"))],
    )
    messages.preference_save(kind=USER, number=request.user.pk, draft=draft, at=timezone.now())


def _quiet(data: Any) -> tuple[time, time] | None:
    """None for the house's hours. Raises Invalid (messages.preference.quiet)."""
    if not data.get("quiet_own"):
        return None
    try:
        return time.fromisoformat(data.get("quiet_from", "")), time.fromisoformat(data.get("quiet_until", ""))
    except ValueError as error:
        raise Invalid("messages.preference.quiet", field="quiet_from") from error


def _offered() -> list[Any]:
    return [one for one in messages.categories() if one.code in OWN and not one.mandatory]
