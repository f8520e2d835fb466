"""Deed and thing by kind of promise, from the words before, within and behind its quantity.

Each function takes (before, middle, after) and answers (deed, thing), "" for what the words do not name.
"""

from __future__ import annotations

import re

from anju.modules.plans.contracts import Kind

from .grammar.base import EVERY, last_match
from .phrases import MAX_DEED, clean, of_noun, of_subject, of_verb_phrase, tail_deed

_CARRIES_OUT = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:进行|开展|做|实施)(?:至少|不少于)?$")
_RATE_NOUN = re.compile(
    r"(?P<noun>(?:持证上岗|有效投诉|处理及时|满意|完好|合格|及时|回访|达标|到位|存活|成活|处理|办结|完成|发生|变动|流失|覆盖|使用|参与|收缴|收费|入住|绿化|登记|优良|响应|知晓|返修|上岗|保存|安装|续租|空置|[\u4e00-\u9fff]{2})率(?!先)|(?:满意|知晓|美誉|准确|洁净|整洁|参与|配合|信任|认可|达标|覆盖)度)"
)
MEASURE = re.compile(
    r"(?:室温|水温|温度|湿度|高度|草高|厚度|长度|噪声|噪音|照度|压力|身高|年龄|车速|时速|得分|评分|分数|成绩|[\u4e00-\u9fff]{0,2}(?:比例|比重|权重|占比)|[\u4e00-\u9fff]{0,2}幅度|调幅)"
)
FEE = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{0,6}(?:费|租金|月租|押金|保证金|违约金|滞纳金|价款|总价|补贴|奖金|预算|保额|面积|单价|价格)"
)
# Words that make a share of another kind: 主动离职率 is not the 离职率 of 主动.
_QUALIFIES = re.compile(
    "主动|被动|按期|按时|及时|重复|考核|当日|当场|一次|平均|综合|累计|账实|月均|年均|首次|总体|月度?|年度?|季度"
)
_CHANGED = re.compile(
    r"(?:较|比)?(?:上年|去年|上一年|同期|往年)?(?P<verb>下降|降低|削减|压减|压降|压缩|缩减|节约|节省|增长|提高|提升|净增|突破|实现|分享|拨付|减收|扩充|新签|常备)(?:至|到|在)?$"
)
_COMPARED = re.compile(
    r"(?:严禁|不[得应能]?|须|要)?(?:多|高|低|少|大|小|短|长|突破|超过|不逾|逾|达|压降|升|压缩|控制)(?:于|至|到|在)?$"
)
_HOURS_OF = re.compile(
    r"(?P<what>服务|开放|营业|办公|接待|供水|供暖|运行|受理|值班)(?:时间|时段)(?:为|是|:)?$"
)
_PAY = re.compile(
    r"扣减|扣除|扣罚|扣款|扣|罚款|罚|支付|缴纳|交纳|收取|计收|赔偿|补贴|补助|奖励|退还|加收|清欠|补充|提取|追究"
)
_STATE = re.compile(
    r"(?:有效|宽限|过渡|试用|免租|质保|保修|服务|委托|合同|租赁|试运行|履约|协商|投标有效|磨合|搬迁)期(?:限)?|^期限?$|工期|滞留|停留|暂存|堆放|存放|空置|延续|缓冲|带教|跟岗|脱产学习|轮训|岗前培训|质保|保修|停梯|停机|考察|继续[\u4e00-\u9fff]{2}|持续[\u4e00-\u9fff]{2}|[空带]载运行|协助[\u4e00-\u9fff]{2}|连续[\u4e00-\u9fff]{2}|试运行|试运作|试用|顺延|工作|预收|上岗|值机|补贴"
)
_KEEP = re.compile(r"保存|留存|保管|保留|存档|备查|储存|存储")
TRIGGER = re.compile(
    r"^(?:自?(?:收到|接到|发现|发生|遇|出现|签订|交付))?(?P<what>[^,。;]{2,14}?)(?:发出|通知|受理|申请|完成|合格|核实|签订|终止)*(?:之日起?|之?后|时)$"
)
_ROLE_LEAD = re.compile(r"^(?:设立?|配备|配置|派驻|派|安排|增派|增加|增设|招聘|聘请|选派|储备|投入|共)+")
_SENT = re.compile(r"(?P<verb>派出|派驻|投入|校招|抽调|招聘|扩充|补足|补齐|留守|增派|设置)(?:到|至|各类)?")
_ROLE_BEHIND = re.compile(r"^(?![\u4e00-\u9fff]*(?:员|工|岗|师|长|理|任|管家)).*$")
_PROVIDED = re.compile(
    r"栽植|慰问|评出|推选|修建|新建|摆放|梳理|储备|续签|抽查|配备|配置|组织|开展|举办|完成|印制|创建|打造|新增|增设|增加|安装|更换|改造|换新|购置|发布|建成|建设|补种|种植|走访|拜访|提供|投入"
)
_PLACED_AREA = re.compile("(?P<verb>提供|安排|补种|种植|改造|铺设|新增|实现|奖补)(?!标准)")
_EVERY_RATE = re.compile(rf"{EVERY}|每(?:建筑)?平方米(?:建筑面积)?|每(?:户|辆|车位|小时|次|人|层|台)|标准|按")


