"""How long: time limits (15分钟内到达, 日产日清), lasting states (连续不超过四小时, 期限二年), retention, public notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Comparator, Kind, Unit

from ..clauses import Segment
from ..numerals import NUMBER
from .base import (
    DURATION,
    DURATION_UNIT,
    EQ,
    GE,
    LE,
    Claims,
    Finding,
    Quantity,
    comparator_at,
    duration,
    duration_finding,
    matches,
    part_end,
    part_start,
)
from .words import ACTION, DONE, LASTS, REMIND

_DURATION = re.compile(
    rf"(?<![每第月\d.])(?<![年月]第)(?!(?<=[上下])半年){DURATION}(?!产|常|报(?![批审请告送经备])|检(?![查测修])|结|志|用品|度|级|份|均|款|租金|\d|式|期间|代|夜|间[三四五]|次|前的今天|租|内瓦)"
)
_RANGE = re.compile(
    rf"{DURATION.replace('(?P<', '(?P<a_')}\s?(?:至|到|~|-+)\s?{DURATION.replace('(?P<', '(?P<b_')}"
)
_BARE_RANGE = re.compile(rf"(?P<first>\d{{1,12}}(?:\.\d{{1,4}})?)\s?(?:至|到|~|-+)\s?{DURATION}")
_RETENTION = re.compile(
    r"保存|保留|留存|留底|留档|保全|存放|存档|存储|储存|备查|(?<![库内])存$|保管(?:期|时间|不|至|(?=\D{0,2}$))|归档保存|录像.{0,6}(?:不少于|不低于)"
)
_BOUND_ONLY = re.compile(
    r"[^\u4e00-\u9fff]*(?:期限?|时间)?(?:不少于|不低于|不得少于|不得低于|至少|达到?|为)?[^\u4e00-\u9fff]*$"
)
_NOTICE = re.compile(r"(?:公示|公告|公布|张贴|张榜|公开)[^,。;]{0,8}$")
_WITHIN = re.compile(
    r"\s?(?:左右)?\s?(?:以内|之内|内(?!最|免费|累计|仅|共|发生|出现|再次|重复|反复|[两二三四五\d]次|多次|连续|陆续|部|容|外|心|设|科))"
)
_ACT = re.compile(
    r"(?:即可|就|必须|应当?|须|要|可|应该|能够?|能|将|派人?|维修人员|工作人员)?(?:赶?到达|到场|到位|赶到|赶赴|抵达|响应|接听|接起|应答|完成|修复|修好|处理|处置|答复|回复|[回答]覆|解决|办结|反馈|出现场|到现场|上门|恢复|排除|解救|退还|退回|返还|归还|支付|付清|更换|更新|清除|清理|清运|清走|拆除|通知|提交|报送|办理|补齐|整改|疏散|换新|送达|联系|给出?|出具|出方案|到)"
)
_LIMIT = re.compile(
    r"(?:不超过|不得[^,。;]{1,8}超过|不得超过|不能超过|不应超过|不多于|不得多于|不大于|≤|<=|控制在|不得?迟于|不得?晚于|不得?逾|不过|严禁超过|最迟|至迟|最长|不超出|不高于|最多|(?<![期宽年权界上下有极])限[时定期]?)[^,。;:]{0,6}$"
)
_STATE = re.compile(
    r"每次|连续|持续|继续|延续|每班|每人每|上岗|滞留|暂存|存放|空置|闲置|断[水电气]|影响时[长间]|停[业工]|工作时间|工作时长|值班时间|时长|试用期|停留|停放|暂停|中断|有效|停[水电气梯]|运行时间|任期|租期|租赁期|加班|服务期|合同期|期限|累计|占用|堆放|(?:施工|考察|作业|活动|停机|停梯|关闭|封闭|值机|外出|停运|停用|会议)时[间长]|(?<!周)期(?:限|间)?(?:不|最|为|控)|(?<!后)培训(?:时[间长])?|预收|预缴|预付|预交|过渡|宽限|免租|缓冲|续签"
)
_STATE_IS = re.compile(
    r"(?:期限|时间|为期|宽限期|过渡期|免租期|服务期|合同期|租期|租赁期|任期|周期|工期|有效期|保修期|质保期|试用期|管理期|履约期|缺陷责任期|时长|(?<!近)(?<!长)(?<!日)(?<!过)(?<!逾)(?<!限)期)\s?(?:为|是|:|共|计|约|暂?定为|一般为)?\s?$"
    r"|(?:试运作|试运行|试行|试用|补贴|延长|延续|续期|展期|顺延|质保|保修|续签|续约|为期|历时|持续|聘期|签订|一签|学习|脱产|跟岗|跟班|实习|见习|(?:岗前|入职|脱产|集中)培训|[空带]载运行|继续[\u4e00-\u9fff]{2}|试岗|带教|集训|每[期课场班])\s?$"
)
_STATE_FOLLOWS = re.compile(
    r"的?[\u4e00-\u9fff]{0,4}(?:缓冲|宽限)(?=[,。;]|$)|的?(?:装修)?(?:过渡|试用|宽限|免租|免费|质保|保修|缓冲|观察|磨合|试运行|整改|缺陷责任|公示异议|冷静)期|(?![定长到逾分假])[\u4e00-\u9fff]{2}期(?=[,。;、内满]|$)|为(?:试用|过渡|试运行|免租|磨合)期"
)
_UNCHANGED = re.compile(r"(?:内)?不(?:涨价|变|调价|上调|调整|加价)")
_UNDONE = re.compile(r"未[^,。;]*的$")
_PROCESS = re.compile(
    r"(?:办理|办结|处理|处置|响应|到场|到达|到现场|等候|等待|候梯|排队|修复|维修|解决|回复|答复|审批|接听|救援|解救|排险|恢复|整改|派单|派工)(?:的)?(?:时[长间限]|用时)"
)
_LASTING = re.compile(r"内?(?:仍|持续|继续|始终|均)*有效(?=[,。;]|$)|内?(?:仍|持续|继续|始终|均)+有效")
_AS_LIMIT = re.compile(r"(?:时间|时限|期限)?以\s?$")
_NAMES_MONTHS = re.compile(rf"{NUMBER}月份?\s?(?:至|到|~|-+)\s?(?:次年)?{NUMBER}月份?")
_OLD_VALUE = re.compile(r"(?:延长|增加|提高|提升|缩短|压缩|降低|降|增|减|调整|延伸|扩大)(?:至|到|为)")
_TOOK = re.compile(
    r"(?:响应|到场|到达|到位|接听|应答|上门|出警|修复|处置|派单|启动|送达|办理)(?:时间|时限|时长)?:?\s?$"
)
_LATE = re.compile(r"(?:逾期|延迟|迟延|拖延|超期|延误|超过|超出|超|每满)$")
_BOUND_CLOSES = re.compile(r"(?:及)?以上(?=[,。;、)]|$)")
_EXPERIENCE = re.compile(r"[^,。;]{0,10}(?:经验|资历|工龄|经历|年限|业绩)")
_SKILLED = re.compile(r"具有|具备|从事|工龄|年限|使用")
_OVERDUE = re.compile("超过$")
_DUN = re.compile(r"(?:逾期|欠[费租缴]|拖欠|未缴|满)[^,。;]{0,3}$")
_DISPATCH = re.compile(r"派[工单员人]|分派|指派|确认|签收|开单|下单|录入|登记|验房|交房")
_USE_OF_TIME = re.compile(r"(?:利用|用|力争用|花)\s?(?:约|近)?$")
_IN_ADVANCE = re.compile(
    r"(?:期满|届满|到期|终止|召开|实施|施工|作业|开始|结束|解除|停[水电气]|会议|活动|节假?日)前\s?(?:至少)?$|提前\s?(?:至少|不少于|最少)?\s?$|(?:至少|应当?|须|必须|需)提前$|(?<![目此以之日当年月提天])前(?:至少|不少于|不晚于)?\s?$"
)
_BEFORE_EVENT = re.compile(
    r"\s?(?:之|以)?前(?!的|期|往|台)(?=[^,。;]{0,14}(?:通知|书面|告知|申请|公告|公示|提出|提交|报告|申报|报|预约|公布|发布|提供|开具|报送|递交|申办|组织|召开|启动|开展|完成|进场|准备|送达|办理|缴|交|支付))"
)
_SHARED_WITHIN = re.compile(rf"[、和及][^,。;]{{0,10}}?(?:{NUMBER}|半)个?{DURATION_UNIT}[以之]?内")
_CIRCLE = re.compile(r"(?:便民|社区)?(?:生活圈|服务圈|响应圈|到达圈)")
_PAST = re.compile(
    r"(?:近期?|已|过去|前|入住|经历|经过|从业|成立|多年|近|以来|建成|使用|满|具有|具备|连续)[^,。;]{0,4}$"
)
_CONDITION = re.compile(r"(?:逾期|超过|超出|连续|累计|达到?|满|未满|不满|不足)\s?$")
_CONDITION_AFTER = re.compile(r"\s?(?:以上)?(?:的|未|仍|后仍|不|无|者|时)")
_SINCE = re.compile(
    r"(?:期限?|有效)(?:为|:)?(?:自[^,。;]{1,16}(?:之日|日)?起(?:计|算)*|至[^,。;]{1,16}后)\s?$"
)
_SUM_OF_TERM = re.compile(
    r"(?:期限|有效期|服务期|合同期|租期|合同)[^。;]{0,44}[,(]\s?(?:共|共计|为期|计|即)\s?$"
)
_EXCEEDING = re.compile(r"^(?:超过|高于|大于|低于|少于|小于)")
_TITLED = re.compile("时限|期限")
_AFTER_STATE = re.compile(r"后(?=[^,。;]{0,8}(?:递减|减少|撤|恢复|取消|停止|解除|结束))")


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of time_limit, max_duration, retention and of deadlines that are notice periods."""
    yield from _ranges(segment)
    for match in matches(_DURATION, segment):
        quantity = duration(match)
        if quantity is not None and claims.free(match.start(), match.end()):
            finding = _classify(segment, match, quantity)
            if finding is not None:
                yield finding


