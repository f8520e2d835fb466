"""One place where a deed is remembered: in the case's own history, in the audit, and to whoever listens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anju.engines.cases.contracts import CaseChanged, Side
from anju.engines.cases.models import Case, CaseEvent
from anju.engines.cases.services.actions import ACTIONS
from anju.foundation import audit, outbox
from anju.foundation.actors import Actor


def note(
    actor: Actor,
    case: Case,
    code: str,
    at: datetime,
    *,
    words: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    side: str = Side.INTERNAL,
) -> CaseEvent:
    """Remember a deed in the transaction of the deed itself; code: of actions.NAMES."""
    old, new = dict(before or {}), dict(after or {})
    event: CaseEvent = CaseEvent.objects.create(
        case_id=case.pk,
        at=at,
        code=code,
        by_id=actor.user_id,
        by_name=actor.name,
        words=words,
        before=old,
        after=new,
        side=side,
    )
    audit.record(actor, ACTIONS[code], case, before=old, after=new, reason=words, at=at)
    outbox.publish(CaseChanged(case.pk, case.kind, code, event.pk, side == Side.REPORTER))
    return event
