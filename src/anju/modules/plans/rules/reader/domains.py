"""Field of work of a finding, by the words of its sentence and the headings above it."""

from __future__ import annotations

import re

from anju.modules.plans.contracts import Domain, Kind

from .clauses import Segment
from .grammar.base import Finding

_KEYWORDS: tuple[tuple[Domain, str], ...] = (
    (Domain.FIRE, "消防|火灾|灭火|火警|防火|烟感|消火栓|疏散"),
    (Domain.HEATING, "供暖|暖气|采暖|供热|地暖|换热|锅炉"),
    (Domain.PARKING, "停车|车位|车辆|车库|道闸|车场|机动车|车管|充电|蓝牙卡|电动车"),
    (Domain.COMPLAINT, "投诉|纠纷"),
    (Domain.TRAINING, "培训|训练|轮训|学习|课时|演讲"),
    (Domain.CLEANING, "保洁|清洁|清扫|垃圾|拖洗|擦拭|抹擦|消杀|消毒|灭鼠|卫生|化粪池|清掏|清运|楼道清|果皮箱|大扫除|环境|保洁|四害|灭蚊|灭蟑|喷药|抛光|打蜡|石材|冲洗|拖擦|擦洗|卫生间|(?<!占)地面"),
    (Domain.GREENING, "绿化|草坪|苗圃|绿篱|花卉|树木|修剪|浇水|施肥|植物|园林|除草|乔木|灌木|病虫害"),
    (Domain.RENOVATION, "老旧小区|改造|回迁|旧改|更新改造"),
    (Domain.DECORATION, "装修|装饰装修"),
    (Domain.SECURITY, "保安|安保|巡逻|门岗|秩序|监控|值勤|执勤|安防|门禁|岗亭|巡更|治安|出入口|巡查|岗哨|安全保卫|安全生产|隐患|安全事故"),
    (Domain.REPAIR, "报修|维修|急修|修复|小修|渗水|故障|抢修"),
    (Domain.ENGINEERING, "设备|设施|电梯|配电|水泵|路灯|照明|管道|水箱|避雷|房屋|机房|工程|养护|检修|水质|排污|屋面|能耗|节能|节电|用水量|室温|噪声|照度|接地|空调|亮灯|供水"),
    (Domain.FINANCE, "费用|收费|物业费|账目|预算|财务|补贴|资金|缴纳|支付|租金|押金|坏账|违约金|保证金|滞纳金|服务费|物业费|扣[减罚款]|收缴|元/|维修基金|发票|结算"),
    (Domain.CUSTOMER_SERVICE, "客服|客户|业主满意|回访|满意率|满意度|接待|咨询|服务中心|服务时间|前台|意见|管家|礼宾|诉求|入住"),
    (Domain.CULTURE, "文化|活动|节日|慰问|社区活动"),
    (Domain.ARCHIVE, "档案|资料|归档|台账|文件"),
    (Domain.STAFF, "招聘|聘用|选聘|人员配备|配备[^,。]{0,8}人员|人员编制|着装|人员配置|上岗证|人事|岗位设置|年龄|在岗|派驻|定编|编制|流失率|流动率|持证|试用期|考勤|竞聘|绩效|优秀员工|招录|离职"),
    (Domain.SUPERVISION, "考核|督查|督导|检查验收|抽查|复核|监管(?!体)|评比|巡查制度|专项(?:行动|活动|整治)|监督|服务检查|交叉[巡检]查|示范|创优|达标|为优秀|为良好|为一般|为较差|不合格|(?:项目经理|负责人|主管)[^,。]{0,12}(?:检查|巡查|抽查)|辖区[^,。]{0,8}巡查|督办|暗访|得分|考评|品质|整治|查岗|红黑榜|信用评价|合格线|手册|优秀项目|复验|整改率|销号|报总结|制度"),
    (Domain.GOVERNANCE, "业主大会|业委会|业主委员会|领导小组|联席会议|选举|表决|居委会|街道|社区|体系|体制|规划|管理模式|目标管理|管理小区|组织领导|自治|挂帅|试点|合同期|合同期限|服务期限|委托期限|续约|合同终止|解除合同|一式|各执|[甲乙]方[执持]|不可抗力|争议|届满|期满|续聘|磋商|协议|合同生效|顺延"),
    (Domain.EMERGENCY, "应急|突发|预案|抢险"),
    (Domain.HANDOVER, "承接查验|移交|交接|进驻|接管"),
    (Domain.SUPPLIES, "物资|采购|仓库|库存|物料"),
    (Domain.RENTAL, "公租房|租赁|承租|租户|配租|腾退|退租|转租|续租|出租|资格复审|催缴|欠租|入户核查|签约|空置|租金|押金|欠租|房租|月租|入住率|选房|摇号|腾空|保障房|退房"),
)  # fmt: skip
# What people learn and who is hired says more than the section it stands in.
_OWN_WEIGHT = {Domain.TRAINING: 3.5, Domain.STAFF: 3.0, Domain.FIRE: 3.6}
_COMPILED = tuple((domain, re.compile(words)) for domain, words in _KEYWORDS)


def domain_of(segment: Segment, finding: Finding, row: str = "") -> Domain:
    """Field of the section the sentence stands in, corrected by the sentence's own words.

    row: the cells before, where a table stands with one cell to a line.
    """
    own = segment.text[max(0, finding.start - 30) : finding.end + 20] + row[-120:]
    titles = segment.block.titles
    scores: dict[Domain, float] = {}
    for rank, (domain, words) in enumerate(_COMPILED):
        score = _OWN_WEIGHT.get(domain, 2.0) * len(words.findall(own)[:3])
        for depth, title in enumerate(reversed(titles)):
            if words.search(title):
                score += 3.0 / (1 + 0.3 * depth)
        if score:
            scores[domain] = score - rank * 0.01
    if finding.kind is Kind.HEADCOUNT:
        scores[Domain.STAFF] = scores.get(Domain.STAFF, 0) + 2
    if finding.kind is Kind.AMOUNT and finding.unit and finding.unit.value.startswith("yuan"):
        scores[Domain.FINANCE] = scores.get(Domain.FINANCE, 0) + 3
    return max(scores, key=lambda domain: scores[domain], default=Domain.OTHER)
