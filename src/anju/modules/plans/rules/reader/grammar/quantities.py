"""How many and how much: people, things, occurrences, structure (三级体系, 两种类型), areas, prices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Comparator, Kind, Period, Unit

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import (
    EQ,
    EVERY,
    GE,
    LE,
    Claims,
    Finding,
    comparator_at,
    last_match,
    matches,
    part_end,
    part_start,
    period_of,
)

_PEOPLE = re.compile(
    rf"(?<![第每\d.])(?P<n>{NUMBER})(?:(?P<c>名|位)|(?P<p>人)(?!次|员|口|民|防|工|均|行|大|群|性|身|家|为|以群|一|格|力|事|名|数|像|社|际|参|才|文))"
)
_STAFFED = re.compile(
    r"配备|配置|安排|指定|定编|储备|选派|选送|选拔|派出|设置|设立|设有?|增加|新增|增|减|拟定为|拟定|不少于|不低于|至少|同时|岗|班|编制|派驻|派|定员|聘请|聘用|招聘|投入|共计?|合计|各|由|需|应|经理|主管|主任|保安|保洁|人员|员工|队员|管家|工程师?|电工|绿化工|领班|队长|客服|监控|门卫|秩序"
)
_POSTED = re.compile(r"(?:安排|指派|配备|派|设)$")
_PEOPLE_FROM = re.compile(rf"(?P<low>{NUMBER})\s?(?:名|人|位)?\s?[至到~-]+$")
_NOT_STAFF = re.compile(
    r"评选|评出|表彰|奖励|委员|候补|住宿|每间|乘坐|核载|业主(?!代表)|住户|居民|客户|租户|申请人|家庭|乘客|被困|受伤|死亡|伤亡|等$"
)
_DOUBLE_POST = re.compile(
    r"(?P<n>双|三|两)(?:人双?岗|岗(?!位))|双人(?=[^,。;]{0,4}(?:岗|值班|值守|巡|执勤|作业))"
)
_STRUCTURE = re.compile(
    rf"(?<![第上下\d国省市一不多同年本逐各])(?P<n>{NUMBER})级(?=[^,。;]{{0,16}}(?:体系|体制|机制|网络|网格|管理模式|职责制|责任制|架构|管理制|联动|制度|教育))"
)
_TYPES = re.compile(
    rf"(?<![第每\d四五])(?P<n>{NUMBER})(?:种|类|大类)(?=[^,。;、]{{0,10}}(?:模式|类型|方式|形式|途径|状态|情形))|分[为成](?P<m>{NUMBER})(?:类|种|等|个等级|个档次|档)"
)
_LISTED = re.compile(rf"(?<=[\u4e00-\u9fff、])(?P<n>{NUMBER})(?:项|方面)(?=[。;,]?\s*$)")
_LISTED_ITEMS = re.compile(
    rf"(?:完成|修订|制定|建立|完善|健全|落实|推进)[^,。;]{{2,24}}?(?:等|共)(?P<n>{NUMBER})(?:大?项|个)(?=(?:[\u4e00-\u9fff]{{0,4}})(?:制度|工作|任务|整改|工程|项目|预案|流程|措施))"
)
_WORK_ITEMS = re.compile(
    rf"(?P<v>做好|抓好|落实|完成|开展|实施|提供|推进|坚持|建立)(?:以下|下列|如下)?(?P<n>{NUMBER})(?:大?项|件|个方面)(?=[^,。;]{{0,12}}(?:工作|任务|制度|服务|措施|实事|活动|机制))"
)
_TIMES = re.compile(
    rf"(?<![第每一\d])(?P<n>{NUMBER})(?:次(?!性|要|日|数|品|序|贷|级)|遍|圈|趟|场(?!所|地|合|馆|景|面|内|外|次数))(?!/)"
)
_ONCE = re.compile(
    r"(?:进行|组织|开展|召开|举行|举办|做|搞|实施|完成)[^,。;]{0,6}$|轮训$|[季期汛]前[^,]{0,8}$|(?:改|查|清|修|巡)$"
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
    rf"(?<![第每\d.“])(?P<n>{NUMBER})(?P<u>路|课时|学时|户|栋|幢|辆|台|套|具|把|只|部|组|座|处|支|块|张|份|条|件|根|盏|面|门|株|棵|册|本(?=[,。;、)]|$)|顶|间|个)(?!体|人|别|性|月|小时|工作日|季度|星期|阶段|方面|单元|层次|环节)"
)
_PROVIDE = re.compile(
    r"增加|新增|增设|设置|配备|配置|安装|设立|购置|采购|提供|投入|配齐|种植|补种|更换|不少于|至少|不低于|共组织|组织|开展|约|印发|发放|建立|建成|(?<![建开施])设(?![施备计单想法定])|完成|创建|打造|培训|储备|改造|补植|新拓|推广|铺设|翻新|抽查|检查|印制|制作|张贴|悬挂|换新|拜访|走访|入户|人均|每人|选派|补栽|栽植|新装|一式|各执|执"
)
_INVENTORY = re.compile(r"共有?$|共有.{0,8}$|总户数:?$|总栋数:?$|总计$|合计$|住宅$")
_ZERO_HAPPENS = re.compile(
    r"(?P<x>[\u4e00-\u9fff]{2,14}?(?:事故|案件|事件|投诉|违章))(?P<zero>零)(?:发生|目标)"
)
_NONE_HAPPENS = re.compile(
    r"(?:无|零|杜绝|不发生|未发生)(?P<x>[^,。;无]{2,30}?(?:事故|案件|事件))(?:发生|$|(?=[,。;]))"
)
_AREA = re.compile(rf"(?P<n>{NUMBER})\s?(?:㎡|平方米|平米|m²|m2|M2|平方(?!公里))")
_MONEY = re.compile(
    rf"(?P<n>\d{{1,12}}、\d{{1,4}}|{NUMBER})\s?(?P<u>万?元)(?P<per>整?(?:\s?[/·.、每*]\s?(?:建筑)?(?:平方米|㎡|m2|m²|平米|平方|月|年|日|天|次|户|辆|车位|车|人|台|套|小时|个)(?:月|年)?)*)"
)
_YUAN_SIGN = re.compile(r"[¥¥]\s?(?P<n>\d[\d,]{0,18}(?:\.\d{1,4})?)(?![\d,.]|\s?万?元)")
_SECOND_PRICE = re.compile(
    r"(?:其中|含)?(?:高层|小高层|多层|别墅|洋房|商铺|商业|办公|住宅|公寓|车库|[\u4e00-\u9fff]{2,4}(?:住宅|用房|楼|费))为?"
)
_PER_BEFORE = re.compile(
    r"每(?:建筑)?(?:平方米|㎡|平米)|每月|每年|每日|每天|每小时|每户|每车位|每辆|每次|全年|月保|月付|包月|/月|/年|月租金?|年租金"
)
_REGISTERED = re.compile(r"注册资[本金]|年产值|营业额|总资产")


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of amount, headcount and count, the more specific forms first."""
    yield from _money(segment)
    yield from _areas(segment)
    yield from _people(segment, claims)
    yield from _structure(segment)
    yield from _zones_and_communities(segment, claims)
    yield from _occurrences(segment, claims)
    yield from _things(segment, claims)


