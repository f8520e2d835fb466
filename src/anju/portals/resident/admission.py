"""How a resident comes in the first time and every time: by the code on his phone, or by a slip.

The register of persons is asked in every organisation of the installation, whether the phone is known or not, and
nothing that is answered tells which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import login
from django.db import transaction
from django.utils import timezone

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Channel, Recipient
from anju.foundation import scope
from anju.foundation.accounts import entry, logins, residents
from anju.foundation.accounts.models import EntryWay, User
from anju.foundation.actors import Actor, Origin
from anju.foundation.web.access import RESIDENT_DOOR
from anju.kernel.errors import Invalid
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonView
from anju.portals.resident.entrance import CHANNEL, HOME_IN_SESSION, ORG_IN_SESSION, with_right

CODE_TEMPLATE = "resident.code"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PERSON_EDIT = "people.person:edit"
SLIP_LASTS = timedelta(days=7)
INVITE_LASTS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Known:
    """A person of an organisation's register."""

    org_id: int
    person: PersonView


def known_by_phone(phone: str) -> list[Known]:
    """Natural persons with this number in any organisation's register."""
    found = []
    for org in residents.organisations_with_residents():
        with scope.enter(org.pk), transaction.atomic():
            found += [Known(org.pk, one) for one in people.persons_by_phone(phone) if one.kind == "natural"]
    return found


def code_send(*, phone: str, caller: str, at: datetime) -> None:
    """Send a code to the phone when a register knows it. Raises Invalid, Conflict as entry.phone_code_make."""
    code = entry.phone_code_make(phone=phone, caller=caller, at=at)
    known = _addressees(phone)
    for org_id, person_id in known[:1]:
        with scope.enter(org_id), transaction.atomic():
            _tell(person_id, phone, code, at)


def code_to(*, person_id: int, phone: str, caller: str, at: datetime) -> None:
    """Send a code to a phone that a resident says is his now. Needs the organisation's scope. Raises as code_send."""
    _tell(person_id, phone, entry.phone_code_make(phone=phone, caller=caller, at=at), at)


def _addressees(phone: str) -> list[tuple[int, int]]:
    """(organisation, person) whom a code for this phone reaches: of the register, or whose log-in phone it is."""
    found = [(one.org_id, one.person.id) for one in known_by_phone(phone)]
    user = User.objects.by_phone(phone)
    for org in residents.organisations_of_resident(user.pk) if user is not None else ():
        with scope.enter(org.pk), transaction.atomic():
            person = people.person_of_user(user.pk)
        if person is not None:
            found.append((org.pk, person.id))
    return found


