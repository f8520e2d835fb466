"""What frontdesk declares to the house: one file per subject."""

from anju.modules.frontdesk.registrations import (
    desk,
    following,
    indicators,
    kinds,
    limits,
    pages,
    panels,
    registers,
    telling,
    wiring,
)

__all__ = [
    "desk",
    "following",
    "indicators",
    "kinds",
    "limits",
    "pages",
    "panels",
    "registers",
    "telling",
    "wiring",
]
