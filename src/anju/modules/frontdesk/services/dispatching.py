"""Give a fresh case to somebody by itself, where the community wants it so."""

from __future__ import annotations

from datetime import datetime

from anju.engines.cases import facade as cases
from anju.foundation import registry
from anju.kernel.errors import AnjuError
from anju.modules.frontdesk.queries import dispatch, settings
from anju.modules.frontdesk.rules.telling import worth_telling
from anju.modules.frontdesk.services.following import house_actor


def case_dispatched(*, case_id: int, at: datetime) -> str:
    """Offer a fresh case to its team, or assign whoever fits best; returns how: "offer", "auto" or "".

    A case that somebody has already, or that nobody may have, is left to the desk. Idempotent.
    """
    actor = house_actor("cases.case:read", "cases.case:assign")
    view = cases.case_view(actor=actor, case_id=case_id, at=at)
    row = view.row
    setting = settings.DISPATCH.get(row.kind)
    if setting is None or row.state != "new" or row.assignee_id or not worth_telling(row.opened_at, at):
        return ""
    how = str(registry.value(setting, row.community_id))
    if how == "offer" and row.team_id is not None:
        cases.case_offer(actor=actor, case_id=case_id, team_id=row.team_id, at=at)
        return how
    if how != "auto":
        return ""
    best = next((one for one in dispatch.proposals(actor, view, at) if not one.refused), None)
    if best is None:
        return ""
    try:
        cases.case_assign(actor=actor, case_id=case_id, staff_id=best.staff.id, at=at, how="auto")
    except AnjuError:
        return ""
    return how
