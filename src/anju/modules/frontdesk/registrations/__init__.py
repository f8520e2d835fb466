"""What frontdesk declares to the house: one file per subject."""

from anju.modules.frontdesk.registrations import desk, kinds

__all__ = ["desk", "kinds"]
