from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode, declare

DELIVERY_READ = declare(
    "messages.delivery:read",
    _("查看发送记录"),
    RoleCode.LEADER,
    RoleCode.QUALITY,
    RoleCode.MANAGER,
    RoleCode.FRONTDESK,
    reading=True,
)
DELIVERY_RETRY = declare("messages.delivery:retry", _("重新发送消息"), RoleCode.MANAGER, RoleCode.FRONTDESK)
DELIVERY_EXPORT = declare("messages.delivery:export", _("导出发送记录"), RoleCode.LEADER, RoleCode.MANAGER)
CHANNEL_SET = declare("messages.channel:set", _("设置消息渠道"), RoleCode.LEADER)
NOTICE_READ = declare(
    "messages.notice:read",
    _("查看公告"),
    RoleCode.LEADER,
    RoleCode.QUALITY,
    RoleCode.MANAGER,
    RoleCode.SUPERVISOR,
    RoleCode.FRONTDESK,
    RoleCode.COMMITTEE,
    RoleCode.AUTHORITY,
    reading=True,
)
NOTICE_WRITE = declare("messages.notice:write", _("起草公告"), RoleCode.MANAGER, RoleCode.FRONTDESK)
NOTICE_PUBLISH = declare("messages.notice:publish", _("发布和撤下公告"), RoleCode.MANAGER)
