"""What is done to what, and in whose field: activity, object and domain of a finding."""

from __future__ import annotations

import re

from anju.modules.plans.contracts import Domain, Kind

from .clauses import Segment
from .grammar.base import Finding
from .grammar.words import ACTION, FINISH

MAX_OBJECT = 40
MAX_ACTIVITY = 16

_KEYWORDS: tuple[tuple[Domain, str], ...] = (
    (Domain.FIRE, "消防|火灾|灭火|火警|防火|烟感|消火栓|疏散"),
    (Domain.HEATING, "供暖|暖气|采暖|供热|地暖|换热|锅炉"),
    (Domain.PARKING, "停车|车位|车辆|车库|道闸|车场|机动车|车管|充电|蓝牙卡|电动车"),
    (Domain.COMPLAINT, "投诉|纠纷"),
    (Domain.TRAINING, "培训|训练|轮训|学习|课时|演讲"),
    (Domain.CLEANING, "保洁|清洁|清扫|垃圾|拖洗|擦拭|抹擦|消杀|消毒|灭鼠|卫生|化粪池|清掏|清运|楼道清|果皮箱|大扫除|环境卫生|(?<!占)地面"),
    (Domain.GREENING, "绿化|草坪|苗圃|绿篱|花卉|树木|修剪|浇水|施肥|植物|园林|除草|乔木|灌木|病虫害"),
    (Domain.RENOVATION, "老旧小区|改造|回迁|旧改|更新改造"),
    (Domain.DECORATION, "装修|装饰装修"),
    (Domain.SECURITY, "保安|安保|巡逻|门岗|秩序|监控|值勤|执勤|安防|门禁|岗亭|巡更|治安|出入口|巡查|岗哨|安全保卫"),
    (Domain.REPAIR, "报修|维修|急修|修复|小修|渗水|故障|抢修"),
    (Domain.ENGINEERING, "设备|设施|电梯|配电|水泵|路灯|照明|管道|水箱|避雷|房屋|机房|工程|养护|检修|水质|排污|屋面"),
    (Domain.FINANCE, "费用|收费|物业费|账目|预算|财务|补贴|资金|缴纳|支付|租金|押金|违约金|元/|维修基金|发票|结算"),
    (Domain.CUSTOMER_SERVICE, "客服|客户|业主满意|回访|满意率|满意度|接待|咨询|服务中心|服务时间|前台|意见|管家|礼宾|诉求|入住"),
    (Domain.CULTURE, "文化|活动|节日|慰问|社区活动"),
    (Domain.ARCHIVE, "档案|资料|归档|台账|文件"),
    (Domain.STAFF, "招聘|聘用|选聘|人员配备|配备[^,。]{0,8}人员|人员编制|着装|人员配置|上岗证|人事|岗位设置|年龄|在岗"),
    (Domain.SUPERVISION, "考核|督查|督导|检查验收|抽查|复核|监管(?!体)|评比|巡查制度|专项(?:行动|活动|整治)|监督|服务检查|交叉[巡检]查|示范|创优|达标|为优秀|为良好|为一般|为较差|不合格|(?:项目经理|负责人|主管)[^,。]{0,12}(?:检查|巡查|抽查)|辖区[^,。]{0,8}巡查"),
    (Domain.GOVERNANCE, "业主大会|业委会|业主委员会|领导小组|联席会议|选举|表决|居委会|街道|社区|体系|体制|规划|管理模式|目标管理|管理小区|组织领导|自治|挂帅|试点"),
    (Domain.EMERGENCY, "应急|突发|预案|抢险"),
    (Domain.HANDOVER, "承接查验|移交|交接|进驻|接管"),
    (Domain.SUPPLIES, "物资|采购|仓库|库存|物料"),
    (Domain.RENTAL, "公租房|租赁|承租|租户|配租"),
)  # fmt: skip
# What people learn and who is hired says more than the section it stands in.
_OWN_WEIGHT = {Domain.TRAINING: 3.5, Domain.STAFF: 3.0, Domain.FIRE: 3.6}
_COMPILED = tuple((domain, re.compile(words)) for domain, words in _KEYWORDS)
_LEAD_WORDS = re.compile(
    r"^(?:并且?|且|同时|要求|要|应当?|须|必须|做到|确保|保证|实行|其中|以及|及|由|对于?|将|在|于|按照?规定|根据[^,]{0,12}|坚持|各|一般|原则上|[\s、,.:;()“”\"]|\d+[.)、])+"
)
_TAIL_WORDS = re.compile(
    r"(?:要|应当?|须|必须|按规定|至少|不少于|不低于|不得低于|不超过|要达到|达到?|为|的|在|于|由|可|均|每|:|,|、|\(|进行|实行|有专人|设专人|专人|需|达|保持|时间|率)+$"
)
_RATE_NOUN = re.compile(
    r"((?:持证上岗|有效投诉|满意|完好|合格|及时|回访|达标|到位|存活|成活|处理|办结|完成|发生|变动|流失|覆盖|使用|参与|收缴|收费|入住|绿化|登记|优良|响应|知晓|回迁|返修|上岗|保存|安装|[\u4e00-\u9fff]{2})(?:率|度|面))[^率]{0,12}$"
)
_NUMBERED = re.compile(r"^(?:至少|不少于|约)?[\d一二两三四五六七八九十半]*(?:次|遍|趟|个|名|人)?")


