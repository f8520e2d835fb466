"""Cases that are one: merge thirty calls about one burst pipe, take one out again, split, link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.engines.cases.contracts import MERGED, CaseDraft, Opened, Reporter, Side
from anju.engines.cases.models import Case, CaseLink, ClockBudget
from anju.engines.cases.queries import kinds
from anju.engines.cases.services import clocks, history, holding, moving, opening
from anju.foundation import locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid

RELATIONS = ("related", "caused_by")
MOST_MERGED = 200


def cases_merge(*, actor: Actor, into_id: int, case_ids: Sequence[int], at: datetime) -> None:
    """Merge open cases into one: their reporters follow it from now on, and of each clock the tightest promise stays.

    What had been merged into them moves along; who may not see one of them may not see what they became. Raises Forbidden, NotFound (one of them), Invalid (cases.merge.none),
    Conflict (cases.merge.self, cases.merge.community, cases.case.closed).
    """
    wanted = sorted(set(case_ids))
    if not wanted or len(wanted) > MOST_MERGED:
        raise Invalid("cases.merge.none", "case_ids", limit=MOST_MERGED)
    if into_id in wanted:
        raise Conflict("cases.merge.self", "into")
    with transaction.atomic():
        held: dict[int, Any] = {
            one: holding.hold_open(actor, one, "decide") for one in sorted([into_id, *wanted])
        }
        into, kind = held.pop(into_id)
        if any(case.community_id != into.community_id for case, _kind in held.values()):
            raise Conflict("cases.merge.community", "case_ids")
        _keep_tightest(into, [case for case, _kind in held.values()])
        Case.objects.filter(merged_into_id__in=wanted).update(merged_into_id=into_id)
        for case, _kind in held.values():
            _merge_one(actor, case, into, at)
        into.due_at = clocks.first_due(clocks.live([into.pk]))
        into.severity = max(into.severity, *(case.severity for case, _kind in held.values()))
        clocks.reweigh(into, kind, at, clocks.frame_of(into, actor.time_zone))
        into.save(update_fields=["due_at", "severity"])
        barred = {one for case, _kind in held.values() for one in case.barred_staff} - {*into.barred_staff}
        if barred:
            opening.keep_out(into, {*into.barred_staff, *barred}, at)
        history.note(
            actor, into, "merged", at, after={"cases": [case.number for case, _kind in held.values()]}
        )


def case_unmerge(*, actor: Actor, case_id: int, reason: str, at: datetime) -> None:
    """Take a case out of the one it was merged into: it stands where it stood, and its clocks count from its report.

    What had been done before it was merged stays done: clocks that had stopped start no run of their own.

    Raises Forbidden, NotFound, Invalid (no reason), Conflict (cases.merge.not_merged).
    """
    with transaction.atomic():
        case, kind = holding.hold(actor, case_id, "decide")
        reason = holding.reason_of(reason)
        if case.merged_into_id is None:
            raise Conflict("cases.merge.not_merged")
        into = case.merged_into_id
        case.state, case.closed_at, case.merged_into = case.state_before_merge, None, None
        case.state_before_merge = ""
        case.due_at = clocks.first_due(clocks.revive(case, kind, clocks.frame_of(case, actor.time_zone)))
        moving.resume_work(actor, case, at)
        case.save(
            update_fields=["state", "closed_at", "merged_into", "state_before_merge", "due_at", "assignee_id"]
        )
        history.note(actor, case, "unmerged", at, words=reason, before={"into": into}, side=Side.REPORTER)


def case_split(*, actor: Actor, case_id: int, draft: CaseDraft, at: datetime) -> Opened:
    """Open a case of its own for a part of another one; the reporter and who owns it go with it.

    draft: as for case_open; without a reporter it takes that of the first. Raises as case_open, and Conflict
    (cases.case.closed).
    """
    with transaction.atomic():
        case, _kind = holding.hold_open(actor, case_id, "decide")
        if draft.reporter == Reporter():
            told = Reporter(
                person_id=case.person_id,
                user_id=case.reporter_user_id,
                name=case.reporter_name,
                phone=case.contact,
            )
            draft = replace(draft, reporter=told)
        draft = replace(
            draft,
            first_asked=draft.first_asked or case.owner_id,
            barred=tuple(sorted({*draft.barred, *case.barred_staff})),
        )
        made = opening.case_open(actor=actor, draft=draft, at=at)
        CaseLink.objects.create(case_id=made.case_id, other=case, relation="split", at=at, by_name=actor.name)
        history.note(actor, case, "split", at, after={"case": made.number})
    return made


def cases_link(*, actor: Actor, case_id: int, other_id: int, relation: str, at: datetime) -> None:
    """Say that two cases are related, or that one was caused by the other; again changes nothing.

    Raises Forbidden, NotFound (one of them), Invalid (cases.link.relation), Conflict (cases.merge.self).
    """
    if relation not in RELATIONS:
        raise Invalid("cases.link.relation", "relation", value=relation)
    if case_id == other_id:
        raise Conflict("cases.merge.self", "other")
    with transaction.atomic():
        held = {one: holding.hold(actor, one, "work")[0] for one in sorted([case_id, other_id])}
        locks.advisory("cases.link", *sorted([case_id, other_id]))
        _row, made = CaseLink.objects.get_or_create(
            case_id=case_id, other_id=other_id, relation=relation, defaults={"at": at, "by_name": actor.name}
        )
        if made:
            told = {"case": held[other_id].number, "relation": relation}
            history.note(actor, held[case_id], "linked", at, after=told)


def _merge_one(actor: Actor, case: Case, into: Case, at: datetime) -> None:
    before = case.state
    case.state_before_merge, case.state, case.merged_into = before, MERGED, into
    case.closed_at, case.due_at = at, None
    case.save(update_fields=["state_before_merge", "state", "merged_into", "closed_at", "due_at"])
    moving.settle_work(case, at)
    told = {"state": MERGED, "into": into.number}
    history.note(actor, case, "merged", at, before={"state": before}, after=told, side=Side.REPORTER)


def _keep_tightest(into: Case, others: Sequence[Case]) -> None:
    """Of each running clock the one that is due first goes on, as the surviving case's; the others do not count."""
    own = {one.clock: one for one in clocks.live([into.pk])}
    runs = clocks.runs_so_far(into)
    declared = {one.code for one in kinds.kind_of(into.kind).clocks}
    best = dict(own)
    rivals = clocks.live([one.pk for one in others])
    for rival in rivals:
        held = best.get(rival.clock)
        if held is not None and rival.clock in declared and rival.kind == into.kind and _sooner(rival, held):
            best[rival.clock] = rival
    losers = [one for one in (*own.values(), *rivals) if best.get(one.clock) is not one]
    ClockBudget.objects.filter(pk__in=[one.pk for one in losers]).update(void=True, next_at=None)
    for code, one in best.items():
        if one.case_id != into.pk:
            ClockBudget.objects.filter(pk=one.pk).update(case_id=into.pk, run=runs[code] + 1)


def _sooner(one: ClockBudget, other: ClockBudget) -> bool:
    return one.due_at is not None and other.due_at is not None and one.due_at < other.due_at
