"""What residents do themselves about things lost: say that they miss one, and that one which was found is theirs.

What they say of its marks is for the desk, which compares and hands out as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import FoundState, FoundThing, LostReport, LostState, ThingSort
from anju.modules.frontdesk.queries import lost as queries
from anju.modules.frontdesk.rules import lost as rules
from anju.modules.frontdesk.services import registering as acts

LONGEST_MARKS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLoss:
    """What a resident misses. place_id: his home, which says the community. key: the same key is the same report."""

    person_id: int
    place_id: int
    name: str
    sort: str
    lost_at: datetime
    words: str = ""
    spot: str = ""
    phone: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnClaim:
    """marks: what the claimant knows of the thing that nobody was told."""

    person_id: int
    place_id: int
    found_id: int
    marks: str
    phone: str = ""
    key: str = ""


def loss_tell(*, actor: Actor, loss: OwnLoss, at: datetime) -> int:
    """Take down what a resident says he lost. Returns its id.

    Raises Forbidden (not his home), Invalid (name, sort, phone, moment).
    """
    community = _community(actor, loss.person_id, loss.place_id, at)
    if loss.sort not in ThingSort.values:
        raise Invalid("frontdesk.lost.sort", "sort")
    rules.check_moment(loss.lost_at, at)
    name = acts.words_of(loss.name, "name", longest=60)
    with transaction.atomic():
        known = _known(loss.key, loss.person_id)
        if known is not None:
            return known
        row = LostReport.objects.create(
            community_id=community, number=acts.number_for("YS", actor, at), sort=loss.sort, name=name,
            words=loss.words.strip()[:300], spot=loss.spot.strip()[:80], lost_at=loss.lost_at,
            person_id=loss.person_id, reporter=actor.name[:40], phone=acts.phone_of(loss.phone), noted_at=at,
            noted_by=actor.name[:60], by_resident=True, key=loss.key or None,
        )  # fmt: skip
        audit.record(actor, acts.LOST_NOTED, row, after={"name": row.name}, at=at)
    return int(row.pk)


def found_claim(*, actor: Actor, claim: OwnClaim, at: datetime) -> int:
    """Say that a thing kept by the desk is one's own. Returns the id of the report at the desk.

    Raises Forbidden (not his home), NotFound (frontdesk.register.missing: no such thing in his community), Invalid
    (marks, phone), Conflict (frontdesk.found.gone; frontdesk.found.claimed: he said so already).
    """
    community = _community(actor, claim.person_id, claim.place_id, at)
    marks = acts.words_of(claim.marks, "marks", longest=LONGEST_MARKS)
    with transaction.atomic():
        known = _known(claim.key, claim.person_id)
        if known is not None:
            return known
        thing = queries.kept_in(community).filter(pk=claim.found_id).first()
        if thing is None:
            raise NotFound("frontdesk.register.missing", "found")
        thing = locks.row(FoundThing, thing.pk, community_id=community)
        if thing.state != FoundState.KEPT:
            raise Conflict("frontdesk.found.gone", number=thing.number)
        if thing.claims.filter(person_id=claim.person_id, state=LostState.OPEN).exists():
            raise Conflict("frontdesk.found.claimed", number=thing.number)
        row = LostReport.objects.create(
            community_id=community, number=acts.number_for("YS", actor, at), sort=thing.sort, name=thing.name,
            lost_at=thing.found_at, person_id=claim.person_id, reporter=actor.name[:40],
            phone=acts.phone_of(claim.phone), noted_at=at, noted_by=actor.name[:60], by_resident=True,
            claimed=thing, marks=marks, key=claim.key or None,
        )  # fmt: skip
        audit.record(actor, acts.FOUND_CLAIMED, row, after={"thing": thing.number}, at=at)
    return int(row.pk)


def own_report_end(*, actor: Actor, person_id: int, report_id: int, at: datetime) -> None:
    """A resident takes back what he reported or claimed. Raises NotFound (not his), Conflict (frontdesk.lost.closed)."""
    with transaction.atomic():
        row = locks.row(LostReport, report_id, person_id=person_id, by_resident=True)
        if row.state != LostState.OPEN:
            raise Conflict("frontdesk.lost.closed", number=row.number)
        row.state, row.closed_at, row.closed_why = LostState.CLOSED, at, str(acts.TAKEN_BACK)
        row.save(update_fields=["state", "closed_at", "closed_why"])
        audit.record(actor, acts.LOST_CLOSED, row, at=at)


def _community(actor: Actor, person_id: int, place_id: int, at: datetime) -> int:
    home = estate.places_by_id([place_id]).get(place_id)
    if home is None or home.community_id is None or not acts.lives_there(actor, person_id, place_id, at):
        raise Forbidden("no_residency")
    return home.community_id


def _known(key: str, person_id: int) -> int | None:
    if not key:
        return None
    found = LostReport.objects.filter(key=key).values_list("pk", "person_id").first()
    if found is None:
        return None
    if found[1] != person_id:
        raise Conflict("idempotency_key_used", field="key")
    return int(found[0])
