"""What the engine of messages holds of a person: copied, and made unreadable. Source: PIPL art. 45, 47."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import RecipientKind
from anju.foundation.accounts import residents
from anju.foundation.actors import Actor
from anju.modules.people.contracts import CopyPart
from anju.modules.people.models import Person
from anju.modules.people.queries.persons import merged_ids
from anju.modules.people.services.personal_data import PersonalData, register_personal_data

Recipient = tuple[RecipientKind, int]


def _recipients(person_id: int) -> list[Recipient]:
    """As whom he was told: by the numbers of his records, and by his log-in once he had one."""
    ids = [person_id, *merged_ids(person_id)]
    users = Person.objects.filter(pk__in=ids, user__isnull=False).values_list("user_id", flat=True)
    return [*((RecipientKind.PERSON, pk) for pk in ids), *((RecipientKind.USER, pk) for pk in users)]


def copy(person_id: int) -> tuple[CopyPart, ...]:
    held = [messages.recipient_export(kind=kind, number=number) for kind, number in _recipients(person_id)]
    told = [
        {"at": one["at"], "title": one["title"], "body": one["body"]}
        for each in held
        for one in each["messages"]
    ]
    ways: list[dict[str, Any]] = [
        {"value": one["value"], "verified_at": one["verified_at"]}
        for each in held
        for one in each["addresses"]
    ]
    ways += [{"value": one, "verified_at": None} for each in held for one in each["devices"]]
    return (
        CopyPart(
            "messages",
            _("发给本人的消息"),
            tuple(sorted(told, key=lambda one: str(one["at"]))),
            {"at": _("时间"), "title": _("标题"), "body": _("内容")},
        ),
        CopyPart(
            "addresses",
            _("接收地址和设备"),
            tuple(ways),
            {"value": _("地址或设备"), "verified_at": _("确认时间")},
        ),
    )


def forget(_actor: Actor, person_id: int, _at: datetime) -> int:
    """Of somebody who also works here, what he was told at work stays with his work."""
    count = 0
    for kind, number in _recipients(person_id):
        if kind == RecipientKind.USER and residents.is_staff(number):
            continue
        count += messages.recipient_forget(kind=kind, number=number)
    return count


register_personal_data(PersonalData("messages", gettext_lazy("消息"), copy, lambda _person, _on: (), forget))
