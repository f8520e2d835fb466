"""Work by post over a month, beside the rules it is assessed by. Source: A STD-07."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Tally
from anju.foundation.actors import Actor
from anju.kernel.interval import DateInterval
from anju.modules.people import facade as people
from anju.modules.plans.models import ControlledDocument, DocumentKind
from anju.modules.plans.permissions import FULFILMENT_READ
from anju.modules.plans.queries import fulfilment, library

RULES = (DocumentKind.ASSESSMENT, DocumentKind.DISCIPLINE, DocumentKind.DUTIES)


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with the work given to its holders. people: how many had work; findings: what they reported.

    documents: rules in force that are addressed to the post or to everybody.
    """

    post: str
    department: str
    people: int
    tally: Tally
    findings: int
    documents: tuple[ControlledDocument, ...]


def posts(*, actor: Actor, community_id: int, days: DateInterval, today: date) -> list[PostLine]:
    """Posts of the community whose holders had work in the span, by department. Raises Forbidden, NotFound."""
    fulfilment.check_community(actor, community_id)
    reach = actor.reach(FULFILMENT_READ)
    counts = schedule.live_totals(("staff_id",), days=days, reach=reach, community_id=community_id)
    staff = people.staff_by_id([one.key[0] for one in counts if one.key[0]])
    rules = list(library.documents(actor, today, community_id).filter(standing="in_force", kind__in=RULES))
    wanted = {one.pk: set(library.addressed(one)) for one in rules}
    found: dict[tuple[str, str, int | None], list[tuple[Tally, int]]] = {}
    for one in counts:
        person = staff.get(one.key[0])
        if person is not None:
            key = (person.department, person.position, person.position_id)
            found.setdefault(key, []).append((one.tally, one.findings))
    return [
        PostLine(
            post, department, len(lines), sum((tally for tally, _n in lines), Tally()), sum(n for _t, n in lines),
            tuple(one for one in rules if not wanted[one.pk] or number in wanted[one.pk]),
        )
        for (department, post, number), lines in sorted(found.items(), key=lambda item: item[0][:2])
    ]  # fmt: skip
