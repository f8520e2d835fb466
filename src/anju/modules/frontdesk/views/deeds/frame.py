"""What every deed is given, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseKind, CaseView
from anju.foundation.actors import Actor
from anju.modules.frontdesk.queries.case_page import barred_now
from anju.modules.frontdesk.queries.dispatch import people_with_load
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView


@dataclass(frozen=True, slots=True)
class Frame:
    """A case in the hands of somebody who is about to do something with it."""

    request: Any
    view: CaseView
    kind: CaseKind
    at: datetime

    @property
    def actor(self) -> Actor:
        found: Actor = self.request.actor
        return found

    @property
    def case_id(self) -> int:
        return self.view.row.id

    @property
    def community_id(self) -> int:
        return self.view.row.community_id

    def myself(self) -> StaffView | None:
        """The staff member who is logged in."""
        user_id = self.actor.user_id
        return None if user_id is None else people.staff_of_user(user_id)

    def everybody(self) -> list[tuple[int, str]]:
        """Staff of the community, engineers and the least busy first."""
        return [
            (one.id, f"{one.name} {one.position or one.team}".strip())
            for one, _load in people_with_load(self.community_id)
        ]

    def staff(self) -> list[tuple[int, str]]:
        """Who may be chosen: whoever is barred from the case is not even offered."""
        barred = set(barred_now(self.actor, self.view))
        return [one for one in self.everybody() if one[0] not in barred]

    def names(self, staff_ids: Any) -> list[tuple[int, str]]:
        ids = [one for one in dict.fromkeys(staff_ids) if one]
        known = people.staff_by_id(ids)
        return [(one, known[one].name) for one in ids if one in known]

    def teams(self) -> list[tuple[int, str]]:
        return [(one.id, one.name) for one in people.teams(self.community_id)]

    def departments(self) -> list[tuple[int, str]]:
        return [(one.id, one.name) for one in people.departments(self.community_id)]


Data = dict[str, Any]
Asks = Callable[[Frame], Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class Doing:
    """form: makes the form for a frame. act: does it and returns what to say. initial: what the form begins with.

    template: of the form's body when it needs more than its fields. leads_to: address instead of the case's page.
    """

    form: Asks
    act: Callable[[Frame, Data], str]
    initial: Callable[[Frame], Data] = lambda frame: {}
    template: str = ""
    context: Callable[[Frame], Data] = lambda frame: {}
    leads_to: Callable[[Frame], str] | None = None


def frame_of(request: Any, case_id: int) -> Frame:
    """Raises NotFound."""
    at = timezone.now()
    view = cases.case_view(actor=request.actor, case_id=case_id, at=at)
    return Frame(request, view, cases.kind_of(view.row.kind), at)
