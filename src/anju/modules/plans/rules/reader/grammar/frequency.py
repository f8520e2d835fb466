"""How often: 每日两次, 白天三次、夜间四次, 每半小时巡查一次, 半年清洗一次, 2次/日, 每周例会, 日检, 年度计划."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Period

from ..clauses import Segment
from ..numerals import NUMBER, number
from . import calendar_words
from .base import (
    DURATION,
    EQ,
    EVERY,
    GE,
    LE,
    PERIOD_UNIT,
    TIMES,
    Claims,
    Finding,
    comparator_at,
    frequency_finding,
    last_match,
    matches,
    part_end,
    part_start,
    period_of,
    subject_start,
)
from .calendar_words import UNIT_PERIOD
from .words import ACTION, HANDS_ON, MAKE, PAST

EVERY_WORD = re.compile("每|逐|/")
PERIOD_WORDS = {"天", "日", "周", "星期", "礼拜", "月", "季度", "年", "小时", "分钟"}
_EVERY_TIMES = re.compile(rf"{EVERY}(?P<gap>(?:(?!每)[^。;,]){{0,90}}?)(?<!第){TIMES}(?!/)")
_EVERY_TIMES_COMMA = re.compile(
    rf"{EVERY}(?P<gap>(?:(?!每)[^。;]){{0,24}}?,\s?)(?:至少|不少于|不低于|共计?|均)?{TIMES}"
)
_TIMES_PER = re.compile(rf"(?<!第){TIMES}\s?/\s?(?P<pn>{NUMBER})?个?(?P<pu>{PERIOD_UNIT})")
_UNIT_TIMES = re.compile(
    rf"(?<![每第内前后月至到~-])(?!(?<=[上下本])半年)(?P<pn>{NUMBER}个半|{NUMBER}|[半双])个?(?P<pu>天|日|周|星期|月(?!份?各|[上中下]旬|[底初末])|季度|(?<![春夏秋冬][两二])季|年|小时)(?![内之以前后底末份度])"
    rf"(?P<gap>[^,。;、\d内]{{0,10}}?)(?:至少|不少于)?{TIMES}"
)
_WHOLE_YEAR_TIMES = re.compile(
    rf"(?P<y>全年|年度内|(?<![一二两三四五\d])年内|当年内?)(?P<gap>[^。;,]{{0,40}}?)(?<!第){TIMES}(?!/)"
)
_PERIODICAL_TIMES = re.compile(rf"(?<![本上下])(?P<y>年度|季度|月度)(?P<gap>[^,。;、\d]{{0,10}}?){TIMES}")
_INTERVAL = re.compile(
    rf"间隔(?:时间)?(?:不超过|不得超过|不得?大于|不应大于|小于|≤|不应超过|控制在)(?P<pn>{NUMBER}|半)个?(?P<pu>分钟|小时|天|日|周|月)"
)
_HALF_DAY_PARTS = re.compile(
    rf"(?P<part>白天|日间|昼间|夜间|晚间|夜晚|夜里|晚上|夜巡|夜查)(?:\([^)]{{0,20}}\))?(?P<gap>[^,。;、\d]{{0,12}}?){TIMES}"
)
_SEASONAL = re.compile(
    rf"(?:[春夏秋冬]{{1,2}}(?:两)?季|[旺淡雨旱]季|汛期|[\u4e00-\u9fff]{{0,4}}(?:高发|生长|采暖|供暖|落叶|孳生|繁殖|采摘)[期季]节?|[雨雪汛旱花]季|高峰期?|节假?日(?:期间)?|春节|周末|其[他余](?:时间|月份|季节|区域|部位)?)(?![前后])(?:\([^)]{{0,14}}\))?(?P<gap>[^,。;、每\d]{{0,8}}?){TIMES}"
)
_BARE_PERIOD_TIMES = re.compile(
    rf"(?<![每\d一二两三四五六七八九十半个本上下当今去前后全元日/·隔今明次假节休作双工期春夏秋冬雨雪旱旺淡花单])(?P<pu>年|季|月|周|日)(?P<gap>(?!底|末|初|内|度|份|期|间|常|夜|报|例)[^,。;、\d次年月日]{{1,8}}?){TIMES}"
)
_SEASONS_EACH = re.compile(
    rf"(?P<list>[春夏秋冬][检查]?[、和及与]?[春夏秋冬][检查]?(?:两|二)?季?|(?:雨季|汛期|采暖期?|供暖季?期?|制冷季?|供冷季?|冬季|夏季|春节|国庆)[^,。;、\d]{{0,4}}前后|上、?下半年|(?:上半年|年中)[、和及与](?:下半年|年底|年末)|上下半年)各[^,。;\d]{{0,8}}?{TIMES}"
)
_SEASON_ONCE = re.compile(
    rf"(?<![每春夏秋冬])(?P<s>[春夏秋冬])季?(?:末|初)?(?P<gap>[^,。;、:每逐隔\d各春夏秋冬]{{0,6}}?){TIMES}"
)
_CYCLE = re.compile(
    rf"(?P<deed>[\u4e00-\u9fff]{{2,8}})周期\s?(?:为|是|:|不超过|不得超过)?\s?(?:每)?{DURATION}"
)
_ISSUES = re.compile(
    rf"{EVERY}(?P<gap>[^,。;:每\d]{{0,6}}?)(?P<n>{NUMBER})(?P<c>份|课|期|讲|堂|刊|篇|更)(?=[,。;、)的]|$)"
)
_WITHIN_PERIOD = re.compile(
    rf"(?:一|1)个?(?P<pu>年|季度|月|星期|周|天)内(?P<gap>[^,。;、\d]{{0,10}}?(?:不得?超过|不应超过|最多|不多于|至多|不少于|至少)){TIMES}(?!的)"
)
_SAME_PERIOD_LISTED = re.compile(
    rf"、(?P<gap>[\u4e00-\u9fff]{{1,6}}?)(?:不少于|至少|不低于|不得少于)?{TIMES}(?:以上)?(?=[,。;、]|$)"
)
_SAME_PERIOD = re.compile(rf",(?P<gap>[\u4e00-\u9fff]{{0,8}}?)(?:不少于|至少|不低于)?{TIMES}(?=[,。;]|$)")
_AMONG = re.compile(rf"其中{TIMES}")
_EACH_TIMES = re.compile(
    rf"(?P<list>早、?中、?晚|朝晚|早上?、?和?晚上?|上、?下午|上午、?和?下午)各(?:[^,。;\d]{{0,6}}?)(?P<n>{NUMBER})[次遍趟回]"
    r"|(?P<list2>早中晚|朝晚|早晚|上下午)[两三](?=[扫擦抹拖洗冲刷清收运巡查检测送])"
)
_UNIT_DEED = re.compile(
    r"(?<![每第内前后月\d一二三四五六七八九十])(?P<pn>[一二两三半]|\d{1,2})(?P<pu>年|月|日|天|周|季度?)(?P<n>[一二两三四五六七八]|\d{1,2})"
    r"(?P<c>公布|公示|考评|考核|盘点|[抹抽盘访清扫检报结审查洗换评修测巡训练考会消擦拖收运冲刷掏剪浇晒演验送])(?!查不|算)"
)
_EVERY_DEED = re.compile(
    rf"{EVERY}(?P<n>[一两二三四])(?P<c>[扫拖擦抹洗冲清收运巡查检测换消评访])(?=[,。;、)]|$)"
)
_OTHER_DAY = re.compile(r"(?P<p>隔[日天]|隔周|隔月|隔季|隔年)(?!离|[以之]?前|内|即)")
_WEEKDAY_TIMES = re.compile(
    rf"(?<!至)(?<!从)(?P<d>(?:周|星期)[一二三四五六日天])(?![至到~-])[^。;,\d]{{0,6}}?{TIMES}"
)
_EVERY_ACTION = re.compile(rf"{EVERY}(?P<rest>(?:(?!每)[^。;!?,(]){{0,60}})")
_DAY_PARTS = re.compile(
    r"[^,。;]{0,2}?(?P<p>早、?中、?晚|朝晚|晨昏|(?:早[上晨间]?|上午|清晨)[、和及与]?(?:中午[、和及与]?)?(?:晚[上间]?|下午|傍晚))"
)
_WEEKDAYS = re.compile(
    r"(?P<first>[一二三四五六日])(?P<more>(?:[、和及与](?:周|星期)?[一二三四五六日])*)(?![个名次年月天])"
)


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind frequency, the more specific forms first."""
    yield from _counted(segment)
    yield from _inherited(segment)
    yield from calendar_words.find(segment, claims)
    yield from _uncounted(segment, claims)


