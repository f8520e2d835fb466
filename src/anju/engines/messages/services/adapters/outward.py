"""One HTTP POST to an address somebody gave us: over TLS, not into our own network, and never for long."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer

from django.conf import settings

from anju.engines.messages.rules import endpoints
from anju.engines.messages.services.adapters.call import Handing
from anju.kernel.errors import Invalid

LONGEST_ANSWER = 64 << 10
# All of it together; each step has its own, shorter patience. A lease of sending.py is longer.
LONGEST_TALK = 3


class Unreached(Exception):
    """Nothing was sent: no name, no route, no TLS."""


class NoAnswer(Exception):
    """It was sent, or half of it, and no whole answer came back."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    headers: Mapping[str, str]

    @property
    def retry_after(self) -> str:
        return self.headers.get("retry-after", "")


def post(url: str, body: bytes, headers: Mapping[str, str], handing: Handing) -> Answer:
    """Send `body`. Redirects are not followed. Raises Unreached, NoAnswer."""
    try:
        place = endpoints.parse(url, settings.OUTWARD_PRIVATE_HOSTS)
        sock = _connected(place)
    except Invalid as error:
        raise Unreached("the address may not be called") from error
    except OSError as error:
        raise Unreached(_said(error)) from error
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = sock
    try:
        with deadline(sock, settings.OUTWARD_TIMEOUT * LONGEST_TALK):
            handing()
            return _asked(connection, place.target, body, headers)
    finally:
        connection.close()


def _asked(
    connection: http.client.HTTPConnection, target: str, body: bytes, headers: Mapping[str, str]
) -> Answer:
    try:
        connection.request("POST", target, body, {"User-Agent": "Anju", **headers})
        answer = connection.getresponse()
        text = answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(_said(error)) from error
    return Answer(answer.status, text, {name.lower(): value for name, value in answer.getheaders()})


def _connected(place: endpoints.Endpoint) -> socket.socket:
    """A socket to one of the host's addresses outside our network. The address that was judged is the one called."""
    named = place.host in settings.OUTWARD_PRIVATE_HOSTS
    found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    addresses = [(str(one[4][0]), place.port) for one in found]
    addresses = [one for one in addresses if named or not endpoints.is_inside(one[0])]
    if not addresses:
        raise OSError("the name leads into the own network")
    last: OSError | None = None
    for address in addresses:
        try:
            sock = socket.create_connection(address, timeout=settings.OUTWARD_TIMEOUT)
        except OSError as error:
            last = error
            continue
        return _secured(sock, place) if place.secure else sock
    raise last or OSError("no address")


def _secured(sock: socket.socket, place: endpoints.Endpoint) -> socket.socket:
    try:
        return ssl.create_default_context().wrap_socket(sock, server_hostname=place.host)
    except OSError:
        sock.close()
        raise


@contextmanager
def deadline(sock: socket.socket, seconds: float) -> Iterator[None]:
    """Cut the connection after so long, so that a server that drips one byte at a time holds nobody for ever."""

    def cut() -> None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]
