"""Who may do what with a case: each transition that asks for a right of its own, by role."""

from __future__ import annotations

import pytest

from anju.engines.cases import facade as cases
from anju.foundation.accounts import services as accounts
from anju.foundation.actors import Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import AnjuError, Forbidden
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.services import findings
from anju.modules.frontdesk.tests import factories as made

NOW = made.NOW
ROLES = (
    RoleCode.LEADER, RoleCode.QUALITY, RoleCode.MANAGER, RoleCode.SUPERVISOR, RoleCode.FRONTDESK, RoleCode.WORKER,
    RoleCode.AUTHORITY, RoleCode.CASHIER,
)  # fmt: skip
L, Q, M, S, D, W = ROLES[:6]


@pytest.fixture
def home(org):
    return made.home()


def as_role(org, boss, role):
    user = made.user(f"who-{role}", org)
    accounts.role_assign(actor=boss, user=user, role_code=role, path="")
    return actor_for(user, org, Origin())


def opened(actor, home, kind, **fields):
    return facade.report(actor=actor, draft=made.draft(home, kind, fields=fields), at=NOW).case_id


def done_complaint(boss, home):
    case_id = opened(boss, home, "complaint", **{"class": "cleaning"})
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.desk[0], at=NOW)
    answer = {"cause": "漏扫", "cause_kind": "staff", "measure": "补扫"}
    made.move(boss, case_id, "finish", reason="已补扫", fields=answer)
    return case_id


def answered_enquiry(boss, home):
    case_id = opened(boss, home, "enquiry", topic="general")
    made.move(boss, case_id, "finish", fields={"answer": "已答复"})
    return case_id


def helped(boss, home):
    case_id = opened(boss, home, "help", danger="locked")
    cases.case_assign(actor=boss, case_id=case_id, staff_id=home.guards[0], at=NOW)
    return case_id


TABLE = {
    "open a repair": ({Q, M, S, D, W}, lambda who, boss, home: opened(who, home, "repair")),
    "work": ({M, S, D, W}, lambda who, boss, home: made.move(who, done_complaint(boss, home), "consent", fields={"consent": "agreed"})),
    "close": ({Q, M, S, D}, lambda who, boss, home: made.move(who, answered_enquiry(boss, home), "close")),
    "close unanswered": (set(), lambda who, boss, home: made.move(who, answered_enquiry(boss, home), "close_unanswered", fields={"unanswered": True})),
    "force": ({M, S}, lambda who, boss, home: made.move(who, helped(boss, home), "force", reason="破门", fields={"witness": "民警"})),
    "hear": ({L}, lambda who, boss, home: made.move(who, done_complaint(boss, home), "hear", reason="已阅")),
    "judge": ({L, Q, M, S}, lambda who, boss, home: made.move(who, done_complaint(boss, home), "judge", fields={"fault": "none"})),
    "cancel": ({M, S, D}, lambda who, boss, home: made.move(who, opened(boss, home, "repair"), "cancel", reason="误报")),
    "turn a finding": ({Q, M, S, D}, lambda who, boss, home: findings.finding_turn(actor=who, finding_id=0, at=NOW)),
}  # fmt: skip


@pytest.mark.parametrize("deed", TABLE)
@pytest.mark.parametrize("role", ROLES, ids=str)
def test_who_may_do_what(org, boss, home, deed, role):
    allowed, do = TABLE[deed]
    who = as_role(org, boss, role)
    if role in allowed:
        try:
            do(who, boss, home)
        except Forbidden:
            pytest.fail(f"{role} may {deed}")
        except AnjuError as other:
            assert deed == "turn a finding", other.code
        return
    with pytest.raises(Forbidden):
        do(who, boss, home)
    states = {one.state for one in cases.rows(cases.cases(actor=boss))}
    assert states <= {"new", "assigned", "done"}
