"""What other packages may know of messages: values only, no Django."""

from anju.engines.messages.contracts.channels import (
    PERSONAL,
    ROBOTS,
    Channel,
    Contact,
    Recipient,
    RecipientKind,
)
from anju.engines.messages.contracts.templates import DEFAULT_LANGUAGE, LANGUAGES, Category, Template, Text
from anju.engines.messages.contracts.views import (
    CommunityName,
    DeliveryState,
    DeliveryView,
    MessageFailed,
    MessageView,
    NoticeView,
    NotifyAnswer,
    Outgoing,
    PreferenceView,
)

__all__ = [
    "DEFAULT_LANGUAGE", "LANGUAGES", "PERSONAL", "ROBOTS", "Category", "Channel", "CommunityName", "Contact",
    "DeliveryState", "DeliveryView", "MessageFailed", "MessageView", "NoticeView", "NotifyAnswer", "Outgoing",
    "PreferenceView", "Recipient", "RecipientKind", "Template", "Text",
]  # fmt: skip
