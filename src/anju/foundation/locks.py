"""Locks held until the end of the transaction."""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

from django.db import connection, models

from anju.kernel.errors import NotFound

M = TypeVar("M", bound=models.Model)


def advisory(name: str, *parts: Any) -> None:
    """Wait for the lock named by `name` and `parts`; needs an open transaction."""
    text = "\x00".join([name, *map(str, parts)])
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [number])


def row(model: type[M], key: int, **conditions: Any) -> M:
    """Lock one row and return it fresh. Raises NotFound when it is not there, or not in scope."""
    found = model._default_manager.select_for_update(of=("self",)).filter(pk=key, **conditions).first()
    if found is None:
        raise NotFound("not_found", noun=model._meta.label_lower)
    return found


def rows(model: type[M], keys: list[int]) -> list[M]:
    """Lock several rows in the order of their ids, so that two callers never wait for each other in a ring."""
    return list(model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
