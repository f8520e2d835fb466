from anju.modules.community.models.campaigns import (
    CampaignHome,
    CampaignState,
    CampaignTarget,
    VisitCampaign,
    VisitOutcome,
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
    "Approval", "Audience", "CampaignHome", "CampaignState", "CampaignTarget", "Channel", "CheckResult", "Cleaning", "Dog",
    "DogCampaign", "DogCampaignLine", "DogLadder", "DogSex", "DogSize", "DogState", "DogStep", "Equipment",
    "EquipmentKind", "Improvement", "Inspector", "ItemKind", "JointAction", "JointMerchant", "JointStep", "Merchant",
    "MerchantCheck", "MerchantState", "NeighbourCase", "Step", "StreetFinding", "StreetSort", "SupervisorSample",
    "Survey", "SurveyAnswer", "SurveyItem", "SurveyState", "SurveyTicket", "Topic", "Trade", "VisitCampaign", "VisitOutcome",
]  # fmt: skip
