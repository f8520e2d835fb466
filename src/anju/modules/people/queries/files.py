"""The file of a person and of a home, for pages and prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.modules.people.contracts import IdKind
from anju.modules.people.models import (
    Acquisition,
    Consent,
    Convention,
    HomeFile,
    HomeTie,
    Need,
    OwnerChange,
    Person,
    PersonDocument,
    PersonMerge,
    PersonState,
    TieKind,
)
from anju.modules.people.permissions import PERSON_READ
from anju.modules.people.queries.homes import KIND_ORDER
from anju.modules.people.queries.persons import in_force, ties_within
from anju.modules.people.rules.identities import masked_number
from anju.modules.people.rules.phones import masked

TIE_NAMES = dict(TieKind.choices)
ACQUIRED_NAMES = dict(Acquisition.choices)


@dataclass(frozen=True, slots=True)
class PhoneShown:
    id: int
    shown: str
    label: str
    main: bool


def phones_shown(person: Person) -> list[PhoneShown]:
    rows = person.phones.order_by("-main", "pk")
    return [PhoneShown(one.pk, masked(one.number), one.label, one.main) for one in rows]


def id_number_shown(person: Person) -> str:
    return masked_number(IdKind(person.id_kind) if person.id_kind else None, person.id_number)


def email_shown(person: Person) -> str:
    name, at, host = person.email.partition("@")
    return f"{name[:1]}***{at}{host}" if at else ""


def ties_of_person(actor: Actor, person_id: int) -> list[HomeTie]:
    """Homes of a person in the actor's reach, those without an end first."""
    rows = HomeTie.objects.filter(ties_within(actor.reach(PERSON_READ)), person_id=person_id)
    found = rows.select_related("place").order_by("place__sort_key", KIND_ORDER, "pk")
    return sorted(found, key=lambda tie: tie.ends_on is not None)


def holds(tie: HomeTie, on: date) -> bool:
    return (tie.starts_on is None or tie.starts_on <= on) and (tie.ends_on is None or on < tie.ends_on)


def ties_of_home(place_id: int) -> list[HomeTie]:
    rows = HomeTie.objects.filter(place_id=place_id, person__state=PersonState.ACTIVE)
    return list(rows.select_related("person").order_by(KIND_ORDER, "-is_contact", "person__pinyin", "pk"))


def documents(person_id: int) -> list[PersonDocument]:
    return list(
        PersonDocument.objects.filter(person_id=person_id).select_related("file").order_by("-added_at", "-pk")
    )


def conventions(person_id: int) -> list[Convention]:
    rows = Convention.objects.filter(person_id=person_id).select_related("place", "file")
    return list(rows.order_by("-signed_on", "-pk"))


def consents(person_id: int) -> list[Consent]:
    return list(Consent.objects.filter(person_id=person_id).order_by("-given_at", "-pk"))


def needs_of_person(actor: Actor, person_id: int) -> list[Need]:
    """The person's own needs; those said about a home outside the actor's reach are left out."""
    reach = actor.reach(PERSON_READ)
    rows = Need.objects.filter(person_id=person_id)
    if not reach.unlimited:
        rows = rows.filter(Q(place__isnull=True) | reach.q(path="place__path"))
    return _sorted(rows.select_related("place", "person"))


def needs_of_home(place_id: int, on: date) -> list[Need]:
    """Needs said about the home, and those of who lives there now."""
    people = HomeTie.objects.filter(in_force(on), place_id=place_id, lives_here=True).values("person_id")
    rows = Need.objects.filter(Q(place_id=place_id) | Q(place__isnull=True, person_id__in=people))
    return _sorted(rows.select_related("place", "person"))


def _sorted(rows: Any) -> list[Need]:
    return sorted(rows.order_by("-since_on", "-pk"), key=lambda need: need.done_on is not None)


def home_file(place_id: int) -> HomeFile | None:
    return HomeFile.objects.filter(place_id=place_id).first()


def owner_changes(place_id: int) -> list[OwnerChange]:
    return list(OwnerChange.objects.filter(place_id=place_id).order_by("-on", "-pk"))


def merges_of(person_id: int) -> list[PersonMerge]:
    rows = PersonMerge.objects.filter(kept_id=person_id, undone_at__isnull=True)
    return list(rows.select_related("gone").order_by("-at"))


def history(person_id: int, limit: int = 30) -> list[AuditEntry]:
    rows = AuditEntry.objects.filter(subject_type="people.person", subject_id=person_id)
    return list(rows.order_by("-at", "-id")[:limit])
