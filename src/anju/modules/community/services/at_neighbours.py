"""Everything that is done with dogs and merchants, under one name for other packages: `community.neighbours`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from anju.modules.community.models import DogCampaignLine
from anju.modules.community.queries.dogs import steps
from anju.modules.community.rules.merchants import ITEMS
from anju.modules.community.services.dog_measures import (
    CheckNote,
    InspectionDraft,
    LadderDraft,
    StepDraft,
    StepNote,
    campaign_open,
    ladder_close,
    ladder_open,
    line_check,
    step_plan,
    step_record,
)
from anju.modules.community.services.dogs import BreachDraft, DogDraft, breach_open, dog_note, dog_state
from anju.modules.community.services.merchant_actions import (
    ActionDraft,
    StreetDraft,
    action_close,
    action_open,
    step_add,
    step_done,
    street_answer,
    street_close,
    street_note,
    street_report,
)
from anju.modules.community.services.merchants import (
    CheckDraft,
    MerchantDraft,
    NuisanceDraft,
    check_again,
    check_note,
    cleaning_note,
    complaint_open,
    equipment_save,
    merchant_note,
    merchant_state,
)
from anju.modules.community.services.uploads import Upload

__all__ = [
    "ActionDraft", "BreachDraft", "CheckDraft", "CheckNote", "DogDraft", "InspectionDraft", "LadderDraft",
    "MerchantDraft", "NuisanceDraft", "StepDraft", "StepNote", "StreetDraft", "Upload", "action_close", "action_open",
    "breach_open", "campaign_open", "check_again", "check_note", "checklist", "cleaning_note", "complaint_open",
    "dog_note", "dog_state", "equipment_save", "ladder_close", "ladder_open", "line_check", "lines", "merchant_note",
    "merchant_state", "step_add", "step_done", "step_plan", "step_record", "steps", "street_answer", "street_close",
    "street_note", "street_report",
]  # fmt: skip


def checklist(bad: Collection[str]) -> Mapping[str, str]:
    """A whole checklist in which just these items are bad."""
    return {code: "bad" if code in bad else "ok" for code in ITEMS}


def lines(campaign_id: int) -> list[Any]:
    """The list of an inspection, in the order of the register."""
    return list(DogCampaignLine.objects.filter(campaign_id=campaign_id).select_related("dog").order_by("pk"))
