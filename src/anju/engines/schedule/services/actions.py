"""What the engine writes into the audit, and what its photos are for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.schedule import permissions
from anju.engines.schedule.queries import events
from anju.foundation import audit, files

ROUND_CREATED = audit.action("schedule.round.created", _("新建作业计划"))
ROUND_CHANGED = audit.action("schedule.round.changed", _("修改作业计划"))
ROUND_ACTIVATED = audit.action("schedule.round.activated", _("启用作业计划"))
ROUND_PAUSED = audit.action("schedule.round.paused", _("暂停作业计划"))
ROUND_RESUMED = audit.action("schedule.round.resumed", _("恢复作业计划"))
ROUND_ENDED = audit.action("schedule.round.ended", _("结束作业计划"))
WORK_SUBMITTED = audit.action("schedule.work.submitted", _("提交作业"))
WORK_CORRECTED = audit.action("schedule.work.corrected", _("补传更正漏做"))
WORK_SKIPPED = audit.action("schedule.work.skipped", _("跳过作业"))
WORK_SKIP_TAKEN_BACK = audit.action("schedule.work.skip_taken_back", _("撤回跳过"))
WORK_HANDED_OVER = audit.action("schedule.work.handed_over", _("转派作业"))
EVENT_STARTED = audit.action(events.STARTED, _("触发事件作业"))
EVENT_STOPPED = audit.action(events.STOPPED, _("结束事件作业"))
HISTORY_TAKEN_OVER = audit.action("schedule.history.taken_over", _("接收历史作业记录"))
FINDING_CLOSED = audit.action("schedule.finding.closed", _("处理问题"))

ROUND_PHOTO = files.purpose("round_photo", reading=permissions.WORK_READ, photo=True)
