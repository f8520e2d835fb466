"""Communities of the demo as their workbook describes them, for tests of one chapter of it."""

from __future__ import annotations

from datetime import date

from anju.modules.estate import facade as estate
from anju.site.demo.estates import workbook


def built(actor, estates, at):
    """Import them; returns their ids by name."""
    kept = estate.import_keep(actor=actor, name="演示.xlsx", data=workbook(estates, date(2018, 6, 30)), at=at)
    estate.import_run(actor=actor, import_id=kept, at=at, report=lambda *_words: None)
    return {one.name: one.id for one in estate.communities()}