def _found(
    rule: str, kind: Kind, comparator: Comparator, value: Decimal, unit: Unit, segment: Segment,
    span: tuple[int, int], confidence: float, *, anchor: tuple[int, int], period: Period | None = None,
) -> Finding:  # fmt: skip
    stops = ",:()、" if rule in ("people", "things") else ",:()"
    start = min(part_start(segment.text, span[0], stops), span[0])
    every = 1 if period else None
    return Finding(rule, kind, comparator, value, unit, start, span[1], (anchor,), period, every, confidence)


def _money(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    earlier: list[tuple[int, Decimal]] = []
    for pattern in (_MONEY, _YUAN_SIGN):
        for match in matches(pattern, segment):
            value = number(match["n"].replace("、", "."))
            if value is None or _REGISTERED.search(text[max(0, match.start() - 12) : match.start()]):
                continue
            if _is_repeated(
                text, match.start(), value * (10_000 if match[0].endswith("万元") else 1), earlier
            ):
                continue
            suffix = match["per"] if pattern is _MONEY else ""
            if pattern is _MONEY and match["u"] == "万元":
                value *= 10_000
            earlier.append((match.end(), value))
            lead = text[part_start(text, match.start(), ",;。") : match.start()]
            unit, period = _price(suffix or _unit_in_brackets(text, match.end()), lead)
            if unit is Unit.YUAN and period is None and _SECOND_PRICE.fullmatch(lead):
                unit, period = _price_before(segment.before[-60:] + text[: match.start()])
            comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
            yield _found("money", Kind.AMOUNT, comparator, value, unit, segment, (left, right), 0.88,
                         anchor=match.span(), period=period)  # fmt: skip


def _is_repeated(text: str, at: int, value: Decimal, earlier: list[tuple[int, Decimal]]) -> bool:
    """A sum in words followed by the same sum in figures is one sum."""
    return any(value == other and at - end <= 12 for end, other in earlier)


def _price_before(text: str) -> tuple[Unit, Period | None]:
    """Unit of the price just before: 多层每平方米每月0.85元;高层1.2元 are prices of one kind."""
    earlier = last_match(_MONEY, text)
    if earlier is None:
        return Unit.YUAN, None
    unit, period = _price(earlier["per"], text[part_start(text, earlier.start(), ",;。") : earlier.start()])
    return (unit, period) if unit is Unit.YUAN_PER_M2 else (Unit.YUAN, None)


def _unit_in_brackets(text: str, at: int) -> str:
    """0.95元、高层1.55元(每平方米每月): the unit that stands in brackets behind the list."""
    found = re.search(r"\((?:单位:?)?(?:元/)?((?:每|/)?(?:平方米|㎡)[^)]{0,8})\)", text[at : at + 40])
    return found[1] if found and not re.search("[;。]", text[at : at + found.start()]) else ""


def _price(suffix: str, lead: str) -> tuple[Unit, Period | None]:
    before = "".join(found[0] for found in _PER_BEFORE.finditer(lead[-24:]))
    words = suffix + before
    unit = Unit.YUAN
    if re.search("平|㎡|m", words):
        unit = Unit.YUAN_PER_M2
    elif "户" in words:
        unit = Unit.YUAN_PER_HOUSEHOLD
    elif "车位" in words or ("个" in suffix and "车位" in lead):
        unit = Unit.YUAN_PER_SPACE
    for word, period in (
        ("小时", Period.HOUR),
        ("月", Period.MONTH),
        ("年", Period.YEAR),
        ("日", Period.DAY),
        ("天", Period.DAY),
    ):
        if word in words:
            return unit, period
    return unit, None


def _areas(segment: Segment) -> Iterator[Finding]:
    for match in matches(_AREA, segment):
        value = number(match["n"])
        if value is not None and not re.search(
            r"元\s?/?\s?$|每$", segment.text[max(0, match.start() - 3) : match.start()]
        ):
            comparator, left, right = comparator_at(segment.text, match.start(), match.end(), EQ)
            yield _found("area", Kind.AMOUNT, comparator, value, Unit.SQUARE_METRES, segment, (left, right), 0.85,
                         anchor=match.span())  # fmt: skip


def _double_posts(segment: Segment) -> Iterator[Finding]:
    for match in matches(_DOUBLE_POST, segment):
        value = number(match["n"] or "双")
        if value is not None:
            yield _found("double_post", Kind.HEADCOUNT, EQ, value, Unit.PEOPLE, segment, match.span(), 0.9,
                         anchor=match.span())  # fmt: skip


def _people(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    yield from _double_posts(segment)
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
        if (
            _NOT_STAFF.search(lead)
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
            and (match["p"] or re.search("一[\u4e00-\u9fff]$", lead))
        ):
            continue
        comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
        if low := _PEOPLE_FROM.search(lead):
            least, at = number(low["low"]), match.start() - len(lead) + low.start()
            if least is not None:
                yield _found("people_from", Kind.HEADCOUNT, GE, least, Unit.PEOPLE, segment, (at, match.start()), 0.8,
                             anchor=(at, match.start()))  # fmt: skip
                comparator = LE
        night = Period.NIGHT if re.search("夜间|夜班|晚间", lead) and "同时" in after else None
        end = finish if (finish := part_end(text, right, ",。;!?()、")) - right <= 20 else right
        yield _found("people", Kind.HEADCOUNT, comparator, value, Unit.PEOPLE, segment, (left, end), 0.88,
                     anchor=match.span(), period=night)  # fmt: skip


def _structure(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_STRUCTURE, segment):
        value = number(match["n"])
        if value is not None and 2 <= value <= 9:
            yield _found("levels", Kind.COUNT, EQ, value, Unit.LEVELS, segment,
                         (match.start(), part_end(text, match.end())), 0.85, anchor=match.span())  # fmt: skip
    for match in matches(_TYPES, segment):
        value = number(match["n"] or match["m"])
        if (
            value is not None
            and 2 <= value <= 12
            and not re.search("以上|上述|这|可以|一般", text[max(0, match.start() - 14) : match.start()])
        ):
            yield _found("types", Kind.COUNT, EQ, value, Unit.TYPES, segment,
                         (match.start(), min(part_end(text, match.end()), match.end() + 12)), 0.8, anchor=match.span())  # fmt: skip
    for match in matches(_LISTED, segment):
        value = number(match["n"])
        if value is not None and text[: match.start()].count("、") >= 1 and 2 <= value <= 12:
            yield _found(
                "listed", Kind.COUNT, EQ, value, Unit.TYPES, segment, match.span(), 0.75, anchor=match.span()
            )
    for match in (*matches(_WORK_ITEMS, segment), *matches(_LISTED_ITEMS, segment)):
        value = number(match["n"])
        if value is not None and value >= 2:
            yield _found("work_items", Kind.COUNT, EQ, value, Unit.ITEMS, segment,
                         (match.start(), part_end(text, match.end())), 0.8, anchor=match.span("n"))  # fmt: skip
    for match in matches(_ZERO_HAPPENS, segment):
        yield _found(
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
            yield _found("none_happens", Kind.COUNT, EQ, Decimal(0), Unit.CASES, segment, match.span(), 0.8,
                         anchor=(match.start(), match.start() + 1))  # fmt: skip


def _zones_and_communities(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_ZONE, segment):
        value = number(match["n"] or match["k"])
        if value is not None:
            anchor = match.span("n") if match["n"] else match.span("k")
            yield _found(
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
        yield _found("communities", Kind.COUNT, comparator, value, Unit.COMMUNITIES, segment,
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
        yield _found("occurrences", Kind.COUNT, comparator, value, Unit.TIMES, segment, (left, end),
                     0.85 if bound or once else 0.7, anchor=match.span(), period=reported)  # fmt: skip


_MADE_ONCE = re.compile("新增|增设|安装|改造|建成|建设|更换|购置|换新")
_CASES = re.compile("投诉|事故|案件|纠纷|事件")
_THING_UNITS = {"路": Unit.CHANNELS, "课时": Unit.CLASS_HOURS, "学时": Unit.CLASS_HOURS, "户": Unit.HOUSEHOLDS,
                "栋": Unit.BUILDINGS, "幢": Unit.BUILDINGS, "辆": Unit.VEHICLES}  # fmt: skip


def _mean_period(lead: str) -> Period | None:
    """年平均故障次数 counts within a year."""
    mean = _MEAN.search(lead)
    return {"年": Period.YEAR, "月": Period.MONTH, "日": Period.DAY}[mean[1]] if mean else None


def _things(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    if segment.block.is_heading:
        return
    for match in matches(_THINGS, segment):
        value = number(match["n"])
        lead = text[max(part_start(text, match.start(), ",;"), match.start() - 40) : match.start()]
        if (
            not value
            or not claims.free(*match.span())
            or not (
                _PROVIDE.search(lead)
                or (match["u"] in "户栋幢" and _INVENTORY.search(lead))
                or _counts_per_period(lead, match["u"])
                or comparator_at(text, match.start(), match.end(), EQ)[1:] != match.span()
            )
        ):
            continue
        if value == 1 and match["n"] == "一" and not lead.endswith("执"):
            continue
        comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
        unit = (
            Unit.CASES
            if match["u"] == "件" and _CASES.search(lead)
            else _THING_UNITS.get(match["u"], Unit.ITEMS)
        )
        yield _found("things", Kind.COUNT, comparator, value, unit, segment,
                     (left, right), 0.75, anchor=match.span(), period=_count_period(text, lead))  # fmt: skip


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
