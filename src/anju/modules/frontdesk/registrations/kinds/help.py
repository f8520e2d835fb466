"""求助: a call for help rings until somebody takes it; people in a lift and events belong here.

Source: catalogue A INC-01, 02, 06, 08, 09; domain-rules LIFT-03, LIFT-04.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import Ask, CaseKind, ClosingRule, Field, LadderStep, Side, To
from anju.engines.cases.facade import closing
from anju.modules.frontdesk.permissions import CASE_FORCE
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.kinds.parts import DECIDE, way
from anju.modules.frontdesk.rules.kinds import closing as rules
from anju.modules.frontdesk.rules.kinds import words

HELP = CaseKind(
    code="help",
    name=_("求助"),
    prefix="H",
    states=parts.states(_("待接"), _("已处置待回访")),
    transitions=(
        *parts.giving(),
        *parts.working(stops=("answer", "arrive"), holds=()),
        way("police", _("报警或报告主管部门"), parts.OPEN_STATES, fields=("authority",)),
        way("force", _("紧急避险"), ("assigned", "working"), permission=CASE_FORCE, asks=(Ask.REASON,),
            fields=("witness",), side=Side.REPORTER),
        way("finish", _("处置完毕"), ("working",), "done", fields=("result",), stops=("answer", "arrive", "finish"),
            side=Side.REPORTER),
        way("judge", _("定性"), ("done",), permission=DECIDE, fields=("incident",)),
        way("judge_later", _("归档后定性"), ("closed",), permission=DECIDE, fields=("incident",)),
        *parts.ending(),
    ),
    clocks=(parts.ANSWER, parts.ARRIVE, parts.FINISH),
    ladder=(
        # The first call goes out with the case itself.
        LadderStep(code="ring", clock="answer", to=To.TEAM, message="frontdesk.ring", share=0, minutes=1, every=1),
        *parts.ladder("arrive"),
        LadderStep(code="law_half", clock="finish", to=To.MANAGER, message="frontdesk.trapped_manager", share=50),
        LadderStep(code="law_line", clock="finish", to=To.COMPANY, message="frontdesk.trapped_company"),
    ),
    closing=(
        ClosingRule("result", _("要写明处置结果"), lambda facts: bool(facts.fields.get("result"))),
        ClosingRule("asked", _("要由求助人确认、评价或回访"), rules.asked),
        ClosingRule("made_good", _("评价不满意的要先与报事人沟通"), rules.made_good),
        ClosingRule("returned", _("抽中的要回访"), closing.return_visit_settled),
    ),
    fields=(
        Field("danger", _("求助类别"), "choice", choices=words.DANGERS),
        Field("trapped", _("有人被困"), "flag"),
        Field("authority", _("报告的部门和时间")),
        Field("witness", _("见证人")),
        Field("result", _("处置结果")),
        Field("incident", _("定性"), "choice", choices=words.INCIDENTS),
        parts.CONFIRM, parts.UNANSWERED, parts.FAMILY,
    ),
    returns=parts.returns("help", state="done"),
)  # fmt: skip
