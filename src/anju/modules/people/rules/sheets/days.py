"""Days as people and programs write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from anju.modules.people.rules.sheets.values import Broken, Lost, Remark, Value, notice, plain, problem

EPOCH = date(1899, 12, 30)
# Serial numbers of 1950 to 2079: outside of it a bare number is rather a room or an amount.
SERIALS = range(18_264, 65_746)
FIRST_YEAR, LAST_YEAR = 1900, 2099
_TIME = re.compile(r"[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年,、\s]\s*(\d{1,2})\s*[-/.月,、\s]\s*(\d{1,2})\s*[日号]?")
_SHORT_YEAR = re.compile(r"'?(\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")


def read_day(value: Value | None, today: date) -> tuple[date | None, tuple[Remark, ...]]:
    """The day, and what was done to read it. `today` decides the century of a two-digit year: not after next year.

    Refused: what may be two days (01/02/2021, 05/03/21), a month without a day, a day that is none.
    """
    if isinstance(value, Broken):
        return None, (problem("sheet.cell_fault", fault=value.text),)
    if isinstance(value, datetime):
        return _within(value.date(), ())
    if isinstance(value, date):
        return _within(value, ())
    text = _TIME.sub("", plain(value).replace("\n", " ")).strip()
    if not text:
        return None, ()
    if isinstance(value, Lost | bool):
        return None, (problem("sheet.not_a_day", value=text),)
    if found := (_COMPACT.fullmatch(text) or _YEAR_FIRST.fullmatch(text)):
        return _made(text, int(found[1]), int(found[2]), int(found[3]))
    if re.fullmatch(r"\d+(\.\d+)?", text) and int(float(text)) in SERIALS:
        day = EPOCH + timedelta(days=int(float(text)))
        return _within(day, (notice("sheet.day_from_serial", text=text, value=day),))
    return _doubtful(text, today)


def _doubtful(text: str, today: date) -> tuple[date | None, tuple[Remark, ...]]:
    if found := _DAY_FIRST.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if first <= 12 and second <= 12 and first != second:
            return None, (problem("sheet.day_two_ways", value=text),)
        return _made(text, year, min(first, second), max(first, second))
    if found := _SHORT_YEAR.fullmatch(text):
        short, month, day = int(found[1]), int(found[2]), int(found[3])
        if "年" not in text and short <= 12 < day:
            return None, (problem("sheet.day_two_ways", value=text),)
        century = 2000 if 2000 + short <= today.year + 1 else 1900
        return _made(text, century + short, month, day, "sheet.day_short_year")
    if _MONTH.fullmatch(text):
        return None, (problem("sheet.day_missing", value=text),)
    return None, (problem("sheet.not_a_day", value=text),)


def _made(
    text: str, year: int, month: int, day: int, code: str = ""
) -> tuple[date | None, tuple[Remark, ...]]:
    try:
        made = date(year, month, day)
    except ValueError:
        return None, (problem("sheet.not_a_day", value=text),)
    note = (notice(code, text=text, value=made),) if code else ()
    return _within(made, note)


def _within(day: date, remarks: tuple[Remark, ...]) -> tuple[date | None, tuple[Remark, ...]]:
    if not FIRST_YEAR < day.year <= LAST_YEAR:
        return None, (problem("sheet.not_a_day", value=day.isoformat()),)
    return day, remarks
