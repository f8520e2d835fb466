"""Radios, torches and keys: issued to a person at a post, and back. Source: catalogue B ORG-10."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.people.models import Device, DeviceIssue, DeviceKind, DeviceState, Staff, StaffState
from anju.modules.people.permissions import DEVICE_CHANGE, DEVICE_READ
from anju.modules.people.services.acts import DEVICE_ADDED, DEVICE_CHANGED, DEVICE_ISSUED, DEVICE_RETURNED
from anju.modules.people.services.structure import require_at


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceDraft:
    kind: str
    number: str
    community_id: int | None = None
    description: str = ""


def device_add(*, actor: Actor, draft: DeviceDraft, at: datetime) -> int:
    """Raises Forbidden, Invalid: people.kind_unknown, people.number_empty; Conflict: people.number_taken."""
    require_at(actor, DEVICE_CHANGE, draft.community_id)
    if draft.kind not in DeviceKind.values:
        raise Invalid("people.kind_unknown", field="kind")
    number = draft.number.strip()
    if not number:
        raise Invalid("people.number_empty", field="number")
    with transaction.atomic():
        locks.advisory("people-device", actor.org_id, draft.kind, number)
        if Device.objects.filter(kind=draft.kind, number=number).exists():
            raise Conflict("people.number_taken", field="number", number=number)
        device = Device.objects.create(
            kind=draft.kind,
            number=number,
            community_id=draft.community_id,
            description=draft.description.strip(),
        )
        audit.record(actor, DEVICE_ADDED, device, after={"kind": draft.kind, "number": number}, at=at)
    return int(device.pk)


def device_issue(*, actor: Actor, device_id: int, staff_id: int, at: datetime) -> None:
    """Hand a device in store to a person, for the post he holds.

    Raises Forbidden, NotFound; Conflict: people.device.not_stored, people.device.not_at_work.
    """
    with transaction.atomic():
        device = _locked(actor, device_id)
        if device.state != DeviceState.STORED:
            raise Conflict("people.device.not_stored", number=device.number)
        staff = Staff.objects.select_related("position").filter(pk=staff_id).first()
        if staff is None or not actor.reach(DEVICE_CHANGE).covers_community(staff.community_id):
            raise NotFound("people.staff.missing", field="staff")
        if staff.state != StaffState.ACTIVE:
            raise Conflict("people.device.not_at_work", field="staff", name=staff.name)
        DeviceIssue.objects.create(
            device=device, staff=staff, position=staff.position, issued_at=at, issued_by=actor.name
        )
        device.state = DeviceState.ISSUED
        device.save(update_fields=["state"])
        audit.record(actor, DEVICE_ISSUED, device, after={"staff": staff.name, "number": staff.number}, at=at)


def device_return(
    *, actor: Actor, device_id: int, condition: str, at: datetime, state: str = DeviceState.STORED
) -> None:
    """Take a device back, sound (stored), broken or lost; anything but sound needs words.

    Raises Forbidden, NotFound, Invalid: people.kind_unknown, people.reason_empty; Conflict: people.device.not_issued.
    """
    if state not in (DeviceState.STORED, DeviceState.BROKEN, DeviceState.LOST):
        raise Invalid("people.kind_unknown", field="state")
    if state != DeviceState.STORED and not condition.strip():
        raise Invalid("people.reason_empty", field="condition")
    with transaction.atomic():
        device = _locked(actor, device_id)
        issue = device.issues.filter(returned_at__isnull=True).select_related("staff").first()
        if issue is None:
            raise Conflict("people.device.not_issued", number=device.number)
        issue.returned_at, issue.returned_to, issue.condition = at, actor.name, condition.strip()
        issue.save(update_fields=["returned_at", "returned_to", "condition"])
        device.state = state
        device.save(update_fields=["state"])
        audit.record(
            actor, DEVICE_RETURNED, device, before={"staff": issue.staff.name}, after={"state": state},
            reason=condition.strip(), at=at,
        )  # fmt: skip


def device_set_state(*, actor: Actor, device_id: int, state: str, reason: str, at: datetime) -> None:
    """Repaired, retired, lost or found again, while nobody has it.

    Raises Forbidden, NotFound, Invalid: people.kind_unknown, people.reason_empty; Conflict: people.device.not_stored.
    """
    if state not in DeviceState.values or state == DeviceState.ISSUED:
        raise Invalid("people.kind_unknown", field="state")
    if not reason.strip():
        raise Invalid("people.reason_empty", field="reason")
    with transaction.atomic():
        device = _locked(actor, device_id)
        if device.state == DeviceState.ISSUED:
            raise Conflict("people.device.not_stored", number=device.number)
        before, device.state = device.state, state
        device.save(update_fields=["state"])
        audit.record(
            actor,
            DEVICE_CHANGED,
            device,
            before={"state": before},
            after={"state": state},
            reason=reason.strip(),
            at=at,
        )


def _locked(actor: Actor, device_id: int) -> Device:
    device = Device.objects.select_for_update(of=("self",)).filter(pk=device_id).first()
    reach = actor.reach(DEVICE_READ)
    if device is None or not (
        reach.covers_community(device.community_id) or (reach and device.community_id is None)
    ):
        raise NotFound("people.device.missing")
    require_at(actor, DEVICE_CHANGE, device.community_id)
    return device
