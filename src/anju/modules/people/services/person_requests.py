"""What people ask about their own data by law: received, proven, answered or refused with reasons, in time.

Source: PIPL art. 44–50; domain-rules §8 PIPL-06.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Category, Channel, Recipient, Template, Text
from anju.foundation import audit, locks, registry, sequences
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.kernel.calendar import china
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.people.models import (
    Asker,
    Person,
    PersonLock,
    PersonRequest,
    PersonState,
    RequestChannel,
    RequestKind,
    RequestState,
)
from anju.modules.people.permissions import PERSON_READ, REQUEST_HANDLE, REQUEST_RECEIVE
from anju.modules.people.queries.person_requests import clock_of, handlers, request_of
from anju.modules.people.queries.persons import survivor_id, visible_person
from anju.modules.people.rules import requests as rules
from anju.modules.people.services import own_account, own_messages  # noqa: F401  register what is held
from anju.modules.people.services.acts import (
    LOCK_RELEASED,
    PERSON_FORGOTTEN,
    REQUEST_ANSWERED,
    REQUEST_DROPPED,
    REQUEST_PROVEN,
    REQUEST_RECEIVED,
    REQUEST_REFUSED,
    REQUESTS_LISTED,
)
from anju.modules.people.services.consents import consent_withdraw
from anju.modules.people.services.own_data import today_of
from anju.modules.people.services.person_copies import copy_make
from anju.modules.people.services.personal_data import kept_data, sources

S = RequestState
DEADLINE = registry.declare(
    registry.Setting(
        "people.request_days", _("个人信息申请的答复期限（工作日）"), int, 15, REQUEST_HANDLE,
        hint=_("自受理次日起算，1 至 60；已受理的申请不随设置改变"),
        check=rules.check_days,
    )
)  # fmt: skip
WARNING = registry.declare(
    registry.Setting(
        "people.request_warning", _("个人信息申请到期前提醒（工作日）"), int, 3, REQUEST_HANDLE,
        hint=_("剩余工作日不多于此数时提醒"),
    )
)  # fmt: skip


DUE_SOON = "people.request_due"
messages.category(Category("people.requests", _("个人信息申请"), (Channel.WEB_PUSH,)))
messages.template(
    Template(
        code=DUE_SOON, name=_("个人信息申请快到期"), category="people.requests", parameters=("number", "kind", "due"),
        texts={
            "zh-hans": {"": Text("个人信息申请快到期：{number}", "{kind}申请须在 {due} 前答复。")},
            "en": {"": Text("Privacy request due soon: {number}", "The request ({kind}) must be answered by {due}.")},
        },
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDraft:
    """kind, channel, asker: codes of the models. wish: in the person's words. purpose: the consent to withdraw."""

    person_id: int
    kind: str
    channel: str
    wish: str = ""
    asker: str = "self"
    asker_name: str = ""
    purpose: str = ""


def request_receive(*, actor: Actor, draft: RequestDraft, at: datetime) -> int:
    """Take a request down. Who asks through his own log-in is proven by it. Returns the id.

    Raises Forbidden, NotFound; Invalid: people.request.kind, .channel, .asker_name, .relative, .purpose, .wish_empty;
    Conflict: people.request.twice while one of the same kind is open.
    """
    _check(draft)
    with transaction.atomic():
        person = _asked_about(actor, draft)
        open_ones = PersonRequest.objects.filter(person=person, kind=draft.kind, state__in=rules.OPEN)
        if open_ones.filter(purpose=draft.purpose).exists():
            raise Conflict("people.request.twice", field="kind")
        today = today_of(actor, at)
        own = draft.channel == RequestChannel.PORTAL and _is_own(actor, person)
        row = PersonRequest.objects.create(
            community_id=person.community_id,
            person=person,
            number=f"GX{today:%Y}-{sequences.take(f'people.request.{today:%Y}'):04}",
            kind=draft.kind,
            state=S.PROVEN if own else S.RECEIVED,
            wish=draft.wish.strip(),
            purpose=draft.purpose,
            asker=draft.asker,
            asker_name=draft.asker_name.strip(),
            channel=draft.channel,
            received_at=at,
            received_by=actor.name,
            due_on=rules.due_day(today, registry.value(DEADLINE), china()),
            proof="login" if own else "",
            proven_at=at if own else None,
            proven_by=actor.name if own else "",
        )
        after = {"kind": draft.kind, "channel": draft.channel, "due_on": row.due_on, "proof": row.proof}
        audit.record(actor, REQUEST_RECEIVED, row, after=after, at=at)
    return int(row.pk)


