from anju.modules.community.models.campaigns import (
    CampaignHome,
    CampaignState,
    CampaignTarget,
    VisitCampaign,
    VisitOutcome,
)
from anju.modules.community.models.contacts import ContactKind, SafetyContact
from anju.modules.community.models.defence import (
    BriefReading,
    BriefSort,
    FacilityUse,
    SafetyBrief,
    SharedFacility,
)
from anju.modules.community.models.disputes import (
    Dispute,
    DisputeLevel,
    DisputeParty,
    DisputeReport,
    DisputeSession,
    DisputeState,
    Mediation,
    Tier,
)
from anju.modules.community.models.dogs import (
    CheckResult,
    Dog,
    DogCampaign,
    DogCampaignLine,
    DogLadder,
    DogSex,
    DogSize,
    DogState,
    DogStep,
    Step,
)
from anju.modules.community.models.etiquette import EtiquetteAbout, EtiquetteCheck, EtiquetteResult
from anju.modules.community.models.events import EventPost, EventRisk, EventState, MajorEvent
from anju.modules.community.models.groups import ChatGroup, GroupMember, GroupPost, Platform, PostSort
from anju.modules.community.models.ideas import Origin, Proposal, ProposalSupport
from anju.modules.community.models.meetings import (
    Attendee,
    Called,
    Invited,
    Meeting,
    MeetingAttendee,
    MeetingFile,
    MeetingKind,
    MeetingOpinion,
    MeetingState,
)
from anju.modules.community.models.merchants import (
    Approval,
    Cleaning,
    Equipment,
    EquipmentKind,
    Inspector,
    JointAction,
    JointMerchant,
    JointStep,
    Merchant,
    MerchantCheck,
    MerchantState,
    NeighbourCase,
    StreetFinding,
    StreetSort,
    Trade,
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
from anju.modules.community.models.teaching import (
    Occasion,
    OccasionGuest,
    OccasionKind,
    OccasionPhoto,
    OccasionPoint,
    OccasionState,
    PointSort,
    TeachingLine,
)

__all__ = [
    "Approval", "Attendee", "Audience", "BoxLetter", "BoxOpening", "BriefReading", "BriefSort",
    "Called", "CampaignHome", "CampaignState", "CampaignTarget", "Channel", "ChatGroup", "CheckResult", "Cleaning",
    "ContactKind", "Dispute", "DisputeLevel", "DisputeParty", "DisputeReport", "DisputeSession",
    "DisputeState", "Dog", "DogCampaign", "DogCampaignLine", "DogLadder", "DogSex", "DogSize", "DogState",
    "DogStep", "Equipment", "EquipmentKind", "EtiquetteAbout", "EtiquetteCheck", "EtiquetteResult",
    "EventPost", "EventRisk", "EventState", "FacilityUse", "GroupMember", "GroupPost", "Improvement",
    "Inspector", "Invited", "ItemKind", "JointAction", "JointMerchant", "JointStep", "MajorEvent",
    "Mediation", "Meeting", "MeetingAttendee", "MeetingFile", "MeetingKind", "MeetingOpinion", "MeetingState",
    "Merchant", "MerchantCheck", "MerchantState", "NeighbourCase", "Occasion", "OccasionGuest",
    "OccasionKind", "OccasionPhoto", "OccasionPoint", "OccasionState", "OpinionBox", "Origin", "Platform",
    "PointSort", "PostSort", "Proposal", "ProposalSupport", "SafetyBrief", "SafetyContact", "SharedFacility",
    "Step", "StreetFinding", "StreetSort", "SupervisorSample", "Survey", "SurveyAnswer", "SurveyItem",
    "SurveyState", "SurveyTicket", "TeachingLine", "Tier", "Topic", "Trade", "VisitCampaign", "VisitOutcome",
]  # fmt: skip
