"""Numbers of identity papers: read, checked, masked."""

from __future__ import annotations

import re
from datetime import date

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.credit_code import parse_credit_code
from anju.kernel.identifiers.identity_card import parse_identity_card
from anju.kernel.identifiers.text import squeezed
from anju.modules.people.contracts import IdKind, PersonKind

_PASSPORT = re.compile(r"[A-Z0-9]{6,15}")
_PERMIT = re.compile(r"[HM]\d{8}(?:\d{2})?|\d{8}(?:\d{2})?")
_RESIDENCE = ("81", "82", "83")


def checked_number(kind: IdKind | None, text: str, owner: PersonKind, on: date) -> str:
    """The number in its plain form; "" stays "".

    Raises Invalid: people.id_kind_missing, people.id_kind_unfit (a company has a credit code, a person none),
    people.id_number.shape, .region, .birth_date, .check. The number never stands in the error.
    """
    number = squeezed(text)
    if not number:
        return ""
    if kind is None:
        raise Invalid("people.id_kind_missing", field="id_kind")
    if (kind is IdKind.CREDIT_CODE) != (owner is PersonKind.COMPANY):
        raise Invalid("people.id_kind_unfit", field="id_kind")
    try:
        return _read(kind, number, on)
    except Invalid as error:
        reason = error.code.rsplit(".", 1)[-1]
        raise Invalid(
            f"people.id_number.{'check' if reason == 'organisation' else reason}", field="id_number"
        ) from None


def _read(kind: IdKind, number: str, on: date) -> str:
    if kind is IdKind.CREDIT_CODE:
        return parse_credit_code(number).code
    if kind is IdKind.IDENTITY_CARD or (
        kind is IdKind.TRAVEL_PERMIT and number.startswith(_RESIDENCE) and len(number) == 18
    ):
        return parse_identity_card(number, on=on).number
    shape = _PASSPORT if kind is IdKind.PASSPORT else _PERMIT
    if not shape.fullmatch(number):
        raise Invalid("people.id_number.shape", field="id_number")
    return number


def born_on(kind: IdKind | None, number: str) -> date | None:
    """The birthday a checked number carries, None where it carries none."""
    carries = kind in (IdKind.IDENTITY_CARD, IdKind.TRAVEL_PERMIT) and len(number) == 18
    return parse_identity_card(number).born_on if carries else None


def masked_number(kind: IdKind | None, number: str) -> str:
    """110***********002X; a company's code is public and stays. Source: domain-rules PIPL-10."""
    if not number or kind is IdKind.CREDIT_CODE:
        return number
    if len(number) == 18:
        return f"{number[:3]}{'*' * 11}{number[14:]}"
    return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}"
