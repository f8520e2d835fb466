"""Permission codes of community and which default roles hold them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode as R
from anju.foundation.permissions import declare

RETURN_READ = declare(
    "community.return:read", _("查看回访和抽样"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.AUTHORITY,
    reading=True,
)  # fmt: skip
RETURN_MAKE = declare("community.return:make", _("进行回访"), R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK)
SAMPLE_DRAW = declare("community.sample:draw", _("抽取主管回访样本"), R.QUALITY, R.MANAGER, R.SUPERVISOR)
CAMPAIGN_READ = declare(
    "community.campaign:read", _("查看走访活动"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK,
    reading=True,
)  # fmt: skip
CAMPAIGN_WRITE = declare("community.campaign:write", _("组织走访活动"), R.QUALITY, R.MANAGER, R.SUPERVISOR)
CAMPAIGN_VISIT = declare(
    "community.campaign:visit", _("登记走访"), R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK
)
SURVEY_READ = declare(
    "community.survey:read", _("查看满意度调查"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.COMMITTEE,
    R.AUTHORITY, reading=True,
)  # fmt: skip
SURVEY_WRITE = declare("community.survey:write", _("编制和发布满意度调查"), R.QUALITY, R.MANAGER)
SURVEY_TYPE = declare(
    "community.survey:type", _("录入纸质问卷"), R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK
)
IMPROVE = declare("community.improvement:write", _("制定和落实改进措施"), R.QUALITY, R.MANAGER, R.SUPERVISOR)
DOG_READ = declare(
    "community.dog:read", _("查看犬只登记"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.AUTHORITY,
    reading=True,
)  # fmt: skip
DOG_WRITE = declare(
    "community.dog:write", _("登记犬只和违规"), R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK
)
DOG_MEASURE = declare(
    "community.dog:measure", _("养犬提醒、措施和检查行动"), R.QUALITY, R.MANAGER, R.SUPERVISOR
)
MERCHANT_READ = declare(
    "community.merchant:read", _("查看商户登记"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.COMMITTEE,
    R.AUTHORITY, reading=True,
)  # fmt: skip
MERCHANT_WRITE = declare(
    "community.merchant:write", _("登记商户、投诉和街面问题"), R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK
)
MERCHANT_ACT = declare("community.merchant:act", _("检查商户和联合整治"), R.QUALITY, R.MANAGER, R.SUPERVISOR)
SAFETY_READ = declare(
    "community.safety:read", _("查看安全联防"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, reading=True
)  # fmt: skip
SAFETY_WRITE = declare(
    "community.safety:write", _("登记安全联防"), R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK
)
EVENT_APPROVE = declare("community.event:approve", _("批准重大活动保卫方案"), R.LEADER, R.MANAGER)
DISPUTE_READ = declare(
    "community.dispute:read", _("查看纠纷台账"), R.LEADER, R.QUALITY, R.MANAGER, reading=True
)
DISPUTE_WRITE = declare("community.dispute:write", _("登记和调解纠纷"), R.QUALITY, R.MANAGER)
ETIQUETTE_READ = declare(
    "community.etiquette:read", _("查看礼仪检查"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK,
    reading=True,
)  # fmt: skip
ETIQUETTE_WRITE = declare("community.etiquette:write", _("进行礼仪检查"), R.QUALITY, R.MANAGER, R.SUPERVISOR)
MEETING_READ = declare(
    "community.meeting:read", _("查看业主会议和意见"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.COMMITTEE,
    R.AUTHORITY, reading=True,
)  # fmt: skip
MEETING_WRITE = declare(
    "community.meeting:write", _("安排和记录业主会议"), R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK
)
OPINION_JUDGE = declare(
    "community.opinion:judge", _("认定和答复业主意见"), R.QUALITY, R.MANAGER, R.SUPERVISOR
)
OPINION_READ = declare(
    "community.opinion:read",
    _("查看意见箱"),
    R.LEADER,
    R.QUALITY,
    R.MANAGER,
    R.SUPERVISOR,
    R.FRONTDESK,
    reading=True,
)
OPINION_OPEN = declare(
    "community.opinion:open", _("开启意见箱并登记来信"), R.MANAGER, R.SUPERVISOR, R.FRONTDESK
)
OPINION_WRITE = declare("community.opinion:write", _("设置意见箱"), R.QUALITY, R.MANAGER, R.SUPERVISOR)
GROUP_READ = declare(
    "community.group:read",
    _("查看业主群台账"),
    R.LEADER,
    R.QUALITY,
    R.MANAGER,
    R.SUPERVISOR,
    R.FRONTDESK,
    reading=True,
)
GROUP_WRITE = declare("community.group:write", _("维护业主群台账"), R.MANAGER, R.SUPERVISOR, R.FRONTDESK)
IDEA_READ = declare(
    "community.idea:read", _("查看业主建议"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.COMMITTEE,
    R.AUTHORITY, reading=True,
)  # fmt: skip
IDEA_WRITE = declare("community.idea:write", _("登记和公开业主建议"), R.MANAGER, R.SUPERVISOR, R.FRONTDESK)
IDEA_ANSWER = declare("community.idea:answer", _("答复业主建议"), R.MANAGER, R.SUPERVISOR)
IDEA_SUPPORT = declare(
    "community.idea:support", _("代住户提出和附议建议"), R.MANAGER, R.SUPERVISOR, R.FRONTDESK
)
