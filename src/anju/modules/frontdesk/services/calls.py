"""Calls: a telephone rings, a clerk takes it, something comes of it; missed ones are called back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit, locks, privacy, registry, scope
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk.models import Call, CallBack, CallOutcome, CallState, PhoneLine
from anju.modules.frontdesk.permissions import CALL_REVEAL, CALL_TAKE
from anju.modules.frontdesk.queries import desk_settings as settings
from anju.modules.frontdesk.queries import phone_lines
from anju.modules.frontdesk.rules import calling
from anju.modules.frontdesk.services import desk_acts as acts
from anju.modules.people import facade as people

LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """What a telephone system says. event: ring, answer or end; line: the number dialled; id: its own of the call."""

    id: str
    event: str
    number: str = ""
    line: str = ""
    extension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNote:
    """What a clerk writes down of a call. outcome: of CallOutcome. number: as told, kept sealed."""

    outcome: str
    words: str = ""
    number: str = ""
    caller: str = ""
    community_id: int | None = None
    place_id: int | None = None
    person_id: int | None = None
    case_id: int | None = None


def hook_take(*, org_id: int, signature: str, body: bytes, ring: Ring, at: datetime) -> int:
    """Believe a telephone system that signs with the organisation's secret. Returns the call's id.

    Raises Forbidden (frontdesk.phone.signature), also for an organisation there is not; Invalid as call_ring.
    """
    with scope.enter(org_id), transaction.atomic():
        if not calling.signature_holds(registry.value(settings.PHONE_SECRET), signature, body, at):
            raise Forbidden("frontdesk.phone.signature")
        return call_ring(ring=ring, at=at)


def call_ring(*, ring: Ring, at: datetime, zone: str = "Asia/Shanghai") -> int:
    """A telephone rings, is answered or falls silent. The same event of the same call twice changes nothing.

    Raises Invalid: frontdesk.call.id, frontdesk.call.event, frontdesk.call.number.
    """
    if not ring.id or len(ring.id) > 80:
        raise Invalid("frontdesk.call.id", "id", limit=80)
    if ring.event not in ("ring", "answer", "end"):
        raise Invalid("frontdesk.call.event", "event", value=ring.event)
    locks.advisory("frontdesk.call", ring.id)
    call = Call.objects.filter(external_id=ring.id).select_for_update(of=("self",)).first()
    if call is None:
        call = _rung(ring, at, zone)
    if ring.event == "answer" and call.state == CallState.RINGING:
        call.state, call.taken_at = CallState.TALKING, at
        call.save(update_fields=["state", "taken_at"])
    if ring.event == "end" and call.state in (CallState.RINGING, CallState.TALKING):
        _silent(call, at)
    return int(call.pk)


def _rung(ring: Ring, at: datetime, zone: str) -> Call:
    number = calling.dialled(ring.number)
    line = ring.line.strip()[:30]
    community_id = PhoneLine.objects.filter(number=line).values_list("community_id", flat=True).first()
    lines = phone_lines.lines_of(community_id)
    place_id, person_id, name = caller_of(number, community_id, at)
    return Call.objects.create(
        external_id=ring.id,
        community_id=community_id,
        line=line,
        number=number,
        number_digest=privacy.digest(number) if number else "",
        off_hours=calling.off_hours(lines, at, zone),
        came_at=at,
        place_id=place_id,
        person_id=person_id,
        caller=name,
    )


def caller_of(number: str, community_id: int | None, at: datetime) -> tuple[int | None, int | None, str]:
    """(place, person, name) of whoever a number belongs to; a home in the community that was dialled first."""
    if not number:
        return None, None, ""
    for person in people.persons_by_phone(number):
        homes = [place for place, _relation in people.homes_of(person.id, at.date())]
        known = people.homes(homes, at.date()) if homes else {}
        here = [one for one in homes if known.get(one) and known[one].community_id == community_id]
        place = (here or homes or [None])[0]
        return place, person.id, person.name
    return None, None, ""


def _silent(call: Call, at: datetime) -> None:
    missed = call.state == CallState.RINGING
    call.state, call.ended_at = CallState.MISSED if missed else CallState.ENDED, at
    call.save(update_fields=["state", "ended_at"])
    if missed and call.number and not call.outgoing:
        _owe(call, at)
    if not missed:
        _reached(call, at)


def _owe(call: Call, at: datetime) -> None:
    """A missed number is owed one call, however often it rang before somebody calls back."""
    waiting = CallBack.objects.filter(number_digest=call.number_digest, done_at__isnull=True, missed=True)
    if waiting.exists():
        return
    CallBack.objects.create(
        community_id=call.community_id,
        call=call,
        number=call.number,
        number_digest=call.number_digest,
        who=call.caller,
        place_id=call.place_id,
        missed=True,
        promised_at=call.came_at,
        due_at=calling.back_due(call.came_at, registry.value(settings.BACK_WITHIN, call.community_id)),
    )


def _reached(call: Call, at: datetime) -> None:
    """Whoever was missed and got through by himself is owed nothing more."""
    if call.number_digest:
        CallBack.objects.filter(number_digest=call.number_digest, done_at__isnull=True, missed=True).update(
            done_at=at, reached=True, done_name=call.taken_name
        )


def calls_miss(*, at: datetime, before: datetime) -> int:
    """What rings since before a moment nobody will take any more: the telephone system forgot to say so."""
    found = Call.objects.filter(state=CallState.RINGING, came_at__lt=before)
    rows = list(found.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:200])
    for call in rows:
        _silent(call, at)
    return len(rows)


def call_take(*, actor: Actor, call_id: int, at: datetime) -> None:
    """A clerk takes a ringing call onto his desk. Raises Forbidden, NotFound, Conflict (frontdesk.call.taken)."""
    with transaction.atomic():
        call = _held(actor, call_id)
        if call.taken_by not in (None, actor.user_id):
            raise Conflict("frontdesk.call.taken", name=call.taken_name)
        if call.taken_by is not None:
            return
        call.taken_by, call.taken_name, call.taken_at = actor.user_id, actor.name[:60], call.taken_at or at
        if call.state == CallState.RINGING:
            call.state = CallState.TALKING
        call.save(update_fields=["taken_by", "taken_name", "taken_at", "state"])
        _reached(call, at)
        audit.record(actor, acts.CALL_TAKEN, call, at=at)


def call_settle(*, actor: Actor, call_id: int, note: CallNote, at: datetime) -> None:
    """Say what came of a call. A later word replaces the earlier. Raises Forbidden, NotFound, Invalid (frontdesk.call.outcome)."""
    _check(note)
    with transaction.atomic():
        call = _held(actor, call_id)
        before = {"outcome": call.outcome, "words": call.words}
        call.outcome, call.words = note.outcome, note.words.strip()
        call.case_id = note.case_id or call.case_id
        call.place_id = note.place_id or call.place_id
        call.person_id = note.person_id or call.person_id
        call.community_id = call.community_id or note.community_id
        call.caller = note.caller.strip()[:60] or call.caller
        if call.taken_by is None:
            call.taken_by, call.taken_name, call.taken_at = actor.user_id, actor.name[:60], at
        if call.state in (CallState.RINGING, CallState.TALKING):
            call.state, call.ended_at = CallState.ENDED, at
        call.save()
        after = {"outcome": call.outcome, "words": call.words}
        audit.record(actor, acts.CALL_SETTLED, call, before=before, after=after, at=at)


def call_note(*, actor: Actor, note: CallNote, at: datetime, outgoing: bool = False) -> int:
    """Write down a call that no telephone system told of. Raises Forbidden, NotFound (community), Invalid."""
    _check(note)
    reach = actor.reach(CALL_TAKE)
    if not reach:
        raise Forbidden("permission_missing", permission=CALL_TAKE.code)
    if note.community_id is not None and not reach.covers_community(note.community_id):
        raise NotFound("not_found", "community_id", noun="estate.place")
    number = calling.dialled(note.number)
    with transaction.atomic():
        call = Call.objects.create(
            community_id=note.community_id,
            number=number,
            number_digest=privacy.digest(number) if number else "",
            outgoing=outgoing,
            off_hours=calling.off_hours(phone_lines.lines_of(note.community_id), at, actor.time_zone),
            state=CallState.ENDED,
            came_at=at,
            taken_at=at,
            ended_at=at,
            taken_by=actor.user_id,
            taken_name=actor.name[:60],
            person_id=note.person_id,
            caller=note.caller.strip()[:60],
            place_id=note.place_id,
            outcome=note.outcome,
            words=note.words.strip(),
            case_id=note.case_id,
        )
        audit.record(actor, acts.CALL_NOTED, call, after={"outcome": note.outcome}, at=at)
    return int(call.pk)


def call_number(*, actor: Actor, call_id: int, at: datetime) -> str:
    """The caller's whole number; that it was read is audited. Raises Forbidden, NotFound."""
    actor.require(CALL_REVEAL)
    call = Call.objects.filter(pk=call_id).first()
    if call is None or not reaches(actor, CALL_REVEAL, call.community_id):
        raise NotFound("not_found", noun="frontdesk.call")
    audit.record(actor, acts.CALL_REVEALED, call, at=at)
    return str(call.number)


def number_for_case(call_id: int) -> str:
    """The caller's number, to be kept with the case that came of his call; for no eyes."""
    return str(Call.objects.filter(pk=call_id).values_list("number", flat=True).first() or "")


def reaches(actor: Actor, permission: Any, community_id: int | None) -> bool:
    """A row without a community belongs to everybody who holds the right anywhere."""
    reach = actor.reach(permission)
    return bool(reach) and (community_id is None or reach.covers_community(community_id))


def _held(actor: Actor, call_id: int) -> Call:
    actor.require(CALL_TAKE)
    call: Call | None = Call.objects.filter(pk=call_id).select_for_update(of=("self",)).first()
    if call is None or not reaches(actor, CALL_TAKE, call.community_id):
        raise NotFound("not_found", noun="frontdesk.call")
    return call


def _check(note: CallNote) -> None:
    if note.outcome not in CallOutcome.values or not note.outcome:
        raise Invalid("frontdesk.call.outcome", "outcome")
    if len(note.words) > LONGEST_WORDS:
        raise Invalid("frontdesk.words.too_long", "words", limit=LONGEST_WORDS)
