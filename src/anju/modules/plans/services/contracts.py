"""Service contracts and project records: facts, clauses out of the paper, hand-over steps, the end."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, files
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.plans.contracts import Domain
from anju.modules.plans.models import ClauseSide, Contract, ContractClause, ContractKind, HandoverStage
from anju.modules.plans.permissions import CONTRACT_READ, CONTRACT_WRITE
from anju.modules.plans.queries import contracts as reads
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.rules import contracting
from anju.modules.plans.rules.reader import DocumentRefused, read_document, read_plan

CONTRACT_ADDED = audit.action("plans.contract.added", _("登记服务合同"))
CONTRACT_CHANGED = audit.action("plans.contract.changed", _("修改服务合同"))
CONTRACT_READ_IN = audit.action("plans.contract.read_in", _("读入合同条款"))
CONTRACT_ENDED = audit.action("plans.contract.ended", _("提前终止合同"))
CLAUSE_SIDED = audit.action("plans.contract.clause_sided", _("指定条款的权利义务方"))
STAGE_ADDED = audit.action("plans.handover.added", _("新增交接步骤"))
STAGE_DONE = audit.action("plans.handover.done", _("完成交接步骤"))
STAGE_REMOVED = audit.action("plans.handover.removed", _("删除交接步骤"))
PAPER = files.purpose("plans.contract", reading=CONTRACT_READ, largest=21 << 20)
MOST_CLAUSES = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDraft:
    """Fields as in models.Contract; what the papers leave blank stays None or "" (A CTR-12)."""

    community_id: int
    title: str
    kind: str = "service"
    number: str = ""
    party_a: str = ""
    party_b: str = ""
    place: str = ""
    content: str = ""
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    remind_days: int = 90
    site_area: int | None = None
    floor_area: int | None = None
    green_area: int | None = None
    green_share: int | None = None
    grade: str = ""
    price: int | None = None
    scope: tuple[str, ...] = ()
    is_public: bool = False


def contract_add(*, actor: Actor, draft: ContractDraft, at: datetime) -> int:
    """Raises Forbidden, NotFound, Invalid, Conflict (title taken). Source: A CTR-02."""
    reads.require_at(actor, CONTRACT_WRITE, draft.community_id)
    _check(draft, None)
    with transaction.atomic():
        row = Contract.objects.create(created_at=at, **_columns(draft))
        audit.record(actor, CONTRACT_ADDED, row, after=_facts(row), community_id=row.community_id, at=at)
    return int(row.pk)


def contract_change(*, actor: Actor, contract_id: int, draft: ContractDraft, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid, Conflict (title taken)."""
    with transaction.atomic():
        row = _locked(actor, contract_id)
        if draft.community_id != row.community_id:
            raise Invalid("plans.library.community_fixed", "community")
        _check(draft, row.pk)
        before = _facts(row)
        for name, value in _columns(draft).items():
            setattr(row, name, value)
        row.save()
        audit.record(
            actor, CONTRACT_CHANGED, row, before=before, after=_facts(row), community_id=row.community_id, at=at
        )  # fmt: skip


def clauses_read(*, actor: Actor, contract_id: int, filename: str, data: bytes, at: datetime) -> int:
    """Keep the paper of a contract and its clauses in place of those before; return how many clauses there are.

    Raises Forbidden, NotFound, Invalid at `file` (plans.document.*); nothing changes then. Source: A CTR-11.
    """
    with transaction.atomic():
        row = _locked(actor, contract_id)
        try:
            reading = read_plan(read_document(data, filename))
        except DocumentRefused as refusal:
            raise Invalid(f"plans.document.{refusal.code}", "file", **refusal.params) from refusal
        row.source = files.keep(actor=actor, what=PAPER, name=filename, data=data)
        row.save(update_fields=["source"])
        row.clauses.all().delete()
        made = [
            ContractClause(
                contract=row, position=at_, number=one.section[:80], heading=" · ".join(part for part in one.heading if part not in one.text)[:200],
                text=one.text.strip(), side=contracting.side_of(" ".join(one.heading), one.text),
            )
            for at_, one in enumerate(reading.clauses[:MOST_CLAUSES])
            if one.text.strip()
        ]  # fmt: skip
        ContractClause.objects.bulk_create(made)
        audit.record(
            actor, CONTRACT_READ_IN, row, after={"file": filename, "clauses": len(made)},
            community_id=row.community_id, at=at,
        )  # fmt: skip
    return len(made)


def clause_side(*, actor: Actor, clause_id: int, side: str, at: datetime) -> None:
    """Say whose right or duty a clause states. Raises Forbidden, NotFound, Invalid."""
    if side not in ClauseSide.values:
        raise Invalid("plans.promise.unknown_value", "side", value=side)
    with transaction.atomic():
        clause = ContractClause.objects.filter(pk=clause_id).first()
        if clause is None:
            raise NotFound("plans.contract.missing")
        row = _locked(actor, clause.contract_id)
        before, clause.side = clause.side, side
        clause.save(update_fields=["side"])
        audit.record(
            actor, CLAUSE_SIDED, clause, before={"side": before}, after={"side": side},
            community_id=row.community_id, at=at,
        )  # fmt: skip


