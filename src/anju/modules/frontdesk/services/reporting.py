"""Take a report down: what the house knows of it is added before the case is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, Opened, Reporter
from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.rules import routing
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView


def report(*, actor: Actor, draft: CaseDraft, at: datetime, key: str = "") -> Opened:
    """Open a case with what the house knows: who was asked first, whose team it is, how grave it is, who is barred.

    People in a lift are a call for help, whatever they were taken down as. A complaint about a member of staff bars
    him; an anonymous one keeps neither name nor phone nor home. The reporter is told by the event, not here. The same key
    answers with the case of the first time. Raises as cases.case_open.
    """
    return cases.case_open(actor=actor, draft=prepared(actor, draft), at=at, key=key)


def prepared(actor: Actor, draft: CaseDraft) -> CaseDraft:
    """A draft with what `report` adds to it; also of what comes through the engine's own API."""
    kind, fields = _kind(draft)
    barred = routing.barred(kind, fields, draft.barred)
    return replace(
        draft,
        kind=kind,
        fields=fields,
        severity=routing.severity(kind, fields, draft.severity),
        reporter=Reporter() if fields.get("anonymous") else draft.reporter,
        place_id=_beside(draft.place_id) if fields.get("anonymous") else draft.place_id,
        barred=barred,
        first_asked=draft.first_asked or _first_asked(actor, draft.community_id, barred),
        team_id=draft.team_id or team_for(draft.community_id, kind, fields),
    )


def team_for(community_id: int, kind: str, fields: Mapping[str, Any]) -> int | None:
    """The team of the community that takes such a case, None where no team answers for its field of work."""
    teams = [one for one in people.teams(community_id) if one.domain]
    for domain in routing.domains(kind, fields):
        found = next((one for one in teams if one.domain == domain), None)
        if found is not None:
            return found.id
    return None


def _beside(place_id: int | None) -> int | None:
    """Where an anonymous complaint comes from: a home would say whose it is, so the building it lies in stands for it."""
    if place_id is None:
        return None
    found = estate.place(place_id)
    return found.parent_id if found.kind == "unit" else place_id


def _kind(draft: CaseDraft) -> tuple[str, dict[str, Any]]:
    if draft.kind != "repair" or not draft.fields.get("trapped"):
        return draft.kind, dict(draft.fields)
    return "help", {"danger": "lift", "trapped": True}


def _first_asked(actor: Actor, community_id: int, barred: tuple[int, ...]) -> int | None:
    """首问责任: a member of staff who takes it down answers for it until it is closed."""
    found = staff_of(actor)
    if found is None or found.id in barred or found.community_id not in (None, community_id):
        return None
    return found.id


def staff_of(actor: Actor) -> StaffView | None:
    return None if actor.user_id is None else people.staff_of_user(actor.user_id)
