"""The JSON API: the router of every package that has one, below /api/v1/ under the package's name."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from anju.foundation.api import api, mount

PACKAGES = (
    "anju.engines.cases",
    "anju.engines.messages",
    "anju.engines.schedule",
    "anju.engines.scores",
    "anju.modules.estate",
    "anju.modules.people",
    "anju.modules.plans",
    "anju.modules.frontdesk",
    "anju.modules.community",
    "anju.portals.resident",
)

for package in PACKAGES:
    if find_spec(f"{package}.api"):
        mount(package.rpartition(".")[2], import_module(f"{package}.api").router)

urls = api.urls
