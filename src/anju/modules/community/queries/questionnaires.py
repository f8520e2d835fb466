"""Questionnaires to begin with. Source: catalogue B RTV-08, DOG-04, CRM-04; A CS-08."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.modules.community.contracts import ItemDraft

NAMES: dict[str, Any] = {
    "owners": lazy("业主满意度（全项）"),
    "security": lazy("秩序与安全专项"),
    "staff": lazy("员工满意度"),
    "blank": lazy("空白问卷"),
}


def questions(code: str) -> tuple[ItemDraft, ...]:
    """Items of a questionnaire in the reader's language; the blank one has a single question to begin with."""
    overall = ItemDraft(text=_("您对物业服务总体是否满意？"), topic="overall")
    words = ItemDraft(text=_("您的意见和建议"), kind="text", required=False)
    if code == "security":
        return (
            ItemDraft(text=_("您对小区安全总体是否满意？"), topic="overall"),
            ItemDraft(text=_("门岗查验和访客登记"), topic="security"),
            ItemDraft(text=_("夜间巡逻"), topic="security"),
            ItemDraft(text=_("监控和照明"), topic="security"),
            ItemDraft(
                text=_("近一年您在小区内是否遭受过财物损失或人身侵扰？"),
                kind="choice",
                topic="security",
                choices=(_("没有"), _("有，已妥善处理"), _("有，未妥善处理")),
            ),
            words,
        )
    if code == "staff":
        return (
            ItemDraft(text=_("您对在本公司工作总体是否满意？"), topic="overall"),
            ItemDraft(text=_("工作安排和休息"), topic="work"),
            ItemDraft(text=_("收入和福利"), topic="work"),
            ItemDraft(text=_("培训和晋升"), topic="work"),
            ItemDraft(text=_("上级的支持"), topic="attitude"),
            ItemDraft(text=_("工具、制服和劳动保护"), topic="work"),
            words,
        )
    if code == "owners":
        return (
            overall,
            ItemDraft(text=_("秩序维护与安全"), topic="security"),
            ItemDraft(text=_("楼道和公共区域保洁"), topic="cleaning"),
            ItemDraft(text=_("绿化养护"), topic="greening"),
            ItemDraft(text=_("报修和公共设施维护"), topic="engineering"),
            ItemDraft(text=_("停车秩序"), topic="parking"),
            ItemDraft(text=_("通道与出入便利"), topic="passage"),
            ItemDraft(text=_("健身和活动设施"), topic="sport"),
            ItemDraft(text=_("宠物管理（牵绳、清理、免疫提醒）"), topic="pets"),
            ItemDraft(text=_("员工素质"), topic="staff"),
            ItemDraft(text=_("服务态度"), topic="attitude"),
            words,
        )
    return (overall,)
