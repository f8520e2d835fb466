"""Findings: what was seen to be wrong on a round, and its closing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from anju.engines.schedule.contracts import Act, Checklist, FindingDraft, FindingRaised
from anju.engines.schedule.models import Finding, FindingState, Submission
from anju.engines.schedule.permissions import FINDING_CLOSE
from anju.engines.schedule.queries import evidence, reach
from anju.engines.schedule.rules.checklist import ChecklistItem, Reading, Severity
from anju.engines.schedule.rules.checklist import Finding as FindingRule
from anju.engines.schedule.services import actions
from anju.foundation import audit, outbox
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound

_LONGEST_NOTE = 300
_LONGEST_TEXT = 2_000


def raise_all(
    act: Act, checklist: Checklist, reading: Reading, submission: Submission, tokens: Mapping[str, str]
) -> int:
    """Keep the findings of an act: those written down, and one for every failed item that nobody wrote about.

    tokens: file tokens by photo key. Raises Invalid for a blank text, an unknown severity or place.
    """
    occurrence = submission.occurrence
    places = evidence.place_ids(occurrence) if act.findings else ()
    rows = []
    for draft in (*act.findings, *_unwritten(act, checklist, reading)):
        FindingRule(_severity(draft.severity), draft.place_id, draft.text)
        if len(draft.text) > _LONGEST_TEXT or len(draft.item) > 40:
            raise Invalid("schedule.finding.too_long", "findings", limit=_LONGEST_TEXT)
        if draft.place_id is not None and draft.place_id not in places:
            raise Invalid("schedule.finding.place", "findings", place=draft.place_id)
        rows.append(
            Finding(
                community_id=occurrence.community_id,
                occurrence=occurrence,
                submission=submission,
                place_id=draft.place_id or occurrence.place_id,
                item=draft.item,
                severity=draft.severity,
                text=draft.text.strip(),
                photos=_photos(draft, act, tokens),
                found_at=submission.done_at,
                found_by=submission.staff_id,
            )
        )
    for row in Finding.objects.bulk_create(rows):
        outbox.publish(FindingRaised(row.pk, row.community_id, row.occurrence_id, row.place_id, row.severity))
    return len(rows)


def finding_close(*, actor: Actor, finding_id: int, note: str, at: datetime) -> None:
    """Say that a finding has been dealt with, and how.

    Raises Forbidden, NotFound (also out of reach), Invalid (no note), Conflict (closed already).
    """
    actor.require(FINDING_CLOSE)
    note = note.strip()
    if not note or len(note) > _LONGEST_NOTE:
        raise Invalid("schedule.finding.note", "note", limit=_LONGEST_NOTE)
    allowed = reach.within(actor.reach(FINDING_CLOSE), round_id="occurrence__round_id")
    with transaction.atomic():
        rows = Finding.objects.filter(allowed, pk=finding_id)
        found = rows.select_for_update(of=("self",)).first()
        if found is None:
            raise NotFound("not_found", noun="schedule.finding")
        if found.state == FindingState.CLOSED:
            raise Conflict("schedule.finding.closed")
        found.state, found.closed_at, found.closing_note = FindingState.CLOSED, at, note
        found.save(update_fields=["state", "closed_at", "closing_note"])
        audit.record(
            actor, actions.FINDING_CLOSED, found,
            before={"state": "open"}, after={"state": "closed"}, reason=note, at=at,
        )  # fmt: skip


def _severity(value: int) -> Severity:
    try:
        return Severity(value)
    except ValueError as error:
        raise Invalid("schedule.finding.severity", "severity", value=value) from error


def _unwritten(act: Act, checklist: Checklist, reading: Reading) -> Iterator[FindingDraft]:
    written = {draft.item for draft in act.findings}
    for item in checklist.items:
        if item.key in reading.failed and item.key not in written:
            yield FindingDraft(_words(item, reading.answers[item.key]), item=item.key)


def _words(item: ChecklistItem, answer: object) -> str:
    if isinstance(answer, Decimal):
        return f"{item.label}：{answer} {item.unit}".strip()
    return item.label if answer == "not_ok" else f"{item.label}：{answer}"


def _photos(draft: FindingDraft, act: Act, tokens: Mapping[str, str]) -> list[str]:
    of_item = [photo.key for photo in act.photos if draft.item and photo.item == draft.item]
    return [tokens[key] for key in dict.fromkeys([*draft.photos, *of_item])]
