"""Indicators whose observations a test sets by hand, and communities to observe."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from django.apps import apps

from anju.engines.scores.contracts import Better, CommunityName, Evidence, Indicator, Observation, Part, Unit
from anju.engines.scores.queries import catalogue

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
SEEN: dict[int, Observation] = {}


def observe(question) -> Observation:
    return SEEN.get(question.community_id, Observation())


RATE = Indicator(
    code="test.rate", name="回访率", unit=Unit.PERCENT, better=Better.HIGHER, version=1, source=observe,
    target=Fraction(50), warn=Fraction(40), promised=(r"回访率",),
)  # fmt: skip
NUMBER = Indicator(
    code="test.number",
    name="有效投诉",
    unit=Unit.NUMBER,
    better=Better.LOWER,
    version=1,
    source=observe,
    suffix="件",
)


@contextmanager
def registered(*indicators: Indicator):
    """Only these indicators are known while it lasts."""
    kept, known = dict(catalogue._indicators), list(catalogue._communities)
    catalogue._indicators.clear()
    SEEN.clear()
    for one in indicators or (RATE, NUMBER):
        catalogue.declare(one)
    catalogue._communities[:] = [
        lambda reach: [
            CommunityName(one.pk, one.name)
            for one in _places().filter(kind="community").order_by("pk")
            if reach is None or reach.covers_community(one.pk)
        ]
    ]
    yield
    catalogue._indicators.clear()
    catalogue._indicators.update(kept)
    catalogue._communities[:] = known


def newer(version: int = 2) -> None:
    catalogue._indicators["test.rate"] = replace(RATE, version=version)


def _places():
    return apps.get_model("estate", "Place").objects


def community(name: str = "翠湖花园") -> int:
    made = _places().create(kind="community", code=name[:8], name=name, path="/", label=name[:8])
    made.path = f"/{made.pk}/"
    made.community_id = made.pk
    made.save()
    return int(made.pk)


def see(community_id: int, numerator: int, denominator: int) -> None:
    SEEN[community_id] = Observation(
        numerator,
        denominator,
        (Part("repair", "报修", numerator, denominator),),
        tuple(
            Evidence(f"R2026-{one:06}", f"/desk/cases/{one}/", one < numerator, AT)
            for one in range(denominator)
        ),
    )
