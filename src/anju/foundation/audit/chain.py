"""Sealing and verifying: entry n carries SHA-256(previous digest + its own canonical text); the head is signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db import transaction

from anju.foundation import locks, privacy
from anju.foundation.audit.models import AuditEntry, AuditHead

FIELDS = (
    "id", "actor_id", "actor_name", "on_behalf_of_id", "action", "subject_type", "subject_id",
    "subject_label", "community_id", "before", "after", "reason", "channel", "ip", "request_id",
)  # fmt: skip
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Fault:
    """`number`: place in the chain; `kind`: changed, missing (from `number` on), reordered, cut (the end) or head."""

    org_id: int
    number: int
    kind: str


def canonical(entry: AuditEntry) -> bytes:
    facts = {name: getattr(entry, name) for name in FIELDS}
    facts["org_id"] = entry.org_id
    facts["at"] = entry.at.astimezone(UTC).isoformat()
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str).encode()


def digest_of(previous: str, entry: AuditEntry) -> str:
    return hashlib.sha256(previous.encode() + b"\n" + canonical(entry)).hexdigest()


def _sign(org_id: int, number: int, digest: str) -> str:
    return privacy.digest(f"audit-head:{org_id}:{number}:{digest}")


def seal(org_id: int, limit: int = BATCH) -> int:
    """Put up to `limit` unsealed entries of the organisation in scope into its chain. Returns how many."""
    with transaction.atomic():
        locks.advisory("audit-seal", org_id)
        head, _ = AuditHead.objects.get_or_create(org_id=org_id)
        waiting = list(AuditEntry.objects.filter(number__isnull=True).order_by("id")[:limit])
        for entry in waiting:
            head.number += 1
            entry.number, entry.previous = head.number, head.digest
            entry.digest = head.digest = digest_of(head.digest, entry)
        AuditEntry.objects.bulk_update(waiting, ["number", "previous", "digest"], batch_size=500)
        head.signature = _sign(org_id, head.number, head.digest)
        head.save(update_fields=["number", "digest", "signature"])
    return len(waiting)


def verify(org_id: int, newest: int | None = None) -> Iterator[Fault]:
    """Walk the chain of the organisation in scope and yield every fault; nothing yielded means nothing was touched.

    newest: walk only so many of the last entries, trusting the digest before them.
    """
    head = AuditHead.objects.first()
    first = max(1, head.number - newest + 1) if head and newest else 1
    walked, previous, expected = AuditEntry.objects.filter(number__isnull=False), "", first
    if first > 1:
        walked = walked.filter(number__gte=first)
        before = AuditEntry.objects.filter(number=first - 1).values_list("digest", flat=True).first()
        previous = before or ""
    for entry in walked.order_by("number").iterator(chunk_size=2_000):
        if expected < entry.number:
            yield Fault(org_id, expected, "missing")
        elif entry.previous != previous:
            yield Fault(org_id, entry.number, "reordered")
        if digest_of(entry.previous, entry) != entry.digest:
            yield Fault(org_id, entry.number, "changed")
        previous, expected = entry.digest, entry.number + 1
    if head is None:
        if expected > 1:
            yield Fault(org_id, expected - 1, "head")
        return
    if head.number >= expected:
        yield Fault(org_id, expected, "cut")
    elif head.digest != previous or head.signature != _sign(org_id, head.number, head.digest):
        yield Fault(org_id, head.number, "head")
