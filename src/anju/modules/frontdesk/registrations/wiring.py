"""The engine of cases is told of places and staff, and follows what happens to persons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Contact, RecipientKind
from anju.foundation import outbox
from anju.modules.frontdesk.queries.house_facts import PEOPLE, PLACES
from anju.modules.frontdesk.services import following, reporting
from anju.modules.people import facade as people
from anju.modules.people.contracts import LoginGiven, PersonForgotten, PersonsMerged


def _persons(numbers: Collection[int]) -> Mapping[int, Contact]:
    found = people.contact_of(numbers)
    return {
        pk: Contact(one.user_id, one.phone, one.email, one.language, one.name, one.declined)
        for pk, one in found.items()
    }


def _merged(payload: dict[str, Any]) -> None:
    following.person_merged(kept_id=payload["kept_id"], gone_id=payload["gone_id"])


def _forgotten(payload: dict[str, Any]) -> None:
    following.person_forgotten(person_id=payload["person_id"], at=timezone.now())


def _logged_in(payload: dict[str, Any]) -> None:
    cases.login_known(staff_id=payload["staff_id"], user_id=payload["user_id"])


cases.register_drafting(reporting.prepared)
cases.register_places(PLACES)
cases.register_people(PEOPLE)
messages.register_contacts(RecipientKind.PERSON, _persons)
messages.register_refusals(people.declined_users)
outbox.on(LoginGiven.code, "frontdesk.cases", _logged_in)
outbox.on(PersonsMerged.code, "frontdesk.cases", _merged)
outbox.on(PersonForgotten.code, "frontdesk.cases", _forgotten)
