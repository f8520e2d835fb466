"""Real service plans, from the file to rounds that run. They are no part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from anju.engines.schedule import facade as schedule
from anju.modules.plans.models import Choice, PlanVersion, Promise, PromiseState
from anju.modules.plans.queries import checks as check_queries
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.services import checks, documents, review, versions
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT, TODAY

FOLDER = Path(__file__).resolve().parents[6] / "shared" / "plans"
FILES = sorted(FOLDER.glob("*.txt")) if FOLDER.exists() else []


@pytest.mark.skipif(not FILES, reason="the folder of real plans is not on this machine")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:3])
def test_a_real_plan_comes_from_its_file_to_running_rounds_and_drops_no_promise(boss, file):
    place = factories.ground(boss, departments=(*factories.DEPARTMENTS, ("客服部", "customer_service")))
    upload = documents.Upload(community_id=place.community.id, filename=file.name, data=file.read_bytes())
    version = documents.plan_upload(actor=boss, upload=upload, at=AT)
    row = PlanVersion.objects.get(pk=version)
    for one in Promise.objects.filter(version=row):
        assert row.text[one.start : one.end] == one.quote
    found = review.promises_accept(actor=boss, version_id=version, confidence=0, at=AT)
    assert plan_queries.progress([version])[version].found == 0
    review.passages_dismiss(actor=boss, version_id=version, note="背景", at=AT)
    for one in check_queries.undecided_law(row, AT):
        decision = checks.Decision(choice=Choice.NOT, note="已向设备商确认")
        checks.finding_choose(actor=boss, version_id=version, key=one.key, decision=decision, at=AT)
    versions.version_approve(actor=boss, version_id=version, note="同意", at=AT)
    versions.version_enforce(actor=boss, version_id=version, on=TODAY, at=AT)
    states = list(Promise.objects.filter(version=row).values_list("state", "engine", "kind", "pk"))
    assert len(states) == found
    assert all(
        state in (PromiseState.RUNNING, PromiseState.WAITING, PromiseState.ENDED) for state, *_ in states
    )
    assert all(engine for _state, engine, *_ in states)
    running = [pk for state, _engine, _kind, pk in states if state == PromiseState.RUNNING]
    assert {kind for _s, engine, kind, _pk in states if engine == "schedule"} <= {"frequency", "deadline"}
    rounds = promise_queries.rounds_of(running)
    assert all(rounds[pk] for pk in running)
    numbers = {number for found in rounds.values() for number in found}
    assert {view.state for view in schedule.rounds_by_id(numbers).values()} == {"active"}
    assert schedule.occurrences().filter(round_id__in=numbers).exists()
