"""What other packages may call of the messages engine; its words are in contracts.

At the start: category, template, register_contacts, register_communities, register_refusals, register_provider. In a
service: notify, cancel. The rest reads, or keeps what a person chose.
"""

from anju.engines.messages.queries.boards import board, notices_read
from anju.engines.messages.queries.catalogue import (
    categories,
    register_audience,
    register_communities,
    register_contacts,
    register_refusals,
    templates,
)
from anju.engines.messages.queries.catalogue import declare_category as category
from anju.engines.messages.queries.catalogue import declare_template as template
from anju.engines.messages.queries.inbox import inbox, message_of, unread_count
from anju.engines.messages.queries.inbox import view as message_view
from anju.engines.messages.queries.log import deliveries_of, hide_causes, unreached, was_told
from anju.engines.messages.queries.people import addresses, preference
from anju.engines.messages.services.adapters.sms import register_provider
from anju.engines.messages.services.addresses import address_add, address_confirm, address_remove
from anju.engines.messages.services.boards import (
    NoticeDraft,
    notice_change,
    notice_create,
    notice_mark_read,
    notice_publish,
    notice_withdraw,
)
from anju.engines.messages.services.forgetting import recipient_export, recipient_forget
from anju.engines.messages.services.inbox import mark_all_read, mark_read
from anju.engines.messages.services.notifying import cancel, notify
from anju.engines.messages.services.preferences import PreferenceDraft, preference_save
from anju.engines.messages.services.pushing import push_key, push_subscribe, push_unsubscribe

__all__ = [
    "NoticeDraft", "PreferenceDraft", "address_add", "address_confirm", "address_remove", "addresses", "board", "cancel",
    "categories", "category", "deliveries_of", "hide_causes", "inbox", "mark_all_read", "mark_read", "message_of", "message_view",
    "notice_change", "notice_create", "notice_mark_read", "notice_publish", "notice_withdraw", "notices_read", "notify", "preference", "preference_save",
    "push_key", "push_subscribe", "push_unsubscribe", "recipient_export", "recipient_forget", "register_audience", "register_communities",
    "register_contacts", "register_provider", "register_refusals", "template", "templates", "unreached", "unread_count", "was_told",
]  # fmt: skip
