"""Return visits that wait, and the proof of how they were drawn."""

from __future__ import annotations

from typing import Any

from anju.engines.cases.models import ReturnVisit, Sample, VisitDraw
from anju.engines.cases.queries.reach import visible
from anju.engines.cases.rules import sampling
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound


def returns_open(*, actor: Actor) -> Any:
    """Queryset of return visits an actor is to make, the first due first, each with its case.

    What is being worked on again waits until it is settled.
    """
    found = ReturnVisit.objects.filter(
        visible(actor, "survey", "case__"), done_at__isnull=True, case__sampled_at__isnull=False
    )
    return found.select_related("case").order_by("due_at", "pk")


def draws(kind: str) -> list[dict[str, Any]]:
    """Draws of a kind, latest first: when made and held, the commitment, the secret once revealed, how many."""
    rows = VisitDraw.objects.filter(kind=kind).order_by("-made_at", "-pk")
    return [
        {
            "id": one.pk,
            "made_at": one.made_at,
            "held_at": one.held_at,
            "commitment": one.commitment,
            "revealed": one.revealed,
            "population": len(one.population),
            "percent": one.percent,
        }
        for one in rows.defer("secret")
    ]


def draw_proven(draw_id: int) -> bool:
    """Whether a draw that was held is what its commitment says. Raises NotFound, also before it is held."""
    draw = VisitDraw.objects.filter(pk=draw_id, held_at__isnull=False).first()
    if draw is None:
        raise NotFound("not_found", noun="cases.draw")
    population = [sampling.Candidate(number, serious) for number, serious in draw.population]
    rows = Sample.objects.filter(draw_id=draw_id).values_list("case__number", "drawn")
    stood = dict(rows)
    drawn = [number for number, chosen in stood.items() if chosen]
    complete = set(stood) == {one.number for one in population}
    return complete and sampling.proves(draw.revealed, draw.commitment, population, draw.percent, drawn)
