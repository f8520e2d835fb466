"""What other modules may call. All need an organisation in scope, but for the address of a survey."""

from anju.modules.community.contracts import ItemDraft, ProposalView
from anju.modules.community.permissions import IDEA_READ, IDEA_SUPPORT
from anju.modules.community.queries.campaigns import campaigns, coverage, homes_of
from anju.modules.community.queries.contacts import in_use as contacts_in_use
from anju.modules.community.queries.defence import shown_to as briefs_shown_to
from anju.modules.community.queries.etiquette import items as etiquette_items
from anju.modules.community.queries.events import post_ids as event_posts
from anju.modules.community.queries.groups import member_ids
from anju.modules.community.queries.ideas import for_homes as proposals_for
from anju.modules.community.queries.meetings import raised_by
from anju.modules.community.queries.questionnaires import questions
from anju.modules.community.queries.surveys import items_of, results, surveys
from anju.modules.community.queries.teaching import guest_ids as occasion_guests
from anju.modules.community.services import at_neighbours as neighbours
from anju.modules.community.services import at_safety as safety
from anju.modules.community.services.answers import answer_online, public_survey, token_of
from anju.modules.community.services.campaigns import (
    CampaignDraft,
    VisitNote,
    campaign_close,
    campaign_create,
)
from anju.modules.community.services.campaigns import visit_record as home_visit_record
from anju.modules.community.services.defence import brief_read
from anju.modules.community.services.groups import (
    GroupDraft,
    PostDraft,
    group_save,
    members_import,
    post_log,
    post_turn,
)
from anju.modules.community.services.hearing import (
    Judgement,
    OpinionDraft,
    opinion_answer,
    opinion_hear,
    opinion_judge,
)
from anju.modules.community.services.ideas import (
    ProposalDraft,
    proposal_answer,
    proposal_publish,
    proposal_raise,
    proposal_support,
    proposal_unsupport,
)
from anju.modules.community.services.improving import (
    factor_take,
    improvement_done,
    improvement_plan,
    proposal_judge,
)
from anju.modules.community.services.meetings import (
    AttendanceDraft,
    MeetingDraft,
    attendance_add,
    meeting_cancel,
    meetings_plan,
    minutes_write,
)
from anju.modules.community.services.opinions import (
    BoxDraft,
    LetterDraft,
    OpeningDraft,
    box_open,
    box_save,
    letter_take,
)
from anju.modules.community.services.returns import sample_draw
from anju.modules.community.services.returns import visit_record as return_visit_record
from anju.modules.community.services.surveys import (
    SurveyDraft,
    survey_close,
    survey_conclude,
    survey_create,
    survey_open,
)

__all__ = [
    "IDEA_READ",
    "IDEA_SUPPORT",
    "AttendanceDraft",
    "BoxDraft",
    "CampaignDraft",
    "GroupDraft",
    "ItemDraft",
    "Judgement",
    "LetterDraft",
    "MeetingDraft",
    "OpeningDraft",
    "OpinionDraft",
    "PostDraft",
    "ProposalDraft",
    "ProposalView",
    "SurveyDraft",
    "VisitNote",
    "answer_online",
    "attendance_add",
    "box_open",
    "box_save",
    "brief_read",
    "briefs_shown_to",
    "campaign_close",
    "campaign_create",
    "campaigns",
    "contacts_in_use",
    "coverage",
    "etiquette_items",
    "event_posts",
    "factor_take",
    "group_save",
    "home_visit_record",
    "homes_of",
    "improvement_done",
    "improvement_plan",
    "items_of",
    "letter_take",
    "meeting_cancel",
    "meetings_plan",
    "member_ids",
    "members_import",
    "minutes_write",
    "neighbours",
    "occasion_guests",
    "opinion_answer",
    "opinion_hear",
    "opinion_judge",
    "post_log",
    "post_turn",
    "proposal_answer",
    "proposal_judge",
    "proposal_publish",
    "proposal_raise",
    "proposal_support",
    "proposal_unsupport",
    "proposals_for",
    "public_survey",
    "questions",
    "raised_by",
    "results",
    "return_visit_record",
    "safety",
    "sample_draw",
    "survey_close",
    "survey_conclude",
    "survey_create",
    "survey_open",
    "surveys",
    "token_of",
]  # fmt: skip
