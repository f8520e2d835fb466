"""What is done to what: activity and object of a finding, or what the words before it carry over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anju.modules.plans.contracts import Kind, Unit

from .clauses import Segment
from .grammar.base import EVERY, Finding
from .grammar.words import MAKE
from .phrases import (
    MAX_DEED,
    MAX_THING,
    PART_OF_DAY,
    Said,
    clean,
    is_whole,
    of_subject,
    of_verb_phrase,
    tail_deed,
    when,
)
from .subject_kinds import BY_KIND, FEE, MEASURE, TRIGGER

_STOPS = ",:;。!?("
_DEFAULTS = {
    Kind.HEADCOUNT: "配备", Kind.RETENTION: "保存", Kind.MAX_DURATION: "期限", Kind.COVERAGE: "值守", Kind.AMOUNT: "费用",
    Kind.TIME_LIMIT: "完成", Kind.DEADLINE: "完成", Kind.RATE: "达标", Kind.COUNT: "落实", Kind.FREQUENCY: "落实",
}  # fmt: skip
_HEADING_TAIL = re.compile(
    r"(?:服务|管理|工作|养护|维护|运行|标准|要求|内容|措施|承诺|方面|制度|保洁|配备|配置|目标|安排|计划|方案|指标|响应|规范|时限|规定|与|和|及|、)+$"
)
_HEADING_ONLY = re.compile(
    r"沟通|总则|附则|概况|其他|基本|质量|日常|人员|一般|承诺|原则|责任|目标|违约|考核|评价|保障|物业|建设|内容|期限|综合|重点|主要|基础|总体|各项|具体|定位|理解|认知|步骤|组织|队伍|制度|编制|工程“|与|秩序$|概况"
)
_FRAME = re.compile(r"步骤|措施|要求|目标|总体|方面|问题|保障|进度|安排|期限|时间|其他|基本|规划")
_CLASSIFIER = re.compile(r"次|遍|趟|回(?!复|访)|轮(?!训|班)|场(?!所|地)|圈|起(?!用|动)")
_MEASURE_WORD = re.compile(r"个月|周?岁|分(?!钟)|℃")
_TERMS = {"deposit": "收取押金", "payment_term": "支付租金"}
_CHECKS = {"检": "检查", "巡": "巡查", "查": "检查", "报": "报告", "结": "结算", "例": "例会", "总": "总结会"}
_BY_UNIT = {
    Unit.YEARS_OLD: "年龄", Unit.CELSIUS: "温度", Unit.POINTS: "得分", Unit.DECIBELS: "噪声", Unit.CENTIMETRES: "高度",
    Unit.ZONES: "划分", Unit.CASES: "无发生", Unit.SQUARE_METRES: "项目规模",
}  # fmt: skip
_EVERY = re.compile(EVERY)
_DONE_LATER = {Kind.TIME_LIMIT, Kind.DEADLINE}
_WITHIN = re.compile("^(?:以内|之内|内|之?前|以前|止)")
_AGENT = re.compile(
    r"^(?:[甲乙丙双各]方|[各由]?[\u4e00-\u9fff]{0,8}?(?:公司|企业|单位|部门|街道|社区|业主|用户|人员|管家|中心))(?:须|应当?|要|负责|就|将)?"
)
_CLOCK_WORDS = re.compile(r"[\d:~-]+|小时|天|个?工作日|[周星期至到点时上下午早晚]{1,3}[一二三四五六日天]?")
_SAID_NOTHING = re.compile(r"^[\s、()]*(?:周?岁|℃|次|分|%|小时|天|日|月)?[至到~-]*$")


@dataclass(slots=True)
class Carried:
    """What the clause has named so far. end: where the last finding ends in its segment."""

    deed: str = ""
    thing: str = ""
    said: tuple[str, str] = ("", "")
    kind: Kind | None = None
    segment: int = -1
    end: int = 0


def activity_and_object(
    segment: Segment, finding: Finding, upcoming: int, carried: Carried
) -> tuple[str, str]:
    """Short Chinese for the deed (at most 8 characters) and the thing; `carried` is brought up to date.

    upcoming: where the next finding's quantity begins, or the length of the segment.
    A part of the day stands in the activity (夜间巡逻), a season behind the object (四害(夏季)).
    """
    first = min(start for start, _ in finding.anchors)
    last = max(end for _, end in finding.anchors)
    counted = finding.kind in (Kind.FREQUENCY, Kind.COUNT)
    if behind := (_CLASSIFIER if counted else _MEASURE_WORD).match(segment.text, last):
        last = behind.end()
    if finding.kind is Kind.HEADCOUNT and segment.block.role:
        return "配备", clean(segment.block.role)
    if finding.rule == "staff_row":
        named = [cell for cell in segment.text[:first].split(":") if re.search(r"[\u4e00-\u9fff]{2}", cell)]
        return "配置", clean(named[-1]) if named else ""
    if finding.rule == "cell_date":
        return "整改", next(iter(_headings(segment)), "")[:MAX_THING]
    previous = carried.end if carried.segment == segment.base else 0
    if (
        previous
        and previous <= first
        and carried.kind is finding.kind
        and _SAID_NOTHING.match(segment.text[previous:first])
        and len(finding.anchors) == 1
    ):
        carried.end = last
        return carried.said
    said = _own_words(segment, finding, (first, last), previous, upcoming)
    deed, thing = said.deed, said.thing
    alone = is_whole(deed) or (finding.kind is Kind.RATE and MEASURE.fullmatch(deed) is not None)
    if not (deed and (thing or alone)) and (lead := _lead_clause(segment.text, previous, first)):
        before = _of_lead(lead, finding.kind)
        thing = thing or before.thing
        deed = deed or before.deed
        said = Said(deed, thing, said.season or before.season, said.part or before.part)
    deed = deed or _otherwise(segment, finding, first, carried)
    if not thing or thing == deed:
        thing = (carried.thing if not alone else "") or _heading_thing(segment)
    carried.deed, carried.thing, carried.kind = deed, thing, finding.kind
    carried.segment, carried.end = segment.base, last
    if said.part and not deed.startswith(said.part):
        deed = said.part + deed
    if said.season and said.season not in thing:
        thing = f"{thing[: MAX_THING - 10]}({said.season})" if thing else said.season
    carried.said = deed[:MAX_DEED], (thing if thing != deed else "")[:MAX_THING]
    return carried.said


def _otherwise(segment: Segment, finding: Finding, first: int, carried: Carried) -> str:
    """The deed where the words around the quantity name none."""
    if finding.unit in _BY_UNIT:
        return _BY_UNIT[finding.unit]
    if finding.kind is Kind.AMOUNT:
        fees = [
            found[0]
            for source in (segment.text[:first], *_headings(segment)[:2])
            for found in list(FEE.finditer(source))[-1:]
        ]
        if fees:
            return fees[0][-MAX_DEED:]
    if (
        carried.deed not in ("", "日产日清", "当日完成")
        and carried.kind is finding.kind
        and finding.kind is not Kind.DEADLINE
    ):
        return carried.deed
    if finding.kind is Kind.DEADLINE:
        short = [
            title
            for title in map(clean, _headings(segment)[:1])
            if 2 <= len(title) <= MAX_DEED and not _FRAME.search(title)
        ]
        return short[0] if short else _DEFAULTS[finding.kind]
    return _heading_deed(segment) or _DEFAULTS[finding.kind]


def _own_words(
    segment: Segment, finding: Finding, span: tuple[int, int], previous: int, upcoming: int
) -> Said:
    """What the comma part of the quantity names, between the finding before and the one behind."""
    text, (first, last) = segment.text, span
    before, middle, after = _pieces(text, finding, span, previous, upcoming)
    named = "".join(
        text[start:end] for start, end in finding.anchors if PART_OF_DAY.fullmatch(text[start:end])
    )
    before, season, part = when(before + "\0" + named)
    before = (before.replace(named, "") if named else before).replace("\0", "")
    middle, season_inside, part_inside = when(middle)
    season, part = season or season_inside, part or part_inside
    if finding.rule in ("plan_of_years", "yearly_paper"):
        deed, thing = _paper(text[max(0, first - 30) : first], middle or after)
    elif finding.rule in _TERMS:
        deed, thing = _TERMS[finding.rule], ""
    elif finding.rule == "daily_clear":
        deed = "修复" if re.search("修", before) else "清运" if re.search("清", text[first:last]) else "完成"
        thing = clean(re.sub("做到$", "", before)) + ("垃圾" if text[first:last].startswith("垃圾") else "")
    elif finding.rule == "period_check":
        deed, thing = _CHECKS.get(middle[:1], "检查"), clean(before)
    else:
        deed, thing = BY_KIND[finding.kind](before, middle, after)
    if segment.is_row:
        deed, thing = _in_row(text, first, (deed, thing))
    return Said(deed, thing, season, part)


def _pieces(
    text: str, finding: Finding, span: tuple[int, int], previous: int, upcoming: int
) -> tuple[str, str, str]:
    """The words before, within and behind a quantity, as far as they belong to it alone."""
    first, last = span
    left = max((text.rfind(stop, 0, first) for stop in _STOPS), default=-1) + 1
    if previous > left:
        mark = text.find("、", previous, first)
        left = mark + 1 if mark >= 0 else previous
    right = min((at for stop in ",。;!?:()" if (at := text.find(stop, last)) >= 0), default=len(text))
    if upcoming < right:
        mark = text.rfind("、", last, upcoming)
        right = mark if mark >= 0 else upcoming
    before = re.sub(r"\([^()]*\)|每[间隔]*$", "", text[left:first])
    after = text[last:right]
    if text[right : right + 1] == "," and finding.kind in _DONE_LATER and not clean(_WITHIN.sub("", after)):
        end = min((at for stop in ",。;!?:()" if (at := text.find(stop, right + 1)) >= 0), default=len(text))
        after += _AGENT.sub("", text[right + 1 : min(end, upcoming) if upcoming > right else end])
    if len(finding.anchors) > 1:
        within = min(end for _, end in finding.anchors), max(start for start, _ in finding.anchors)
        return before, text[within[0] : within[1]], after
    if finding.kind is Kind.COVERAGE:
        return before, _CLOCK_WORDS.sub("", _EVERY.sub("", text[first:last])), after
    if finding.kind is Kind.FREQUENCY:
        return before, re.sub(r"^性地?", "", after), ""
    return before, "", after


def _paper(before: str, after: str) -> tuple[str, str]:
    """制定全区业委会成立三年规划: the verb that makes it with the paper, and what it is about."""
    verbs = list(MAKE.finditer(before))
    paper = re.search(r"[\u4e00-\u9fff]{0,4}?(?:计划|规划|预算|决算|报告|总结|责任书|安排|方案)", after)
    if not verbs or not paper:
        return "", clean(before)
    named = re.sub(r"^年(?:度)?", "", paper[0])
    return (verbs[-1][0] + named)[:MAX_DEED], clean(before[verbs[-1].end() :])


def _in_row(text: str, at: int, own: tuple[str, str]) -> tuple[str, str]:
    """In a row of cells the first words are the thing, and a later cell may hold the deed."""
    cells = [clean(cell) for cell in text[: text.rfind(":", 0, at) + 1].split(":")]
    words = [cell for cell in cells if re.search(r"[\u4e00-\u9fff]{2}", cell)]
    deed, thing = (said if re.search(r"[\u4e00-\u9fff]{2}", said) else "" for said in own)
    if not words:
        return deed, thing
    if not deed:
        deed = next(
            (found for cell in words[1:][::-1] if (found := tail_deed(cell)[0] or of_verb_phrase(cell)[0])),
            "",
        )
        deed = deed or tail_deed(words[0])[0]
    return deed, thing if len(thing) > 3 else words[0]


def _lead_clause(text: str, previous: int, first: int) -> str:
    """The nearest comma part before the quantity's own that no finding has used."""
    floor = (
        min((at for stop in _STOPS if (at := text.find(stop, previous)) >= 0), default=first)
        if previous
        else -1
    )
    end = max(text.rfind(stop, 0, first) for stop in _STOPS)
    while end > floor:
        start = max(max(text.rfind(stop, 0, end) for stop in _STOPS), floor) + 1
        piece = re.sub(r"\([^()]*\)?|^[^()]*\)", "", text[start:end])
        if len(re.findall(r"[\u4e00-\u9fff]", piece)) >= 2:
            return piece
        end = start - 1
    return ""


