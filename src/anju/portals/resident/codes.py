"""Codes to be scanned, as pictures inside a page."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def qr_svg(text: str, *, scale: int = 5) -> Markup:
    """An inline SVG; nothing of `text` stands in it but the modules of the code."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=scale, border=2, xmldecl=False, svgns=True, nl=False
    )
    return Markup(out.getvalue().decode())
