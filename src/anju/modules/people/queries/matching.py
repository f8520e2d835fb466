"""Somebody typed at the desk, found again among who is registered."""

from __future__ import annotations

from anju.foundation.privacy import digest
from anju.kernel.errors import Invalid
from anju.kernel.identifiers.text import squeezed
from anju.modules.people.models import Person, PersonPhone, PersonState
from anju.modules.people.rules.names import similar_names
from anju.modules.people.rules.phones import checked_phone


def known_person(name: str, phone: str, id_number: str) -> Person | None:
    """Who is surely meant: the same identity number, or the same telephone and a similar name."""
    active = Person.objects.filter(state=PersonState.ACTIVE)
    if number := squeezed(id_number):
        found = active.filter(id_digest=digest(number)).order_by("pk").first()
        if found is not None:
            return found
    try:
        plain = checked_phone(phone)
    except Invalid:
        return None
    if not plain:
        return None
    ids = PersonPhone.objects.filter(digest=digest(plain)).values("person_id")
    return next(
        (one for one in active.filter(pk__in=ids).order_by("pk") if similar_names(one.name, name)), None
    )
