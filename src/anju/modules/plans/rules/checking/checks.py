"""All checks over one plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import blanks, contradictions, dating, minimums, staffing, sums, wording
from .terms import Finding, Page, Severity, Subject

_CHECKS: tuple[Callable[[Page], Iterator[Finding]], ...] = (
    minimums.find,
    contradictions.find,
    sums.find,
    staffing.find,
    dating.find,
    wording.find,
    blanks.find,
)
ORDER = tuple(Severity)


def check(subject: Subject) -> list[Finding]:
    """Every finding once, the gravest first, then in text order. Never raises on any text.

    Linear in the text and, but for groups of at most 40 promises about one thing, in the promises.
    """
    page = Page(subject)
    found: dict[str, Finding] = {}
    for one in (finding for look in _CHECKS for finding in look(page)):
        found.setdefault(one.key, one)
    return sorted(found.values(), key=lambda one: (ORDER.index(one.severity), _first(one), one.code))


def _first(one: Finding) -> int:
    return one.places[0].start if one.places else 0
