"""What providers report later: delivered, bounced, refused, complained about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from anju.engines.messages.contracts import Channel
from anju.engines.messages.models import Delivery, Preference, States
from anju.engines.messages.queries import catalogue, settings
from anju.engines.messages.rules import signing
from anju.engines.messages.services import consequences
from anju.foundation import registry, scope
from anju.foundation.accounts.models import Organisation
from anju.kernel.errors import Forbidden, NotFound


class ReportKind(StrEnum):
    """COMPLAINT: the recipient called it junk."""

    DELIVERED = "delivered"
    BOUNCED = "bounced"
    FAILED = "failed"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Report:
    """id: the provider's id of the message, or the key we sent with it (Message-ID of a mail)."""

    id: str
    kind: ReportKind
    reason: str = ""


def take_reports(
    *, org_id: int, channel: Channel, signature: str, body: bytes, reports: Sequence[Report], at: datetime
) -> int:
    """Believe a provider who signs with the organisation's hook secret. Returns how many reports changed something.

    The same report twice changes nothing the second time. Raises Forbidden (messages.hook), NotFound (no such organisation).
    """
    if not Organisation.objects.filter(pk=org_id).exists():
        raise NotFound("not_found", noun="organisation")
    with scope.enter(org_id), transaction.atomic():
        if not signing.hook_holds(registry.value(settings.HOOK_SECRET), signature, body, at):
            raise Forbidden("messages.hook")
        return sum(_take(channel, one, at) for one in reports)


def _take(channel: Channel, report: Report, at: datetime) -> bool:
    rows = (
        Delivery.objects.filter(channel=channel, provider_id=report.id)
        if report.id
        else Delivery.objects.none()
    )
    row = rows.select_related("message").select_for_update(of=("self",)).first()
    if row is None:
        return False
    if report.kind == ReportKind.COMPLAINT:
        return _complained(row, at)
    if report.kind == ReportKind.DELIVERED:
        known = row.state in (States.SENT, States.READ)
        return not known and _set(row, States.SENT, "", at)
    if row.state in (States.BOUNCED, States.FAILED):
        return False
    bounced = report.kind == ReportKind.BOUNCED
    if bounced:
        consequences.block(row, report.reason, at)
    return _set(row, States.BOUNCED if bounced else States.FAILED, report.reason, at)


def _set(row: Delivery, state: States, reason: str, at: datetime) -> bool:
    row.state, row.error = state, reason[:300]
    if state == States.SENT:
        row.sent_at = row.sent_at or at
    row.save(update_fields=["state", "error", "sent_at"])
    consequences.after(row, at=at)
    return True


def _complained(row: Delivery, at: datetime) -> bool:
    """Whoever calls it junk has taken his consent back, and gets no more to this address."""
    message = row.message
    consequences.block(row, "complaint", at)
    found = Preference.objects.filter(
        recipient_kind=message.recipient_kind, recipient_id=message.recipient_id
    ).first()
    category = catalogue.known_category(message.category)
    if (
        found is not None
        and category is not None
        and category.marketing
        and message.category in found.consents
    ):
        del found.consents[message.category]
        found.save(update_fields=["consents"])
    return True
