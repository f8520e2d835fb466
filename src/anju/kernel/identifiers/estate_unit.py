"""不动产单元代码, GB/T 37346-2019: 28 characters, no check digit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.text import squeezed

_SHAPE = re.compile(r"(\d{6})(\d{3})(\d{3})([A-Z]{2})(\d{5})([FLQW])(\d{8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class EstateUnitCode:
    """county 6, cadastral_area 3, sub_area 3, parcel_kind 2 letters, parcel 5, fixture F building / L wood / Q other
    / W none, unit 8 digits."""

    county: str
    cadastral_area: str
    sub_area: str
    parcel_kind: str
    parcel: str
    fixture: str
    unit: str

    @property
    def code(self) -> str:
        return (
            self.county
            + self.cadastral_area
            + self.sub_area
            + self.parcel_kind
            + self.parcel
            + self.fixture
            + self.unit
        )

    def __str__(self) -> str:
        """Written in its four customary groups."""
        code = self.code
        return f"{code[:6]} {code[6:12]} {code[12:19]} {code[19:]}"

    @property
    def masked(self) -> str:
        return f"{self.code[:12]}{'*' * 12}{self.code[-4:]}"


def parse_estate_unit_code(text: str) -> EstateUnitCode:
    """Read 28 characters, grouped or not. Raises Invalid: estate_unit.shape, or .fixture when W has a unit number."""
    found = _SHAPE.fullmatch(squeezed(text).replace("-", ""))
    if found is None:
        raise Invalid("estate_unit.shape", "code", value=text)
    unit = EstateUnitCode(*found.groups())
    if unit.fixture == "W" and int(unit.unit):
        raise Invalid("estate_unit.fixture", "code", value=text)
    return unit
