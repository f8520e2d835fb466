"""Persons in the search of the top bar: by name, pinyin and initials, by a whole telephone number or its tail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation import search
from anju.modules.people.models import HomeTie, Person, PersonPhone, PersonState
from anju.modules.people.permissions import PERSON_READ

SEARCHED = search.kind(
    search.Kind(
        "people.person", _("住户"), "users-group", PERSON_READ, lambda pk: reverse("people:person", args=[pk]),
        order=12,
    )
)  # fmt: skip
# A developer with hundreds of homes is found by community, not by each of them.
MOST_PLACES = 6
TAIL = 4
AT_ONCE = 1_000


def index(person_ids: Collection[int]) -> None:
    """Index persons anew; merged and forgotten ones are no longer found."""
    ids = list(person_ids)
    for start in range(0, len(ids), AT_ONCE):
        _index(ids[start : start + AT_ONCE])


def _index(ids: Sequence[int]) -> None:
    persons = Person.objects.filter(pk__in=ids, state=PersonState.ACTIVE).only("pk", "name", "community_id")
    phones: dict[int, list[str]] = defaultdict(list)
    for person_id, number in PersonPhone.objects.filter(person_id__in=ids).values_list("person_id", "number"):
        phones[person_id].append(number)
    ties: dict[int, list[HomeTie]] = defaultdict(list)
    for tie in HomeTie.objects.filter(person_id__in=ids).select_related("place").order_by("place__sort_key"):
        ties[tie.person_id].append(tie)
    search.drop(SEARCHED, list(ids))
    search.put(SEARCHED, [entry for one in persons for entry in _entries(one, ties[one.pk], phones[one.pk])])


def _entries(person: Person, ties: Sequence[HomeTie], phones: Iterable[str]) -> list[search.Entry]:
    sealed = tuple(sealed_forms(phones))
    places = {tie.place_id: tie.place for tie in ties}
    today = timezone.localdate()
    current = dict.fromkeys(str(tie.place) for tie in ties if tie.ends_on is None or tie.ends_on > today)
    subtitle = " · ".join(list(current)[:3])
    if not places:
        spots = {("", person.community_id)}
    elif len(places) > MOST_PLACES:
        spots = {("", one.community_id) for one in places.values()}
    else:
        spots = {(one.path, one.community_id) for one in places.values()}
    return [
        search.Entry(person.pk, (person.name,), subtitle, community, path, sealed)
        for path, community in sorted(spots, key=lambda spot: (spot[0], spot[1] or 0))
    ]


def sealed_forms(phones: Iterable[str]) -> list[str]:
    """The numbers and their last four digits, as they are typed."""
    return [form for number in phones for form in (number, tail(number)) if form]


def tail(number: str) -> str:
    """The last four digits of a number; of a fixed line those before its extension."""
    digits = number.split("-")[1] if number.count("-") else number
    return digits[-TAIL:] if len(digits) > TAIL else ""
