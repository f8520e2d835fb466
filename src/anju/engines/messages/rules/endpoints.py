"""Addresses that users and settings give us to call: only the outside world, only over TLS, unless named."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from anju.kernel.errors import Invalid

LONGEST = 2_000


class Endpoint(NamedTuple):
    secure: bool
    host: str
    port: int
    target: str


def parse(url: str, private: Collection[str] = ()) -> Endpoint:
    """Take an address apart. private: hosts of our own network that may be called, over plain HTTP too.

    Raises Invalid (messages.endpoint): not https, a name and password in it, an address inside our network, too long.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise Invalid("messages.endpoint", field="url") from error
    named = host in private
    scheme_fits = parts.scheme == "https" or (named and parts.scheme == "http")
    plain = not parts.username and not parts.password and len(url) <= LONGEST and url.isascii()
    if not host or not scheme_fits or not plain or any(one.isspace() for one in url.strip()):
        raise Invalid("messages.endpoint", field="url")
    if not named and (
        is_inside(host) or "." not in host or host.endswith((".local", ".internal", ".localhost"))
    ):
        raise Invalid("messages.endpoint", field="url")
    secure = parts.scheme == "https"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(secure, host, port or (443 if secure else 80), target)


def is_inside(address: str) -> bool:
    """Whether a literal address is not one of the public internet; a name is not judged here."""
    try:
        found = ip_address(address.strip("[]"))
    except ValueError:
        return False
    return not found.is_global or found.is_multicast
