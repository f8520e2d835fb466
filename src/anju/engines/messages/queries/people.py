"""How recipients can be reached, and what they chose: a handful of statements however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from anju.engines.messages.contracts import (
    ROBOTS,
    Category,
    Channel,
    Contact,
    PreferenceView,
    Recipient,
    RecipientKind,
)
from anju.engines.messages.models import Address, Preference, PushSubscription
from anju.engines.messages.queries import catalogue, settings
from anju.engines.messages.rules import choice, masking, texts, timing
from anju.foundation import privacy
from anju.foundation.accounts.phones import is_mobile, normalised

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Way:
    """An address of a channel; mark: its keyed digest; shown: what may be read of it."""

    channel: Channel
    address: str
    mark: str
    shown: str


@dataclass(frozen=True, slots=True)
class Reachable:
    """A recipient with all that is known of him. user_id: whose inbox it is. declined: as Contact says."""

    recipient: Recipient
    user_id: int | None
    name: str
    language: str
    ways: tuple[Way, ...]
    preference: Preference | None
    declined: bool = False

    def usable(self, *, must_arrive: bool) -> frozenset[Channel]:
        """Channels he may be told by; who declined phone and mail gets there only what must arrive."""
        return (
            self.channels
            if must_arrive or not self.declined
            else self.channels - {Channel.SMS, Channel.EMAIL}
        )

    @property
    def channels(self) -> frozenset[Channel]:
        return frozenset(one.channel for one in self.ways)

    def only(self, channel: Channel) -> Reachable:
        return replace(self, ways=tuple(one for one in self.ways if one.channel == channel))

    def wishes(self, category: Category) -> choice.Wishes:
        return wishes(self.preference, category)


def mark(channel: Channel, address: str) -> str:
    """What stands for an address where it must not be readable."""
    if channel == Channel.SMS:
        address = normalised(address)
    elif channel == Channel.EMAIL:
        name, _at, host = address.strip().rpartition("@")
        address = f"{name}@{host.lower()}"
    return privacy.digest(f"{channel}:{address}")


def way(channel: Channel, address: str) -> Way:
    text = normalised(address) if channel == Channel.SMS else address.strip()
    return Way(channel, text, mark(channel, text), masking.shown(channel, text))


def reachable(recipients: Iterable[Recipient], community_id: int | None) -> list[Reachable]:
    """Each person once, in order: somebody who logs in is his user, whatever he was named as."""
    known = _contacts(recipients)
    keys = [one.key for one, _contact in known]
    preferences = _preferences(keys)
    own, blocked = _own_addresses(keys), _Blocks()
    devices = _devices([contact.user_id for _one, contact in known if contact.user_id])
    robots = _robots(community_id) if any(one.kind == RecipientKind.GROUP for one, _c in known) else ()
    mail, sms = settings.mail_is_on(), settings.sms() is not None
    found = []
    for one, contact in known:
        ways = list(robots) if one.kind == RecipientKind.GROUP else []
        if contact.user_id:
            ways += [Way(Channel.IN_APP, "", "", ""), *devices.get(contact.user_id, ())]
        ways += _reached(one, contact, own.get(one.key, {}), mail=mail, sms=sms)
        preference = preferences.get(one.key)
        language = texts.language_of(
            preference.language if preference else "", one.language, contact.language
        )
        found.append(
            Reachable(one, contact.user_id, contact.name, language, tuple(ways), preference, contact.declined)
        )
    blocked.load(way.mark for each in found for way in each.ways)
    return [
        replace(one, ways=tuple(way for way in one.ways if way.mark not in blocked.marks)) for one in found
    ]


def _contacts(recipients: Iterable[Recipient]) -> list[tuple[Recipient, Contact]]:
    asked = list(recipients)
    numbers: dict[RecipientKind, set[int]] = defaultdict(set)
    for one in asked:
        numbers[one.kind].add(one.number)
    by_kind = {kind: catalogue.contacts(kind, ids) for kind, ids in numbers.items()}
    found: dict[Key, tuple[Recipient, Contact]] = {}
    for one in asked:
        contact = by_kind[one.kind].get(one.number, Contact())
        if contact.user_id and one.kind != RecipientKind.USER:
            one = replace(one, kind=RecipientKind.USER, number=contact.user_id)
        found.setdefault(one.key, (one, contact))
    return list(found.values())


def _reached(
    one: Recipient, contact: Contact, own: Mapping[Channel, str], *, mail: bool, sms: bool
) -> Iterable[Way]:
    """Addresses the caller named, else the ones the person gave and verified, else those the source knows."""
    email = one.addresses.get(Channel.EMAIL) or own.get(Channel.EMAIL) or contact.email
    phone = one.addresses.get(Channel.SMS) or own.get(Channel.SMS) or contact.phone
    if mail and email and masking.is_email(email.strip()):
        yield way(Channel.EMAIL, email)
    if sms and phone and is_mobile(phone):
        yield way(Channel.SMS, phone)


def _robots(community_id: int | None) -> list[Way]:
    found = [Way(Channel.BOARD, "", "", "")] if community_id else []
    for channel in sorted(ROBOTS):
        robot = settings.robot(channel, community_id)
        if robot:
            found.append(way(channel, robot.url))
    return found


def _these(keys: Collection[Key]) -> Q:
    """Rows of these recipients."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in keys:
        numbers[kind].add(number)
    found = Q(pk__in=())
    for kind, ids in numbers.items():
        found |= Q(recipient_kind=kind, recipient_id__in=ids)
    return found


