"""Documents, goals and people for the tests of the library."""

from __future__ import annotations

from datetime import date

from anju.foundation.accounts.models import User
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffDraft
from anju.modules.plans.services import goals, library
from anju.modules.plans.services.library import Content, DocumentDraft
from anju.modules.plans.tests.factories import AT, TODAY, Ground

FORM = "水压 | 数字 | 必填 | 0.2~0.6 MPa\n外观 | 勾选\n现场 | 照片 | 必填 | 2张"


def document(actor, community_id=None, *, approve: date | None = TODAY, **given) -> int:
    """A document; approved for `approve`, unless that is None."""
    content = given.pop("content", Content(text="巡逻员每班至少签到三处。"))
    draft = DocumentDraft(**{"community_id": community_id, "kind": "sop", "title": "巡逻作业规程", **given})
    number = library.document_add(actor=actor, draft=draft, content=content, at=AT)
    if approve is not None:
        library.version_approve(actor=actor, version_id=draft_of(number), on=approve, note="同意", at=AT)
    return number


def draft_of(document_id: int) -> int:
    from anju.modules.plans.models import DocumentVersion

    return DocumentVersion.objects.get(document_id=document_id, state="draft").pk


def goal(actor, community_id=None, **given) -> int:
    values = {
        "kind": "award", "title": "取得市级优秀小区称号", "target": "主管部门公布的名单中有本小区",
        "starts_on": date(2026, 1, 1), "due_on": date(2027, 12, 31), **given,
    }  # fmt: skip
    return goals.goal_add(actor=actor, draft=goals.GoalDraft(community_id=community_id, **values), at=AT)


def guard(actor, place: Ground, user: User, number: str = "S001") -> int:
    """The user's staff record: a guard of the community, in the post 巡逻员."""
    department = next(
        one.department_id for one in people.teams(place.community.id) if one.domain == "security"
    )
    post = people.position_save(
        actor=actor, draft=people.PositionDraft(department_id=department, name="巡逻员", headcount=4), at=AT
    )
    draft = StaffDraft(
        name="王强",
        number=number,
        department_id=department,
        position_id=post,
        community_id=place.community.id,
    )
    staff = people.staff_create(actor=actor, draft=draft, at=AT)
    from anju.modules.people.models import Staff

    Staff.objects.filter(pk=staff).update(user_id=user.pk)
    return post
