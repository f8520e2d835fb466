"""The link that ends messages of a kind, without logging in. It names nobody in readable words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse

from anju.engines.messages.models import Message, Preference
from anju.engines.messages.queries import catalogue
from anju.engines.messages.rules.texts import language_of
from anju.foundation import scope
from anju.foundation.accounts.models import Organisation
from anju.kernel.errors import NotFound

SALT = "anju.messages.unsubscribe"


@dataclass(frozen=True, slots=True)
class Ending:
    """What a link ends: a category for one recipient of one organisation."""

    org_id: int
    kind: str
    number: int
    category: str
    language: str

    @property
    def organisation(self) -> str:
        return str(Organisation.objects.get(pk=self.org_id))

    @property
    def name(self) -> str:
        return catalogue.category_name(self.category)


def path_for(message: Message) -> str:
    token = signing.dumps(
        [message.org_id, message.recipient_kind, message.recipient_id, message.category, message.language],
        salt=SALT,
        compress=True,
    )
    return reverse("messages:unsubscribe", args=[token])


def ending_of(token: str) -> Ending:
    """Raises NotFound (messages.unsubscribe.link) when the link was not made here. It does not grow old."""
    try:
        org_id, kind, number, category, language = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise NotFound("messages.unsubscribe.link") from error
    return Ending(org_id, kind, number, category, language_of(language))


def unsubscribe(*, token: str, at: datetime) -> Ending:
    """Take the consent back; doing so twice changes nothing. Raises NotFound."""
    ending = ending_of(token)
    with scope.enter(ending.org_id), transaction.atomic():
        rows = Preference.objects.select_for_update(of=("self",))
        row = rows.filter(recipient_kind=ending.kind, recipient_id=ending.number).first()
        if row is not None and ending.category in row.consents:
            del row.consents[ending.category]
            row.save(update_fields=["consents"])
    return ending