def _frequency(before: str, middle: str, after: str) -> tuple[str, str]:
    middle = re.sub(r"(?:\d+|[一二两三四五六七八九十]+)(?:次|遍)?[至到~-]$", "", middle)
    said, outside = clean(middle), clean(before)
    after = re.sub(r"^(?:以上|以下)(?:的)?", "", after)
    noun = "" if re.match(r"[,、并]|的?标准", after) else clean(after)
    deed = thing = ""
    middle = re.sub(
        r"^内|^[末底初](?=[\u4e00-\u9fff]{2})|^[一二三四五六日天](?=[\u4e00-\u9fff]{2})", "", middle
    )
    if re.fullmatch(r"集中|组织|举行|实施|安排|开展", said) and not noun:
        deed, thing = of_subject(outside)
        return deed or said, thing
    carrying = _CARRIES_OUT.search(middle)
    if carrying and noun:
        deed, about = of_noun(noun)
        led = clean(re.sub(r"^(?:组织|安排|对|将|把)", "", clean(middle[: carrying.start()])))
        return deed, led or about or outside
    if said:
        deed, thing = of_verb_phrase(middle + ("" if not noun or len(said) > 4 else noun))
    elif noun:
        deed, thing = of_noun(noun) if not tail_deed(outside)[0] else ("", "")
    if not deed:
        return of_subject(outside)
    if not thing and outside:
        subject = re.search(r"^(?:对|将|把)(.{2,30})$", outside)
        thing = subject[1] if subject else outside
    return deed, thing


def _time_limit(before: str, middle: str, after: str) -> tuple[str, str]:
    after = re.sub(
        r"^(?:左右)?(?:以内|之内|内|之前|以前|前)?(?:书面)?",
        lambda found: found[0][-2:] if "书面" in found[0] else "",
        after,
    )
    subject = re.sub(
        r"(?:所需|处理)?(?:时间|时限|期限|时长)[^,。;]*$",
        lambda found: "处理" if found[0].startswith("处理") else "",
        clean(before),
    )
    subject = clean(re.sub(r"(?:至少|须|应|需)?提前$|(?:不得超过|不超过|控制在)$", "", subject))
    trigger = TRIGGER.search(before.strip()) if re.search(r"(?:之日起?|后|时)$", before.strip()) else None
    done = clean(after)
    if done:
        deed, thing = of_verb_phrase(after)
        if deed in ("现场", "后"):
            deed = "到达现场"
        if trigger:
            return deed, thing or clean(trigger["what"])
        return deed, subject or thing
    return of_subject(subject)


def _rate(before: str, middle: str, after: str) -> tuple[str, str]:
    before += middle
    nouns = list(_RATE_NOUN.finditer(before))
    if nouns:
        noun = nouns[-1]
        thing = clean(before[: noun.start()])
        if _QUALIFIES.fullmatch(thing) and len(thing + noun["noun"]) <= MAX_DEED:
            return thing + noun["noun"], ""
        return noun["noun"][-MAX_DEED:], thing or ""
    if measure := MEASURE.search(before):
        return measure[0], clean(before[: measure.start()])
    if paid := _PAY.search(before):
        return paid[0], clean(before[paid.end() :]) or clean(after)
    if paid := _PAY.search(after):
        sum_named = clean(after[paid.end() :])
        if sum_named and len(paid[0] + sum_named) <= MAX_DEED:
            return paid[0] + sum_named, clean(re.sub(r"按$|^按", "", before))
        return paid[0], sum_named or clean(before)
    if band := re.match(r"(?:\(含\))?(?:以上|以下)?的?[为是评]([\u4e00-\u9fff]{1,4}(?:级)?|[A-E]级)", after):
        return "得分", band[1]
    if changed := _CHANGED.search(clean(before)):
        return changed["verb"], clean(clean(before)[: changed.start()])
    deed, thing = of_subject(_COMPARED.sub("", clean(before)))
    return deed, thing or clean(re.sub(r"^(?:以上|以下)的?", "", after))


def _coverage(before: str, middle: str, after: str) -> tuple[str, str]:
    if re.search(r"覆盖", before + after):
        noun = "覆盖率" if "覆盖率" in before else "覆盖"
        return noun, clean(re.split(r"覆盖", before)[0])
    if hours := _HOURS_OF.search(clean(before)):
        return hours["what"], clean(clean(before)[: hours.start()])
    deed, thing = of_subject(before)
    done = clean(re.sub(r"^(?:不间断|全天候|有人|专人|均?有|保持|三班|双人|的)+", "", after))
    if re.fullmatch(r"设立?|设置|开通|提供|建立|公布|开设", clean(before)) and done:
        return clean(before), done
    done = done or clean(middle)
    if done:
        said, about = of_verb_phrase(done)
        return said, (clean(before) if not deed or thing else "") or about
    return deed, thing


