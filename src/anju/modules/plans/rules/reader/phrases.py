"""Splits the words around a quantity into the deed and the thing: 楼道清扫 → 清扫, 楼道; 进行避雷检测 → 检测, 避雷."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .grammar.base import EVERY
from .grammar.words import ACTION, FINISH
from .numerals import CHINESE

MAX_DEED = 8
MAX_THING = 30

_VERB = rf"(?:{ACTION.pattern}|{FINISH.pattern}|保持|保存|留存|保管|保留|存档|抵达|到达现场|到达|到现场|到场|赶到|响应|接听|应答|办结|反馈|修复|排除|解救|恢复|上门|告知|申请|签订|退还|扣减|扣除|扣罚|赔偿|配备|配置|派驻|增派|增加|设置|交纳|缴纳|开机|运行|缴清|缴费|缴|签收|介入|控制|加巡|劝离|清离|清出|补足|整改到位|畅通|营业|立岗|在岗)"
_LIGHT = r"(?:进行|开展|组织(?!架构|机构)|实施|举行|举办|召开|施行|执行|安排|完成|做好|做|落实|达到|实现|保证|确保|保持|采取|实行|接受|协助|参加|坚持|加强)"
_TAIL_VERBS = re.compile(rf"(?:全面|集中|彻底|统一|深度|例行)?(?:{_VERB}[、和及与并]?)+$")
_HEAD_VERBS = re.compile(rf"{_VERB}(?:[、和及与并]?{_VERB})*(?:现场|工作)?")
_LIGHT_HEAD = re.compile(rf"(?:集中|统一|定期|全面|专项|分别)?{_LIGHT}+(?:了|以下|一次)?")
_EVENT_VERB = re.compile(r"召开|举办|举行|组织|开展")
# A noun made of a verb that means nothing without what stands before it.
_WHOLE = re.compile(
    r"[\u4e00-\u9fff、]*(?:防治|演练|演习|例会|会议|班前会|恳谈会|座谈会|联席会|晨会|夕会|培训|训练|大检查|大扫除|测评|普查|活动|复审|轮训|学习|总结|竞聘|评选|执法|体检)$"
)
_HANDLED = re.compile(
    r"(?:^|[^面针反])(?:对|将|把|就|向)(?P<thing>[^,。;]{2,30}?)(?:进行|实施|开展|予以|给予|加以|作|做)(?P<deed>[^,。;]{1,14})$"
)
_LEAD = re.compile(
    r"^(?:的|[甲乙]方(?=[应须可按于每不有])|予(?!以)|时(?=[一应须由将向])|内(?=[向应须将由])|但是?|至少|牵头|严格|认真|切实|积极|努力|进一步|逐步|不断|继续|科学|逐项|需(?!求)|向(?!阳|上|导)|自(?!来|动|行|查|检|愿|助|费|控)|并且?(?!联|排)|且|同时|要求(?=[各对全])|应当?(?!急|用|届|收|付|对|聘|答)|要(?!求|害|点)|须(?!知)|必须|做到|确保|保证(?!金)|实行|力争|争取|其中|以及|及(?!时)|对于?(?!讲|外|面|接|账|客|方)|将(?!来)"
    r"|在(?!岗|职|册|校|建|编|用|线|管|租|途|库)|于(?!是)|按照?规定|坚持|各自|原则上|我[司方们公]司?|乙方(?![人])|由(?!于)|含|即(?!时|日|将)|每[次场项间隔]|使|如(?!有|遇)|另|再|还|则|后(?=[^勤门期备续台])"
    r"|一般(?=情况|为|不|应)|不得|已|均|[\s、,.:;()“”\"'·-]|\d+[.)、])+"
)
_TAIL = re.compile(
    r"(?:(?<![响回供反适相对效呼感])应当?|必?须|需要?|要|将|按规定|至少|最少|不少于|不低于|不得[少低]于|不[得应能]?超过|不[高大]于|不得[高大]于|最多|最长|最高|控制在|限制在|达到|(?<![到送抵表])达|要达到|为|是|共计?|合计|总计|(?<![签违预履合特续解邀])约|的|(?<![场基绿园草空])地|在|于|由|可|均|各|每|且|并|和|及|与|或|以|至|:|,|、|\(|-|≥|≤|<|>|=|进行|实行|有专人|设专人|专人|不晚于|不迟于|一般|原则上|之日起?|之?后|以内|之内|争取|力争|相当|人民币|给予|仍|自|从|再|再次|另|增加为|调整为|增至|减至|增加到|提高到|加密至?|(?:\d+|[一二两三四五六七八九十百千]+)(?:名|人|次|个|场|件|遍|户|台|份|条)(?:以上)?)+$"
)
_TIME_WORDS = re.compile(
    rf"{EVERY}(?:首月|末月|的?第[一二三]个月)?|全年(?!龄)|年内|今年以?来|今年来|本年度?|当年|每次|每场|每期|即日起|此后|其后|第[一二三四]个?(?:周|星期)[一二三四五六日]?|最后一个(?:周|星期)[一二三四五六日]|首月|常年|(?:早、?中、?晚|早[、和]?晚|上、?下午|上午[、和]?下午)各?(?![高班间])|(?:每人)?每班|^(?:年度|季度|月度)|年底|月底|季末|年终|\d{1, 2}[月日号]份?(?:[、和及与]\d{1, 2}[月日号]份?)+|(?<![\u4e00-\u9fff])[一二三四五六七八九十]+月(?:份|[上中下]旬|底)?(?:[、和及与][一二三四五六七八九十]+月(?:份|[上中下]旬|底)?)*|按(?:日|周|月|季度?|年)(?=[\u4e00-\u9fff]{2})|逐[日周月季](?=[\u4e00-\u9fff]{2})|月月|天天"
)
SEASON = re.compile(
    r"(?P<season>非?(?:[春夏秋冬](?:[、和及与]?[春夏秋冬])?(?:两|二)?季节?|(?:雨|雪|汛|旱|旺|淡|梅雨|台风|落叶|生长|采暖|供暖|供冷|制冷|取暖|休眠|高温|花|蚊蝇孳生|流感高发|冬季停用)(?:季节?|期间?|天气|天|季)|雨后|雪后|高峰(?:期间?|时段|时)?|(?:法定)?节假日(?:期间)?|双休日|周末|工作日(?:期间)?|平日|平时|其[他余](?:时间|月份|季节|时段)|\d{1,2}月?[至到~-]\d{1,2}月份?)(?:前后|前|后)?)"
    r"(?:\([^)]{0,14}\))?(?:内|期间|每|,)?"
)
PART_OF_DAY = re.compile(
    r"(?P<part>白天|日间|昼间|夜间|夜晚|深夜|凌晨|晚间|早晚|日班|白班|中班|夜班|早班|晚班)(?:\([^)]{0,14}\))?(?!巡逻队|值班员)"
)
_FILLER = re.compile(
    r"(?:一次性|正式|书面|至少|不少于|不低于|不得少于|约|各|均|共|集中|统一|带队|定期|及时|派人|派员|主动|安排|全部|一律|分别|先后|就地|当场|现场(?!确))+"
)
_HANDED_IN = re.compile(
    r"^(?:将|把)(?P<thing>[^,。;]{2,16}?)(?P<deed>报送|上报|报(?!告)|送达|提交|交|发放|移交|通知)"
)
_EMPTY_VERBS = {"做到", "做好", "确保", "保证", "达到", "实现", "进行", "使", "加强", "坚持", "实施", "采取"}
_PLACED = re.compile(rf"^(?:在|向|给|为)(?P<place>[^,。;]{{1,12}}?)(?P<rest>{_VERB}.*)$")
_NUMERAL = re.compile(rf"[{CHINESE}半]+|以[上下内]")
_ADVERB = re.compile(
    "全面|集中|统一|书面|口头|彻底|专项|联合|免费|重新|逐[户项条]|一次|当场|现场|上门|电话|由|向|按|与|不|未|无|分"
)
_PERSON_OR_PLACE = re.compile(r"[员工队岗人机器房室泵车箱梯具率费金物品]$")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Said:
    """What a piece of text names; "" where it names none. season, part: when (夏季, 夜间)."""

    deed: str = ""
    thing: str = ""
    season: str = ""
    part: str = ""


def when(text: str) -> tuple[str, str, str]:
    """The text without its season and part of day, and these two."""
    season = part = ""
    if found := SEASON.search(text):
        season = found["season"]
        text = text[: found.start()] + text[found.end() :]
    if found := PART_OF_DAY.search(text):
        part = found["part"]
        text = text[: found.start()] + text[found.end() :]
    return text, season, part


def clean(text: str) -> str:
    """A noun phrase without function words at its ends, times or closed brackets' remains."""
    text = _TIME_WORDS.sub("", text)
    text = re.sub(r"\([^()]*$|^[^()]*\)", "", text)
    text = re.sub(r"由[\u4e00-\u9fff]{1,8}(?:单位|公司|人员|机构|部门?|队伍?)$", "", text)
    previous = None
    while previous != text:
        previous = text
        text = _TAIL.sub("", _LEAD.sub("", text))
    text = text.strip("、,.:;()“”\"' \t·-")
    if _NUMERAL.fullmatch(text):
        return ""
    if text in ("甲方", "乙方", "双方", "对方", "我方", "内", "制度"):
        return ""
    return text if _HAN.search(text) and len(text) <= MAX_THING else _shortened(text)


