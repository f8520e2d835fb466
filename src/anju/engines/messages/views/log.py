"""The record of what was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from anju.engines.messages.permissions import DELIVERY_READ, DELIVERY_RETRY
from anju.engines.messages.queries import catalogue, log
from anju.engines.messages.services import addresses, retrying
from anju.engines.messages.tables import LOG
from anju.foundation.ui.messages import error_text
from anju.foundation.ui.tables import selected_ids
from anju.foundation.web.access import page
from anju.kernel.errors import Conflict


@page(DELIVERY_READ)
@require_safe
def deliveries(request: Any) -> HttpResponseBase:
    context = {"troubles": log.troubles(request.actor, timezone.now(), request.community_id)}
    rows = log.deliveries(request.actor, request.community_id)
    return LOG.respond(request, rows, template="messages/log.html", context=context)


@page(DELIVERY_READ)
@require_safe
def delivery(request: Any, delivery_id: int) -> HttpResponse:
    row = log.delivery(request.actor, delivery_id)
    context = {
        "row": row,
        "ways": log.other_ways(row),
        "block": log.block_of(row),
        "template_name": catalogue.template_name(row.message.template),
        "category": catalogue.category_name(row.message.category),
        "community": catalogue.community_names().get(row.community_id, ""),
        "may_retry": request.actor.can(DELIVERY_RETRY) and row.state in retrying.AGAIN,
    }
    return render(request, "messages/delivery.html", context)


@page(DELIVERY_RETRY)
@require_POST
def retry(request: Any) -> HttpResponse:
    ids = selected_ids(request)
    try:
        done = retrying.deliveries_retry(actor=request.actor, delivery_ids=ids, at=timezone.now())
    except Conflict as error:
        messages.error(request, error_text(error.code, error.params))
    else:
        messages.success(
            request, ngettext("%(n)d 条记录正在重新发送", "%(n)d 条记录正在重新发送", done) % {"n": done}
        )
    if len(ids) == 1 and request.POST.get("single"):
        return redirect("messages:delivery", ids[0])
    return redirect("messages:log")


@page(DELIVERY_RETRY)
@require_POST
def unblock(request: Any, delivery_id: int) -> HttpResponse:
    row = log.delivery(request.actor, delivery_id)
    addresses.address_unblock(actor=request.actor, mark=row.address_mark, at=timezone.now())
    messages.success(request, _("地址已恢复使用"))
    return redirect("messages:delivery", delivery_id)
