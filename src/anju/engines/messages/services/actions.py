"""What the engine writes into the audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation import audit

RETRIED = audit.action("messages.delivery.retried", _("重新发送消息"))
EXPORTED = audit.action("messages.delivery.exported", _("导出发送记录"))
TESTED = audit.action("messages.channel.tested", _("测试消息渠道"))
UNBLOCKED = audit.action("messages.address.unblocked", _("恢复退回的地址"))
NOTICE_WRITTEN = audit.action("messages.notice.written", _("起草公告"))
NOTICE_CHANGED = audit.action("messages.notice.changed", _("修改公告"))
NOTICE_PUBLISHED = audit.action("messages.notice.published", _("发布公告"))
NOTICE_WITHDRAWN = audit.action("messages.notice.withdrawn", _("撤下公告"))
NOTICE_PRINTED = audit.action("messages.notice.printed", _("打印公告"))
NOTICE_REMOVED = audit.action("messages.notice.removed", _("删除公告草稿"))
FORGOTTEN = audit.action("messages.recipient.forgotten", _("删除个人的消息资料"))
