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
