"""How a page is reached: the permission it needs, the scope it works in, the errors it shows."""

from anju.foundation.web.access import page, public

__all__ = ["page", "public"]
