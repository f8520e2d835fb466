"""What other packages may ask of staff. All need an organisation in scope."""

from __future__ import annotations

from anju.modules.people.queries.annotations import with_staff_names, with_team_names
from anju.modules.people.queries.staff import department_views as departments
from anju.modules.people.queries.staff import (
    members,
    positions,
    staff_by_id,
    staff_of_community,
    staff_of_user,
    suggestions,
    team_for_domain,
    teams,
)
from anju.modules.people.services.devices import DeviceDraft, device_add, device_issue
from anju.modules.people.services.logins import login_link
from anju.modules.people.services.logs import LogDraft, log_write
from anju.modules.people.services.staff import login_create, staff_create
from anju.modules.people.services.structure import (
    DepartmentDraft,
    PositionDraft,
    TeamDraft,
    department_save,
    position_save,
    team_save,
)

__all__ = [
    "DepartmentDraft",
    "DeviceDraft",
    "LogDraft",
    "PositionDraft",
    "TeamDraft",
    "department_save",
    "departments",
    "device_add",
    "device_issue",
    "log_write",
    "login_create",
    "login_link",
    "members",
    "position_save",
    "positions",
    "staff_by_id",
    "staff_create",
    "staff_of_community",
    "staff_of_user",
    "suggestions",
    "team_for_domain",
    "team_save",
    "teams",
    "with_staff_names",
    "with_team_names",
]  # fmt: skip
