"""What other packages may know of staff, persons and homes: values only, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, NamedTuple


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


class PersonKind(StrEnum):
    NATURAL = "natural"
    COMPANY = "company"


class IdKind(StrEnum):
    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    TRAVEL_PERMIT = "travel_permit"
    CREDIT_CODE = "credit_code"


class TieKind(StrEnum):
    OWNER = "owner"
    TENANT = "tenant"
    FAMILY = "family"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PersonView:
    """kind: natural or company. phone_shown: masked, 138****1234, "" without one. state: active, merged, forgotten."""

    id: int
    kind: str
    name: str
    phone_shown: str
    user_id: int | None
    language: str
    state: str


class Share(NamedTuple):
    """A part of a home, such as 1/2."""

    numerator: int
    denominator: int

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True, slots=True)
class HomePerson:
    """A person tied to a home over `[since, until)`. relation: owner, tenant, family or other; share: an owner's."""

    person: PersonView
    relation: str
    since: date | None
    until: date | None
    share: Share | None
    lives_here: bool
    is_contact: bool
    tie_id: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """Who is tied to a home on a day, owners first. needs: what is still open. care: somebody is on the care list."""

    place_id: int
    community_id: int
    people: tuple[HomePerson, ...]
    note: str
    needs: tuple[str, ...]
    care: bool


@dataclass(frozen=True, slots=True)
class HomeHit:
    """A home, a person in it, or a person without one, found from a few signs."""

    place_id: int | None
    person_id: int | None
    name: str
    phone_shown: str
    place_name: str
    community_id: int | None


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person is reached. phone, email: in the clear, for sending only; "" where there is none.

    declined: he took back his consent to be told by phone and mail what is no duty and no danger.
    """

    person_id: int
    name: str
    user_id: int | None
    phone: str
    email: str
    language: str
    declined: bool = False


@dataclass(frozen=True, slots=True)
class PhoneDraft:
    number: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """What is known of a person or a company. The first phone is the main one. id_number "" means none.

    community_id: where the person is registered. birthday None: taken from an identity card where there is one.
    """

    name: str
    kind: PersonKind = PersonKind.NATURAL
    community_id: int | None = None
    phones: tuple[PhoneDraft, ...] = ()
    id_kind: IdKind | None = None
    id_number: str = ""
    birthday: date | None = None
    email: str = ""
    language: str = "zh-hans"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieDraft:
    """A person in a home from `starts_on` until before `ends_on`. share, acquired, certificate: an owner's only.

    contract_until: the last day of a lease. relation: to the householder (models.Relation).
    """

    person_id: int
    place_id: int
    kind: TieKind
    starts_on: date | None = None
    ends_on: date | None = None
    share: Share | None = None
    acquired: str = ""
    certificate: str = ""
    relation: str = ""
    lives_here: bool = True
    is_contact: bool = False
    contract_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LoginGiven:
    """A member of staff has a log-in from now on."""

    code: ClassVar[str] = "people.staff.login_given"
    staff_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class PersonsMerged:
    """Two records of one person were made one: rows that point at `gone_id` belong to `kept_id` now."""

    code: ClassVar[str] = "people.persons.merged"
    kept_id: int
    gone_id: int


@dataclass(frozen=True, slots=True)
class PersonsParted:
    """A merge was taken back: `gone_id` is a person of its own again."""

    code: ClassVar[str] = "people.persons.parted"
    kept_id: int
    gone_id: int


@dataclass(frozen=True, slots=True)
class PersonForgotten:
    code: ClassVar[str] = "people.person.forgotten"
    person_id: int


@dataclass(frozen=True, slots=True)
class OwnerChanged:
    """The owners of a home changed on a day. gone_ids, come_ids: persons."""

    code: ClassVar[str] = "people.owner.changed"
    place_id: int
    on: date
    gone_ids: tuple[int, ...]
    come_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OwnerChangeReversed:
    """A change of owner was taken back: who came is gone again, who went is back."""

    code: ClassVar[str] = "people.owner.change_reversed"
    place_id: int
    on: date
    gone_ids: tuple[int, ...]
    come_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Data of a person that may not be deleted yet. what, reason: words for the person; until None: while it lasts."""

    what: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CopyPart:
    """A part of the copy of somebody's data. code: stable; rows: plain values by field; labels: field → words."""

    code: str
    title: str
    rows: tuple[Mapping[str, str | int | bool | None], ...]
    labels: Mapping[str, str]
