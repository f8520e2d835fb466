"""Templates, people and clocks of the tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps

from anju.engines.messages.contracts import Category, Channel, Recipient, Template, Text
from anju.engines.messages.models import Address, Delivery, Preference
from anju.engines.messages.queries import catalogue, people
from anju.engines.messages.rules import push
from anju.engines.messages.services import notifying, pushing, sending
from anju.foundation import registry

# A Saturday noon in Shanghai, outside quiet hours.
NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)

catalogue.declare_category(Category("test.work", "工作", (Channel.EMAIL, Channel.SMS, Channel.WEB_PUSH)))
catalogue.declare_category(Category("test.law", "法定通知", (Channel.SMS, Channel.EMAIL), mandatory=True))
catalogue.declare_category(Category("test.ads", "优惠", (Channel.EMAIL,), marketing=True))


def template(code: str, category: str = "test.work", **more: Any) -> Template:
    return catalogue.declare_template(
        Template(
            code=code,
            name=code,
            category=category,
            parameters=("what",),
            texts={
                "zh-hans": {"": Text("有新事项：{what}", "请处理{what}。")},
                "en": {"": Text("New: {what}", "Please see to {what}.")},
            },
            **more,
        )
    )


PLAIN = template("test.plain")
URGENT = template("test.urgent", urgent=True)
LAW = template("test.law_notice", "test.law")
ADS = template("test.ads_one", "test.ads")
SOON = template("test.soon", keeps=timedelta(minutes=5))


def community(name: str = "翠园") -> int:
    """A community of estate, which the engine knows by number only."""
    place = apps.get_model("estate", "Place")
    made = place.objects.create(kind="community", code=name, name=name, path="/", label=f"C-{name}")
    place.objects.filter(pk=made.pk).update(path=f"/{made.pk}/", community_id=made.pk)
    return int(made.pk)


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **more: float) -> datetime:
        self.at += timedelta(**more)
        return self.at


def configure(actor: Any, values: Mapping[Any, Any], community_id: int | None = None) -> None:
    for setting, value in values.items():
        registry.change(actor=actor, setting=setting, new=value, community_id=community_id)


def tell(
    to: Any, *, template: Template = PLAIN, cause: str = "cause:1", at: datetime = NOON, **more: Any
) -> Any:
    return notifying.notify(
        template=template.code, to=to, params={"what": "漏水"}, cause_key=cause, at=at, **more
    )


def person(number: int = 7, *, phone: str = "", email: str = "") -> Recipient:
    return Recipient.person(number, phone=phone, email=email)


def send(channel: Channel, clock: Any, **more: Any) -> int:
    return sending.send_due(channel=channel, clock=clock, draw=lambda: 0.0, **more)


def states(channel: Channel | None = None) -> list[str]:
    rows = Delivery.objects.order_by("pk")
    if channel is not None:
        rows = rows.filter(channel=channel)
    return list(rows.values_list("state", flat=True))


def prefer(recipient: Recipient, **values: Any) -> Preference:
    made = Preference(recipient_kind=recipient.kind, recipient_id=recipient.number, **values)
    made.save()
    return made


class Browser:
    """A browser with a key pair of its own that was subscribed at a push service."""

    def __init__(self, url: str, user_id: int, name: str = "Chrome") -> None:
        self.private, self.auth = push.new_key(), push.b64(bytes(range(16)))
        self.endpoint = f"{url}/push/{name}"
        pushing.push_subscribe(
            user_id=user_id,
            endpoint=self.endpoint,
            p256dh=push.public_of(self.private),
            auth=self.auth,
            device=name,
            at=NOON,
        )

    def read(self, body: bytes) -> Any:
        return json.loads(push.decrypt(body, self.private, self.auth))


def verified(recipient: Recipient, channel: Channel, value: str) -> Address:
    way = people.way(channel, value)
    return Address.objects.create(
        recipient_kind=recipient.kind, recipient_id=recipient.number, channel=channel, value=way.address,
        mark=way.mark, shown=way.shown, verified_at=NOON,
    )  # fmt: skip
