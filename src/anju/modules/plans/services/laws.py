"""Reference laws, and people's word on the items of a service standard. Sources: A STD-16, 19."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.plans.models import GradeDecision, LawKind, LawUse, ReferenceLaw
from anju.modules.plans.permissions import LAW_WRITE, PLAN_WRITE
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules import grading
from anju.modules.plans.rules import library as rules

LAW_SAVED = audit.action("plans.law.saved", _("维护法规目录"))
LAW_DELETED = audit.action("plans.law.deleted", _("删除法规条目"))
GRADE_DECIDED = audit.action("plans.grade.decided", _("调整等级对照"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LawDraft:
    kind: str
    title: str
    number: str = ""
    issuer: str = ""
    in_force_from: date | None = None
    repealed_on: date | None = None
    link: str = ""
    note: str = ""
    plan_ids: tuple[int, ...] = ()


def law_save(*, actor: Actor, draft: LawDraft, law_id: int | None = None, at: datetime) -> int:
    """Enter or change a reference; return its id. Raises Forbidden, NotFound, Invalid, Conflict (entered already)."""
    actor.require(LAW_WRITE)
    _check(draft)
    with transaction.atomic():
        row = locks.row(ReferenceLaw, law_id) if law_id is not None else ReferenceLaw()
        before = _facts(row) if law_id is not None else {}
        for name, value in _columns(draft).items():
            setattr(row, name, value)
        same = ReferenceLaw.objects.filter(title=row.title, number=row.number).exclude(pk=row.pk)
        if same.exists():
            raise Conflict("plans.law.taken", "title", title=row.title)
        row.save()
        _use(actor, row, draft.plan_ids)
        audit.record(actor, LAW_SAVED, row, before=before, after=_facts(row), at=at)
    return int(row.pk)


def law_delete(*, actor: Actor, law_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound."""
    actor.require(LAW_WRITE)
    with transaction.atomic():
        row = locks.row(ReferenceLaw, law_id)
        audit.record(actor, LAW_DELETED, row, before=_facts(row), at=at)
        row.delete()


def laws_load(*, actor: Actor, at: datetime) -> int:
    """Enter those of the common references that are not there yet; return how many. Raises Forbidden."""
    actor.require(LAW_WRITE)
    with transaction.atomic():
        known = set(ReferenceLaw.objects.values_list("title", flat=True))
        found = [one for one in rules.known_laws() if one.title not in known]
        for one in found:
            row = ReferenceLaw.objects.create(
                kind=one.kind, title=one.title, number=one.number, issuer=one.issuer,
                in_force_from=one.in_force_from,
            )  # fmt: skip
            audit.record(actor, LAW_SAVED, row, after=_facts(row), at=at)
    return len(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """exempt: the item does not apply here. promise_id: this promise answers it. Neither: as found automatically."""

    community_id: int
    standard: str
    item: str
    exempt: bool = False
    promise_id: int | None = None
    reason: str = ""


def grade_decide(*, actor: Actor, decision: Decision, at: datetime) -> None:
    """Keep a person's word on an item of a standard. Raises Forbidden, NotFound, Invalid (reason, promise)."""
    plan_queries.require_at(actor, PLAN_WRITE, decision.community_id)
    item = grading.standard(decision.standard).item(decision.item)
    if decision.exempt and not decision.reason.strip():
        raise Invalid("plans.version.reason_missing", "reason")
    promise = None
    if decision.promise_id is not None and not decision.exempt:
        live = promise_queries.register(actor, decision.community_id)
        promise = live.filter(pk=decision.promise_id).first()
        if promise is None:
            raise NotFound("plans.promise.missing", "promise")
        if grading.amount_of(promise_queries.facts_of(promise), item) is None:
            raise Invalid("plans.grade.other_metric", "promise")
    with transaction.atomic():
        place: dict[str, Any] = {
            "community_id": decision.community_id,
            "standard": decision.standard,
            "item": decision.item,
        }
        row, _made = GradeDecision.objects.update_or_create(
            **place,
            defaults={
                "exempt": decision.exempt, "promise": promise, "reason": decision.reason.strip()[:300],
                "by_name": actor.name[:60], "at": at,
            },
        )  # fmt: skip
        after = {"exempt": decision.exempt, "promise": decision.promise_id}
        audit.record(actor, GRADE_DECIDED, row, after=after, reason=row.reason, at=at)


def _check(draft: LawDraft) -> None:
    if draft.kind not in LawKind.values:
        raise Invalid("plans.promise.unknown_value", "kind", value=draft.kind)
    if not draft.title.strip():
        raise Invalid("plans.library.title_empty", "title")
    if draft.in_force_from and draft.repealed_on and draft.repealed_on <= draft.in_force_from:
        raise Invalid("plans.law.span", "repealed_on")


def _columns(draft: LawDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind, "title": " ".join(draft.title.split()).strip("《》")[:120], "number": draft.number.strip()[:80],
        "issuer": draft.issuer.strip()[:120], "in_force_from": draft.in_force_from, "repealed_on": draft.repealed_on,
        "link": draft.link.strip()[:300], "note": draft.note.strip(),
    }  # fmt: skip


def _facts(row: Any) -> dict[str, Any]:
    days = {name: getattr(row, name) for name in ("in_force_from", "repealed_on")}
    texts = {name: getattr(row, name) for name in ("kind", "title", "number", "issuer", "link", "note")}
    return {**texts, **{name: day.isoformat() if day else None for name, day in days.items()}}


def _use(actor: Actor, row: Any, plan_ids: tuple[int, ...]) -> None:
    """Tie the law to these plans; ties to plans out of the actor's sight stay."""
    seen = set(plan_queries.plans(actor).values_list("pk", flat=True))
    if set(plan_ids) - seen:
        raise NotFound("plans.plan.missing", "plans")
    LawUse.objects.filter(law=row, plan_id__in=seen).exclude(plan_id__in=plan_ids).delete()
    known = set(LawUse.objects.filter(law=row).values_list("plan_id", flat=True))
    LawUse.objects.bulk_create(
        [LawUse(law=row, plan_id=one) for one in dict.fromkeys(plan_ids) if one not in known]
    )
