"""Character recognition of scanned pages by the optional extra `anju[ocr]`; its models lie inside its wheel.

Everything here is imported at the first scan only. A page that was recognised has the same form as a page of a
PDF with text, so columns, tables and paragraphs are found by the same rules.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from statistics import median
from typing import Any

from .errors import DocumentRefused
from .layout.pages import Page, Rule, Run

DPI = 200
_POINT = 72 / DPI
_LARGEST_SIDE = 6_000
_MOST_PAGES = 300
_LEAST_SCORE = 0.5
_LEAST_LEAN = 0.05  # degrees
_TALL = 1.5
_DOUBTFUL = 0.8
_DASH = re.compile(r"(?<=[\d日月年时点%])一{1,2}(?=\d)")
_RULE_PIXELS = 50
_THICKEST = 14
_FARTHEST = 3.0
_BLANK = 0.7
_LEAST_INK = 0.2
_AS_SURE = 0.85


@cache
def is_installed() -> bool:
    """Whether the extra is there and loads; a missing system library counts as missing."""
    try:
        import rapidocr_onnxruntime  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def recognised_pdf(data: bytes, numbers: Iterable[int]) -> Iterator[Page]:
    """The pages with these numbers, drawn one at a time and recognised."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in _limited(numbers):
            page = document[number - 1]
            scale = min(DPI / 72, _LARGEST_SIDE / max(page.get_size()))
            picture = page.render(scale=scale, grayscale=True).to_numpy()
            page.close()
            yield recognised(picture, number, 1 / scale)
    finally:
        document.close()


def counted(files: Iterable[bytes]) -> int:
    """Pictures and pages of a TIFF, by their heads alone. Raises DocumentRefused(broken_file)."""
    from PIL import Image

    count = 0
    for data in files:
        try:
            with Image.open(io.BytesIO(data)) as opened:
                count += getattr(opened, "n_frames", 1)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise DocumentRefused("broken_file", suffix="") from error
    return count


def recognised_pictures(files: Iterable[bytes]) -> Iterator[Page]:
    """Every picture, and every page of a TIFF, as a page. Raises DocumentRefused(broken_file)."""
    import numpy
    from PIL import Image, ImageOps, ImageSequence

    number = 0
    for data in files:
        try:
            with Image.open(io.BytesIO(data)) as opened:
                for frame in ImageSequence.Iterator(opened):
                    number += 1
                    _limited(range(number))
                    upright = ImageOps.exif_transpose(frame).convert("L")
                    upright.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
                    yield recognised(numpy.asarray(upright), number, _POINT)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise DocumentRefused("broken_file", suffix="") from error


