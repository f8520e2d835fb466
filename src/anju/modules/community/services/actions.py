"""What community writes into the audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation import audit

SURVEY_MADE = audit.action("community.survey.made", _("编制问卷"))
SURVEY_CHANGED = audit.action("community.survey.changed", _("修改问卷"))
SURVEY_OPENED = audit.action("community.survey.opened", _("发布问卷"))
SURVEY_CLOSED = audit.action("community.survey.closed", _("结束调查"))
SURVEY_CONCLUDED = audit.action("community.survey.concluded", _("填写调查结论"))
PAPER_TYPED = audit.action("community.survey.typed", _("录入纸质问卷"))
JUDGED = audit.action("community.proposal.judged", _("认定合理建议"))
IMPROVED = audit.action("community.improvement.changed", _("制定或修改改进措施"))
DONE = audit.action("community.improvement.done", _("落实改进措施"))
CAMPAIGN_MADE = audit.action("community.campaign.made", _("发起走访活动"))
CAMPAIGN_CLOSED = audit.action("community.campaign.closed", _("结束走访活动"))
VISITED = audit.action("community.campaign.visited", _("登记走访"))
SAMPLED = audit.action("community.sample.drawn", _("抽取主管回访样本"))
MEETING_PLANNED = audit.action("community.meeting.planned", _("计划业主会议"))
MEETING_CHANGED = audit.action("community.meeting.changed", _("修改业主会议"))
MEETING_CANCELLED = audit.action("community.meeting.cancelled", _("取消业主会议"))
MEETING_HELD = audit.action("community.meeting.held", _("登记会议纪要"))
ATTENDED = audit.action("community.meeting.attended", _("登记到会人员"))
OPINION_HEARD = audit.action("community.opinion.heard", _("记录会上意见"))
OPINION_JUDGED = audit.action("community.opinion.judged", _("认定会上意见"))
OPINION_ANSWERED = audit.action("community.opinion.answered", _("答复会上意见"))
BOX_SAVED = audit.action("community.box.saved", _("设置意见箱"))
BOX_OPENED = audit.action("community.box.opened", _("开启意见箱"))
LETTER_TAKEN = audit.action("community.box.letter", _("登记意见箱来信"))
GROUP_SAVED = audit.action("community.group.saved", _("登记业主群"))
MEMBERS_ADDED = audit.action("community.group.members", _("导入群成员"))
MEMBER_LEFT = audit.action("community.group.left", _("登记成员退群"))
POSTED = audit.action("community.group.posted", _("登记群消息"))
POST_TURNED = audit.action("community.group.turned", _("群内提问转为事项"))
PROPOSAL_NOTED = audit.action("community.proposal.noted", _("收录业主建议"))
PROPOSAL_PUBLISHED = audit.action("community.proposal.published", _("公开或撤下业主建议"))
PROPOSAL_SUPPORTED = audit.action("community.proposal.supported", _("附议业主建议"))
PROPOSAL_ANSWERED = audit.action("community.proposal.answered", _("答复业主建议"))
