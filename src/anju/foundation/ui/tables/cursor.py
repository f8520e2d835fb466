"""The place in a list, as it stands in a URL: signed, so that what comes back is what was given out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer

_signer = Signer(salt="anju.ui.cursor")


class CursorInvalid(ValueError):
    """The cursor was cut, forged, or made for another order of the list."""


def encode(order: str, values: Sequence[Any]) -> str:
    """order: name of the list's order; a cursor is good for that order only."""
    return _signer.sign_object([order, [_pack(value) for value in values]])


def decode(order: str, cursor: str, expected: int) -> list[Any]:
    """Return `expected` key values. Raises CursorInvalid."""
    try:
        made_for, packed = _signer.unsign_object(cursor)
        if made_for != order or len(packed) != expected:
            raise CursorInvalid(made_for)
        return [_unpack(value) for value in packed]
    except CursorInvalid:
        raise
    except (BadSignature, ValueError, TypeError, KeyError, ArithmeticError) as problem:
        raise CursorInvalid(str(problem)) from problem


def _pack(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return ["datetime", value.isoformat()]
        case date():
            return ["date", value.isoformat()]
        case time():
            return ["time", value.isoformat()]
        case timedelta():
            return ["span", value // timedelta(microseconds=1)]
        case Decimal():
            return ["decimal", str(value)]
        case UUID():
            return ["uuid", str(value)]
    raise TypeError(f"a list cannot be ordered by a {type(value).__name__}")


_READERS: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "span": lambda microseconds: timedelta(microseconds=microseconds),
    "decimal": Decimal,
    "uuid": UUID,
}


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        kind, text = value
        return _READERS[kind](text)
    return value
