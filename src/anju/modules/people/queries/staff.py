"""Reading staff, departments, posts and teams."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach
from anju.kernel.errors import NotFound
from anju.modules.people.contracts import DepartmentView, PositionView, StaffView, Suggestion, TeamView
from anju.modules.people.models import Department, Position, Staff, StaffState, Team, Transfer
from anju.modules.people.permissions import STAFF_READ
from anju.modules.people.rules.suggestion import suggest

FIELDS = (
    "id", "name", "number", "user_id", "community_id", "department_id", "department__name", "position_id",
    "position__name", "team_id", "team__name", "skills", "state",
)  # fmt: skip


def views(rows: QuerySet[Staff]) -> list[StaffView]:
    return [_view(row) for row in rows.values_list(*FIELDS)]


def _view(row: tuple) -> StaffView:  # type: ignore[type-arg]
    values = list(row)
    values[8], values[10], values[11] = values[8] or "", values[10] or "", tuple(values[11])
    return StaffView(*values)


def staff_of_user(user_id: int) -> StaffView | None:
    found = views(Staff.objects.filter(user_id=user_id))
    return found[0] if found else None


def staff_by_id(ids: Iterable[int]) -> dict[int, StaffView]:
    return {one.id: one for one in views(Staff.objects.filter(pk__in=list(ids)))}


def staff_of_community(community_id: int, active: bool = True) -> list[StaffView]:
    """Who works in the community, by number; `active` leaves out who is on leave or has left."""
    rows = Staff.objects.filter(community_id=community_id)
    rows = rows.filter(state=StaffState.ACTIVE) if active else rows
    return views(rows.order_by("number", "pk"))


def members(team_id: int | None = None, position_id: int | None = None) -> list[StaffView]:
    """Active members of a team, holders of a post, or both. Raises ValueError when neither is asked for."""
    if team_id is None and position_id is None:
        raise ValueError("a team or a post is needed")
    rows = Staff.objects.filter(state=StaffState.ACTIVE)
    rows = rows if team_id is None else rows.filter(team_id=team_id)
    rows = rows if position_id is None else rows.filter(position_id=position_id)
    return views(rows.order_by("number", "pk"))


def at_community(community_id: int | None, prefix: str = "") -> Q:
    """Departments of the community itself, or of the whole company."""
    field = f"{prefix}community_id"
    return Q(**{field: community_id}) | Q(**{f"{field}__isnull": True})


def department_views(community_id: int | None) -> list[DepartmentView]:
    """Departments of the community, then those of the company; without a community only the company's."""
    rows = Department.objects.filter(at_community(community_id)).order_by("community_id", "name", "pk")
    fields = ("id", "name", "domain", "community_id", "parent_id", "head_id")
    return [DepartmentView(*row) for row in rows.values_list(*fields)]


def positions(community_id: int | None) -> list[PositionView]:
    """Posts of the community's departments, then those of the company's."""
    return _positions(at_community(community_id, "department__"))


def positions_of(department_ids: Collection[int]) -> list[PositionView]:
    return _positions(Q(department_id__in=department_ids))


def _positions(wanted: Q) -> list[PositionView]:
    rows = Position.objects.filter(wanted).order_by(
        "department__community_id", "department__name", "name", "pk"
    )
    fields = ("id", "name", "department_id", "department__name", "department__domain", "headcount")
    return [PositionView(*row) for row in rows.values_list(*fields)]


def teams(community_id: int | None) -> list[TeamView]:
    """Teams of the community's departments, then those of the company's."""
    return _teams(at_community(community_id, "department__"))


def teams_of(department_ids: Collection[int]) -> list[TeamView]:
    return _teams(Q(department_id__in=department_ids))


def _teams(wanted: Q) -> list[TeamView]:
    rows = Team.objects.filter(wanted).order_by("department__community_id", "department__name", "name", "pk")
    fields = ("id", "name", "department_id", "department__domain", "leader_id")
    return [TeamView(*row) for row in rows.values_list(*fields)]


def team_for_domain(community_id: int, domain: str) -> TeamView | None:
    """The first team of the community whose department answers for `domain`, else one of the company."""
    return next((team for team in teams(community_id) if team.domain == domain and domain), None)


def suggestions(
    community_id: int, domain: str, skills: Collection[str], load: Mapping[int, int]
) -> list[Suggestion]:
    """Who of the community fits a task best. load: staff id → open tasks."""
    staff = staff_of_community(community_id)
    domains = dict(Department.objects.values_list("id", "domain"))
    return suggest([(one, domains.get(one.department_id, "")) for one in staff], domain, skills, load)


def visible(
    actor: Actor, permission: Permission = STAFF_READ, community_id: int | None = None
) -> QuerySet[Staff]:
    rows = Staff.objects.select_related("department", "position", "team").filter(actor.reach(permission).q())
    return rows if community_id is None else rows.filter(community_id=community_id)


def holders(actor: Actor, position_id: int) -> list[StaffView]:
    """People at work who hold a post, those in the actor's reach: a post of the company has some everywhere."""
    rows = visible(actor).filter(position_id=position_id, state=StaffState.ACTIVE)
    return views(rows.order_by("number", "pk"))


def visible_staff(actor: Actor, staff_id: int) -> Staff:
    """Raises NotFound."""
    found = visible(actor).filter(pk=staff_id).first()
    if found is None:
        raise NotFound("people.staff.missing")
    return found


def departments(
    actor: Actor, community_id: int | None = None, permission: Permission = STAFF_READ
) -> QuerySet[Department]:
    """Departments in the actor's reach; those of the whole company are seen by every reader."""
    reach = actor.reach(permission)
    rows = Department.objects.filter(_seen(reach))
    rows = rows if community_id is None else rows.filter(at_community(community_id))
    return rows.select_related("parent", "head").order_by("community_id", "name", "pk")


def _seen(reach: Reach) -> Q:
    if reach.unlimited:
        return Q()
    return Q(community_id__in=sorted(reach.communities or ())) | (
        Q(community_id__isnull=True) if reach else Q(pk__in=[])
    )


def transfers(staff_id: int) -> list[Transfer]:
    return list(Transfer.objects.filter(staff_id=staff_id).order_by("-on", "-pk"))


def line_of_control(staff: Staff) -> list[StaffView]:
    """Who answers for whom above this person: team leader, head of department, heads above (逐级负责制, PLT-02)."""
    wanted: list[int] = []
    if staff.team_id and staff.team is not None and staff.team.leader_id:
        wanted.append(staff.team.leader_id)
    heads = {
        pk: (parent, head)
        for pk, parent, head in Department.objects.values_list("pk", "parent_id", "head_id")
    }
    current: int | None = staff.department_id
    seen: set[int] = set()
    while current is not None and current in heads and current not in seen:
        seen.add(current)
        parent, head = heads[current]
        if head is not None:
            wanted.append(head)
        current = parent
    found = staff_by_id(wanted)
    chain = dict.fromkeys(one for one in wanted if one in found and one != staff.pk)
    return [found[one] for one in chain]
