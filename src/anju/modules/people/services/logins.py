"""Tie a person to a user who exists already."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.foundation import audit, outbox
from anju.foundation.accounts.models import Membership
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, NotFound
from anju.modules.people.contracts import LoginGiven
from anju.modules.people.permissions import LOGIN_CREATE
from anju.modules.people.services.acts import LOGIN_CREATED
from anju.modules.people.services.staff import locked


def login_link(*, actor: Actor, staff_id: int, user_id: int, at: datetime) -> None:
    """Let a member's user be this person's log-in.

    Raises Forbidden, NotFound (the person; a user who is no member here), Conflict: people.has_login.
    """
    actor.require(LOGIN_CREATE)
    with transaction.atomic():
        staff = locked(actor, staff_id)
        if staff.user_id is not None:
            raise Conflict("people.has_login", name=staff.name)
        member = Membership.objects.filter(org_id=actor.org_id, user_id=user_id, is_active=True)
        found = member.select_related("user").first()
        if found is None:
            raise NotFound("not_a_member", field="user")
        staff.user = found.user
        staff.save(update_fields=["user"])
        outbox.publish(LoginGiven(staff.pk, found.user.pk))
        audit.record(actor, LOGIN_CREATED, staff, after={"username": found.user.username}, at=at)
