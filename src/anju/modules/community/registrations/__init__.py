"""What community declares to the house: one file per subject."""

from anju.modules.community.registrations import indicators, neighbours, pages, safety

__all__ = ["indicators", "neighbours", "pages", "safety"]
