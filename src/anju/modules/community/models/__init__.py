from anju.modules.community.models.campaigns import (
    CampaignHome,
    CampaignState,
    CampaignTarget,
    VisitCampaign,
    VisitOutcome,
)
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
    "Audience", "CampaignHome", "CampaignState", "CampaignTarget", "Channel", "Improvement", "ItemKind", "SupervisorSample",
    "Survey", "SurveyAnswer", "SurveyItem", "SurveyState", "SurveyTicket", "Topic", "VisitCampaign", "VisitOutcome",
]  # fmt: skip
