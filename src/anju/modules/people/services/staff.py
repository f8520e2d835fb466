"""People: taken on, changed, moved, gone, and their log-ins."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, outbox, search
from anju.foundation.accounts import services as accounts
from anju.foundation.accounts.models import Membership, Organisation, User
from anju.foundation.actors import Actor
from anju.foundation.permissions.roles import ROLES
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.people.contracts import LoginGiven, StaffDraft
from anju.modules.people.models import Position, Staff, StaffState, Team, Transfer
from anju.modules.people.permissions import LOGIN_CREATE, PHONE_REVEAL, STAFF_CHANGE, STAFF_READ
from anju.modules.people.rules.phones import checked_phone, masked
from anju.modules.people.services.acts import (
    LOGIN_CREATED,
    PHONE_REVEALED,
    STAFF_CHANGED,
    STAFF_CREATED,
    STAFF_LEFT,
    STAFF_RETURNED,
    STAFF_TRANSFERRED,
)
from anju.modules.people.services.structure import department_of, require_at

STAFF_KIND = search.kind(
    search.Kind(
        "people.staff", _("人员"), "user", STAFF_READ, lambda pk: reverse("people:staff", args=[pk]), order=15
    )
)
PASSWORD_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
MOST_SKILLS = 20


@dataclass(frozen=True, slots=True)
class OneTimePassword:
    """Shown once to who made the log-in; the person must choose another at the first one."""

    username: str
    password: str


def staff_create(*, actor: Actor, draft: StaffDraft, at: datetime) -> int:
    """Take a person on. Returns the id.

    Raises Forbidden, NotFound (department, position, team), Invalid: people.name_empty, people.number_empty,
    people.phone.unreadable, people.position_elsewhere; Conflict: people.number_taken.
    """
    require_at(actor, STAFF_CHANGE, draft.community_id)
    with transaction.atomic():
        values = checked(actor, draft)
        _check_number(values["number"], None)
        staff = Staff.objects.create(**values)
        index([staff])
        audit.record(actor, STAFF_CREATED, staff, after=_logged(values), at=at)
    return int(staff.pk)


def staff_change(*, actor: Actor, staff_id: int, draft: StaffDraft, at: datetime) -> None:
    """Set everything known of a person. Raises as `staff_create`, and NotFound."""
    with transaction.atomic():
        staff = locked(actor, staff_id)
        require_at(actor, STAFF_CHANGE, staff.community_id)
        require_at(actor, STAFF_CHANGE, draft.community_id)
        values = checked(actor, draft)
        _check_number(values["number"], staff.pk)
        before = {name: getattr(staff, name) for name in values}
        if before == values:
            return
        for name, value in values.items():
            setattr(staff, name, value)
        staff.save(update_fields=list(values))
        index([staff])
        audit.record(actor, STAFF_CHANGED, staff, before=_logged(before), after=_logged(values), at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where somebody goes on a day. community_id None: works for the whole company."""

    on: date
    reason: str
    department_id: int
    position_id: int | None = None
    team_id: int | None = None
    community_id: int | None = None


def staff_transfer(*, actor: Actor, staff_id: int, move: Move, at: datetime) -> None:
    """Move a person to another post or project and keep a record of it (ORG-04).

    Raises Forbidden, NotFound, Invalid: people.reason_empty, people.position_elsewhere; Conflict: people.no_move.
    """
    if not move.reason.strip():
        raise Invalid("people.reason_empty", field="reason")
    with transaction.atomic():
        staff = locked(actor, staff_id)
        require_at(actor, STAFF_CHANGE, staff.community_id)
        require_at(actor, STAFF_CHANGE, move.community_id)
        place = _place_of_work(actor, move.department_id, move.position_id, move.team_id)
        values = {**place, "community_id": move.community_id}
        if all(getattr(staff, name) == value for name, value in values.items()):
            raise Conflict("people.no_move")
        before = _post_names(staff)
        for name, value in values.items():
            setattr(staff, name, value)
        staff.save(update_fields=list(values))
        staff = Staff.objects.select_related("department", "position", "team").get(pk=staff.pk)
        after = _post_names(staff)
        Transfer.objects.create(
            staff=staff,
            on=move.on,
            before=before,
            after=after,
            reason=move.reason.strip(),
            by_name=actor.name,
        )
        index([staff])
        audit.record(
            actor, STAFF_TRANSFERRED, staff, before=before, after=after, reason=move.reason.strip(), at=at
        )


def staff_leave(*, actor: Actor, staff_id: int, on: date, at: datetime, reason: str = "") -> None:
    """A person leaves for good: the log-in to this organisation ends with it.

    Raises Forbidden, NotFound; Conflict: people.left_already, people.holds_devices.
    """
    with transaction.atomic():
        staff = locked(actor, staff_id)
        require_at(actor, STAFF_CHANGE, staff.community_id)
        if staff.state == StaffState.LEFT:
            raise Conflict("people.left_already", name=staff.name)
        held = staff.device_issues.filter(returned_at__isnull=True).count()
        if held:
            raise Conflict("people.holds_devices", name=staff.name, count=held)
        staff.state, staff.left_on = StaffState.LEFT, on
        staff.save(update_fields=["state", "left_on"])
        Membership.objects.filter(user_id=staff.user_id, org_id=actor.org_id).update(is_active=False)
        search.drop(STAFF_KIND, [staff.pk])
        audit.record(actor, STAFF_LEFT, staff, after={"left_on": on}, reason=reason.strip(), at=at)


