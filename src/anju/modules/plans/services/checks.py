"""People decide what a finding means: which figure holds, that both do, that it is none, or who looks at it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.foundation import audit, registry
from anju.foundation.actors import Actor
from anju.foundation.registrations import SETTINGS_CHANGE
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.people import facade as people
from anju.modules.plans.models import (
    Choice,
    FindingChoice,
    PlanVersion,
    Promise,
    ReviewAct,
    ReviewState,
    UnreadPassage,
)
from anju.modules.plans.permissions import PROMISE_REVIEW
from anju.modules.plans.queries import check_wording
from anju.modules.plans.queries import checks as check_queries
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import suggestions as suggestion_queries
from anju.modules.plans.rules.checking import Finding
from anju.modules.plans.services import actions, review, steps
from anju.modules.plans.services.drafts import draft_locked, promises_locked

FINDING_CHOSEN = audit.action("plans.check.chosen", lazy("处理检查结果"))
FINDING_REOPENED = audit.action("plans.check.reopened", lazy("撤销对检查结果的处理"))
LONGEST_NOTE = 300

BEFORE_APPROVAL = registry.declare(
    registry.Setting(
        code="plans.law_findings_first",
        label=lazy("批准方案前须处理涉及法律的检查结果"),
        kind=bool,
        default=True,
        permission=SETTINGS_CHANGE,
        hint=lazy("开启后，还有未处理的涉及法律的检查结果时不能批准该版本。"),
        per_community=True,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """keep: ids of the promises that hold, for KEEP; none of them means that all are rejected.

    note: the reason, needed for BOTH and NOT; assignee_id: a member of staff, for TODO.
    """

    choice: Choice
    keep: Collection[int] = ()
    note: str = ""
    assignee_id: int | None = None


def finding_choose(
    *, actor: Actor, version_id: int, key: str, decision: Decision, at: datetime
) -> FindingChoice:
    """Write down what was made of a finding; with KEEP the other promises are rejected in one step of the review.

    Raises Forbidden, NotFound (the finding is not there any more), Invalid at `note`, `keep` or `assignee`, Conflict
    (KEEP on a version that is no draft). Nothing is written when it raises.
    """
    with transaction.atomic():
        version = _version(actor, version_id)
        found = check_queries.finding(version, key, at)
        before = FindingChoice.objects.filter(version_id=version_id, key=key).first()
        if found is None:
            raise NotFound("plans.check.missing")
        note = decision.note.strip()[:LONGEST_NOTE]
        _check(version, found, decision, note)
        step = _keep(actor, version, found, decision, note, at) if decision.choice == Choice.KEEP else None
        row, _made = FindingChoice.objects.update_or_create(
            version_id=version_id,
            key=key,
            defaults={
                "code": str(found.code), "severity": str(found.severity), "choice": decision.choice, "note": note,
                "kept": sorted(decision.keep) if decision.choice == Choice.KEEP else [],
                "seen": check_queries.seen(found), "step": step, "assignee_id": decision.assignee_id,
                "decided_by": actor.user_id, "decided_by_name": actor.name[:60], "decided_at": at,
            },
        )  # fmt: skip
        audit.record(
            actor, FINDING_CHOSEN, row, before={"choice": before.choice} if before else None,
            after={"code": row.code, "choice": str(row.choice), "kept": row.kept, "quotes": _quotes(found)},
            reason=note, community_id=version.plan.community_id, at=at,
        )  # fmt: skip
    made: FindingChoice = row
    return made


def finding_reopen(*, actor: Actor, version_id: int, key: str, at: datetime) -> None:
    """Take a choice back; promises it rejected stand again as before.

    Raises Forbidden, NotFound (no choice), Conflict (something was done to these promises since, or no draft).
    """
    with transaction.atomic():
        version = _version(actor, version_id)
        row = FindingChoice.objects.select_for_update().filter(version_id=version_id, key=key).first()
        if row is None:
            raise NotFound("plans.check.not_chosen")
        if row.step is not None and check_queries.standing(version_id).get(key) is not None:
            steps.step_undo(actor=actor, step_id=row.step, at=at)
        audit.record(
            actor, FINDING_REOPENED, row, before={"choice": row.choice, "note": row.note},
            community_id=version.plan.community_id, at=at,
        )  # fmt: skip
        row.delete()


def suggestion_take(*, actor: Actor, passage_id: int, on: date, at: datetime) -> int:
    """Make a promise of a passage with the figure that is suggested for it; return the promise's id (A:PLN-08).

    Raises Forbidden, NotFound (also plans.suggestion.none), Conflict (decided already, no draft).
    """
    passage: UnreadPassage = promise_queries.passage(actor, passage_id, PROMISE_REVIEW)
    found = suggestion_queries.suggestions_for([passage], on=on).get(passage_id)
    if found is None:
        raise NotFound("plans.suggestion.none")
    source = _("采用建议值：%(title)s，%(item)s") % {"title": found.source_title, "item": found.source_item}
    return review.passage_to_promise(
        actor=actor, passage_id=passage_id, facts=found.facts(), note=source, at=at
    )


def require_settled(version: PlanVersion, at: datetime) -> None:
    """Before approval. Raises Conflict (plans.version.law_findings) where the setting asks for it."""
    if not registry.value(BEFORE_APPROVAL, version.plan.community_id):
        return
    left = check_queries.undecided_law(version, at)
    if left:
        raise Conflict("plans.version.law_findings", count=len(left))


def _version(actor: Actor, version_id: int) -> PlanVersion:
    """The right is asked where the plan is; a version in force may still be decided about, but for KEEP."""
    return plan_queries.version(actor, version_id, PROMISE_REVIEW)


def _check(version: PlanVersion, found: Finding, decision: Decision, note: str) -> None:
    if decision.choice in (Choice.BOTH, Choice.NOT) and not note:
        raise Invalid("plans.check.reason", "note")
    if decision.choice == Choice.KEEP:
        if not found.promises:
            raise Invalid("plans.check.no_promises", "keep")
        if not set(decision.keep) <= set(found.promises):
            raise Invalid("plans.check.kept", "keep")
    if decision.choice == Choice.TODO:
        if not note and decision.assignee_id is None:
            raise Invalid("plans.check.todo_note", "note")
        staff = {one.id for one in people.staff_of_community(version.plan.community_id)}
        if decision.assignee_id is not None and decision.assignee_id not in staff:
            raise Invalid("plans.setup.assignee_elsewhere", "assignee")


def _keep(
    actor: Actor, version: PlanVersion, found: Finding, decision: Decision, note: str, at: datetime
) -> int:
    """Reject the other promises in one step, the reason naming the finding; return the step's id."""
    draft_locked(actor, version.pk)
    gone = [number for number in found.promises if number not in set(decision.keep)]
    rows = promises_locked(actor, version.pk, gone)
    reason = _reason(found, decision, note)
    trace = steps.Trace(actor, version, ReviewAct.REJECT, at, reason)
    for row in rows:
        trace.keep(row)
        row.review, row.review_note = ReviewState.REJECTED, reason[:LONGEST_NOTE]
        row.reviewed_by, row.reviewed_at = actor.user_id, at
        row.save()
        review.record(actor, actions.PROMISE_REJECTED, row, at, reason)
    return trace.close()


def _reason(found: Finding, decision: Decision, note: str) -> str:
    name = str(check_wording.CODES[found.code])
    numbers = "、".join(
        Promise.objects.filter(pk__in=list(decision.keep)).order_by("start").values_list("number", flat=True)
    )
    said = (
        _("检查“%(name)s”：以 %(numbers)s 为准") % {"name": name, "numbers": numbers}
        if numbers
        else _("检查“%(name)s”：不采用") % {"name": name}
    )
    return f"{said}。{note}" if note else said


def _quotes(found: Finding) -> list[str]:
    return [one.quote[:100] for one in found.places][:10]
