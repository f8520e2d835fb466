"""The contract of the main community with its clauses, and its service standards; some facts are still blank."""

from __future__ import annotations

from datetime import date, datetime

from anju.foundation.actors import Actor
from anju.modules.plans import facade as plans

PAPER = """云杉苑物业服务合同

第一章 服务内容与质量
一、乙方为云杉苑提供房屋管理、设施设备维护、秩序维护、保洁和绿化服务，服务标准按双方确认的服务方案执行。
二、乙方应当安排持证的保安人员值守，发现安全隐患及时处置并报告甲方。
三、乙方每季度公布一次公共收支情况。
第二章 甲方的权利与义务
一、甲方有权监督乙方的服务，每半年听取一次工作报告。
二、甲方提供物业用房，业主按合同约定交纳物业服务费。
第三章 乙方的权利与义务
一、乙方不得将全部物业服务转委托给他人。
二、合同终止前30日内乙方完成资料与设备的移交。
第四章 期限与违约
一、合同期限为二年，期满前三个月双方协商是否续签。
二、一方违约造成损失的，应当赔偿对方的损失。
"""
POINTS = 20


def tell(actor: Actor, community_id: int, at: datetime) -> None:
    first = date(at.year - 1, 1, 1)
    draft = plans.ContractDraft(
        community_id=community_id,
        title="云杉苑物业服务合同",
        party_a="云杉苑业主委员会",
        party_b="安居示范物业服务有限公司",
        content="云杉苑物业服务",
        starts_on=first,
        ends_on=first.replace(month=12, day=31, year=first.year + 1),
        floor_area=132_600_00,
        grade="二级",
        price=21_500,
        scope=("security", "cleaning", "greening", "engineering", "repair", "customer_service"),
        is_public=True,
    )
    contract = plans.contract_add(actor=actor, draft=draft, at=at)
    plans.clauses_read(
        actor=actor, contract_id=contract, filename="云杉苑物业服务合同.txt", data=PAPER.encode(), at=at
    )
    plans.standards_take(actor=actor, community_id=community_id, points=POINTS, at=at)
