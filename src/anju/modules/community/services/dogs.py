"""The register of dogs: noted, changed, out of the community, breaches opened as cases, terms reminded of.

Sources: catalogue B DOG-01; Animal Epidemic Prevention Law (2021) art. 30 (vaccination, licence).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from anju.engines.cases.contracts import CaseDraft
from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Recipient
from anju.foundation import audit, registry
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.modules.community.contracts import Who
from anju.modules.community.models import Dog, DogCampaignLine, DogSex, DogSize, DogState, Merchant
from anju.modules.community.permissions import DOG_READ, DOG_WRITE
from anju.modules.community.queries import reach
from anju.modules.community.queries.dogs import with_open_steps
from anju.modules.community.queries.neighbour_settings import DOG_WARN_DAYS
from anju.modules.community.rules import dogs as rules
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.services.uploads import Upload, kept
from anju.modules.estate import facade as estate

TERMS = (("licence", "licence_until"), ("vaccine", "vaccine_until"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DogDraft:
    """A dog as it is noted. place_id: the home, None for a stray. keeper "": the contact of the home; a name that
    somebody of the home has links him. chosen: whom the form settled on, who goes before the name. photo: None keeps the one there is."""

    breed: str
    size: str
    name: str = ""
    sex: str = DogSex.UNKNOWN
    colour: str = ""
    height_cm: int | None = None
    born_on: date | None = None
    licence: str = ""
    licence_until: date | None = None
    vaccinated_on: date | None = None
    vaccine_until: date | None = None
    place_id: int | None = None
    spot: str = ""
    keeper: str = ""
    keeper_phone: str = ""
    chosen: Who | None = None
    note: str = ""
    photo: Upload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachDraft:
    """A breach of a dog, or of an unknown one at a home. label: what happened, in the reader's language."""

    community_id: int
    label: str
    words: str = ""
    dog_id: int | None = None
    place_id: int | None = None
    severity: int = 2


def dog_note(*, actor: Actor, community_id: int, draft: DogDraft, at: datetime) -> int:
    """Register a dog; without a home it is a stray. Returns its id.

    Raises Forbidden, NotFound (community, place), Invalid (words, dates, keeper).
    """
    reach.require_at(actor, DOG_WRITE, community_id, DOG_READ)
    today = acts.local_day(actor, at)
    with transaction.atomic():
        row = Dog(
            community_id=community_id, number=acts.number_for("QD", actor, at), noted_at=at,
            noted_by=actor.name[:60], state_on=today, state=DogState.KEPT if draft.place_id else DogState.STRAY,
        )  # fmt: skip
        _fill(row, actor, draft, today)
        row.save()
        audit.record(actor, acts.DOG_SAVED, row, after=_told(row), at=at)
    return int(row.pk)


def dog_change(*, actor: Actor, dog_id: int, draft: DogDraft, at: datetime) -> None:
    """Correct what is known of a dog; a stray that gets a home is kept from then on. Raises as dog_note."""
    with transaction.atomic():
        row = reach.one(Dog, dog_id, actor=actor, permission=DOG_WRITE, reading=DOG_READ, lock=True)
        before, today = _told(row), acts.local_day(actor, at)
        _fill(row, actor, draft, today)
        if row.state == DogState.STRAY and row.place_id is not None:
            row.state, row.state_on = DogState.KEPT, today
        row.save()
        audit.record(actor, acts.DOG_SAVED, row, before=before, after=_told(row), at=at)


def dog_state(*, actor: Actor, dog_id: int, state: str, on: date, why: str, at: datetime) -> None:
    """Say what became of a dog; any state can be taken back by another one.

    Raises Forbidden, NotFound, Invalid (community.dog.state, community.dog.home, community.future, community.words).
    """
    if state not in DogState.values:
        raise Invalid("community.dog.state", "state")
    why = acts.words_of(why, "why")
    acts.not_later(on, acts.local_day(actor, at), "on")
    with transaction.atomic():
        row = reach.one(Dog, dog_id, actor=actor, permission=DOG_WRITE, reading=DOG_READ, lock=True)
        if state == DogState.KEPT and row.place_id is None:
            raise Invalid("community.dog.home", "state")
        before = {"state": row.state}
        row.state, row.state_on, row.state_why = state, on, why
        row.save(update_fields=["state", "state_on", "state_why"])
        audit.record(actor, acts.DOG_STATE, row, before=before, after={"state": state}, reason=why, at=at)


def breach_open(*, actor: Actor, draft: BreachDraft, at: datetime) -> int:
    """Open a case of kind violation for a breach. Returns the case's id. Raises Forbidden, NotFound, as frontdesk.report."""
    reach.require_at(actor, DOG_WRITE, draft.community_id, DOG_READ)
    acts.in_community(draft.place_id, draft.community_id)
    dog = None
    if draft.dog_id is not None:
        dog = reach.one(Dog, draft.dog_id, actor=actor, permission=DOG_WRITE, reading=DOG_READ)
    about = f"{dog}（{dog.breed}）" if dog is not None and dog.name else str(dog or "")
    case = CaseDraft(
        kind="violation", community_id=dog.community_id if dog else draft.community_id,
        title="：".join(one for one in (acts.words_of(draft.label, "label", longest=40), about) if one),
        words=draft.words.strip()[:1000], place_id=dog.place_id if dog else draft.place_id, severity=draft.severity,
        fields={"violation": "pet"}, source="community.dog", source_id=dog.pk if dog else None,
    )  # fmt: skip
    return acts.case_open(actor=actor, draft=case, about={"dog": dog}, at=at)