def contract_end(*, actor: Actor, contract_id: int, on: date, reason: str, at: datetime) -> None:
    """The contract ends before its time, from the day `on`. Raises Forbidden, NotFound, Invalid, Conflict."""
    with transaction.atomic():
        row = _locked(actor, contract_id)
        if row.ended_on is not None:
            raise Conflict("plans.contract.ended")
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        if row.starts_on and on < row.starts_on:
            raise Invalid("plans.contract.end_day", "on")
        row.ended_on, row.end_reason = on, reason.strip()[:300]
        row.save(update_fields=["ended_on", "end_reason"])
        audit.record(
            actor, CONTRACT_ENDED, row, after={"on": on.isoformat()}, reason=reason.strip(),
            community_id=row.community_id, at=at,
        )  # fmt: skip


def stage_add(
    *, actor: Actor, contract_id: int, title: str, due_on: date, people: int | None, note: str, at: datetime
) -> int:
    """A step of the hand-over timetable. Raises Forbidden, NotFound, Invalid. Source: A CTR-07."""
    with transaction.atomic():
        row = _locked(actor, contract_id)
        if not title.strip():
            raise Invalid("plans.contract.stage_title", "title")
        stage = HandoverStage.objects.create(
            contract=row, title=" ".join(title.split())[:120], due_on=due_on, people=people, note=note.strip()[:300]
        )  # fmt: skip
        audit.record(
            actor, STAGE_ADDED, stage, after={"title": stage.title, "due_on": due_on.isoformat(), "people": people},
            community_id=row.community_id, at=at,
        )  # fmt: skip
    return int(stage.pk)


def stage_done(*, actor: Actor, stage_id: int, on: date, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (a day to come)."""
    with transaction.atomic():
        stage = _stage(actor, stage_id)
        if on > local_day(at):
            raise Invalid("plans.library.in_future", "on")
        stage.done_on = on
        stage.save(update_fields=["done_on"])
        audit.record(
            actor, STAGE_DONE, stage, after={"on": on.isoformat()}, community_id=stage.contract.community_id, at=at
        )  # fmt: skip


def stage_remove(*, actor: Actor, stage_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound, Conflict (done already)."""
    with transaction.atomic():
        stage = _stage(actor, stage_id)
        if stage.done_on is not None:
            raise Conflict("plans.contract.stage_done")
        audit.record(
            actor, STAGE_REMOVED, stage, before={"title": stage.title}, community_id=stage.contract.community_id, at=at
        )  # fmt: skip
        stage.delete()


def _locked(actor: Actor, contract_id: int) -> Any:
    reads.contract(actor, contract_id, CONTRACT_WRITE)
    return Contract.objects.select_for_update(of=("self",)).get(pk=contract_id)


def _stage(actor: Actor, stage_id: int) -> Any:
    stage = HandoverStage.objects.select_related("contract").filter(pk=stage_id).first()
    if stage is None:
        raise NotFound("plans.contract.missing")
    _locked(actor, stage.contract_id)
    return stage


def _check(draft: ContractDraft, own: int | None) -> None:
    if not draft.title.strip():
        raise Invalid("plans.contract.title_empty", "title")
    if draft.kind not in ContractKind.values:
        raise Invalid("plans.promise.unknown_value", "kind", value=draft.kind)
    if estate.place(draft.community_id).kind != "community":
        raise Invalid("plans.plan.no_community", "community")
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        raise Invalid("plans.goal.span", "ends_on")
    if not 0 <= draft.remind_days <= 730:
        raise Invalid("plans.goal.reminder", "remind_days", limit=730)
    if draft.green_share is not None and draft.green_share > 10_000:
        raise Invalid("plans.contract.share", "green_share")
    if set(draft.scope) - {one.value for one in Domain}:
        raise Invalid("plans.promise.unknown_value", "scope", value=draft.scope[0])
    same = Contract.objects.filter(community_id=draft.community_id, title=" ".join(draft.title.split())[:120])
    if same.exclude(pk=own).exists():
        raise Conflict("plans.contract.title_taken", "title")


def _columns(draft: ContractDraft) -> dict[str, Any]:
    values = {one.name: getattr(draft, one.name) for one in fields(draft)}
    values |= {name: value.strip() for name, value in values.items() if isinstance(value, str)}
    return {**values, "title": " ".join(draft.title.split())[:120], "scope": list(draft.scope)}


def _facts(row: Contract) -> dict[str, Any]:
    found = {one.name: getattr(row, one.name) for one in fields(ContractDraft)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}
