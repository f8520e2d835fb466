"""The sentence a promise stands in, and the titles above it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from .terms import Page, Statement

_ENDS = re.compile(r"[。！!？?\n]")
_REACH = 160


class Contexts:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._spans = Counter((one.start, one.end) for one in page.subject.statements)
        self._ends = sorted(one.end for one in page.subject.statements)

    def sentence(self, one: Statement) -> tuple[int, int]:
        """Half-open span of the sentence in the original text, at most 160 characters to each side."""
        text = self._page.subject.text
        floor, ceiling = max(0, one.start - _REACH), min(len(text), one.end + _REACH)
        start = floor
        for match in _ENDS.finditer(text, floor, one.start):
            start = match.end()
        after = _ENDS.search(text, one.end, ceiling)
        return start, after.start() if after else ceiling

    def of(self, one: Statement) -> str:
        """Titles and sentence; nothing where several promises share their words, since these say which is whose."""
        if self._spans[one.start, one.end] > 1:
            return ""
        start, end = self.sentence(one)
        return self._page.plain(" ".join([*one.heading, self._page.subject.text[start:end]]))

    def wide(self, one: Statement) -> str:
        return self._page.plain(one.facts.words)

    def own(self, one: Statement) -> str:
        """Object, deed and quote; of the quote only what stands behind the figure of the promise before.

        Quotes are made longer to stand once in their plan, and then hold their neighbours: 急修30分钟、困人15分钟. Of
        a quote that several promises share nothing says which words are whose.
        """
        facts = one.facts
        if self._spans[one.start, one.end] > 1:
            return self._page.plain(f"{facts.object} {facts.activity}")
        last = bisect_left(self._ends, one.end) - 1
        cut = max(one.start, self._ends[last]) if last >= 0 else one.start
        quote = self._page.subject.text[cut : one.end] if cut > one.start else facts.quote
        return self._page.plain(f"{facts.object} {facts.activity} {quote}")
