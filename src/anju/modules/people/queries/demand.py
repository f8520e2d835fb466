"""Needs as the demand statistics count them, and the ideas for new services that came of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach
from anju.kernel.errors import NotFound
from anju.modules.people.models import Need, ServiceIdea
from anju.modules.people.permissions import PERSON_READ
from anju.modules.people.queries.places import place_rows
from anju.modules.people.rules.demand import Demand, Noted, counted, span_before


def _reached(reach: Reach) -> Q:
    if reach.unlimited:
        return Q()
    return reach.q() if reach else Q(pk__in=[])


def needs(actor: Actor, community_id: int | None) -> QuerySet[Need]:
    rows = Need.objects.filter(_reached(actor.reach(PERSON_READ)))
    return rows if community_id is None else rows.filter(community_id=community_id)


def demand(actor: Actor, community_id: int | None, first: date, last: date) -> Demand:
    """Needs of the span by kind, building and month, beside the span before. Two queries."""
    begin, _end = span_before(first, last)
    rows = needs(actor, community_id).filter(since_on__range=(begin, last))
    found = list(rows.values_list("kind", "place__path", "since_on", "done_on"))
    names = _buildings({path for _kind, path, _on, _done in found if path})
    return counted(
        (Noted(kind, names.get(path or "", ""), on, done) for kind, path, on, done in found), first, last
    )


def _buildings(paths: set[str]) -> dict[str, str]:
    """Path of a home → name of its building."""
    model: Any = place_rows().model
    ids = {int(part) for path in paths for part in path.strip("/").split("/")}
    names = dict(model._default_manager.filter(pk__in=ids, kind="building").values_list("pk", "full_name"))
    return {
        path: next((names[int(part)] for part in path.strip("/").split("/") if int(part) in names), "")
        for path in paths
    }


def ideas(actor: Actor, community_id: int | None = None) -> QuerySet[ServiceIdea]:
    """Ideas of the communities in reach; those for the whole company are for every reader."""
    reach = actor.reach(PERSON_READ)
    own = Q() if reach.unlimited else (reach.q() | Q(community_id__isnull=True) if reach else Q(pk__in=[]))
    rows = ServiceIdea.objects.filter(own).select_related("staff")
    if community_id is None:
        return rows
    return rows.filter(Q(community_id=community_id) | Q(community_id__isnull=True))


def idea_of(actor: Actor, idea_id: int) -> ServiceIdea:
    """Raises NotFound."""
    found: ServiceIdea | None = ideas(actor).filter(pk=idea_id).first()
    if found is None:
        raise NotFound("people.idea.missing")
    return found
