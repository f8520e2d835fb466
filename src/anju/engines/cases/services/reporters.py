"""Who reported a case: corrected, read in the clear, merged with another person, forgotten by law."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.engines.cases.contracts import Reporter
from anju.engines.cases.models import Case
from anju.engines.cases.permissions import CASE_DECIDE, CONTACT_READ
from anju.engines.cases.queries.contact import mark
from anju.engines.cases.services import history, holding
from anju.engines.cases.services.actions import ACTIONS
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid

LONGEST_NAME = 60
_TOLD = ("person_id", "reporter_user_id", "reporter_name", "contact", "contact_digest")


def tell(case: Case, told: Reporter) -> None:
    """Write down who reported a case (unsaved). Raises Invalid (cases.reporter)."""
    name, phone = told.name.strip(), told.phone.strip()
    if len(name) > LONGEST_NAME or len(phone) > LONGEST_NAME:
        raise Invalid("cases.reporter", "reporter", limit=LONGEST_NAME)
    case.person_id, case.reporter_user_id = told.person_id, told.user_id
    case.reporter_name, case.contact = name, phone
    case.contact_digest = mark(phone) if phone else ""


def reporter_correct(*, actor: Actor, case_id: int, reporter: Reporter, at: datetime) -> None:
    """Say who reported a case after all; name and phone are in no history. Raises Forbidden, NotFound, Invalid."""
    with transaction.atomic():
        case, _kind = holding.hold(actor, case_id, "work")
        before = {"person": case.person_id}
        tell(case, reporter)
        case.save(update_fields=_TOLD)
        history.note(actor, case, "reporter", at, before=before, after={"person": case.person_id})


def contact_read(*, actor: Actor, case_id: int, at: datetime) -> tuple[str, str]:
    """(name, phone) of a reporter in the clear; that they were read is audited. Raises Forbidden, NotFound."""
    with transaction.atomic():
        case, _kind = holding.hold(actor, case_id, "read")
        holding.admit(actor, case, CONTACT_READ)
        audit.record(actor, ACTIONS["contact_read"], case, at=at)
    return case.reporter_name, case.contact


def person_merge(*, actor: Actor, from_id: int, to_id: int) -> int:
    """Follow a merge of two persons: the cases of one are the other's from now on. Returns how many. Raises Forbidden."""
    actor.require(CASE_DECIDE)
    return int(Case.objects.filter(person_id=from_id).update(person_id=to_id))


def person_forget(*, actor: Actor, person_id: int, at: datetime, closed_only: bool = False) -> int:
    """Forget who reported: person, name and phone leave all cases of a person; the cases stay. Returns how many.

    closed_only: cases that are still worked on keep whom to reach. Raises Forbidden. Source: PIPL art. 47.
    """
    actor.require(CASE_DECIDE)
    with transaction.atomic():
        rows = Case.objects.filter(person_id=person_id)
        rows = rows.filter(closed_at__isnull=False) if closed_only else rows
        found = list(rows.select_for_update(no_key=True).order_by("pk"))
        for case in found:
            tell(case, Reporter())
            case.save(update_fields=_TOLD)
            audit.record(actor, ACTIONS["forgotten"], case, at=at)
    return len(found)
