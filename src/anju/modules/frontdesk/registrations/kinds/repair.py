"""报修: in a home, free or paid, or on a public part. Source: catalogue A REP, B RPR."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import Ask, CaseKind, ClosingRule, Field, Side
from anju.engines.cases.facade import closing
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.kinds.parts import way
from anju.modules.frontdesk.rules.kinds import closing as rules
from anju.modules.frontdesk.rules.kinds import words

_HOLDS = ("arrive", "finish")

REPAIR = CaseKind(
    code="repair",
    name=_("报修"),
    prefix="R",
    states=parts.states(_("待派单"), _("已完成待回访")),
    transitions=(
        *parts.giving(),
        *parts.appointed(),
        *parts.working(stops=("answer", "arrive", "visit"), holds=_HOLDS),
        way("fence", _("围挡警示"), ("assigned", "working", "waiting"), asks=(Ask.PHOTO,), side=Side.REPORTER),
        way("price_wait", _("等待业主确认价格"), ("working",), "waiting", pauses=("finish",), follows=("price_offered",),
            side=Side.REPORTER),
        way("price_go", _("价格已答复"), ("waiting",), "working", resumes=_HOLDS,
            follows=("price_agreed", "price_refused"), side=Side.REPORTER),
        way("finish", _("完成"), ("working",), "done", asks=(Ask.PHOTO_AFTER, Ask.PRICE_CONSENT),
            stops=("answer", "arrive", "visit", "finish"), side=Side.REPORTER),
        *parts.ending(),
    ),
    clocks=(parts.ANSWER, parts.ARRIVE, parts.FINISH, parts.VISIT),
    ladder=parts.ladder("answer", "arrive", "finish", "visit"),
    closing=(
        ClosingRule("after", _("要有修后照片"), closing.photos("after")),
        ClosingRule("price", _("收费要先经业主同意"), closing.price_agreed),
        ClosingRule("asked", _("要由业主签字、确认、评价或回访"), rules.asked_at_home),
        ClosingRule("made_good", _("评价不满意的要先与报事人沟通"), rules.made_good),
        ClosingRule("accepted", _("公共部位要由他人验收"), rules.accepted),
        ClosingRule("returned", _("抽中的要回访"), closing.return_visit_settled),
    ),
    fields=(
        Field("area", _("部位"), "choice", choices=words.AREAS),
        Field("trade", _("专业"), "choice", choices=words.TRADES),
        Field("emergency", _("急修情形"), "choice", choices=words.EMERGENCIES),
        Field("paid", _("有偿"), "flag"),
        Field("urgent", _("急修"), "flag"),
        Field("simple", _("小修"), "flag"),
        Field("parts", _("需购置配件"), "flag"),
        Field("plan", _("维修方案")),
        Field("delay", _("不能及时修复的原因")),
        Field("outsourced", _("外请单位")),
        parts.AGREED_UNTIL, parts.CONFIRM, parts.UNANSWERED, parts.FAMILY,
    ),
    returns=parts.returns("repair", state="done"),
)  # fmt: skip
