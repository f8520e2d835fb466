"""`anju up`: web and worker until Ctrl-C; the embedded PostgreSQL too where no other one is named."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from anju.site import embedded
from anju.site.commands import migrate, start
from anju.site.home import home

PATIENCE = 15.0


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("up", help="start web and worker")
    options(parser)
    parser.set_defaults(run=run)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8800, help="port to listen on (default: 8800)")
    parser.add_argument("--web-workers", type=int, default=2, help="web processes (default: 2)")


def run(chosen: argparse.Namespace) -> int:
    with only_one_here():
        refuse_taken_port(chosen.host, chosen.port)
        in_child("migrate", "--quiet")
        return serve(chosen, [])


def in_child(*words: str) -> None:
    """Run another subcommand in a process of its own: it needs the owner's connection, this one the app's."""
    done = subprocess.run([sys.executable, "-m", "anju.site.cli", *words], check=False)
    if done.returncode:
        raise start.Refusal(f"“anju {' '.join(words)}” failed.")


def serve(chosen: argparse.Namespace, notes: list[str]) -> int:
    """Start the processes, print where they are, wait, and stop all of them together."""
    address = (
        f"http://{'localhost' if chosen.host in ('127.0.0.1', '0.0.0.0') else chosen.host}:{chosen.port}"
    )
    hosts = os.environ.get("ANJU_HOSTS") or f"localhost,127.0.0.1,[::1],{chosen.host}"
    env = {**os.environ, "ANJU_HOSTS": hosts, "DJANGO_SETTINGS_MODULE": "anju.site.settings"}
    # Each leads a group of its own, so that Ctrl-C reaches them through us alone and none of their own children is left.
    children = [
        subprocess.Popen(words, env=env, start_new_session=True) for words in (_web(chosen), _worker())
    ]
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, stop)
    try:
        if _answers(chosen.host, chosen.port, children):
            print("\n".join([f"Anju is up: {address}", *notes, "Ctrl-C stops it."]), flush=True)
        while not stopping and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        _stop(children)
    if not stopping:
        raise start.Refusal("a process of Anju ended by itself; its last lines stand above.")
    print("Anju has stopped.", flush=True)
    return 0


def _web(chosen: argparse.Namespace) -> list[str]:
    return [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", chosen.host,
        "--port", str(chosen.port), "--workers", str(chosen.web_workers), "--blocking-threads", "4",
        "--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "5", "anju.site.wsgi:application",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "anju.site.worker"]


def _answers(host: str, port: int, children: list[subprocess.Popen[bytes]]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and all(child.poll() is None for child in children):
        try:
            socket.create_connection((host if host != "0.0.0.0" else "127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise start.Refusal(f"port {port} is in use; choose another with --port.") from error


class only_one_here:
    """Hold this home for one `up` or `demo` at a time, and stop its embedded server at the end.

    Raises Refusal when another process holds it.
    """

    def __enter__(self) -> None:
        import fasteners

        home().path.mkdir(parents=True, exist_ok=True)
        self.lock = fasteners.InterProcessLock(str(home().path / "lock"))
        if not self.lock.acquire(blocking=False):
            raise start.Refusal(
                f"another Anju runs in {home().path}; stop it or set ANJU_HOME to another folder."
            )

    def __exit__(self, *_: object) -> None:
        if not os.environ.get("ANJU_DATABASE_URL") and embedded.is_running():
            embedded.stop()
        self.lock.release()


__all__ = ["add", "in_child", "migrate", "only_one_here", "options", "refuse_taken_port", "serve"]