def _check(draft: RequestDraft) -> None:
    if draft.kind not in RequestKind.values:
        raise Invalid("people.request.kind", field="kind")
    if draft.channel not in RequestChannel.values:
        raise Invalid("people.request.channel", field="channel")
    if draft.asker not in Asker.values:
        raise Invalid("people.request.asker_name", field="asker")
    rules.check_asker(draft.kind, draft.asker, draft.asker_name)
    if draft.kind == RequestKind.WITHDRAW and not draft.purpose:
        raise Invalid("people.request.purpose", field="purpose")
    if draft.kind in (RequestKind.CORRECT, RequestKind.EXPLAIN) and not draft.wish.strip():
        raise Invalid("people.request.wish_empty", field="wish")


def _asked_about(actor: Actor, draft: RequestDraft) -> Person:
    """The person: one's own needs no right, another's the right to receive within one's reach."""
    own = Person.objects.filter(pk=survivor_id(draft.person_id), state=PersonState.ACTIVE).first()
    if own is not None and _is_own(actor, own) and draft.channel == RequestChannel.PORTAL:
        return own
    actor.require(REQUEST_RECEIVE)
    return visible_person(actor, draft.person_id, PERSON_READ)


def _is_own(actor: Actor, person: Person) -> bool:
    return actor.user_id is not None and person.user_id == actor.user_id


def request_prove(*, actor: Actor, request_id: int, proof: str, at: datetime) -> None:
    """Note how it was shown who asks. Raises Forbidden, NotFound, Invalid: people.request.proof; Conflict: .closed."""
    with transaction.atomic():
        row = _locked(actor, request_id)
        if row.state not in rules.OPEN:
            raise Conflict("people.request.closed")
        rules.check_proof(row.asker, proof)
        row.state, row.proof, row.proven_at, row.proven_by = S.PROVEN, proof, at, actor.name
        row.save(update_fields=["state", "proof", "proven_at", "proven_by"])
        audit.record(actor, REQUEST_PROVEN, row, after={"proof": proof}, at=at)


def request_answer(*, actor: Actor, request_id: int, answer: str, at: datetime) -> None:
    """Do what was asked and close it: copy made, consent withdrawn, data deleted as far as the law lets.

    Raises Forbidden, NotFound; Conflict: people.request.closed, .not_proven; Invalid: people.request.answer_empty.
    """
    with transaction.atomic():
        row = _locked(actor, request_id)
        rules.check_answerable(row.state, row.kind, answer)
        row.answer = answer.strip()
        if row.kind in (RequestKind.ACCESS, RequestKind.COPY):
            row.file = copy_make(actor=actor, request=row, at=at)
        elif row.kind == RequestKind.WITHDRAW:
            consent_withdraw(actor=actor, person_id=row.person_id, purpose=row.purpose, how="counter", at=at)
        elif row.kind == RequestKind.DELETE:
            _delete(actor, row, at)
        row.state, row.answered_at, row.answered_by = S.DONE, at, actor.name
        row.save()
        after = {"kind": row.kind, "kept": len(row.kept), "erased": row.erased}
        audit.record(actor, REQUEST_ANSWERED, row, after=after, at=at)


def _delete(actor: Actor, row: PersonRequest, at: datetime) -> None:
    """Name and lock what must stay, erase the rest in every package. Source: PIPL art. 47."""
    locks.row(Person, row.person_id)
    kept = kept_data(row.person_id, today_of(actor, at))
    for source, one in kept:
        PersonLock.objects.get_or_create(
            person_id=row.person_id, source=source.code, what=one.what[:100], released_at=None,
            defaults={"request": row, "reason": one.reason[:200], "until": one.until, "at": at},
        )  # fmt: skip
    row.kept = [
        {
            "source": str(source.label),
            "what": one.what,
            "reason": one.reason,
            "until": one.until.isoformat() if one.until else "",
        }
        for source, one in kept
    ]
    row.erased = {}
    for source in sources():
        if count := source.forget(actor, row.person_id, at):
            row.erased[str(source.label)] = count
    person = Person.objects.get(pk=row.person_id)
    row.refresh_from_db(fields=["wish", "asker_name"])
    audit.record(actor, PERSON_FORGOTTEN, person, after={"erased": row.erased, "kept": len(kept)}, at=at)
    row.asker_name = ""


