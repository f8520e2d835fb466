"""What an adapter gets to do its work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from anju.engines.messages.contracts import Channel, Outgoing
from anju.engines.messages.queries.settings import Config

Handing = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Call:
    """handing: to be called once, when everything is ready and the next byte may have an effect on the other side;
    what fails before it was surely not delivered.
    """

    channel: Channel
    out: Outgoing
    config: Config
    at: datetime
    handing: Handing
