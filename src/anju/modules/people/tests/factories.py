"""The smallest valid staff, persons and homes."""

from __future__ import annotations

from datetime import UTC, datetime

from anju.kernel.ids import new_code
from anju.modules.people.contracts import PersonDraft, PhoneDraft, StaffDraft, TieDraft, TieKind
from anju.modules.people.models import HomeTie
from anju.modules.people.services.persons import person_create
from anju.modules.people.services.staff import staff_create
from anju.modules.people.services.structure import (
    DepartmentDraft,
    PositionDraft,
    TeamDraft,
    department_save,
    position_save,
    team_save,
)
from anju.modules.people.services.ties import living_add

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def department(actor, name: str = "秩序维护部", domain: str = "security", **more) -> int:
    return department_save(actor=actor, draft=DepartmentDraft(name=name, domain=domain, **more), at=AT)


def position(actor, department_id: int, name: str = "门岗", **more) -> int:
    return position_save(
        actor=actor, draft=PositionDraft(department_id=department_id, name=name, **more), at=AT
    )


def team(actor, department_id: int, name: str = "早班", **more) -> int:
    return team_save(actor=actor, draft=TeamDraft(department_id=department_id, name=name, **more), at=AT)


def staff(actor, department_id: int, number: str = "A001", name: str = "郑有为", **more) -> int:
    draft = StaffDraft(name=name, number=number, department_id=department_id, **more)
    return staff_create(actor=actor, draft=draft, at=AT)


def estate_home(name: str = "502", community=None, building: str = "1"):
    """A home with its community, made by the key's own target: people imports no estate."""
    place = HomeTie._meta.get_field("place").related_model
    top = community or _place(place, "community", name="悦安花园", code=new_code())
    block = place.objects.filter(parent=top, kind="building", code=building).first() or _place(
        place, "building", name=f"{building}号楼", code=building, parent=top
    )
    return _place(place, "unit", name=name, code=name, parent=block)


def _place(model, kind: str, name: str, code: str, parent=None):
    made = model.objects.create(
        parent=parent, kind=kind, code=code, name=name, path="/", label=new_code(), sort_key=code,
        full_name=f"{parent.full_name if parent and parent.kind != 'community' else ''}{name}",
    )  # fmt: skip
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.community_id = made.pk if kind == "community" else parent.community_id
    made.save(update_fields=["path", "community_id"])
    return made


def person(actor, name: str = "沈若兰", phone: str = "", **more) -> int:
    phones = tuple(PhoneDraft(one) for one in phone.split(",") if one)
    return person_create(actor=actor, draft=PersonDraft(name=name, phones=phones, **more), at=AT)


def tie(actor, person_id: int, place, kind: TieKind = TieKind.OWNER, **more) -> int:
    draft = TieDraft(person_id=person_id, place_id=place.pk, kind=kind, **more)
    return living_add(actor=actor, draft=draft, at=AT)
