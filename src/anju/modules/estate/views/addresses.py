"""Where the codes on labels lead."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from anju.modules.estate.services.labels import label_url


def base_url(request: HttpRequest) -> str:
    """The public address of this installation, else the address the reader used."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


def label_address(request: HttpRequest, label: str) -> str:
    return label_url(base_url(request), label)
