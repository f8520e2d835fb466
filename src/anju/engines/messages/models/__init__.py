from anju.engines.messages.models.board import BoardNotice, NoticeRead, NoticeState, Paper, Told
from anju.engines.messages.models.message import Channels, Delivery, Digest, Kinds, Message, States
from anju.engines.messages.models.person import Address, DigestModes, Preference, PushSubscription

__all__ = [
    "Address", "BoardNotice", "Channels", "Delivery", "Digest", "DigestModes", "Kinds", "Message", "NoticeRead", "NoticeState",
    "Paper", "Preference", "PushSubscription", "States", "Told",
]  # fmt: skip
