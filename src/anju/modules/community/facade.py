"""What other modules may call. All need an organisation in scope, but for the address of a survey."""

from anju.modules.community.contracts import ItemDraft
from anju.modules.community.queries.campaigns import campaigns, coverage, homes_of
from anju.modules.community.queries.questionnaires import questions
from anju.modules.community.queries.surveys import items_of, results, surveys
from anju.modules.community.services import at_neighbours as neighbours
from anju.modules.community.services.answers import answer_online, public_survey, token_of
from anju.modules.community.services.campaigns import (
    CampaignDraft,
    VisitNote,
    campaign_close,
    campaign_create,
)
from anju.modules.community.services.campaigns import visit_record as home_visit_record
from anju.modules.community.services.improving import (
    factor_take,
    improvement_done,
    improvement_plan,
    proposal_judge,
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
    "CampaignDraft", "ItemDraft", "SurveyDraft", "VisitNote", "answer_online", "campaign_close", "campaign_create",
    "campaigns", "coverage", "factor_take", "home_visit_record", "homes_of", "improvement_done", "improvement_plan",
    "items_of", "neighbours", "proposal_judge", "public_survey", "questions", "results", "return_visit_record", "sample_draw",
    "survey_close", "survey_conclude", "survey_create", "survey_open", "surveys", "token_of",
]  # fmt: skip
