"""What an answer of the other side means, and what follows from it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from anju.engines.messages.contracts import Channel, DeliveryState
from anju.engines.messages.rules.timing import PATIENT, URGENT, next_try


class OutcomeKind(StrEnum):
    """LATER: surely not delivered, may be tried again. REFUSED: never with these words or settings. BOUNCED: the
    address is no good. UNSURE: handed over, and nobody said whether it was taken.
    """

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    BOUNCED = "bounced"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Outcome:
    """retry_after: seconds the other side asked us to wait. silent: nobody answered, so others need not try just now."""

    kind: OutcomeKind
    provider_id: str = ""
    error: str = ""
    retry_after: float | None = None
    silent: bool = False


def silence(error: object, *, handed: bool) -> Outcome:
    """The line was dead: before anything was handed over it is surely not delivered, afterwards nobody knows."""
    kind = OutcomeKind.UNSURE if handed else OutcomeKind.LATER
    return Outcome(kind, error=str(error)[:300], silent=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """next_at: when to try again, for QUEUED only. blocks: the address must not be used again."""

    state: DeliveryState
    next_at: datetime | None = None
    blocks: bool = False


# Sent again with the same key or topic, these show once on the other side: web push by Topic and tag (RFC 8030 §5.4),
# SMS where the provider knows a request by its id. The others are sent at most once when nobody knows.
REPEATABLE = frozenset({Channel.WEB_PUSH, Channel.IN_APP, Channel.BOARD})


def may_repeat(channel: Channel, *, urgent: bool, keyed: bool) -> bool:
    """Whether a message that may have arrived is sent again. keyed: the provider drops a second one with the same key.

    An urgent one is: a guard called twice to a lift is better than one who was not called.
    """
    return urgent or keyed or channel in REPEATABLE


def decide(
    outcome: Outcome,
    *,
    repeat: bool,
    urgent: bool,
    attempts: int,
    at: datetime,
    first_at: datetime,
    expires_at: datetime | None,
    draw: float,
) -> Decision:
    """The state after an attempt. repeat: what may_repeat says. attempts: including this one."""
    if outcome.kind == OutcomeKind.SENT:
        return Decision(DeliveryState.SENT)
    if outcome.kind == OutcomeKind.BOUNCED:
        return Decision(DeliveryState.BOUNCED, blocks=True)
    if outcome.kind == OutcomeKind.REFUSED:
        return Decision(DeliveryState.FAILED)
    if outcome.kind == OutcomeKind.UNSURE and not repeat:
        return Decision(DeliveryState.UNSURE)
    due = next_try(
        attempts=attempts,
        at=at,
        first_at=first_at,
        patience=URGENT if urgent else PATIENT,
        draw=draw,
        asked=outcome.retry_after,
    )
    if due is None or (expires_at is not None and due >= expires_at):
        unsure = outcome.kind == OutcomeKind.UNSURE
        return Decision(DeliveryState.UNSURE if unsure else DeliveryState.FAILED)
    return Decision(DeliveryState.QUEUED, due)


# RFC 3463: X.1.x speaks of the address, X.2.1 and X.2.2 of the mailbox. The rest of 5xx is about us or our words.
ADDRESS_STATUS = re.compile(r"\b5\.(?:1\.[0-36]|2\.[01])\b")
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
ADDRESS_CODES = frozenset({550, 551, 553})


def smtp(code: int, text: str, *, at_recipient: bool) -> Outcome:
    """The meaning of an SMTP reply (RFC 5321 §4.2, RFC 3463). at_recipient: it answered RCPT TO."""
    said = f"{code} {text}".strip()[:300]
    if 200 <= code < 300:
        return Outcome(OutcomeKind.SENT, error="")
    if 500 <= code < 600:
        bad = bool(ADDRESS_STATUS.search(text))
        if not bad and at_recipient and code in ADDRESS_CODES and not ENHANCED.search(text):
            bad = True
        return Outcome(OutcomeKind.BOUNCED if bad else OutcomeKind.REFUSED, error=said)
    return Outcome(OutcomeKind.LATER, error=said)


def http(status: int, text: str, *, retry_after: str = "", gone: Collection[int] = ()) -> Outcome:
    """The meaning of an HTTP status. gone: statuses that say the address exists no more.

    408, 425, 429, 500 and 503 say that nothing was done; another 5xx comes from a proxy that may have passed it on.
    """
    said = f"HTTP {status} {text}".strip()[:300]
    if 200 <= status < 300:
        return Outcome(OutcomeKind.SENT)
    if status in gone:
        return Outcome(OutcomeKind.BOUNCED, error=said)
    if status in (408, 425, 429, 500, 503):
        return Outcome(OutcomeKind.LATER, error=said, retry_after=seconds(retry_after))
    if status >= 500:
        return Outcome(OutcomeKind.UNSURE, error=said, retry_after=seconds(retry_after))
    return Outcome(OutcomeKind.REFUSED, error=said)


def seconds(text: str) -> float | None:
    """Retry-After in seconds; a date is left to our own patience."""
    return float(text) if re.fullmatch(r"\d{1,7}", text.strip()) else None


# Codes that the robots answer with HTTP 200 when too much was sent.
TOO_MUCH = {
    Channel.WECOM: frozenset({45009, 45033}),
    Channel.DINGTALK: frozenset({130101, 660026, 410100}),
    Channel.FEISHU: frozenset({9499, 11232, 99991400}),
}
BUSY = {
    Channel.WECOM: frozenset({-1}),
    Channel.DINGTALK: frozenset({-1}),
    Channel.FEISHU: frozenset({1000, 1500}),
}


def robot(channel: Channel, status: int, body: str, retry_after: str = "") -> Outcome:
    """The robots answer 200 and put what they think of it into the body: errcode, code or StatusCode, 0 for good."""
    if not 200 <= status < 300:
        return http(status, body, retry_after=retry_after)
    answer = _object(body)
    code = next((answer[name] for name in ("errcode", "code", "StatusCode") if name in answer), None)
    said = str(answer.get("errmsg") or answer.get("msg") or answer.get("StatusMessage") or "")
    if code == 0:
        return Outcome(OutcomeKind.SENT)
    error = f"{code} {said}".strip()[:300] if code is not None else f"HTTP {status} {body}"[:300]
    if code in TOO_MUCH[channel]:
        return Outcome(OutcomeKind.LATER, error=error, retry_after=60.0)
    if code in BUSY[channel]:
        return Outcome(OutcomeKind.LATER, error=error)
    return Outcome(OutcomeKind.UNSURE if code is None else OutcomeKind.REFUSED, error=error)


def sms(status: int, body: str, retry_after: str = "") -> Outcome:
    """{"code": "ok", "id": …}; "invalid_number" is a bounce, "limited" and "busy" mean later, the rest is refused."""
    if not 200 <= status < 300:
        return http(status, body, retry_after=retry_after)
    answer = _object(body)
    code = str(answer.get("code", ""))
    error = f"{code} {answer.get('message', '')}".strip()[:300]
    if code == "ok":
        return Outcome(OutcomeKind.SENT, provider_id=str(answer.get("id", ""))[:100])
    if code == "invalid_number":
        return Outcome(OutcomeKind.BOUNCED, error=error)
    if code in ("limited", "busy"):
        return Outcome(OutcomeKind.LATER, error=error, retry_after=seconds(retry_after))
    return Outcome(OutcomeKind.REFUSED if code else OutcomeKind.UNSURE, error=error or f"HTTP {status}")


def _object(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
