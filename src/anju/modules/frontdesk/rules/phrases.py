"""Standard phrases: their short names, and what may be filled into them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from anju.kernel.errors import Invalid

# name: whom it is written to; number and limit: of the case; me: who writes; today: the local day.
PLACEHOLDERS = ("name", "number", "limit", "me", "today")
LONGEST_CODE, LONGEST = 12, 500
BLANK = "＿＿"

_CODE = re.compile(rf"[0-9a-z\u4e00-\u9fff]{{1,{LONGEST_CODE}}}")
_HOLE = re.compile(r"\{([^{}]*)\}")


def code_of(text: str) -> str:
    """The letters by which a phrase is called, without the stroke before them. Raises Invalid (frontdesk.phrase.code)."""
    code = text.strip().lstrip("/／").lower()
    if not _CODE.fullmatch(code):
        raise Invalid("frontdesk.phrase.code", "code", limit=LONGEST_CODE)
    return code


def check_text(text: str) -> str:
    """Raises Invalid: frontdesk.phrase.text (none, or too long), frontdesk.phrase.hole (params name: an unknown one)."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise Invalid("frontdesk.phrase.text", "text", limit=LONGEST)
    for name in _HOLE.findall(text):
        if name not in PLACEHOLDERS:
            raise Invalid("frontdesk.phrase.hole", "text", name=name)
    return text


def filled(text: str, values: Mapping[str, str]) -> str:
    """The phrase with what is known; what is not leaves a gap to be filled by hand."""
    return _HOLE.sub(lambda hole: values.get(hole[1]) or BLANK, text)
