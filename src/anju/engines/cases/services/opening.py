"""Open a case, and correct what was taken down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from anju.engines.cases.contracts import CaseDraft, CaseEdit, CaseKind, CaseOpened, Opened, Severity, Side
from anju.engines.cases.models import Case
from anju.engines.cases.queries import kinds, reach, sources
from anju.engines.cases.rules import machine
from anju.engines.cases.services import clocks, history, holding, reporters
from anju.foundation import locks, outbox, sequences
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Conflict, Invalid, NotFound

LONGEST_TITLE, LONGEST_WORDS, LONGEST_KEY = 120, 5_000, 100


def case_open(*, actor: Actor, draft: CaseDraft, at: datetime, key: str = "") -> Opened:
    """Open a case and start its clocks. The same key again answers with the case of the first time.

    at: aware UTC instant of the report. Raises Forbidden, NotFound (community or place out of reach), Invalid (kind,
    title, words, severity, fields, place), Conflict (cases.key.other_case: the key was of another kind of case).
    """
    kind = kinds.kind_of(draft.kind)
    permission = kinds.right(kind, "open")
    actor.require(permission)
    fields = machine.fields(kind, draft.fields)
    _check(draft.title, draft.words, draft.severity)
    with transaction.atomic():
        if key:
            known = _known(draft, key)
            if known is not None:
                return known
        _check_place(actor, permission, draft.community_id, draft.place_id)
        case = _drafted(actor, draft, at)
        case.fields = fields
        case.key = key or None
        start(actor, case, kind, at)
        history.note(
            actor, case, "opened", at, words=draft.words, side=Side.REPORTER,
            after={"kind": case.kind, "severity": case.severity, "channel": case.channel},
        )  # fmt: skip
        outbox.publish(CaseOpened(case.pk, case.kind, case.community_id, case.severity))
    return Opened(case.pk, case.number)


def start(actor: Actor, case: Case, kind: CaseKind, at: datetime) -> None:
    """Number a new case, put it into its first state, and store it with the clocks that start with it."""
    case.state = kind.initial
    case.number = number_for(kind, at, actor.time_zone)
    opening = [one for one in kind.clocks if one.opens]
    frame = sources.frame(case.community_id, actor.time_zone) if opening else None
    made = [clocks.prepared(case, kind, one, 1, at, frame) for one in opening if frame is not None]
    case.due_at = clocks.first_due(clock for clock, _facts in made)
    case.save(force_insert=True)
    for clock, _facts in made:
        clock.case = case
    clocks.insert(made)


def number_for(kind: CaseKind, at: datetime, zone: str) -> str:
    """The next number of a kind in the local year, such as R2026-000123; without gaps."""
    return sequences.numbered("cases", kind.prefix, at.astimezone(ZoneInfo(zone)).year)


def case_edit(*, actor: Actor, case_id: int, edit: CaseEdit, reason: str, at: datetime) -> None:
    """Correct what was taken down. A case that turns out graver, elsewhere or of another sort takes the tighter promise
    that was in force when its clocks started, and never a looser one.

    Another kind begins anew from its first state, its clocks from the moment of the report; the old clocks do not
    count. Raises Forbidden, NotFound, Invalid, Conflict (cases.case.closed, cases.edit.under_way).
    """
    with transaction.atomic():
        case, kind = holding.hold_open(actor, case_id, "work")
        reason = holding.reason_of(reason)
        before = _stated(case)
        if edit.kind is not None and edit.kind != case.kind:
            kind = _rekind(actor, case, kind, edit.kind)
        _apply(actor, case, kind, edit)
        frame = clocks.frame_of(case, actor.time_zone)
        if before["kind"] != case.kind:
            clocks.drop([case.pk])
            opening = [one for one in kind.clocks if one.opens]
            runs = clocks.runs_so_far(case)
            made = [
                clocks.prepared(case, kind, one, runs.get(one.code, 0) + 1, case.opened_at, frame)
                for one in opening
            ]
            case.due_at = clocks.first_due(clocks.insert(made))
        elif _graver(before, _stated(case)):
            clocks.reweigh(case, kind, at, frame)
        case.save()
        history.note(actor, case, "edited", at, words=reason, before=before, after=_stated(case))


def case_bar(*, actor: Actor, case_id: int, staff_ids: tuple[int, ...], reason: str, at: datetime) -> None:
    """Say which staff may neither see a case nor get it; whoever works on it now and is among them is taken off.

    Raises Forbidden, NotFound, Invalid (no reason).
    """
    with transaction.atomic():
        case, _kind = holding.hold(actor, case_id, "decide")
        reason = holding.reason_of(reason)
        before = {"barred": case.barred_staff}
        keep_out(case, staff_ids, at)
        history.note(
            actor, case, "barred", at, words=reason, before=before, after={"barred": case.barred_staff}
        )


def login_known(*, staff_id: int, user_id: int) -> int:
    """Somebody who was barred by name has a log-in now: it sees his cases no more than he did. Returns how many."""
    rows = Case.objects.filter(barred_staff__contains=[staff_id]).exclude(barred_users__contains=[user_id])
    found = list(rows.select_for_update(no_key=True).order_by("pk"))
    for case in found:
        bar(case, case.barred_staff)
    Case.objects.bulk_update(found, ["barred_users"])
    return len(found)


def keep_out(case: Case, staff_ids: Iterable[int], at: datetime) -> None:
    """Bar staff from a case and take them off it. Their appointments are called off."""
    bar(case, staff_ids)
    if case.assignee_id in case.barred_staff:
        case.assignee_id = None
    if case.owner_id in case.barred_staff:
        case.owner_id = None
    case.assignments.filter(staff_id__in=case.barred_staff, ended_at__isnull=True).update(
        ended_at=at, state="ended"
    )
    case.visits.filter(staff_id__in=case.barred_staff, state="agreed").update(state="called_off")
    case.save(update_fields=["barred_staff", "barred_users", "assignee_id", "owner_id"])


def _known(draft: CaseDraft, key: str) -> Opened | None:
    if len(key) > LONGEST_KEY:
        raise Invalid("cases.key.too_long", "key", limit=LONGEST_KEY)
    locks.advisory("cases.open", key)
    row = Case.objects.filter(key=key).values_list("pk", "number", "kind", "community_id").first()
    if row is None:
        return None
    if row[2:] != (draft.kind, draft.community_id):
        raise Conflict("cases.key.other_case", "key")
    return Opened(row[0], row[1], True)


def _drafted(actor: Actor, draft: CaseDraft, at: datetime) -> Case:
    case = Case(
        community_id=draft.community_id, place_id=draft.place_id, kind=draft.kind, title=draft.title.strip(),
        words=draft.words.strip(), severity=draft.severity, channel=draft.channel[:12], source=draft.source,
        source_id=draft.source_id, team_id=draft.team_id, owner_id=draft.first_asked, opened_at=at,
        opened_by=actor.user_id,
    )  # fmt: skip
    reporters.tell(case, draft.reporter)
    if draft.barred:
        bar(case, draft.barred)
        if case.owner_id in case.barred_staff:
            case.owner_id = None
    return case


def bar(case: Case, staff_ids: Iterable[int]) -> None:
    """Write down who may neither see a case nor get it (unsaved)."""
    case.barred_staff = sorted(set(staff_ids))
    found = sources.postings(case.barred_staff).values()
    case.barred_users = sorted(one.user_id for one in found if one.user_id is not None)


def _check(title: str, words: str, severity: int) -> None:
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        raise Invalid("cases.title", "title", limit=LONGEST_TITLE)
    if len(words) > LONGEST_WORDS:
        raise Invalid("cases.words", "words", limit=LONGEST_WORDS)
    if severity not in tuple(Severity):
        raise Invalid("cases.severity", "severity", value=severity)


def _check_place(actor: Actor, permission: Permission, community_id: int, place_id: int | None) -> None:
    if not reach.covers(actor.reach(permission), community_id, place_id):
        raise NotFound("not_found", "community_id", noun="estate.place")
    if place_id is not None and place_id != community_id and sources.knows_places():
        facts = sources.place_facts([place_id]).get(place_id)
        if facts is None:
            raise NotFound("not_found", "place_id", noun="estate.place")
        if facts.community_id != community_id:
            raise Invalid("cases.place.elsewhere", "place_id")


def _rekind(actor: Actor, case: Case, kind: CaseKind, code: str) -> CaseKind:
    if case.state != kind.initial:
        raise Conflict("cases.edit.under_way", "kind", state=case.state)
    found = kinds.kind_of(code)
    holding.admit(actor, case, kinds.right(found, "open"))
    case.kind, case.state = found.code, found.initial
    return found


def _apply(actor: Actor, case: Case, kind: CaseKind, edit: CaseEdit) -> None:
    case.title = case.title if edit.title is None else edit.title.strip()
    case.words = case.words if edit.words is None else edit.words.strip()
    case.severity = case.severity if edit.severity is None else edit.severity
    _check(case.title, case.words, case.severity)
    if edit.place_id is not None:
        _check_place(actor, kinds.right(kind, "work"), case.community_id, edit.place_id)
        case.place_id = edit.place_id
    known = {one.code for one in kind.fields}
    kept = {code: value for code, value in case.fields.items() if code in known}
    case.fields = machine.fields(kind, {**kept, **(edit.fields or {})})


def _graver(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a promise might be tighter now: the case is graver, or its facts or place are others."""
    moved = any(before[name] != after[name] for name in ("place", "fields"))
    return bool(moved or before["severity"] < after["severity"])


def _stated(case: Case) -> dict[str, Any]:
    return {
        "kind": case.kind, "title": case.title, "words": case.words, "severity": case.severity,
        "place": case.place_id, "fields": case.fields, "state": case.state,
    }  # fmt: skip
