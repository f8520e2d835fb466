"""Indicators of community life. Targets: A CS-04, CS-08; B RTV-01…03, RTV-07, CRM-04."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from anju.engines.scores import facade as scores
from anju.engines.scores.contracts import Better, Counting, Indicator, Unit
from anju.modules.community.models import Audience, CampaignTarget
from anju.modules.community.queries import measures


def _share(
    code: str,
    name: object,
    source: measures.Source,
    counting: Counting,
    target: int | None,
    about: object,
    *promised: str,
    warn: int | None = None,
) -> None:
    scores.declare(
        Indicator(
            code=f"community.{code}", name=name, unit=Unit.PERCENT, better=Better.HIGHER, version=1, source=source, counting=counting,
            target=None if target is None else Fraction(target), warn=None if warn is None else Fraction(warn),
            group=_("业主与社区"), about=about, promised=promised,
        )
    )  # fmt: skip


_share("satisfaction", _("业主满意率"), measures.OWNERS, measures.owners_counted, 90, _("满意度调查、回访和业主评价中满意的比例"),
       r"满意[率度]", r"(?:业主|住户|客户|家庭|总体|综合)[^，。；]{0,4}满意[率度]", warn=85)  # fmt: skip
_share("security", _("安全满意率"), measures.SECURITY, measures.answers_to(Audience.OWNERS, ("security",)), None, _("调查中对秩序与安全满意的比例"),
       r"(?:安全|秩序|保安|治安)[^，。；]{0,6}满意[率度]")  # fmt: skip
_share("pets", _("宠物管理满意率"), measures.PETS, measures.answers_to(Audience.OWNERS, ("pets",)), None, _("调查中对宠物管理满意的比例"),
       r"(?:宠物|犬)[^，。；]{0,6}满意[率度]")  # fmt: skip
_share("staff", _("员工满意率"), measures.STAFF, measures.answers_to(Audience.STAFF, ("overall",)), None, _("员工调查中总体满意的比例"),
       r"(?:员工|职工)[^，。；]{0,4}满意[率度]")  # fmt: skip
_share("residents_visited", _("常住户走访率"), measures.RESIDENTS_VISITED, measures.campaigns_counted(CampaignTarget.RESIDENTS), 100, _("走访活动中实际见到的常住户"),
       r"常住[^，。；]{0,8}(?:走访|回访|访问)", r"(?:走访|访问)率")  # fmt: skip
_share("owners_visited", _("入住业主走访率"), measures.OWNERS_VISITED, measures.campaigns_counted(CampaignTarget.OWNERS), 60, _("走访活动中实际见到的已入住业主"),
       r"入住[^，。；]{0,10}(?:走访|回访|访问)")  # fmt: skip
_share("proposals", _("合理建议采纳措施率"), measures.proposals, measures.proposals_counted, 100, _("认定合理的建议中已制定措施的比例"),
       r"(?:合理化?建议|意见)[^，。；]{0,8}(?:采纳|处理|落实|回复)率")  # fmt: skip
