"""Tenancy: whose rows a piece of work may see and change. See docs/adr/0002-tenancy.md."""

from anju.foundation.scope.context import (
    Scope,
    ScopeMissing,
    current,
    enter,
    everything,
    supervise,
)

__all__ = ["Scope", "ScopeMissing", "current", "enter", "everything", "supervise"]
