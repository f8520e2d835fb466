from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Invalid
from anju.modules.plans.models import Contract, ContractClause, HandoverStage, Improvement, ServiceStandard
from anju.modules.plans.queries import contracts as reads
from anju.modules.plans.rules import contracting
from anju.modules.plans.rules.contracting import Standing
from anju.modules.plans.services import contracts, standards
from anju.modules.plans.services.contracts import ContractDraft
from anju.modules.plans.services.standards import StandardDraft
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT, TODAY

PAPER = """物业服务合同

第一章 服务内容与质量
一、乙方提供秩序维护、保洁、绿化服务，服务质量标准按二级执行。
二、乙方应当每日清扫楼道2次。
第二章 甲方的权利义务
一、甲方按时交纳物业服务费，合同期限为二年。
二、甲方有权监督乙方的服务。
第三章 违约责任
一、任何一方违约的，应当赔偿对方的损失。
"""


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def draft(place, **given):
    base = {
        "community_id": place.community.id,
        "title": "物业服务合同",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2026, 12, 31),
    }
    return ContractDraft(**{**base, **given})


@pytest.fixture
def contract(boss, place):
    return contracts.contract_add(
        actor=boss, draft=draft(place, is_public=True, scope=("cleaning", "greening")), at=AT
    )


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2024, 12, 31), Standing.COMING), (date(2025, 1, 1), Standing.RUNNING), (date(2026, 10, 1), Standing.RUNNING),
        (date(2026, 10, 2), Standing.EXPIRING), (date(2026, 12, 31), Standing.EXPIRING), (date(2027, 1, 1), Standing.EXPIRED),
    ],
)  # fmt: skip
def test_a_contract_reminds_ninety_days_before_its_last_day(today, standing):
    given = {
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2026, 12, 31),
        "ended_on": None,
        "remind_days": 90,
    }
    assert contracting.standing(**given, today=today) is standing


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(DAYS, st.integers(0, 2_000), st.integers(0, 365), DAYS)
def test_a_term_is_exactly_one_thing_on_every_day(start, length, remind, today):
    end = start + timedelta(days=length)
    found = contracting.standing(starts_on=start, ends_on=end, ended_on=None, remind_days=remind, today=today)
    assert (found in (Standing.RUNNING, Standing.EXPIRING)) == (start <= today <= end)
    assert (
        contracting.standing(starts_on=start, ends_on=end, ended_on=today, remind_days=remind, today=today)
        is Standing.ENDED
    )


def test_a_term_with_a_blank_is_open_and_never_expired():
    assert (
        contracting.standing(
            starts_on=None, ends_on=date(2020, 1, 1), ended_on=None, remind_days=90, today=TODAY
        )
        is Standing.OPEN
    )


def test_a_share_that_its_own_areas_contradict_is_seen():
    assert contracting.green_share_contradicts(94_560_00, 4_700_00, 2_000)
    assert not contracting.green_share_contradicts(100_000_00, 20_000_00, 2_000)
    assert not contracting.green_share_contradicts(None, 4_700_00, 2_000)


def test_the_paper_gives_its_clauses_and_whose_duty_they_are(boss, contract):
    count = contracts.clauses_read(
        actor=boss, contract_id=contract, filename="合同.txt", data=PAPER.encode(), at=AT
    )
    rows = reads.clauses(contract)
    assert count == len(rows) >= 5
    sides = {one.text[:12]: one.side for one in rows}
    assert next(side for text, side in sides.items() if "按时交纳" in text) == "owners"
    assert next(side for text, side in sides.items() if "乙方应当每日" in text) == "company"
    assert all(one.side in ("owners", "both") for one in reads.clauses(contract, "owners"))
    assert contracting.missing_topics(one.text for one in rows) == ["fund", "premises", "handover"]
    again = contracts.clauses_read(
        actor=boss, contract_id=contract, filename="合同.txt", data=PAPER.encode(), at=AT
    )
    assert ContractClause.objects.count() == again


def test_a_bad_paper_changes_nothing(boss, contract):
    contracts.clauses_read(actor=boss, contract_id=contract, filename="合同.txt", data=PAPER.encode(), at=AT)
    before = ContractClause.objects.count()
    with pytest.raises(Invalid) as refused:
        contracts.clauses_read(actor=boss, contract_id=contract, filename="x.pdf", data=b"no", at=AT)
    assert refused.value.field == "file"
    assert ContractClause.objects.count() == before


