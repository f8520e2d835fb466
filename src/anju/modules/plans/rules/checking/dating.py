"""Days that are past, spans that end before they begin, terms that their own dates contradict, hours written wrongly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from anju.modules.plans.rules.reader.numerals import number

from .context import Contexts
from .terms import Code, Finding, Page, Place, Severity, Statement, finding, place_of

_DAY = r"(?P<{0}y>\d{{4}})年(?P<{0}m>\d{{1,2}})月(?:(?P<{0}d>\d{{1,2}})[日号])?"
_SPAN = re.compile(
    _DAY.format("a") + r"(?:\d{1,2}时)?(?:起)?(?:至|到|-{1,2}|~)"
    r"(?:(?P<by>\d{4})年)?(?P<bm>\d{1,2})月(?:(?P<bd>\d{1,2})[日号])?"
)
_TERM = re.compile(
    r"(?:期限|为期|合同期|服务期|有效期|委托期|租期|期)[^。;\n]{0,8}?(?<!\d)(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})(?P<unit>年|个月)"
)
_HOURS = re.compile(
    r"(?P<p1>上午|早上|早|中午|下午|晚上|晚)?(?P<h1>\d{1,2}):(?P<m1>\d{2})(?:-{1,2}|~|至|到)+"
    r"(?P<p2>上午|早上|早|中午|下午|晚上|晚)?(?P<h2>\d{1,2}):(?P<m2>\d{2})"
)
_LATE_HALF = ("下午", "晚上", "晚")
_NOON = 12
_TERM_REACH = 40
# A term may be counted with or without its last day, and a month more or less is how people write.
_TERM_SLACK = 1


def find(page: Page) -> Iterator[Finding]:
    yield from _past(page)
    yield from _reversed(page)
    yield from _hours(page)


def _past(page: Page) -> Iterator[Finding]:
    """Deadlines with a year are past or not; those without one cannot tell, and are listed once for each plan."""
    today = page.subject.today
    open_years: dict[int | None, list[tuple[Statement, bool]]] = defaultdict(list)
    contexts = Contexts(page)
    gone_days: dict[date, list[Statement]] = defaultdict(list)
    for one in page.subject.statements:
        facts = one.facts
        if facts.kind != "deadline" or facts.unit != "date" or facts.value is None or facts.period:
            continue
        day = _day(facts.value)
        if day is not None:
            if facts.comparator != "ge" and day < today:
                gone_days[day].append(one)
        elif facts.value < 10_000:
            if _names_year(page, contexts, one):
                continue
            month, dom = divmod(int(facts.value), 100)
            open_years[one.part].append((one, (month, dom) < (today.month, today.day)))
    for day, past in gone_days.items():
        yield finding(Code.DATE_PAST, [place_of(one) for one in past], day=day.isoformat())
    for rows in open_years.values():
        gone = sum(is_gone for _one, is_gone in rows)
        yield finding(
            Code.YEAR_MISSING, [place_of(one) for one, _gone in rows], count=str(len(rows)), gone=str(gone),
            year=str(today.year),
        )  # fmt: skip


def _names_year(page: Page, contexts: Contexts, one: Statement) -> bool:
    """本年, 年底, 每年 say which year it is."""
    start, end = contexts.sentence(one)
    return (
        re.search(
            r"\d{2}[\dxX×*]{2}年|每年|次年|供暖[期季]|采暖[期季]|汛期|本年|年底|年末|年终|当年|今年",
            page.subject.text[start:end],
        )
        is not None
    )


def _day(value: Decimal) -> date | None:
    if value < 10_000:
        return None
    year, rest = divmod(int(value), 10_000)
    try:
        return date(year, rest // 100, rest % 100)
    except ValueError:
        return None


def _reversed(page: Page) -> Iterator[Finding]:
    for match in _SPAN.finditer(page.text):
        start = _built(match["ay"], match["am"], match["ad"], first=True)
        end = _built(match["by"] or match["ay"], match["bm"], match["bd"], first=False)
        if start is None or end is None:
            continue
        # 2026年11月15日至3月15日 runs into the next year; only where both years stand is the order certain.
        if end < start:
            if match["by"]:
                yield finding(
                    Code.SPAN_REVERSED, [page.place(*match.span())], start=start.isoformat(), end=end.isoformat()
                )  # fmt: skip
        elif match["by"]:
            yield from _term(page, match, start, end)


def _term(page: Page, span: re.Match[str], start: date, end: date) -> Iterator[Finding]:
    """期限二年 beside the dates of one year."""
    first, last = max(0, span.start() - _TERM_REACH), span.end() + _TERM_REACH
    for match in _TERM.finditer(page.text, first, last):
        between = page.text[min(match.end(), span.end()) : max(match.start(), span.start())]
        stated = number(match["n"])
        if stated is None or re.search(r"[。;\n]", between):
            continue
        months = int(stated) * (12 if match["unit"] == "年" else 1)
        real = (end.year - start.year) * 12 + end.month - start.month + (1 if end.day >= start.day - 1 and start.day == 1 else 0)  # fmt: skip
        if abs(real - months) > _TERM_SLACK:
            yield finding(
                Code.TERM_DIFFERS, [page.place(*match.span()), page.place(*span.span())], stated=str(months),
                real=str(real),
            )  # fmt: skip
        return


def _built(year: str, month: str, day: str | None, *, first: bool) -> date | None:
    try:
        return date(int(year), int(month), int(day) if day else (1 if first else 28))
    except ValueError:
        return None


def _hours(page: Page) -> Iterator[Finding]:
    for match in _HOURS.finditer(page.text):
        wrong = any(
            int(match[f"h{n}"]) > 24 or int(match[f"m{n}"]) > 59
            or (match[f"p{n}"] in _LATE_HALF and int(match[f"h{n}"]) > _NOON)
            or (match[f"p{n}"] == "上午" and int(match[f"h{n}"]) > _NOON)
            for n in (1, 2)
        )  # fmt: skip
        if wrong:
            place: Place = page.place(*match.span())
            yield finding(Code.HOURS_MALFORMED, [place], Severity.NOTE, hours=match.group())
