"""Reading homes: who is tied to them, who lives in a community, what the desk finds from a few signs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from anju.foundation import search
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.people.contracts import HomeHit, HomePerson, HomeView, PersonView, Share
from anju.modules.people.models import HomeFile, HomeTie, Need, Person, PersonState, TieKind
from anju.modules.people.permissions import PERSON_READ
from anju.modules.people.queries.persons import in_force, not_over, ties_within, views, within
from anju.modules.people.queries.places import HomePlace, home_places

UNIT_KIND, PERSON_KIND = "estate.unit", "people.person"
KIND_ORDER = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate(TieKind.values)),
    default=Value(9),
    output_field=IntegerField(),
)

_cared_for: list[Callable[[Collection[int]], set[int]]] = []


def register_care(homes_cared_for: Callable[[Collection[int]], set[int]]) -> None:
    """`homes_cared_for(place ids)` says which of these homes somebody on the care list lives in."""
    _cared_for.append(homes_cared_for)


def ties_of(place_ids: Iterable[int], on: date | None = None) -> QuerySet[HomeTie]:
    """Ties of homes, owners first; with `on` only those that hold on that day."""
    rows = HomeTie.objects.filter(place_id__in=list(place_ids), person__state=PersonState.ACTIVE)
    rows = rows if on is None else rows.filter(in_force(on))
    return rows.select_related("person").order_by(
        "place_id", KIND_ORDER, "-is_contact", "person__pinyin", "pk"
    )


def home_person(tie: HomeTie, person: PersonView) -> HomePerson:
    share = Share(tie.share_numerator, tie.share_denominator or 1) if tie.share_numerator else None
    return HomePerson(
        person=person,
        relation=tie.kind,
        since=tie.starts_on,
        until=tie.ends_on,
        share=share,
        lives_here=tie.lives_here,
        is_contact=tie.is_contact,
        tie_id=tie.pk,
    )


def home_persons(rows: Iterable[HomeTie]) -> list[HomePerson]:
    """Two queries for any number of ties; a person in several homes is read once."""
    ties = list(rows)
    persons = {one.id: one for one in views({tie.person_id: tie.person for tie in ties}.values())}
    return [home_person(tie, persons[tie.person_id]) for tie in ties]


def home(place_id: int, on: date) -> HomeView:
    """A home with everybody tied to it on a day. Raises NotFound for what is no home."""
    found = homes([place_id], on)
    if place_id not in found:
        raise NotFound("people.place.missing")
    return found[place_id]


def homes(place_ids: Collection[int], on: date) -> dict[int, HomeView]:
    """Homes by place id in the order asked, in six queries for any number."""
    places = home_places(place_ids)
    people: dict[int, list[HomePerson]] = {}
    ties = list(ties_of(places, on))
    for tie, person in zip(ties, home_persons(ties), strict=True):
        people.setdefault(tie.place_id, []).append(person)
    notes = dict(HomeFile.objects.filter(place_id__in=places).values_list("place_id", "note"))
    needs: dict[int, list[str]] = {}
    for place_id, text in open_needs(on).filter(place_id__in=places).values_list("place_id", "text"):
        needs.setdefault(place_id, []).append(text)
    cared = set[int]().union(*(asked(list(places)) for asked in _cared_for))
    return {
        one.id: HomeView(
            place_id=one.id,
            community_id=one.community_id,
            people=tuple(people.get(one.id, ())),
            note=notes.get(one.id, ""),
            needs=tuple(needs.get(one.id, ())),
            care=one.id in cared,
        )
        for one in (places[asked] for asked in dict.fromkeys(place_ids) if asked in places)
    }


def open_needs(on: date) -> QuerySet[Need]:
    return Need.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), done_on__isnull=True).order_by(
        "-since_on", "-pk"
    )


def residents_of(community_id: int, on: date) -> list[HomePerson]:
    """Who lives in the community on a day, by home, owners first; somebody with two homes stands twice."""
    rows = HomeTie.objects.filter(
        in_force(on), community_id=community_id, lives_here=True, person__state=PersonState.ACTIVE
    )
    return home_persons(rows.select_related("person").order_by("place__sort_key", KIND_ORDER, "pk"))


def belonging_to(community_id: int, on: date) -> list[int]:
    """Ids of everybody tied to a home of the community on a day, also owners who live elsewhere, each once."""
    rows = HomeTie.objects.filter(
        in_force(on), community_id=community_id, person__state=PersonState.ACTIVE
    ).order_by("person_id")
    return list(rows.values_list("person_id", flat=True).distinct())


def owners_of(place_ids: Iterable[int], on: date) -> dict[int, list[HomePerson]]:
    """Owners of each home on a day, with their shares."""
    ties = list(ties_of(place_ids, on).filter(kind=TieKind.OWNER))
    found: dict[int, list[HomePerson]] = {}
    for tie, person in zip(ties, home_persons(ties), strict=True):
        found.setdefault(tie.place_id, []).append(person)
    return found


def find_homes(
    *, actor: Actor, text: str, community_id: int | None, limit: int = 10, on: date | None = None
) -> list[HomeHit]:
    """Homes and persons for what somebody says on the telephone: the whole number or its last four digits, a name,
    its pinyin or initials, or a room. Only what the actor may see. Raises Forbidden without people.person:read.

    on: ties of that day only; None: those that are not over today.
    """
    actor.require(PERSON_READ)
    person_ids, place_ids = (
        [
            hit.subject_id
            for hit in search.find(
                actor=actor, text=text, limit=limit, only=(kind,), community_id=community_id
            )
        ]
        for kind in (PERSON_KIND, UNIT_KIND)
    )
    held = not_over(timezone.localdate()) if on is None else in_force(on)
    wanted = Q(person_id__in=person_ids) | Q(place_id__in=place_ids)
    rows = HomeTie.objects.filter(
        wanted, held, ties_within(actor.reach(PERSON_READ)), person__state=PersonState.ACTIVE
    )
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    ties = list(rows.select_related("person").order_by("place__sort_key", KIND_ORDER, "pk")[: limit * 6])
    return _hits(actor, ties, person_ids, place_ids)[:limit]


def _hits(actor: Actor, ties: list[HomeTie], person_ids: list[int], place_ids: list[int]) -> list[HomeHit]:
    lonely = set(person_ids) - {tie.person_id for tie in ties}
    alone = Person.objects.filter(within(actor.reach(PERSON_READ)), pk__in=lonely, state=PersonState.ACTIVE)
    persons = {one.id: one for one in views([*{tie.person_id: tie.person for tie in ties}.values(), *alone])}
    places = home_places([*place_ids, *(tie.place_id for tie in ties)])
    found: dict[tuple[int | None, int | None], HomeHit] = {}
    for person_id in person_ids:
        own = [tie for tie in ties if tie.person_id == person_id]
        for tie in own:
            found.setdefault((tie.place_id, person_id), _hit(persons[person_id], places[tie.place_id]))
        if not own and person_id in persons:
            found[(None, person_id)] = _hit(persons[person_id], None)
    for place_id in place_ids:
        if place_id not in places:
            continue
        own = [tie for tie in ties if tie.place_id == place_id]
        for tie in own:
            found.setdefault((place_id, tie.person_id), _hit(persons[tie.person_id], places[place_id]))
        if not own:
            found[(place_id, None)] = _hit(None, places[place_id])
    return list(found.values())


def _hit(person: PersonView | None, place: HomePlace | None) -> HomeHit:
    return HomeHit(
        place_id=place.id if place else None,
        person_id=person.id if person else None,
        name=person.name if person else "",
        phone_shown=person.phone_shown if person else "",
        place_name=str(place) if place else "",
        community_id=place.community_id if place else None,
    )