def staff_return(*, actor: Actor, staff_id: int, at: datetime) -> None:
    """Undo a leave or bring somebody back. Raises Forbidden, NotFound."""
    with transaction.atomic():
        staff = locked(actor, staff_id)
        require_at(actor, STAFF_CHANGE, staff.community_id)
        if staff.state == StaffState.ACTIVE:
            return
        staff.state, staff.left_on = StaffState.ACTIVE, None
        staff.save(update_fields=["state", "left_on"])
        Membership.objects.filter(user_id=staff.user_id, org_id=actor.org_id).update(is_active=True)
        index([staff])
        audit.record(actor, STAFF_RETURNED, staff, at=at)


def phone_reveal(*, actor: Actor, staff_id: int, at: datetime) -> str:
    """The whole telephone number, and a line in the log about who looked (PIPL). Raises Forbidden, NotFound."""
    with transaction.atomic():
        staff = locked(actor, staff_id)
        require_at(actor, PHONE_REVEAL, staff.community_id)
        audit.record(actor, PHONE_REVEALED, staff, at=at)
    return str(staff.phone)


def login_create(
    *, actor: Actor, staff_id: int, username: str, role: str, path: str = "", at: datetime
) -> OneTimePassword:
    """Give a person a log-in with a one-time password and a role at `path` (the whole organisation when "").

    Raises Forbidden, NotFound, Invalid: people.username_empty, people.role_unknown; Conflict: people.has_login,
    username_taken.
    """
    actor.require(LOGIN_CREATE)
    name = username.strip()
    if not name:
        raise Invalid("people.username_empty", field="username")
    if role not in set(ROLES):
        raise Invalid("people.role_unknown", field="role")
    with transaction.atomic():
        staff = locked(actor, staff_id)
        if staff.user_id is not None:
            raise Conflict("people.has_login", name=staff.name)
        password = "-".join("".join(secrets.choice(PASSWORD_SIGNS) for _ in range(4)) for _ in range(3))
        phone = staff.phone if staff.phone and User.objects.by_phone(staff.phone) is None else ""
        user = accounts.user_create(username=name, name=staff.name, password=password, phone=phone)
        user.must_change_password = True
        user.save(update_fields=["must_change_password"])
        accounts.member_add(user=user, org=Organisation.objects.get(pk=actor.org_id))
        accounts.role_assign(actor=actor, user=user, role_code=role, path=path)
        staff.user = user
        staff.save(update_fields=["user"])
        outbox.publish(LoginGiven(staff.pk, user.pk))
        audit.record(actor, LOGIN_CREATED, staff, after={"username": name, "role": role, "path": path}, at=at)
    return OneTimePassword(name, password)


def locked(actor: Actor, staff_id: int) -> Staff:
    """Raises NotFound for a person outside the actor's reach."""
    rows = Staff.objects.select_for_update(of=("self",)).select_related("department", "position", "team")
    staff = rows.filter(actor.reach(STAFF_READ).q(), pk=staff_id).first()
    if staff is None:
        raise NotFound("people.staff.missing")
    return staff


def checked(actor: Actor, draft: StaffDraft) -> dict[str, Any]:
    """The columns of a person. Raises Invalid, NotFound as `staff_create`."""
    name, number = draft.name.strip(), draft.number.strip()
    if not name:
        raise Invalid("people.name_empty", field="name")
    if not number:
        raise Invalid("people.number_empty", field="number")
    skills = sorted({skill.strip() for skill in draft.skills if skill.strip()})
    if len(skills) > MOST_SKILLS:
        raise Invalid("people.too_many_skills", field="skills", most=MOST_SKILLS)
    return {
        "name": name,
        "number": number,
        "phone": checked_phone(draft.phone),
        **_place_of_work(actor, draft.department_id, draft.position_id, draft.team_id),
        "community_id": draft.community_id,
        "skills": skills,
        "joined_on": draft.joined_on,
    }


def _place_of_work(
    actor: Actor, department_id: int, position_id: int | None, team_id: int | None
) -> dict[str, int | None]:
    department = department_of(actor, department_id)
    for model, key, field in ((Position, position_id, "position"), (Team, team_id, "team")):
        if key is None:
            continue
        row: Any = model.objects.filter(pk=key).first()
        if row is None:
            raise NotFound(f"people.{field}.missing", field=field)
        if row.department_id != department.pk:
            raise Invalid("people.position_elsewhere", field=field, name=row.name)
    return {"department_id": department.pk, "position_id": position_id, "team_id": team_id}


def _check_number(number: str, staff_id: int | None) -> None:
    if Staff.objects.filter(number=number).exclude(pk=staff_id).exists():
        raise Conflict("people.number_taken", field="number", number=number)


def index(staff: list[Staff]) -> None:
    """Make people found by name and number; who has left is not."""
    search.put(
        STAFF_KIND,
        [
            search.Entry(
                one.pk, (one.name, one.number), " · ".join(str(part) for part in (one.department, one.position) if part),
                one.community_id,
            )
            for one in staff
            if one.state != StaffState.LEFT
        ],
    )  # fmt: skip


def _post_names(staff: Staff) -> dict[str, Any]:
    return {
        "community_id": staff.community_id,
        "department": str(staff.department),
        "position": str(staff.position or ""),
        "team": str(staff.team or ""),
    }


def _logged(values: dict[str, Any]) -> dict[str, Any]:
    """What of a person goes into the audit: a telephone number only masked."""
    return {**values, "phone": masked(values["phone"])}
