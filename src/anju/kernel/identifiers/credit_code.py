"""统一社会信用代码, GB 32100-2015, with the organisation code of GB 11714 inside."""

from __future__ import annotations

from dataclasses import dataclass

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.text import squeezed

_CHARSET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_CHARSET)}
_WEIGHTS = tuple(pow(3, index, 31) for index in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """code: 18 characters. authority: who registered; region: 6 digits; organisation: 9 characters with check."""

    code: str

    @property
    def authority(self) -> str:
        return self.code[:2]

    @property
    def region(self) -> str:
        return self.code[2:8]

    @property
    def organisation(self) -> str:
        return self.code[8:17]


def parse_credit_code(text: str) -> CreditCode:
    """Read 18 characters. Raises Invalid: credit_code.shape, .organisation or .check."""
    code = squeezed(text).replace("-", "")
    if len(code) != 18 or any(character not in _VALUES for character in code) or not code[2:8].isdigit():
        raise Invalid("credit_code.shape", "code", value=text)
    if _organisation_check(code[8:16]) != code[16]:
        raise Invalid("credit_code.organisation", "code", value=text)
    if _check(code[:17]) != code[17]:
        raise Invalid("credit_code.check", "code", value=text)
    return CreditCode(code)


def _check(first17: str) -> str:
    total = sum(_VALUES[character] * weight for character, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHARSET[-total % 31]


def _organisation_check(first8: str) -> str:
    # GB 11714 counts letters as 10 to 35, with none left out.
    values = (int(character, 36) for character in first8)
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]
