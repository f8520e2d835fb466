"""Reading logs, devices, duties and management bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Permission, Reach
from anju.kernel.errors import NotFound
from anju.modules.people.models import (
    Department,
    Device,
    DeviceIssue,
    Duty,
    DutyPass,
    LogEntry,
    ManagementBody,
    Position,
    Staff,
    StaffState,
    Team,
)
from anju.modules.people.permissions import DEVICE_READ, LOG_READ, STAFF_READ


def _reached(reach: Reach) -> Q:
    """Rows of the communities in reach; rows of the whole company are for every reader."""
    if reach.unlimited:
        return Q()
    return reach.q() | Q(community_id__isnull=True) if reach else Q(pk__in=[])


def _narrowed(rows: QuerySet[Any], community_id: int | None) -> QuerySet[Any]:
    return (
        rows
        if community_id is None
        else rows.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    )


def log_entries(actor: Actor, community_id: int | None = None) -> QuerySet[LogEntry]:
    rows = LogEntry.objects.select_related("department", "position", "author", "receiver")
    return _narrowed(rows.filter(_reached(actor.reach(LOG_READ))), community_id)


def log_entry(actor: Actor, entry_id: int) -> LogEntry:
    """Raises NotFound."""
    found: LogEntry | None = log_entries(actor).filter(pk=entry_id).first()
    if found is None:
        raise NotFound("people.log.missing")
    return found


def devices(actor: Actor, community_id: int | None = None) -> QuerySet[Device]:
    """Devices, each with its open issue in `open_issues`."""
    rows = Device.objects.filter(_reached(actor.reach(DEVICE_READ))).prefetch_related(
        Prefetch(
            "issues",
            DeviceIssue.objects.filter(returned_at__isnull=True).select_related("staff", "position"),
            to_attr="open_issues",
        )
    )
    return _narrowed(rows, community_id)


def device(actor: Actor, device_id: int) -> Device:
    """Raises NotFound."""
    found: Device | None = devices(actor).filter(pk=device_id).first()
    if found is None:
        raise NotFound("people.device.missing")
    return found


def device_issues(device_id: int, limit: int = 100) -> list[DeviceIssue]:
    rows = DeviceIssue.objects.filter(device_id=device_id).select_related("staff", "position")
    return list(rows.order_by("-issued_at", "-pk")[:limit])


def bodies(actor: Actor, community_id: int | None = None) -> QuerySet[ManagementBody]:
    rows = ManagementBody.objects.filter(_reached(actor.reach(STAFF_READ)))
    return _narrowed(rows, community_id).order_by("community_id", "name", "pk")


def body(actor: Actor, body_id: int) -> ManagementBody:
    """Raises NotFound."""
    found: ManagementBody | None = bodies(actor).filter(pk=body_id).first()
    if found is None:
        raise NotFound("people.body.missing")
    return found


def passes(actor: Actor, community_id: int | None = None) -> QuerySet[DutyPass]:
    rows = DutyPass.objects.select_related("from_department", "to_department")
    return _narrowed(rows.filter(_reached(actor.reach(STAFF_READ))), community_id)


def duty_pass(actor: Actor, pass_id: int) -> DutyPass:
    """Raises NotFound."""
    found: DutyPass | None = passes(actor).filter(pk=pass_id).first()
    if found is None:
        raise NotFound("people.duty.missing")
    return found


def held_by(staff_id: int) -> list[DeviceIssue]:
    """Devices a person has now."""
    rows = DeviceIssue.objects.filter(staff_id=staff_id, returned_at__isnull=True).select_related("device")
    return list(rows.order_by("issued_at", "pk"))


def history(subject: str, key: int, limit: int = 30) -> list[AuditEntry]:
    """What was done to a row, newest first."""
    return list(AuditEntry.objects.filter(subject_type=subject, subject_id=key).order_by("-id")[:limit])


def duties(departments: list[int]) -> dict[tuple[int, str], Duty]:
    """Cells of the duty matrix by department and domain."""
    return {
        (one.department_id, one.domain): one for one in Duty.objects.filter(department_id__in=departments)
    }


@dataclass(frozen=True, slots=True)
class Post:
    """A post with how many of its fixed number are filled."""

    position: Position
    actual: int

    @property
    def missing(self) -> int:
        return max(0, self.position.headcount - self.actual)


def posts(department_ids: list[int]) -> list[Post]:
    """Posts of the departments with how many people at work hold each."""
    holders: Any = Staff.objects.filter(department_id__in=department_ids, state=StaffState.ACTIVE)
    counts = dict(holders.values_list("position_id").annotate(Count("pk")))
    rows = Position.objects.filter(department_id__in=department_ids).select_related("department")
    return [Post(one, counts.get(one.pk, 0)) for one in rows.order_by("department__name", "name", "pk")]


def visible_team(actor: Actor, team_id: int) -> Team:
    """Raises NotFound."""
    return _part(actor, Team, team_id, "people.team.missing")


def visible_position(actor: Actor, position_id: int) -> Position:
    """Raises NotFound."""
    return _part(actor, Position, position_id, "people.position.missing")


def _part(actor: Actor, model: Any, key: int, code: str) -> Any:
    found = model.objects.select_related("department").filter(pk=key).first()
    reach = actor.reach(STAFF_READ)
    if found is None or not (
        reach.covers_community(found.department.community_id)
        or (reach and found.department.community_id is None)
    ):
        raise NotFound(code)
    return found


def staff_choices(actor: Actor, community_id: int | None, permission: Permission = STAFF_READ) -> list[Staff]:
    """People at work that the actor may pick, by number."""
    rows = Staff.objects.filter(actor.reach(permission).q(), state=StaffState.ACTIVE)
    rows = (
        rows
        if community_id is None
        else rows.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    )
    return list(rows.order_by("number", "pk"))


def own_staff(actor: Actor) -> Staff | None:
    return Staff.objects.filter(user_id=actor.user_id).first() if actor.user_id else None


def chart(actor: Actor, community_id: int | None) -> list[Department]:
    """Departments with `teams_shown` and, as far as the actor reaches them, `people`; heads and leaders loaded."""
    from anju.modules.people.queries.staff import departments

    within = actor.reach(STAFF_READ).q()
    rows = departments(actor, community_id).prefetch_related(
        Prefetch(
            "teams", Team.objects.select_related("leader").order_by("name", "pk"), to_attr="teams_shown"
        ),
        Prefetch(
            "staff",
            Staff.objects.filter(within)
            .exclude(state=StaffState.LEFT)
            .select_related("position")
            .order_by("number", "pk"),
            to_attr="people",
        ),
    )
    return list(rows)
