"""What is told of cases: templates in both languages, and the events that send them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from anju.engines.cases.contracts import CaseChanged, CaseOpened, StepsFired
from anju.engines.messages import facade as messages
from anju.foundation import outbox
from anju.modules.frontdesk.registrations.telling import templates
from anju.modules.frontdesk.services import telling

__all__ = ["templates"]


def _opened(payload: dict[str, Any]) -> None:
    telling.opened(case_id=payload["case_id"], at=timezone.now())


def _changed(payload: dict[str, Any]) -> None:
    telling.changed(case_id=payload["case_id"], event_id=payload["event_id"], at=timezone.now())


def _fired(payload: dict[str, Any]) -> None:
    telling.fired(step_ids=payload["step_ids"], at=timezone.now())


messages.hide_causes(telling.hidden_from)
outbox.on(CaseOpened.code, "frontdesk.tell", _opened)
outbox.on(CaseChanged.code, "frontdesk.tell", _changed)
outbox.on(StepsFired.code, "frontdesk.tell", _fired)
