"""How a page is reached: the permission it needs, the scope it works in, the errors it shows."""

from django.views.decorators.http import require_http_methods

from anju.foundation.web.access import page, public

__all__ = ["form_methods", "page", "public"]

# A page with a form: shown, and handed in to the same address.
form_methods = require_http_methods(["GET", "HEAD", "POST"])
