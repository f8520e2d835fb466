"""How residents come in: a code sent to a phone, or a slip handed to a person of the register.

A code is found by its digest, counts wrong tries, and is used once. The same is done, stored and counted for a phone
that nobody knows, so that no answer and no time tells whether it is known.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anju.foundation import locks, privacy
from anju.foundation.accounts.models import EntryCode, EntryWay
from anju.foundation.accounts.phones import is_mobile, normalised
from anju.kernel.errors import Conflict, Invalid

CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
PHONE_LIMITS = ((1, timedelta(seconds=60)), (5, timedelta(hours=1)), (10, timedelta(days=1)))
CALLER_LIMITS = ((30, timedelta(hours=1)), (100, timedelta(days=1)))
KEPT = timedelta(days=2)
SLIP_LENGTH = 10
# Without letters and digits that look alike on paper.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Slip:
    """What a slip says: whom it lets in, where, and how he got it (EntryWay)."""

    id: int
    org_id: int
    person_id: int
    way: str
    made_by: int | None
    expires_at: datetime


def phone_code_make(*, phone: str, caller: str, at: datetime) -> str:
    """A code of six digits for a phone; older ones end. caller: IP address that asks.

    Raises Invalid (entry.phone), Conflict (entry.too_often: params seconds).
    """
    if not is_mobile(phone):
        raise Invalid("entry.phone", field="phone")
    mark, asked_by = privacy.digest(normalised(phone)), privacy.digest(caller)
    with transaction.atomic():
        locks.advisory("entry.phone", mark)
        _within_limits("mark", mark, PHONE_LIMITS, at)
        _within_limits("caller", asked_by, CALLER_LIMITS, at)
        EntryCode.objects.filter(mark=mark, used_at=None).update(used_at=at)
        code = f"{secrets.randbelow(10**6):06d}"
        EntryCode.objects.create(
            way=EntryWay.PHONE,
            mark=mark,
            caller=asked_by,
            code=_sealed(mark, code),
            made_at=at,
            expires_at=at + CODE_LASTS,
        )
    return code


def phone_code_check(*, phone: str, code: str, at: datetime) -> bool:
    """Whether this is the code last sent to the phone; a right one is used up.

    An answer and no error, since an error would take the count of wrong tries back.
    """
    mark = privacy.digest(normalised(phone))
    with transaction.atomic():
        rows = EntryCode.objects.filter(mark=mark, way=EntryWay.PHONE, used_at=None, expires_at__gt=at)
        row = rows.select_for_update().order_by("-made_at").first()
        if row is None or row.tries >= MOST_TRIES:
            return False
        right = secrets.compare_digest(row.code, _sealed(mark, normalised(code)))
        row.tries += 1
        row.used_at = at if right else None
        row.save(update_fields=["tries", "used_at"])
    return right


def slip_make(
    *, org_id: int, person_id: int, way: str, made_by: int | None, lasts: timedelta, at: datetime
) -> str:
    """Make a slip for a person of the organisation's register and return its text; older ones of his end."""
    text = "".join(secrets.choice(ALPHABET) for _each in range(SLIP_LENGTH))
    with transaction.atomic():
        slips_end(org_id=org_id, person_id=person_id, at=at)
        EntryCode.objects.create(
            way=way,
            code=_sealed("slip", text),
            org_id=org_id,
            person_id=person_id,
            made_by_id=made_by,
            made_at=at,
            expires_at=at + lasts,
        )
    return text


def slips_end(*, org_id: int, person_id: int, at: datetime) -> int:
    """End the slips of a person that nobody used; returns how many."""
    rows = EntryCode.objects.filter(org_id=org_id, person_id=person_id, used_at=None)
    return int(rows.exclude(way=EntryWay.PHONE).update(used_at=at))


def slip_find(*, text: str, at: datetime) -> Slip | None:
    """The slip with this text while it may be used."""
    row = _usable(text, at).first()
    return None if row is None else _slip(row)


def slip_use(*, text: str, at: datetime) -> Slip | None:
    """Use a slip up; None when it is unknown, too old, or was used, also a moment ago."""
    with transaction.atomic():
        row = _usable(text, at).select_for_update().first()
        if row is None:
            return None
        row.used_at = at
        row.save(update_fields=["used_at"])
    return _slip(row)


def codes_forget(*, at: datetime) -> int:
    """Remove codes that no limit counts any more; returns how many."""
    return int(EntryCode.objects.filter(expires_at__lt=at - KEPT).delete()[0])


def _usable(text: str, at: datetime) -> Any:
    plain = normalised(text).upper()
    rows = EntryCode.objects.filter(code=_sealed("slip", plain), used_at=None, expires_at__gt=at)
    return rows.filter(org__isnull=False, person_id__isnull=False)


def _slip(row: Any) -> Slip:
    return Slip(row.pk, row.org_id, row.person_id, row.way, row.made_by_id, row.expires_at)


def _sealed(mark: str, code: str) -> str:
    return privacy.digest(f"entry:{mark}:{code}")


def _within_limits(field: str, value: str, limits: tuple[tuple[int, timedelta], ...], at: datetime) -> None:
    longest = max(span for _most, span in limits)
    rows = EntryCode.objects.filter(**{field: value}, way=EntryWay.PHONE, made_at__gt=at - longest)
    times = sorted(rows.values_list("made_at", flat=True), reverse=True)
    for most, span in limits:
        recent = [one for one in times if one > at - span]
        if len(recent) >= most:
            wait = recent[most - 1] + span - at
            raise Conflict("entry.too_often", field="phone", seconds=int(wait.total_seconds()) + 1)
