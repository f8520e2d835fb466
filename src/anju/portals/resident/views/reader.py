"""Who reads the portal: the home he looks at, the number he is called at, how a report names him."""

from __future__ import annotations

from typing import Any

from anju.engines.cases.contracts import Reporter
from anju.kernel.errors import Invalid
from anju.modules.people import facade as people
from anju.portals.resident.entrance import Home


def home_of(request: Any) -> Home:
    """Raises Invalid (resident.no_home)."""
    if request.home is None:
        raise Invalid("resident.no_home")
    found: Home = request.home
    return found


def phone_of(request: Any) -> str:
    """Of his own record, else the one he logs in with; "" for none."""
    contact = people.contact_of([request.person.id]).get(request.person.id)
    return (contact.phone if contact else "") or request.user.phone or ""


def reporter_of(request: Any) -> Reporter:
    return Reporter(
        person_id=request.person.id,
        user_id=request.user.pk,
        name=request.person.name,
        phone=phone_of(request),
    )
