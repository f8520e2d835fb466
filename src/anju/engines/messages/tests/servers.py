"""Real servers on this machine for the other side: mail, push services, robots, SMS. Each may be told to misbehave."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.time)

    def json(self) -> Any:
        return json.loads(self.body)


class HttpServer:
    """Answers by `script`: for each request a (status, body, headers), or a word: "hang", "drop", "drip"; the last
    entry serves for good. `judge(asked)` may answer instead.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.script: list[Any] = [(200, "{}", {})]
        self.judge: Callable[[Asked], Any] | None = None
        self.release = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer._answer(self, Asked(self.path, headers, body))

            def log_message(self, *_args: Any) -> None:
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _answer(self, handler: Any, asked: Asked) -> None:
        step = self.script[min(len(self.asked), len(self.script) - 1)]
        self.asked.append(asked)
        if self.judge is not None:
            step = self.judge(asked)
        if step == "drop":
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
        elif step == "hang":
            self.release.wait(20)
            handler.close_connection = True
        elif step == "drip":
            self._drip(handler)
        else:
            status, body, headers = step
            data = body.encode()
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data)

    def _drip(self, handler: Any) -> None:
        """One byte of a header at a time, each within anybody's patience."""
        handler.close_connection = True
        try:
            for _number in range(400):
                handler.wfile.write(b"H")
                handler.wfile.flush()
                if self.release.wait(0.05):
                    return
        except OSError:
            return

    def stop(self) -> None:
        self.release.set()
        self.server.shutdown()
        self.server.server_close()


class MailServer:
    """Speaks enough SMTP. `replies` maps a verb (or "." for the end of the letter) to replies in order, the last for
    good; the word "drop" cuts the line, "hang" says nothing. `on(verb)` is called before the reply.
    """

    def __init__(self) -> None:
        self.letters: list[tuple[str, list[str], bytes]] = []
        self.replies: dict[str, list[str]] = {}
        self.verbs: list[str] = []
        self.on: Callable[[str], None] | None = None
        self.release = threading.Event()
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._talk(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 64

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def _talk(self, handler: Any) -> None:
        try:
            handler.wfile.write(b"220 test\r\n")
            sender, to = "", []
            while line := handler.rfile.readline().decode().strip():
                verb = line.split(" ")[0].split(":")[0].upper()
                if verb == "MAIL":
                    sender = line.partition("<")[2].partition(">")[0]
                elif verb == "RCPT":
                    to.append(line.partition("<")[2].partition(">")[0])
                said = self._reply(handler, verb, "354 go" if verb == "DATA" else "250 ok")
                if not said:
                    return
                if verb == "DATA" and said.startswith("354"):
                    data = self._letter(handler)
                    if not data:
                        return
                    self.letters.append((sender, to, data))
                    if not self._reply(handler, ".", "250 2.0.0 taken"):
                        return
                if verb == "QUIT":
                    return
        except OSError:
            return

    def _letter(self, handler: Any) -> bytes:
        lines = []
        while (line := handler.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines) if line else b""

    def _reply(self, handler: Any, verb: str, usual: str) -> str:
        """What was said, "" when the line was cut instead."""
        self.verbs.append(verb)
        if self.on is not None:
            self.on(verb)
        listed = self.replies.get(verb, [usual])
        said = listed.pop(0) if len(listed) > 1 else listed[0]
        if said == "drop":
            handler.connection.shutdown(socket.SHUT_RDWR)
            return ""
        if said == "hang":
            self.release.wait(20)
            return ""
        handler.wfile.write(f"{said}\r\n".encode())
        return said

    def stop(self) -> None:
        self.release.set()
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def running(kind: type[Any]) -> Iterator[Any]:
    server = kind()
    try:
        yield server
    finally:
        server.stop()