def _shortened(text: str) -> str:
    """The last words of a phrase that is too long; nothing where no Chinese is left."""
    if not _HAN.search(text):
        return ""
    pieces = re.split(r"[、和及]", text[-MAX_THING:])
    return "、".join(pieces[1:]) if len(pieces) > 1 else text[-MAX_THING:]


def tail_deed(text: str) -> tuple[str, str]:
    """The verbs a phrase ends in and what stands before them."""
    match = _TAIL_VERBS.search(text)
    if match is None or not match[0].strip("、和及与并"):
        return "", text
    deed = re.sub(r"^(?:进行|开展|实施)+(?=..)", "", match[0].strip("、和及与并"))
    return ("" if deed in _EMPTY_VERBS else deed), text[: match.start()]


def of_noun(text: str) -> tuple[str, str]:
    """Deed and thing of what is carried out: 房屋避雷检测, 消防演练, 全面检查."""
    text = clean(text)
    if _WHOLE.fullmatch(text) and len(text) <= MAX_DEED:
        return text, ""
    deed, thing = tail_deed(text)
    if not deed:
        return (text, "") if len(text) <= MAX_DEED else ("", text)
    if len(thing) <= 2 and len(text) <= 6:
        return text, ""
    return deed, clean(thing)


def of_verb_phrase(text: str) -> tuple[str, str]:
    """Deed and thing of a phrase that begins with its verb, known or not: 清扫, 集中处理, 对水箱进行清洗, 送检水质."""
    if placed := _PLACED.search(text.strip()):
        deed, thing = of_verb_phrase(placed["rest"])
        return deed, thing or clean(placed["place"])
    if reported := _HANDED_IN.search(text.strip()):
        return reported["deed"], clean(reported["thing"])
    text = clean(text)
    if handled := _HANDLED.search(text):
        return of_noun(handled["deed"])[0] or handled["deed"][:MAX_DEED], clean(handled["thing"])
    light = _LIGHT_HEAD.match(text)
    if light and (rest := clean(text[light.end() :])):
        return _of_light_verb(light[0], rest)
    filler = _FILLER.match(text)
    at = filler.end() if filler else 0
    if head := _HEAD_VERBS.match(text, at):
        rest = clean(text[head.end() :])
        whole = text[: head.end()]
        if not rest:
            return (whole if len(whole) <= MAX_DEED else head[0][:MAX_DEED]), ""
        return head[0][:MAX_DEED], "" if rest[:1] in "并且后" else rest
    if len(text) <= 6:
        return (text[:2], text[2:]) if _begins_with_verb(text) else (text, "")
    deed, thing = tail_deed(text)
    if not deed and (found := ACTION.search(text)):
        return found[0], clean(text[found.end() :])
    return deed[-MAX_DEED:], clean(thing)