def _counted(segment: Segment) -> Iterator[Finding]:
    for pattern in (
        _EVERY_TIMES,
        _EVERY_TIMES_COMMA,
        _TIMES_PER,
        _UNIT_TIMES,
        _UNIT_DEED,
        _EVERY_DEED,
        _ISSUES,
    ):
        for match in matches(pattern, segment):
            period = period_of(match["pn"], match["pu"])
            anchor = (match.start("pn") if match.start("pn") >= 0 else match.start("pu"), match.end("pu"))
            if period is not None:
                sure = pattern in (_EVERY_TIMES, _TIMES_PER)
                yield from _one_count(segment, match, period, anchor, confidence=0.97 if sure else 0.87)
    for match in matches(_WEEKDAY_TIMES, segment):
        yield from _one_count(segment, match, (Period.WEEK, 1), match.span("d"), confidence=0.87)
    for match in (*matches(_WHOLE_YEAR_TIMES, segment), *matches(_PERIODICAL_TIMES, segment)):
        yearly = (UNIT_PERIOD.get(match["y"], Period.YEAR), 1)
        yield from _one_count(segment, match, yearly, match.span("y"), confidence=0.88)
    yield from _without_every(segment)
    for match in matches(_INTERVAL, segment):
        period = period_of(match["pn"], match["pu"])
        if period is not None:
            yield frequency_finding("interval", (subject_start(segment.text, match.start()), match.end()),
                ((match.start("pn"), match.end("pu")),), value=Decimal(1), period=period, comparator=GE, confidence=0.75,
            )  # fmt: skip
    for match in matches(_EACH_TIMES, segment):
        value = number(match["n"] or "一")
        if value:
            yield frequency_finding("each_times", (subject_start(segment.text, match.start()), match.end()), (match.span(),),
                value=value * (3 if "中" in (match["list"] or match["list2"]) else 2), period=(Period.DAY, 1), confidence=0.9,
            )  # fmt: skip


