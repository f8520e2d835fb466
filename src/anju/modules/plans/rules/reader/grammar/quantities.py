"""How many: things, occurrences, structure (三级体系, 两种类型), zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Kind, Period, Unit

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import (
    EQ,
    EVERY,
    Claims,
    Finding,
    comparator_at,
    last_match,
    matches,
    part_end,
    part_start,
    period_of,
    quantity_finding,
)
from .calendar_words import UNIT_PERIOD

_STRUCTURE = re.compile(
    rf"(?<![第上下\d国省市一不多同年本逐各])(?P<n>{NUMBER})级(?=[^,。;]{{0,16}}(?:体系|体制|机制|网络|网格|管理模式|职责制|责任制|架构|管理制|联动|制度|教育))"
)
_TYPES = re.compile(
    rf"(?<![第每\d四五])(?P<n>{NUMBER})(?:种|类|大类)(?=[^,。;、]{{0,10}}(?:模式|类型|方式|形式|途径|状态|情形))|分[为成](?P<m>{NUMBER})(?:类|种|等|个等级|个档次|档)"
)
_LISTED = re.compile(rf"(?<=[\u4e00-\u9fff、])(?P<n>{NUMBER})(?:项|方面)(?=[。;,]?\s*$)")
_COPIES = re.compile(
    rf"(?:[甲乙丙]方|双方|各方|正本|副本|复印件|备案)(?:各?[执持]?|一式|为|留存)?(?P<n>{NUMBER})份|一式(?P<m>{NUMBER})联"
)
_LISTED_ITEMS = re.compile(
    rf"(?:完成|修订|制定|建立|完善|健全|落实|推进)[^,。;]{{2,24}}?(?:等|共)(?P<n>{NUMBER})(?:大?项|个)(?=(?:[\u4e00-\u9fff]{{0,4}})(?:制度|工作|任务|整改|工程|项目|预案|流程|措施))"
)
_WORK_ITEMS = re.compile(
    rf"(?P<v>做好|抓好|落实|完成|开展|实施|提供|推进|坚持|建立)(?:以下|下列|如下)?(?P<n>{NUMBER})(?:大?项|件|个方面)(?=[^,。;]{{0,12}}(?:工作|任务|制度|服务|措施|实事|活动|机制))"
)
_TIMES = re.compile(
    rf"(?<![第每一\d])(?P<n>{NUMBER})(?:次(?!性|要|日|数|品|序|贷|级)|遍|圈|趟|回(?!访|复|头|收)|场(?!所|地|合|馆|景|面|内|外|次数))(?!/)"
)
_ONCE = re.compile(
    r"(?:进行|组织|开展|召开|举行|举办|做|搞|实施|完成)[^,。;]{0,6}$|每班次?[^,。;每]{0,8}$|[前后月份旬底]各[^,。;]{0,6}$|轮训$|[季期汛]前[^,]{0,8}$|(?:改|查|清|修|巡)$"
)
_ORDINAL_ONCE = re.compile(r"(?:再|又|第|首|上|下|这|那|本|某|任何|任一|每|逐|一)$")
_REPORTED = re.compile(r"今年以?来|本年度以来|年初以来|上半年|今年.{0,60}共")
_MEAN = re.compile(r"([年月日])(?:平均|均|度)?[^,。;]{0,6}(?:次数|起数|件数)")
_COMMUNITY = re.compile(
    rf"(?<![第\d])(?P<n>{NUMBER})个(?P<x>[^,。;、\d个]{{0,16}}?(?:小区|楼盘|社区试点|项目))|(?P<y>[^,。;、\d]{{0,8}}小区)(?P<k>{NUMBER})个"
)
_BINDING = re.compile(r"改造|创建|打造|完成|建设|建成|做好|试点|整治|实施|培育|更新|达标|创优|推进|新增|规划")
_ZONE = re.compile(
    rf"(?P<x>[\u4e00-\u9fff]{{1,8}}(?:社区|村|街道|片区|类小区|类))(?P<n>{NUMBER})个(?=[,。;、)]|$)|(?:规划|划分|划定)为?(?P<k>{NUMBER})个物业管理(?:小区|区域)"
)
_THINGS = re.compile(
    rf"(?<![第每\d.“])(?P<n>{NUMBER})(?P<u>路|课时|学时|户|栋|幢|辆|台|套|具|把|只|部|组|座|处|支|块|张|份|盆|届|包|箱|桶|袋|瓶|幅|期(?=[,。;、)]|$)|宗|项(?!目)|条|件|根|盏|面|门|株|棵|册|本(?=[,。;、)]|$)|顶|间|个)(?!体|人|别|性|月|小时|工作日|季度|星期|阶段|方面|单元|层次|环节|班组|部门|岗位|组(?!织)|中心|百分点|职能)"
)
_PROVIDE = re.compile(
    r"增加|新增|增设|设置|配备|配置|安装|设立|购置|采购|提供|投入|配齐|种植|补种|更换|不少于|至少|不低于|共组织|组织|开展|约|印发|发放|建立|建成|(?<![建开施])设(?![施备计单想法定])|完成|创建|打造|培训|储备|改造|补植|新拓|推广|铺设|翻新|抽查|检查|印制|制作|张贴|悬挂|换新|拜访|走访|入户|人均|每人|选派|补栽|栽植|新装|一式|各执|执|评出|推选|[新扩净]增|新建|修建|举办|轮训|常备|备用|联系|包联"
)
_INVENTORY = re.compile(r"共有?$|共有.{0,8}$|总户数:?$|总栋数:?$|总计$|合计$|住宅$")
_ZERO_HAPPENS = re.compile(
    r"(?P<x>[\u4e00-\u9fff]{2,14}?(?:事故|案件|事件|投诉|违章))(?P<zero>零|0)(?:发生|目标|起|宗|件)"
)
_NONE_HAPPENS = re.compile(
    r"(?:无|零|杜绝|不发生|未发生)(?P<x>[^,。;无]{2,30}?(?:事故|案件|事件))(?:发生|$|(?=[,。;]))"
)


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind count, the more specific forms first."""
    yield from _structure(segment)
    yield from _zones_and_communities(segment, claims)
    yield from _occurrences(segment, claims)
    yield from _things(segment, claims)


