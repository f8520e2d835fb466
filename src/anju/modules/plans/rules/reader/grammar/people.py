"""Headcounts: 秩序员26人, 每班不少于2人, 项目经理一名, 双岗."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anju.modules.plans.contracts import Kind, Period, Unit

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import EQ, GE, LE, Claims, Finding, comparator_at, matches, part_end, part_start, quantity_finding

_PEOPLE = re.compile(
    rf"(?<![第每\d.])(?P<n>{NUMBER})(?:(?P<c>名|位)|(?P<p>人)(?!次|员|口|民|防|工|均|行|大|群|性|身|家|为|以群|一|格|力|事|名|数|像|社|际|参|才|文))"
)
_STAFFED = re.compile(
    r"配备|配置|安排|指定|定编|储备|选派|选送|选拔|派出|设置|设立|设有?|增加|新增|增|减|拟定为|拟定|不少于|不低于|至少|同时|岗|班|编制|派驻|派|定员|聘请|聘用|招聘|投入|共计?|合计|各|由|需|应|经理|主管|主任|保安|保洁|人员|员工|队员|管家|工程师?|电工|绿化工|领班|队长|客服|监控|门卫|秩序|总监|督导|技[工师]|文员|司机|厨师|护士|专员|助理|[\u4e00-\u9fff]长$|[\u4e00-\u9fff]员$|校招|留守|抽调|抽选|招录|扩充|扩编|充实|增至"
)
_POSTED = re.compile(r"(?:安排|指派|配备|派|设)$")
_PEOPLE_FROM = re.compile(rf"(?P<low>{NUMBER})\s?(?:名|人|位)?\s?[至到~-]+$")
_NOT_STAFF = re.compile(
    r"评选|评出|表彰|奖励|委员|候补|住宿|每间|乘坐|核载|业主(?!代表)|住户|居民|客户|租户|申请人|家庭|乘客|被困|受伤|死亡|伤亡|等$"
)
_GUESTS = re.compile(r"(?:业主|住户|居民|租户|群众|家庭)(?:不少于|不低于|至少|超过)$")
_HEADS = re.compile(rf"(?P<lead>培训|宣传|参与|参加|服务|惠及|覆盖)[^,。;\d]{{0,8}}?(?P<n>{NUMBER})人次")
_WAS = re.compile("[由从][^,。;]{0,6}$")
_BECOMES = re.compile("(?:增加|增|扩充|扩|充实|减少|减|调整)(?:至|到|为)")
_DOUBLE_POST = re.compile(
    r"(?P<n>双|三|两)(?:人双?岗|岗(?!位))|双人(?=[^,。;]{0,4}(?:岗|值班|值守|巡|执勤|作业))|(?<=值班|值守|夜班|白班|轮班|当班|站岗)双人"
)


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind headcount."""
    yield from _double_posts(segment)
    yield from _people(segment, claims)
    for match in matches(_HEADS, segment):
        value = number(match["n"])
        comparator, _, right = comparator_at(segment.text, match.start("n"), match.end(), EQ)
        if value and comparator is not EQ:
            yield quantity_finding("heads", Kind.COUNT, comparator, value, Unit.PEOPLE, segment, (match.start(), right),
                                   0.7, anchor=(match.start("n"), match.end()))  # fmt: skip


def _double_posts(segment: Segment) -> Iterator[Finding]:
    for match in matches(_DOUBLE_POST, segment):
        value = number(match["n"] or "双")
        if value is not None:
            yield quantity_finding("double_post", Kind.HEADCOUNT, EQ, value, Unit.PEOPLE, segment, match.span(), 0.9,
                         anchor=match.span())  # fmt: skip


def _people(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    listed = False
    for match in matches(_PEOPLE, segment):
        value = number(match["n"])
        part = part_start(text, match.start(), ",;")
        lead, after = (
            text[max(part, match.start() - 16) : match.start()],
            text[match.end() : match.end() + 10],
        )
        if value is None or not claims.free(*match.span()) or value == 0:
            continue
        comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
        if comparator is GE and left < match.start() and _GUESTS.search(lead):
            yield quantity_finding("guests", Kind.HEADCOUNT, GE, value, Unit.PEOPLE, segment, (left, right), 0.7,
                                   anchor=match.span())  # fmt: skip
            continue
        if (
            (_WAS.search(lead) and _BECOMES.match(after))
            or _NOT_STAFF.search(lead)
            or _NOT_STAFF.match(after)
            or not (
                _STAFFED.search(text[: match.start()] if "其中" in lead else lead)
                or _STAFFED.search(after)
                or (listed and len(lead) <= 8)
            )
        ):
            continue
        listed = True
        if (
            match["n"] in ("一", "万", "百", "千")
            and not _POSTED.search(lead)
            and left == match.start()
            and (match["p"] or re.search("一[\u4e00-\u9fff]$", lead) is not None)
        ):
            continue
        if low := _PEOPLE_FROM.search(lead):
            least, at = number(low["low"]), match.start() - len(lead) + low.start()
            if least is not None:
                yield quantity_finding("people_from", Kind.HEADCOUNT, GE, least, Unit.PEOPLE, segment, (at, match.start()), 0.8,
                             anchor=(at, match.start()))  # fmt: skip
                comparator = LE
        night = Period.NIGHT if re.search("夜间|夜班|晚间", lead) and "同时" in after else None
        end = finish if (finish := part_end(text, right, ",。;!?()、")) - right <= 20 else right
        yield quantity_finding("people", Kind.HEADCOUNT, comparator, value, Unit.PEOPLE, segment, (left, end), 0.88,
                     anchor=match.span(), period=night)  # fmt: skip
