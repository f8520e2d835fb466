"""Web push to one browser (RFC 8030): encrypted for it alone, signed by this installation."""

from __future__ import annotations

import json

from anju.engines.messages.contracts import Outgoing
from anju.engines.messages.queries.settings import Pusher
from anju.engines.messages.rules import outcomes, push, texts
from anju.engines.messages.rules.outcomes import Outcome
from anju.engines.messages.services.adapters import outward
from anju.engines.messages.services.adapters.call import Call

LASTS = 24 * 3600
# Push services that ask for less than the standard's 4,096 bytes exist; 2,000 are enough for a title and a line.
MOST_BODY = 2_000


def send(call: Call) -> Outcome:
    assert isinstance(call.config, Pusher)
    held = json.loads(call.out.address)
    body = push.encrypt(_payload(call.out), held["p256dh"], held["auth"])
    headers = {
        "Authorization": push.vapid(held["endpoint"], call.config.key, call.config.contact, call.at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LASTS),
        "Urgency": "high" if call.out.urgent else "normal",
        # A second copy takes the place of one that still waits at the push service.
        "Topic": call.out.key,
    }
    try:
        answer = outward.post(held["endpoint"], body, headers, call.handing)
    except outward.Unreached as error:
        return outcomes.silence(error, handed=False)
    except outward.NoAnswer as error:
        return outcomes.silence(error, handed=True)
    return outcomes.http(answer.status, answer.body, retry_after=answer.retry_after, gone=(404, 410))


def _payload(out: Outgoing) -> bytes:
    """tag: the browser shows a second copy in the place of the first."""
    data = {
        "title": out.title,
        "body": texts.cut_bytes(out.body, MOST_BODY),
        "link": out.link,
        "tag": out.key,
        "lang": out.language,
        "urgent": out.urgent,
    }
    return json.dumps(data, ensure_ascii=False).encode()
