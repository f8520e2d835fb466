"""The sentence a promise stands in, and the titles above it."""

from __future__ import annotations

import re

from .terms import Page, Statement

_ENDS = re.compile(r"[。！!？?\n]")
_REACH = 160


class Contexts:
    def __init__(self, page: Page) -> None:
        self._page = page

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
        start, end = self.sentence(one)
        return self._page.plain(" ".join([*one.heading, self._page.subject.text[start:end]]))

    def own(self, one: Statement) -> str:
        return self._page.plain(one.facts.words)
