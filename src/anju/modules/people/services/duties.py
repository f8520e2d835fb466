"""Who answers for what, what is argued about, and requests passed to the right department. Source: B ORG-12."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.foundation import audit, locks, sequences
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people.contracts import Domain
from anju.modules.people.models import Duty, DutyPass, DutyRole, PassState
from anju.modules.people.permissions import DUTY_PASS, STAFF_READ, STRUCTURE_CHANGE
from anju.modules.people.services.acts import DUTY_PASS_ANSWERED, DUTY_PASSED, DUTY_SET
from anju.modules.people.services.structure import department_of, require_at


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDraft:
    """role: "leads", "helps" or "" for none. disputed: why the departments argue about it, "" when they do not."""

    department_id: int
    domain: str
    role: str
    note: str = ""
    disputed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassDraft:
    subject: str
    from_department_id: int
    to_department_id: int
    reason: str
    domain: str = ""


def duty_set(*, actor: Actor, draft: DutyDraft, at: datetime) -> None:
    """Set a cell of the duty matrix. One department leads in a domain of a community.

    Raises Forbidden, NotFound, Invalid: people.domain_unknown, people.kind_unknown; Conflict: people.duty.led_already.
    """
    if draft.domain not in set(Domain):
        raise Invalid("people.domain_unknown", field="domain", domain=draft.domain)
    if draft.role and draft.role not in DutyRole.values:
        raise Invalid("people.kind_unknown", field="role")
    with transaction.atomic():
        department = department_of(actor, draft.department_id)
        require_at(actor, STRUCTURE_CHANGE, department.community_id)
        locks.advisory("people-duty", actor.org_id, department.community_id, draft.domain)
        _check_leader(draft, department.community_id)
        row = Duty.objects.filter(department=department, domain=draft.domain).first()
        before = {} if row is None else {"role": row.role, "note": row.note, "disputed": row.disputed}
        if not draft.role:
            Duty.objects.filter(department=department, domain=draft.domain).delete()
        else:
            values = {"role": draft.role, "note": draft.note.strip(), "disputed": draft.disputed.strip()}
            Duty.objects.update_or_create(department=department, domain=draft.domain, defaults=values)
        after = {"role": draft.role, "note": draft.note.strip(), "disputed": draft.disputed.strip()}
        if before != after and (before or draft.role):
            audit.record(
                actor, DUTY_SET, department, before=before, after={"domain": draft.domain, **after}, at=at
            )


def duty_pass(*, actor: Actor, draft: PassDraft, at: datetime) -> int:
    """Pass a request to the department it belongs to. Returns its id.

    Raises Forbidden, NotFound, Invalid: people.duty.subject_empty, people.reason_empty, people.duty.to_itself,
    people.domain_unknown.
    """
    if not draft.subject.strip():
        raise Invalid("people.duty.subject_empty", field="subject")
    if not draft.reason.strip():
        raise Invalid("people.reason_empty", field="reason")
    if draft.from_department_id == draft.to_department_id:
        raise Invalid("people.duty.to_itself", field="to_department")
    if draft.domain and draft.domain not in set(Domain):
        raise Invalid("people.domain_unknown", field="domain", domain=draft.domain)
    with transaction.atomic():
        source = department_of(actor, draft.from_department_id)
        target = department_of(actor, draft.to_department_id)
        _require_pass(actor, source.community_id)
        row = DutyPass.objects.create(
            community_id=source.community_id or target.community_id,
            number=f"ZJ-{sequences.take('people.pass'):06d}",
            subject=draft.subject.strip(),
            domain=draft.domain,
            from_department=source,
            to_department=target,
            reason=draft.reason.strip(),
            passed_at=at,
            passed_by=actor.name,
        )
        audit.record(
            actor, DUTY_PASSED, row, after={"from": source.name, "to": target.name}, reason=row.reason, at=at
        )
    return int(row.pk)


def duty_pass_answer(*, actor: Actor, pass_id: int, accept: bool, answer: str, at: datetime) -> None:
    """Take a passed request, or send it back and say why.

    Raises Forbidden, NotFound, Invalid: people.reason_empty (when it goes back); Conflict: people.duty.answered.
    """
    if not accept and not answer.strip():
        raise Invalid("people.reason_empty", field="answer")
    with transaction.atomic():
        row = DutyPass.objects.select_for_update(of=("self",)).filter(pk=pass_id).first()
        reach = actor.reach(STAFF_READ)
        if row is None or not (
            reach.covers_community(row.community_id) or (reach and row.community_id is None)
        ):
            raise NotFound("people.duty.missing")
        _require_pass(actor, row.community_id)
        if row.state != PassState.WAITING:
            raise Conflict("people.duty.answered", number=row.number)
        row.state = PassState.ACCEPTED if accept else PassState.RETURNED
        row.answer, row.answered_at, row.answered_by = answer.strip(), at, actor.name
        row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        audit.record(actor, DUTY_PASS_ANSWERED, row, after={"state": row.state}, reason=row.answer, at=at)


def _require_pass(actor: Actor, community_id: int | None) -> None:
    """Requests of the whole company may be passed by everybody who may pass any."""
    actor.require(DUTY_PASS)
    if community_id is not None and not actor.reach(DUTY_PASS).covers_community(community_id):
        raise Forbidden("permission_missing", permission=DUTY_PASS.code)


def _check_leader(draft: DutyDraft, community_id: int | None) -> None:
    if draft.role != DutyRole.LEADS:
        return
    leads = Duty.objects.filter(
        domain=draft.domain, role=DutyRole.LEADS, department__community_id=community_id
    )
    other = leads.exclude(department_id=draft.department_id).select_related("department").first()
    if other is not None:
        raise Conflict("people.duty.led_already", field="role", department=other.department.name)
