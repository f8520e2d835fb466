"""What community declares to the house: one file per subject."""

from anju.modules.community.registrations import gatherings, indicators, neighbours, pages, safety

__all__ = ["gatherings", "indicators", "neighbours", "pages", "safety"]
