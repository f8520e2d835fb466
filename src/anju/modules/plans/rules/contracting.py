"""What a service contract is at a day, whose duty a clause states, and which subjects it does not speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_OWNERS = re.compile(r"甲方|业主大会|业主委员会|业委会|全体业主|业主|委托方|采购人|建设单位")
_COMPANY = re.compile(r"乙方|物业服务企业|物业服务人|物业公司|物业服务中心|受托方|供应商|中标人")
_HEAD = 40


class Standing(StrEnum):
    """open: a day of the term is not filled in."""

    OPEN = "open"
    COMING = "coming"
    RUNNING = "running"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that a service contract should speak of. Source: Civil Code art. 938, from memory; A CTR-01 the guard."""

    code: str
    words: re.Pattern[str]


TOPICS = (
    Topic("content", re.compile(r"服务内容|服务事项|服务范围")),
    Topic("quality", re.compile(r"服务质量|服务标准|质量标准|等级标准")),
    Topic("fees", re.compile(r"物业费|物业服务费|收费标准|服务费用|合同价款|酬金")),
    Topic("fund", re.compile(r"维修资金")),
    Topic("premises", re.compile(r"物业(?:服务|管理)用房|办公用房")),
    Topic("term", re.compile(r"合同期限|服务期限|委托期限|期限为|有效期")),
    Topic("handover", re.compile(r"交接|移交|承接查验")),
    Topic("guarding", re.compile(r"保安|秩序维护|安全防范|治安")),
    Topic("breach", re.compile(r"违约|赔偿|责任")),
)


def standing(
    *, starts_on: date | None, ends_on: date | None, ended_on: date | None, remind_days: int, today: date
) -> Standing:
    """ends_on: the last day. A contract ended before its time is over from that day on (A CTR-10)."""
    if ended_on is not None and ended_on <= today:
        return Standing.ENDED
    if starts_on is None or ends_on is None:
        return Standing.OPEN
    if today < starts_on:
        return Standing.COMING
    if today > ends_on:
        return Standing.EXPIRED
    return Standing.EXPIRING if ends_on - today <= timedelta(days=remind_days) else Standing.RUNNING


def side_of(heading: str, text: str) -> str:
    """owners, company or both: whom the heading names, else whom the clause begins with, else both."""
    for words in (heading, text[:_HEAD]):
        owners, company = _OWNERS.search(words), _COMPANY.search(words)
        if bool(owners) != bool(company):
            return "owners" if owners else "company"
        if owners and company and words is not heading:
            return "owners" if owners.start() < company.start() else "company"
    return "both"


def missing_topics(texts: Iterable[str]) -> list[str]:
    """Codes of the subjects no clause speaks of, in the order of TOPICS."""
    whole = "\n".join(texts)
    return [one.code for one in TOPICS if one.words.search(whole) is None]


def green_share_contradicts(site: int | None, green: int | None, share: int | None) -> bool:
    """Whether a stated share (hundredths of a percent) is off its own areas by more than half a percent point."""
    if not site or green is None or share is None:
        return False
    return abs(green * 10_000 - share * site) > 50 * site
