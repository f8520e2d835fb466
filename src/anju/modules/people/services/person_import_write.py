"""What a checked sheet changes, written a statement for many rows; and the same taken back as a whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from anju.foundation import audit, locks, search
from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.privacy import digest
from anju.foundation.scope.models import LooseKey
from anju.kernel.errors import Conflict, NotFound
from anju.modules.people.contracts import PhoneDraft
from anju.modules.people.models import HomeTie, Person, PersonImport, PersonImportState, PersonPhone
from anju.modules.people.permissions import PERSON_IMPORT
from anju.modules.people.rules.names import clean_name, sort_name
from anju.modules.people.rules.sheets.homes import SheetPerson
from anju.modules.people.services.acts import PERSON_SHEET_TAKEN_BACK
from anju.modules.people.services.person_index import SEARCHED, index
from anju.modules.people.services.person_matching import Changes
from anju.modules.people.services.persons import phone_row
from anju.modules.people.services.ties import places_lock

AT_ONCE = 1_000
# Looking at a person changes nothing that taking back would lose.
LOOKS = (".revealed", ".seen", ".opened", ".printed", ".exported", ".listed")


def write(community_id: int, changes: Changes, at: datetime) -> dict[str, Any]:
    """Write the changes inside the caller's transaction. Returns what `take_back` needs.

    Raises IntegrityError when somebody else changed the same homes meanwhile.
    """
    ids = dict(changes.known)
    made = Person.objects.bulk_create(
        [_person(one, community_id, at) for one in changes.new_people], batch_size=AT_ONCE
    )
    ids |= {one.number: row.pk for one, row in zip(changes.new_people, made, strict=True)}
    phones = [
        phone_row(row.pk, PhoneDraft(number), main=place == 0)
        for one, row in zip(changes.new_people, made, strict=True)
        for place, number in enumerate(one.phones)
    ]
    with_main = set(
        PersonPhone.objects.filter(main=True, person_id__in={pk for pk, _ in changes.phones}).values_list(
            "person_id", flat=True
        )
    )
    added = []
    for pk, number in changes.phones:
        added.append(phone_row(pk, PhoneDraft(number), main=pk not in with_main))
        with_main.add(pk)
    PersonPhone.objects.bulk_create(phones, batch_size=AT_ONCE)
    kept_phones = PersonPhone.objects.bulk_create(added, batch_size=AT_ONCE)
    papers = _papers(changes)
    ties = HomeTie.objects.bulk_create(
        [
            HomeTie(community_id=community_id, place_id=tie.place_id, person_id=ids[tie.person], **columns)
            for tie, columns in changes.ties
        ],
        batch_size=AT_ONCE,
    )
    for change in changes.tie_changes:
        HomeTie.objects.filter(pk=change.tie_id).update(**change.after)
    index({*(row.pk for row in made), *ids.values()})
    return {
        "people": [row.pk for row in made],
        "phones": [row.pk for row in kept_phones],
        "papers": papers,
        "ties": [row.pk for row in ties],
        "changed": [
            {"tie": one.tie_id, "before": _json(one.before), "after": _json(one.after)}
            for one in changes.tie_changes
        ],
    }


def _person(one: SheetPerson, community_id: int, at: datetime) -> Person:
    name = clean_name(one.name)
    paper = one.paper
    return Person(
        community_id=community_id,
        kind="company" if one.company else "natural",
        name=name,
        pinyin=sort_name(name),
        id_kind=paper.kind.value if paper else "",
        id_number=paper.number if paper else "",
        id_digest=digest(paper.number) if paper else "",
        birthday=paper.born_on if paper else None,
        created_at=at,
    )


def _papers(changes: Changes) -> list[int]:
    """Give identity numbers to persons who had none. Returns their ids."""
    rows = []
    for pk, one in changes.papers:
        if one.paper is not None:
            rows.append(
                Person(
                    pk=pk, id_kind=one.paper.kind.value, id_number=one.paper.number,
                    id_digest=digest(one.paper.number), birthday=one.paper.born_on,
                )
            )  # fmt: skip
    for row in rows:
        Person.objects.filter(pk=row.pk).update(
            id_kind=row.id_kind, id_number=row.id_number, id_digest=row.id_digest, birthday=row.birthday
        )
    return [row.pk for row in rows]


def _json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def import_take_back(*, actor: Actor, import_id: int, at: datetime) -> None:
    """Undo an import as a whole: persons, telephones and ties it made are gone, what it changed is as before.

    Raises Forbidden, NotFound; Conflict: people.import.not_done, people.import.followed when anything was done with
    what it made.
    """
    actor.require(PERSON_IMPORT)
    with transaction.atomic():
        locks.advisory("people-person-import", actor.org_id)
        row = locks.row(PersonImport, import_id)
        if not actor.reach(PERSON_IMPORT).covers_community(row.community_id):
            raise NotFound("people.import.missing")
        if row.state != PersonImportState.DONE or row.finished_at is None:
            raise Conflict("people.import.not_done")
        places_lock(HomeTie.objects.filter(pk__in=row.written["ties"]).values_list("place_id", flat=True))
        found = followed(row)
        if found:
            raise Conflict("people.import.followed", count=len(found))
        _undo(row)
        row.state, row.taken_back_at, row.taken_back_by = PersonImportState.TAKEN_BACK, at, actor.name
        row.save()
        audit.record(actor, PERSON_SHEET_TAKEN_BACK, row, after=row.counts, at=at)


def followed(row: PersonImport) -> set[int]:
    """Persons of the import with whom something was done since: numbers of theirs, those found first only."""
    made = row.written
    people, ties = made["people"], [*made["ties"], *(one["tie"] for one in made["changed"])]
    tied = dict(HomeTie.objects.filter(pk__in=ties).values_list("pk", "person_id"))
    entries = AuditEntry.objects.filter(at__gt=row.finished_at).exclude(
        action__regex=f"({'|'.join(LOOKS).replace('.', chr(92) + '.')})$"
    )
    found = set(
        entries.filter(subject_type="people.person", subject_id__in=people).values_list(
            "subject_id", flat=True
        )
    )
    touched = entries.filter(subject_type="people.hometie", subject_id__in=ties)
    found |= {tied.get(pk, 0) for pk in touched.values_list("subject_id", flat=True)}
    if set(ties) - set(tied):
        found.add(0)
    ended = HomeTie.objects.filter(pk__in=made["ties"], ends_on__isnull=False)
    found |= set(ended.values_list("person_id", flat=True))
    others = HomeTie.objects.filter(person_id__in=people).exclude(pk__in=ties)
    found |= set(others.values_list("person_id", flat=True))
    return found or _pointed_at(people)


def _pointed_at(people: list[int]) -> set[int]:
    """Persons that rows of other tables point at."""
    own = {HomeTie, PersonPhone}
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        name = relation.field.attname
        if model not in own:
            found = set(
                model._default_manager.filter(**{f"{name}__in": people}).values_list(name, flat=True)[:20]
            )
            if found:
                return found
    for model in apps.get_models():
        for column in model._meta.get_fields():
            if isinstance(column, LooseKey) and column.target == "people.Person":
                keys = model._default_manager.filter(**{f"{column.name}__in": people})
                if found := set(keys.values_list(column.name, flat=True)[:20]):
                    return found
    return set()


def _undo(row: PersonImport) -> None:
    made = row.written
    for one in made["changed"]:
        HomeTie.objects.filter(pk=one["tie"]).update(**one["before"])
    HomeTie.objects.filter(pk__in=made["ties"]).delete()
    changed = set(PersonPhone.objects.filter(pk__in=made["phones"]).values_list("person_id", flat=True))
    PersonPhone.objects.filter(pk__in=made["phones"]).delete()
    Person.objects.filter(pk__in=made["papers"]).update(id_kind="", id_number="", id_digest="", birthday=None)
    search.drop(SEARCHED, made["people"])
    try:
        Person.objects.filter(pk__in=made["people"]).delete()
    except (ProtectedError, RestrictedError) as error:
        raise Conflict("people.import.followed", count=1) from error
    index(changed | set(made["papers"]))
