"""居民身份证号码, GB 11643-1999, with the residence permits and permits of foreigners that share its shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.text import is_digits, squeezed

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# Provinces of GB/T 2260; 81-83 are residence permits of Hong Kong, Macau and Taiwan residents.
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """number: 18 characters, X in capitals. region: code of the first registration, 6 digits."""

    number: str = field(repr=False)

    @property
    def region(self) -> str:
        return self.number[:6]

    @property
    def born_on(self) -> date:
        return date(int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14]))

    @property
    def male(self) -> bool:
        return int(self.number[16]) % 2 == 1

    def age_on(self, day: date) -> int:
        """Completed years of age."""
        born = self.born_on
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @property
    def masked(self) -> str:
        return f"{self.number[:3]}{'*' * 11}{self.number[14:]}"


def identity_check_digit(first17: str) -> str:
    """The check character of 17 digits. Raises Invalid unless they are digits."""
    if len(first17) != 17 or not is_digits(first17):
        raise Invalid("identity_card.shape", "number")
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def parse_identity_card(text: str, *, on: date | None = None) -> IdentityCard:
    """Read an 18-character number; with `on`, birth may not be after that day.

    Raises Invalid: identity_card.shape, .region, .birth_date or .check. The number never stands in the error.
    """
    number = squeezed(text)
    if len(number) != 18 or not is_digits(number[:17]) or number[17] not in "0123456789X":
        raise Invalid("identity_card.shape", "number")
    if number[:2] not in _PROVINCES and number[0] != "9":
        raise Invalid("identity_card.region", "number")
    card = IdentityCard(number)
    try:
        born_on = card.born_on
    except ValueError:
        raise Invalid("identity_card.birth_date", "number") from None
    if born_on.year < 1850 or (on is not None and born_on > on):
        raise Invalid("identity_card.birth_date", "number")
    if identity_check_digit(number[:17]) != number[17]:
        raise Invalid("identity_card.check", "number")
    return card
