"""The rows a bulk action was asked for."""

from __future__ import annotations

from django.http import HttpRequest


def selected_ids(request: HttpRequest) -> list[int]:
    """Ids of the ticked rows, each once, in the order of the page; what is no id is left out."""
    texts = request.POST.getlist("ids")
    return list(
        dict.fromkeys(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19)
    )
