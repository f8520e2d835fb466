"""What the ledgers of community life hold of one person. Source: PIPL art. 45."""

from __future__ import annotations

from django.utils.translation import gettext as _

from anju.modules.community.models import (
    CampaignHome,
    GroupMember,
    MeetingAttendee,
    MeetingOpinion,
    ProposalSupport,
)
from anju.modules.people.contracts import CopyPart


def copy_of(person_id: int) -> tuple[CopyPart, ...]:
    words = {"what": _("事项"), "name": _("记录的姓名"), "on": _("日期")}
    rows = [
        *({"what": _("到会：%(title)s") % {"title": one.meeting.title}, "name": one.name, "on": _day(one.meeting.starts_at)}
          for one in MeetingAttendee.objects.filter(person_id=person_id).select_related("meeting")),
        *({"what": _("会上意见：%(text)s") % {"text": one.improvement.text}, "name": one.who, "on": _day(one.at)}
          for one in MeetingOpinion.objects.filter(person_id=person_id).select_related("improvement")),
        *({"what": _("业主群：%(name)s") % {"name": one.group.name}, "name": one.name, "on": one.joined_on.isoformat()}
          for one in GroupMember.objects.filter(person_id=person_id).select_related("group")),
        *({"what": _("走访：%(title)s") % {"title": one.campaign.title}, "name": one.met, "on": _day(one.visited_at)}
          for one in CampaignHome.objects.filter(met_id=person_id).select_related("campaign")),
        *({"what": _("附议：%(title)s") % {"title": one.proposal.title}, "name": "", "on": _day(one.at)}
          for one in ProposalSupport.objects.filter(person_id=person_id).select_related("proposal")),
    ]  # fmt: skip
    return (CopyPart("community", _("会议、业主群与建议"), tuple(rows), words),) if rows else ()


def _day(at: object) -> str:
    return f"{at:%Y-%m-%d}"
