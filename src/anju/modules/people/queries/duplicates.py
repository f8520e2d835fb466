"""Persons who may be registered twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Count, Q

from anju.foundation.actors import Actor
from anju.modules.people.models import HomeTie, Person, PersonDistinct, PersonMerge, PersonPhone, PersonState
from anju.modules.people.permissions import PERSON_MERGE
from anju.modules.people.queries.persons import may, visible
from anju.modules.people.rules.names import similar_names

# A number shared by so many is an office's, not a person's.
MOST_SHARING = 8
REASONS = ("id_number", "phone", "home")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons who may be one, the lower id first. reasons: some of REASONS, the strongest first."""

    first: Person
    second: Person
    reasons: tuple[str, ...] = field(default=())

    @property
    def key(self) -> tuple[int, int]:
        return (self.first.pk, self.second.pk)


def pairs(actor: Actor, limit: int = 200) -> list[Pair]:
    """Pairs both of whom the actor may merge, the surest first; those found different before are left out.

    Same identity number; same telephone and a similar name; the same name in one home.
    """
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    names = dict(visible(actor, PERSON_MERGE).values_list("pk", "name"))
    for reason, groups in (("id_number", _by_number()), ("phone", _by_phone()), ("home", _by_home())):
        for group in groups:
            for one, other in combinations(sorted(group & names.keys()), 2):
                if reason != "phone" or similar_names(names[one], names[other]):
                    found[(one, other)].append(reason)
    for key in PersonDistinct.objects.values_list("first_id", "second_id"):
        found.pop(key, None)
    ranked = sorted(found.items(), key=lambda item: (REASONS.index(item[1][0]), -len(item[1]), item[0]))[
        :limit
    ]
    persons = Person.objects.in_bulk([pk for key, _reasons in ranked for pk in key])
    return [Pair(persons[key[0]], persons[key[1]], tuple(reasons)) for key, reasons in ranked]


def duplicates_of(actor: Actor, person: Person) -> list[Person]:
    """Who may be the same as this person, by the same three signs; a few queries whatever the number of persons."""
    # One after the other, each by its index: as one statement it took minutes where the planner knew no statistics.
    phones = list(PersonPhone.objects.filter(person=person).values_list("digest", flat=True))
    by_phone = list(PersonPhone.objects.filter(digest__in=phones).values_list("person_id", flat=True))
    homes = list(HomeTie.objects.filter(person=person).values_list("place_id", flat=True))
    same_home = HomeTie.objects.filter(place_id__in=homes, person__name=person.name)
    by_home = list(same_home.values_list("person_id", flat=True))
    active = Person.objects.filter(state=PersonState.ACTIVE).exclude(pk=person.pk)
    found = {one.pk: one for one in active.filter(pk__in=by_phone) if similar_names(one.name, person.name)}
    found |= {one.pk: one for one in active.filter(pk__in=by_home)}
    if person.id_digest:
        found |= {one.pk: one for one in active.filter(id_digest=person.id_digest)}
    apart = PersonDistinct.objects.filter(Q(first=person) | Q(second=person)).values_list(
        "first_id", "second_id"
    )
    for pair in apart:
        found.pop(pair[0] if pair[1] == person.pk else pair[1], None)
    return [one for one in found.values() if may(actor, PERSON_MERGE, one.pk)]


def merges(actor: Actor, limit: int = 100) -> list[PersonMerge]:
    """Merges of persons the actor may merge, the newest first; those taken back too."""
    rows = PersonMerge.objects.filter(kept__in=visible(actor, PERSON_MERGE).values("pk"))
    return list(rows.select_related("kept", "gone").order_by("-at", "-pk")[:limit])


def _by_number() -> Iterable[set[int]]:
    active = Person.objects.filter(~Q(id_digest=""), state=PersonState.ACTIVE)
    twice = active.values("id_digest").annotate(n=Count("pk")).filter(n__gt=1).values("id_digest")
    return _groups(active.filter(id_digest__in=twice).values_list("id_digest", "pk"))


def _by_phone() -> Iterable[set[int]]:
    active = PersonPhone.objects.filter(person__state=PersonState.ACTIVE)
    twice = (
        active.values("digest").annotate(n=Count("person_id", distinct=True)).filter(n__gt=1).values("digest")
    )
    groups = _groups(active.filter(digest__in=twice).values_list("digest", "person_id"))
    return [one for one in groups if len(one) <= MOST_SHARING]


def _by_home() -> Iterable[set[int]]:
    rows = (
        HomeTie.objects.filter(person__state=PersonState.ACTIVE)
        .values("place_id", "person__name")
        .annotate(n=Count("person_id", distinct=True))
        .filter(n__gt=1)
        .values_list("place_id", "person__name")
    )
    wanted = set(rows)
    places = {place for place, _name in wanted}
    named = HomeTie.objects.filter(place_id__in=places, person__state=PersonState.ACTIVE)
    found = ((one[:2], one[2]) for one in named.values_list("place_id", "person__name", "person_id"))
    return _groups((key, person_id) for key, person_id in found if key in wanted)


def _groups(rows: Iterable[tuple[object, int]]) -> list[set[int]]:
    found: dict[object, set[int]] = defaultdict(set)
    for key, person_id in rows:
        found[key].add(person_id)
    return list(found.values())
