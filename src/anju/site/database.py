"""Which PostgreSQL Anju talks to, and as whom: the owner migrates, the app role serves under row-level security."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from psycopg import sql

from anju.site import embedded
from anju.site.home import home

OLDEST_SERVER = 150000
APP_ROLE_SUFFIX = "_app"


class DatabaseProblem(RuntimeError):
    """The database cannot be used; the text is one sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Dsn:
    """Connection facts of one role; `host` may be a socket folder; `port` is empty for the default."""

    host: str
    port: str
    name: str
    user: str
    password: str
    options: tuple[tuple[str, str], ...] = ()

    def settings(self, **more: Any) -> dict[str, Any]:
        return {
            "ENGINE": "anju.foundation.scope.backend",
            "HOST": self.host,
            "PORT": self.port,
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            **more,
        }

    def connect(self, **more: Any) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(
            host=self.host,
            port=self.port or None,
            dbname=self.name,
            user=self.user,
            password=self.password or None,
            **dict(self.options),
            **more,
        )


def parse(url: str) -> Dsn:
    """Read `postgresql://user:password@host:port/name?host=/socket`. Raises DatabaseProblem on any other form."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise DatabaseProblem("ANJU_DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or parts.hostname or ""
    return Dsn(
        host=host,
        port=str(parts.port or ""),
        name=parts.path.strip("/"),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        options=tuple(sorted(query.items())),
    )


def limited(options: dict[str, str], seconds: int) -> dict[str, str]:
    """Connection options under which a statement ends after so many seconds, 0 for never; what is given stays."""
    if not seconds:
        return options
    limit = f"-c statement_timeout={seconds}s"
    return {**options, "options": f"{limit} {options.get('options', '')}".strip()}


def owner() -> Dsn:
    """The role that owns the tables: from ANJU_DATABASE_URL, else the embedded server's."""
    base = _base()
    return replace(base, name=os.environ.get("ANJU_DATABASE_NAME") or base.name)


def app() -> Dsn:
    """The role that serves requests and jobs: no superuser, no owner, bound by row-level security."""
    secret = os.environ.get("ANJU_SECRET_KEY") or home().secret("database")
    role = _base().name + APP_ROLE_SUFFIX
    password = hmac.new(secret.encode(), role.encode(), hashlib.sha256).hexdigest()
    return replace(owner(), user=role, password=password)


def _base() -> Dsn:
    url = os.environ.get("ANJU_DATABASE_URL")
    return parse(url) if url else Dsn(embedded.socket_folder(), "", "anju", "anju_owner", "")


def current() -> Dsn:
    return owner() if os.environ.get("ANJU_DB_ROLE") == "owner" else app()


def prepare() -> None:
    """Make sure that server, database and app role are there and fit. Raises DatabaseProblem when one is not."""
    dsn = owner()
    try:
        with dsn.connect(autocommit=True) as connection:
            _check_server(connection)
            _ensure_app_role(connection, app())
    except psycopg.OperationalError as error:
        first = str(error).strip().splitlines()[0]
        raise DatabaseProblem(f"The database cannot be reached: {first}") from error


def analyse() -> None:
    """Tell the planner what is in tables that were filled a moment ago; the server's own look comes a minute later."""
    with owner().connect(autocommit=True) as connection:
        connection.execute("analyze")


def _check_server(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    if connection.info.server_version < OLDEST_SERVER:
        raise DatabaseProblem(
            f"PostgreSQL 15 or newer is needed; this one is {connection.info.server_version // 10000}."
        )
    row = connection.execute(
        "select rolsuper or rolbypassrls, rolsuper or rolcreaterole from pg_roles where rolname = current_user"
    ).fetchone()
    if row is None or not row[0]:
        raise DatabaseProblem(
            "The role in ANJU_DATABASE_URL needs BYPASSRLS: migrations and backups see all rows."
        )
    if not row[1]:
        raise DatabaseProblem("The role in ANJU_DATABASE_URL needs CREATEROLE: Anju makes its own app role.")


def _ensure_app_role(connection: psycopg.Connection[tuple[Any, ...]], role: Dsn) -> None:
    name, password = sql.Identifier(role.user), sql.Literal(role.password)
    connection.execute("select pg_advisory_lock(hashtext('anju-app-role'))")
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role.user]).fetchone()
    if not known:
        connection.execute(
            sql.SQL(
                "create role {} login nosuperuser nobypassrls nocreatedb nocreaterole password {}"
            ).format(name, password)
        )
    elif not _opens(role):
        connection.execute(sql.SQL("alter role {} login password {}").format(name, password))
    row = connection.execute("select pg_has_role(current_user, %s, 'usage')", [role.user]).fetchone()
    if row is None or not row[0]:
        # So that the owner may end the app's connections before a restore.
        connection.execute(sql.SQL("grant {} to current_user").format(name))
    connection.execute("select pg_advisory_unlock(hashtext('anju-app-role'))")


def _opens(role: Dsn) -> bool:
    try:
        role.connect(connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True
