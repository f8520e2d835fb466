from __future__ import annotations

import pytest

from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk.queries import budgets
from anju.modules.frontdesk.services import limits
from anju.modules.frontdesk.tests import factories as made
from anju.modules.plans import facade as plans

PLAN = """服务方案

第一章 报修
1、急修15分钟内到达现场，一般维修当天完成。
第二章 消防
1、消防通道每日检查一次，堵塞的当天清理。
"""


@pytest.fixture
def home(org, boss):
    from django.utils import timezone

    home = made.home()
    made.plan(boss, home.community, PLAN, at=timezone.now())
    limits.limits_read(actor=boss, community_id=home.community, at=timezone.now())
    return home


def promise(home, quote):
    from django.utils import timezone

    found = plans.promises_in_force(home.community, timezone.localdate(), "cases")
    return next(one for one in found if one.quote == quote)


def test_the_page_names_promise_house_and_law_for_each_clock(login, home):
    page = login(RoleCode.MANAGER).get(f"/desk/limits/?community={home.community}").content.decode()
    for words in (
        "急修15分钟内到达现场",
        "15 分钟",
        "急修30分钟内到场",
        "有方案承诺时不用",
        "特种设备安全监察条例",
    ):
        assert words in page
    assert "堵塞的当天清理" in page.split("没有管任何计时的承诺")[1].split("</section>")[0]


WHO = [(RoleCode.MANAGER, 200, 200), (RoleCode.QUALITY, 200, 200), (RoleCode.FRONTDESK, 200, 403),
       (RoleCode.SUPERVISOR, 200, 403), (RoleCode.WORKER, 403, 403)]  # fmt: skip


@pytest.mark.parametrize(("role", "reading", "setting"), WHO, ids=lambda one: str(one))
def test_who_may_see_and_set_limits(login, home, role, reading, setting):
    client = login(role)
    number = promise(home, "急修15分钟内到达现场").id
    assert client.get(f"/desk/limits/?community={home.community}").status_code == reading
    for address in (f"/desk/limits/{number}/", "/desk/limits/house/repair.finish/"):
        assert client.get(f"{address}?community={home.community}").status_code == setting
    if setting == 403:
        given = {"one_what": "hazard.arrive", "note": "x"}
        assert client.post(f"/desk/limits/{number}/?community={home.community}", given).status_code == 403
        assert not any(one.corrected for one in budgets.in_force(home.community, made.timezone_now()))


def test_a_manager_elsewhere_does_not_find_the_page(login, home):
    other = made.home("别处")
    client = login(RoleCode.MANAGER, path=f"/{other.community}/")
    assert client.get(f"/desk/limits/?community={home.community}").status_code == 404


def test_a_promise_is_given_to_another_clock_and_taken_back(login, home):
    client = login(RoleCode.MANAGER)
    number = promise(home, "堵塞的当天清理").id
    address = f"/desk/limits/{number}/?community={home.community}"
    given = {
        "one_what": "repair.arrive",
        "one_from": "3",
        "one_to": "4",
        "one_where": "area=home",
        "note": "指户内急修",
    }
    assert client.post(address, {**given, "note": ""}).status_code == 422
    assert client.post(address, given).status_code == 303
    row = budgets.in_force(home.community, made.timezone_now()).get(promise_id=number)
    assert (row.kind, row.clock, row.amount, row.unit, row.fields) == (
        "repair",
        "arrive",
        0,
        "days",
        {"area": ["home"]},
    )
    assert promise(home, "堵塞的当天清理").state == "running"
    again = f"/desk/limits/{number}/again/?community={home.community}"
    assert client.post(again).status_code == 302
    assert promise(home, "堵塞的当天清理").state == "waiting"


def test_a_limit_of_the_house_is_changed_for_one_community(login, home):
    client = login(RoleCode.MANAGER)
    address = f"/desk/limits/house/enquiry.answer/?community={home.community}"
    given = {"amount": "0", "unit": "minutes", "base": "calendar"}
    assert client.post(address, given).status_code == 422
    assert client.post(address, {**given, "amount": "45"}).status_code == 303
    row = next(one for one in budgets.house(home.community) if one.code == "enquiry.answer")
    assert row.limit.budget.amount == 45
    assert client.get(f"/desk/limits/house/law.lift.rescue/?community={home.community}").status_code == 404


def test_the_promises_are_read_again_by_hand(login, home):
    client = login(RoleCode.MANAGER)
    assert client.post(f"/desk/limits/read/?community={home.community}").status_code == 302
    assert budgets.in_force(home.community, made.timezone_now()).count() == 2
