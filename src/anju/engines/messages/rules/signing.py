"""Signatures that the other side checks, and the one that we check. Robots: domain-rules §10.9."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import quote

HOOK_SKEW = timedelta(minutes=5)


def dingtalk(secret: str, milliseconds: int) -> str:
    """HMAC-SHA256 of timestamp, newline and secret under the secret; ready for the address."""
    made = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return quote(base64.b64encode(made).decode(), safe="")


def dingtalk_url(url: str, secret: str, at: datetime) -> str:
    if not secret:
        return url
    milliseconds = int(at.timestamp() * 1000)
    joined = "&" if "?" in url else "?"
    return f"{url}{joined}timestamp={milliseconds}&sign={dingtalk(secret, milliseconds)}"


def feishu(secret: str, seconds: int) -> str:
    """HMAC-SHA256 of nothing under timestamp, newline and secret: key and message change places against DingTalk."""
    made = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(made).decode()


def sms(secret: str, timestamp: int, body: bytes) -> str:
    """Hex HMAC-SHA256 of timestamp, newline and the body's hex SHA-256."""
    text = f"{timestamp}\n{hashlib.sha256(body).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def hook(secret: str, timestamp: int, body: bytes) -> str:
    return sms(secret, timestamp, body)


def hook_holds(secret: str, header: str, body: bytes, at: datetime) -> bool:
    """Whether "t=<seconds>,v1=<hex>" was made of this body with this secret, not long ago."""
    parts = dict(one.strip().partition("=")[::2] for one in header.split(","))
    given, stamp = parts.get("v1", ""), parts.get("t", "")
    if not secret or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        return False
    fresh = abs(at.timestamp() - int(stamp)) <= HOOK_SKEW.total_seconds()
    return hmac.compare_digest(hook(secret, int(stamp), body).encode(), given.encode()) and fresh