def _tell(person_id: int, phone: str, code: str, at: datetime) -> None:
    messages.notify(
        template=CODE_TEMPLATE,
        to=Recipient.person(person_id, phone=phone),
        params={"code": code, "minutes": str(int(entry.CODE_LASTS.total_seconds() // 60))},
        cause_key=f"entry:{person_id}:{at.timestamp():.0f}",
        at=at,
        only=Channel.SMS,
    )


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a proven phone leads to. user: the account it has; fresh: persons it may be, by organisation where the
    account is not bound yet.
    """

    user: User | None
    fresh: dict[int, list[Known]]

    @property
    def unclear(self) -> list[Known]:
        """Persons who share the phone, to be asked which of them it is: only before the first time."""
        if self.user is not None and residents.is_resident(self.user.pk):
            return []
        return [one for group in self.fresh.values() if len(group) > 1 for one in group]

    @property
    def certain(self) -> list[Known]:
        return [group[0] for group in self.fresh.values() if len(group) == 1]


def arrival(phone: str) -> Arrival:
    """Who may come in by this phone, now that it is proven. Whoever has a log-in by another phone is left out."""
    user = User.objects.by_phone(phone)
    bound = {one.pk for one in residents.organisations_of_resident(user.pk)} if user else set()
    fresh: dict[int, list[Known]] = {}
    for one in known_by_phone(phone):
        if one.org_id not in bound and one.person.user_id in (None, user.pk if user else None):
            fresh.setdefault(one.org_id, []).append(one)
    return Arrival(user, fresh)


def admit(*, known: Sequence[Known], phone: str, origin: Origin, at: datetime) -> User:
    """Let in whoever has proven the phone: his account, made at the first time, bound in each organisation.

    known: one person of each organisation where he is not bound yet. Raises Invalid (resident.nobody) when he is a
    resident nowhere.
    """
    with transaction.atomic():
        name = known[0].person.name if known else ""
        found = User.objects.by_phone(phone)
        if not known and (found is None or not residents.is_resident(found.pk)):
            raise Invalid("resident.nobody", field="phone")
        user = residents.resident_user(name=name, phone=phone, proven=True)
        for one in known:
            bind(org_id=one.org_id, person=one.person, user=user, origin=origin, at=at)
    return user


def bind(*, org_id: int, person: PersonView, user: User, origin: Origin, at: datetime) -> None:
    """Tie a person to the account that has proven to be his, and let it in. Raises Conflict (people.user_taken)."""
    with scope.enter(org_id), transaction.atomic():
        actor = Actor(org_id, person.name, user_id=user.pk, origin=origin)
        if person.user_id != user.pk:
            people.user_bind(
                actor=with_right(actor, PERSON_EDIT), person_id=person.id, user_id=user.pk, at=at
            )
        residents.residency_add(actor=actor, user=user, at=at)


def person_of_slip(slip: entry.Slip) -> PersonView | None:
    """Whom a slip lets in, as long as the register knows him and he has no log-in of another's."""
    with scope.enter(slip.org_id), transaction.atomic():
        found = people.persons_by_id([slip.person_id]).get(slip.person_id)
    return found if found is not None and found.state == "active" else None


def admit_by_slip(
    *, slip: entry.Slip, person: PersonView, password: str, origin: Origin, at: datetime
) -> User:
    """Make the account of a slip's person with a password, or let his own in again, and use the slip up.

    A phone of the register that belongs to no account yet becomes the name he logs in by, unproven.
    Raises Invalid (weak_password, resident.slip.gone), Conflict.
    """
    with transaction.atomic():
        with scope.enter(slip.org_id), transaction.atomic():
            contact = people.contact_of([person.id]).get(person.id)
        phone = contact.phone if contact else ""
        if person.user_id is not None:
            user = User.objects.get(pk=person.user_id)
        else:
            taken = bool(phone) and User.objects.by_phone(phone) is not None
            user = residents.resident_user(name=person.name, phone="" if taken else phone)
        if not residents.is_staff(user.pk):
            # The slip stands for the password that may be forgotten.
            user.set_unusable_password()
            actor = Actor(slip.org_id, person.name, user_id=user.pk, origin=origin)
            with scope.enter(slip.org_id), transaction.atomic():
                residents.password_set(actor=actor, user=user, old="", new=password, at=at)
        bind(org_id=slip.org_id, person=person, user=user, origin=origin, at=at)
    return user


def come_in(request: object, user: User, *, org_id: int | None = None) -> None:
    """Open a session that opens homes only, and note it where he lives."""
    login(request, user, backend=BACKEND)  # type: ignore[arg-type]
    session = request.session  # type: ignore[attr-defined]
    session[RESIDENT_DOOR] = True
    session.pop(HOME_IN_SESSION, None)
    if org_id is not None:
        session[ORG_IN_SESSION] = org_id
    now = timezone.now()
    User.objects.filter(pk=user.pk).update(last_login=now)
    logins.note(logins.LOGGED_IN, user, origin_of(request), now)


def origin_of(request: object) -> Origin:
    meta = request.META  # type: ignore[attr-defined]
    return Origin(CHANNEL, meta.get("REMOTE_ADDR", ""), getattr(request, "request_id", ""))


def slip_make(*, org_id: int, person_id: int, way: EntryWay, made_by: int | None, at: datetime) -> str:
    lasts = INVITE_LASTS if way == EntryWay.INVITE else SLIP_LASTS
    return entry.slip_make(org_id=org_id, person_id=person_id, way=way, made_by=made_by, lasts=lasts, at=at)
