"""SMS through any provider that takes a signed JSON POST. The form is described in docs/engines/messages.md.

Providers with a protocol of their own are served by a small gateway that speaks this one, or by register_provider.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from anju.engines.messages.queries.settings import SmsProvider
from anju.engines.messages.rules import outcomes, signing, texts
from anju.engines.messages.rules.outcomes import Outcome
from anju.engines.messages.services.adapters import outward
from anju.engines.messages.services.adapters.call import Call

Provider = Callable[[SmsProvider, Call], Outcome]
# A text of 500 characters goes out as eight parts, and is paid for as eight.
LONGEST = 500


def send(call: Call) -> Outcome:
    assert isinstance(call.config, SmsProvider)
    return _PROVIDERS[-1](call.config, call)


def register_provider(provider: Provider) -> None:
    """Speak another provider's protocol from now on."""
    _PROVIDERS.append(provider)


def signed_post(provider: SmsProvider, call: Call) -> Outcome:
    """POST {key, request_id, to, sign, template, params, text}, signed with X-Timestamp and X-Signature."""
    body = json.dumps(_request(provider, call), ensure_ascii=False).encode()
    stamp = int(call.at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": call.out.key,
        "X-Key": provider.key,
        "X-Timestamp": str(stamp),
        "X-Signature": signing.sms(provider.secret, stamp, body),
    }
    try:
        answer = outward.post(provider.url, body, headers, call.handing)
    except outward.Unreached as error:
        return outcomes.silence(error, handed=False)
    except outward.NoAnswer as error:
        return outcomes.silence(error, handed=True)
    return outcomes.sms(answer.status, answer.body, answer.retry_after)


def _request(provider: SmsProvider, call: Call) -> dict[str, object]:
    out = call.out
    tail = "".join(f"\n{one}" for one in (out.link, out.unsubscribe) if one)
    words = "：".join(one for one in (out.title, out.body) if one)
    return {
        "key": provider.key,
        "request_id": out.key,
        "to": out.address,
        "sign": provider.sign,
        "template": provider.templates.get(out.template, provider.templates.get("", "")),
        "params": dict(out.parameters),
        "text": texts.cut(words, LONGEST - len(tail)) + tail,
    }


_PROVIDERS: list[Provider] = [signed_post]
