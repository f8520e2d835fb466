"""What community declares to the house: one file per subject."""

from anju.modules.community.registrations import gatherings, indicators, pages

__all__ = ["gatherings", "indicators", "pages"]
