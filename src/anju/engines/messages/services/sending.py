"""Send what is due: take it, hand it over, write down what came of it. Each step commits by itself.

A worker may die after any line. What it had taken and not handed over goes out again; what it had handed over and got
no answer for is sent again only where that shows once on the other side, or where it is urgent (rules.outcomes).
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings as django_settings
from django.db import transaction
from django.db.models import QuerySet

from anju.engines.messages.contracts import ROBOTS, Channel, Outgoing, RecipientKind
from anju.engines.messages.models import Delivery, States
from anju.engines.messages.queries import catalogue, people, settings
from anju.engines.messages.rules import texts, timing
from anju.engines.messages.rules.outcomes import Outcome, OutcomeKind
from anju.engines.messages.services import consequences, unsubscribing
from anju.engines.messages.services.adapters import ADAPTERS, Adapter, Call
from anju.engines.messages.services.digests import consenting
from anju.foundation import locks, registry
from anju.foundation.accounts import home

log = logging.getLogger("anju.messages")
Clock = Callable[[], datetime]
# Longer than any adapter may talk: who has not come back by then will not.
LEASE = timedelta(minutes=5)
BATCH = 50
# So many dead lines in a row, and the channel is left alone until the next round: a server that hangs must not hold
# the workers that others wait for.
SILENCES = 3
LONGEST_ROUND = 45.0
HOUR = timedelta(hours=1)


class ClaimLost(Exception):
    """Another worker has taken the delivery over, because this one was silent for longer than the lease."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that this worker has taken. at: the moment of the claim, which names it."""

    row: Delivery
    at: datetime

    def mine(self) -> QuerySet[Delivery]:
        return Delivery.objects.filter(pk=self.row.pk, state=States.SENDING, claimed_at=self.at)


def send_due(
    *,
    channel: str,
    clock: Clock,
    draw: Callable[[], float] = random.random,
    most: int = BATCH,
    adapters: Mapping[Channel, Adapter] = ADAPTERS,
) -> int:
    """Send up to `most` deliveries of a channel, urgent ones first; needs no open transaction, since it commits after
    every step. Returns how many were looked at; `most` also when time was up, fewer when nothing more is due or the
    other side is silent.
    """
    silent, begun = 0, time.monotonic()
    for done in range(most):
        if silent == SILENCES:
            return done
        if time.monotonic() - begun > LONGEST_ROUND:
            return most
        looked, claim = _claim(channel, clock())
        if not looked:
            return done
        if claim is not None:
            silent = silent + 1 if _send(claim, clock, draw, adapters[Channel(channel)]) else 0
    return most


