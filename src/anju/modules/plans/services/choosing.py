"""Choose a bid: its text, promises and passages become a draft version of the community's own plan."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, locks, scope
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.plans.models import Plan, PlanClause, PlanVersion, Promise, TenderState, UnreadPassage
from anju.modules.plans.permissions import TENDER_CHOOSE
from anju.modules.plans.services import tenders

BID_CHOSEN = audit.action("plans.bid.chosen", _("选定投标方"))
LONGEST_TITLE = 120
_BATCH = 2_000


def bid_choose(*, actor: Actor, bid_id: int, title: str, reason: str, at: datetime) -> int:
    """End the tender with this bid; return the id of the draft version made of its plan, the next of the plan `title`.

    What was reviewed of the bid stays reviewed; the bid itself is kept as it was. Raises Forbidden, NotFound, Invalid
    (title, reason), Conflict (closed, withdrawn, its text is still being read).
    """
    with transaction.atomic():
        bid = tenders.locked_bid(actor, bid_id, TENDER_CHOOSE)
        clean = " ".join(title.split())
        if not 0 < len(clean) <= LONGEST_TITLE:
            raise Invalid("plans.plan.title_empty", "title")
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        if bid.version.read_at is None:
            raise Conflict("plans.version.being_read")
        made = _draft_of(actor, bid.version, _plan(bid.tender.community_id, clean), reason.strip(), at)
        tender = bid.tender
        tender.state, tender.chosen, tender.decision = TenderState.DECIDED, bid, reason.strip()
        tender.decided_at, tender.decided_by = at, actor.user_id
        tender.save(update_fields=["state", "chosen", "decision", "decided_at", "decided_by"])
        audit.record(
            actor, BID_CHOSEN, bid, after={"company": bid.company, "version": made.pk}, reason=reason.strip(),
            community_id=tender.community_id, at=at,
        )  # fmt: skip
    return int(made.pk)


def _plan(community_id: int, title: str) -> Plan:
    locks.advisory("plans.plan", scope.current().writes, community_id, title)
    row, _made = Plan.objects.get_or_create(community_id=community_id, title=title)
    if row.is_bid:
        raise Conflict("plans.plan.title_taken", "title", title=title)
    found: Plan = row
    return found


def _draft_of(actor: Actor, source: PlanVersion, plan: Plan, reason: str, at: datetime) -> PlanVersion:
    newest = plan.versions.aggregate(newest=Max("number"))["newest"] or 0
    made: PlanVersion = PlanVersion.objects.create(
        plan=plan, number=newest + 1, source_id=source.source_id, media=source.media, text=source.text,
        scans=source.scans, read_at=at,
        change_reason=reason, created_at=at, created_by=actor.user_id,
    )  # fmt: skip
    for model in (PlanClause, Promise):
        model.objects.bulk_create(_copies(model.objects.filter(version=source).order_by("pk"), made), _BATCH)
    _copy_passages(source, made)
    return made


def _copies(rows, made: PlanVersion):  # type: ignore[no-untyped-def]
    for row in rows:
        row.pk, row.version, row._state.adding = None, made, True
        yield row


def _copy_passages(source: PlanVersion, made: PlanVersion) -> None:
    """Passages keep their promise: the one of the copy that has the same number."""
    numbers = dict(Promise.objects.filter(version=source).values_list("pk", "number"))
    own = dict(Promise.objects.filter(version=made).values_list("number", "pk"))
    rows = list(UnreadPassage.objects.filter(version=source).order_by("pk"))
    for row in rows:
        if row.promise_id is not None:
            row.promise_id = own.get(numbers[row.promise_id])
    UnreadPassage.objects.bulk_create(_copies(rows, made), _BATCH)
