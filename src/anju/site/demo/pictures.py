"""Pictures the demo draws itself: portraits, things found, finished work, signatures."""

from __future__ import annotations

import io
from math import cos, sin

from PIL import Image, ImageDraw

COATS = ("#1f4f9e", "#2b6a58", "#6a3d7a", "#8a4a23")
SKINS = ("#f2c9a5", "#eebc95", "#f5d3b3", "#e8b48a")
HAIRS = ("#2b2320", "#3b2f2a", "#1f1c1b", "#4a3a30")
GROUNDS = ("#dfe9f6", "#e3efe6", "#efe6f2", "#f4ebe0")


def portrait(number: int) -> bytes:
    """Somebody in the house's uniform, drawn flat, 480 × 600."""
    pick = number % len(COATS)
    image = Image.new("RGB", (480, 600), GROUNDS[pick])
    draw = ImageDraw.Draw(image)
    draw.ellipse((-60, 420, 540, 900), fill=COATS[pick])
    draw.polygon([(200, 400), (280, 400), (240, 500)], fill="#ffffff")
    draw.polygon([(232, 430), (248, 430), (256, 520), (240, 540), (224, 520)], fill="#b8312f")
    draw.rounded_rectangle((205, 330, 275, 430), 30, fill=SKINS[pick])
    draw.ellipse((140, 110, 340, 370), fill=SKINS[pick])
    if number % 2:
        draw.pieslice((125, 80, 355, 330), 180, 360, fill=HAIRS[pick])
        draw.rounded_rectangle((125, 190, 165, 400), 20, fill=HAIRS[pick])
        draw.rounded_rectangle((315, 190, 355, 400), 20, fill=HAIRS[pick])
    else:
        draw.pieslice((130, 85, 350, 290), 180, 360, fill=HAIRS[pick])
    for x in (200, 280):
        draw.ellipse((x - 9, 235, x + 9, 253), fill="#2a2a2a")
    draw.arc((205, 265, 275, 325), 20, 160, fill="#a04a3c", width=6)
    draw.rounded_rectangle((300, 480, 390, 512), 6, fill="#ffffff")
    return _jpeg(image)


def thing(number: int) -> bytes:
    """Something that lay about, on a grey table."""
    image = Image.new("RGB", (640, 480), "#d7d9dc")
    draw = ImageDraw.Draw(image)
    colour = ("#2d2d33", "#3668b4", "#c0c4cc", "#2e2622", "#b23a3a", "#7b828c", "#f4f4f4")[number % 7]
    draw.ellipse((150, 330, 500, 400), fill="#bfc2c6")
    draw.rounded_rectangle((190, 150, 450, 360), 26, fill=colour)
    draw.rounded_rectangle((220, 185, 420, 215), 10, fill="#ffffff55" if number % 2 else "#8f959d")
    return _jpeg(image)


def work(number: int) -> bytes:
    """A finished piece of work."""
    image = Image.new("RGB", (640, 480), ("#eef1f4", "#f3efe7", "#e8eef0")[number % 3])
    draw = ImageDraw.Draw(image)
    for x in range(0, 640, 80):
        draw.line((x, 0, x, 480), fill="#d9dee4", width=3)
    for y in range(0, 480, 80):
        draw.line((0, y, 640, y), fill="#d9dee4", width=3)
    draw.rounded_rectangle((210, 130, 430, 350), 18, fill="#aab6c2")
    draw.ellipse((270, 190, 370, 290), fill="#e9f1f7")
    return _jpeg(image)


def signature(number: int) -> bytes:
    """A few strokes on white, as a finger leaves them."""
    image = Image.new("RGB", (600, 240), "#ffffff")
    draw = ImageDraw.Draw(image)
    line = [
        (60 + step * 4, 120 + 46 * sin(step / (5 + number % 4)) * cos(step / 17) - step / 6)
        for step in range(120)
    ]
    draw.line(line, fill="#10213f", width=5, joint="curve")
    draw.line([(120, 190), (470, 168 + number % 9)], fill="#10213f", width=4)
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=86)
    return out.getvalue()
