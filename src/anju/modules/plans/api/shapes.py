"""What a promise looks like in the JSON API, and how one is sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import Field

from anju.modules.plans.queries import wording
from anju.modules.plans.rules.compiling import PromiseFacts


class PromiseOut(Schema):
    """The fields of a commitment; says: its number in the reader's language; engine: who keeps it."""

    id: int
    version_id: int
    number: str
    section: str
    quote: str
    start: int
    end: int
    domain: str
    activity: str
    object: str
    kind: str
    comparator: str
    value: Decimal | None
    unit: str | None
    period: str | None
    every: int | None
    says: str
    confidence: float
    review: str
    state: str
    engine: str
    is_public: bool


class FactsIn(Schema):
    domain: str
    activity: str = ""
    object: str = ""
    kind: str
    comparator: str = "eq"
    value: Decimal | None = None
    unit: str | None = None
    period: str | None = None
    every: int | None = None
    note: str = Field("", max_length=300)

    def facts(self) -> PromiseFacts:
        names = (
            "domain", "activity", "object", "kind", "comparator", "value", "unit", "period", "every",
        )  # fmt: skip
        return PromiseFacts(**{name: getattr(self, name) for name in names})


class PromiseIn(FactsIn):
    """quote: the exact words, standing once in the text; or the span start, end in code points."""

    quote: str = ""
    start: int | None = None
    end: int | None = None


class TextIn(Schema):
    text: str = Field(..., max_length=2_000)


class CountOut(Schema):
    count: int


def promise_out(row: Any) -> dict[str, Any]:
    plain = (
        "version_id", "number", "section", "quote", "start", "end", "domain", "activity", "object", "kind",
        "comparator", "value", "every", "confidence", "review", "state", "engine", "is_public",
    )  # fmt: skip
    values = {name: getattr(row, name) for name in plain}
    optional = {"unit": row.unit or None, "period": row.period or None}
    return {"id": row.pk, **values, **optional, "says": wording.says(row)}
