"""Parts that do not add up to their sum, and shares that their own areas contradict. Source: appendix C, 13 and 14."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from .context import Contexts
from .terms import Code, Finding, Page, Severity, Statement, finding, place_of

_COUNTED = ("headcount", "count", "amount")
_OF_WHICH = re.compile(r"其中|包括|分为|分别为")
_ALL = re.compile(r"合计|总计|共计|总人数|总编制|[总共]配备|[一总]共")
# 其中…一类小区个: a part whose number was never filled in; the others then add up to less.
_OPEN_PART = re.compile(r"[\u4e00-\u9fff][)）]?个[,，。;；]")
_FEWEST_ROWS = 3
# 每250户配一名: so many for each of something, no part of a total.
_PER_UNIT = re.compile(r"[按每][^,，。；;]{0,16}配")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A share and the two areas it is of. words, part, whole: patterns of the three promises; tolerance: in points."""

    code: str
    label: str
    words: str
    part: str
    whole: str
    tolerance: float


def find(page: Page) -> Iterator[Finding]:
    yield from _of_which(page)
    yield from _totals(page)
    yield from _shares(page)


def _of_which(page: Page) -> Iterator[Finding]:
    """A number, 其中, and at least two parts in the same sentence."""
    contexts = Contexts(page)
    sentences: dict[tuple[int, str | None], list[Statement]] = defaultdict(list)
    for one in page.subject.statements:
        if one.facts.kind in _COUNTED and one.facts.value is not None:
            sentences[contexts.sentence(one)[0], one.facts.unit].append(one)
    text = page.subject.text
    for listed in sentences.values():
        rows = sorted(listed, key=lambda one: (one.end, one.start))
        heads = [at for at in range(len(rows) - 1) if _OF_WHICH.search(text, rows[at].end, rows[at + 1].end)]
        for at, head in enumerate(heads):
            last = heads[at + 1] if at + 1 < len(heads) else len(rows)
            parts = rows[head + 1 : last]
            if len(parts) < 2:
                continue
            is_open = _OPEN_PART.search(text, rows[head].end, parts[-1].end + 1) is not None
            yield from _compared(rows[head], parts, is_open=is_open)


def _totals(page: Page) -> Iterator[Finding]:
    """合计 or 共计 in a section, against the like numbers that stand before it there, or behind it when none do."""
    sections: dict[tuple[int | None, str, str, str | None], list[Statement]] = defaultdict(list)
    for one in page.subject.statements:
        if one.facts.kind in _COUNTED and one.facts.value is not None:
            sections[one.part, one.section, one.facts.kind, one.facts.unit].append(one)
    for rows in sections.values():
        totals = [at for at, one in enumerate(rows) if _ALL.search(one.facts.words)]
        if len(totals) != 1:
            continue
        at = totals[0]
        parts = rows[:at] or rows[at + 1 :]
        if len(parts) >= _FEWEST_ROWS and rows[at].facts.kind == "headcount":
            yield from _compared(rows[at], parts, is_open=False)


def _compared(whole: Statement, parts: Sequence[Statement], *, is_open: bool) -> Iterator[Finding]:
    total = whole.facts.value or Decimal(0)
    found = sum((one.facts.value or Decimal(0) for one in parts), Decimal(0))
    if found == total or (found < total and (is_open or not _is_whole(parts))):
        return
    yield finding(
        Code.SUM_WRONG, [place_of(one) for one in (whole, *parts)], total=_plain(total), found=_plain(found),
        unit=str(whole.facts.unit or ""), parts="+".join(_plain(one.facts.value) for one in parts),
    )  # fmt: skip


def _is_whole(parts: Sequence[Statement]) -> bool:
    """Whether parts that add up to less leave nothing for a part unsaid: at least three exact numbers of things."""
    exact = all(one.facts.comparator == "eq" and not _PER_UNIT.search(one.facts.quote) for one in parts)
    return exact and len(parts) >= _FEWEST_ROWS


def _shares(page: Page) -> Iterator[Finding]:
    contexts = Contexts(page)
    shares, areas = [], []
    for one in page.subject.statements:
        if one.facts.value is None:
            continue
        if one.facts.unit == "percent" and one.facts.kind == "rate":
            shares.append((one, contexts.own(one)))
        elif one.facts.unit == "m2":
            areas.append((one, contexts.own(one)))
    for ratio in ratios():
        for share, words in shares:
            if not re.search(ratio.words, words):
                continue
            near = [(one, own) for one, own in areas if one.part == share.part]
            part = next((one for one, own in near if re.search(ratio.part, own)), None)
            whole = next((one for one, own in near if re.search(ratio.whole, own)), None)
            if part is not None and whole is not None and whole.facts.value:
                yield from _ratio(ratio, share, part, whole)


def _ratio(ratio: Ratio, share: Statement, part: Statement, whole: Statement) -> Iterator[Finding]:
    stated = share.facts.value or Decimal(0)
    real = (part.facts.value or Decimal(0)) * 100 / (whole.facts.value or Decimal(1))
    gap = float(real - stated)
    within = {"eq": abs(gap), "ge": -gap, "le": gap}[share.facts.comparator] <= ratio.tolerance
    if not within:
        yield finding(
            Code.SHARE_WRONG, [place_of(one) for one in (whole, part, share)], Severity.SERIOUS, label=ratio.label,
            rule=ratio.code, stated=_plain(stated), real=f"{real:.1f}", part=_plain(part.facts.value),
            whole=_plain(whole.facts.value),
        )  # fmt: skip


def _plain(value: Decimal | None) -> str:
    return f"{(value or Decimal(0)).normalize():f}"


@cache
def ratios() -> tuple[Ratio, ...]:
    rows = tomllib.loads(resources.files(__package__).joinpath("ratios.toml").read_text("utf-8"))["ratio"]
    return tuple(Ratio(**row) for row in rows)