def phone_read(*, actor: Actor, dog_id: int, at: datetime) -> str:
    """The keeper's telephone, noted in the audit. Raises Forbidden, NotFound."""
    row = reach.one(Dog, dog_id, actor=actor, permission=DOG_WRITE, reading=DOG_READ)
    audit.record(actor, acts.DOG_PHONE_SEEN, row, at=at)
    return str(row.keeper_phone)


def dogs_remind(*, at: datetime) -> int:
    """Remind keepers of licences and vaccinations that run out, each term once: the keeper where the register of
    persons knows him, else the community's group. Returns how many reminders were written."""
    done, zones = 0, {one.id: one.name for one in estate.communities()}
    for community_id, name in zones.items():
        today, days = timezone.localdate(at), registry.value(DOG_WARN_DAYS, community_id)
        for what, field in TERMS:
            due = {f"{field}__gte": today, f"{field}__lte": today + timedelta(days=days)}
            rows = Dog.objects.filter(community_id=community_id, state=DogState.KEPT, **due)
            done += sum(_reminded(row, what, getattr(row, field), name, at) for row in rows.order_by("pk"))
    return done


def person_follow(*, gone_id: int, kept_id: int) -> int:
    """A person was merged into another. Returns rows changed. Idempotent."""
    return sum(model.objects.filter(person_id=gone_id).update(person_id=kept_id) for model in (Dog, Merchant))


def person_forget(*, person_id: int) -> int:
    """Make a person unreadable (PIPL art. 47), but for dogs with steps under way. Returns rows changed. Idempotent."""
    dogs = Dog.objects.filter(person_id=person_id).exclude(pk__in=with_open_steps(person_id))
    changed = DogCampaignLine.objects.filter(dog__in=list(dogs.values_list("pk", flat=True))).update(
        keeper="＊"
    )
    changed += dogs.update(person_id=None, keeper="＊", keeper_phone="")
    shops = Merchant.objects.filter(person_id=person_id)
    return changed + shops.update(person_id=None, operator="＊", phone="")


def _reminded(row: Dog, what: str, until: date, community: str, at: datetime) -> int:
    own = row.person_id is not None
    to = Recipient.person(row.person_id) if own else Recipient.group(row.community_id)
    answer = messages.notify(
        template=f"community.dog_{what}", to=to, cause_key=f"dog:{row.pk}:{what}:{until}", at=at,
        community_id=row.community_id, link="" if own else reverse("community:dog", args=[row.pk]),
        params={"dog": str(row), "number": row.number, "until": f"{until}", "community": community},
    )  # fmt: skip
    return len(answer.made)


def _fill(row: Dog, actor: Actor, draft: DogDraft, today: date) -> None:
    if draft.size not in DogSize.values or draft.sex not in DogSex.values:
        raise Invalid("community.dog.size", "size")
    acts.in_community(draft.place_id, row.community_id)
    if draft.place_id is None and not draft.spot.strip():
        raise Invalid("community.dog.where", "home")
    rules.check_dates(draft.born_on, draft.vaccinated_on, draft.vaccine_until, today)
    row.breed = acts.words_of(draft.breed, "breed", longest=40)
    person_id, keeper = acts.person_chosen(actor, draft.chosen, row.person_id) or acts.keeper_of(
        draft.place_id, draft.keeper.strip(), today
    )
    given: dict[str, Any] = {
        "name": draft.name.strip()[:40], "size": draft.size, "sex": draft.sex, "colour": draft.colour.strip()[:40],
        "height_cm": draft.height_cm, "born_on": draft.born_on, "licence": draft.licence.strip()[:40],
        "licence_until": draft.licence_until, "vaccinated_on": draft.vaccinated_on,
        "vaccine_until": draft.vaccine_until, "place_id": draft.place_id, "spot": draft.spot.strip()[:80],
        "person_id": person_id, "keeper": keeper[:40], "keeper_phone": acts.phone_of(draft.keeper_phone, "keeper_phone"),
        "note": draft.note.strip()[:300],
    }  # fmt: skip
    for name, value in given.items():
        setattr(row, name, value)
    if draft.photo is not None:
        row.photo = kept(actor, acts.DOG_PHOTO, draft.photo)


def _told(row: Dog) -> dict[str, Any]:
    return {
        "dog": str(row), "breed": row.breed, "place": row.place_id, "licence": row.licence,
        "licence_until": str(row.licence_until or ""), "vaccine_until": str(row.vaccine_until or ""),
    }  # fmt: skip