def _structure(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_STRUCTURE, segment):
        value = number(match["n"])
        if value is not None and 2 <= value <= 9:
            yield quantity_finding("levels", Kind.COUNT, EQ, value, Unit.LEVELS, segment,
                         (match.start(), part_end(text, match.end())), 0.85, anchor=match.span())  # fmt: skip
    for match in matches(_TYPES, segment):
        value = number(match["n"] or match["m"])
        if (
            value is not None
            and 2 <= value <= 12
            and not re.search("以上|上述|这|可以|一般", text[max(0, match.start() - 14) : match.start()])
        ):
            yield quantity_finding("types", Kind.COUNT, EQ, value, Unit.TYPES, segment,
                         (match.start(), min(part_end(text, match.end()), match.end() + 12)), 0.8, anchor=match.span())  # fmt: skip
    for match in matches(_LISTED, segment):
        value = number(match["n"])
        if value is not None and text[: match.start()].count("、") >= 1 and 2 <= value <= 12:
            yield quantity_finding(
                "listed", Kind.COUNT, EQ, value, Unit.TYPES, segment, match.span(), 0.75, anchor=match.span()
            )
    for match in (*matches(_WORK_ITEMS, segment), *matches(_LISTED_ITEMS, segment)):
        value = number(match["n"])
        if value is not None and value >= 2:
            yield quantity_finding("work_items", Kind.COUNT, EQ, value, Unit.ITEMS, segment,
                         (match.start(), part_end(text, match.end())), 0.8, anchor=match.span("n"))  # fmt: skip
    for match in matches(_ZERO_HAPPENS, segment):
        yield quantity_finding(
            "zero_happens",
            Kind.COUNT,
            EQ,
            Decimal(0),
            Unit.CASES,
            segment,
            match.span(),
            0.85,
            anchor=match.span("zero"),
        )
    for match in matches(_NONE_HAPPENS, segment):
        if re.search("重大|责任|治安|安全", match["x"]) and match[0].endswith("发生") and match[0][0] == "无":
            yield quantity_finding("none_happens", Kind.COUNT, EQ, Decimal(0), Unit.CASES, segment, match.span(), 0.8,
                         anchor=(match.start(), match.start() + 1))  # fmt: skip


def _zones_and_communities(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_ZONE, segment):
        value = number(match["n"] or match["k"])
        if value is not None:
            anchor = match.span("n") if match["n"] else match.span("k")
            yield quantity_finding(
                "zone", Kind.COUNT, EQ, value, Unit.ZONES, segment, match.span(), 0.91, anchor=anchor
            )
    for match in matches(_COMMUNITY, segment):
        value = number(match["n"] or match["k"])
        if value is None or not _BINDING.search(text) or not claims.free(*match.span()):
            continue
        lead = text[part_start(text, match.start()) : match.start()]
        if re.search("以上$|这$|某|每$", lead) or (match["x"] or "").endswith("项目"):
            continue
        anchor = match.span("n") if match["n"] else match.span("k")
        comparator, _left, right = comparator_at(text, *anchor, EQ)
        yield quantity_finding("communities", Kind.COUNT, comparator, value, Unit.COMMUNITIES, segment,
                     (match.start(), max(match.end(), right)), 0.91, anchor=anchor)  # fmt: skip


