"""The desk itself: a report saved or joined while somebody is on the telephone, drafts kept by the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, Opened, Reporter
from anju.foundation import locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.modules.frontdesk.models import CallOutcome, DeskDraft
from anju.modules.frontdesk.permissions import DESK_USE
from anju.modules.frontdesk.rules.wording import suggest_kind
from anju.modules.frontdesk.services.calls import CallNote, call_note, call_settle
from anju.modules.frontdesk.services.reporting import report

LONGEST_TITLE, LONGEST_DRAFT, MOST_DRAFTS = 60, 20_000, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEntry:
    """What a clerk took down. kind "" and severity 0: as suggested from the words. join_id: a case it is the same as.

    call_id: the call it came by; without one and with channel phone a call is written down. nameless: whoever called
    does not want to be known; the case and the call then do not lead to each other.
    """

    words: str
    community_id: int
    place_id: int | None = None
    kind: str = ""
    severity: int = 0
    fields: Mapping[str, Any] = field(default_factory=dict)
    reporter: Reporter = field(default_factory=Reporter)
    channel: str = "phone"
    call_id: int | None = None
    join_id: int | None = None
    nameless: bool = False


def desk_save(*, actor: Actor, entry: DeskEntry, at: datetime, key: str = "") -> Opened:
    """Open the case, join it to the one it repeats, and say in the call log what came of the call.

    The same key answers with the case of the first time. Raises as case_open and cases_merge; Invalid
    (frontdesk.desk.words).
    """
    actor.require(DESK_USE)
    if not entry.words.strip():
        raise Invalid("frontdesk.desk.words", "words")
    with transaction.atomic():
        opened = report(actor=actor, draft=_draft(entry), at=at, key=key)
        if opened.repeated:
            return opened
        if entry.join_id is not None:
            cases.cases_merge(actor=actor, into_id=entry.join_id, case_ids=[opened.case_id], at=at)
        _log(actor, entry, opened, at)
    return opened


def headline(words: str) -> str:
    """The first clause of what was said, as a title: cut at a sentence's end, else after sixty characters."""
    line = next((one.strip() for one in words.splitlines() if one.strip()), "")
    for mark in "。！？!?；;":
        head = line.split(mark, 1)[0].strip()
        if 4 <= len(head) < len(line):
            line = head
    return line[:LONGEST_TITLE].rstrip("，,、 ")


def _draft(entry: DeskEntry) -> CaseDraft:
    guess = suggest_kind(entry.words)
    kind = entry.kind or guess.kind or "repair"
    fields = dict(guess.fields) if kind == guess.kind else {}
    fields |= {name: value for name, value in entry.fields.items() if value not in ("", None)}
    if entry.nameless:
        fields["anonymous"] = True
    declared = {one.code: one for one in cases.kind_of(kind).fields}
    fields = {name: value for name, value in fields.items() if name in declared}
    traced = entry.call_id is not None and not entry.nameless
    title, words = headline(entry.words), entry.words.strip()
    return CaseDraft(
        kind=kind,
        community_id=entry.community_id,
        title=title,
        words="" if words == title else words,
        place_id=entry.place_id,
        severity=entry.severity or guess.severity,
        channel=entry.channel,
        reporter=Reporter() if entry.nameless else entry.reporter,
        fields=fields,
        source="frontdesk.call" if traced else "",
        source_id=entry.call_id if traced else None,
    )


def _log(actor: Actor, entry: DeskEntry, opened: Opened, at: datetime) -> None:
    if entry.channel != "phone":
        return
    if entry.nameless:
        _log_nameless(actor, entry, at)
        return
    joined = entry.join_id is not None
    note = CallNote(
        outcome=CallOutcome.JOINED if joined else CallOutcome.CASE,
        words=headline(entry.words)[:300],
        number=entry.reporter.phone,
        caller=entry.reporter.name,
        community_id=entry.community_id,
        place_id=entry.place_id,
        person_id=entry.reporter.person_id,
        case_id=opened.case_id,
    )
    if entry.call_id is None:
        call_note(actor=actor, note=note, at=at)
    else:
        call_settle(actor=actor, call_id=entry.call_id, note=note, at=at)


def _log_nameless(actor: Actor, entry: DeskEntry, at: datetime) -> None:
    """That there was a call and a case came of it; neither which case nor who called, so that one leads to no other."""
    note = CallNote(outcome=CallOutcome.CASE, community_id=entry.community_id)
    if entry.call_id is None:
        call_note(actor=actor, note=note, at=at)
    else:
        call_settle(actor=actor, call_id=entry.call_id, note=note, at=at)


def draft_save(*, actor: Actor, tab: str, label: str, data: Mapping[str, Any], at: datetime) -> None:
    """Keep what was typed in a tab; an empty mapping drops it. Raises Forbidden, Invalid (frontdesk.draft.*)."""
    actor.require(DESK_USE)
    text = json.dumps(dict(data), ensure_ascii=False)
    if not tab or len(tab) > 40 or len(text) > LONGEST_DRAFT:
        raise Invalid("frontdesk.draft.too_long", "tab", limit=LONGEST_DRAFT)
    with transaction.atomic():
        locks.advisory("frontdesk.drafts", actor.user_id)
        own = DeskDraft.objects.filter(user_id=actor.user_id)
        if not data:
            own.filter(tab=tab).delete()
            return
        if own.exclude(tab=tab).count() >= MOST_DRAFTS:
            raise Invalid("frontdesk.draft.too_many", "tab", limit=MOST_DRAFTS)
        DeskDraft.objects.update_or_create(
            user_id=actor.user_id, tab=tab, defaults={"label": label[:60], "data": text, "saved_at": at}
        )


def drafts_of(actor: Actor) -> list[dict[str, Any]]:
    """Own tabs, the oldest first: {"tab", "label", "data"}."""
    rows = DeskDraft.objects.filter(user_id=actor.user_id).order_by("pk")
    return [{"tab": one.tab, "label": one.label, "data": json.loads(one.data)} for one in rows]
