"""Take over cases that were settled long ago: many in a handful of statements, their clocks by the same rules as ever."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anju.engines.cases.contracts import Side, Transition
from anju.engines.cases.contracts.past import PastCase, PastDeed
from anju.engines.cases.models import (
    Assignment,
    Case,
    CaseEvent,
    CasePhoto,
    ClockBudget,
    ClockSegment,
    Item,
    PriceConsent,
    QualityCheck,
    Rating,
    ReturnVisit,
    Visit,
)
from anju.engines.cases.permissions import CASE_DECIDE
from anju.engines.cases.queries import kinds, sources
from anju.engines.cases.rules import clocks as rules
from anju.engines.cases.rules import machine
from anju.engines.cases.rules.clocks import Frame, Run, Timing
from anju.engines.cases.services import clocks, moving, opening, reporters
from anju.engines.cases.services.actions import TAKEN_OVER
from anju.engines.cases.services.content import amount_of
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.foundation.files.models import StoredFile
from anju.kernel.errors import Invalid

THOUSAND = 1000
# Deeds beside transitions.
_DEEDS = frozenset({"assigned", "accepted", "arrived", "left", "photo", "charged", "rated", "passed"})


def history_take_over(*, actor: Actor, records: Sequence[PastCase]) -> list[int]:
    """Write down settled cases as they were; returns their ids, in the order of the records.

    Clocks start, stand and stop as the kind says, against what was promised then. Closing rules are not asked, nothing
    is published and no step of a ladder is fired: it is the past. Cases are put up for the draw of return visits as of
    the day they were settled, so that the draws of those days can be held. Raises Forbidden, Invalid (a kind or deed
    nobody knows, a record that does not end closed).
    """
    actor.require(CASE_DECIDE)
    with transaction.atomic():
        ordered = sorted(range(len(records)), key=lambda number: records[number].opened_at)
        frames = {
            one.draft.community_id: sources.frame(one.draft.community_id, actor.time_zone) for one in records
        }
        told = [
            _Told(actor, records[number], frames[records[number].draft.community_id]) for number in ordered
        ]
        _store(told)
        if told:
            audit.record(actor, TAKEN_OVER, told[0].case, after={"cases": len(told)})
        ids = {number: one.case.pk for number, one in zip(ordered, told, strict=True)}
    return [int(ids[number]) for number in range(len(records))]


def returns_take_over(
    *, actor: Actor, outcomes: Mapping[int, tuple[str, str]], after: timedelta, by_name: str
) -> int:
    """Say how return visits went that were drawn in the past. outcomes: case → (outcome, words); after: the draw.

    Returns how many. Raises Forbidden.
    """
    actor.require(CASE_DECIDE)
    with transaction.atomic():
        rows = list(
            ReturnVisit.objects.filter(case_id__in=list(outcomes), done_at__isnull=True).select_related(
                "draw"
            )
        )
        for one in rows:
            one.outcome, one.words = outcomes[one.case_id]
            one.tries, one.by_name = 1, by_name
            one.done_at = (one.draw.held_at if one.draw else one.due_at) + after
        ReturnVisit.objects.bulk_update(
            rows, ["outcome", "words", "tries", "by_name", "done_at"], batch_size=500
        )
        CaseEvent.objects.bulk_create(
            CaseEvent(
                case_id=one.case_id, at=one.done_at, code="returned", by_name=by_name, words=one.words,
                after={"outcome": one.outcome, "tries": 1},
            )
            for one in rows
        )  # fmt: skip
    return len(rows)


class _Told:
    """One case of the past, on its way into rows."""

    def __init__(self, actor: Actor, record: PastCase, frame: Frame) -> None:
        self.actor, self.record, self.frame = actor, record, frame
        self.kind = kinds.kind_of(record.draft.kind)
        self.case = self._case()
        self.running: dict[str, tuple[ClockBudget, Timing]] = {}
        self.stopped: list[tuple[ClockBudget, Timing]] = []
        self.events: list[CaseEvent] = []
        self.rows: list[Any] = []
        self.visit: Visit | None = None
        self.lead: Assignment | None = None
        opening_clocks = [one.code for one in self.kind.clocks if one.opens]
        self._start(opening_clocks, record.opened_at)
        self._note(
            "opened", record.opened_at, record.opened_by, words=record.draft.words, side=Side.REPORTER,
            after={"kind": self.case.kind, "severity": self.case.severity, "channel": self.case.channel},
        )  # fmt: skip
        for deed in record.deeds:
            self._do(deed)
        if self.case.closed_at is None:
            raise Invalid("cases.past.open", "deeds", kind=self.kind.code, state=self.case.state)

    def _case(self) -> Case:
        draft = self.record.draft
        case = Case(
            community_id=draft.community_id, place_id=draft.place_id, kind=draft.kind, title=draft.title,
            words=draft.words, severity=draft.severity, state=self.kind.initial, channel=draft.channel[:12],
            fields=machine.fields(self.kind, draft.fields), source=draft.source, source_id=draft.source_id,
            team_id=draft.team_id, owner_id=draft.first_asked, opened_at=self.record.opened_at,
        )  # fmt: skip
        reporters.tell(case, draft.reporter)
        opening.bar(case, draft.barred)
        return case

    def _start(self, codes: Collection[str], at: datetime) -> None:
        for code in codes:
            declared = self.kind.clock(code)
            if declared is not None and code not in self.running:
                run = 1 + sum(one.clock == code for one, _facts in self.stopped)
                self.running[code] = clocks.prepared(self.case, self.kind, declared, run, at, self.frame)

    def _do(self, deed: PastDeed) -> None:
        if deed.what in _DEEDS:
            getattr(self, f"_{deed.what}")(deed)
            found = machine.following(self.kind, self.case.state, deed.what)
            if found is None or deed.what in ("rated", "passed"):
                return
        else:
            found = machine.transition(self.kind, self.case.state, deed.what)
        self._move(found, deed)

    def _move(self, found: Transition, deed: PastDeed) -> None:
        before = self.case.state
        self.case.state = found.to or before
        self.case.fields = {**self.case.fields, **machine.sorted_fields(self.kind, deed.fields)}
        closes = bool(found.to) and self.kind.is_closed(found.to)
        self._turn(found, deed, closes)
        rule = self.kind.returns
        if (
            self.case.sampled_at is not None
            and not closes
            and rule is not None
            and self.case.state != rule.state
        ):
            self.case.sampled_at, self.case.reopened = None, self.case.reopened + 1
        settled = rule is not None and not self.kind.is_dropped(self.case.state)
        if settled and rule is not None and (self.case.state == rule.state or (closes and not rule.state)):
            self.case.sampled_at = deed.at
        if closes:
            self.case.closed_at = deed.at
            if self.lead is not None:
                self.lead.state, self.lead.ended_at = "ended", deed.at
        self._note(
            "closed" if closes else "moved", deed.at, deed.by, words=deed.words, side=found.side,
            before={"state": before}, after={"state": self.case.state, "transition": found.code, **deed.fields},
        )  # fmt: skip

    def _turn(self, found: Transition, deed: PastDeed, closes: bool) -> None:
        for code in list(self.running) if closes else found.stops:
            if code in self.running:
                clock, facts = self.running.pop(code)
                clock.void = self.kind.is_dropped(found.to) and (
                    clock.due_at is None or clock.due_at >= deed.at
                )
                self.stopped.append((clock, rules.stopped(facts, deed.at)))
        for code, (clock, facts) in self.running.items():
            if code in found.pauses and facts.state is Run.RUNNING:
                self.running[code] = clock, rules.paused(facts, deed.at, deed.words)
            elif code in found.resumes and facts.state is Run.PAUSED:
                self.running[code] = clock, rules.resumed(facts, deed.at)
        if not closes:
            self._start(found.starts, deed.at)

    def _assigned(self, deed: PastDeed) -> None:
        assert deed.staff_id is not None
        if self.lead is not None:
            self.lead.state, self.lead.ended_at = "ended", deed.at
        self.lead = Assignment(
            case=self.case, staff_id=deed.staff_id, lead=True, given_at=deed.at, given_by=deed.by
        )
        self.rows.append(self.lead)
        self.case.assignee_id = deed.staff_id
        self._note("assigned", deed.at, deed.by, after={"assignee": deed.staff_id})

    def _accepted(self, deed: PastDeed) -> None:
        if self.lead is not None:
            self.lead.state, self.lead.answered_at = "accepted", deed.at
        self._note("accepted", deed.at, deed.by, after={"staff": deed.staff_id})

    def _arrived(self, deed: PastDeed) -> None:
        if self.lead is not None and self.lead.state == "given":
            self.lead.state, self.lead.answered_at = "accepted", deed.at
        begins = self.case.fields.get("agreed_until")
        window = datetime.fromisoformat(begins) if begins else None
        self.visit = Visit(
            case=self.case, staff_id=deed.staff_id, state="done", arrived_at=deed.at, left_at=deed.at,
            begins_at=window - timedelta(hours=1) if window else None, ends_at=window,
        )  # fmt: skip
        self.rows.append(self.visit)
        self._note("arrived", deed.at, deed.by, after={"staff": deed.staff_id}, side=Side.REPORTER)

    def _left(self, deed: PastDeed) -> None:
        if self.visit is not None:
            self.visit.left_at, self.visit.words = deed.at, deed.words
        self._note("left", deed.at, deed.by, words=deed.words, side=Side.REPORTER)

    def _photo(self, deed: PastDeed) -> None:
        self.rows.append((deed.file, CasePhoto(case=self.case, role="after", at=deed.at, by_name=deed.by)))
        self._note("photo", deed.at, deed.by, after={"role": "after", "file": deed.file}, side=Side.REPORTER)

    def _charged(self, deed: PastDeed) -> None:
        amount = amount_of(THOUSAND, deed.price * 100)
        self.rows.append(
            Item(
                case=self.case, sort="material", name=deed.words, unit="个", price=deed.price * 100, amount=amount,
                charged=True, at=deed.at, by_name=deed.by,
            )
        )  # fmt: skip
        line = {
            "name": deed.words,
            "quantity": THOUSAND,
            "unit": "个",
            "price": deed.price * 100,
            "amount": amount,
        }
        self.rows.append(
            PriceConsent(
                case=self.case, amount=amount, lines=[line], offered_at=deed.at, offered_by=deed.by, answer=True,
                answered_at=deed.at, answered_by=self.case.reporter_name or deed.by, how="phone",
            )
        )  # fmt: skip
        self._note("price_agreed", deed.at, deed.by, after={"amount": amount}, side=Side.REPORTER)

    def _rated(self, deed: PastDeed) -> None:
        rating = Rating(
            case=self.case, round=self.case.reopened, stars=deed.stars, words=deed.words, at=deed.at
        )
        self.rows.append(rating)
        self._note(
            "rated", deed.at, deed.by, words=deed.words, after={"stars": deed.stars}, side=Side.REPORTER
        )

    def _passed(self, deed: PastDeed) -> None:
        self.rows.append(QualityCheck(case=self.case, at=deed.at, staff_id=deed.staff_id, passed=True))
        self._note("passed", deed.at, deed.by, after={"staff": deed.staff_id})

    def _note(self, code: str, at: datetime, by: str, **more: Any) -> None:
        self.events.append(CaseEvent(case=self.case, at=at, code=code, by_name=by, **more))


def _store(told: Sequence[_Told]) -> None:
    """Cases first, then what points at them: one statement for each table."""
    _number(told)
    Case.objects.bulk_create([one.case for one in told], batch_size=500)
    pairs = [pair for one in told for pair in one.stopped]
    for clock, facts in pairs:
        clock.due_at, clock.stopped_at = rules.due(facts, told[0].frame), facts.stopped
        assert facts.stopped is not None
        clock.elapsed, clock.next_at = rules.elapsed(facts, facts.stopped, told[0].frame), None
    for one in told:
        for clock, _facts in one.stopped:
            clock.case = one.case
    ClockBudget.objects.bulk_create([clock for clock, _facts in pairs], batch_size=500)
    ClockSegment.objects.bulk_create(
        (
            ClockSegment(
                clock=clock, started_at=part.start, ended_at=part.end, paused=part.paused, reason=part.reason
            )
            for clock, facts in pairs
            for part in facts.segments
        ),
        batch_size=1000,
    )
    CaseEvent.objects.bulk_create((event for one in told for event in one.events), batch_size=1000)
    _store_rows(row for one in told for row in one.rows)
    for kind, at in _first_settled(told).items():
        moving.fix_secret(kind, at)


def _number(told: Sequence[_Told]) -> None:
    for one in told:
        one.case.number = opening.number_for(one.kind, one.record.opened_at, one.actor.time_zone)


def _first_settled(told: Sequence[_Told]) -> dict[str, datetime]:
    """Just before the first case of each kind was settled: when the secret of its first draw was made."""
    found: dict[str, datetime] = {}
    for one in told:
        if one.case.sampled_at is not None:
            at = one.case.sampled_at - timedelta(seconds=1)
            found[one.kind.code] = min(found.get(one.kind.code, at), at)
    return found


def _store_rows(rows: Iterable[Any]) -> None:
    by_model: dict[type, list[Any]] = {}
    photos: list[tuple[str, CasePhoto]] = []
    for row in rows:
        if isinstance(row, tuple):
            photos.append(row)
        else:
            by_model.setdefault(type(row), []).append(row)
    for model, made in by_model.items():
        model.objects.bulk_create(made, batch_size=1000)  # type: ignore[attr-defined]
    files = {
        str(one.token): one for one in StoredFile.objects.filter(token__in={token for token, _row in photos})
    }
    for token, row in photos:
        row.file = files[token]
    CasePhoto.objects.bulk_create([row for _token, row in photos], batch_size=1000)
