"""All tables of the foundation, found by Django here."""

from anju.foundation.accounts.models import (
    ApiToken,
    EntryCode,
    Membership,
    Organisation,
    Residency,
    Supervision,
    User,
)
from anju.foundation.audit.models import AuditEntry, AuditHead
from anju.foundation.files.models import StoredFile
from anju.foundation.idempotency import IdempotencyRecord
from anju.foundation.jobs.models import JobEffect
from anju.foundation.outbox.models import OutboxDelivery, OutboxEvent
from anju.foundation.permissions.models import Assignment, Role
from anju.foundation.registry.models import SettingValue
from anju.foundation.search.models import SearchTerm
from anju.foundation.sequences import SequenceCounter

__all__ = [
    "ApiToken", "Assignment", "AuditEntry", "AuditHead", "EntryCode", "IdempotencyRecord", "JobEffect", "Membership", "Organisation",
    "OutboxDelivery", "OutboxEvent", "Residency", "Role", "SearchTerm", "SequenceCounter", "SettingValue", "StoredFile",
    "Supervision", "User",
]  # fmt: skip
