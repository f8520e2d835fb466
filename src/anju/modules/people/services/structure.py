"""Departments, posts, teams and management bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people.contracts import Domain
from anju.modules.people.models import BodyKind, Department, ManagementBody, Position, Staff, Team
from anju.modules.people.permissions import STAFF_READ, STRUCTURE_CHANGE
from anju.modules.people.services.acts import (
    BODY_SAVED,
    DEPARTMENT_DELETED,
    DEPARTMENT_SAVED,
    POSITION_DELETED,
    POSITION_SAVED,
    TEAM_DELETED,
    TEAM_SAVED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentDraft:
    """community_id None: a department of the whole company. domain: what it answers for, "" for an office."""

    name: str
    domain: str = ""
    community_id: int | None = None
    parent_id: int | None = None
    head_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionDraft:
    """headcount: fixed number of people; demands: what somebody must be and know to hold the post."""

    department_id: int
    name: str
    headcount: int = 1
    duties: str = ""
    standard: str = ""
    demands: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDraft:
    department_id: int
    name: str
    leader_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDraft:
    name: str
    kind: str = BodyKind.OFFICE.value
    community_id: int | None = None
    head: str = ""
    duties: str = ""
    powers: str = ""
    principles: str = ""


def require_at(actor: Actor, permission: Any, community_id: int | None) -> None:
    """A row of one community needs the right there; a row of the company needs it everywhere. Raises Forbidden."""
    actor.require(permission)
    if not actor.reach(permission).covers_community(community_id):
        raise Forbidden("permission_missing", permission=permission.code)


def department_of(actor: Actor, department_id: int | None) -> Department:
    """Raises NotFound for a department the actor cannot see."""
    found = Department.objects.filter(pk=department_id).first()
    reach = actor.reach(STAFF_READ)
    if found is None or not (
        reach.covers_community(found.community_id) or (reach and found.community_id is None)
    ):
        raise NotFound("people.department.missing", field="department")
    return found


def department_save(
    *, actor: Actor, draft: DepartmentDraft, at: datetime, department_id: int | None = None
) -> int:
    """Make or change a department. Returns its id.

    Raises Forbidden, NotFound, Invalid: people.name_empty, people.domain_unknown, people.department.cycle;
    Conflict: people.name_taken.
    """
    _named(draft.name)
    _known_domain(draft.domain)
    with transaction.atomic():
        row = Department() if department_id is None else _locked(actor, Department, department_id)
        require_at(actor, STRUCTURE_CHANGE, row.community_id if row.pk else draft.community_id)
        require_at(actor, STRUCTURE_CHANGE, draft.community_id)
        if draft.parent_id is not None:
            _check_parent(row, department_of(actor, draft.parent_id))
        if draft.head_id is not None:
            _staff(actor, draft.head_id, "head")
        values = {
            "name": draft.name.strip(), "domain": draft.domain, "community_id": draft.community_id,
            "parent_id": draft.parent_id, "head_id": draft.head_id,
        }  # fmt: skip
        return _saved(actor, row, values, DEPARTMENT_SAVED, at)


def position_save(*, actor: Actor, draft: PositionDraft, at: datetime, position_id: int | None = None) -> int:
    """Make or change a post. Returns its id.

    Raises Forbidden, NotFound, Invalid: people.name_empty, people.headcount; Conflict: people.name_taken.
    """
    _named(draft.name)
    if not 0 <= draft.headcount <= 1_000:
        raise Invalid("people.headcount", field="headcount")
    with transaction.atomic():
        department = department_of(actor, draft.department_id)
        require_at(actor, STRUCTURE_CHANGE, department.community_id)
        row = Position() if position_id is None else _locked_part(actor, Position, position_id)
        values = {
            "department_id": department.pk, "name": draft.name.strip(), "headcount": draft.headcount,
            "duties": draft.duties.strip(), "standard": draft.standard.strip(), "demands": draft.demands.strip(),
        }  # fmt: skip
        return _saved(actor, row, values, POSITION_SAVED, at, department.community_id)


def team_save(*, actor: Actor, draft: TeamDraft, at: datetime, team_id: int | None = None) -> int:
    """Make or change a team. Returns its id.

    Raises Forbidden, NotFound, Invalid: people.name_empty; Conflict: people.name_taken.
    """
    _named(draft.name)
    with transaction.atomic():
        department = department_of(actor, draft.department_id)
        require_at(actor, STRUCTURE_CHANGE, department.community_id)
        row = Team() if team_id is None else _locked_part(actor, Team, team_id)
        if draft.leader_id is not None:
            _staff(actor, draft.leader_id, "leader")
        values = {"department_id": department.pk, "name": draft.name.strip(), "leader_id": draft.leader_id}
        return _saved(actor, row, values, TEAM_SAVED, at, department.community_id)


def body_save(*, actor: Actor, draft: BodyDraft, at: datetime, body_id: int | None = None) -> int:
    """Make or change a management body. Raises Forbidden, NotFound, Invalid: people.name_empty; Conflict."""
    _named(draft.name)
    if draft.kind not in BodyKind.values:
        raise Invalid("people.kind_unknown", field="kind")
    with transaction.atomic():
        row = ManagementBody() if body_id is None else locks.row(ManagementBody, body_id)
        if row.pk and not actor.reach(STAFF_READ).covers_community(row.community_id):
            raise NotFound("people.body.missing")
        require_at(actor, STRUCTURE_CHANGE, draft.community_id)
        values = {
            "name": draft.name.strip(), "kind": draft.kind, "community_id": draft.community_id,
            "head": draft.head.strip(), "duties": draft.duties.strip(), "powers": draft.powers.strip(),
            "principles": draft.principles.strip(),
        }  # fmt: skip
        return _saved(actor, row, values, BODY_SAVED, at)


def department_delete(*, actor: Actor, department_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound; Conflict: people.in_use while anything belongs to it."""
    with transaction.atomic():
        row = _locked(actor, Department, department_id)
        require_at(actor, STRUCTURE_CHANGE, row.community_id)
        _delete(actor, row, DEPARTMENT_DELETED, at)