def _of_lead(lead: str, kind: Kind) -> Said:
    lead, season, part = when(lead)
    if match := TRIGGER.search(lead):
        return Said("", clean(match["what"]), season, part)
    deed, thing = of_subject(lead)
    if kind not in (Kind.FREQUENCY, Kind.COVERAGE):
        return Said("", clean(lead)[:MAX_THING] if len(lead) <= 16 else thing, season, part)
    return Said(deed, thing, season, part)


def _headings(segment: Segment) -> list[str]:
    """Titles above, the nearest first; the item's own opening only where a colon makes it a title."""
    titles = [title for title in segment.block.titles if title]
    if titles and segment.block.own_title and not segment.block.is_titled:
        titles = titles[:-1]
    return titles[::-1]


def _heading_deed(segment: Segment) -> str:
    for title in _headings(segment)[:2]:
        deed, _ = tail_deed(re.sub(r"(?:服务|管理|工作|标准|要求|措施|时限|规定|时间)+$", "", title))
        if deed:
            return deed[-MAX_DEED:]
    return ""


def _heading_thing(segment: Segment) -> str:
    for title in _headings(segment)[:2]:
        thing = _HEADING_TAIL.sub("", clean(title))
        if 2 <= len(thing) <= 10 and not _HEADING_ONLY.search(thing):
            return thing
    return ""
