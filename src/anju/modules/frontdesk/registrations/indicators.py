"""Indicators of the front desk. Targets: A CMP-13 (return visits 50 %, serious ones all, satisfaction 90 %), INC-08, INC-09."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from anju.engines.scores import facade as scores
from anju.engines.scores.contracts import Better, Indicator, Unit
from anju.modules.frontdesk.queries import measure_counts as counts
from anju.modules.frontdesk.queries import measures
from anju.modules.plans import facade as plans

plans.register_case_link(measures.case_href)
scores.register_veil(measures.hidden_from)


def _share(code: str, name: object, measure: counts.Measure, target: int | None, **more: object) -> None:
    given: dict[str, object] = {
        "unit": Unit.PERCENT, "better": Better.HIGHER, "version": 1,
        "target": None if target is None else Fraction(target), **more,
    }  # fmt: skip
    scores.declare(
        Indicator(
            code=f"frontdesk.{code}", name=name, source=measure.source, counting=measure.counting,
            **given,  # type: ignore[arg-type]
        )
    )  # fmt: skip


RETURNS, TIMES, COMPLAINTS, SAFETY = _("回访与满意"), _("响应时限"), _("投诉"), _("安全")
_share("return_rate", _("回访率"), counts.return_rate(), 50, warn=Fraction(40), group=RETURNS,
       about=_("已办结事项中完成回访的比例，样本由系统抽取"), promised=(r"回访率",))  # fmt: skip
_share("return_rate_repair", _("维修回访率"), counts.return_rate(("repair",)), 50, group=RETURNS,
       about=_("已办结报修中完成回访的比例"), promised=(r"(?:维修|报修)[^，。；]{0,6}回访率",))  # fmt: skip
_share("return_rate_complaint", _("投诉回访率"), counts.return_rate(("complaint",)), 50, group=RETURNS,
       about=_("已答复投诉中完成回访的比例"), promised=(r"投诉[^，。；]{0,8}回访率",))  # fmt: skip
_share("return_rate_serious", _("重大投诉回访率"), counts.return_rate(("complaint",), serious=True), 100,
       group=RETURNS, about=_("严重投诉须全部回访"),
       promised=(r"(?:重大|严重|重要)投诉[^，。；]{0,8}回访率?",))  # fmt: skip
_share("satisfaction", _("服务满意率"), counts.satisfaction(), 90, warn=Fraction(85), group=RETURNS,
       about=_("回访答复“满意”与四星以上评价的比例"), promised=(r"(?:回访|服务)满意[率度]",))  # fmt: skip
_share("satisfaction_repair", _("维修满意率"), counts.satisfaction(("repair",)), 90, group=RETURNS,
       about=_("报修回访与评价中满意的比例"), promised=(r"(?:维修|报修)[^，。；]{0,4}满意[率度]",))  # fmt: skip
_share("in_time", _("处理及时率"), counts.in_time(), 95, warn=Fraction(90), group=TIMES,
       about=_("方案承诺的时限中按时完成的比例，未到时限的不计"), promised=(r"(?:处理|服务|响应)及时率",))  # fmt: skip
_share("in_time_repair", _("报修及时率"), counts.in_time(("repair",)), 95, warn=Fraction(90), group=TIMES,
       about=_("报修各项时限中按时的比例"), promised=(r"(?:报修|维修|修理)[^，。；]{0,6}(?:及时率|到位率)", r"及时率"))  # fmt: skip
_share("arrival_urgent", _("急修到达率"), counts.in_time(("repair",), ("arrive",)), 100, group=TIMES,
       about=_("报修到场时限中按时到场的比例"), promised=(r"(?:急修|抢修|维修人员)[^，。；]{0,8}(?:到达率|到场率|及时到达)",))  # fmt: skip
_share("in_time_complaint", _("投诉处理及时率"), counts.in_time(("complaint",)), 100, group=TIMES,
       about=_("投诉答复和办结时限中按时的比例"),
       promised=(r"投诉[^，。；]{0,8}(?:处理率|及时率|办结率|解决率|答复率)",))  # fmt: skip
_share("in_time_enquiry", _("咨询答复及时率"), counts.in_time(("enquiry",)), 100, group=TIMES,
       about=_("咨询在承诺时间内答复的比例"), promised=(r"咨询[^，。；]{0,8}(?:答复率|及时率|回复率)",))  # fmt: skip
_share("arrival_help", _("求助到达率"), counts.arrivals(("help",)), 100, group=SAFETY,
       about=_("业主求助后有人到场的比例"), promised=(r"(?:求助|求救|报警)[^，。；]{0,10}(?:到达率|到场率)", r"到达率"))  # fmt: skip
scores.declare(
    Indicator(
        code="frontdesk.incidents", name=_("责任事故与治安案件"), unit=Unit.NUMBER, better=Better.LOWER, version=1,
        source=measures.incidents, counting=counts.incidents, target=Fraction(0), suffix=_("起"), group=SAFETY,
        about=_("定性为责任事故或因管理失职发生的治安案件"),
        promised=(r"(?:责任事故|治安案件|安全事故)",),
    )
)  # fmt: skip
scores.declare(
    Indicator(
        code="frontdesk.complaints", name=_("每千户投诉"), unit=Unit.PER_THOUSAND, better=Better.LOWER, version=1,
        source=measures.complaints_per_home, counting=counts.complaints_per_home, group=COMPLAINTS, about=_("本月登记的投诉除以户数"),
        promised=(r"投诉率",),
    )
)  # fmt: skip
scores.declare(
    Indicator(
        code="frontdesk.valid_complaints", name=_("有效投诉"), unit=Unit.NUMBER, better=Better.LOWER, version=1,
        source=measures.valid_complaints, counting=counts.valid_complaints, suffix=_("件"), group=COMPLAINTS, about=_("认定有效或认定有过错的投诉"),
        promised=(r"有效投诉",),
    )
)  # fmt: skip
_share("reopen_rate", _("返工率"), counts.Measure(measures.reopened, counts.reopened), None, better=Better.LOWER, group=RETURNS,
       about=_("办结后又重新打开或返工的比例"), promised=(r"返[工修]率",))  # fmt: skip