def recover(*, at: datetime, draw: Callable[[], float] = random.random) -> int:
    """Deal with what a worker had taken and never came back from. Returns how many deliveries those were."""
    lost = Delivery.objects.filter(state=States.SENDING, claimed_at__lt=at - LEASE)
    with transaction.atomic():
        keys = list(lost.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            row = lost.filter(pk=key).select_related("message").select_for_update(of=("self",)).first()
            if row is None:
                continue
            kind = OutcomeKind.UNSURE if row.handed_at else OutcomeKind.LATER
            consequences.settle(row, Outcome(kind, error="the worker did not come back"), at=at, draw=draw())
    return len(keys)


def _claim(channel: str, at: datetime) -> tuple[bool, Claim | None]:
    """(whether there was one due, the claim). A due one that must not go now is put off or dropped instead."""
    with transaction.atomic():
        due = Delivery.objects.filter(channel=channel, state=States.QUEUED, not_before__lte=at)
        row = (
            due.order_by("-urgent", "not_before", "pk")
            .select_related("message")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if row is None:
            return False, None
        if _put_aside(row, at):
            return True, None
        row.state, row.claimed_at, row.handed_at = States.SENDING, at, None
        row.attempts += 1
        row.save(update_fields=["state", "claimed_at", "handed_at", "attempts"])
        return True, Claim(row, at)


def _put_aside(row: Delivery, at: datetime) -> bool:
    """Whether the delivery has become needless or comes too soon; then it is dropped, ended or put off."""
    message = row.message
    why = ""
    if message.expires_at is not None and at >= message.expires_at:
        why = "expired"
    elif message.read_at is not None and not row.urgent:
        why = consequences.READ_ALREADY
    elif not consenting(message):
        why = consequences.NOT_AGREED
    if why:
        row.state, row.error = States.DROPPED, why
        row.save(update_fields=["state", "error"])
        consequences.after(row, at=at)
        return True
    if people.is_blocked(row.address_mark):
        row.state, row.error = States.BOUNCED, "the address bounced before"
        row.save(update_fields=["state", "error"])
        consequences.after(row, at=at)
        return True
    free = _awake_at(row, _free_at(row, at))
    if free > at:
        row.not_before = free
        row.save(update_fields=["not_before"])
        return True
    return False


def _awake_at(row: Delivery, at: datetime) -> datetime:
    """A second try, or a worker that comes late, makes no noise at night either."""
    if row.channel not in timing.NOISY or row.urgent:
        return at
    message = row.message
    own = people.preference(RecipientKind(message.recipient_kind), message.recipient_id).quiet
    quiet = settings.quiet(message.community_id) if own is None else timing.Quiet(*own)
    return timing.awake_at(at, quiet, home.zone())


def _free_at(row: Delivery, at: datetime) -> datetime:
    channel = Channel(row.channel)
    category = catalogue.known_category(row.message.category)
    limits = timing.ROBOT_LIMITS.get(channel, ())
    if not limits and not row.urgent and not (category and category.mandatory):
        limits = (timing.Limit(registry.value(settings.PER_HOUR), HOUR.total_seconds()),)
    if not limits:
        return at
    if channel in ROBOTS:
        # Another worker may be about to speak to the same robot.
        locks.advisory("message-address", row.org_id, row.address_mark)
    longest = timedelta(seconds=max(one.seconds for one in limits))
    rows = Delivery.objects.filter(address_mark=row.address_mark, claimed_at__gt=at - longest)
    most = max(one.most for one in limits)
    times = list(rows.exclude(pk=row.pk).order_by("-claimed_at").values_list("claimed_at", flat=True)[:most])
    return timing.free_at(times, limits, at)


def _send(claim: Claim, clock: Clock, draw: Callable[[], float], adapter: Adapter) -> bool:
    """Whether the line was dead."""
    handed: list[bool] = []

    def handing() -> None:
        with transaction.atomic():
            if not claim.mine().update(handed_at=clock()):
                raise ClaimLost
        handed.append(True)

    try:
        outcome = _attempt(claim, clock(), handing, adapter)
    except ClaimLost:
        return False
    except Exception as error:
        # One broken message must not stop the others, and what it did is not known better than this.
        log.exception("messages.send_failed", extra={"delivery": claim.row.pk})
        kind = OutcomeKind.UNSURE if handed else OutcomeKind.LATER
        outcome = Outcome(kind, error=f"{type(error).__name__}"[:300])
    with transaction.atomic():
        row = claim.mine().select_related("message").select_for_update(of=("self",)).first()
        if row is not None:
            consequences.settle(row, outcome, at=clock(), draw=draw())
    return outcome.silent


def _attempt(claim: Claim, at: datetime, handing: Callable[[], None], adapter: Adapter) -> Outcome:
    """All that is read is read before the network is touched; no transaction stays open meanwhile."""
    row, channel = claim.row, Channel(claim.row.channel)
    with transaction.atomic():
        out, config = outgoing(row), settings.config_of(channel, row.community_id)
    if out is None:
        return Outcome(OutcomeKind.REFUSED, error="the template or the words are gone")
    if config is None:
        return Outcome(OutcomeKind.REFUSED, error="the channel is not set up")
    return adapter(Call(channel, out, config, at, handing))


def outgoing(row: Delivery) -> Outgoing | None:
    """The words of a delivery in its recipient's language; None when they have been forgotten."""
    message = row.message
    template = catalogue.known_template(message.template)
    if template is None or not message.params:
        return None
    values = texts.spoken(json.loads(message.params), message.language)
    text = texts.fill(texts.words(template, message.language, row.channel), values)
    out = Outgoing(
        key=row.key.hex,
        address=row.address,
        title=text.title,
        body=text.body,
        link=absolute(message.link),
        language=message.language,
        template=message.template,
        urgent=message.urgent,
        parameters=values,
    )
    category = catalogue.known_category(message.category)
    if category is not None and category.marketing:
        return replace(out, unsubscribe=absolute(unsubscribing.path_for(message)))
    return out


def absolute(path: str) -> str:
    """The path on the installation's public address, "" where it has none: a link that leads nowhere is left out."""
    return f"{django_settings.PUBLIC_URL.rstrip('/')}{path}" if path and django_settings.PUBLIC_URL else ""
