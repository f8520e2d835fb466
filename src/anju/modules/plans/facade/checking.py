"""The checks of a plan for other packages: pure Python, from a reading to findings and their text.

The terminal has no catalogue of translations at hand, so that a finding says itself here in both languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from anju.modules.plans.contracts import PlanReading
from anju.modules.plans.rules.checking import Code, Finding, Place, Severity, Subject, check

__all__ = ["Code", "Finding", "Place", "Severity", "check_reading", "lines_of", "to_json"]
Language = Literal["zh", "en"]
_WIDTH = 60


def check_reading(reading: PlanReading, *, today: date) -> list[Finding]:
    """All findings of a text, the gravest first. Without staff: hours are worked out where an estate is known."""
    return check(Subject.of(reading, today=today))


def lines_of(findings: Sequence[Finding], *, language: Language = "en") -> Iterator[str]:
    """One line per finding, then one per place; last a line of counts."""
    words = _words()[language]
    for one in findings:
        said = words["code"][one.code].format_map(_Open(one.values))
        yield f"[{words['severity'][one.severity]}] {said}"
        for place in one.places:
            part = f"P{place.part} " if place.part is not None else ""
            yield f"    {part}{place.section}  {_short(place.quote)}"
    counts = {severity: sum(one.severity == severity for one in findings) for severity in Severity}
    yield words["total"].format(
        count=len(findings),
        parts=", ".join(f"{words['severity'][name]} {n}" for name, n in counts.items() if n),
    )


def to_json(one: Finding) -> dict[str, object]:
    """As the API says it, without what people chose."""
    fields = ("start", "end", "quote", "section", "part", "promise")
    return {
        "key": one.key,
        "code": str(one.code),
        "severity": str(one.severity),
        "values": dict(one.values),
        "places": [{name: getattr(place, name) for name in fields} for place in one.places],
    }


class _Open(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else flat[: _WIDTH - 1] + "…"


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files(__package__).joinpath("checking.toml").read_text("utf-8"))
