"""Papers of a plan that was only read: needs Django's settings, no database."""

from __future__ import annotations

from typing import IO

from anju.foundation.ui import export
from anju.modules.plans.contracts import PlanReading
from anju.modules.plans.models import Plan, PlanVersion, Promise
from anju.modules.plans.reports import register
from anju.modules.plans.reports.sheets import Frame
from anju.modules.plans.services.documents import number_of, read_columns

__all__ = ["Frame", "register_pdf", "register_xlsx"]


def register_pdf(reading: PlanReading, title: str, frame: Frame) -> bytes:
    """The commitments register as A4 landscape. Raises FontMissing."""
    return register.as_pdf(frame, _rows(reading, title), subject=title)


def register_xlsx(reading: PlanReading, title: str) -> IO[bytes]:
    """The commitments register as a spreadsheet, rewound."""
    file, _count = export.spool(register.columns({}), register.ordered(_rows(reading, title)), title)
    return file


def _rows(reading: PlanReading, title: str) -> list[Promise]:
    """The commitments as rows that are kept nowhere, numbered as an upload would number them."""
    version = PlanVersion(plan=Plan(title=title), number=1)
    counters: dict[int | None, int] = {}
    rows = []
    for one in reading.commitments:
        counters[one.plan] = counters.get(one.plan, 0) + 1
        rows.append(
            Promise(
                version=version, number=number_of(one.plan, counters[one.plan]), section=one.section[:80], quote=one.quote,
                start=one.start, end=one.end, **read_columns(one),
            )
        )  # fmt: skip
    return rows