def _without_every(segment: Segment) -> Iterator[Finding]:
    """年检一次, 春秋两季各一次, 一年内不得超过一次: a period without 每."""
    for match in matches(_SEASONS_EACH, segment):
        value, halves = number(match["n"]), match["list"].endswith("下半年")
        if value:
            yield frequency_finding("seasons_each", (subject_start(segment.text, match.start()), match.end()),
                (match.span("list"), match.span("n")), value=value if halves else value * 2,
                period=(Period.HALF_YEAR if halves else Period.YEAR, 1), confidence=0.85,
            )  # fmt: skip
    for match in matches(_SEASON_ONCE, segment):
        value = number(match["n"])
        if value and not EVERY_WORD.search(segment.text[: match.start()]):
            yield frequency_finding("season_once", (subject_start(segment.text, match.start()), match.end()),
                (match.span("s"), match.span("n")), value=value, period=(Period.YEAR, 1), confidence=0.8,
            )  # fmt: skip
    for match in matches(_CYCLE, segment):
        period = period_of(match["v"], match["u"]) if match["u"] in PERIOD_WORDS else None
        if period and (ACTION.search(match["deed"]) or HANDS_ON.search(match["deed"])):
            yield frequency_finding("cycle", (subject_start(segment.text, match.start()), match.end()),
                ((match.start("v"), match.end()),), value=Decimal(1), period=period, confidence=0.8,
            )  # fmt: skip
    for pattern in (_WITHIN_PERIOD, _BARE_PERIOD_TIMES):
        for match in matches(pattern, segment):
            period = period_of(None, match["pu"])
            if period is None or (pattern is _BARE_PERIOD_TIMES and not _DEED_START.match(match["gap"])):
                continue
            yield from _one_count(segment, match, period, match.span("pu"), confidence=0.85)


