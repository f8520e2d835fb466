"""Staff from a workbook: new people are taken on, known ones (by number) changed, all or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.foundation.importing import ImportResult, ImportRow
from anju.kernel.errors import Invalid
from anju.modules.people.contracts import StaffDraft
from anju.modules.people.models import Department, Position, Staff, Team
from anju.modules.people.permissions import STAFF_CHANGE, STAFF_IMPORT
from anju.modules.people.rules.phones import checked_phone
from anju.modules.people.services.acts import STAFF_IMPORTED
from anju.modules.people.services.staff import MOST_SKILLS, staff_change, staff_create


@dataclass(slots=True)
class StaffPlan:
    """new and changed rows as drafts; changed with the id of the person."""

    new: list[StaffDraft] = field(default_factory=list)
    changed: list[tuple[int, StaffDraft]] = field(default_factory=list)
    same: int = 0


def staff_check(*, actor: Actor, result: ImportResult, communities: Mapping[str, int]) -> StaffPlan:
    """Compare the rows with the staff; problems are refused in `result`. communities: name → id, those in reach.

    Raises Forbidden.
    """
    actor.require(STAFF_IMPORT)
    books = _Books(communities)
    plan = StaffPlan()
    for row in result.rows("staff"):
        if row.valid:
            _plan_row(actor, result, row, books, plan)
    return plan


def staff_import(
    *, actor: Actor, result: ImportResult, communities: Mapping[str, int], at: datetime
) -> StaffPlan:
    """Write all rows, or none. Raises Forbidden, Invalid("people.import.faulty") when a row is wrong."""
    with transaction.atomic():
        locks.advisory("people-import", actor.org_id)
        plan = staff_check(actor=actor, result=result, communities=communities)
        if not result.ok:
            raise Invalid("people.import.faulty", count=result.error_count)
        for draft in plan.new:
            staff_create(actor=actor, draft=draft, at=at)
        for staff_id, draft in plan.changed:
            staff_change(actor=actor, staff_id=staff_id, draft=draft, at=at)
        first = Staff.objects.order_by("-pk").first()
        if first is not None:
            counts = {"new": len(plan.new), "changed": len(plan.changed)}
            audit.record(actor, STAFF_IMPORTED, first, after=counts, at=at)
    return plan


class _Books:
    """Names to ids, read once."""

    def __init__(self, communities: Mapping[str, int]) -> None:
        self.communities = communities
        rows = Department.objects.values_list("pk", "name", "community_id")
        self.departments = {(name, community_id): pk for pk, name, community_id in rows}
        self.positions = {
            (key, name): pk for pk, key, name in Position.objects.values_list("pk", "department_id", "name")
        }
        self.teams = {
            (key, name): pk for pk, key, name in Team.objects.values_list("pk", "department_id", "name")
        }
        self.staff = {one.number: one for one in Staff.objects.all()}

    def department(self, name: str, community_id: int | None) -> int | None:
        """A department of the community, else one of the company."""
        return self.departments.get((name, community_id)) or self.departments.get((name, None))


def _plan_row(actor: Actor, result: ImportResult, row: ImportRow, books: _Books, plan: StaffPlan) -> None:
    community_id = books.communities.get(row["community"]) if row["community"] else None
    if row["community"] and community_id is None:
        result.refuse(row, "community", "people.import.community_unknown", name=row["community"])
        return
    if not actor.reach(STAFF_CHANGE).covers_community(community_id):
        result.refuse(row, "community", "people.import.out_of_reach")
        return
    department_id = books.department(row["department"], community_id)
    if department_id is None:
        result.refuse(row, "department", "people.import.unknown", name=row["department"])
        return
    known = books.staff.get(row["number"])
    if known is not None and not actor.reach(STAFF_CHANGE).covers_community(known.community_id):
        result.refuse(row, "number", "people.number_taken", number=row["number"])
        return
    draft = _draft(result, row, books, department_id, community_id)
    if draft is None:
        return
    if known is None:
        plan.new.append(draft)
    elif _merged(known, draft) == _of(known):
        plan.same += 1
    else:
        plan.changed.append((known.pk, _merged(known, draft)))


def _draft(
    result: ImportResult, row: ImportRow, books: _Books, department_id: int, community_id: int | None
) -> StaffDraft | None:
    found: dict[str, int | None] = {}
    for key, names in (("position", books.positions), ("team", books.teams)):
        found[key] = names.get((department_id, row[key])) if row[key] else None
        if row[key] and found[key] is None:
            result.refuse(row, key, "people.import.unknown", name=row[key])
    skills = tuple(part.strip() for part in re.split(r"[,，、;；]", row["skills"] or "") if part.strip())
    if len(skills) > MOST_SKILLS:
        result.refuse(row, "skills", "people.too_many_skills", most=MOST_SKILLS)
    if not row.valid:
        return None
    return StaffDraft(
        name=row["name"],
        number=row["number"],
        phone=checked_phone(row["phone"] or ""),
        department_id=department_id,
        position_id=found["position"],
        team_id=found["team"],
        community_id=community_id,
        skills=tuple(sorted(set(skills))),
        joined_on=row["joined_on"],
    )


def _of(staff: Staff) -> StaffDraft:
    return StaffDraft(
        name=staff.name,
        number=staff.number,
        phone=staff.phone,
        department_id=staff.department_id,
        position_id=staff.position_id,
        team_id=staff.team_id,
        community_id=staff.community_id,
        skills=tuple(staff.skills),
        joined_on=staff.joined_on,
    )


def _merged(staff: Staff, draft: StaffDraft) -> StaffDraft:
    """What a row leaves empty stays as it is, as long as the person stays in the department."""
    stays = staff.department_id == draft.department_id
    return StaffDraft(
        name=draft.name,
        number=draft.number,
        phone=draft.phone or staff.phone,
        department_id=draft.department_id,
        position_id=draft.position_id or (staff.position_id if stays else None),
        team_id=draft.team_id or (staff.team_id if stays else None),
        community_id=draft.community_id,
        skills=draft.skills or tuple(staff.skills),
        joined_on=draft.joined_on or staff.joined_on,
    )
