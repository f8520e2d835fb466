"""Remind who leads the guards of what safety owes: contacts to check, a meeting to hold, a review to write."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Recipient
from anju.modules.community.queries import contacts, defence, events, teaching
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people


def safety_remind(*, on: date, at: datetime) -> int:
    """One message a week for contacts and meetings, one a day while a review is late. Returns how many communities.

    Idempotent: the same week and the same day tell once.
    """
    return sum(_remind(community.id, on, at) for community in estate.communities())


def _remind(community_id: int, on: date, at: datetime) -> bool:
    stale, late = contacts.stale(community_id, on), events.reviews_late(community_id, at)
    due = teaching.meeting_due(community_id)
    meeting = due is not None and due < on
    if not (stale or late or meeting):
        return False
    leaders = [one.leader_id for one in people.teams(community_id) if one.domain == defence.GUARDING]
    to = [Recipient.staff(one) for one in sorted({one for one in leaders if one})]
    year, week, _day = on.isocalendar()
    turn = on.isoformat() if late else f"{year}-W{week}"
    messages.notify(
        template="community.safety_owed", to=[*to, Recipient.group(community_id)],
        params={"contacts": str(stale), "meetings": str(int(meeting)), "reviews": str(late)},
        cause_key=f"community.safety_owed:{community_id}:{turn}", at=at, community_id=community_id,
        link=reverse("community:safety"),
    )  # fmt: skip
    return True
