"""Meetings, boxes with their openings and letters, and proposals in the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from anju.modules.community.api.kit import Register, answer, bodies, filters, who
from anju.modules.community.permissions import (
    IDEA_READ,
    IDEA_WRITE,
    MEETING_READ,
    MEETING_WRITE,
    OPINION_OPEN,
    OPINION_READ,
    OPINION_WRITE,
)
from anju.modules.community.queries import ideas as idea_reads
from anju.modules.community.queries import meetings as meeting_reads
from anju.modules.community.queries import opinions as opinion_reads
from anju.modules.community.services import ideas, meetings, opinions

_meeting_in, _meeting_change = bodies("CommunityMeeting", meetings.MeetingDraft)
_meeting_out = answer(
    "CommunityMeeting", "Meeting", "community_id", "kind", "title", "place", "starts_at", "chair_id", "agenda", "invited",
    "building_ids", "state", "cancel_reason", "minutes", "minutes_at", "called_at", "called", "called_count",
)  # fmt: skip
_box_in, _box_change = bodies("OpinionBox", opinions.BoxDraft)
_box_out = answer(
    "OpinionBox", "OpinionBox", "community_id", "name", "place_id", "spot", "keeper_id", "every_days", "hung_on", "ended_on"
)  # fmt: skip
_opening_in, _opening_change = bodies("BoxOpening", opinions.OpeningDraft, box_id=(int, ...))
_opening_out = answer(
    "BoxOpening", "BoxOpening", "box_id", "opened_at", "due_on", "staff_id", "witness_id", "witness", "letters", "note",
    taken=(int, lambda row: row.taken_count),
)  # fmt: skip
_letter_in, _letter_change = bodies("BoxLetter", opinions.LetterDraft, opening_id=(int, ...))
_letter_out = answer(
    "BoxLetter", "BoxLetter", "opening_id", "number", "case_id",
    case_number=(str, lambda row: row.case.number), kind=(str, lambda row: row.case.kind),
    state=(str, lambda row: row.case.state),
)  # fmt: skip
_proposal_in, _proposal_change = bodies("Proposal", ideas.ProposalDraft, "reporter", published=(bool, False))
_proposal_out = answer(
    "Proposal", "Proposal", "community_id", "case_id", "title", "text", "origin", "place_id", "raised_at", "published_at",
    "answered_at", supports=(int, lambda row: row.support_count), decision=(str, lambda row: row.decision or ""),
    answer=(str, lambda row: row.answer or ""),
)  # fmt: skip


def _opening(request: Any, community: int, values: dict[str, Any]) -> int:
    box_id = values.pop("box_id")
    opinion_reads.box_in(request.actor, box_id, community)
    draft = opinions.OpeningDraft(**values)
    return opinions.box_open(actor=request.actor, box_id=box_id, draft=draft, at=timezone.now())


def _letter(request: Any, community: int, values: dict[str, Any]) -> int:
    opening = opinion_reads.opening(request.actor, values.pop("opening_id"))
    opinion_reads.box_in(request.actor, opening.box_id, community)
    draft = opinions.LetterDraft(chosen=who(values, values["name"]), **values)
    made = opinions.letter_take(actor=request.actor, opening_id=opening.pk, draft=draft, at=timezone.now())
    return int(opinion_reads.letter_rows(request.actor).get(case_id=made).pk)


def _proposal(request: Any, community: int, values: dict[str, Any]) -> int:
    published = values.pop("published")
    return ideas.proposal_raise(
        actor=request.actor, community_id=community, draft=ideas.ProposalDraft(**values), at=timezone.now(), published=published
    )  # fmt: skip


REGISTERS = (
    Register(
        path="meetings", reading=MEETING_READ, writing=MEETING_WRITE, out=_meeting_out.schema, shape=_meeting_out.shape,
        filters=filters("CommunityMeeting", "Meeting", "kind", "state"), order=("-starts_at", "-id"),
        rows=lambda request, community: meeting_reads.meetings(request.actor, community),
        made=_meeting_in, altered=_meeting_change,
        make=lambda request, community, values: meetings.meetings_plan(
            actor=request.actor, community_id=community, draft=meetings.MeetingDraft(**values), at=timezone.now()
        )[0],
        alter=lambda request, row, values: meetings.meeting_change(
            actor=request.actor, meeting_id=row.pk, draft=meetings.MeetingDraft(**values), at=timezone.now()
        ),
    ),
    Register(
        path="boxes", reading=OPINION_READ, writing=OPINION_WRITE, out=_box_out.schema, shape=_box_out.shape,
        filters=filters("OpinionBox", "OpinionBox", "keeper_id"),
        rows=lambda request, community: opinion_reads.boxes(request.actor, community),
        made=_box_in, altered=_box_change,
        make=lambda request, community, values: opinions.box_save(
            actor=request.actor, community_id=community, draft=opinions.BoxDraft(**values), at=timezone.now()
        ),
        alter=lambda request, row, values: opinions.box_save(
            actor=request.actor, community_id=row.community_id, draft=opinions.BoxDraft(**values), at=timezone.now(),
            box_id=row.pk,
        ),
    ),
    Register(
        path="openings", reading=OPINION_READ, writing=OPINION_OPEN, out=_opening_out.schema, shape=_opening_out.shape,
        filters=filters("BoxOpening", "BoxOpening", "box"),
        rows=lambda request, community: opinion_reads.opening_rows(request.actor, community),
        made=_opening_in, make=_opening,
    ),
    Register(
        path="letters", reading=OPINION_READ, writing=OPINION_OPEN, out=_letter_out.schema, shape=_letter_out.shape,
        filters=filters("BoxLetter", "BoxLetter", "opening"),
        rows=lambda request, community: opinion_reads.letter_rows(request.actor, community),
        made=_letter_in, make=_letter,
    ),
    Register(
        path="proposals", reading=IDEA_READ, writing=IDEA_WRITE, out=_proposal_out.schema, shape=_proposal_out.shape,
        filters=filters("Proposal", "Proposal", "origin", "place_id"),
        rows=lambda request, community: idea_reads.proposals(request.actor, community),
        made=_proposal_in, make=_proposal,
    ),
)  # fmt: skip
