"""Promises that say when only in a word, and rates without the period they are measured over. Source: appendices C 16, E."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import Contexts
from .terms import Code, Finding, Page, finding, place_of

# 本年度, 平时 and 阶段性 anchor a duty to no day either: each needs a setting before it can be scheduled.
OFTEN = r"不定期|定期|定时|适时|经常性?|常态化|不间断|按时|按期|平时|阶段性|根据季节|视情况|必要时"
SOON = r"及时|立即|马上|尽快|尽量|第一时间|随时|即时|迅速|限期|约定时限|修复期限"
ANCHOR = r"年终|本年度|遇节假日提前|提前"
_WORD = re.compile(rf"(?P<often>{OFTEN})|(?P<soon>{SOON})|(?P<anchor>{ANCHOR})")
# 提前 with a length behind it says how long; 及时性 and 定期存款 are no duties.
_MEASURED = re.compile(r"提前(?:至少|不少于)?(?:\d|[一二两三四五六七八九十半])")
_OTHER_WORD = re.compile(r"定期存款|提前批|提前还")
_PART = re.compile(r"[,，。；;：:！!？?\n]")
_PERIODIC = re.compile(r"满意|回访|及时率|完成率|处理率|收缴率|合格率|流失率|有责投诉|投诉率|返修率")
_STATED = re.compile(r"年度|每[年月季周日]|年|季度|月度|半年")


def find(page: Page) -> Iterator[Finding]:
    yield from words(page)
    yield from _without_period(page)


def words(page: Page) -> Iterator[Finding]:
    """Every such word in the text, with the comma part it stands in."""
    text = page.text
    for match in _WORD.finditer(text):
        if _MEASURED.match(text, match.start()) or _OTHER_WORD.match(text, match.start()):
            continue
        place = page.place(*_comma_part(text, match.start(), match.end()))
        yield finding(Code.WORD_ONLY, [place], kind=match.lastgroup or "", word=match.group())


def _comma_part(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(
        (match.end() for match in _PART.finditer(text, max(0, start - 60), start)), default=max(0, start - 60)
    )
    after = _PART.search(text, end, end + 60)
    return first, after.start() if after else min(len(text), end + 60)


def _without_period(page: Page) -> Iterator[Finding]:
    contexts = Contexts(page)
    for one in page.subject.statements:
        facts = one.facts
        # Of all of them, always: that needs no period.
        is_all = facts.value is None or facts.value >= 100
        if facts.kind != "rate" or facts.unit != "percent" or facts.period or is_all:
            continue
        own = contexts.own(one)
        name = _PERIODIC.search(own)
        start, end = contexts.sentence(one)
        if name and not _STATED.search(page.subject.text[start:end]):
            yield finding(Code.PERIOD_MISSING, [place_of(one)], name=name.group())
