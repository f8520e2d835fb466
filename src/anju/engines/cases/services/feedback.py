"""What the reporter says afterwards: rating, and return visits that nobody could choose."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from anju.engines.cases.contracts import CaseKind, Side
from anju.engines.cases.models import Case, CaseEvent, Rating, ReturnVisit, Sample, VisitDraw
from anju.engines.cases.queries import kinds
from anju.engines.cases.queries.facts import facts
from anju.engines.cases.rules import sampling
from anju.engines.cases.services import history, holding, moving
from anju.engines.cases.services.actions import DRAW_HELD
from anju.foundation import audit, locks, scope
from anju.foundation.actors import Actor, system
from anju.kernel.errors import Conflict, Invalid, NotFound

OUTCOMES = ("satisfied", "fair", "dissatisfied", "unreached")
TRIES = 3
LONGEST_NOTE = 2_000


def case_rate(
    *, actor: Actor, case_id: int, stars: int, at: datetime, words: str = "", person_id: int | None = None
) -> None:
    """Rate a settled case, once for each time it was settled and by each person.

    Raises Forbidden, NotFound, Invalid (cases.rating.stars), Conflict (cases.rating.early, cases.rating.twice).
    """
    if stars not in range(1, 6):
        raise Invalid("cases.rating.stars", "stars", value=stars)
    with transaction.atomic():
        case, kind = holding.hold(actor, case_id, "survey", reporter=True)
        if case.closed_at is None and case.sampled_at is None:
            raise Conflict("cases.rating.early")
        key = {"case": case, "round": case.reopened, "person_id": person_id}
        if Rating.objects.filter(**key).exists():
            raise Conflict("cases.rating.twice")
        Rating.objects.create(**key, stars=stars, words=words.strip()[:LONGEST_NOTE], at=at)
        told = {"stars": stars}
        history.note(actor, case, "rated", at, words=words.strip(), after=told, side=Side.REPORTER)
        if case.merged_into_id is None:
            moving.follow(actor, case, kind, "rated", at)


def returns_draw(*, at: datetime) -> int:
    """Hold the draws of all kinds for what was settled since the last one; returns how many visits are to be made.

    The secret of the next draw is fixed in the same moment. Idempotent: what stood in a draw stands in no other.
    """
    return sum(_hold(kind, at) for kind in kinds.kinds() if kind.returns is not None)


def return_add(*, actor: Actor, case_id: int, at: datetime) -> int:
    """Put a case on the list of return visits beside the draw; returns the visit's id.

    Raises Forbidden, NotFound, Invalid (cases.return.no_rule), Conflict (cases.rating.early, cases.return.waiting).
    """
    with transaction.atomic():
        case, kind = holding.hold(actor, case_id, "survey")
        if kind.returns is None:
            raise Invalid("cases.return.no_rule", "case_id")
        if case.sampled_at is None:
            raise Conflict("cases.rating.early")
        if case.returns.filter(done_at__isnull=True).exists():
            raise Conflict("cases.return.waiting")
        made = ReturnVisit.objects.create(case=case, due_at=at + timedelta(days=kind.returns.days))
        history.note(actor, case, "drawn", at, after={"added": True})
    return int(made.pk)


def return_record(
    *, actor: Actor, return_id: int, outcome: str, at: datetime, words: str = "", staff_id: int | None = None
) -> None:
    """Take down a return visit. Who could not be reached is tried three times; what it leads to, the kind says.

    Raises Forbidden, NotFound, Invalid (cases.return.outcome, cases.words: what dissatisfies is said), Conflict
    (cases.return.done, cases.return.own_work, cases.rating.early: it is worked on again).
    """
    words = words.strip()
    if outcome not in OUTCOMES:
        raise Invalid("cases.return.outcome", "outcome", value=outcome)
    if len(words) > LONGEST_NOTE or (outcome == "dissatisfied" and not words):
        raise Invalid("cases.words", "words", limit=LONGEST_NOTE)
    with transaction.atomic():
        case_id = ReturnVisit.objects.filter(pk=return_id).values_list("case_id", flat=True).first()
        if case_id is None:
            raise NotFound("not_found", noun="cases.return")
        case, kind = holding.hold(actor, case_id, "survey")
        visit = ReturnVisit.objects.get(pk=return_id)
        if visit.done_at is not None:
            raise Conflict("cases.return.done")
        if case.sampled_at is None:
            raise Conflict("cases.rating.early")
        if {("staff", staff_id), ("user", actor.user_id)} & facts(case).hands:
            raise Conflict("cases.return.own_work")
        _take_down(actor, case, kind, visit, outcome, words, staff_id, at)


def _take_down(
    actor: Actor, case: Case, kind: CaseKind, visit: ReturnVisit, outcome: str, words: str, staff_id: int | None,
    at: datetime,
) -> None:  # fmt: skip
    visit.tries += 1
    over = outcome != "unreached" or visit.tries >= TRIES
    visit.outcome, visit.words, visit.done_by, visit.by_name = outcome, words, staff_id, actor.name
    visit.done_at = at if over else None
    visit.save()
    history.note(actor, case, "returned", at, words=words, after={"outcome": outcome, "tries": visit.tries})
    if over and case.merged_into_id is None:
        before = case.reopened
        moving.follow(actor, case, kind, outcome, at, words[: holding.LONGEST_REASON] or outcome)
        if case.reopened > before:
            visit.reopened = True
            visit.save(update_fields=["reopened"])


def _hold(kind: CaseKind, at: datetime) -> int:
    rule = kind.returns
    assert rule is not None
    with transaction.atomic():
        locks.advisory("cases.draw", kind.code)
        draw = VisitDraw.objects.filter(kind=kind.code, held_at__isnull=True, made_at__lt=at).first()
        if draw is None:
            return 0
        stood = Sample.objects.filter(case=OuterRef("pk"), draw__held_at__gte=OuterRef("sampled_at"))
        rows = Case.objects.filter(
            ~Exists(stood), kind=kind.code, sampled_at__gte=draw.made_at, sampled_at__lt=at
        )
        cases = {one.number: one for one in rows.select_for_update(no_key=True).order_by("pk")}
        if not cases:
            return 0
        population = [
            sampling.Candidate(one.number, one.severity >= rule.serious_from) for one in cases.values()
        ]
        share = rule.share
        drawn = set(sampling.draw(draw.secret, population, share))
        draw.held_at, draw.revealed, draw.percent = at, draw.secret, share
        draw.population = [[one.number, one.serious] for one in population]
        draw.save(update_fields=["held_at", "revealed", "percent", "population"])
        _fix_next(kind.code, at)
        Sample.objects.bulk_create(
            Sample(case=case, draw=draw, drawn=number in drawn) for number, case in cases.items()
        )
        chosen = [case for number, case in cases.items() if number in drawn]
        due = at + timedelta(days=rule.days)
        _put_on_list(chosen, draw, due)
        CaseEvent.objects.bulk_create(
            CaseEvent(case=case, at=at, code="drawn", by_name="", after={"draw": draw.pk}) for case in chosen
        )
        audit.record(_job(), DRAW_HELD, draw, after={"population": len(cases), "drawn": len(chosen)}, at=at)
    return len(chosen)


def _put_on_list(chosen: Sequence[Case], draw: VisitDraw, due: datetime) -> None:
    """A visit for each; one that waits already, added by hand or left from before, becomes the draw's."""
    waiting = ReturnVisit.objects.filter(case__in=chosen, done_at__isnull=True)
    known = set(waiting.values_list("case_id", flat=True))
    waiting.update(draw=draw)
    ReturnVisit.objects.bulk_create(
        ReturnVisit(case=case, draw=draw, due_at=due) for case in chosen if case.pk not in known
    )


def _fix_next(kind: str, at: datetime) -> None:
    secret = secrets.token_hex(32)
    VisitDraw.objects.create(kind=kind, made_at=at, secret=secret, commitment=sampling.commitment(secret))


def _job() -> Actor:
    writes = scope.current().writes
    assert writes is not None
    return system("cases.draw", writes)