def _one_count(
    segment: Segment,
    match: re.Match[str],
    period: tuple[Period, int],
    anchor: tuple[int, int],
    *,
    confidence: float,
) -> Iterator[Finding]:
    """The frequency of one match, or two where a range of counts is given (1至2次)."""
    text, value = segment.text, number(match["n"])
    if value is None or text[match.end() :].startswith(("性", "元", "通过率", "合格率", "成功率")):
        return
    gap = match.groupdict().get("gap") or ""
    if period == (Period.WEEK, 1) and (days := _WEEKDAYS.match(gap)):
        value *= _day_count(days)
    value *= _parts_of_day(gap) * _parts_of_year(gap)
    if period == (Period.YEAR, 1) and _HALVES.search(gap):
        period = (Period.HALF_YEAR, 1)
    subject = subject_start(text, match.start())
    low = _RANGE_START.search(gap)
    if low and (least := number(low["low"])):
        at = match.start("gap") + low.start("low")
        yield frequency_finding(
            "range_from", (subject, at + len(low["low"])), ((at, match.start("gap") + low.end("low")),),
            value=least, period=period, comparator=GE, confidence=0.85,
        )  # fmt: skip
    comparator, start, end = comparator_at(text, match.start("n"), match.end("c"), LE if low else EQ)
    yield frequency_finding(
        "every_times", (min(subject, start), max(match.end(), end)), (anchor, match.span("n")),
        value=value, period=period, comparator=comparator, confidence=confidence,
    )  # fmt: skip


def _inherited(segment: Segment) -> Iterator[Finding]:
    """夜间四次 and 其中1次 take the rest of their meaning from the words before."""
    text = segment.text
    for match in matches(_HALF_DAY_PARTS, segment):
        value = number(match["n"])
        if value is None or "每" in match["gap"]:
            continue
        comparator, start, end = comparator_at(text, match.start("n"), match.end("c"), EQ)
        by_night = match["part"] in ("夜间", "晚间", "夜晚", "夜里", "晚上", "夜巡", "夜查")
        quote = (min(part_start(text, match.start(), ",:()、"), start), max(match.end(), end))
        yield frequency_finding(
            "part_of_day", quote, (match.span("n"), match.span("part")),
            value=value, period=(Period.NIGHT if by_night else Period.DAYTIME, 1), comparator=comparator,
            confidence=0.91,
        )  # fmt: skip
    for match in matches(_SAME_PERIOD, segment):
        governing = last_match(_EVERY_TIMES, text[: match.start()]) or last_match(
            _WHOLE_YEAR_TIMES, text[: match.start()]
        )
        if (
            governing is None
            or "," in text[governing.end() : match.start()]
            or not ACTION.search(match["gap"])
        ):
            continue
        named = governing.groupdict().get("pu")
        period, value = (
            period_of(governing.groupdict().get("pn"), named) if named else (Period.YEAR, 1),
            number(match["n"]),
        )
        if period is not None and value is not None and not _ONE_OFF.search(match["gap"]):
            comparator, start, end = comparator_at(text, match.start("n"), match.end("c"), EQ)
            yield frequency_finding("same_period", (match.start() + 1, end), (match.span("n"),), value=value,
                             period=period, comparator=comparator, confidence=0.75)  # fmt: skip
    yield from _listed_with(segment)
    for match in (*matches(_AMONG, segment), *matches(_SEASONAL, segment)):
        governing = last_match(EVERY, text[: match.start()])
        value = number(match["n"])
        period = period_of(governing["pn"], governing["pu"]) if governing else None
        if value is not None and period is not None:
            comparator, _, _ = comparator_at(text, match.start("n"), match.end("c"), EQ)
            yield frequency_finding("among", (match.start(), part_end(text, match.end())), (match.span("n"),),
                             value=value, period=period, comparator=comparator, confidence=0.85)  # fmt: skip


