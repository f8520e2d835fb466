"""Reads of the audit, for its page and its export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from anju.foundation.actors import Actor
from anju.foundation.audit import actions
from anju.foundation.audit.models import AuditEntry, AuditHead
from anju.foundation.registrations import AUDIT_READ

# Numbers of subjects an actor may not hear of, by type: as a collection or a queryset.
_hidden: dict[str, Callable[[Actor], Any]] = {}


@dataclass(frozen=True, slots=True)
class ChainState:
    """`sealed`: entries in the chain; `waiting`: not yet in it; `sealed_up_to`: moment of the last sealed entry;
    `digest`: of the chain's end, to be written down elsewhere.
    """

    sealed: int
    waiting: int
    sealed_up_to: datetime | None
    digest: str


def entries(actor: Actor) -> QuerySet[AuditEntry]:
    """What the actor may read: his communities' acts; the organisation's own only with the whole organisation."""
    actor.require(AUDIT_READ)
    found = AuditEntry.objects.filter(actor.reach(AUDIT_READ).q(community="community_id"))
    for subject_type, ids in _hidden.items():
        found = found.exclude(subject_type=subject_type, subject_id__in=ids(actor))
    return found


def hide(subject_type: str, ids: Callable[[Actor], Any]) -> None:
    """Say which subjects an actor reads nothing of, whatever his rights. Raises ValueError when somebody has."""
    if subject_type in _hidden:
        raise ValueError(f"{subject_type!r} is hidden already")
    _hidden[subject_type] = ids


def chain_state() -> ChainState:
    head = AuditHead.objects.first()
    last = AuditEntry.objects.filter(number=head.number).first() if head and head.number else None
    return ChainState(
        sealed=head.number if head else 0,
        waiting=AuditEntry.objects.filter(number__isnull=True).count(),
        sealed_up_to=last.at if last else None,
        digest=head.digest if head else "",
    )


def action_label(code: str) -> str:
    known = actions().get(code)
    return str(known.label) if known else code


def subject_label(subject_type: str) -> str:
    """What kind of thing was changed, in words where the model has any."""
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject_type


def changes(entry: AuditEntry) -> list[tuple[str, Any, Any]]:
    """(name, before, after) of everything that changed, sorted by name."""
    names = sorted(entry.before.keys() | entry.after.keys())
    return [(name, _text(entry.before.get(name)), _text(entry.after.get(name))) for name in names]


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{key}：{one}" for key, one in value.items())
    return value