def _begins_with_verb(text: str) -> bool:
    """撤出全部人员: a verb no lexicon holds before its thing, unless what follows is itself the deed."""
    return len(text) >= 5 and _ADVERB.match(text) is None and not tail_deed(text[2:])[0]


def _of_light_verb(light: str, rest: str) -> tuple[str, str]:
    """进行检测 is 检测; 召开例会 stays; 采取措施 is 采取, 措施."""
    event = _EVENT_VERB.search(light)
    deed, thing = of_noun(rest)
    if event and not tail_deed(rest)[0]:
        return (event[0] + rest, "") if len(event[0] + rest) <= MAX_DEED else (event[0], rest)
    if event and deed == rest and len(event[0] + deed) <= MAX_DEED:
        return event[0] + deed, thing
    if tail_deed(rest)[0] or light.endswith(("进行", "开展", "实施", "做")):
        return deed, thing
    return light[:MAX_DEED], rest


def of_subject(text: str) -> tuple[str, str]:
    """Deed and thing of the words before a quantity: 四害消杀 → 消杀, 四害; 病虫害防治 is one word."""
    text = clean(text)
    if handled := re.search(r"^(?:对|将|把)(?P<thing>.{2,30})$", text):
        text = handled["thing"]
    if _WHOLE.fullmatch(text):
        return (text, "") if len(text) <= MAX_DEED else (text[-4:], clean(text[:-4]))
    deed, thing = tail_deed(text)
    if not deed and (head := _HEAD_VERBS.match(text)) and not _PERSON_OR_PLACE.search(text):
        return head[0][:MAX_DEED], clean(text[head.end() :])
    return deed[-MAX_DEED:], clean(thing)


def is_whole(deed: str) -> bool:
    """A deed that says by itself what it is about: 病虫害防治, 消防演练, 班组长例会."""
    return len(deed) > 2 and _WHOLE.fullmatch(deed) is not None
