"""The kinds of case that modules have declared."""

from __future__ import annotations

from anju.engines.cases import permissions
from anju.engines.cases.contracts import CaseKind
from anju.engines.cases.rules import machine
from anju.foundation.permissions import Permission
from anju.kernel.errors import Invalid

_kinds: dict[str, CaseKind] = {}
_OWN = {
    "open": permissions.CASE_OPEN,
    "read": permissions.CASE_READ,
    "work": permissions.CASE_WORK,
    "assign": permissions.CASE_ASSIGN,
    "decide": permissions.CASE_DECIDE,
    "check": permissions.CASE_CHECK,
    "survey": permissions.CASE_SURVEY,
}


def kind(declared: CaseKind) -> CaseKind:
    """Declare a kind at start. Raises ValueError for a code or prefix that is taken, or a kind that cannot work."""
    if declared.code in _kinds:
        raise ValueError(f"case kind {declared.code!r} is declared twice")
    if any(one.prefix == declared.prefix for one in _kinds.values()):
        raise ValueError(f"case kind {declared.code!r}: prefix {declared.prefix!r} is taken")
    machine.check(declared)
    _kinds[declared.code] = declared
    return declared


def kinds() -> tuple[CaseKind, ...]:
    return tuple(_kinds.values())


def kind_of(code: str) -> CaseKind:
    """Raises Invalid (cases.kind.unknown)."""
    found = _kinds.get(code)
    if found is None:
        raise Invalid("cases.kind.unknown", "kind", value=code)
    return found


def right(kind: CaseKind, deed: str) -> Permission:
    """Who may do this (open, read, work, assign, decide, check, survey) with cases of a kind."""
    return getattr(kind.rights, deed) or _OWN[deed]