def _ranges(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    for pattern in (_RANGE, _BARE_RANGE):
        for match in matches(pattern, segment):
            if _NAMES_MONTHS.match(match[0]):
                continue
            if pattern is _RANGE:
                low, high = duration(match, "a_"), duration(match, "b_")
                cut = match.end("a_u")
            else:
                high = duration(match)
                low = Quantity(Decimal(match["first"]), high.unit) if high else None
                cut = match.end("first")
            kind = _range_kind(text, match)
            if low is None or high is None or kind is None:
                continue
            yield duration_finding("range", kind, GE, low, segment, (match.start(), cut), 0.8)
            yield duration_finding("range", kind, LE, high, segment, (cut + 1, match.end()), 0.8)


def _range_kind(text: str, match: re.Match[str]) -> Kind | None:
    lead, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 8]
    if _RETENTION.search(lead):
        return Kind.RETENTION
    if _STATE_IS.search(lead):
        return Kind.MAX_DURATION
    return Kind.TIME_LIMIT if _WITHIN.match(after) or _ACT.match(after) else None


def _classify(segment: Segment, match: re.Match[str], quantity: Quantity) -> Finding | None:
    text = segment.text
    start, end = match.span()
    lead = text[max(part_start(text, start, ",:;。"), start - 24) : start]
    wide = text[max(0, start - 24) : start]
    after = text[end : end + 16]
    if (
        _NAMES_MONTHS.search(text[max(0, start - 6) : end + 4])
        and match["u"] == "月"
        and text[end - 2] != "个"
    ):
        return None
    if text[start - 1 : start] in ("从", "由") and _OLD_VALUE.match(after):
        return None
    comparator, left, right = comparator_at(text, start, end, LE)
    span = (left, right)
    kept = _RETENTION.search(lead) or (_BOUND_ONLY.match(lead) and _RETENTION.search(wide[-16:]))
    if (kept and not _WITHIN.match(after)) or (re.match(r"(?:以上)?的?(?:留存|备查|存档|保存|保留)", after)):
        return duration_finding("retention", Kind.RETENTION, GE if comparator is not LE or left == start else comparator,
                     quantity, segment, span, 0.94)  # fmt: skip
    if _NOTICE.search(text[max(0, left - 10) : left]) or _NOTICE.search(lead):
        default = comparator if left != start or right != end else GE
        return duration_finding("public_notice", Kind.DEADLINE, default, quantity, segment, span, 0.9)
    if _STATE_FOLLOWS.match(after):
        return duration_finding("state_follows", Kind.MAX_DURATION, EQ, quantity, segment, span, 0.85)
    if _IN_ADVANCE.search(lead) and _UNDONE.search(text[end : part_end(text, end)]):
        return None
    if (_IN_ADVANCE.search(lead) and not _WITHIN.match(after) and not after.startswith("免")) or (
        _BEFORE_EVENT.match(after) and quantity.unit is not Unit.YEARS
    ):
        return duration_finding("in_advance", Kind.TIME_LIMIT, GE, quantity, segment, span, 0.75)
    return _limit(segment, span, (start, end), quantity, comparator) or _state(
        segment, span, (start, end), quantity, comparator
    )


