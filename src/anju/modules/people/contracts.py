"""What other packages may know of staff: values only, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Domain(StrEnum):
    """Fields of work a department, team or post answers for."""

    SECURITY = "security"
    FIRE = "fire"
    PARKING = "parking"
    CLEANING = "cleaning"
    GREENING = "greening"
    ENGINEERING = "engineering"
    REPAIR = "repair"
    HEATING = "heating"
    RENOVATION = "renovation"
    DECORATION = "decoration"
    CUSTOMER_SERVICE = "customer_service"
    COMPLAINT = "complaint"
    CULTURE = "culture"
    FINANCE = "finance"
    STAFF = "staff"
    TRAINING = "training"
    SUPERVISION = "supervision"
    GOVERNANCE = "governance"
    ARCHIVE = "archive"
    EMERGENCY = "emergency"
    HANDOVER = "handover"
    SUPPLIES = "supplies"
    RENTAL = "rental"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StaffView:
    """department, position, team: their names, "" where there is none. state: active, leave or left."""

    id: int
    name: str
    number: str
    user_id: int | None
    community_id: int | None
    department_id: int
    department: str
    position_id: int | None
    position: str
    team_id: int | None
    team: str
    skills: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """community_id None: of the whole company. domain: the field of work it answers for, "" for none."""

    id: int
    name: str
    domain: str
    community_id: int | None
    parent_id: int | None
    head_id: int | None


@dataclass(frozen=True, slots=True)
class PositionView:
    """domain: the department's. headcount: the fixed number of people (定员)."""

    id: int
    name: str
    department_id: int
    department: str
    domain: str
    headcount: int


@dataclass(frozen=True, slots=True)
class TeamView:
    id: int
    name: str
    department_id: int
    domain: str
    leader_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDraft:
    """What is known of a person. community_id None: works for the whole company. phone "" means none."""

    name: str
    number: str
    department_id: int
    phone: str = ""
    position_id: int | None = None
    team_id: int | None = None
    community_id: int | None = None
    skills: tuple[str, ...] = ()
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A person proposed for a task. score: higher fits better; matched: the wanted skills he has."""

    staff_id: int
    score: int
    matched: tuple[str, ...]
    load: int
