from __future__ import annotations

from decimal import Decimal

import pytest

from anju.foundation import actors
from anju.kernel.errors import Conflict, Forbidden
from anju.modules.plans.models import Promise, ReviewState, UnreadPassage
from anju.modules.plans.permissions import PLAN_READ
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.services import carrying, review
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT

MONTHLY = PromiseFacts(
    domain="engineering", activity="检查", object="设备房", kind="frequency", value=Decimal(1), unit="times",
    period="month", every=1,
)  # fmt: skip


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def by_quote(version):
    return {row.quote: row for row in Promise.objects.filter(version_id=version)}


def test_what_was_said_of_a_sentence_is_said_of_it_again_in_the_next_version(boss, place):
    old = factories.upload(boss, place, factories.LOOSE)
    rows = by_quote(old)
    review.promise_accept(actor=boss, promise_id=rows["道路每周冲洗1次"].pk, at=AT)
    review.promise_correct(actor=boss, promise_id=rows["楼道每日清扫2次"].pk, facts=MONTHLY, note="改", at=AT)
    review.promise_reject(actor=boss, promise_id=rows["门岗24小时值守"].pk, reason="背景", at=AT)
    review.promise_accept(actor=boss, promise_id=rows["急修30分钟内到达现场"].pk, at=AT)
    passage = UnreadPassage.objects.get(version_id=old)
    review.passage_to_promise(actor=boss, passage_id=passage.pk, facts=MONTHLY, at=AT)
    new = factories.upload(boss, place, factories.LOOSE.replace("急修30分钟", "急修20分钟"))
    assert carrying.version_carry_over(actor=boss, version_id=new, at=AT) == (3, 1)
    found = by_quote(new)
    assert {quote: row.review for quote, row in found.items()} == {
        "楼道每日清扫2次": ReviewState.CORRECTED,
        "道路每周冲洗1次": ReviewState.ACCEPTED,
        "重点部位每2小时巡逻1次": ReviewState.FOUND,
        "门岗24小时值守": ReviewState.REJECTED,
        "急修20分钟内到达现场": ReviewState.FOUND,
        "设备房定期检查": ReviewState.ADDED,
    }
    corrected = found["楼道每日清扫2次"]
    assert (corrected.activity, corrected.period, corrected.as_read["activity"]) == ("检查", "month", "清扫")
    assert plan_queries.progress([new])[new].passages == 0
    assert carrying.version_carry_over(actor=boss, version_id=new, at=AT) == (0, 0)


def test_a_first_version_has_nothing_to_carry_and_a_reader_carries_nothing(boss, place):
    version = factories.upload(boss, place)
    with pytest.raises(Conflict) as refusal:
        carrying.version_carry_over(actor=boss, version_id=version, at=AT)
    assert refusal.value.code == "plans.version.first"
    with pytest.raises(Forbidden):
        carrying.version_carry_over(
            actor=actors.system("x", boss.org_id, PLAN_READ), version_id=version, at=AT
        )
