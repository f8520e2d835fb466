"""Names of the kinds of needs."""

from __future__ import annotations

from anju.modules.people.models import NeedKind

NEED_KINDS: dict[str, object] = dict(NeedKind.choices)
