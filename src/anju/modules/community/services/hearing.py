"""Opinions heard at a meeting: taken or not with the reason, followed by a measure, answered. Source: B CSR-08."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Recipient
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.community.contracts import Who
from anju.modules.community.models import Improvement, MeetingOpinion, MeetingState, Topic
from anju.modules.community.permissions import MEETING_READ, OPINION_JUDGE
from anju.modules.community.queries import reach
from anju.modules.community.rules.words import words_of
from anju.modules.community.services import actions, improving, meetings, places
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.frontdesk import facade as frontdesk


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDraft:
    """home: as people type it, "" for none. who: "" for nobody named. chosen: whom the form settled on."""

    text: str
    topic: str = "other"
    home: str = ""
    who: str = ""
    chosen: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An accepted one has a measure, who does it and until when; one that is not taken has a reason."""

    accepted: bool
    reason: str = ""
    measure: str = ""
    staff_id: int | None = None
    due_on: date | None = None


def opinion_hear(*, actor: Actor, meeting_id: int, draft: OpinionDraft, at: datetime) -> int:
    """Take down what somebody said, to be judged.

    Raises Forbidden, NotFound, Conflict (community.meeting.cancelled), Invalid (text, who, frontdesk.home.*).
    """
    text = words_of(draft.text, "text", longest=500)
    settled = acts.person_chosen(actor, draft.chosen)
    who = words_of(settled[1] if settled else draft.who, "who", longest=60, needed=False)
    if draft.topic not in Topic.values:
        raise Invalid("community.topic", "topic")
    with transaction.atomic():
        row = meetings.held_row(actor, meeting_id)
        if row.state == MeetingState.CANCELLED:
            raise Conflict("community.meeting.cancelled")
        found_at = draft.chosen.place_id if draft.chosen and settled and not draft.home else None
        acts.in_community(found_at, row.community_id)
        home = found_at or frontdesk.home_of(row.community_id, draft.home)
        on = row.starts_at.astimezone(ZoneInfo(actor.time_zone)).date()
        person = _speaker(settled, home, who, on)
        raised = Improvement.objects.create(
            community_id=row.community_id, source="opinion", topic=draft.topic, text=text, raised_on=on
        )
        made = MeetingOpinion.objects.create(
            meeting=row, improvement=raised, place_id=home, person_id=person, who=who, at=at
        )
        raised.source = f"opinion {made.pk}"
        raised.save(update_fields=["source"])
        audit.record(
            actor, actions.OPINION_HEARD, made, after={"text": text}, community_id=row.community_id, at=at
        )
    return int(made.pk)


def opinion_judge(*, actor: Actor, opinion_id: int, judgement: Judgement, at: datetime) -> None:
    """Take it, with a measure, or not, with a reason. May be judged again while its measure is not carried out.

    Raises Forbidden, NotFound, Invalid (reason, community.improvement.*), Conflict (community.improvement.has_measure, .done).
    """
    reason = words_of(judgement.reason, "reason", longest=500, needed=not judgement.accepted)
    with transaction.atomic():
        row = _held(actor, opinion_id)
        raised = row.improvement_id
        improving.improvement_judge(actor=actor, improvement_id=raised, reasonable=judgement.accepted, at=at)
        if judgement.accepted:
            improving.improvement_plan(
                actor=actor, improvement_id=raised, measure=judgement.measure, staff_id=judgement.staff_id,
                due_on=judgement.due_on, at=at,
            )  # fmt: skip
        row.reason = reason
        row.save(update_fields=["reason"])
        audit.record(
            actor, actions.OPINION_JUDGED, row, after={"accepted": judgement.accepted}, reason=reason,
            community_id=row.meeting.community_id, at=at,
        )  # fmt: skip


def opinion_answer(*, actor: Actor, opinion_id: int, answer: str, at: datetime) -> None:
    """Tell whoever said it what became of it; who is known in the register gets it as a message.

    Raises Forbidden, NotFound, Invalid (answer), Conflict (community.opinion.unjudged).
    """
    answer = words_of(answer, "answer", longest=500)
    with transaction.atomic():
        row = _held(actor, opinion_id)
        if row.improvement.reasonable is None:
            raise Conflict("community.opinion.unjudged")
        row.answer, row.answered_at = answer, at
        row.save(update_fields=["answer", "answered_at"])
        audit.record(
            actor, actions.OPINION_ANSWERED, row, after={"answer": answer}, community_id=row.meeting.community_id, at=at
        )  # fmt: skip
        if row.person_id is not None:
            messages.notify(
                template="community.opinion_answered", to=[Recipient.person(row.person_id)],
                params={"meeting": row.meeting.title, "text": row.improvement.text[:80], "answer": answer},
                cause_key=f"community.opinion:{row.pk}:{at:%Y%m%d%H%M%S}", at=at, community_id=row.meeting.community_id,
            )  # fmt: skip


def _held(actor: Actor, opinion_id: int) -> Any:
    return reach.one(
        MeetingOpinion, opinion_id, actor=actor, permission=OPINION_JUDGE, reading=MEETING_READ, lock=True,
        community="meeting__community_id",
    )  # fmt: skip


def _speaker(settled: tuple[int | None, str] | None, home: int | None, who: str, on: date) -> int | None:
    if settled is not None:
        return settled[0]
    return places.persons_named([(home, who)], on).get((home, who)) if home and who else None
