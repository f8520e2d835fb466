from anju.modules.people.models.care import CareEntry, CareReason, CareVisit, Condition, VisitWay
from anju.modules.people.models.homes import (
    Acquisition,
    CertificateState,
    GasState,
    HeatingKind,
    HomeFile,
    HomeTie,
    HouseholdProfile,
    Need,
    NeedKind,
    OwnerChange,
    Relation,
    TieKind,
)
from anju.modules.people.models.ideas import IdeaState, ServiceIdea
from anju.modules.people.models.person_imports import PersonImport, PersonImportState, SheetReading
from anju.modules.people.models.person_requests import (
    Asker,
    PersonLock,
    PersonRequest,
    Proof,
    RequestChannel,
    RequestKind,
    RequestState,
)
from anju.modules.people.models.persons import (
    Consent,
    ConsentWay,
    Convention,
    ConventionKind,
    DocumentKind,
    IdKind,
    Person,
    PersonDistinct,
    PersonDocument,
    PersonKind,
    PersonMerge,
    PersonPhone,
    PersonState,
    Secrecy,
)
from anju.modules.people.models.records import (
    BodyKind,
    Device,
    DeviceIssue,
    DeviceKind,
    DeviceState,
    Duty,
    DutyPass,
    DutyRole,
    LogEntry,
    LogKind,
    LogState,
    ManagementBody,
    PassState,
    Transfer,
)
from anju.modules.people.models.staff import Department, Position, Staff, StaffState, Team

__all__ = [
    "Acquisition", "Asker", "BodyKind", "CareEntry", "CareReason", "CareVisit", "CertificateState", "Condition",
    "Consent", "ConsentWay", "Convention", "ConventionKind", "Department", "Device", "DeviceIssue", "DeviceKind",
    "DeviceState", "DocumentKind", "Duty", "DutyPass", "DutyRole", "GasState", "HeatingKind", "HomeFile", "HomeTie",
    "HouseholdProfile", "IdKind", "IdeaState", "LogEntry", "LogKind", "LogState", "ManagementBody", "Need",
    "NeedKind", "OwnerChange", "PassState", "Person", "PersonDistinct", "PersonDocument", "PersonImport",
    "PersonImportState", "PersonKind", "PersonLock", "PersonMerge", "PersonPhone", "PersonRequest", "PersonState",
    "Position", "Proof", "Relation", "RequestChannel", "RequestKind", "RequestState", "Secrecy", "ServiceIdea",
    "SheetReading", "Staff", "StaffState", "Team", "TieKind", "Transfer", "VisitWay",
]  # fmt: skip
