"""Starting and stopping for real: nothing of Anju is left behind, whoever still holds a connection."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from anju.site.home import CHECKOUT


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.nightly
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to look for what is left")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_leaves_no_process_and_no_server_behind(tmp_path, port, how):
    env = {one: value for one, value in os.environ.items() if not one.startswith("ANJU_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "anju.site.cli", "up", "--port", str(port)],
        env={**env, "ANJU_HOME": str(tmp_path), "PYTHONPATH": str(CHECKOUT / "src")},
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert any("Ctrl-C stops it" in line for line in process.stdout)
        held = socket.create_connection(("127.0.0.1", port))
        held.sendall(b"GET /health/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert held.recv(12) == b"HTTP/1.1 200"
        process.send_signal(how)
        assert "Anju has stopped." in process.communicate(timeout=60)[0]
    finally:
        process.kill()
    assert process.returncode == 0
    for _ in range(50):
        if not (left := running(tmp_path)):
            break
        time.sleep(0.1)
    assert left == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def running(home: Path) -> list[str]:
    """Command lines of the processes that know this home."""
    known = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(home).encode() in (process / "environ").read_bytes():
                known.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return known
