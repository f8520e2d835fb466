"""遗留问题: defects left by the developer or the city, by house, with their age. Source: catalogue B LEG.

A plan that binds both sides is put before the company: while it waits nobody starts, and what it approves is released.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import Ask, CaseKind, ClosingRule, Field, LadderStep, Side, State, To
from anju.modules.frontdesk.permissions import LEGACY_APPROVE
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.kinds.parts import way
from anju.modules.frontdesk.rules.kinds import closing as rules
from anju.modules.frontdesk.rules.kinds import words

LEGACY = CaseKind(
    code="legacy",
    name=_("遗留问题"),
    prefix="L",
    states=(*parts.states(_("待处理"), _("已解决待确认")), State("planned", _("方案待批"))),
    transitions=(
        *parts.giving(),
        *parts.working(stops=("answer",), holds=()),
        way("plan", _("确定方案"), parts.OPEN_STATES, fields=("plan", "responsible", "due_on"), side=Side.REPORTER),
        way("submit", _("方案报批"), parts.OPEN_STATES, "planned",
            fields=("plan", "contacts", "responsible", "appraisal", "due_on")),
        way("approve", _("批准方案"), ("planned",), "working", LEGACY_APPROVE, side=Side.REPORTER),
        way("send_back", _("退回方案"), ("planned",), "assigned", LEGACY_APPROVE, asks=(Ask.REASON,)),
        way("explain", _("说明情况"), parts.OPEN_STATES, fields=("explanation",), stops=("answer",), side=Side.REPORTER),
        way("finish", _("已解决"), ("working", "waiting"), "done", asks=(Ask.REASON,), stops=("answer", "finish"),
            side=Side.REPORTER),
        *parts.ending(),
    ),
    clocks=(parts.ANSWER, parts.FINISH),
    ladder=(
        *parts.ladder("answer", "finish"),
        LadderStep(code="ageing", clock="finish", to=To.MANAGER, message="frontdesk.ageing", every=7 * 24 * 60),
    ),
    closing=(
        ClosingRule("asked", _("要由业主确认、评价或回访"), rules.asked),
        ClosingRule("made_good", _("评价不满意的要先与报事人沟通"), rules.made_good),
    ),
    fields=(
        Field("defect", _("问题类别"), "choice", required=True, choices=words.DEFECTS),
        Field("answerable", _("责任方"), "choice", choices=words.ANSWERABLE),
        Field("part", _("责任方承担的部分")),
        Field("reported_on", _("最初报告日期")),
        Field("plan", _("解决方案")),
        Field("met_on", _("联席会议日期")),
        Field("contacts", _("各专业联系人")),
        Field("responsible", _("责任人和联系方式")),
        Field("appraisal", _("考核办法")),
        Field("due_on", _("计划完成日期")),
        Field("explanation", _("情况说明")),
        Field("hold_dunning", _("暂缓催费"), "flag"),
        parts.CONFIRM, parts.UNANSWERED, parts.FAMILY,
    ),
    returns=parts.returns("legacy"),
)  # fmt: skip
