"""Printing somebody's file leaves a line in the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.modules.people.permissions import PERSON_READ
from anju.modules.people.services.acts import FILE_PRINTED
from anju.modules.people.services.persons import locked


def print_recorded(*, actor: Actor, person_id: int, form: str, at: datetime) -> None:
    """form: pdf or docx. Raises Forbidden, NotFound."""
    actor.require(PERSON_READ)
    with transaction.atomic():
        person = locked(actor, person_id, PERSON_READ)
        audit.record(actor, FILE_PRINTED, person, after={"form": form}, at=at)
