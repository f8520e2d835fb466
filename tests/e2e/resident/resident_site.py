"""A small community with residents, filled into the database named by the environment; says what it made as JSON."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

from anju.site.demo import PASSWORD

OWNER, NEIGHBOUR, NEWCOMER = "13800001111", "13900002222", "13700003333"


def fill() -> dict[str, object]:
    from django.db import transaction
    from django.utils import timezone

    from anju.foundation import actors, scope
    from anju.foundation.accounts import residents, services
    from anju.foundation.permissions import RoleCode

    with transaction.atomic():
        org = services.organisation_create(name="安居示范物业服务有限公司", short_name="安居示范物业")
        with scope.enter(org.pk):
            actor = actors.root("测试", org.pk)
            desk = services.user_create(username="desk", name="前台", password=PASSWORD)
            services.member_add(user=desk, org=org)
            for role in (RoleCode.FRONTDESK, RoleCode.MANAGER):
                services.role_assign(actor=actor, user=desk, role_code=role)
            made = _community(actor, timezone.now())
            user = made.pop("user")
            residents.password_set(actor=actor, user=user, old="", new=PASSWORD, at=timezone.now())
    return made


def _community(actor, now):
    from anju.foundation import registry
    from anju.modules.people import facade as people
    from anju.modules.people.contracts import StaffDraft
    from anju.portals.resident.tests import factories

    garden = factories.community(actor, code="YS", name="云杉苑")
    home = factories.home(actor, garden, building="3", number="1502")
    lobby = factories.public_place(actor, garden, code="LOBBY", name="3 号楼大堂")
    phone = next(one for one in registry.declared() if one.code.endswith("service_phone"))
    registry.change(actor=actor, setting=phone, new="0571-88001234")
    owner = factories.resident(actor, home, name="陈雨晴", phone=OWNER)
    newcomer = factories.person(actor, "沈若兰", NEWCOMER, garden.id)
    factories.living(actor, newcomer, factories.home(actor, garden, building="5", number="802"))
    department = people.department_save(
        actor=actor, draft=people.DepartmentDraft(name="工程部", domain="engineering"), at=now
    )
    draft = StaffDraft(name="王立", number="G07", department_id=department, community_id=garden.id)
    engineer = people.staff_create(actor=actor, draft=draft, at=now)
    _notices(actor, garden.id, now)
    cases = _cases(actor, home, owner, engineer, now)
    found = _found(actor, garden.id, now)
    return {"label": lobby.label, "user": owner.user, "newcomer": newcomer, "found": found, **cases}


def _notices(actor, community_id, now):
    from anju.engines.messages import facade as messages

    for title, body in (
        (
            "周三上午停水检修",
            "11 月 25 日（周三）9:00–12:00 检修二次供水水泵，请提前储水。\n恢复后请先放掉浑水。",
        ),
        ("冬季用电安全提醒", "请不要在楼道给电动车充电，离家前关好电暖器。"),
    ):
        draft = messages.NoticeDraft(title=title, body=body)
        notice = messages.notice_create(actor=actor, community_id=community_id, draft=draft, at=now)
        day = now.date()
        messages.notice_publish(
            actor=actor, notice_id=notice, publish_on=day, withdraw_on=day + timedelta(days=14), at=now
        )


def _found(actor, community_id, now):
    """A thing kept by the desk that two may think is theirs."""
    from anju.modules.frontdesk import facade as frontdesk

    draft = frontdesk.registers.FoundDraft(
        community_id=community_id, name="黑色折叠伞", sort="umbrella", found_at=now - timedelta(hours=6), finder="保洁员", kept_at="前台 2 号柜",
        secret="伞柄刻了一个陈字",
    )  # fmt: skip
    return frontdesk.registers.found_note(actor=actor, draft=draft, at=now - timedelta(hours=5))


def _cases(actor, home, owner, engineer, now):
    from anju.engines.cases import facade as cases
    from anju.engines.cases.contracts import ItemDraft, Move, PhotoDraft
    from anju.portals.resident.tests import factories
    from anju.portals.resident.tests.test_cases import picture

    fresh = factories.case(actor, home, owner, words="厨房水槽下面在滴水，从早上开始", at=now - timedelta(minutes=4),
                           fields={"area": "home", "trade": "water"})  # fmt: skip
    cases.case_assign(actor=actor, case_id=fresh, staff_id=engineer, at=now - timedelta(minutes=2))
    priced = factories.case(actor, home, owner, words="客厅插座没有电", at=now - timedelta(hours=5),
                            fields={"area": "home", "trade": "power"})  # fmt: skip
    done = factories.case(actor, home, owner, words="卫生间地漏返味", at=now - timedelta(days=1),
                          fields={"area": "home", "trade": "drain"})  # fmt: skip
    for case_id, ago in ((priced, timedelta(hours=4)), (done, timedelta(hours=20))):
        cases.case_assign(actor=actor, case_id=case_id, staff_id=engineer, at=now - ago)
        cases.visit_start(
            actor=actor, case_id=case_id, staff_id=engineer, at=now - ago + timedelta(minutes=20)
        )
    for name, price in (("五孔插座", 280_000), ("上门人工", 500_000)):
        item = ItemDraft(sort="material", name=name, price=price, charged=True)
        cases.item_add(actor=actor, case_id=priced, item=item, at=now - timedelta(hours=3))
    cases.price_offer(actor=actor, case_id=priced, at=now - timedelta(hours=3))
    at = now - timedelta(hours=19)
    cases.words_add(actor=actor, case_id=done, words="地漏芯换好了，返水弯也清了。", side="reporter", at=at)
    after = PhotoDraft(name="after.jpg", data=picture().read(), role="after", side="reporter")
    cases.photo_add(actor=actor, case_id=done, photo=after, at=at)
    cases.case_move(actor=actor, case_id=done, move=Move(transition="finish"), at=at)
    return {"fresh": fresh, "priced": priced, "done": done}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(fill()))