def _limit(
    segment: Segment,
    span: tuple[int, int],
    token: tuple[int, int],
    quantity: Quantity,
    comparator: Comparator,
) -> Finding | None:
    text = segment.text
    start, end = token
    lead = text[max(part_start(text, start, ",:;。"), start - 24) : start]
    after = text[end : end + 16]
    if _USE_OF_TIME.search(lead) and re.match(r"左右?的?时间|的?时间|左右", after):
        bound = EQ if after.startswith("左右") else LE
        return duration_finding("use_of_time", Kind.TIME_LIMIT, bound, quantity, segment, span, 0.85)
    if _UNCHANGED.match(after):
        return None
    if _WITHIN.match(after):
        if re.search(r"(?:近期?|过去|最近|前)\s?$", lead) or re.match(
            r"\s?(?:以内|之内|内)(?:的|新建|入住|保修)", after
        ):
            return None
        if _STATE.search(lead) and _LIMIT.search(lead) and not _PROCESS.search(lead):
            return None
        if _LASTING.match(after):
            return None
        return duration_finding("within", Kind.TIME_LIMIT, LE, quantity, segment, span, 0.96)
    if _SHARED_WITHIN.match(text[end : end + 40]):
        return duration_finding("shared_within", Kind.TIME_LIMIT, LE, quantity, segment, span, 0.85)
    if _CIRCLE.match(after):
        return duration_finding("circle", Kind.TIME_LIMIT, LE, quantity, segment, span, 0.8)
    if _LIMIT.search(text[max(0, start - 12) : start]):
        wide = text[max(0, start - 24) : start]
        if _STATE.search(wide) and not _PROCESS.search(wide):
            return None
        return duration_finding("not_over", Kind.TIME_LIMIT, LE, quantity, segment, span, 0.92)
    if _AS_LIMIT.search(lead) and after.startswith("为限"):
        return duration_finding("as_limit", Kind.TIME_LIMIT, LE, quantity, segment, span, 0.85)
    if (
        _DUN.search(lead)
        and not (_OVERDUE.search(lead) and after.startswith("的"))
        and REMIND.match(after.lstrip("者的后,"))
    ):
        return duration_finding("dunning", Kind.TIME_LIMIT, LE, quantity, segment, span, 0.75)
    if re.search(r"后\s?$", lead) and (ACTION.match(after) or _DISPATCH.match(after)):
        return duration_finding("after_event", Kind.TIME_LIMIT, LE, quantity, segment, span, 0.85)
    return _deed_within(segment, span, token, quantity, comparator)