def request_refuse(*, actor: Actor, request_id: int, ground: str, reason: str, at: datetime) -> None:
    """Refuse, with a ground and reasons in words (PIPL art. 50).

    Raises Forbidden, NotFound; Conflict: people.request.closed; Invalid: people.request.ground, .reason_empty.
    """
    with transaction.atomic():
        row = _locked(actor, request_id)
        rules.check_refusal(row.state, ground, reason)
        row.state, row.refusal, row.answer = S.REFUSED, ground, reason.strip()
        row.answered_at, row.answered_by = at, actor.name
        row.save(update_fields=["state", "refusal", "answer", "answered_at", "answered_by"])
        audit.record(actor, REQUEST_REFUSED, row, after={"ground": ground}, reason=row.answer, at=at)


def request_drop(*, actor: Actor, request_id: int, at: datetime) -> None:
    """The person takes the request back. His own needs no right. Raises Forbidden, NotFound; Conflict: .closed."""
    with transaction.atomic():
        own = PersonRequest.objects.filter(pk=request_id).select_related("person").first()
        row = (
            locks.row(PersonRequest, request_id)
            if own is not None and _is_own(actor, own.person)
            else _locked(actor, request_id, REQUEST_RECEIVE)
        )
        if row.state not in rules.OPEN:
            raise Conflict("people.request.closed")
        row.state, row.answered_at, row.answered_by = S.DROPPED, at, actor.name
        row.save(update_fields=["state", "answered_at", "answered_by"])
        audit.record(actor, REQUEST_DROPPED, row, at=at)


def requests_warn(*, at: datetime, today: date) -> int:
    """Tell those who answer about requests whose time is nearly over, each request once. Returns how many."""
    rows = PersonRequest.objects.filter(state__in=rules.OPEN, warned_at=None).order_by("due_on", "pk")
    warned = 0
    for row in rows.select_related("person").select_for_update(of=("self",)):
        found = clock_of(row, today, registry.value(WARNING))
        if found is None or not (found.soon or found.late):
            continue
        for user_id in sorted(handlers(row.community_id)):
            messages.notify(
                template=DUE_SOON, to=Recipient.user(user_id), at=at, cause_key=f"people.request:{row.pk}:due",
                params={
                    "number": row.number, "kind": str(row.get_kind_display()), "due": f"{row.due_on:%Y-%m-%d}",
                },
            )  # fmt: skip
        row.warned_at = at
        row.save(update_fields=["warned_at"])
        warned += 1
    return warned


def locks_review(*, actor: Actor, at: datetime) -> int:
    """Erase what was locked as soon as nothing keeps it any more (PIPL art. 19, 47). Returns how many persons."""
    actor.require(REQUEST_HANDLE)
    today = today_of(actor, at)
    held: dict[tuple[int, str], int] = {}
    for lock in PersonLock.objects.filter(released_at=None).order_by("pk"):
        held.setdefault((lock.person_id, lock.source), lock.pk)
    count = 0
    for (person_id, source), lock_id in held.items():
        if all(one.code != source for one, _kept in kept_data(person_id, today)):
            lock_release(actor=actor, lock_id=lock_id, at=at)
            count += 1
    return count


def lock_release(*, actor: Actor, lock_id: int, at: datetime) -> None:
    """The reason to keep is over: erase now what was locked. Raises Forbidden, NotFound; Conflict: still kept."""
    actor.require(REQUEST_HANDLE)
    with transaction.atomic():
        lock = PersonLock.objects.select_related("request").filter(pk=lock_id, released_at=None).first()
        if lock is None:
            raise NotFound("people.lock.missing")
        row = _locked(actor, lock.request_id)
        still = [
            source.code for source, _kept in kept_data(lock.person_id, today_of(actor, at))
            if source.code == lock.source
        ]  # fmt: skip
        if still:
            raise Conflict("people.lock.stands", what=lock.what)
        locks_ = PersonLock.objects.filter(person_id=lock.person_id, source=lock.source, released_at=None)
        locks_.update(released_at=at)
        _delete(actor, row, at)
        row.save(update_fields=["kept", "erased"])
        audit.record(actor, LOCK_RELEASED, row, after={"source": lock.source}, at=at)


def _locked(actor: Actor, request_id: int, permission: Any = REQUEST_HANDLE) -> PersonRequest:
    actor.require(permission)
    request_of(actor, request_id, permission)
    return locks.row(PersonRequest, request_id)


def requests_exported(request: Any, rows: int) -> None:
    """For the list's export: who took how many rows of the register out."""
    org = Organisation.objects.get(pk=request.actor.org_id)
    audit.record(request.actor, REQUESTS_LISTED, org, after={"rows": rows}, at=timezone.now())
