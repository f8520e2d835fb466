"""What frontdesk declares to the house: one file per subject."""

from anju.modules.frontdesk.registrations import kinds

__all__ = ["kinds"]
