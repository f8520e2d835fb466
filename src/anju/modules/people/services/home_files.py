"""The file of a home, the profile of its household, and what its people need."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.people.models import (
    CertificateState,
    GasState,
    HeatingKind,
    HomeFile,
    HomeTie,
    HouseholdProfile,
    Need,
    NeedKind,
    Person,
)
from anju.modules.people.permissions import PERSON_EDIT, PROFILE_EDIT, PROFILE_READ
from anju.modules.people.queries.persons import in_force
from anju.modules.people.queries.places import home_place
from anju.modules.people.rules.profiles import checked_facts
from anju.modules.people.services.acts import (
    HOME_FILE_CHANGED,
    NEED_DONE,
    NEED_RECORDED,
    PROFILE_CHANGED,
    PROFILE_SEEN,
)
from anju.modules.people.services.consents import PROFILE, consented
from anju.modules.people.services.persons import locked
from anju.modules.people.services.ties import places_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFileDraft:
    certificate: str = CertificateState.UNKNOWN
    area_note: str = ""
    layout: str = ""
    gas: str = GasState.UNKNOWN
    heating: str = HeatingKind.UNKNOWN
    developer_issues: str = ""
    note: str = ""


def home_file_save(*, actor: Actor, place_id: int, draft: HomeFileDraft, at: datetime) -> int:
    """Set the file of a home (OWN-03). Returns its id. Raises Forbidden, NotFound, Invalid("people.kind_unknown")."""
    actor.require(PERSON_EDIT)
    for name, known in (("certificate", CertificateState), ("gas", GasState), ("heating", HeatingKind)):
        if getattr(draft, name) not in known.values:
            raise Invalid("people.kind_unknown", field=name)
    with transaction.atomic():
        place = home_place(actor, place_id, PERSON_EDIT)
        places_lock([place.id])
        row = HomeFile.objects.filter(place_id=place.id).first()
        row = row or HomeFile(place_id=place.id, community_id=place.community_id)
        values = {name: str(value).strip() for name, value in asdict(draft).items()}
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        row.changed_at, row.changed_by = at, actor.name
        row.save()
        audit.record(actor, HOME_FILE_CHANGED, row, before=before, after=values, at=at)
    return int(row.pk)


def profile_read(*, actor: Actor, place_id: int, at: datetime) -> dict[str, str]:
    """What is known of a household, by heading; the log says who looked, each time. Raises Forbidden, NotFound."""
    actor.require(PROFILE_READ)
    with transaction.atomic():
        place = home_place(actor, place_id, PROFILE_READ)
        row = HouseholdProfile.objects.filter(place_id=place.id).first()
        if row is None:
            return {}
        audit.record(actor, PROFILE_SEEN, row, after={"place": str(place)}, at=at)
    return dict(json.loads(row.facts))


def profile_save(*, actor: Actor, place_id: int, facts: Mapping[str, str], at: datetime) -> None:
    """Set what is known of a household; the log says which headings changed, never what they say.

    Empty facts take the profile away. Raises Forbidden, NotFound; Invalid: people.profile.consent when nobody of the
    home has agreed to it (PIPL art. 29).
    """
    actor.require(PROFILE_EDIT)
    kept = checked_facts(facts)
    with transaction.atomic():
        place = home_place(actor, place_id, PROFILE_EDIT)
        places_lock([place.id])
        if kept and not _agreed([place.id], at.astimezone(ZoneInfo(actor.time_zone)).date()):
            raise Invalid("people.profile.consent")
        row = HouseholdProfile.objects.filter(place_id=place.id).first()
        before = dict(json.loads(row.facts)) if row else {}
        if kept == before:
            return
        row = row or HouseholdProfile(place_id=place.id, community_id=place.community_id)
        row.facts, row.changed_at, row.changed_by = json.dumps(kept, ensure_ascii=False), at, actor.name
        row.save()
        changed = sorted(name for name in kept.keys() | before.keys() if kept.get(name) != before.get(name))
        audit.record(actor, PROFILE_CHANGED, row, after={"place": str(place), "headings": changed}, at=at)


def _agreed(place_ids: Collection[int], on: date) -> set[int]:
    """Homes of which somebody who belongs there today has agreed to a profile."""
    rows = HomeTie.objects.filter(in_force(on), place_id__in=place_ids).values_list("place_id", "person_id")
    ties = list(rows)
    willing = consented([person_id for _place, person_id in ties], PROFILE.code)
    return {place_id for place_id, person_id in ties if person_id in willing}


def profiles_review(*, today: date) -> int:
    """Take away profiles of homes of which nobody agrees any more (PIPL art. 15, 47). Returns how many."""
    held = set(HouseholdProfile.objects.values_list("place_id", flat=True))
    gone = HouseholdProfile.objects.filter(place_id__in=held - _agreed(held, today))
    return int(gone.delete()[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedDraft:
    """Of a person, of a home, or of both; one of the two at least."""

    text: str
    kind: str = NeedKind.OTHER
    person_id: int | None = None
    place_id: int | None = None
    since_on: date
    until_on: date | None = None


def need_record(*, actor: Actor, draft: NeedDraft, at: datetime) -> int:
    """Write down what somebody needs or says (OWN-05, CRM-03). Returns the id.

    Raises Forbidden, NotFound, Invalid: people.need.empty, people.need.of_nobody, people.kind_unknown,
    people.tie.days.
    """
    actor.require(PERSON_EDIT)
    text = draft.text.strip()
    if not text:
        raise Invalid("people.need.empty", field="text")
    if draft.kind not in NeedKind.values:
        raise Invalid("people.kind_unknown", field="kind")
    if draft.until_on is not None and draft.until_on < draft.since_on:
        raise Invalid("people.tie.days", field="until_on")
    with transaction.atomic():
        person = locked(actor, draft.person_id, PERSON_EDIT) if draft.person_id else None
        place = home_place(actor, draft.place_id, PERSON_EDIT) if draft.place_id else None
        community_id = place.community_id if place else _community_of(person)
        if community_id is None:
            raise Invalid("people.need.of_nobody", field="place")
        row = Need.objects.create(
            community_id=community_id, person=person, place_id=draft.place_id, kind=draft.kind, text=text[:300],
            since_on=draft.since_on, until_on=draft.until_on, by_name=actor.name,
        )  # fmt: skip
        audit.record(actor, NEED_RECORDED, row, after={"text": text[:300], "kind": draft.kind}, at=at)
    return int(row.pk)


def need_done(*, actor: Actor, need_id: int, on: date | None, note: str = "", at: datetime) -> None:
    """A need is met, with what was done; `on` None opens it again. It stays in the file.

    Raises Forbidden, NotFound; Conflict: people.need.same when it is so already.
    """
    actor.require(PERSON_EDIT)
    with transaction.atomic():
        row = locks.row(Need, need_id)
        if row.place_id:
            home_place(actor, row.place_id, PERSON_EDIT)
        elif row.person_id:
            locked(actor, row.person_id, PERSON_EDIT)
        else:
            raise NotFound("people.need.missing")
        if (row.done_on is None) == (on is None):
            raise Conflict("people.need.same")
        before = {"done_on": row.done_on, "done_note": row.done_note}
        row.done_on, row.done_note = on, note.strip()[:300] if on else ""
        row.save(update_fields=["done_on", "done_note"])
        audit.record(
            actor, NEED_DONE, row, before=before, after={"done_on": on, "done_note": row.done_note}, at=at
        )


def _community_of(person: Person | None) -> int | None:
    if person is None:
        return None
    tied = person.ties.order_by("-pk").values_list("community_id", flat=True).first()
    return tied or person.community_id