def recognised(picture: Any, number: int, point: float) -> Page:
    """A page of grey or coloured pixels, row by row. point: points per pixel."""
    picture = _grey(picture)
    picture, read = _upright(picture)
    found = [line for line in read if line[2] >= _LEAST_SCORE]
    height, width = picture.shape[:2]
    matrix = _straight(_lean(found), width, height)
    level = _levelled(picture, matrix)
    ink = _ink(level)
    lines = [line for box, text, score in found if (line := _line(box, text, score, matrix))]
    rules = _rules(ink)
    lines = [_completed(line, lines, level, _without(ink, rules)) for line in lines]
    certainty = _certainty([([], line.text, line.score) for line in lines])
    return Page(
        number,
        width * point,
        height * point,
        [_run(line, point) for line in lines],
        [Rule(*(side * point for side in rule)) for rule in rules],
        1.0,
        round(certainty, 3),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A recognised line of the levelled page, in pixels."""

    text: str
    score: float
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


Box = list[list[float]]
Read = tuple[Box, str, float]


def _upright(picture: Any) -> tuple[Any, list[Read]]:
    """The picture turned so that its lines can be read, and what they say."""
    found = _read(picture)
    shapes = [_height(box) / max(_width(box), 1.0) for box, _, _ in found]
    tall = not found or median(shapes) > _TALL
    if not tall and _certainty(found) >= _DOUBTFUL:
        return picture, found
    turned = [(picture, found)]
    for quarters in (1, 3) if found and tall else (1, 2, 3) if not found else (2,):
        other = _turned(picture, quarters)
        turned.append((other, _read(other)))
    return max(turned, key=lambda one: sum(score * len(text) for _, text, score in one[1]))


def _certainty(found: list[Read]) -> float:
    """Mean score of the characters."""
    characters = sum(len(text) for _, text, _ in found)
    return sum(score * len(text) for _, text, score in found) / characters if characters else 0.0


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    # Turning single lines upside down loses more lines than it saves: 3 in 740 of a straight page.
    return RapidOCR(text_score=0.0, use_cls=False)


def _read(picture: Any) -> list[Read]:
    """Four corners, text and score of every line found."""
    found, _ = _engine()(picture)
    return [(box, _mended(text), float(score)) for box, text, score in found or () if text.strip()]


def _mended(text: str) -> str:
    """A dash between two figures is taken for the numeral 一."""
    return _DASH.sub("—", text.strip())


def _limited(numbers: Iterable[int]) -> list[int]:
    wanted = list(numbers)
    if len(wanted) > _MOST_PAGES:
        raise DocumentRefused("scan_too_long", pages=len(wanted), limit=_MOST_PAGES)
    return wanted


def _grey(picture: Any) -> Any:
    return (
        picture
        if picture.ndim == 2
        else picture[:, :, 0]
        if picture.shape[2] == 1
        else picture.mean(axis=2).astype("uint8")
    )


def _turned(picture: Any, quarters: int) -> Any:
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(picture, quarters))


def _width(box: Box) -> float:
    return math.dist(box[0], box[1])


def _height(box: Box) -> float:
    return math.dist(box[0], box[3])


def _lean(found: list[Read]) -> float:
    """Degrees by which the lines fall to the right: the middle one of the long lines."""
    angles = [
        math.degrees(math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]))
        for box, _, _ in found
        if _width(box) > 5 * _height(box)
    ]
    lean = median(angles) if angles else 0.0
    return lean if _LEAST_LEAN < abs(lean) < 15 else 0.0


Sides = tuple[float, float, float, float]
Matrix = tuple[tuple[float, float, float], tuple[float, float, float]]


def _straight(lean: float, width: int, height: int) -> Matrix:
    """Turns the page about its middle until its lines are level."""
    cos, sin = math.cos(math.radians(lean)), math.sin(math.radians(lean))
    x, y = width / 2, height / 2
    return (cos, sin, x - cos * x - sin * y), (-sin, cos, y + sin * x - cos * y)


def _placed(point: list[float], matrix: Matrix) -> tuple[float, float]:
    (a, b, c), (d, e, f) = matrix
    return a * point[0] + b * point[1] + c, d * point[0] + e * point[1] + f


def _line(box: Box, text: str, score: float, matrix: Matrix) -> _Line | None:
    corners = [_placed(corner, matrix) for corner in box]
    x0, x1 = (corners[0][0] + corners[3][0]) / 2, (corners[1][0] + corners[2][0]) / 2
    top, bottom = (corners[0][1] + corners[1][1]) / 2, (corners[2][1] + corners[3][1]) / 2
    return _Line(text, score, x0, top, x1, bottom) if x1 > x0 and bottom > top else None


def _run(line: _Line, point: float) -> Run:
    weights = [0.5 if char < "\u2e80" else 1.0 for char in line.text]
    step = (line.x1 - line.x0) / sum(weights)
    edges = accumulate((weight * step for weight in weights[:-1]), initial=line.x0)
    x0, top, x1, bottom = (side * point for side in (line.x0, line.top, line.x1, line.bottom))
    return Run(line.text, x0, x1, top, bottom, tuple(edge * point for edge in edges))


def _completed(line: _Line, lines: list[_Line], level: Any, ink: Any) -> _Line:
    """The line read again with what stands close before and behind it: a thin 一、 is easily left out."""
    near = [other for other in lines if other is not line and _beside(other, line)]
    before = max((other.x1 for other in near if other.x1 <= line.x0 + line.height / 2), default=0.0)
    behind = min(
        (other.x0 for other in near if other.x0 >= line.x1 - line.height / 2), default=float(ink.shape[1])
    )
    x0 = _reach(line, ink, -1, max(before, line.x0 - _FARTHEST * line.height))
    x1 = _reach(line, ink, 1, min(behind, line.x1 + _FARTHEST * line.height))
    if line.x0 - x0 < _LEAST_INK * line.height and x1 - line.x1 < _LEAST_INK * line.height:
        return line
    pad = int(0.15 * line.height)
    top, bottom = max(int(line.top) - 1, 0), int(line.bottom) + 2
    crop = level[top:bottom, max(int(min(x0, line.x0)) - pad, 0) : int(max(x1, line.x1)) + pad]
    read, _ = _engine()(crop, use_det=False, use_cls=False)
    text, score = (_mended(read[0][0]), float(read[0][1])) if read else ("", 0.0)
    if len(text) <= len(line.text) or score < _AS_SURE * line.score:
        return line
    return _Line(text, score, min(x0, line.x0), line.top, max(x1, line.x1), line.bottom)


def _beside(other: _Line, line: _Line) -> bool:
    return min(other.bottom, line.bottom) - max(other.top, line.top) > 0.3 * line.height


def _reach(line: _Line, ink: Any, way: int, limit: float) -> float:
    """How far ink goes on beyond an end of the line; blanks of less than a character are jumped."""
    top, bottom = int(line.top + 0.08 * line.height), int(line.bottom - 0.08 * line.height)
    columns = (ink[top:bottom] > 0).sum(axis=0)
    at = last = line.x0 if way < 0 else line.x1
    while (at > limit if way < 0 else at < limit) and abs(at - last) < _BLANK * line.height:
        at += way
        if 0 <= int(at) < len(columns) and columns[int(at)] >= 2:
            last = at
    return last


def _levelled(picture: Any, matrix: Matrix) -> Any:
    import cv2
    import numpy

    height, width = picture.shape[:2]
    turn = numpy.array(matrix, dtype="float64")
    return cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _ink(level: Any) -> Any:
    """255 where it is darker than around it, single specks left out."""
    import cv2

    dark = cv2.adaptiveThreshold(level, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    return cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (2, 2)))


def _without(ink: Any, rules: list[Sides]) -> Any:
    bare = ink.copy()
    for x0, top, x1, bottom in rules:
        bare[max(int(top) - 4, 0) : int(bottom) + 5, max(int(x0) - 4, 0) : int(x1) + 5] = 0
    return bare


def _rules(ink: Any) -> list[Sides]:
    """x0, top, x1, bottom of long dark lines along the axes."""
    import cv2

    found: list[Sides] = []
    for shape in ((_RULE_PIXELS, 1), (1, _RULE_PIXELS)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, w, h, _ in stats[1:count].tolist():
            if min(w, h) <= _THICKEST:
                across, down = x + w / 2, y + h / 2
                found.append((x, down, x + w, down) if w > h else (across, y, across, y + h))
    return found