def _deed_within(
    segment: Segment,
    span: tuple[int, int],
    token: tuple[int, int],
    quantity: Quantity,
    comparator: Comparator,
) -> Finding | None:
    """七天销号, 报警响应1分钟: no word of limit, only what is done in that time."""
    text = segment.text
    start, end = token
    lead = text[max(part_start(text, start, ",:;。"), start - 24) : start]
    after = text[end : end + 16]
    if _PAST.search(lead) or _LATE.search(lead) or quantity.unit is Unit.YEARS:
        return None
    if _ACT.match(after):
        return duration_finding("act_within", Kind.TIME_LIMIT, comparator, quantity, segment, span, 0.92)
    if (
        comparator is not LE
        or quantity.unit is Unit.MONTHS
        or (_may_be_date(text, token) and re.search("[月每、]", lead))
    ):
        return None
    if (DONE.match(after) or _DISPATCH.match(after)) and not LASTS.match(after) and lead:
        return duration_finding("deed_within", Kind.TIME_LIMIT, LE, quantity, segment, span, 0.8)
    if _TOOK.search(lead) and not text[end : part_end(text, end, ",。;!?():")].strip():
        return duration_finding("took", Kind.TIME_LIMIT, LE, quantity, segment, span, 0.8)
    return None


def _may_be_date(text: str, token: tuple[int, int]) -> bool:
    """25日 may be a day of the month; 25天 is a length."""
    return text[token[1] - 1] == "日" and text[token[1] - 3 : token[1]] != "工作日"


