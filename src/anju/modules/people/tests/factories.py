"""The smallest valid staff."""

from __future__ import annotations

from datetime import UTC, datetime

from anju.modules.people.contracts import StaffDraft
from anju.modules.people.services.staff import staff_create
from anju.modules.people.services.structure import (
    DepartmentDraft,
    PositionDraft,
    TeamDraft,
    department_save,
    position_save,
    team_save,
)

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def department(actor, name: str = "秩序维护部", domain: str = "security", **more) -> int:
    return department_save(actor=actor, draft=DepartmentDraft(name=name, domain=domain, **more), at=AT)


def position(actor, department_id: int, name: str = "门岗", **more) -> int:
    return position_save(
        actor=actor, draft=PositionDraft(department_id=department_id, name=name, **more), at=AT
    )


def team(actor, department_id: int, name: str = "早班", **more) -> int:
    return team_save(actor=actor, draft=TeamDraft(department_id=department_id, name=name, **more), at=AT)


def staff(actor, department_id: int, number: str = "A001", name: str = "郑有为", **more) -> int:
    draft = StaffDraft(name=name, number=number, department_id=department_id, **more)
    return staff_create(actor=actor, draft=draft, at=AT)
