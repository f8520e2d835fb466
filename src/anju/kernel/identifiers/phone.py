"""Telephone numbers of the mainland: mobile, fixed with area code and extension, 400/800, five-digit service lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.text import squeezed

_COUNTRY = re.compile(r"^(?:\+86|0086|86(?=1[3-9]\d{9}$))-?")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_FIXED = re.compile(r"(010|02\d|0[3-9]\d{2})-?([2-9]\d{6,7})(?:-(\d{1,6}))?")
_TOLL = re.compile(r"([48]00)-?(\d{3})-?(\d{4})")
_SERVICE = re.compile(r"1(?:10|19|20|22|23\d{2})|9[56]\d{3,4}")


class PhoneKind(StrEnum):
    MOBILE = "mobile"
    FIXED = "fixed"
    TOLL_FREE = "toll_free"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """number: normalised, e.g. 13812341234, 010-12345678-801, 400-123-4567, 95588."""

    number: str
    kind: PhoneKind

    @property
    def masked(self) -> str:
        """Mobile 138****1234; fixed with the last four of its own number shown; public lines stay as they are."""
        if self.kind is PhoneKind.MOBILE:
            return f"{self.number[:3]}****{self.number[7:]}"
        if self.kind is PhoneKind.FIXED:
            area, own, *_extension = self.number.split("-")
            return f"{area}-{'*' * (len(own) - 4)}{own[-4:]}"
        return self.number


def parse_phone(text: str) -> PhoneNumber:
    """Read a number written with or without +86, spaces and hyphens. Raises Invalid: phone.shape."""
    written = squeezed(text).translate({ord("("): None, ord(")"): "-", ord("转"): "-"}).replace("--", "-")
    plain = _COUNTRY.sub("", written)
    bare = plain.replace("-", "")
    if _MOBILE.fullmatch(bare) and bare.isascii():
        return PhoneNumber(bare, PhoneKind.MOBILE)
    if not plain.isascii():
        raise Invalid("phone.shape", "phone")
    if fixed := _FIXED.fullmatch(plain):
        return PhoneNumber("-".join(part for part in fixed.groups() if part), PhoneKind.FIXED)
    if toll := _TOLL.fullmatch(plain):
        return PhoneNumber("-".join(toll.groups()), PhoneKind.TOLL_FREE)
    if _SERVICE.fullmatch(plain):
        return PhoneNumber(plain, PhoneKind.SERVICE)
    raise Invalid("phone.shape", "phone")
