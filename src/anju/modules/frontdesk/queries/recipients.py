"""Who is meant: the assignee, his team, its leader, the manager, the company, and whoever reported a case."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseRow, StepView, To
from anju.engines.messages.contracts import Recipient
from anju.foundation.permissions import RoleCode
from anju.foundation.permissions.models import Assignment
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView


def reporters(case_id: int) -> list[Recipient]:
    """Whoever reported a case and those of the cases merged into it, each once; those known by a phone alone too."""
    found: dict[tuple[str, int], Recipient] = {}
    for number, person_id, user_id, phone in cases.followers(case_id).reporters:
        one = _reporter(number, person_id, user_id, phone)
        if one is not None:
            found.setdefault(one.key, one)
    return list(found.values())


def _reporter(case_id: int, person_id: int | None, user_id: int | None, phone: str) -> Recipient | None:
    if user_id is not None:
        return Recipient.user(user_id)
    if person_id is not None:
        return Recipient.person(person_id, phone=phone)
    # Nobody's number: a caller whom no register of persons knows.
    return Recipient.person(-case_id, phone=phone) if phone else None


def of_step(step: StepView) -> list[Recipient]:
    """In person, whom a step of a ladder goes to; never who is barred from the case."""
    return _Around(step.case_id, step.community_id, step.assignee_id, step.team_id, step.owner_id).reached(
        To(step.to), step.role
    )


def of_case(row: CaseRow, *to: To) -> list[Recipient]:
    around = _Around(row.id, row.community_id, row.assignee_id, row.team_id, row.owner_id)
    found = [one for each in to for one in around.reached(each)]
    return list({one.key: one for one in found}.values())


class _Around:
    """The people around one case."""

    def __init__(
        self, case_id: int, community_id: int, assignee_id: int | None, team_id: int | None, owner_id: int | None
    ) -> None:  # fmt: skip
        self.community_id, self.assignee_id, self.team_id, self.owner_id = (
            community_id, assignee_id, team_id, owner_id,
        )  # fmt: skip
        self.barred_staff, self.barred_users = cases.barred(case_id)

    def reached(self, to: To, role: str = "") -> list[Recipient]:
        """Of whom there is nobody, the next one up hears it."""
        match to:
            case To.ASSIGNEE:
                found = self._staff([self.assignee_id]) or self.reached(To.TEAM)
            case To.OWNER:
                found = self._staff([self.owner_id]) or self.reached(To.TEAM_LEADER)
            case To.TEAM:
                found = self._team() or self.reached(To.TEAM_LEADER)
            case To.TEAM_LEADER:
                found = self._leader() or self._users(RoleCode.SUPERVISOR) or self.reached(To.MANAGER)
            case To.MANAGER:
                found = self._users(RoleCode.MANAGER) or self.reached(To.COMPANY)
            case To.COMPANY:
                found = self._users(RoleCode.LEADER) or self._users(RoleCode.ADMIN)
            case To.ROLE:
                found = self._users(role)
        return found

    def _team(self) -> list[Recipient]:
        if self.team_id is None:
            return []
        return self._told(people.members(team_id=self.team_id))

    def _leader(self) -> list[Recipient]:
        team = next((one for one in people.teams(self.community_id) if one.id == self.team_id), None)
        if team is None:
            return []
        head = next(
            (one.head_id for one in people.departments(self.community_id) if one.id == team.department_id),
            None,
        )
        return self._staff([team.leader_id]) or self._staff([head])

    def _staff(self, ids: Iterable[int | None]) -> list[Recipient]:
        known = people.staff_by_id([one for one in ids if one is not None])
        return self._told(known.values())

    def _told(self, staff: Iterable[StaffView]) -> list[Recipient]:
        """Staff are written to by their log-in where they have one, so that whoever is two of these is told once.

        Who has left, is on leave or has a log-in that was switched off is not there to hear it.
        """
        here = [one for one in staff if one.state == "active" and one.id not in self.barred_staff]
        users = [one.user_id for one in here if one.user_id is not None]
        off = set(
            get_user_model().objects.filter(pk__in=users, is_active=False).values_list("pk", flat=True)
            if users
            else ()
        )
        return [
            Recipient.user(one.user_id) if one.user_id is not None else Recipient.staff(one.id)
            for one in here
            if one.user_id is None or one.user_id not in {*self.barred_users, *off}
        ]

    def _users(self, role: str) -> list[Recipient]:
        path = estate.place(self.community_id).path
        rows = Assignment.objects.filter(role__code=str(role), user__is_active=True)
        found = {user for user, place in rows.values_list("user_id", "path") if path.startswith(place)}
        return [Recipient.user(one) for one in sorted(found - self.barred_users)]