def _occurrences(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Occurrences without a period: at least twice in all, once, not more than three."""
    text = segment.text
    for match in matches(_TIMES, segment):
        value = number(match["n"])
        if value is None or not claims.free(*match.span()):
            continue
        lead = text[part_start(text, match.start(), ",;、") : match.start()]
        comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
        reported = Period.YEAR if _REPORTED.search(text) else _mean_period(lead)
        once = bool(_ONCE.search(lead)) and not _ORDINAL_ONCE.search(lead)
        bound = (left, right) != match.span()
        if not (bound or once or reported) or segment.block.is_heading:
            continue
        if (
            re.search(r"(?:经|虽|已|曾|一旦|如|若|超过|累计|连续|违反|出现|发现)[^,]{0,10}$", lead)
            and not left < match.start()
        ):
            continue
        end = finish if (finish := part_end(text, right)) - right <= 40 else right
        yield quantity_finding("occurrences", Kind.COUNT, comparator, value, Unit.TIMES, segment, (left, end),
                     0.85 if bound or once else 0.7, anchor=match.span(), period=reported)  # fmt: skip


_MADE_ONCE = re.compile("[新净]增|新建|增设|安装|改造|建成|建设|更换|购置|换新")
_MADE = re.compile("创建|打造|建成|新增|评出|完成|修订|制定|梳理|举办|拓展|承接|培育")
_LISTED_BOUND = re.compile("不少于|不低于|至少|不超过")
_KIT = re.compile("(?:物资|器材|装备|工具|机具|设备|车辆)(?:配备|储备|清单|投入)?(?:包括|如下|有|为)?:")
_PER = re.compile(r"\s?/\s?(?:人[·/])?(?P<u>年|月|周|日|季)")
_CASES = re.compile("投诉|事故|案件|纠纷|事件")
_THING_UNITS = {"路": Unit.CHANNELS, "课时": Unit.CLASS_HOURS, "学时": Unit.CLASS_HOURS, "户": Unit.HOUSEHOLDS,
                "届": Unit.TIMES, "期": Unit.TIMES, "栋": Unit.BUILDINGS, "幢": Unit.BUILDINGS, "辆": Unit.VEHICLES}  # fmt: skip


def _mean_period(lead: str) -> Period | None:
    """年平均故障次数 counts within a year."""
    mean = _MEAN.search(lead)
    return {"年": Period.YEAR, "月": Period.MONTH, "日": Period.DAY}[mean[1]] if mean else None


def _things(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    if segment.block.is_heading:
        return
    for match in matches(_COPIES, segment):
        value = number(match["n"] or match["m"])
        if value:
            yield quantity_finding("copies", Kind.COUNT, EQ, value, Unit.ITEMS, segment, match.span(), 0.8,
                                   anchor=match.span("n" if match["n"] else "m"))  # fmt: skip
    for match in matches(_THINGS, segment):
        value = number(match["n"])
        lead = text[max(part_start(text, match.start(), ",;"), match.start() - 40) : match.start()]
        if (
            not value
            or not claims.free(*match.span())
            or not (
                _PROVIDE.search(lead)
                or _KIT.search(text[: match.start()])
                or (match["u"] in "户栋幢" and _INVENTORY.search(lead))
                or _counts_per_period(lead, match["u"])
                or comparator_at(text, match.start(), match.end(), EQ)[1:] != match.span()
            )
        ):
            continue
        ends = not text[match.end() :].strip() or text[match.end()] in ",。;、)"
        if (
            value == 1
            and match["n"] == "一"
            and not lead.endswith("执")
            and not (ends and _MADE.search(lead))
        ):
            continue
        if match["u"] == "项" and not (_LISTED_BOUND.search(lead) or (ends and _MADE.search(lead))):
            continue
        comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
        unit = (
            Unit.CASES
            if match["u"] in "件宗" and _CASES.search(lead)
            else _THING_UNITS.get(match["u"], Unit.ITEMS)
        )
        per = _PER.match(text, match.end())
        period = UNIT_PERIOD[per["u"]] if per else _count_period(text, lead)
        yield quantity_finding("things", Kind.COUNT, comparator, value, unit, segment,
                     (left, max(right, per.end() if per else 0)), 0.75, anchor=match.span(), period=period)  # fmt: skip


def _count_period(text: str, lead: str) -> Period | None:
    every = last_match(EVERY, lead)
    if every is not None and (period := period_of(every["pn"], every["pu"])) and period[1] == 1:
        return period[0]
    return (
        Period.YEAR
        if _REPORTED.search(text) or (re.search("全年|年内|年度", lead) and not _MADE_ONCE.search(lead))
        else None
    )


def _counts_per_period(lead: str, unit: str) -> bool:
    """每月二十户: the number stands right behind its period."""
    every = last_match(EVERY, lead)
    return every is not None and every.end() == len(lead) and unit in "户件台条份株处间组"
