"""Lists of the engine's pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.engines.messages.models import Channels, Delivery, NoticeState, States
from anju.engines.messages.permissions import DELIVERY_EXPORT, DELIVERY_RETRY, NOTICE_WRITE
from anju.engines.messages.queries import catalogue
from anju.engines.messages.services import retrying
from anju.foundation.ui.tables import (
    BooleanFilter,
    BulkAction,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    MultiChoiceFilter,
    SearchFilter,
    SortKey,
    Table,
)


def _categories(request: Any) -> list[tuple[str, Any]]:
    return [(one.code, one.name) for one in catalogue.categories()]


def _templates(request: Any) -> list[tuple[str, Any]]:
    return [(one.code, one.name) for one in catalogue.templates()]


def _unread(rows: Any, wanted: bool) -> Any:
    return rows.filter(read_at__isnull=wanted)


def _noted(request: Any, count: int) -> None:
    retrying.note_export(actor=request.actor, count=count, at=timezone.now())


INBOX = Table(
    name="messages.inbox",
    caption=_("消息"),
    columns=(
        Column(key="title", label=_("消息"), template="messages/_cells.html#inbox_title", nowrap=False, width="grow"),
        Column(key="category", label=_("类别"), value=lambda row: catalogue.category_name(row.category), phone_place="side"),
        Column(key="at", label=_("时间"), template="messages/_cells.html#when", sort="at", phone_place="corner"),
    ),
    filters=(
        BooleanFilter(key="unread", label=_("未读"), only=True, yes_label=_("只看未读"), apply=_unread),
        ChoiceFilter(key="category", label=_("类别"), choices=_categories),
    ),
    default_sort="-at",
    row_url=lambda row: reverse("messages:message", args=[row.pk]),
    bulk_actions=(BulkAction(key="read", label=_("标为已读"), url=lambda request: reverse("messages:read")),),
    empty=EmptyState(title=_("没有消息"), text=_("工作中的提醒和通知会出现在这里。")),
)  # fmt: skip

LOG = Table(
    name="messages.log",
    caption=_("发送记录"),
    columns=(
        Column(key="title", label=_("消息"), template="messages/_cells.html#log_title", value="message.title", nowrap=False, width="grow"),
        Column(key="recipient", label=_("收件人"), template="messages/_cells.html#recipient", export="message.recipient_name"),
        Column(key="channel", label=_("渠道"), value="get_channel_display", sort="channel"),
        Column(key="shown", label=_("地址"), classes="code", hide_on_phone=True),
        Column(key="state", label=_("状态"), template="messages/_cells.html#state", export="get_state_display", sort="state", phone_place="corner"),
        Column(key="attempts", label=_("次数"), align="end", hide_on_phone=True),
        Column(key="created_at", label=_("时间"), sort="created_at", phone_place="side"),
        Column(key="not_before", label=_("下次发送"), template="messages/_cells.html#next_at", optional=True, hidden=True),
        Column(key="sent_at", label=_("发出时间"), optional=True, hidden=True),
        Column(key="error", label=_("原因"), optional=True, hidden=True),
        Column(key="template", label=_("模板"), value=lambda row: catalogue.template_name(row.message.template), optional=True, hidden=True),
        Column(key="cause", label=_("缘由"), value="message.cause_key", classes="code", optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(
            placeholder=_("标题、收件人或缘由"),
            apply=lambda rows, text: rows.filter(
                Q(message__title__icontains=text) | Q(message__recipient_name__icontains=text) | Q(message__cause_key__startswith=text)
            ),
        ),
        MultiChoiceFilter(key="state", label=_("状态"), choices=States.choices),
        MultiChoiceFilter(key="channel", label=_("渠道"), choices=[one for one in Channels.choices if one[0] != "in_app"]),
        ChoiceFilter(key="template", label=_("模板"), field="message__template", choices=_templates, more=True),
        BooleanFilter(key="urgent", label=_("紧急"), more=True),
        DateRangeFilter(key="created", label=_("日期"), field="created_at", moment=True, more=True),
    ),
    default_sort="-created_at",
    row_url=lambda row: reverse("messages:delivery", args=[row.pk]),
    bulk_actions=(
        BulkAction(key="retry", label=_("重新发送"), url=lambda request: reverse("messages:retry"), confirm=_("重新发送所选的记录？"), permission=DELIVERY_RETRY),
    ),
    empty=EmptyState(title=_("还没有发送记录"), text=_("发出的邮件、短信、推送和机器人消息会列在这里。")),
    export=Export(title=_("发送记录"), permission=DELIVERY_EXPORT, on_export=_noted),
)  # fmt: skip

NOTICES = Table(
    name="messages.notices",
    caption=_("公告"),
    columns=(
        Column(key="title", label=_("公告"), template="messages/_cells.html#notice_title", nowrap=False, width="grow"),
        Column(key="community", label=_("小区"), value="community_name", hide_on_phone=True),
        Column(key="state", label=_("状态"), template="messages/_cells.html#notice_state", export="get_state_display", phone_place="corner"),
        Column(key="publish_on", label=_("张贴日期"), sort="publish_on", phone_place="side"),
        Column(key="withdraw_on", label=_("撤下日期"), sort="withdraw_on", hide_on_phone=True),
        Column(key="printed", label=_("打印次数"), align="end", hide_on_phone=True),
        Column(key="written_at", label=_("起草时间"), sort="written_at", hide_on_phone=True),
    ),
    filters=(
        SearchFilter(placeholder=_("标题或编号"), fields=("title", "number")),
        ChoiceFilter(key="state", label=_("状态"), choices=NoticeState.choices),
    ),
    default_sort="-written_at",
    row_url=lambda row: reverse("messages:notice", args=[row.pk]),
    empty=EmptyState(
        title=_("还没有公告"), text=_("写一份公告，预览后打印出来张贴。"), action_label=_("写公告"),
        action_url=lambda request: reverse("messages:notice_new"), permission=NOTICE_WRITE,
    ),
)  # fmt: skip


def _way(one: Any) -> str:
    return f"{one.get_channel_display()}{one.get_state_display()}"


def _read(rows: Any, wanted: bool) -> Any:
    return rows.filter(seen_at__isnull=not wanted)


TOLD = Table(
    name="messages.told",
    caption=_("送达记录"),
    columns=(
        Column(key="recipient", label=_("收件人"), template="messages/_cells.html#told_recipient", export="recipient_name", sort="recipient_name", width="grow"),
        Column(key="ways", label=_("送达方式"), template="messages/_cells.html#ways", export=lambda row: "、".join(_way(one) for one in row.ways), nowrap=False),
        Column(key="at", label=_("告知时间"), sort="at", phone_place="side"),
        Column(key="seen_at", label=_("阅读时间"), sort=SortKey("seen_at", nulls="last"), phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("收件人"), fields=("recipient_name",)),
        BooleanFilter(key="read", label=_("阅读"), yes_label=_("已读"), no_label=_("未读"), apply=_read),
        MultiChoiceFilter(
            key="state", label=_("发送状态"), choices=States.choices,
            apply=lambda rows, wanted: rows.filter(
                Exists(Delivery.objects.filter(message_id=OuterRef("pk"), state__in=wanted).exclude(channel="in_app"))
            ),
        ),
    ),
    default_sort="recipient",
    empty=EmptyState(title=_("没有告知任何人"), text=_("发布时选择“张贴当天同时告诉”，这里会列出谁收到、谁读过。")),
    export=Export(title=_("公告送达记录"), permission=DELIVERY_EXPORT, on_export=_noted),
)  # fmt: skip
