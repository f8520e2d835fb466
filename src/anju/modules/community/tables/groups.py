"""Lists of chat groups, their members and posts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    BulkAction,
    ChoiceFilter,
    Column,
    EmptyState,
    Export,
    SearchFilter,
    Table,
)
from anju.modules.community.models import Platform, PostSort
from anju.modules.community.permissions import GROUP_WRITE


def _there(rows: Any, value: str) -> Any:
    return rows.filter(left_on__isnull=value == "in")


def _asked(rows: Any, value: str) -> Any:
    return rows.filter(sort="question", case__isnull=value == "open")


GROUPS = Table(
    name="community.groups",
    caption=_("业主群"),
    columns=(
        Column(key="name", label=_("群名"), sort="name", classes="main", nowrap=False, width="grow"),
        Column(key="platform", label=_("平台"), value="get_platform_display"),
        Column(key="owner_name", label=_("群主")),
        Column(key="member_count", label=_("成员"), align="end"),
        Column(key="home_count", label=_("户数"), align="end"),
        Column(key="last_at", label=_("最近发布"), phone_place="side"),
        Column(key="opened_on", label=_("建群日期"), sort="opened_on", hide_on_phone=True),
        Column(
            key="state",
            label=_("状态"),
            template="community/gatherings/_cells.html#group",
            export=lambda row: str(_("已解散") if row.closed_on else _("使用中")),
            phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("群名"), fields=("name",)),
        ChoiceFilter(key="platform", label=_("平台"), choices=Platform.choices),
    ),
    default_sort="name",
    row_url=lambda row: reverse("community:group", args=[row.pk]),
    empty=EmptyState(
        title=_("还没有登记业主群"),
        text=_("登记各楼栋的业主群，导入成员名单，就能看到多少户在群里。"),
        action_label=_("登记业主群"),
        action_url=lambda request: reverse("community:group_new"),
        permission=GROUP_WRITE,
    ),
    export=Export(title=_("业主群台账")),
)

MEMBERS = Table(
    name="community.group_members",
    prefix="m_",
    caption=_("群成员"),
    columns=(
        Column(key="place_name", label=_("房屋"), sort="place_name", classes="main"),
        Column(key="name", label=_("群内名称")),
        Column(
            key="known",
            label=_("住户档案"),
            value=lambda row: _("已对应") if row.person_id else "—",
            hide_on_phone=True,
        ),
        Column(key="joined_on", label=_("入群"), sort="joined_on"),
        Column(
            key="left_on",
            label=_("退群"),
            template="community/gatherings/_cells.html#member",
            export="left_on",
            phone_place="corner",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("房号或名称"), fields=("place_name", "name")),
        ChoiceFilter(
            key="there", label=_("在群"), choices=[("in", _("在群")), ("out", _("已退群"))], apply=_there
        ),
    ),
    default_sort="place_name",
    page_size=30,
    bulk_actions=(
        BulkAction(
            key="left",
            label=_("标记退群或恢复"),
            url=lambda request: f"{request.path}members/left/",
            permission=GROUP_WRITE,
        ),
    ),
    empty=EmptyState(title=_("还没有成员"), text=_("把群成员名单粘贴进来，每行“房号 名称”。")),
    export=Export(title=_("群成员")),
)

POSTS = Table(
    name="community.group_posts",
    caption=_("群内发布与提问"),
    columns=(
        Column(
            key="text",
            label=_("内容"),
            template="community/gatherings/_cells.html#post",
            export="text",
            nowrap=False,
            width="grow",
        ),
        Column(key="sort", label=_("类别"), value="get_sort_display"),
        Column(key="by_name", label=_("发布人")),
        Column(key="at", label=_("时间"), sort="at", phone_place="side"),
        Column(
            key="case",
            label=_("事项"),
            template="community/gatherings/_cells.html#post_case",
            export=lambda row: row.case.number if row.case else "",
        ),
    ),
    filters=(
        SearchFilter(placeholder=_("内容或发布人"), fields=("text", "by_name")),
        ChoiceFilter(key="what", label=_("类别"), field="sort", choices=PostSort.choices),
        ChoiceFilter(
            key="asked",
            label=_("提问"),
            choices=[("open", _("未转事项")), ("turned", _("已转事项"))],
            apply=_asked,
        ),
    ),
    default_sort="-at",
    page_size=30,
    empty=EmptyState(title=_("还没有记录"), text=_("把群里发的通知、答复、提示和业主的提问记下来。")),
    export=Export(title=_("群内发布与提问")),
)
