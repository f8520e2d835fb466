"""What the books of safety share: a row is made or changed, in reach, under lock, with what changed in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit, files
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.modules.community.permissions import DISPUTE_READ, ETIQUETTE_READ, SAFETY_READ
from anju.modules.community.queries import reach

SAFETY_PHOTO = files.purpose("community.safety_photo", reading=SAFETY_READ, photo=True)
SAFETY_PAPER = files.purpose("community.safety_paper", reading=SAFETY_READ)
DISPUTE_PAPER = files.purpose("community.dispute_paper", reading=DISPUTE_READ)
ETIQUETTE_PHOTO = files.purpose("community.etiquette_photo", reading=ETIQUETTE_READ, photo=True)


@dataclass(frozen=True, slots=True)
class Book:
    """A kind of row, who writes and who reads it, and which of its columns the audit may name."""

    model: Any
    write: Permission
    read: Permission
    action: Any
    told: tuple[str, ...]


def save(
    book: Book, *, actor: Actor, community_id: int, values: Mapping[str, Any], at: datetime, pk: int | None = None
) -> Any:  # fmt: skip
    """Make the row, or change the one with `pk`, which stays in its community. Raises Forbidden, NotFound."""
    with transaction.atomic():
        if pk is None:
            reach.require_at(actor, book.write, community_id, book.read)
            row, before = book.model(community_id=community_id), None
        else:
            row = held(book, actor, pk)
            before = _told(book, row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        audit.record(actor, book.action, row, before=before, after=_told(book, row), at=at)
    return row


def held(book: Book, actor: Actor, pk: int) -> Any:
    """The row, locked, for somebody who may write it. Raises Forbidden, NotFound."""
    return reach.one(book.model, pk, actor=actor, permission=book.write, reading=book.read, lock=True)


def _told(book: Book, row: Any) -> dict[str, str]:
    return {name: str(getattr(row, name) if getattr(row, name) is not None else "") for name in book.told}
