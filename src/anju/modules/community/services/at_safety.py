"""The use cases of safety, disputes and etiquette under one name."""

from anju.modules.community.services.contacts import ContactDraft, contact_save
from anju.modules.community.services.defence import (
    BriefDraft,
    FacilityDraft,
    brief_publish,
    brief_save,
    brief_share,
    facility_save,
    facility_use,
)
from anju.modules.community.services.disputes import (
    DisputeDraft,
    EndDraft,
    SessionDraft,
    dispute_end,
    dispute_follow,
    dispute_save,
    party_add,
    report_note,
    session_add,
)
from anju.modules.community.services.etiquette import CheckDraft, check_again, check_record
from anju.modules.community.services.events import (
    EventDraft,
    PostDraft,
    event_decide,
    event_review,
    event_save,
    event_sign,
    event_submit,
    post_add,
)
from anju.modules.community.services.teaching import (
    OccasionDraft,
    OccasionNote,
    line_save,
    occasion_hold,
    occasion_save,
    point_add,
    point_report,
)
from anju.modules.community.services.uploads import Upload

__all__ = [
    "BriefDraft", "CheckDraft", "ContactDraft", "DisputeDraft", "EndDraft", "EventDraft", "FacilityDraft",
    "OccasionDraft", "OccasionNote", "PostDraft", "SessionDraft", "Upload", "brief_publish", "brief_save", "brief_share",
    "check_again", "check_record", "contact_save", "dispute_end", "dispute_follow", "dispute_save", "event_decide",
    "event_review", "event_save", "event_sign", "event_submit", "facility_save", "facility_use", "line_save",
    "occasion_hold", "occasion_save", "party_add", "point_add", "point_report", "post_add", "report_note", "session_add",
]  # fmt: skip
