"""What community declares to the house: one file per subject."""

from anju.modules.community.registrations import indicators, pages, safety

__all__ = ["indicators", "pages", "safety"]