def _headcount(before: str, middle: str, after: str) -> tuple[str, str]:
    lead = clean(before + middle)
    if sent := _SENT.search(lead):
        return sent["verb"], clean(lead[sent.end() :]) or clean(
            re.sub("由[^,。;]*$", "", lead[: sent.start()])
        )
    verb = _ROLE_LEAD.match(lead)
    role = clean(lead[verb.end() :] if verb else lead)
    role = re.sub(r"(?:人数|总数|定编|共计|人员编制)+$", "", role)
    duty, _ = tail_deed(clean(re.sub(r"^(?:以上|以下|同时|负责|专职)+", "", after)))
    posted, place = tail_deed(role)
    if duty:
        return duty, role
    if posted and len(place) >= 2 and not verb:
        return posted, place
    return (verb[0][:MAX_DEED] if verb else ""), role or _ROLE_BEHIND.sub("", clean(after))


def _count(before: str, middle: str, after: str) -> tuple[str, str]:
    before += middle
    rest = clean(re.sub(r"^(?:以上|以下)?[个项处条名次场件份台]?", "", after))
    if copies := re.search(r"一式$|各?[执持]$|(?<=[甲乙丙]方)$", before):
        return ("签订" if copies[0] == "一式" else "执"), clean(before[: copies.start()]) or before[
            : copies.start()
        ].strip()
    provided = list(_PROVIDED.finditer(before))
    if provided:
        verb = provided[-1]
        return verb[0], clean(before[verb.end() :]) or rest or clean(before[: verb.start()])
    if changed := _CHANGED.search(clean(before)):
        return changed["verb"], clean(clean(before)[: changed.start()])
    deed, thing = of_subject(_COMPARED.sub("", clean(before)))
    return deed, thing or rest


def _deadline(before: str, middle: str, after: str) -> tuple[str, str]:
    done = clean(re.sub(r"^[以之]?前|^为?止|^起", "", after))
    subject = clean(before)
    if notice := re.search(r"公示|公告|公布|张贴", before):
        return notice[0], clean(before[: notice.start()]) or clean(before[notice.end() :].replace("期", ""))
    if done and re.search(r"[\u4e00-\u9fff]{2}", done):
        deed, thing = of_verb_phrase(done)
        return deed, thing or subject
    return of_verb_phrase(subject) if len(subject) <= MAX_DEED else of_subject(subject)


def _amount(before: str, middle: str, after: str) -> tuple[str, str]:
    subject = clean(_EVERY_RATE.sub("", before))
    if placed := _PLACED_AREA.search(subject):
        return placed["verb"], clean(subject[placed.end() :])
    if changed := _CHANGED.search(subject):
        return changed["verb"], clean(subject[: changed.start()])
    paid, fee = last_match(_PAY, subject), last_match(FEE, subject)
    rest = clean(after)
    if paid:
        sum_named = clean(subject[paid.end() :]) or rest
        if FEE.fullmatch(sum_named) and len(paid[0] + sum_named) <= MAX_DEED:
            return paid[0] + sum_named, clean(subject[: paid.start()])
        return paid[0], sum_named or clean(subject[: paid.start()])
    if fee:
        return fee[0][-MAX_DEED:], clean(subject[: fee.start()]) or subject
    return "", subject or rest


def _max_duration(before: str, middle: str, after: str) -> tuple[str, str]:
    subject = clean(re.sub(r"(?:时间|时长)[^,。;]{0,4}$", "", clean(before)))
    states = list(_STATE.finditer(subject + "")) or list(_STATE.finditer(clean(after)))
    if not states:
        return of_subject(subject)
    state = states[-1]
    return state[0][-MAX_DEED:], clean(subject[: state.start()]) if state[0] in subject else subject


def _retention(before: str, middle: str, after: str) -> tuple[str, str]:
    kept = _KEEP.search(before) or _KEEP.search(after)
    before += middle
    thing = clean(before[: kept.start()]) if kept and _KEEP.search(before) else clean(before)
    return (kept[0] if kept else ""), re.sub(r"(?:规定|可|应)$", "", thing)


BY_KIND = {
    Kind.FREQUENCY: _frequency, Kind.TIME_LIMIT: _time_limit, Kind.RATE: _rate, Kind.COVERAGE: _coverage,
    Kind.HEADCOUNT: _headcount, Kind.COUNT: _count, Kind.DEADLINE: _deadline, Kind.AMOUNT: _amount,
    Kind.MAX_DURATION: _max_duration, Kind.RETENTION: _retention,
}  # fmt: skip
