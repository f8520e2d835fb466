from anju.modules.community.models.campaigns import (
    CampaignHome,
    CampaignState,
    CampaignTarget,
    VisitCampaign,
    VisitOutcome,
)
from anju.modules.community.models.groups import ChatGroup, GroupMember, GroupPost, Platform, PostSort
from anju.modules.community.models.ideas import Origin, Proposal, ProposalSupport
from anju.modules.community.models.meetings import (
    Attendee,
    Invited,
    Meeting,
    MeetingAttendee,
    MeetingFile,
    MeetingKind,
    MeetingOpinion,
    MeetingState,
)
from anju.modules.community.models.opinions import BoxLetter, BoxOpening, OpinionBox
from anju.modules.community.models.samples import SupervisorSample
from anju.modules.community.models.surveys import (
    Audience,
    Channel,
    Improvement,
    ItemKind,
    Survey,
    SurveyAnswer,
    SurveyItem,
    SurveyState,
    SurveyTicket,
    Topic,
)

__all__ = [
    "Attendee", "Audience", "BoxLetter", "BoxOpening", "CampaignHome", "CampaignState", "CampaignTarget", "Channel", "ChatGroup",
    "GroupMember", "GroupPost", "Improvement", "Invited", "ItemKind", "Meeting", "MeetingAttendee", "MeetingFile", "MeetingKind",
    "MeetingOpinion", "MeetingState", "OpinionBox", "Origin", "Platform", "PostSort", "Proposal", "ProposalSupport",
    "SupervisorSample", "Survey", "SurveyAnswer", "SurveyItem", "SurveyState", "SurveyTicket", "Topic", "VisitCampaign", "VisitOutcome",
]  # fmt: skip
