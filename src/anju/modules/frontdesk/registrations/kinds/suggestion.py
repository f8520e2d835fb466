"""建议: taken or not, and said so."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import CaseKind, ClosingRule, Field, Side
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.kinds.parts import way
from anju.modules.frontdesk.rules.kinds import words

SUGGESTION = CaseKind(
    code="suggestion",
    name=_("建议"),
    prefix="S",
    states=parts.states(_("待答复"), _("已答复")),
    transitions=(
        *parts.giving(answer=()),
        way("start", _("研究"), ("new", "assigned", "waiting"), "working"),
        way("wait", _("等待"), ("assigned", "working"), "waiting"),
        way("finish", _("答复"), parts.OPEN_STATES, "done", fields=("decision", "answer"), stops=("answer",),
            side=Side.REPORTER),
        *parts.ending(starts=("answer",)),
    ),
    clocks=(parts.ANSWER,),
    ladder=parts.ladder("answer"),
    closing=(ClosingRule("answered", _("要写明是否采纳"), lambda facts: bool(facts.fields.get("decision"))),),
    fields=(
        Field("decision", _("是否采纳"), "choice", choices=words.DECISIONS),
        Field("answer", _("答复")),
        parts.CONFIRM, parts.UNANSWERED, parts.FAMILY,
    ),
)  # fmt: skip
