"""Cases follow what happens elsewhere: to persons, and to the plans whose promises their clocks keep."""

from __future__ import annotations

from datetime import datetime

from anju.engines.cases import facade as cases
from anju.foundation.actors import Actor, system
from anju.foundation.permissions import Permission, get
from anju.foundation.scope import current
from anju.modules.frontdesk.services import limits
from anju.modules.people import facade as people


def house_actor(*permissions: Permission | str) -> Actor:
    """The front desk itself, at work for the organisation in scope."""
    org_id = current().writes
    assert org_id is not None
    return system(
        "frontdesk.house", org_id, *(get(one) if isinstance(one, str) else one for one in permissions)
    )


def person_merged(*, kept_id: int, gone_id: int) -> int:
    """The cases of one record of a person are the other's from now on."""
    return cases.person_merge(actor=house_actor("cases.case:decide"), from_id=gone_id, to_id=kept_id)


def person_forgotten(*, person_id: int, at: datetime) -> int:
    """Cases that are still worked on keep whom to reach until they are closed."""
    actor = house_actor("cases.case:decide")
    return cases.person_forget(actor=actor, person_id=person_id, at=at, closed_only=True)


def case_closed(*, case_id: int, at: datetime) -> int:
    """What was kept of a forgotten person for an open case goes when it is closed."""
    view = cases.case_view(actor=house_actor("cases.case:read"), case_id=case_id, at=at)
    if view.person_id is None:
        return 0
    found = people.persons_by_id([view.person_id]).get(view.person_id)
    if found is None or found.state != "forgotten":
        return 0
    return person_forgotten(person_id=view.person_id, at=at)


def plan_changed(*, community_id: int, at: datetime) -> int:
    """A plan came into force or ended: its time limits are read for the clocks."""
    return limits.limits_read(actor=house_actor("plans.plan:enforce"), community_id=community_id, at=at)


def plans_read(*, at: datetime) -> int:
    """All communities of the organisation, for what no event told of."""
    return limits.communities_read(actor=house_actor("plans.plan:enforce"), at=at)
