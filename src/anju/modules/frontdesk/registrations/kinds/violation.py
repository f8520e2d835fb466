"""违规: told to stop, given a day, checked again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import Ask, CaseKind, ClosingRule, Field
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.kinds.parts import way
from anju.modules.frontdesk.rules.kinds import closing as rules
from anju.modules.frontdesk.rules.kinds import words

VIOLATION = CaseKind(
    code="violation",
    name=_("违规"),
    prefix="V",
    states=parts.states(_("待处理"), _("已整改待复查")),
    transitions=(
        *parts.giving(),
        *parts.working(stops=("answer", "arrive"), holds=("finish",)),
        way("notice", _("发整改通知"), ("working", "waiting"), "waiting", asks=(Ask.PHOTO,), fields=("deadline",)),
        way("hand_on", _("报告主管部门"), parts.OPEN_STATES, fields=("authority",)),
        way("finish", _("已整改"), ("working", "waiting"), "done", asks=(Ask.PHOTO_AFTER,),
            stops=("answer", "arrive", "finish")),
        *parts.ending(close=("satisfied", "fair", "unreached", "rated", "passed")),
    ),
    clocks=(parts.ANSWER, parts.ARRIVE, parts.FINISH),
    ladder=parts.ladder("answer", "arrive", "finish"),
    closing=(ClosingRule("rectified", _("要有整改后照片并由他人复查"), rules.rectified),),
    fields=(
        Field("violation", _("违规类别"), "choice", choices=words.VIOLATIONS),
        Field("deadline", _("整改期限")),
        Field("authority", _("报告的部门和时间")),
        parts.CONFIRM, parts.UNANSWERED, parts.FAMILY,
    ),
)  # fmt: skip
