"""JSON API of indicators. Mounted at /api/v1/scores/."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from ninja import Query, Router, Schema

from anju.engines.scores.contracts import Figure, Indicator
from anju.engines.scores.permissions import INDICATOR_FREEZE, INDICATOR_READ
from anju.engines.scores.queries import catalogue, figures
from anju.engines.scores.services import freezing
from anju.foundation.accounts import home
from anju.foundation.api import endpoint
from anju.kernel.errors import Invalid

router = Router(tags=["scores"])


class FigureOut(Schema):
    """value, target, warn: exact to four places, null where there is none. frozen_at: null while computed on demand."""

    code: str
    name: str
    unit: str
    better: str
    version: int
    month: str
    numerator: int
    denominator: int
    value: str | None
    band: str
    target: str | None
    warn: str | None
    frozen_at: datetime | None
    result_id: int | None


class EvidenceOut(Schema):
    label: str
    href: str
    counted: bool
    at: datetime | None


class FigureDetail(FigureOut):
    evidence: list[EvidenceOut]
    evidence_total: int


class MonthQuery(Schema):
    """month: 2026-10, the present one without. community_id: all in reach together without."""

    month: str = ""
    community_id: int | None = None


class FreezeIn(Schema):
    month: str
    community_id: int


class FrozenOut(Schema):
    frozen: int


@router.get("/indicators", response=list[FigureOut])
@endpoint(INDICATOR_READ)
def list_indicators(request: Any, query: Query[MonthQuery]) -> list[dict[str, Any]]:
    lines = figures.overview(
        actor=request.actor, community_id=query.community_id, month=_month(query.month), at=timezone.now(), back=0
    )  # fmt: skip
    return [_plain(one.indicator, one.figure) for one in lines]


@router.get("/indicators/{code}", response=FigureDetail)
@endpoint(INDICATOR_READ)
def get_indicator(request: Any, code: str, query: Query[MonthQuery]) -> dict[str, Any]:
    indicator, month = catalogue.indicator(code), _month(query.month)
    ids = [one.id for one in figures.reached(request.actor, query.community_id)]
    found = figures.together(indicator, figures.figures(indicator, ids, month, timezone.now()), month)
    seen = catalogue.veiled(request.actor, found.observation)
    return {
        **_plain(indicator, found),
        "evidence": [
            {"label": one.label, "href": one.href, "counted": one.counted, "at": one.at}
            for one in seen.evidence
        ],
        "evidence_total": seen.total_evidence,
    }


@router.post("/months", response=FrozenOut)
@endpoint(INDICATOR_FREEZE)
def freeze_month(request: Any, body: FreezeIn) -> dict[str, int]:
    made = freezing.month_freeze(
        actor=request.actor, community_id=body.community_id, month=_month(body.month), at=timezone.now()
    )
    return {"frozen": made}


def _month(text: str) -> date:
    if not text:
        return timezone.now().astimezone(home.zone()).date().replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Invalid("scores.month", "month", value=text) from error


def _plain(indicator: Indicator, found: Figure) -> dict[str, Any]:
    exact = {name: freezing.decimal_of(getattr(found, name)) for name in ("value", "target", "warn")}
    return {
        "code": found.code, "name": str(indicator.name), "unit": indicator.unit.value, "better": indicator.better.value,
        "version": found.version, "month": f"{found.month:%Y-%m}", "numerator": found.observation.numerator,
        "denominator": found.observation.denominator, "band": found.band.value, "frozen_at": found.frozen_at,
        "result_id": found.result_id, **{name: None if one is None else str(one) for name, one in exact.items()},
    }  # fmt: skip
