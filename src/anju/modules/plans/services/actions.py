"""What services of plans leave behind: audit actions, kept files, events, and the settings they obey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, files, registry
from anju.foundation.registrations import SETTINGS_CHANGE
from anju.modules.plans.permissions import PLAN_READ

PLAN_CHANGED = audit.action("plans.plan.changed", _("修改方案资料"))
VERSION_ADDED = audit.action("plans.version.added", _("新增方案版本"))
VERSION_READ = audit.action("plans.version.read", _("识别方案文本"))
VERSION_APPROVED = audit.action("plans.version.approved", _("批准服务方案"))
VERSION_REOPENED = audit.action("plans.version.reopened", _("退回方案草稿"))
VERSION_SCHEDULED = audit.action("plans.version.scheduled", _("设定方案生效日期"))
VERSION_IN_FORCE = audit.action("plans.version.in_force", _("服务方案生效"))
VERSION_NOT_STARTED = audit.action("plans.version.not_started", _("服务方案未能按期生效"))
VERSION_SUPERSEDED = audit.action("plans.version.superseded", _("服务方案被替代"))
VERSION_WITHDRAWN = audit.action("plans.version.withdrawn", _("撤回服务方案"))
PROMISE_ACCEPTED = audit.action("plans.promise.accepted", _("采纳承诺"))
PROMISES_ACCEPTED = audit.action("plans.promise.accepted_many", _("批量采纳承诺"))
PROMISE_CORRECTED = audit.action("plans.promise.corrected", _("修正承诺"))
PROMISE_REJECTED = audit.action("plans.promise.rejected", _("驳回承诺"))
PROMISE_REOPENED = audit.action("plans.promise.reopened", _("撤销核对"))
PROMISE_ADDED = audit.action("plans.promise.added", _("补充承诺"))
PROMISE_SPLIT = audit.action("plans.promise.split", _("拆分承诺"))
PROMISES_MERGED = audit.action("plans.promise.merged", _("合并承诺"))
REVIEW_UNDONE = audit.action("plans.review.undone", _("撤销核对操作"))
REVIEW_CARRIED = audit.action("plans.version.review_carried", _("沿用上一版的核对结果"))
PROMISE_PUBLISHED = audit.action("plans.promise.published", _("设置公开承诺"))
PROMISE_SET_UP = audit.action("plans.promise.set_up", _("安排承诺的执行"))
PROMISES_ASSIGNED = audit.action("plans.promise.assigned_many", _("批量指定执行人"))
PASSAGE_DECIDED = audit.action("plans.passage.decided", _("处理未读懂的语句"))
PASSAGES_DISMISSED = audit.action("plans.passage.dismissed", _("批量处理未读懂的语句"))

# A little more than the reader takes, so that the reader is the one who says what is too large.
DOCUMENT = files.purpose("plans.document", reading=PLAN_READ, largest=21 << 20)

APPROVE_BY_OTHER = registry.declare(
    registry.Setting(
        code="plans.approve_by_other",
        label=_("方案须由上传者以外的人批准"),
        kind=bool,
        default=False,
        permission=SETTINGS_CHANGE,
        hint=_("开启后，上传或新建方案版本的人不能批准该版本。"),
        per_community=True,
    )
)


@dataclass(frozen=True, slots=True)
class VersionInForce:
    """A version's promises hold from today on."""

    code: ClassVar[str] = "plans.version.in_force"
    version_id: int
    community_id: int


@dataclass(frozen=True, slots=True)
class VersionEnded:
    """A version's promises hold no more: superseded or withdrawn."""

    code: ClassVar[str] = "plans.version.ended"
    version_id: int
    community_id: int
