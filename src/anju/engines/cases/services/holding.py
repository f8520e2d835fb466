"""Take hold of a case: lock its row, and see that the actor may do this with it."""

from __future__ import annotations

from types import EllipsisType

from anju.engines.cases.contracts import CaseKind
from anju.engines.cases.models import Case
from anju.engines.cases.queries import kinds, reach, sources
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Conflict, Invalid, NotFound

LONGEST_REASON = 200


def locked(case_id: int) -> Case:
    """Lock a case. Raises NotFound. The lock lets others' rows go on pointing at it, so that sweeps never wait."""
    rows = Case.objects.filter(pk=case_id).select_for_update(of=("self",), no_key=True)
    found: Case | None = rows.first()
    if found is None:
        raise NotFound("not_found", noun="cases.case")
    return found


def hold(actor: Actor, case_id: int, deed: str, *, reporter: bool = False) -> tuple[Case, CaseKind]:
    """Lock a case for a deed of Rights. reporter: whoever reported it may do this too.

    Raises NotFound (not there, out of reach, barred), Forbidden (no such right).
    """
    case = locked(case_id)
    kind = kinds.kind_of(case.kind)
    if not (reporter and actor.user_id is not None and actor.user_id == case.reporter_user_id):
        admit(actor, case, kinds.right(kind, deed))
    return case, kind


def hold_open(actor: Actor, case_id: int, deed: str, *, reporter: bool = False) -> tuple[Case, CaseKind]:
    """As hold, for what is done while a case is open. Raises Conflict (cases.case.closed) too."""
    case, kind = hold(actor, case_id, deed, reporter=reporter)
    must_be_open(case)
    return case, kind


def expect(case_id: int, *, state: str = "", holder: int | EllipsisType | None = ...) -> None:
    """Lock a case and see that it still stands as somebody saw it; to be called in the transaction of his deed.

    holder: who led it then, None for nobody, ... to let it be anybody. Raises NotFound, Conflict (cases.case.changed).
    """
    case = locked(case_id)
    if (state and case.state != state) or (holder is not ... and case.assignee_id != holder):
        raise Conflict("cases.case.changed", state=case.state)


def must_be_open(case: Case) -> None:
    if case.closed_at is not None:
        raise Conflict("cases.case.closed", state=case.state)


def admit(actor: Actor, case: Case, permission: Permission) -> None:
    """Raises Forbidden without the permission, NotFound beyond its reach or when the actor is barred."""
    if actor.user_id is not None and actor.user_id in case.barred_users:
        raise NotFound("not_found", noun="cases.case")
    actor.require(permission)
    if not reach.covers(actor.reach(permission), case.community_id, case.place_id):
        raise NotFound("not_found", noun="cases.case")


def reason_of(text: str, field: str = "reason") -> str:
    """A reason that must be given. Raises Invalid (cases.reason)."""
    text = text.strip()
    if not text or len(text) > LONGEST_REASON:
        raise Invalid("cases.reason", field, limit=LONGEST_REASON)
    return text


def worker(case: Case, staff_id: int, field: str = "staff_id") -> int | None:
    """The team of a person who is to work on a case.

    Raises NotFound (no such person), Conflict (cases.assign.barred, cases.assign.left), Invalid (cases.assign.elsewhere).
    """
    if staff_id in case.barred_staff:
        raise Conflict("cases.assign.barred", field)
    if not sources.knows_people():
        return None
    posting = sources.postings([staff_id]).get(staff_id)
    if posting is None:
        raise NotFound("not_found", field, noun="people.staff")
    if posting.left:
        raise Conflict("cases.assign.left", field)
    if posting.community_id not in (None, case.community_id):
        raise Invalid("cases.assign.elsewhere", field)
    return posting.team_id
