"""Close what is done, was asked about, and lies unanswered."""

from __future__ import annotations

from datetime import datetime

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Move
from anju.foundation.actors import Actor
from anju.kernel.errors import AnjuError
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.permissions import CASE_CLOSE_UNANSWERED
from anju.modules.frontdesk.queries import settings
from anju.modules.frontdesk.rules.kinds import KINDS
from anju.modules.frontdesk.services.following import house_actor

BATCH = 500


def settled_close(*, at: datetime) -> int:
    """Close done cases about which nothing was heard for the days of the setting, where every closing rule holds.

    Who was drawn for a return visit and not visited, a complaint whose complainant was not asked, and a public part
    that nobody else passed stay open. Returns how many were closed.
    """
    actor = house_actor("cases.case:read", CASE_CLOSE_UNANSWERED)
    return sum(_close_in(actor, one.id, at) for one in estate.communities())


def _close_in(actor: Actor, community_id: int, at: datetime) -> int:
    quiet = at - settings.close_after(community_id)
    kinds = [code for code in KINDS if cases.kind_of(code).transition("close_unanswered")]
    waiting = cases.cases(actor=actor).filter(community_id=community_id, state="done", kind__in=kinds)
    ids = list(waiting.exclude(events__at__gt=quiet).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return sum(_close(actor, case_id, at) for case_id in ids)


def _close(actor: Actor, case_id: int, at: datetime) -> bool:
    move = Move(transition="close_unanswered", fields={"unanswered": True})
    try:
        cases.case_move(actor=actor, case_id=case_id, move=move, at=at)
    except AnjuError:
        return False
    return True