def _state(
    segment: Segment,
    span: tuple[int, int],
    token: tuple[int, int],
    quantity: Quantity,
    comparator: Comparator,
) -> Finding | None:
    text = segment.text
    start, end = token
    lead = text[max(part_start(text, start, ",;。"), start - 24) : start]
    after = text[end : end + 12]
    if _LASTING.match(after):
        return duration_finding("lasting", Kind.MAX_DURATION, EQ, quantity, segment, span, 0.8)
    if _LIMIT.search(text[max(0, start - 12) : start]) and _STATE.search(text[max(0, start - 24) : start]):
        return duration_finding("state_not_over", Kind.MAX_DURATION, LE, quantity, segment, span, 0.88)
    if _SUM_OF_TERM.search(text[max(0, start - 50) : start]):
        return duration_finding("sum_of_term", Kind.MAX_DURATION, EQ, quantity, segment, span, 0.8)
    if _SINCE.search(lead) and not after.startswith("内"):
        return duration_finding("since", Kind.MAX_DURATION, EQ, quantity, segment, span, 0.8)
    if _STATE_IS.search(lead) and not _CONDITION.search(lead):
        default = comparator if span != token else EQ
        return duration_finding("state_is", Kind.MAX_DURATION, default, quantity, segment, span, 0.9)
    if (
        span[0] != start
        and not _EXCEEDING.search(text[span[0] : start])
        and _STATE.search(text[max(0, start - 24) : start])
    ):
        return duration_finding("state_bound", Kind.MAX_DURATION, comparator, quantity, segment, span, 0.85)
    if (
        comparator is GE
        and (span[0] < start or _BOUND_CLOSES.match(after))
        and not _EXCEEDING.search(text[span[0] : start])
        and not _SKILLED.search(lead)
        and not _PAST.search(lead)
        and not _EXPERIENCE.match(after)
        and lead.strip()
    ):
        return duration_finding("at_least", Kind.MAX_DURATION, GE, quantity, segment, span, 0.75)
    if _UNCHANGED.match(after):
        return duration_finding("unchanged", Kind.MAX_DURATION, EQ, quantity, segment, span, 0.85)
    if _AFTER_STATE.match(after):
        return duration_finding("after_state", Kind.MAX_DURATION, GE, quantity, segment, span, 0.6)
    if segment.block.in_table and segment.is_line and span != token:
        return duration_finding("cell_limit", Kind.TIME_LIMIT, comparator, quantity, segment, span, 0.6)
    alone = not text[:start].strip() or text[:start].rstrip().endswith(":")
    if alone and not text[end:].strip("。;, ") and (title := _TITLED.search("".join(segment.block.titles))):
        kind, bound = (Kind.TIME_LIMIT, LE) if title[0] == "时限" else (Kind.MAX_DURATION, EQ)
        return duration_finding("titled", kind, bound, quantity, segment, span, 0.7)
    return None
