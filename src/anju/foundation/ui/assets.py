"""Names of built files: one mechanism, the manifest that web/build.mjs writes beside its output."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.exceptions import ImproperlyConfigured

MANIFEST = "assets.json"
HASHED = re.compile(r"/assets/[^/]+-[0-9A-Za-z]{8,10}\.[a-z]+(?:\.(?:br|gz))?$")


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """What the front end's build wrote: ``files`` (source name -> hashed name) and ``icons`` (names).

    Raises ImproperlyConfigured when the front end was never built.
    """
    path = _manifest_path()
    if path is None:
        raise ImproperlyConfigured("the front end is not built: run `npm ci && npm run build` in web/")
    built: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return built


def hashed(name: str) -> str:
    """The built name of a source name (``app.css`` -> ``assets/app-1a2b3c4d5e.css``); others unchanged."""
    built: str = manifest()["files"].get(name, name)
    return built


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """Names of the sprite's icons."""
    return frozenset(manifest()["icons"]) | {"anju"}


def is_immutable(path: str, url: str) -> bool:
    """For WHITENOISE_IMMUTABLE_FILE_TEST: the name holds the content's hash, so it may be cached for ever."""
    return bool(HASHED.search(url))


class AssetStorage(StaticFilesStorage):
    """Static storage whose URLs go through the build's manifest, for Django's and Jinja2's templates alike."""

    def url(self, name: str | None) -> str:
        return super().url(hashed(name) if name else name)


def _manifest_path() -> Path | None:
    found = finders.find(MANIFEST)
    if found:
        return Path(found)
    root = settings.STATIC_ROOT
    collected = Path(root) / MANIFEST if root else None
    return collected if collected and collected.exists() else None
