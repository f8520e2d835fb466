"""Tell somebody something: written with the change that causes it, planned at once, sent after commit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from anju.engines.messages.contracts import (
    DEFAULT_LANGUAGE,
    Channel,
    MessageFailed,
    NotifyAnswer,
    Recipient,
    Template,
)
from anju.engines.messages.models import Delivery, Digest, Message, States
from anju.engines.messages.queries import catalogue, people, settings
from anju.engines.messages.rules import choice, texts
from anju.engines.messages.services import boards
from anju.foundation import locks, outbox, scope
from anju.foundation.accounts import home

LONGEST_CAUSE = 120
# What is done in the transaction itself and never fails on its way.
AT_HOME = frozenset({Channel.IN_APP, Channel.BOARD})


def wake(channels: Iterable[str]) -> None:
    """Ask the worker to look at these channels once the running transaction has committed."""
    for channel in sorted(set(channels)):
        app.configure_task("messages.send").defer(org_id=scope.current().home, channel=channel)


def notify(
    *,
    template: str,
    to: Recipient | Iterable[Recipient],
    params: Mapping[str, Any],
    cause_key: str,
    at: datetime,
    community_id: int | None = None,
    link: str = "",
    only: Channel | None = None,
) -> NotifyAnswer:
    """Tell each recipient once for this cause; nothing leaves before the caller's transaction commits.

    params: every parameter of the template, as text or as {language: text}. cause_key: names what happened
    ("case:17:assigned"), at most 120 characters; the same key, template and recipient make one message for ever.
    link: path of this site that shows more. only: this channel and no other, for what proves an address.
    Raises Invalid (messages.parameters, messages.cause), KeyError for an unknown template.
    """
    words = catalogue.template_of(template)
    texts.check_parameters(words, params)
    texts.check_cause(cause_key, link)
    with transaction.atomic():
        asked = people.reachable([to] if isinstance(to, Recipient) else to, community_id)
        if only is not None:
            asked = [one.only(only) for one in asked]
        return _Telling(words, params, cause_key, community_id, link, at).tell(asked)


class _Telling:
    """One call of notify: from recipients to messages, from messages to deliveries."""

    def __init__(
        self,
        template: Template,
        params: Mapping[str, Any],
        cause_key: str,
        community_id: int | None,
        link: str,
        at: datetime,
    ) -> None:
        self.template, self.params, self.cause_key = template, params, cause_key
        self.community_id, self.link, self.at = community_id, link, at
        self.category = catalogue.category_of(template.category)
        self.values = json.dumps(texts.plain(params), ensure_ascii=False)

    def tell(self, asked: Sequence[people.Reachable]) -> NotifyAnswer:
        locks.advisory("message", scope.current().home, self.template.code, self.cause_key)
        rows = Message.objects.filter(cause_key=self.cause_key, template=self.template.code)
        had = set(rows.values_list("recipient_kind", "recipient_id"))
        fresh = [one for one in asked if one.recipient.key not in had]
        agreed = [one for one in fresh if self._may_reach(one)]
        messages = Message.objects.bulk_create([self._message(one) for one in agreed])
        self._plan(list(zip(messages, agreed, strict=True)))
        return NotifyAnswer(
            tuple(one.pk for one in messages), len(asked) - len(fresh), len(fresh) - len(agreed)
        )

    def _may_reach(self, one: people.Reachable) -> bool:
        return not self.category.marketing or self.category.code in one.wishes(self.category).consents

    def _message(self, one: people.Reachable) -> Message:
        text = texts.fill(
            texts.words(self.template, one.language, Channel.IN_APP), texts.spoken(self.params, one.language)
        )
        keeps = self.template.keeps
        return Message(
            recipient_kind=one.recipient.kind,
            recipient_id=one.recipient.number,
            recipient_name=one.name[:60],
            user_id=one.user_id,
            cause_key=self.cause_key,
            template=self.template.code,
            category=self.category.code,
            language=one.language,
            # A code lies in no inbox and nowhere else in readable words.
            title=text.title if self.template.inbox else str(self.template.name),
            body=text.body if self.template.inbox else "",
            params=self.values,
            link=self.link,
            urgent=self.template.urgent,
            community_id=self.community_id,
            at=self.at,
            expires_at=self.at + keeps if keeps else None,
            in_inbox=self.template.inbox and one.user_id is not None,
        )

    def _plan(self, pairs: list[tuple[Message, people.Reachable]]) -> None:
        zone, quiet = home.zone(), settings.quiet(self.community_id)
        rows: list[Delivery] = []
        for message, one in pairs:
            planned = choice.plan(
                template=self.template,
                category=self.category,
                kind=one.recipient.kind,
                wishes=one.wishes(self.category),
                usable=one.usable(must_arrive=self.template.urgent or self.category.mandatory),
                house_quiet=quiet,
                at=self.at,
                zone=zone,
            )
            made = [row for each in planned for row in self._deliveries(message, one, each)]
            rows += made
            if not made:
                self._give_up(message)
        Delivery.objects.bulk_create(rows)
        self._catch_up([one for one in rows if one.state == States.GATHERED])
        wake(one.channel for one in rows if one.state == States.QUEUED and one.not_before <= self.at)

    def _deliveries(
        self, message: Message, one: people.Reachable, planned: choice.Planned
    ) -> Iterable[Delivery]:
        for way in one.ways:
            if way.channel != planned.channel:
                continue
            row = delivery(message, way, planned.not_before, self.at)
            if planned.channel in AT_HOME:
                row.state, row.sent_at, row.attempts = States.SENT, self.at, 1
            elif planned.digest_due is not None:
                row.state, row.digest = States.GATHERED, self._digest(message, planned)
            if planned.channel == Channel.BOARD:
                self._pin_up(message)
            yield row

    def _digest(self, message: Message, planned: choice.Planned) -> Digest:
        found, _made = Digest.objects.get_or_create(
            recipient_kind=message.recipient_kind,
            recipient_id=message.recipient_id,
            channel=planned.channel,
            due_at=planned.digest_due,
        )
        return found

    def _catch_up(self, gathered: Sequence[Delivery]) -> None:
        """What was written for a digest that has gone out meanwhile goes by itself: nobody would close it again.

        The rows just written hold their digests' keys, so none of those can be closed from here on.
        """
        keys = {one.digest_id for one in gathered}
        gone = set(Digest.objects.filter(pk__in=keys, closed_at__isnull=False).values_list("pk", flat=True))
        for one in gathered:
            if one.digest_id in gone:
                one.state, one.digest = States.QUEUED, None
                one.save(update_fields=["state", "digest"])

    def _pin_up(self, message: Message) -> None:
        chinese, english = (
            texts.fill(texts.words(self.template, one, Channel.BOARD), texts.spoken(self.params, one))
            for one in (DEFAULT_LANGUAGE, "en")
        )
        boards.draft_from(message=message, chinese=chinese, english=english, at=self.at)

    def _give_up(self, message: Message) -> None:
        message.failed_at = self.at
        message.save(update_fields=["failed_at"])
        outbox.publish(failed_event(message))


def delivery(message: Message, way: people.Way, not_before: datetime, at: datetime) -> Delivery:
    """A delivery that waits for its time. The address of a robot is asked for when it is sent, and not kept."""
    kept = "" if way.channel in (*AT_HOME, Channel.WECOM, Channel.DINGTALK, Channel.FEISHU) else way.address
    return Delivery(
        message=message,
        channel=way.channel,
        address=kept,
        address_mark=way.mark,
        shown=way.shown,
        community_id=message.community_id,
        urgent=message.urgent,
        created_at=at,
        first_at=not_before,
        not_before=not_before,
    )


def failed_event(message: Message) -> MessageFailed:
    return MessageFailed(
        message.pk,
        message.template,
        message.cause_key,
        message.recipient_kind,
        message.recipient_id,
        message.community_id,
    )


def cancel(*, cause_key: str, at: datetime, template: str = "") -> int:
    """Take back what this cause has not sent yet (a warning that has become needless). Returns how many deliveries."""
    rows = Delivery.objects.filter(message__cause_key=cause_key, state__in=(States.QUEUED, States.GATHERED))
    if template:
        rows = rows.filter(message__template=template)
    with transaction.atomic():
        keys = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
        return Delivery.objects.filter(pk__in=keys).update(
            state=States.DROPPED, digest=None, error="cancelled"
        )
