"""What other packages may ask of staff, persons and homes. All need an organisation in scope."""

from __future__ import annotations

from anju.modules.people.queries.annotations import with_staff_names, with_team_names
from anju.modules.people.queries.homes import (
    belonging_to,
    find_homes,
    home,
    homes,
    owners_of,
    register_care,
    residents_of,
)
from anju.modules.people.queries.panels import Panel, register_home_panel, register_person_panel
from anju.modules.people.queries.person_requests import locks_of, requests_of_person
from anju.modules.people.queries.persons import (
    contact_of,
    declined_users,
    homes_of,
    person_of_user,
    person_seen,
    persons_by_id,
    persons_by_phone,
)
from anju.modules.people.queries.staff import department_views as departments
from anju.modules.people.queries.staff import (
    members,
    positions,
    staff_by_id,
    staff_of_community,
    staff_of_user,
    suggestions,
    team_for_domain,
    teams,
)
from anju.modules.people.services.care import CareDraft, VisitDraft, care_add, visit_record
from anju.modules.people.services.consents import (
    consent_give,
    consent_withdraw,
    consented,
)
from anju.modules.people.services.consents import purposes as consent_purposes
from anju.modules.people.services.devices import DeviceDraft, device_add, device_issue
from anju.modules.people.services.documents import (
    ConventionDraft,
    DocumentDraft,
    Upload,
    convention_sign,
    document_add,
    files_assign,
)
from anju.modules.people.services.home_files import (
    HomeFileDraft,
    NeedDraft,
    home_file_save,
    need_done,
    need_record,
    profile_save,
)
from anju.modules.people.services.ideas import (
    IdeaDraft,
    TrialDraft,
    idea_decide,
    idea_note,
    trial_begin,
)
from anju.modules.people.services.logins import login_link
from anju.modules.people.services.logs import LogDraft, log_write
from anju.modules.people.services.merging import persons_merge, persons_part, register_merge_follower
from anju.modules.people.services.owner_changes import (
    NewOwner,
    OwnerChangeDraft,
    owner_change,
    owner_change_reverse,
    register_follower,
)
from anju.modules.people.services.person_copies import copy_bytes as own_copy
from anju.modules.people.services.person_requests import (
    RequestDraft,
    request_answer,
    request_drop,
    request_prove,
    request_receive,
    request_refuse,
)
from anju.modules.people.services.personal_data import PersonalData, register_personal_data
from anju.modules.people.services.persons import person_change, person_create, person_phone, user_bind
from anju.modules.people.services.persons_load import PersonLoad, persons_load
from anju.modules.people.services.staff import login_create, staff_create
from anju.modules.people.services.structure import (
    DepartmentDraft,
    PositionDraft,
    TeamDraft,
    department_save,
    position_save,
    team_save,
)
from anju.modules.people.services.ties import living_add, resident_register, tie_change, tie_end

__all__ = [
    "CareDraft", "ConventionDraft", "DepartmentDraft", "DeviceDraft", "DocumentDraft", "HomeFileDraft",
    "IdeaDraft", "LogDraft", "NeedDraft", "NewOwner", "OwnerChangeDraft", "Panel", "PersonLoad",
    "PersonalData", "PositionDraft", "RequestDraft", "TeamDraft", "TrialDraft", "Upload", "VisitDraft",
    "belonging_to", "care_add", "consent_give", "consent_purposes", "consent_withdraw", "consented", "contact_of",
    "convention_sign", "declined_users", "department_save", "departments", "device_add", "device_issue", "document_add",
    "files_assign", "find_homes", "home", "home_file_save", "homes", "homes_of", "idea_decide", "idea_note",
    "living_add", "locks_of", "log_write", "login_create", "login_link", "members", "need_done",
    "need_record", "own_copy", "owner_change", "owner_change_reverse", "owners_of", "person_change",
    "person_create", "person_of_user", "person_phone", "person_seen", "persons_by_id", "persons_by_phone", "persons_load",
    "persons_merge", "persons_part", "position_save", "positions", "profile_save", "register_care",
    "register_follower", "register_home_panel", "register_merge_follower", "register_person_panel",
    "register_personal_data", "request_answer", "request_drop", "request_prove", "request_receive",
    "request_refuse", "requests_of_person", "resident_register", "residents_of", "staff_by_id",
    "staff_create", "staff_of_community", "staff_of_user", "suggestions", "team_for_domain", "team_save",
    "teams", "tie_change", "tie_end", "trial_begin", "user_bind", "visit_record", "with_staff_names",
    "with_team_names",
]  # fmt: skip
