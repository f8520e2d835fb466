"""Group robots of WeCom, DingTalk and Feishu. Forms and signatures: domain-rules §10.9."""

from __future__ import annotations

import json
from typing import Any

from anju.engines.messages.contracts import Channel, Outgoing
from anju.engines.messages.queries.settings import Robot
from anju.engines.messages.rules import outcomes, signing, texts
from anju.engines.messages.rules.outcomes import Outcome
from anju.engines.messages.services.adapters import outward
from anju.engines.messages.services.adapters.call import Call

# Bytes of text. WeCom says 2,048, Feishu 20 KB for the whole body, DingTalk 20,000 bytes.
LONGEST = {Channel.WECOM: 2_048, Channel.DINGTALK: 18_000, Channel.FEISHU: 16_000}
HEADERS = {"Content-Type": "application/json; charset=utf-8"}


def send(call: Call) -> Outcome:
    robot = call.config
    assert isinstance(robot, Robot)
    url, payload = robot.url, _payload(call, robot.secret)
    if call.channel == Channel.DINGTALK:
        url = signing.dingtalk_url(url, robot.secret, call.at)
    data = json.dumps(payload, ensure_ascii=False).encode()
    try:
        answer = outward.post(url, data, HEADERS, call.handing)
    except outward.Unreached as error:
        return outcomes.silence(error, handed=False)
    except outward.NoAnswer as error:
        return outcomes.silence(error, handed=True)
    return outcomes.robot(call.channel, answer.status, answer.body, answer.retry_after)


def _payload(call: Call, secret: str) -> dict[str, Any]:
    words = _text(call.out, LONGEST[call.channel])
    if call.channel != Channel.FEISHU:
        return {"msgtype": "text", "text": {"content": words}}
    payload: dict[str, Any] = {"msg_type": "text", "content": {"text": words}}
    if secret:
        seconds = int(call.at.timestamp())
        payload |= {"timestamp": str(seconds), "sign": signing.feishu(secret, seconds)}
    return payload


def _text(out: Outgoing, most: int) -> str:
    """Title, body and link; a body too long is cut, the link never."""
    tail = f"\n{out.link}" if out.link else ""
    room = most - len(tail.encode())
    return texts.cut_bytes("\n".join(one for one in (out.title, out.body) if one), room) + tail
