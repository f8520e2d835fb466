"""Runs the grammar over all segments of a document and gathers its findings as commitments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from anju.modules.plans.contracts import (
    Clause,
    Commitment,
    Domain,
    Kind,
    PlanDocument,
    PlanReading,
    Unit,
    Unread,
)

from .clauses import Block, Segment, blocks, segments
from .confidence import confidence_of
from .domains import domain_of
from .grammar import (
    coverage,
    dates,
    days,
    durations,
    frequency,
    measures,
    money,
    people,
    quantities,
    rates,
    staff_tables,
    terms_of_payment,
)
from .grammar.base import Claims, Finding
from .lines import join_broken_lines
from .quotes import unique_spans
from .script import Normalised, normalise
from .subject import Carried, activity_and_object
from .unread import leftovers

# Order matters: a form that uses up more of the words around a number comes first.
_GRAMMAR: tuple[Callable[[Segment, Claims], Iterator[Finding]], ...] = (
    staff_tables.find,
    terms_of_payment.find,
    coverage.find,
    dates.find,
    rates.find,
    measures.find,
    frequency.find,
    days.find,
    durations.find,
    money.find,
    people.find,
    quantities.find,
)
# A description of problems binds nobody, save where it cites the rule that was broken.
_RULE_CITED = re.compile("按.{0,24}规定.{0,16}(?:应|须|必须|不得)")
# What a company or a place is, or what has happened, is no promise however exact its figures are.
_DESCRIBED = re.compile(
    "成立于|成立以来|注册资[本金]|现有(?:员工|在职|管理)|荣获|据统计|数据显示|共受理|历时|从事[^,。;]{0,12}工作"
    r"|(?<!新增)(?<!拓展)管理面积|现管理|在管(?:项目|面积)(?:\d|[近超达有为约共由])|承接过|近[一二三四五两\d]{1,2}年|服务业主近|业绩|(?:参加|出席|到会)[^,。;]{0,12}共"
)
# What was, until the sentence turns to what shall be.
_LOOKING_BACK = re.compile(
    "回顾|过去的?一年|(?<![较比])上一?年度?[,的]?|(?<![较比同])去年(?!同期|欠|的?欠)|(?<![较比])往年(?!欠|的?欠|旧)|近年来|截至目前|连续[一二三四五六七八九十两]{1,2}年获"
)
_TURNING = re.compile("今年|本年|新一年|明年|新的一年|将|须|应|要(?!求)|力争|确保|计划|目标")
_SITUATED = re.compile("坐落|位于[^,。;]{0,20}(?:路|街|区)")
_HANDED_OVER = re.compile(
    r"(?:小区|项目|楼盘|大厦|花园|一期|二期)于\d{4}年.{0,8}(?:交付|建成|竣工|开工|入住)"
)
_DESCRIBABLE = {Kind.AMOUNT, Kind.COUNT, Kind.HEADCOUNT, Kind.RATE, Kind.MAX_DURATION}
_MONEY = {Unit.YUAN, Unit.YUAN_PER_M2, Unit.YUAN_PER_HOUSEHOLD, Unit.YUAN_PER_SPACE}
_NAME = re.compile("(?:制度|方案|措施|流程|规程|职责|办法|要求|标准|计划|安排|预案|体系|管理|规范|准则):?$")


@dataclass(slots=True)
class _Gathered:
    commitments: list[Commitment] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


@dataclass(slots=True)
class _Context:
    """carried: what the clause has named so far, by block; row: the cells before in a flattened table;
    domains: field of the last promise of a section."""

    carried: dict[int, Carried]
    row: str
    domains: dict[str, Domain]


def read_plan(document: PlanDocument) -> PlanReading:
    """Clauses, commitments and what was left unread, all in text order. Never raises on any text."""
    normalised = join_broken_lines(normalise(document.text))
    title, found = blocks(normalised.text)
    gathered = _Gathered()
    carried: dict[int, Carried] = {}
    domains: dict[str, Domain] = {}
    row: tuple[str, str] = ("", "")
    for segment in segments(normalised.text, found):
        row = _row_so_far(segment, row)
        _read_segment(segment, normalised, document.text, gathered, _Context(carried, row[1], domains))
    commitments = _with_unique_quotes(
        document.text, gathered.commitments, _plan_ranges(normalised, found, document.text)
    )
    return PlanReading(
        document,
        title,
        tuple(_clauses(document.text, normalised, found)),
        commitments,
        tuple(gathered.unread),
    )


def _read_segment(
    segment: Segment, normalised: Normalised, text: str, gathered: _Gathered, context: _Context
) -> None:
    claims = Claims(len(segment.text))
    block = segment.block
    findings = (
        [] if block.problem and not _RULE_CITED.search(segment.text) else list(_findings(segment, claims))
    )
    findings.sort(key=lambda finding: (max(finding.anchors), finding.comparator.value == "le"))
    carried = context.carried.setdefault(block.start, Carried())
    quantities_at = [min(at for at, _ in finding.anchors) for finding in findings]
    for index, finding in enumerate(findings):
        if segment.base and finding.start == finding.end:
            continue
        start, end = normalised.span(segment.base + finding.start, segment.base + finding.end)
        own = quantities_at[index]
        upcoming = min((at for at in quantities_at[index + 1 :] if at > own), default=len(segment.text))
        activity, thing = activity_and_object(segment, finding, upcoming, carried)
        domain = domain_of(segment, finding, context.row)
        if domain is Domain.OTHER and context.domains.get(block.section):
            domain = context.domains[block.section]
        context.domains[block.section] = domain
        gathered.commitments.append(
            Commitment(
                plan=block.plan,
                section=block.section,
                quote=text[start:end],
                start=start,
                end=end,
                domain=domain,
                activity=activity,
                object=thing,
                kind=finding.kind,
                comparator=finding.comparator,
                value=finding.value,
                unit=None if finding.value is None and finding.unit is None else finding.unit,
                period=finding.period,
                every=finding.every,
                confidence=confidence_of(finding),
            )
        )
    for left in leftovers(segment, claims):
        start, end = normalised.span(segment.base + left.start, segment.base + left.end)
        gathered.unread.append(Unread(block.plan, block.section, start, end, text[start:end], left.reason))


def _row_so_far(segment: Segment, row: tuple[str, str]) -> tuple[str, str]:
    section = f"{segment.block.plan}{segment.block.section}"
    if not segment.block.in_table or segment.is_row:
        return section, ""
    return section, (row[1] + segment.text)[-300:] if row[0] == section else segment.text


def _findings(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    if segment.block.is_heading and _NAME.search(text):
        return
    described = _DESCRIBED.search(text) is not None
    situated = _SITUATED.search(text) is not None
    past = _LOOKING_BACK.search(text)
    handed_over = _HANDED_OVER.search(text) is not None
    for find in _GRAMMAR:
        for finding in find(segment, claims):
            if described and finding.kind in _DESCRIBABLE and finding.unit not in _MONEY:
                continue
            if (
                situated
                and finding.kind in _DESCRIBABLE
                and finding.unit not in _MONEY | {Unit.SQUARE_METRES}
            ):
                continue
            if past is not None and finding.kind in _DESCRIBABLE and _is_past(text, past, finding):
                continue
            if handed_over and finding.kind is Kind.DEADLINE:
                continue
            if claims.take(finding.anchors):
                yield finding


def _is_past(text: str, past: re.Match[str], finding: Finding) -> bool:
    """Whether the figure stands behind 上一年 … and before any word that turns to the future."""
    at = min(start for start, _ in finding.anchors)
    return past.end() <= at and not _TURNING.search(text, past.end(), at)


def _clauses(text: str, normalised: Normalised, found: list[Block]) -> Iterator[Clause]:
    for index, block in enumerate(found):
        start, end = normalised.span(block.start, block.end)
        yield Clause(index, block.plan, block.section, block.titles, start, end, text[start:end])


def _plan_ranges(normalised: Normalised, found: list[Block], text: str) -> dict[int | None, tuple[int, int]]:
    ranges: dict[int | None, tuple[int, int]] = {}
    for block in found:
        start, end = normalised.span(block.start, block.end)
        first, last = ranges.get(block.plan, (start, end))
        ranges[block.plan] = (min(first, start), max(last, end))
    if None in ranges:
        ranges[None] = (0, len(text))
    return ranges


def _with_unique_quotes(
    text: str, commitments: list[Commitment], ranges: dict[int | None, tuple[int, int]]
) -> tuple[Commitment, ...]:
    spans = unique_spans(
        text, [(one.start, one.end) for one in commitments], [ranges[one.plan] for one in commitments]
    )
    return tuple(
        replace(one, start=start, end=end, quote=text[start:end])
        for one, (start, end) in zip(commitments, spans, strict=True)
    )
