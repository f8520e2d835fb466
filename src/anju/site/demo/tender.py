"""A tender of the main community: two companies bid with plans of their own wording, the committee has begun to score."""

from __future__ import annotations

from datetime import datetime

from anju.foundation.actors import Actor
from anju.modules.plans import facade as plans

TITLE = "云杉苑物业服务选聘"
CHARGED_AREA = 118_400_00
COMPANIES = (
    ("和畅物业服务有限公司", "和畅投标方案.txt", 23_800, 52),
    ("青禾物业管理有限公司", "青禾投标方案.txt", 19_500, None),
)
TEXTS = {
    "和畅投标方案.txt": """云杉苑物业服务投标方案

一、公共秩序
1、小区各出入口24小时有人值守，高峰时段增派一人疏导。
2、园区白天巡逻四次，夜间每2小时巡逻一次，夜间由两人同行。
3、监控室24小时专人值班，监控录像保存不少于60天。
4、接到报警后巡逻人员3分钟内赶到现场。
5、消火栓、灭火器每月检查一次，消防水泵每月启动试验一次，消防演练每半年组织一次。
二、环境卫生
1、楼道每日打扫两次，每周拖洗两次。
2、大堂每日清扫三次，电梯轿厢每日擦拭三次、消毒一次。
3、主干道、广场每日清扫两次，地下车库每半月冲洗一次。
4、垃圾桶每日清运两次，每周清洗消毒三次。
5、公共玻璃每半月擦洗一次，楼梯扶手每日擦抹一次。
6、四害消杀每半月进行一次。
三、绿化养护
1、草坪每月修剪两次，绿篱每月修剪一次，灌木每季度修剪一次。
2、病虫害防治每月一次，施肥每年三次。
四、设备与维修
1、急修20分钟内到达现场，一般维修当日完成。
2、电梯每半月保养一次，困人15分钟内到场。
3、配电室每日巡检三次，生活水泵房每日巡检两次，生活水箱每季度清洗消毒一次。
4、路灯、楼道灯完好率不低于98%，回访率不低于90%。
五、客户服务
1、服务中心每日8:00至20:00接待业主，设24小时服务电话。
2、投诉1小时内响应，3个工作日内办结，回访率100%。
3、业主满意率不低于92%，每半年开展一次满意度调查，每季度公布收支情况。
4、社区文化活动每月组织一次。
六、人员
1、秩序维护员不少于18人，保洁员不少于16人，工程人员不少于6人，客服人员不少于5人。
""",
    "青禾投标方案.txt": """物业服务方案

第一章 秩序
1、主出入口实行24小时值勤，次出入口按时开放。
2、巡逻人员白天巡查三次、夜间巡查四次。
3、监控中心24小时值守，录像保存30天。
4、定期检查消防器材，每年组织一次消防演习。
第二章 保洁
1、楼梯、走廊每天清扫一次，每周拖擦一次。
2、大厅每日打扫两次，电梯内每天擦拭一次。
3、道路每日清扫一次，及时清理积水积雪。
4、垃圾箱每天清运一次，每周消毒一次。
5、定期进行四害消杀。
第三章 绿化
1、草坪每季度修剪一次，适时浇水施肥。
2、病虫害每季度防治一次。
第四章 维修
1、应急维修60分钟内赶到，小修三个工作日内完成。
2、电梯每15天维护保养一次。
3、配电房每天巡视一次，水箱每年清洗两次。
4、路灯及楼道照明完好率90%以上。
第五章 客服
1、物业服务中心每天接待10小时。
2、业主投诉24小时内答复，及时处理。
3、住户满意度达到85%以上，每年进行一次问卷调查。
第六章 人员配备
1、保安不少于12人，保洁员不少于9人，维修人员不少于3人。
""",
}


def tell(actor: Actor, community_id: int, at: datetime) -> None:
    draft = plans.TenderDraft(
        community_id=community_id, title=TITLE, note="业主大会委托业委会比选下一任物业服务企业。",
        charged_area=CHARGED_AREA, standard="cpmi-2004", grade=1,
    )  # fmt: skip
    tender = plans.tender_add(actor=actor, draft=draft, at=at)
    bids = [
        plans.bid_add(
            actor=actor,
            tender_id=tender,
            draft=plans.BidDraft(
                company=company, price=price, people=people, filename=name, data=TEXTS[name].encode()
            ),
            at=at,
        )
        for company, name, price, people in COMPANIES
    ]
    weights = [
        plans.Weight(code=code, label=label, weight=weight)
        for code, label, weight in (
            ("promises", "", 20), ("strictness", "", 20), ("minima", "", 15), ("people", "", 10), ("price", "", 25),
            ("hand1", "现场答辩", 10),
        )
    ]  # fmt: skip
    plans.tender_weigh(actor=actor, tender_id=tender, weights=weights, at=at)
    scores = {bids[0]: {"hand1": 85}, bids[1]: {"hand1": 78}}
    plans.bids_score(actor=actor, tender_id=tender, scores=scores, at=at)