def position_delete(*, actor: Actor, position_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound; Conflict: people.in_use while anybody holds it or work is meant for it."""
    with transaction.atomic():
        row = _locked_part(actor, Position, position_id)
        _delete(actor, row, POSITION_DELETED, at)


def team_delete(*, actor: Actor, team_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound; Conflict: people.in_use while it has members or work is meant for it."""
    with transaction.atomic():
        row = _locked_part(actor, Team, team_id)
        if Staff.objects.filter(team_id=row.pk).exists():
            raise Conflict("people.in_use", name=row.name)
        _delete(actor, row, TEAM_DELETED, at)


def _delete(actor: Actor, row: Model, what: audit.Action, at: datetime) -> None:
    name = str(row)
    audit.record(actor, what, row, before={"name": name}, at=at)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            row.delete()
            cursor.execute("set constraints all immediate")
    except (ProtectedError, IntegrityError) as error:
        raise Conflict("people.in_use", name=name) from error
    with connection.cursor() as cursor:
        cursor.execute("set constraints all deferred")


def _saved(
    actor: Actor,
    row: Any,
    values: dict[str, Any],
    what: audit.Action,
    at: datetime,
    community_id: int | None = None,
) -> int:
    before = {name: getattr(row, name) for name in values} if row.pk else {}
    for name, value in values.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict("people.name_taken", field="name", name=values["name"]) from error
    if before != values:
        audit.record(
            actor,
            what,
            row,
            before=before,
            after=values,
            at=at,
            community_id=community_id or values.get("community_id"),
        )
    return int(row.pk)


def _locked(actor: Actor, model: type[Department], key: int) -> Department:
    department_of(actor, key)
    return locks.row(model, key)


def _locked_part(actor: Actor, model: Any, key: int) -> Any:
    row = locks.row(model, key)
    department = department_of(actor, row.department_id)
    require_at(actor, STRUCTURE_CHANGE, department.community_id)
    return row


def _staff(actor: Actor, staff_id: int, field: str) -> Staff:
    found = Staff.objects.filter(actor.reach(STAFF_READ).q(), pk=staff_id).first()
    if found is None:
        raise NotFound("people.staff.missing", field=field)
    return found


def _check_parent(row: Department, parent: Department) -> None:
    """No department lies below itself."""
    current: Department | None = parent
    while current is not None:
        if row.pk is not None and current.pk == row.pk:
            raise Invalid("people.department.cycle", field="parent")
        current = current.parent


def _named(name: str) -> None:
    if not name.strip():
        raise Invalid("people.name_empty", field="name")


def _known_domain(domain: str) -> None:
    if domain and domain not in set(Domain):
        raise Invalid("people.domain_unknown", field="domain", domain=domain)
