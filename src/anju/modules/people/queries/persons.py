"""Reading persons: who may be seen, and what others may know of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach
from anju.foundation.privacy import digest
from anju.kernel.errors import Forbidden, Invalid, NotFound
from anju.modules.people.contracts import Contact, PersonView
from anju.modules.people.models import Consent, HomeTie, Person, PersonPhone, PersonState
from anju.modules.people.permissions import PERSON_READ
from anju.modules.people.rules.phones import checked_phone, masked

NOTICES_PURPOSE = "notices"


def ties_within(reach: Reach) -> Q:
    """Ties of homes in the reach. Who is bound to whole communities is answered without looking at a place."""
    if reach.unlimited:
        return Q()
    ends = {int(path.strip("/").rsplit("/", 1)[-1]) for path in reach.paths}
    if ends <= (reach.communities or frozenset()):
        return Q(community_id__in=sorted(ends))
    return reach.q(path="place__path")


def within(reach: Reach) -> Q:
    """Persons with a home in the reach, now or before; who never had one is seen where he is registered."""
    if reach.unlimited:
        return Q()
    return tied_or_registered(ties_within(reach), reach.q(community="community_id"))


def tied_or_registered(tied: Q, registered: Q) -> Q:
    """Persons with a tie that fits, or without any tie and registered where it fits."""
    ties = HomeTie.objects.filter(person_id=OuterRef("pk"))
    return Q(Exists(ties.filter(tied))) | (registered & ~Q(Exists(ties)))


def visible(actor: Actor, permission: Permission = PERSON_READ) -> QuerySet[Person]:
    """Active persons in the actor's reach."""
    return Person.objects.filter(within(actor.reach(permission)), state=PersonState.ACTIVE)


def may(actor: Actor, permission: Permission, person_id: int) -> bool:
    """Whether the actor holds a permission for an active person."""
    one = Person.objects.filter(pk=person_id, state=PersonState.ACTIVE)
    return actor.can(permission) and one.filter(within(actor.reach(permission))).exists()


def visible_person(actor: Actor, person_id: int, permission: Permission = PERSON_READ) -> Person:
    """An active person; of a merged one the person he became.

    Raises NotFound; Forbidden when the actor may read the person but lacks the permission for him.
    """
    wanted = survivor_id(person_id)
    one = Person.objects.filter(pk=wanted, state=PersonState.ACTIVE)
    found = one.filter(within(actor.reach(permission))).first()
    if found is not None:
        return found
    if permission is not PERSON_READ and may(actor, PERSON_READ, wanted):
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("people.person.missing")


def survivor_id(person_id: int) -> int:
    """The person that `person_id` was merged into, through any number of merges; itself when it was not."""
    return survivors_of([person_id])[person_id]


def person_seen(actor: Actor, person_id: int) -> PersonView:
    """An active person as an actor sees him; of a merged one the person he became. Raises NotFound."""
    return views([visible_person(actor, person_id)])[0]


def merged_ids(person_id: int) -> list[int]:
    """Records that became this person."""
    found: list[int] = []
    waiting = [person_id]
    while waiting:
        waiting = list(Person.objects.filter(merged_into_id__in=waiting).values_list("pk", flat=True))
        found += waiting
    return found


def views(persons: Iterable[Person]) -> list[PersonView]:
    """Views with the masked main phone; one further query for any number."""
    persons = list(persons)
    shown = main_phones([one.pk for one in persons])
    return [
        PersonView(
            one.pk, one.kind, one.name, masked(shown.get(one.pk, "")), one.user_id, one.language, one.state
        )
        for one in persons
    ]


def main_phones(person_ids: Collection[int]) -> dict[int, str]:
    """The main number of each person, in the clear: to be masked or sent to."""
    rows = PersonPhone.objects.filter(person_id__in=person_ids).order_by("main", "-pk")
    return dict(rows.values_list("person_id", "number"))


def persons_by_id(ids: Iterable[int]) -> dict[int, PersonView]:
    """Merged and forgotten ones too: `state` says so."""
    return {one.id: one for one in views(Person.objects.filter(pk__in=list(ids)))}


def person_of_user(user_id: int) -> PersonView | None:
    found = views(Person.objects.filter(user_id=user_id, state=PersonState.ACTIVE))
    return found[0] if found else None


def persons_by_phone(phone: str) -> list[PersonView]:
    """Active persons with exactly this number, however it is written; [] for what is no number."""
    try:
        number = checked_phone(phone)
    except Invalid:
        return []
    if not number:
        return []
    # Two steps: in one, a planner without statistics looks through all phones for every person.
    found = list(PersonPhone.objects.filter(digest=digest(number)).values_list("person_id", flat=True))
    rows = Person.objects.filter(pk__in=found, state=PersonState.ACTIVE) if found else Person.objects.none()
    return views(rows.order_by("pinyin", "pk"))


def homes_of(person_id: int, on: date) -> list[tuple[int, str]]:
    """Homes the person is tied to on a day, with his part there: [(place id, owner|tenant|family|other)]."""
    rows = HomeTie.objects.filter(in_force(on), person_id=person_id)
    return list(rows.order_by("place__sort_key", "kind").values_list("place_id", "kind"))


def in_force(on: date) -> Q:
    """Ties that hold on a day."""
    return (Q(starts_on__isnull=True) | Q(starts_on__lte=on)) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def not_over(on: date) -> Q:
    """Ties that have not ended by a day: an end that is only known beforehand takes nobody out of his home yet."""
    return Q(ends_on__isnull=True) | Q(ends_on__gt=on)


def survivors_of(person_ids: Collection[int]) -> dict[int, int]:
    """Who each person became by merging, himself where he was not; a statement for each step of a chain."""
    found = {one: one for one in person_ids}
    while found:
        merged = dict(
            Person.objects.filter(pk__in=set(found.values()), merged_into__isnull=False).values_list(
                "pk", "merged_into_id"
            )
        )
        if not merged:
            break
        found = {one: merged.get(now, now) for one, now in found.items()}
    return found


def contact_of(person_ids: Sequence[int]) -> dict[int, Contact]:
    """How persons are reached, in the clear; only for sending. Merged ones answer with who they became."""
    survivors = survivors_of(person_ids)
    rows = {
        one.pk: one for one in Person.objects.filter(pk__in=set(survivors.values()), state=PersonState.ACTIVE)
    }
    phones, declined = main_phones(list(rows)), _declined(list(rows))
    return {
        asked: Contact(
            person_id=person.pk,
            name=person.name,
            user_id=person.user_id,
            phone=phones.get(person.pk, ""),
            email=person.email,
            language=person.language,
            declined=person.pk in declined,
        )
        for asked, survivor in survivors.items()
        if (person := rows.get(survivor)) is not None
    }


def declined_users(user_ids: Collection[int]) -> set[int]:
    """Log-ins whose persons declined, as `contact_of` says of persons."""
    users = dict(Person.objects.filter(user_id__in=user_ids).values_list("pk", "user_id"))
    return {users[pk] for pk in _declined(users)}


def _declined(person_ids: Collection[int]) -> set[int]:
    """Who has withdrawn the consent to service notices and not given it again (PIPL art. 15)."""
    rows = Consent.objects.filter(person_id__in=person_ids, purpose=NOTICES_PURPOSE)
    standing = dict(rows.order_by("given_at", "pk").values_list("person_id", "withdrawn_at"))
    return {pk for pk, withdrawn_at in standing.items() if withdrawn_at is not None}
