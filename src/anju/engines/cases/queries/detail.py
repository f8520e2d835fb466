"""Everything known of one case, its history, its clocks, and whom to tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from anju.engines.cases.contracts import (
    CaseRow,
    CaseView,
    ClockView,
    EventView,
    Followers,
    ItemView,
    LinkView,
    PhotoView,
    PriceView,
    Side,
    StepView,
    VisitView,
    WorkerView,
)
from anju.engines.cases.models import Case, CaseEvent, CaseLink, CasePhoto, ClockBudget, EscalationStep
from anju.engines.cases.queries import kinds, sources, timing
from anju.engines.cases.queries.reach import not_barred, visible
from anju.engines.cases.rules import clocks as rules
from anju.engines.cases.rules import machine
from anju.engines.cases.rules.clocks import Run, Timing
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound

_REVERSED = {"split": "split_off", "related": "related", "caused_by": "causes"}


def seen(actor: Actor, case_id: int) -> Case:
    """A case an actor may see: by his right, or because he reported it. Raises NotFound."""
    found: Case | None = Case.objects.filter(pk=case_id).first()
    own = found is not None and actor.user_id is not None and found.reporter_user_id == actor.user_id
    if not own:
        found = Case.objects.filter(visible(actor), pk=case_id).first()
    if found is None:
        raise NotFound("not_found", noun="cases.case")
    return found


def case_view(*, actor: Actor, case_id: int, at: datetime) -> CaseView:
    """Everything but the history. Raises NotFound, also when it is out of reach or the actor is barred."""
    case = seen(actor, case_id)
    kind = kinds.kind_of(case.kind)
    ways = machine.open_ways(kind, case.state)
    rating = case.ratings.order_by("-pk").values_list("stars", flat=True).first()
    return CaseView(
        row=CaseRow(*(getattr(case, name) for name in CaseRow._fields)),
        words=case.words,
        fields=case.fields,
        person_id=case.person_id,
        anonymous=case.person_id is None and not case.contact_digest and not case.reporter_name,
        source=case.source,
        source_id=case.source_id,
        clocks=tuple(clock_views(case_ids=[case.pk], at=at).get(case.pk, ())),
        workers=_workers(case),
        visits=_visits(case),
        photos=photos(case.pk),
        items=_items(case),
        prices=_prices(case),
        links=_links(case, actor),
        rating=rating,
        ways=tuple(one.code for one in ways if actor.can(one.permission)),
        offered_to=_offered_to(case),
    )


def _offered_to(case: Case) -> int | None:
    if case.assignee_id is not None or case.closed_at is not None:
        return None
    found: int | None = case.offers.filter(state="open").values_list("team_id", flat=True).first()
    return found


def history(*, actor: Actor, case_id: int, side: str = Side.INTERNAL) -> list[EventView]:
    """The history, oldest first; side reporter: only what the reporter may see. Raises NotFound."""
    case = seen(actor, case_id)
    rows = CaseEvent.objects.filter(case_id=case.pk).order_by("pk")
    own = actor.user_id is not None and actor.user_id == case.reporter_user_id
    if side == Side.REPORTER or (own and not Case.objects.filter(visible(actor), pk=case_id).exists()):
        rows = rows.filter(side=Side.REPORTER)
    names = ("id", "at", "code", "by_id", "by_name", "words", "before", "after", "side")
    return [EventView(*one) for one in rows.values_list(*names)]


def clock_views(*, case_ids: Sequence[int], at: datetime) -> dict[int, list[ClockView]]:
    """Clocks by case, in the order they started; two statements however many cases."""
    found = list(ClockBudget.objects.filter(case_id__in=list(case_ids)).order_by("started_at", "pk"))
    facts = timing.timings(found)
    frame = sources.bare_frame() if found else None
    made: dict[int, list[ClockView]] = {}
    for one in found:
        assert frame is not None
        run = "void" if one.void else facts[one.pk].state.value
        last = facts[one.pk].segments[-1]
        made.setdefault(one.case_id, []).append(
            ClockView(
                id=one.pk, code=one.clock, run=one.run, state=run, started_at=one.started_at, stopped_at=one.stopped_at,
                due_at=one.due_at, length=one.length, elapsed=_elapsed(one, facts[one.pk], frame, at),
                promise_id=one.promise_id, quote=one.quote, source=one.source,
                paused_for=last.reason if last.paused and facts[one.pk].state is Run.PAUSED else "",
            )
        )  # fmt: skip
    return made


def followers(case_id: int) -> Followers:
    """Whom to tell of what happens to a case: its reporter, and those of the cases merged into it, first come first."""
    rows = Case.objects.filter(Q(pk=case_id) | Q(merged_into_id=case_id)).order_by("opened_at", "pk")
    return Followers(case_id, tuple(rows.values_list("pk", "person_id", "reporter_user_id", "contact")))


def barred(case_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """(staff, users) who may neither see a case nor hear of it. Raises NotFound."""
    found = Case.objects.filter(pk=case_id).values_list("barred_staff", "barred_users").first()
    if found is None:
        raise NotFound("not_found", noun="cases.case")
    return frozenset(found[0]), frozenset(found[1])


def steps(step_ids: Sequence[int]) -> list[StepView]:
    """Fired steps with what a message needs, in the order they were fired; one statement."""
    names = (
        "id", "case_id", "case__number", "case__kind", "clock__clock", "step", "turn", "to", "role", "message", "due_at",
        "fired_at", "case__community_id", "case__assignee_id", "case__team_id", "case__owner_id", "clock__quote",
        "clock__due_at",
    )  # fmt: skip
    rows = EscalationStep.objects.filter(pk__in=list(step_ids)).order_by("pk")
    return [StepView(*one) for one in rows.values_list(*names)]


def steps_of(case_id: int) -> list[StepView]:
    """All steps fired for a case."""
    return steps(list(EscalationStep.objects.filter(case_id=case_id).values_list("pk", flat=True)))


def photos(case_id: int) -> tuple[PhotoView, ...]:
    names = ("id", "file__token", "role", "at", "side")
    rows = CasePhoto.objects.filter(case_id=case_id).order_by("pk")
    return tuple(PhotoView(*one) for one in rows.values_list(*names))


def _elapsed(clock: ClockBudget, facts: Timing, frame: rules.Frame, at: datetime) -> Any:
    return clock.elapsed if clock.elapsed is not None else rules.elapsed(facts, at, frame)


def _workers(case: Case) -> tuple[WorkerView, ...]:
    names = ("staff_id", "lead", "state", "given_at", "ended_at", "reason")
    return tuple(WorkerView(*one) for one in case.assignments.order_by("pk").values_list(*names))


def _visits(case: Case) -> tuple[VisitView, ...]:
    names = ("id", "staff_id", "state", "begins_at", "ends_at", "arrived_at", "left_at", "words")
    return tuple(VisitView(*one) for one in case.visits.order_by("pk").values_list(*names))


def _items(case: Case) -> tuple[ItemView, ...]:
    names = ("id", "sort", "name", "quantity", "unit", "price", "amount", "charged", "visit_id")
    rows = case.items.filter(removed_at__isnull=True).order_by("pk")
    return tuple(ItemView(*one) for one in rows.values_list(*names))


def _prices(case: Case) -> tuple[PriceView, ...]:
    names = ("id", "amount", "offered_at", "answer", "answered_at", "answered_by", "how", "words")
    return tuple(PriceView(*one) for one in case.prices.order_by("pk").values_list(*names))


def _links(case: Case, actor: Actor) -> tuple[LinkView, ...]:
    """Cases it belongs with; those an actor is barred from are not named."""
    found = [LinkView("merged", pk, number, "", None) for pk, number in case.merged.filter(not_barred(actor)).order_by("pk").values_list("pk", "number")]  # fmt: skip
    for link in (
        CaseLink.objects.filter(
            Q(case=case) | Q(other=case), not_barred(actor, "case__"), not_barred(actor, "other__")
        )
        .select_related("case", "other")
        .order_by("pk")
    ):
        ahead = link.case_id == case.pk
        other = link.other if ahead else link.case
        relation = (
            ("split_from" if link.relation == "split" else link.relation)
            if ahead
            else _REVERSED[link.relation]
        )
        found.append(LinkView(relation, other.pk, other.number, "", None))
    if case.source:
        found.append(LinkView("caused_by", None, "", case.source, case.source_id))
    return tuple(found)