def test_a_contract_is_once_per_title_and_its_days_make_sense(boss, place, contract):
    with pytest.raises(Conflict):
        contracts.contract_add(actor=boss, draft=draft(place), at=AT)
    with pytest.raises(Invalid):
        contracts.contract_add(actor=boss, draft=draft(place, title="二", ends_on=date(2024, 1, 1)), at=AT)
    assert Contract.objects.count() == 1


def test_expiring_contracts_press_until_an_end_is_written_down(boss, contract):
    assert [one.pk for one in reads.pressing(boss, TODAY)] == [contract]
    contracts.contract_end(actor=boss, contract_id=contract, on=TODAY, reason="双方协商", at=AT)
    assert reads.pressing(boss, TODAY) == []


def test_hand_over_steps_are_done_or_taken_off(boss, contract):
    first, second = (
        contracts.stage_add(
            actor=boss, contract_id=contract, title=title, due_on=TODAY, people=people, note="", at=AT
        )
        for title, people in (("秩序队伍到岗", 8), ("保洁队伍到岗", None))
    )
    contracts.stage_done(actor=boss, stage_id=first, on=TODAY, at=AT)
    contracts.stage_remove(actor=boss, stage_id=second, at=AT)
    with pytest.raises(Conflict):
        contracts.stage_remove(actor=boss, stage_id=first, at=AT)
    assert HandoverStage.objects.get().done_on == TODAY


def test_blank_facts_are_shown_as_to_be_filled_in_and_never_as_nothing(login, contract):
    client = login(RoleCode.MANAGER)
    page = client.get(reverse("plans:contract", args=[contract])).content.decode()
    assert page.count("待填写") >= 8
    assert "0.00 m²" not in page


def test_owners_read_public_clauses_only(login, boss, place, contract):
    hidden = contracts.contract_add(actor=boss, draft=draft(place, title="内部合同"), at=AT)
    client = login(RoleCode.COMMITTEE, path=place.community.path)
    assert client.get(reverse("plans:contract", args=[contract])).status_code == 200
    assert client.get(reverse("plans:contract", args=[hidden])).status_code == 404
    assert "内部合同" not in client.get(reverse("plans:contracts")).content.decode()
    assert client.get(reverse("plans:contract_edit", args=[contract])).status_code == 403


def test_a_contract_is_registered_by_form_with_areas_as_typed(login, place):
    client = login(RoleCode.MANAGER)
    sent = {
        "community": place.community.id,
        "title": "合同",
        "kind": "service",
        "remind_days": "60",
        "site_area": "94560",
        "green_share": "20",
        "price": "2.38",
        "scope": ["cleaning"],
    }
    assert client.post(reverse("plans:contract_new"), sent).status_code == 303
    row = Contract.objects.get()
    assert (row.site_area, row.green_share, row.price, row.floor_area, row.scope) == (
        9_456_000,
        2_000,
        23_800,
        None,
        ["cleaning"],
    )
    file = SimpleUploadedFile("合同.txt", PAPER.encode())
    assert client.post(reverse("plans:contract_paper", args=[row.pk]), {"file": file}).status_code == 303
    page = client.get(reverse("plans:contract", args=[row.pk]) + "?side=owners").content.decode()
    assert "按时交纳" in page and "乙方应当每日" not in page


def test_standards_come_out_of_the_promises_once(boss, place):
    factories.in_force(boss, place)
    assert standards.standards_take(actor=boss, community_id=place.community.id, points=20, at=AT) == 5
    assert standards.standards_take(actor=boss, community_id=place.community.id, points=20, at=AT) == 0
    row = ServiceStandard.objects.order_by("pk").first()
    assert (row.points, row.promise.quote, row.indicator) == (20, row.requirement, "每日 2 次")


@pytest.fixture
def standard(boss, place):
    given = StandardDraft(
        community_id=place.community.id,
        domain="cleaning",
        title="楼道",
        requirement="每日清扫两次",
        points=50,
        deduction=10,
    )
    return standards.standard_add(actor=boss, draft=given, at=AT)


def test_a_deduction_is_never_more_than_the_points(boss, place):
    bad = StandardDraft(
        community_id=place.community.id,
        domain="cleaning",
        title="楼道",
        requirement="x",
        points=10,
        deduction=11,
    )
    with pytest.raises(Invalid):
        standards.standard_add(actor=boss, draft=bad, at=AT)


def improvement(boss, place, standard):
    return standards.improvement_add(
        actor=boss, community_id=place.community.id, title="楼道有死角", plan="每周抽查", due_on=TODAY, standard_id=standard, at=AT
    )  # fmt: skip


