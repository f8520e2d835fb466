"""The scope of the running request or job. No models here: the database back end imports this."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

log = logging.getLogger("anju.scope")


class ScopeMissing(RuntimeError):
    """A tenant table was asked for while no organisation was in scope: a fault of the code, never of the user."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`reads`: ids of the organisations whose rows are visible; `writes`: the one that may be changed, or None."""

    reads: frozenset[int]
    writes: int | None

    @property
    def home(self) -> int:
        """The organisation worked in: with several readable ones the one that may be changed, else the first."""
        return self.writes if self.writes is not None else min(self.reads)

    def guc(self) -> tuple[str, str]:
        """Values of app.scope and app.writes as PostgreSQL reads them."""
        listed = ",".join(str(number) for number in sorted(self.reads))
        return "{" + listed + "}", "" if self.writes is None else str(self.writes)


_scope: ContextVar[Scope | None] = ContextVar("anju_scope", default=None)
escapes: Counter[str] = Counter()


def current() -> Scope:
    """Return the scope in force. Raises ScopeMissing when there is none."""
    scope = _scope.get()
    if scope is None:
        raise ScopeMissing("no organisation in scope")
    return scope


def peek() -> Scope | None:
    return _scope.get()


def writable_org() -> int | None:
    """Default of every `org` field: the organisation that may be changed."""
    scope = _scope.get()
    return None if scope is None else scope.writes


@contextmanager
def _entered(scope: Scope) -> Iterator[Scope]:
    token = _scope.set(scope)
    _tell_database()
    try:
        yield scope
    finally:
        _scope.reset(token)
        _tell_database()


def enter(org_id: int) -> AbstractContextManager[Scope]:
    """Work inside one organisation."""
    return _entered(Scope(frozenset({int(org_id)}), int(org_id)))


def supervise(reads: Iterable[int], *, writes: int | None) -> AbstractContextManager[Scope]:
    """See the rows of several organisations, change at most one: what an authority or a group does."""
    return _entered(Scope(frozenset(int(one) for one in reads), writes))


@contextmanager
def everything(reason: str) -> Iterator[Scope]:
    """See, and never change, the rows of all organisations. Named, logged and counted; a test holds the count."""
    from anju.foundation.accounts.models import Organisation

    escapes[reason] += 1
    log.info("scope.everything", extra={"reason": reason})
    ids = Organisation.objects.values_list("id", flat=True)
    with _entered(Scope(frozenset(ids), None)) as scope:
        yield scope


def _tell_database() -> None:
    from django.db import connection

    apply = getattr(connection, "apply_scope", None)
    if apply is not None and connection.connection is not None and connection.in_atomic_block:
        apply()
