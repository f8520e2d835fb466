"""Where the demo's places lie: one drawing gives the picture of the site plan, its pins and the coordinates."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1600, 1120
METRES_PER_PIXEL = 0.2
METRES_PER_DEGREE = 111_195.08
COLUMNS = 4
# Upper left corner of each community: invented ground, a few kilometres apart.
CORNERS = {
    "YS": (30.3216, 120.2104),
    "QH": (30.3301, 120.2318),
    "TY": (30.3127, 120.2257),
    "XJ": (30.3402, 120.1989),
}
ELSEWHERE = (30.3498, 120.1877)

SPOTS = {
    "G1": (800, 1082), "G2": (1562, 590), "G3": (38, 590), "D1": (858, 1064), "D2": (1540, 540), "D3": (60, 640),
    "R1": (800, 590), "R2": (1240, 300), "S1": (640, 560), "S2": (430, 850), "S3": (1180, 850), "L1": (250, 960),
    "L2": (960, 590), "L3": (640, 90), "W1": (1040, 600), "B1": (120, 330), "B2": (1480, 330), "B3": (1480, 860),
    "Z1": (420, 40), "H1": (200, 1040), "Y1": (1380, 980), "C1": (690, 985), "E1": (980, 985), "E2": (1060, 985),
    "E3": (320, 590), "E4": (400, 590), "E5": (760, 985), "E6": (1320, 590), "P1": (560, 690),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """Pixels of the drawing from its upper left."""

    x: int
    y: int

    @property
    def permille(self) -> tuple[int, int]:
        return round(self.x * 1000 / WIDTH), round(self.y * 1000 / HEIGHT)


def public(code: str) -> Spot:
    """A public place, room, gate or post by its code."""
    return Spot(*SPOTS[code])


def tower(number: int) -> Spot:
    row, column = divmod(number - 1, COLUMNS)
    return Spot(280 + column * 347, 190 + row * 280)


def entrance(number: int, door: int, doors: int) -> Spot:
    """Doors lie along the south side of their tower."""
    middle = tower(number)
    return Spot(middle.x + round((door - (doors + 1) / 2) * 110), middle.y + 46)


def coordinates(community: str, spot: Spot) -> tuple[float, float]:
    """WGS-84 latitude and longitude; the drawing is small enough to be flat."""
    top, left = CORNERS.get(community, ELSEWHERE)
    latitude = top - spot.y * METRES_PER_PIXEL / METRES_PER_DEGREE
    longitude = left + spot.x * METRES_PER_PIXEL / (METRES_PER_DEGREE * cos(radians(top)))
    return round(latitude, 6), round(longitude, 6)


def draw(towers: int) -> bytes:
    """The site plan as a PNG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (232, 240, 228))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((18, 18, WIDTH - 18, HEIGHT - 18), outline=(150, 160, 150), width=6)
    for box in _roads():
        pen.rectangle(box, fill=(214, 217, 222))
    for box, colour in _grounds():
        pen.rounded_rectangle(box, 26, fill=colour)
    font = ImageFont.load_default(34)
    for number in range(1, towers + 1):
        at = tower(number)
        pen.rounded_rectangle(
            (at.x - 125, at.y - 46, at.x + 125, at.y + 46),
            8,
            fill=(247, 243, 234),
            outline=(160, 140, 112),
            width=3,
        )
        pen.text((at.x, at.y), str(number), fill=(92, 76, 56), font=font, anchor="mm")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _roads() -> Iterator[tuple[int, int, int, int]]:
    yield (20, 566, WIDTH - 20, 614)
    yield (776, 566, 824, HEIGHT - 20)
    yield (96, 280, WIDTH - 96, 316)
    yield (96, 834, WIDTH - 96, 866)
    yield (96, 280, 128, 866)
    yield (WIDTH - 128, 280, WIDTH - 96, 866)


def _grounds() -> Iterator[tuple[tuple[int, int, int, int], tuple[int, int, int]]]:
    lawn, square, water = (196, 222, 184), (236, 224, 200), (186, 214, 232)
    yield (60, 900, 560, 1000), lawn
    yield (860, 546, 1000, 634), lawn
    yield (480, 60, 860, 120), lawn
    yield (560, 512, 720, 612), square
    yield (360, 820, 500, 884), square
    yield (1100, 820, 1260, 884), square
    yield (1004, 556, 1084, 640), water
    yield (620, 950, 1120, 1020), (238, 234, 226)
