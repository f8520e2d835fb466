"""One promise → one round, or the engine it waits for. Nothing is dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from anju.engines.schedule.contracts import EvidenceAsk
from anju.kernel.calendar import WorkCalendar
from anju.modules.plans.contracts import Kind

from . import dating, engines, recurring
from .placing import COMMUNITY, PlaceRule, rules_for
from .recurring import Undatable
from .terms import CompiledRound, PromiseFacts, Waiting
from .working import Work, work_for

_LONGEST_TITLE = 120


def compile_promise(facts: PromiseFacts, *, start: date, calendar: WorkCalendar) -> CompiledRound | Waiting:
    """What runs for this promise from `start`. Never raises for any promise that `fields.check` lets through.

    A frequency or a deadline becomes a round; every other kind waits for its engine, and so does a frequency that is
    an upper limit (nothing is to be done for it, something is to be counted). Source: docs/modules/plans.md.
    """
    engine = engines.engine_for(facts)
    kind = Kind(facts.kind)
    if engine != "schedule":
        return Waiting(engine, "other_engine")
    if kind is Kind.FREQUENCY and facts.comparator == "le":
        return Waiting("scores", "upper_limit")
    work = work_for(facts.domain, facts.activity, facts.object)
    try:
        if kind is Kind.FREQUENCY:
            recurrence, notes = recurring.recurrence_of(facts, work)
        else:
            recurrence, notes = dating.recurrence_of(facts, start=start, calendar_of_work=calendar)
    except Undatable as reason:
        return Waiting("schedule", reason.code)
    where, mode = _where(facts, work)
    if where == (COMMUNITY,) and not work.fixed:
        notes = (*notes, "place_open")
    return CompiledRound(
        work=work.name,
        title=_title(facts),
        recurrence=recurrence,
        where=where,
        mode=mode,
        evidence=without_labels(work.evidence) if where == (COMMUNITY,) else work.evidence,
        checklist=work.checklist,
        minutes=work.minutes,
        notes=notes,
        past=recurrence.once_on is not None and recurrence.once_on < start,
    )


def _where(facts: PromiseFacts, work: Work) -> tuple[tuple[PlaceRule, ...], str]:
    """Places by the words of the object, of the activity, of the sentence; else where such work usually is.

    A deadline that names no place concerns the community as a whole, not each of its places.
    """
    if work.fixed:
        return (COMMUNITY,), "each"
    found = rules_for(facts.object, facts.activity, facts.quote)
    if found:
        whole_ground = work.name == "inspection" and all(rule.general for rule in found)
        return found, "route" if whole_ground else work.mode
    usual = facts.domain in work.domains and facts.kind == Kind.FREQUENCY
    return (work.where if usual else (COMMUNITY,)), work.mode


def without_labels(evidence: EvidenceAsk) -> EvidenceAsk:
    """A label is scanned where there are labels: the community as a whole has none, there a photo proves."""
    return replace(evidence, qr=False, photos=max(1, evidence.photos)) if evidence.qr else evidence


def _title(facts: PromiseFacts) -> str:
    parts = [part for part in (facts.activity.strip(), facts.object.strip()) if part]
    return ("·".join(parts) or facts.quote.strip() or facts.domain)[:_LONGEST_TITLE]
