"""投诉: investigated, answered, agreed to by the complainant, or talked over again. Source: catalogue A CMP, B CMP."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import (
    Ask,
    CaseKind,
    Clock,
    ClosingRule,
    Field,
    LadderStep,
    Side,
    To,
)
from anju.engines.cases.facade import closing
from anju.modules.frontdesk.permissions import COMPLAINT_HEAR, COMPLAINT_JUDGE
from anju.modules.frontdesk.queries.budgets import offers
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.kinds.parts import way
from anju.modules.frontdesk.rules.kinds import closing as rules
from anju.modules.frontdesk.rules.kinds import words

_RUNNING = ("answer", "arrive", "finish")

COMPLAINT = CaseKind(
    code="complaint",
    name=_("投诉"),
    prefix="C",
    states=parts.states(_("待受理"), _("已答复待确认"), _("已归档"), _("已撤回")),
    transitions=(
        *parts.giving(answer=()),
        *parts.working(stops=("arrive",), holds=_RUNNING),
        way("investigate", _("开始调查"), ("assigned",), "working"),
        way("reply", _("首次答复"), parts.OPEN_STATES, asks=(Ask.REASON,), stops=("answer",), side=Side.REPORTER),
        way("report_up", _("上报"), parts.OPEN_STATES, asks=(Ask.REASON,)),
        way("hear", _("公司阅示"), (*parts.OPEN_STATES, "done"), permission=COMPLAINT_HEAR, asks=(Ask.REASON,),
            stops=("top",)),
        way("finish", _("处理完毕并答复"), ("assigned", "working"), "done", asks=(Ask.REASON,),
            fields=("cause", "cause_kind", "measure"), stops=_RUNNING, side=Side.REPORTER),
        way("consent", _("投诉人意见"), ("done",), fields=("consent",)),
        way("judge", _("责任认定"), (*parts.OPEN_STATES, "done"), permission=COMPLAINT_JUDGE, fields=("fault",)),
        way("judge_later", _("归档后责任认定"), ("closed",), permission=COMPLAINT_JUDGE, fields=("fault",)),
        way("punish", _("责任处理"), ("closed",), permission=COMPLAINT_JUDGE, asks=(Ask.REASON,), fields=("penalty",)),
        *parts.ending(starts=("answer", "finish"), close=("satisfied", "fair", "unreached")),
    ),
    clocks=(parts.ANSWER, parts.ARRIVE, parts.FINISH, Clock("top", _("报告公司"), offers, opens=True)),
    ladder=(
        *parts.ladder(*_RUNNING),
        LadderStep(code="top_told", clock="top", to=To.COMPANY, message="frontdesk.serious", share=1),
        LadderStep(code="top_late", clock="top", to=To.COMPANY, message="frontdesk.late_company"),
    ),
    closing=(
        ClosingRule("investigated", _("要查明原因并写明措施"), rules.investigated),
        ClosingRule("consented", _("要征得投诉人认可，不认可的继续沟通"), rules.consented),
        ClosingRule("returned", _("抽中的要回访"), closing.return_visit_settled),
    ),
    fields=(
        Field("class", _("投诉类别"), "choice", choices=words.COMPLAINTS),
        Field("emergency", _("急修情形"), "choice", choices=words.EMERGENCIES),
        Field("simple", _("小修"), "flag"),
        Field("about_staff", _("被投诉员工"), "number"),
        Field("about_place", _("被投诉房屋"), "number"),
        Field("anonymous", _("匿名"), "flag"),
        Field("serious", _("重大投诉"), "flag"),
        Field("valid", _("有效投诉"), "flag"),
        Field("cause", _("原因")),
        Field("cause_kind", _("原因类别"), "choice", choices=words.CAUSES),
        Field("measure", _("措施")),
        Field("consent", _("投诉人意见"), "choice", choices=words.CONSENTS),
        Field("mediation", _("调解"), "choice", choices=words.MEDIATIONS),
        Field("fault", _("责任认定"), "choice", choices=words.FAULTS),
        Field("penalty", _("责任处理"), "choice", choices=words.PENALTIES),
        parts.CONFIRM, parts.UNANSWERED, parts.FAMILY,
    ),
    returns=parts.returns("complaint", state="done"),
)  # fmt: skip
