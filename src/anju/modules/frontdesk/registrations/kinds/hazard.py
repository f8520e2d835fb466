"""隐患: what could hurt; also what a round found."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import Ask, CaseKind, ClosingRule, Field, Side
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.kinds.parts import way
from anju.modules.frontdesk.rules.kinds import closing as rules
from anju.modules.frontdesk.rules.kinds import words

HAZARD = CaseKind(
    code="hazard",
    name=_("隐患"),
    prefix="Z",
    states=parts.states(_("待派单"), _("已整改待复查")),
    transitions=(
        *parts.giving(),
        *parts.working(stops=("answer", "arrive"), holds=("finish",)),
        way("fence", _("围挡警示"), ("assigned", "working", "waiting"), asks=(Ask.PHOTO,), side=Side.REPORTER),
        way("finish", _("已整改"), ("working",), "done", asks=(Ask.PHOTO_AFTER,),
            stops=("answer", "arrive", "finish"), side=Side.REPORTER),
        *parts.ending(close=("satisfied", "fair", "unreached", "rated", "passed")),
    ),
    clocks=(parts.ANSWER, parts.ARRIVE, parts.FINISH),
    ladder=parts.ladder("answer", "arrive", "finish"),
    closing=(ClosingRule("rectified", _("要有整改后照片并由他人复查"), rules.rectified),),
    fields=(
        Field("hazard", _("隐患类别"), "choice", choices=words.HAZARDS),
        Field("emergency", _("急修情形"), "choice", choices=words.EMERGENCIES),
        Field("trade", _("专业"), "choice", choices=words.TRADES),
        Field("major", _("重大隐患"), "flag"),
        Field("measure", _("整改措施")),
        parts.CONFIRM, parts.UNANSWERED, parts.FAMILY,
    ),
)  # fmt: skip
