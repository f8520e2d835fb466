"""What other packages may know of frontdesk: values only, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOrderDone:
    """A special service was done and is billed later. amount, vendor_amount: fen; done_on: local day as ISO text."""

    code: ClassVar[str] = "frontdesk.order.done"
    order_id: int
    case_id: int
    community_id: int
    place_id: int | None
    person_id: int | None
    family: str
    amount: int
    vendor_id: int | None
    vendor_amount: int
    done_on: str
