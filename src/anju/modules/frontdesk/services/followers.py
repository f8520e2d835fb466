"""What the registers do when a case moves or a person is merged or forgotten elsewhere."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.modules.frontdesk.services import lending, listings, lost, orders, visitors


def case_changed(*, case_id: int, at: datetime) -> None:
    """An order's case may have been done on any page. Idempotent."""
    orders.order_settled(case_id=case_id, at=at)


def person_gone(*, gone_id: int, kept_id: int | None) -> None:
    """A person was merged into another, or is to be forgotten (kept_id None; PIPL art. 47). Idempotent."""
    with transaction.atomic():
        for register in (visitors, orders, listings, lost, lending):
            register.person_follow(gone_id=gone_id, kept_id=kept_id)