def _listed_with(segment: Segment) -> Iterator[Finding]:
    """全年修剪十二次、施肥四次、打药五次: the period of the first is that of the list."""
    text = segment.text
    governed_until = -1
    period: tuple[Period, int] | None = None
    heads = sorted(
        (*matches(_EVERY_TIMES, segment), *matches(_WHOLE_YEAR_TIMES, segment)), key=lambda one: one.end()
    )
    for match in matches(_SAME_PERIOD_LISTED, segment):
        for head in heads:
            if head.end() == match.start() or text[head.end() : match.start()] == "以上":
                unit = head.groupdict().get("pu")
                period = period_of(head["pn"], unit) if unit else (Period.YEAR, 1)
                governed_until = match.start()
        value = number(match["n"])
        if period is None or governed_until != match.start() or value is None:
            continue
        governed_until = match.end()
        comparator, _, end = comparator_at(text, match.start("n"), match.end("c"), EQ)
        yield frequency_finding("listed_with", (match.start() + 1, max(end, match.end())), (match.span("n"),),
                                value=value, period=period, comparator=comparator, confidence=0.85)  # fmt: skip


def _uncounted(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """每 + period + action without a number is once."""
    text = segment.text
    for match in matches(_EVERY_ACTION, segment):
        anchor = (match.start(), match.end("pu"))
        rest = match["rest"].partition(":")[0] if segment.is_row else match["rest"]
        period = period_of(match["pn"], match["pu"])
        if period is None or not claims.free(*anchor) or _is_no_action(segment, match):
            continue
        value, end = Decimal(1), match.start("rest") + len(rest)
        if parts := _DAY_PARTS.match(rest):
            value = Decimal(3 if "中" in parts["p"] else 2)
        elif match["pu"] in ("周", "星期") and (days := _WEEKDAYS.match(rest)):
            value = Decimal(_day_count(days))
        elif match["pu"] == "月" and (days := _DAYS_OF_MONTH.match(rest)):
            value = Decimal(1 + len(_AND.findall(days[0])))
        start = subject_start(text, match.start())
        known = ACTION.search(rest) is not None
        yield frequency_finding(
            "every_action", (start, end), (anchor,), value=value, period=period,
            confidence=0.88 if known else 0.72,
        )  # fmt: skip
    for match in matches(_OTHER_DAY, segment):
        unit = {
            "日": Period.DAY,
            "天": Period.DAY,
            "周": Period.WEEK,
            "月": Period.MONTH,
            "季": Period.QUARTER,
            "年": Period.YEAR,
        }[match["p"][1]]
        yield frequency_finding("other_day", (subject_start(text, match.start()), part_end(text, match.end())),
                         (match.span(),), value=Decimal(1), period=(unit, 2), confidence=0.85)  # fmt: skip


_DEED_START = re.compile(rf"(?:{ACTION.pattern})|[检测审修剪洗清查巡扫拖抹]")
_ONE_OFF = re.compile("前|后|雨季|汛期|每|其中|累计|连续|发现|违反|超过|第|再|逾期")
_SHARES_COUNT = re.compile(rf"、[^,。;]{{0,6}}{EVERY}[^,。;每]{{0,12}}{TIMES}")
_RANGE_START = re.compile(rf"(?P<low>{NUMBER})(?:次|遍)?\s?[至到~-]+$")
_AND = re.compile("[、和及与]")
_DAYS_OF_MONTH = re.compile(r"\d{1,2}[日号]?(?:[、和及与]\d{1,2}[日号])+(?![之以]?前)")
_HALVES = re.compile("上、?下半年(?:里|均|分别)?各|上半年[、和]?下半年各")
_EACH_SEASON = re.compile(
    r"(?:(?P<seasons>[春夏秋冬][季]?(?:[、和及与]?[春夏秋冬]季?)+)(?:[两二三四]季)?|(?P<list>\d{1,2}[月日号]份?(?:[、和及与]\d{1,2}[月日号]份?)+)|(?P<halves>上、?下半年)|[\u4e00-\u9fff]{1,4}(?:前后|前、?后))(?:里|均|分别)?各"
)
_EACH_PART = re.compile(
    r"(?P<p>早、?中、?晚|朝晚|早[上晨]?[、和及]?晚上?|上、?下午|上午[、和及]?下午|[日白]天?[、和及]?夜间?)各"
)


def _parts_of_day(gap: str) -> int:
    """早晚各一次 is twice."""
    parts = _EACH_PART.search(gap)
    if parts is None:
        return 1
    return 3 if "中" in parts["p"] else 2


def _parts_of_year(gap: str) -> int:
    """春秋两季各一次 is twice; so are 3月、9月各一次 and 5日、20日各一次."""
    parts = _EACH_SEASON.search(gap)
    if parts is None:
        return 1
    if parts["halves"]:
        return 1
    if parts["seasons"]:
        return len(re.findall("[春夏秋冬]", parts["seasons"]))
    return 1 + len(_AND.findall(parts["list"])) if parts["list"] else 2


def _day_count(days: re.Match[str]) -> int:
    return 1 + len(re.findall(r"[一二三四五六日]", days["more"]))


_NO_ACTION = re.compile(
    rf"\s*(?:(?:早上?|上午)?\d{{1,2}}[:点时]|\d{{1,2}}\s?(?:[日号](?:[之以]?前|止)|月)|{NUMBER}\s?(?:小时|元|人|分钟|课时|平|㎡|%)|都|均在|个|内|(?:结束|终了|期满|到期|届满|底前|末前)|的(?!.{{0,14}}(?:计划|预算|工作进行))|中的|平均|不得|不超|至少有"
    rf"|[^,]{{0,30}}(?:率|度|得分|评分|分数)[^,]{{0,6}}(?:\d|百分)|[^,]{{0,20}}(?:不少于|不低于|至少|不超过|不得少于){NUMBER}个?(?!次|遍)[\u4e00-\u9fff]|[^,]{{0,8}}(?:工作|值班|上岗|受理|接待|服务|营业|开放)时间|[^,]{{0,6}}(?:元|标准为|收费|租金)|[^,]{{0,4}}\d+元|{NUMBER}(?:户|件|台|条|篇|份|株|家|组|处|间|名|位)"
    rf"|[^,]{{0,6}}(?:[2-9]|\d\d|[两三四五六七八九十])个(?!小时|月|工作)|[^,]{{0,12}}(?:支付|加收|扣罚|扣减|计收|罚款)|[^,]{{0,20}}(?<!第)(?:\d|[一二两三四五六七八九十])+(?:万?元|小时|个小时))"
)


def _is_no_action(segment: Segment, match: re.Match[str]) -> bool:
    text = segment.text
    rest = match["rest"].partition(":")[0] if segment.is_row else match["rest"]
    before = text[max(0, match.start() - 12) : match.start()]
    if len(rest.strip("的地、:-/")) < 2 and not before:
        return True
    if (
        _NO_ACTION.match(rest)
        or PAST.search(before)
        or before.endswith(("/", "·", "元", "平方米", "㎡"))
        or re.search(r"[每/][人户车]$", before)
    ):
        return True
    if match["pu"] in ("周", "星期") and re.match(r"[一二三四五六日天][至到~-]", rest):
        return True
    if before.endswith("由") and re.search(r"改为|调整为|变为", rest):
        return True
    if rest.startswith("、") and _SHARES_COUNT.match(text, match.start("rest")):
        return False
    has_verb = (
        ACTION.search(rest) or HANDS_ON.search(rest) or ACTION.search(before[-6:]) or MAKE.search(before)
    )
    return not has_verb and (len(rest) < 4 or not segment.block.in_table)
