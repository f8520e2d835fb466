"""Numbers the way people write them: commas, full-width digits, units, Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal

GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
LONGEST = 30
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}


WIDE = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as plain ones; nothing else is touched (m² stays m²)."""
    return text.translate(WIDE)


def parse_number(text: str) -> Decimal | None:
    """ "1,234.50", "１２", "-3" → the number; None for anything that is not surely one ("1,2", "12e5", "")."""
    plain = narrow(text).strip().replace("−", "-").replace("–", "-")
    if len(plain) > LONGEST or not plain.isascii():
        return None
    if GROUPED.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    return Decimal(plain) if PLAIN.fullmatch(plain) else None


def parse_chinese(text: str) -> int | None:
    """ "十二" → 12, "三百零五" → 305; up to 9999. None for anything else."""
    total, pending = 0, None
    smallest = 10_000
    for sign in text:
        if sign in DIGITS:
            if pending:
                return None
            pending = DIGITS[sign]
        elif sign in TENS and TENS[sign] < smallest:
            smallest = TENS[sign]
            total += smallest * (1 if pending is None and not total else pending or 0)
            pending = None
        else:
            return None
    return total + (pending or 0) if text else None
