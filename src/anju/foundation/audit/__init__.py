"""What was done, by whom and why. Written by services, sealed into a hash chain, checked by `anju audit verify`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from anju.foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class Action:
    """`code` is stored (`plans.plan.approved`); `label` is what an auditor reads."""

    code: str
    label: Any


_actions: dict[str, Action] = {}


def action(code: str, label: Any) -> Action:
    """Declare an action. Raises ValueError when the code is taken."""
    if code in _actions:
        raise ValueError(f"audit action {code!r} is declared twice")
    _actions[code] = Action(code, label)
    return _actions[code]


def actions() -> dict[str, Action]:
    return dict(_actions)


def record(
    actor: Actor,
    what: Action,
    subject: models.Model,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    community_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """Write one entry in the transaction of the change itself; unchanged fields are left out of before and after."""
    from anju.foundation.audit.models import AuditEntry

    old, new = before or {}, after or {}
    same = {key for key in old.keys() & new.keys() if old[key] == new[key]}
    AuditEntry.objects.create(
        org_id=actor.org_id,
        at=at or timezone.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        on_behalf_of_id=actor.on_behalf_of,
        action=what.code,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        community_id=community_id or getattr(subject, "community_id", None),
        before={key: value for key, value in old.items() if key not in same},
        after={key: value for key, value in new.items() if key not in same},
        reason=reason,
        channel=actor.origin.channel,
        ip=actor.origin.ip or None,
        request_id=actor.origin.request_id,
    )
