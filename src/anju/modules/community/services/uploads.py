"""A file as it came, and how it is kept."""

from __future__ import annotations

from typing import Any, NamedTuple

from anju.foundation import files
from anju.foundation.actors import Actor


class Upload(NamedTuple):
    name: str
    data: bytes


def kept(actor: Actor, what: files.Purpose, upload: Upload | None) -> Any:
    """The stored file, None without one. Raises Invalid as files.keep."""
    return None if upload is None else files.keep(actor=actor, what=what, name=upload.name, data=upload.data)