def activity_and_object(segment: Segment, finding: Finding, carried: str) -> tuple[str, str]:
    """Short Chinese for the deed and the thing; the thing comes from the clause before where it is left out."""
    text = segment.text
    first = min(start for start, _ in finding.anchors)
    cell = text[text.rfind(":", 0, first) + 1 : first]
    if segment.is_row and len(re.findall(r"[\u4e00-\u9fff]", cell)) < 3:
        return _row_activity_and_object(segment, carried)
    last = max(end for _, end in finding.anchors)
    part = max(text.rfind(stop, 0, first) for stop in ",:;。") + 1
    stops = [at for stop in ",。;!?" if (at := text.find(stop, last)) >= 0]
    end = min(stops, default=len(text))
    before, after = text[part:first], text[last:end]
    middle = text[min(finish for _, finish in finding.anchors) : max(start for start, _ in finding.anchors)]
    if finding.kind is Kind.RATE and (noun := _RATE_NOUN.search(before)):
        thing = _clean(before[: noun.start()]) or _clean(re.sub("[率度面]$", "", noun[1]))
        return noun[1][-MAX_ACTIVITY:], thing or carried or _title(segment)
    activity = _deed(middle) or _deed(after) or _last_deed(before)
    thing = _clean(before)
    if len(thing) < 2 or thing == activity:
        rest = middle if len(middle) > 4 else after
        thing = _clean(_without_deed(rest, activity)) or carried
    return (activity or _title(segment))[:MAX_ACTIVITY], (thing or _title(segment))[:MAX_OBJECT]


def _row_activity_and_object(segment: Segment, carried: str) -> tuple[str, str]:
    cells = [cell.strip() for cell in segment.text.split(":")]
    words = [cell for cell in cells if re.search(r"[\u4e00-\u9fff]{2}", cell)]
    thing = words[0] if words else carried
    deed = next((found for cell in words[1:] if (found := _deed(cell))), "") or _deed(thing)
    return (deed or _title(segment))[:MAX_ACTIVITY], (thing or _title(segment))[:MAX_OBJECT]


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
    if finding.kind is Kind.AMOUNT and finding.unit and finding.unit.value.startswith("yuan"):
        scores[Domain.FINANCE] = scores.get(Domain.FINANCE, 0) + 3
    return max(scores, key=lambda domain: scores[domain], default=Domain.OTHER)


def _clean(text: str) -> str:
    text = _LEAD_WORDS.sub("", text)
    previous = None
    while previous != text:
        previous = text
        text = _TAIL_WORDS.sub("", text)
    return text.strip("、,.:;()“”\"' \t·-的")[:MAX_OBJECT]


def _deed(text: str) -> str:
    match = ACTION.search(text) or FINISH.search(text)
    if match is None:
        return ""
    end = match.end()
    while (more := re.match(r"[、和与及]", text[end:])) and (follow := ACTION.match(text, end + more.end())):
        end = follow.end()
    return text[match.start() : end]


def _last_deed(text: str) -> str:
    found = ""
    for match in ACTION.finditer(text):
        found = match[0]
    return found


def _without_deed(text: str, activity: str) -> str:
    text = _NUMBERED.sub("", text.strip())
    return text.replace(activity, "", 1) if activity else text


def _title(segment: Segment) -> str:
    return next((title for title in reversed(segment.block.titles) if title), "")