def test_an_unsolved_improvement_goes_on_in_the_next_cycle(boss, place, standard):
    first = improvement(boss, place, standard)
    with pytest.raises(Invalid):
        standards.improvement_close(actor=boss, improvement_id=first, solved=True, due_on=None, at=AT)
    told = {"done": "抽查了四次", "checked": "仍有两处", "acted": "增加夜间抽查"}
    standards.improvement_tell(actor=boss, improvement_id=first, told=told, at=AT)
    following = standards.improvement_close(
        actor=boss, improvement_id=first, solved=False, due_on=TODAY, at=AT
    )
    row = Improvement.objects.get(pk=following)
    assert (row.cycle, row.plan, row.before_id) == (2, "增加夜间抽查", first)
    with pytest.raises(Conflict):
        standards.improvement_close(actor=boss, improvement_id=first, solved=True, due_on=None, at=AT)


def test_what_was_proven_becomes_part_of_the_standard(boss, place, standard):
    first = improvement(boss, place, standard)
    told = {"done": "a", "checked": "b", "acted": "转角处每日加扫一次"}
    standards.improvement_tell(actor=boss, improvement_id=first, told=told, at=AT)
    assert (
        standards.improvement_close(actor=boss, improvement_id=first, solved=True, due_on=None, at=AT) is None
    )
    assert ServiceStandard.objects.get().requirement.endswith("转角处每日加扫一次")


def test_every_page_opens_to_its_role_and_to_nobody_without_the_right(login, boss, place, contract, standard):
    one = improvement(boss, place, standard)
    rows = [
        ("contracts", (), RoleCode.FRONTDESK), ("contract", (contract,), RoleCode.FRONTDESK),
        ("contract_new", (), RoleCode.MANAGER), ("contract_edit", (contract,), RoleCode.MANAGER),
        ("contract_paper", (contract,), RoleCode.MANAGER), ("contract_end", (contract,), RoleCode.MANAGER),
        ("stage_new", (contract,), RoleCode.MANAGER), ("standards", (), RoleCode.COMMITTEE),
        ("standard_new", (), RoleCode.QUALITY), ("standards_take", (), RoleCode.QUALITY),
        ("standard_edit", (standard,), RoleCode.QUALITY), ("standard_retire", (standard,), RoleCode.QUALITY),
        ("improvement_new", (), RoleCode.QUALITY), ("improvement", (one,), RoleCode.QUALITY),
        ("improvement_close", (one,), RoleCode.QUALITY),
    ]  # fmt: skip
    users = {role: login(role, username=f"u{role}").user for role in {row[2] for row in rows}}
    client = login(RoleCode.WORKER, username="worker")
    for name, args, _role in rows:
        assert client.get(reverse(f"plans:{name}", args=args)).status_code == 403, name
    for name, args, role in rows:
        client.force_login(users[role])
        answer = client.get(reverse(f"plans:{name}", args=args))
        assert answer.status_code == 200, (name, answer.content[:400])
    stranger = factories.ground(boss, "QS", "清水湾")
    client = login(RoleCode.MANAGER, path=stranger.community.path, username="stranger")
    for name, args, _role in rows:
        if args:
            assert client.get(reverse(f"plans:{name}", args=args)).status_code == 404, name


def test_contracts_by_program(login, place):
    client = login(RoleCode.MANAGER)
    sent = {
        "community_id": place.community.id,
        "title": "合同",
        "starts_on": "2025-01-01",
        "ends_on": "2030-12-31",
    }
    made = client.post(
        "/api/v1/plans/contracts", sent, content_type="application/json", headers={"Idempotency-Key": "c1"}
    )
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    assert (made.json()["standing"], made.json()["site_area"]) == ("running", None)
    file = SimpleUploadedFile("合同.txt", PAPER.encode())
    read = client.post(
        f"/api/v1/plans/contracts/{number}/paper", {"file": file}, headers={"Idempotency-Key": "c2"}
    )
    assert read.json()["count"] >= 5
    rows = client.get(f"/api/v1/plans/contracts/{number}/clauses?side=company").json()
    assert {one["side"] for one in rows} <= {"company", "both"}
    bad = {**sent, "ends_on": "2020-01-01"}
    refused = client.put(
        f"/api/v1/plans/contracts/{number}",
        bad,
        content_type="application/json",
        headers={"Idempotency-Key": "c3"},
    )
    assert (refused.status_code, refused.json()["field"]) == (422, "ends_on")
    assert client.get("/api/v1/plans/standards").json()["items"] == []
