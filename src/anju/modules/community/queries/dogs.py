"""Reading the register of dogs, the ladders and the inspections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from anju.foundation import registry
from anju.foundation.actors import Actor
from anju.modules.community.models import Dog, DogCampaign, DogCampaignLine, DogLadder, DogState, DogStep
from anju.modules.community.permissions import DOG_READ
from anju.modules.community.queries import reach
from anju.modules.community.queries.neighbour_settings import DOG_WARN_DAYS, dog_rules
from anju.modules.community.rules import dogs as rules
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

IN_CARE = Q(state__in=(DogState.KEPT, DogState.STRAY))


@dataclass(frozen=True, slots=True)
class Standing:
    kept: int
    strays: int
    forbidden: int
    licence: int
    vaccine: int
    late_steps: int


def dogs(actor: Actor, today: date, community_id: int | None = None) -> Any:
    """Queryset of dogs with `place_name`, `forbidden` and `warn_on` (what runs out up to then is soon due)."""
    rows = _within(Dog.objects.select_related("photo"), actor, community_id)
    days = registry.values(DOG_WARN_DAYS)
    warn = Case(
        *(When(community_id=one, then=Value(today + timedelta(days=n))) for one, n in days.items() if one is not None),
        default=Value(today + timedelta(days=days[None])), output_field=DateField(),
    )  # fmt: skip
    return estate.with_place_names(
        rows.annotate(forbidden=_forbidden(), today=Value(today, DateField()), warn_on=warn)
    )


def dog(actor: Actor, dog_id: int, today: date) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(Dog, dog_id, actor=actor, permission=DOG_READ, reading=DOG_READ)
    return dogs(actor, today).get(pk=dog_id)


def why_forbidden(row: Any) -> str:
    """ "breed", "height" or ""."""
    known = dog_rules()
    return known.get(row.community_id, known[None]).forbids(row.breed, row.height_cm)


def terms(row: Any, today: date) -> dict[str, str]:
    """How licence and vaccination stand: missing, expired, soon or valid."""
    days = registry.value(DOG_WARN_DAYS, row.community_id)
    return {
        "licence": rules.term(row.licence_until if row.licence else None, today, days),
        "vaccine": rules.term(row.vaccine_until, today, days),
    }


def of_home(actor: Actor, place_id: int, today: date) -> list[Any]:
    return list(dogs(actor, today).filter(IN_CARE, place_id=place_id).order_by("number"))


def standing(actor: Actor, today: date, community_id: int | None) -> Standing:
    rows = dogs(actor, today, community_id)
    counts = rows.aggregate(
        kept=Count("pk", filter=Q(state=DogState.KEPT)),
        strays=Count("pk", filter=Q(state=DogState.STRAY)),
        forbidden_count=Count("pk", filter=IN_CARE & Q(forbidden=True)),
        licence=Count("pk", filter=Q(state=DogState.KEPT) & lacking("licence_until")),
        vaccine=Count("pk", filter=Q(state=DogState.KEPT) & lacking("vaccine_until")),
    )
    forbidden = counts.pop("forbidden_count")
    return Standing(
        **counts,
        forbidden=forbidden,
        late_steps=ladders(actor, today, community_id).filter(late=True).count(),
    )


def lacking(field: str) -> Q:
    """Missing or run out."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lt": F("today")})


def ladders(actor: Actor, today: date, community_id: int | None = None) -> Any:
    """Queryset of ladders with their place, the step they stand at (`at_step`, `due_on`) and whether it is late."""
    open_steps = DogStep.objects.filter(ladder=OuterRef("pk"), done_on__isnull=True).order_by("due_on", "pk")
    latest = DogStep.objects.filter(ladder=OuterRef("pk")).order_by("-pk")
    rows = _within(DogLadder.objects.select_related("dog"), actor, community_id)
    rows = rows.annotate(
        at_step=Subquery(latest.values("step")[:1]),
        due_on=Subquery(open_steps.values("due_on")[:1]),
        late=Exists(open_steps.filter(due_on__lt=today)) & Q(closed_on__isnull=True),
    )
    return estate.with_place_names(rows)


def ladder(actor: Actor, ladder_id: int, today: date) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(DogLadder, ladder_id, actor=actor, permission=DOG_READ, reading=DOG_READ)
    return ladders(actor, today).get(pk=ladder_id)


def steps(ladder_id: int) -> list[Any]:
    rows = DogStep.objects.filter(ladder_id=ladder_id).select_related("evidence").order_by("pk")
    return list(people.with_staff_names(rows))


def step(actor: Actor, step_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(
        DogStep, step_id, actor=actor, permission=DOG_READ, reading=DOG_READ, community="ladder__community_id"
    )


def with_open_steps(person_id: int) -> Any:
    """Dogs of a person against whom steps are under way."""
    return DogLadder.objects.filter(closed_on__isnull=True, dog__person_id=person_id).values("dog_id")


def inspections(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset of inspections with the counts of their lists."""
    seen = ~Q(lines__result="pending")
    return _within(DogCampaign.objects, actor, community_id).annotate(
        listed=Count("lines"),
        checked=Count("lines", filter=seen),
        faulty=Count("lines", filter=seen & ~Q(lines__result__in=("fit", "absent"))),
        handed=Count("lines", filter=~Q(lines__handed="")),
    )


def inspection(actor: Actor, campaign_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(DogCampaign, campaign_id, actor=actor, permission=DOG_READ, reading=DOG_READ)


def lines(row: DogCampaign) -> Any:
    return estate.with_place_names(DogCampaignLine.objects.filter(campaign=row).select_related("dog"))


def line(actor: Actor, line_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(
        DogCampaignLine,
        line_id,
        actor=actor,
        permission=DOG_READ,
        reading=DOG_READ,
        community="campaign__community_id",
    )


def tally(row: DogCampaign) -> rules.Tally:
    found = DogCampaignLine.objects.filter(campaign=row).values_list("result", "handed")
    return rules.tally((result, bool(handed)) for result, handed in found)


def of_person(person_id: int) -> Any:
    return estate.with_place_names(Dog.objects.filter(person_id=person_id).order_by("number"))


def _within(rows: Any, actor: Actor, community_id: int | None) -> Any:
    rows = rows.filter(actor.reach(DOG_READ).q())
    return rows if community_id is None else rows.filter(community_id=community_id)


def _forbidden() -> Case:
    """The rule of `LocalRules.forbids` in SQL, each community by its own setting."""
    known = dog_rules()
    own = [When(community_id=one, then=_match(local)) for one, local in known.items() if one is not None]
    return Case(*own, default=_match(known[None]), output_field=BooleanField())


def _match(local: rules.LocalRules) -> Any:
    hits = [Q(breed__icontains=one) for one in local.breeds]
    if local.tallest_cm:
        hits.append(Q(height_cm__gt=local.tallest_cm))
    if not hits:
        return Value(False)
    found = hits[0]
    for one in hits[1:]:
        found |= one
    return Case(When(found, then=Value(True)), default=Value(False), output_field=BooleanField())
