"""Take in what people did: once per key, judged by the rules of outcome, kept with all its evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.engines.schedule.contracts import (
    Act,
    Checklist,
    EvidenceAsk,
    EvidenceGiven,
    Fix,
    Photo,
    SubmitAnswer,
)
from anju.engines.schedule.models import Occurrence, OccurrenceState, Submission, SubmissionPhoto
from anju.engines.schedule.permissions import WORK_DO
from anju.engines.schedule.queries import evidence, reach
from anju.engines.schedule.rules.checklist import ItemKind, Reading
from anju.engines.schedule.rules.outcome import (
    Outcome,
    Skip,
    SlotFacts,
    SubmissionFacts,
    Timing,
    settle,
    time_of_doing,
    timing,
)
from anju.engines.schedule.services import actions, findings, stale
from anju.foundation import audit, files, locks, scope
from anju.foundation.actors import Actor
from anju.foundation.files.models import StoredFile
from anju.kernel.errors import AnjuError, Conflict, Invalid, NotFound

_LONGEST_NOTE = 2_000
_MOST_PHOTOS = 30
_MOST_FIXES = 500


@dataclass(frozen=True, slots=True)
class _Case:
    """One act against one occurrence, with everything needed to judge it."""

    act: Act
    occurrence: Occurrence
    slot: SlotFacts
    facts: SubmissionFacts
    reading: Reading
    checklist: Checklist


def submit(
    *, actor: Actor, staff_id: int | None, act: Act, photos: Mapping[str, Photo], at: datetime
) -> SubmitAnswer:
    """Take in an act that arrived at `at`; photos: by the keys that the act names.

    The same key again answers "duplicate" and changes nothing. What cannot be taken answers "refused" with the code
    of the error (no permission, out of reach, too early, malformed answer, photo missing) and leaves nothing behind.
    An act for work that was missed or cancelled is kept too: it makes it done only when the time of doing lies in
    the slot and is believed. Source: docs/engines/schedule.md, Submissions.
    """
    try:
        with transaction.atomic():
            return _taken(actor, staff_id, act, photos, at)
    except AnjuError as error:
        return SubmitAnswer("refused", act.occurrence_id, error.code, error.field, dict(error.params))


def _taken(
    actor: Actor, staff_id: int | None, act: Act, photos: Mapping[str, Photo], at: datetime
) -> SubmitAnswer:
    actor.require(WORK_DO)
    locks.advisory("schedule.submission", scope.current().writes, act.key)
    known = Submission.objects.filter(key=act.key).select_related("occurrence").first()
    if known is not None:
        return _answer("duplicate", known.occurrence, known.lacking)
    occurrence = _locked(actor, act.occurrence_id)
    case = _case(act, occurrence, staff_id, photos, at)
    when = timing(case.slot, case.facts)
    if when is Timing.EARLY:
        raise Conflict("schedule.submission.early", "done_at", opens_at=occurrence.opens_at)
    cancelled = occurrence.state == OccurrenceState.VOID
    lacking = case.slot.evidence.lacking(case.facts.given, time_trusted=time_of_doing(case.facts)[1])
    others = evidence.submission_facts(occurrence)
    kept = _keep_photos(actor, act, photos)
    tokens = {key: str(file.token) for key, file in kept.items()}
    stored = _store(case, staff_id, at, outcome="void" if cancelled else when.value, tokens=tokens)
    stored.lacking = list(lacking)
    stored.save()
    items = {photo.key: photo.item for photo in act.photos}
    SubmissionPhoto.objects.bulk_create(
        SubmissionPhoto(submission=stored, file=file, item=items.get(key, "")[:40])
        for key, file in kept.items()
    )
    found = findings.raise_all(case.act, case.checklist, case.reading, stored, tokens)
    before = str(occurrence.state)
    if not cancelled:
        _settle(case, others, staff_id, at)
    occurrence.findings += found
    occurrence.save(update_fields=["state", "late", "proven", "done_at", "done_by", "made_up_at", "findings"])
    stale.mark([(occurrence.community_id, occurrence.on)])
    _record(actor, stored, before, at)
    return _answer("created", occurrence, lacking)


def _locked(actor: Actor, occurrence_id: int) -> Occurrence:
    allowed = reach.within(actor.reach(WORK_DO))
    rows = Occurrence.objects.filter(allowed, pk=occurrence_id).select_related("round")
    found: Occurrence | None = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound("schedule.occurrence.gone", noun="schedule.occurrence")
    return found


def _case(
    act: Act, occurrence: Occurrence, staff_id: int | None, photos: Mapping[str, Photo], at: datetime
) -> _Case:
    _check(act, photos)
    checklist = Checklist.from_json(occurrence.round.checklist)
    reading = checklist.read(_answers(act, checklist))
    people = frozenset({*act.with_people, *([] if staff_id is None else [staff_id])})
    given = EvidenceGiven(
        scanned=evidence.all_scanned(occurrence, act.codes),
        photos=len(_photo_keys(act)),
        distance_m=evidence.distance(occurrence, _fixes(act)),
        people=people,
        checklist_complete=reading.complete,
    )
    skipped = (
        Skip(occurrence.reason, occurrence.opens_at) if occurrence.state == OccurrenceState.SKIPPED else None
    )
    slot = SlotFacts(
        occurrence.opens_at,
        occurrence.due_at,
        occurrence.closes_at,
        EvidenceAsk.from_json(occurrence.round.evidence),
        skipped,
    )
    return _Case(act, occurrence, slot, SubmissionFacts(act.done_at, at, given), reading, checklist)


def _check(act: Act, photos: Mapping[str, Photo]) -> None:
    if act.done_at.tzinfo is None:
        raise Invalid("schedule.submission.naive", "done_at")
    if len(act.note) > _LONGEST_NOTE:
        raise Invalid("schedule.submission.note_too_long", "note", limit=_LONGEST_NOTE)
    if len(act.track) > _MOST_FIXES:
        raise Invalid("schedule.submission.track_too_long", "positions", limit=_MOST_FIXES)
    if len(act.photos) > _MOST_PHOTOS:
        raise Invalid("schedule.submission.too_many_photos", "photos", limit=_MOST_PHOTOS)
    keys = [photo.key for photo in act.photos]
    if len(set(keys)) != len(keys):
        raise Invalid("schedule.submission.photo_twice", "photos")
    missing = set(_photo_keys(act)) - photos.keys()
    if missing:
        raise Invalid("schedule.submission.photo_missing", "photos", key=min(missing))


def _fixes(act: Act) -> tuple[Fix, ...]:
    return act.track if act.position is None else (act.position, *act.track)


def _photo_keys(act: Act) -> list[str]:
    """Photos of the act and of its findings, each once."""
    of_findings = (key for finding in act.findings for key in finding.photos)
    return list(dict.fromkeys([*(photo.key for photo in act.photos), *of_findings]))


def _answers(act: Act, checklist: Checklist) -> dict[str, object]:
    """Answers with the items that are pictures (photos, a drawn signature) answered by the photos sent for them."""
    answers = dict(act.answers)
    for item in checklist.items:
        sent = [photo.key for photo in act.photos if photo.item == item.key]
        if item.kind is ItemKind.PHOTO:
            answers[item.key] = sent
        elif item.kind is ItemKind.SIGNATURE and sent:
            answers[item.key] = sent[-1]
    return answers


def _store(
    case: _Case, staff_id: int | None, at: datetime, *, outcome: str, tokens: Mapping[str, str]
) -> Submission:
    act = case.act
    stand_in = case.occurrence.staff_id not in (None, staff_id)
    return Submission(
        occurrence=case.occurrence,
        key=act.key,
        staff_id=staff_id,
        on_behalf_of=act.on_behalf_of or (case.occurrence.staff_id if stand_in else None),
        done_at=act.done_at,
        received_at=at,
        place_label=act.codes[0][:16] if act.codes else "",
        scanned=[code[:16] for code in act.codes],
        position=evidence.position_json(act.position, act.track),
        answers={key: _plain(value, tokens) for key, value in case.reading.answers.items()},
        people=sorted(case.facts.given.people),
        note=act.note.strip(),
        outcome=outcome,
    )


def _plain(answer: object, tokens: Mapping[str, str]) -> object:
    """An answer as it is stored: numbers as text, photos by their file tokens."""
    if isinstance(answer, tuple):
        return [tokens.get(str(each), str(each)) for each in answer]
    text = str(answer)
    return tokens.get(text, text)


def _keep_photos(actor: Actor, act: Act, photos: Mapping[str, Photo]) -> dict[str, StoredFile]:
    return {
        key: files.keep(actor=actor, what=actions.ROUND_PHOTO, name=photos[key].name, data=photos[key].data)
        for key in _photo_keys(act)
    }


def _settle(case: _Case, others: Collection[SubmissionFacts], staff_id: int | None, at: datetime) -> None:
    occurrence = case.occurrence
    outcome: Outcome = settle(case.slot, [*others, case.facts], at)
    first = outcome.done_at is not None and outcome.done_at != occurrence.done_at
    if first and outcome.done_at == time_of_doing(case.facts)[0]:
        occurrence.done_by = staff_id
    occurrence.state = outcome.state.value
    occurrence.late = outcome.late and outcome.done_at is not None
    occurrence.proven = outcome.proven
    occurrence.done_at = outcome.done_at
    occurrence.made_up_at = outcome.made_up_at


def _record(actor: Actor, stored: Submission, before: str, at: datetime) -> None:
    occurrence = stored.occurrence
    corrected = before == OccurrenceState.MISSED and occurrence.state == OccurrenceState.DONE
    facts: dict[str, Any] = {
        "state": str(occurrence.state),
        "done_at": stored.done_at.isoformat(),
        "proven": occurrence.proven,
        "key": str(stored.key),
    }
    if stored.on_behalf_of is not None:
        facts["on_behalf_of"] = stored.on_behalf_of
    audit.record(
        actor,
        actions.WORK_CORRECTED if corrected else actions.WORK_SUBMITTED,
        occurrence,
        before={"state": before},
        after=facts,
        at=at,
    )


def _answer(status: str, occurrence: Occurrence, lacking: Collection[str]) -> SubmitAnswer:
    return SubmitAnswer(
        status, occurrence.pk, state=str(occurrence.state), late=occurrence.late, lacking=tuple(lacking)
    )