def _preferences(keys: Collection[Key]) -> dict[Key, Preference]:
    rows = Preference.objects.filter(_these(keys))
    return {(one.recipient_kind, one.recipient_id): one for one in rows}


def _own_addresses(keys: Collection[Key]) -> dict[Key, dict[Channel, str]]:
    found: dict[Key, dict[Channel, str]] = defaultdict(dict)
    rows = Address.objects.filter(_these(keys), verified_at__isnull=False, blocked_at__isnull=True)
    for one in rows.order_by("verified_at"):
        found[one.recipient_kind, one.recipient_id][Channel(one.channel)] = one.value
    return found


def _devices(users: Collection[int]) -> dict[int, list[Way]]:
    found: dict[int, list[Way]] = defaultdict(list)
    for one in PushSubscription.objects.filter(user_id__in=users).order_by("pk"):
        found[one.user_id].append(Way(Channel.WEB_PUSH, one.secret, one.mark, one.shown))
    return found


class _Blocks:
    """Marks of addresses that bounced."""

    def __init__(self) -> None:
        self.marks: frozenset[str] = frozenset()

    def load(self, marks: Iterable[str]) -> None:
        rows = Address.objects.filter(mark__in={one for one in marks if one}, blocked_at__isnull=False)
        self.marks = frozenset(rows.values_list("mark", flat=True))


def is_blocked(address_mark: str) -> bool:
    return bool(address_mark) and Address.objects.filter(mark=address_mark, blocked_at__isnull=False).exists()


def wishes(row: Preference | None, category: Category) -> choice.Wishes:
    if row is None:
        return choice.Wishes()
    chosen = row.channels.get(category.code)
    hours = None if row.quiet_from is None else timing.Quiet(row.quiet_from, row.quiet_until)
    return choice.Wishes(
        channels=None if chosen is None or category.mandatory else tuple(Channel(one) for one in chosen),
        quiet=hours,
        digest=row.digest,
        digest_hour=row.digest_hour,
        consents=frozenset(row.consents),
    )


def preference(kind: RecipientKind, number: int) -> PreferenceView:
    row = _preferences([(kind.value, number)]).get((kind.value, number))
    if row is None:
        return PreferenceView(None, "", 8, "", {}, frozenset())
    return PreferenceView(
        quiet=None if row.quiet_from is None else (row.quiet_from, row.quiet_until),
        digest=row.digest,
        digest_hour=row.digest_hour,
        language=row.language,
        channels={code: tuple(chosen) for code, chosen in row.channels.items()},
        consents=frozenset(row.consents),
    )


def addresses(kind: RecipientKind, number: int) -> Sequence[Address]:
    """Addresses that somebody gave himself."""
    rows = Address.objects.filter(recipient_kind=kind, recipient_id=number)
    return list(rows.order_by("channel", "pk"))


def devices(user_id: int) -> Sequence[PushSubscription]:
    return list(PushSubscription.objects.filter(user_id=user_id).order_by("-created_at"))
