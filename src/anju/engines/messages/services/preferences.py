"""What a person chooses for himself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from anju.engines.messages.contracts import LANGUAGES, Channel, RecipientKind
from anju.engines.messages.models import DigestModes, Preference
from anju.engines.messages.queries import catalogue
from anju.foundation import locks, scope
from anju.kernel.errors import Invalid

CHOOSABLE = (Channel.WEB_PUSH, Channel.EMAIL, Channel.SMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceDraft:
    """quiet: None for the organisation's hours, equal times for none. channels: category → chosen ones, a category that
    is left out keeps its default. consents: marketing categories agreed to.
    """

    quiet: tuple[time, time] | None = None
    digest: str = ""
    digest_hour: int = 8
    language: str = ""
    channels: Mapping[str, Collection[str]]
    consents: Collection[str] = ()


def preference_save(*, kind: RecipientKind, number: int, draft: PreferenceDraft, at: datetime) -> None:
    """Keep a person's choices; the caller has made sure that it is he. Raises Invalid with the field."""
    channels = _channels(draft.channels)
    agreed = _consents(draft.consents)
    if draft.digest not in DigestModes.values:
        raise Invalid("messages.preference.digest", field="digest")
    if not 0 <= draft.digest_hour <= 23:
        raise Invalid("messages.preference.hour", field="digest_hour")
    if draft.language and draft.language not in LANGUAGES:
        raise Invalid("messages.preference.language", field="language")
    with transaction.atomic():
        locks.advisory("message-preference", scope.current().home, kind, number)
        row = Preference.objects.filter(recipient_kind=kind, recipient_id=number).first()
        row = row or Preference(recipient_kind=kind, recipient_id=number)
        row.quiet_from, row.quiet_until = draft.quiet or (None, None)
        row.digest, row.digest_hour = draft.digest, draft.digest_hour
        row.language, row.channels = draft.language, channels
        # A consent keeps the day it was given: who asks later must be able to show it.
        row.consents = {code: row.consents.get(code, at.isoformat()) for code in agreed}
        row.save()


def _channels(chosen: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    found = {}
    for code, channels in chosen.items():
        category = catalogue.known_category(code)
        if category is None or not set(channels) <= set(CHOOSABLE):
            raise Invalid("messages.preference.channels", field="channels")
        if not category.mandatory:
            found[code] = [one.value for one in CHOOSABLE if one in channels]
    return found


def _consents(codes: Collection[str]) -> list[str]:
    for code in codes:
        category = catalogue.known_category(code)
        if category is None or not category.marketing:
            raise Invalid("messages.preference.consent", field="consents")
    return sorted(codes)
