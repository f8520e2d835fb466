"""咨询: answered at once or within the time told. Source: catalogue A CMP-09 to CMP-12, B CSR-02."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import CaseKind, ClosingRule, Field, Side
from anju.modules.frontdesk.permissions import CASE_CLOSE
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.kinds.parts import way
from anju.modules.frontdesk.rules.kinds import words

ENQUIRY = CaseKind(
    code="enquiry",
    name=_("咨询"),
    prefix="E",
    states=parts.states(_("待答复"), _("已答复")),
    transitions=(
        *parts.giving(answer=()),
        *parts.working(stops=("arrive",), holds=("answer", "arrive")),
        way("answer_now", _("当场答复"), ("new",), "closed", CASE_CLOSE, fields=("answer",), side=Side.REPORTER),
        way("finish", _("答复"), parts.OPEN_STATES, "done", fields=("answer",), stops=("answer", "arrive"),
            side=Side.REPORTER),
        *parts.ending(starts=("answer",)),
    ),
    clocks=(parts.ANSWER, parts.ARRIVE),
    ladder=parts.ladder("answer", "arrive"),
    closing=(ClosingRule("answered", _("要写明答复"), lambda facts: bool(facts.fields.get("answer"))),),
    fields=(
        Field("topic", _("咨询类别"), "choice", choices=words.TOPICS),
        Field("answer", _("答复")),
        parts.CONFIRM, parts.UNANSWERED, parts.FAMILY,
    ),
    returns=parts.returns("enquiry"),
)  # fmt: skip
