"""Ways out of the house, one file each. An adapter talks to one other machine and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anju.engines.messages.contracts import Channel
from anju.engines.messages.rules.outcomes import Outcome
from anju.engines.messages.services.adapters import mail, robots, sms, web_push
from anju.engines.messages.services.adapters.call import Call, Handing

Adapter = Callable[[Call], Outcome]

ADAPTERS: Mapping[Channel, Adapter] = {
    Channel.EMAIL: mail.send,
    Channel.SMS: sms.send,
    Channel.WECOM: robots.send,
    Channel.DINGTALK: robots.send,
    Channel.FEISHU: robots.send,
    Channel.WEB_PUSH: web_push.send,
}

__all__ = ["ADAPTERS", "Adapter", "Call", "Handing"]
