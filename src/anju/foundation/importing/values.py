"""From what stands in a cell to a typed value: what is surely meant is converted and noted, the rest is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from anju.foundation.importing.columns import ImportColumn, folded
from anju.foundation.importing.grid import Fault, LostDigits, Value
from anju.foundation.ui.numbers import narrow, parse_chinese, parse_number
from anju.kernel.errors import AnjuError

INVISIBLE = dict.fromkeys([*range(9), 0xB, 0xC, *range(0xE, 0x20), 0x200B, 0x200C, 0x200D, 0xFEFF])
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]+0{1,2}:00(?::00)?)?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
UNITS = frozenset(
    (
        "层",
        "楼",
        "栋",
        "幢",
        "座",
        "号",
        "号楼",
        "单元",
        "户",
        "室",
        "个",
        "间",
        "套",
        "人",
        "元",
        "块",
        "次",
        "部",
        "台",
    )
)
AREAS = frozenset(("㎡", "m2", "m²", "平", "平米", "平方", "平方米"))
TRUE = frozenset(map(folded, ("是", "对", "有", "√", "✓", "✔", "y", "yes", "true", "1")))
FALSE = frozenset(map(folded, ("否", "不是", "错", "无", "没有", "×", "✗", "✘", "n", "no", "false", "0")))
SERIALS = range(10_000, 80_000)


@dataclass(frozen=True, slots=True)
class Note:
    """A value that was read with a change."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Refused(ValueError):
    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


Converted = tuple[Any, Note | None]
Converter = Callable[[Value], Converted]


def converter(column: ImportColumn) -> Converter:
    """Return the function that reads the column's filled cells: value → (typed value, note). It raises Refused."""
    convert = _MAKERS[column.kind](column)
    check = column.validate

    def read(value: Value) -> Converted:
        if type(value) is Fault:
            raise Refused("import.cell_fault", fault=value.text)
        typed, note = convert(value)
        if check is not None and typed is not None:
            try:
                check(typed)
            except AnjuError as error:
                raise Refused(error.code, **error.params) from error
        return typed, note

    return read


def as_text(value: Value) -> str:
    """What a person sees in the cell, near enough to find it."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)


def clean(text: str) -> str:
    """Without invisible signs and outer blanks, of which spreadsheets made from web pages are full."""
    if not text.isprintable():
        text = (
            text.translate(INVISIBLE)
            .replace("\r\n", "\n")
            .replace("\r", "\n")
            .replace("\xa0", " ")
            .replace("\u3000", " ")
        )
    return text.strip()


def _text(column: ImportColumn) -> Converter:
    longest = column.max_length

    def read(value: Value) -> Converted:
        if isinstance(value, LostDigits):
            raise Refused("import.digits_lost", value=value.text)
        if isinstance(value, date):
            raise Refused("import.date_in_text", value=value)
        text = clean(value if isinstance(value, str) else as_text(value))
        if len(text) > longest:
            raise Refused("import.too_long", limit=longest, length=len(text))
        return text or None, None

    return read


def _whole(column: ImportColumn) -> Converter:
    number = _number(column)

    def read(value: Value) -> Converted:
        if type(value) is int and column.minimum is None and column.maximum is None:
            return value, None
        found, note = number(value)
        if found is None:
            return None, None
        if found != found.to_integral_value():
            raise Refused("import.not_whole", value=found)
        return int(found), note

    return read


def _decimal(column: ImportColumn) -> Converter:
    number = _number(column)
    step = Decimal(1).scaleb(-column.places)

    def read(value: Value) -> Converted:
        found, note = number(value)
        if found is None:
            return None, None
        rounded = found.quantize(step)
        if rounded != found and isinstance(value, str):
            raise Refused("import.too_many_places", places=column.places, value=found)
        if rounded != found:
            note = note or Note("import.rounded", {"value": rounded})
        return rounded, note

    return read


def _number(column: ImportColumn) -> Callable[[Value], tuple[Decimal | None, Note | None]]:
    units = sorted(UNITS | AREAS | {narrow(unit) for unit in column.units}, key=len, reverse=True)
    low, high = column.minimum, column.maximum

    def read(value: Value) -> tuple[Decimal | None, Note | None]:
        note = None
        if isinstance(value, bool | date | LostDigits):
            raise Refused("import.not_a_number", value=as_text(value))
        if isinstance(value, str):
            text = clean(value)
            if not text:
                return None, None
            found = _number_in(text, units)
            note = Note("import.number_from_text", {"text": text, "value": found})
        else:
            found = Decimal(repr(value))
        if (low is not None and found < low) or (high is not None and found > high):
            raise Refused(
                "import.out_of_range",
                value=found,
                low="" if low is None else low,
                high="" if high is None else high,
            )
        if abs(found) >= 10**15:
            raise Refused("import.not_a_number", value=as_text(value))
        return found, note

    return read


def _number_in(text: str, units: Sequence[str]) -> Decimal:
    """units: endings that may follow, longest first."""
    plain = narrow(text).strip()
    negative = plain.startswith("负")
    plain = plain[1:].strip() if plain[0] in "第负" else plain
    unit = next((one for one in units if plain.endswith(one)), "")
    plain = plain.removesuffix(unit).strip()
    number: Decimal | int | None = parse_number(plain)
    if number is None:
        number = parse_chinese(plain)
    if number is None:
        raise Refused("import.not_a_number", value=text)
    return -Decimal(number) if negative else Decimal(number)


def _date(column: ImportColumn) -> Converter:
    def read(value: Value) -> Converted:
        if isinstance(value, datetime):
            return _in_range(value.date()), Note("import.time_dropped", {"value": value.date()})
        if isinstance(value, date):
            return _in_range(value), None
        text = clean(narrow(value)) if isinstance(value, str) else as_text(value)
        if not text:
            return None, None
        found = DAY.fullmatch(text) or COMPACT_DAY.fullmatch(text)
        if found is None and type(value) is int and value in SERIALS:
            day = date.fromordinal(date(1899, 12, 30).toordinal() + value)
            return day, Note("import.day_from_serial", {"text": text, "value": day})
        if found is None:
            raise Refused("import.not_a_day", value=text)
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise Refused("import.not_a_day", value=text) from None
        return _in_range(day), None if day.isoformat() == text else Note(
            "import.day_from_text", {"text": text, "value": day}
        )

    return read


def _in_range(day: date) -> date:
    if not 1900 <= day.year <= 2199:
        raise Refused("import.not_a_day", value=day.isoformat())
    return day


def _choice(column: ImportColumn) -> Converter:
    known = {folded(label): value for label, value in column.choices.items()}
    known |= {folded(value): value for value in column.choices.values() if folded(value) not in known}
    offered = "、".join(list(column.choices)[:8]) + ("…" if len(column.choices) > 8 else "")

    def read(value: Value) -> Converted:
        text = folded(as_text(value))
        if not text:
            return None, None
        if text not in known:
            raise Refused("import.not_a_choice", value=as_text(value), choices=offered)
        return known[text], None

    return read


def _bool(column: ImportColumn) -> Converter:
    def read(value: Value) -> Converted:
        text = folded(as_text(value))
        if not text:
            return None, None
        if text in TRUE:
            return True, None
        if text in FALSE:
            return False, None
        raise Refused("import.not_yes_or_no", value=as_text(value))

    return read


_MAKERS: dict[str, Callable[[ImportColumn], Converter]] = {
    "text": _text, "int": _whole, "decimal": _decimal, "date": _date, "choice": _choice, "bool": _bool,
}  # fmt: skip
