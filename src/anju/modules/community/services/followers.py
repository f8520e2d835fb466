"""What the ledgers do when a person is merged into another or forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.foundation.actors import Actor
from anju.modules.community.models import (
    CampaignHome,
    GroupMember,
    GroupPost,
    MeetingAttendee,
    MeetingOpinion,
    ProposalSupport,
)

FORGOTTEN = "＊"


def person_merged(*, gone_id: int, kept_id: int) -> None:
    """Rows of one record of a person are the other's. Idempotent."""
    with transaction.atomic():
        for model in (MeetingAttendee, MeetingOpinion, GroupMember, ProposalSupport):
            model.objects.filter(person_id=gone_id).update(person_id=kept_id)
        CampaignHome.objects.filter(met_id=gone_id).update(met_id=kept_id)


def person_forget(actor: Actor, person_id: int, at: datetime) -> int:
    """Names become unreadable; that a home was there stays. Returns how many rows. Source: PIPL art. 47. Idempotent."""
    with transaction.atomic():
        found = GroupPost.objects.filter(member__person_id=person_id).update(by_name=FORGOTTEN)
        for member in GroupMember.objects.filter(person_id=person_id):
            member.person_id, member.name = None, f"{FORGOTTEN}{member.pk}"
            member.left_on = member.left_on or at.date()
            member.save()
            found += 1
        for row in MeetingAttendee.objects.filter(person_id=person_id):
            row.person_id, row.name = None, f"{FORGOTTEN}{row.pk}"
            row.save()
            found += 1
        found += MeetingOpinion.objects.filter(person_id=person_id).update(person_id=None, who=FORGOTTEN)
        found += CampaignHome.objects.filter(met_id=person_id).update(met_id=None, met=FORGOTTEN)
        found += ProposalSupport.objects.filter(person_id=person_id).update(person_id=None)
    return int(found)
