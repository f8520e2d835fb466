from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from anju.engines.schedule import facade
from anju.engines.schedule.facade import Record
from anju.engines.schedule.models import DayTally, Occurrence, Submission
from anju.engines.schedule.tests.factories import NOW, TODAY, community, draft, places
from anju.foundation import actors
from anju.kernel.errors import Forbidden


@pytest.fixture
def work(org, boss):
    """Two days of work at one place, twice a day."""
    made = community()
    spots = places(made, 1)
    round_id = facade.round_create(actor=boss, draft=draft(made, place_ids=tuple(spots)), at=NOW)
    facade.round_activate(actor=boss, round_id=round_id, at=NOW)
    facade.materialise(community_id=made, until=TODAY + timedelta(days=2), at=NOW)
    return list(Occurrence.objects.order_by("opens_at"))


def test_past_work_is_settled_with_its_submission_and_counted(boss, work):
    done, missed, *_rest = work
    records = [
        Record(
            occurrence_id=done.pk, state="done", late=True, done_at=done.due_at, key=uuid4(), lacking=("qr",)
        ),
        Record(occurrence_id=missed.pk, state="missed"),
    ]
    assert facade.history_take_over(actor=boss, records=records, at=NOW) == 2
    done.refresh_from_db()
    missed.refresh_from_db()
    assert (done.state, done.late, done.proven) == ("done", True, False)
    assert (missed.state, missed.done_at) == ("missed", None)
    assert Submission.objects.get().lacking == ["qr"]
    facade.refresh_all(at=NOW)
    assert sum(DayTally.objects.values_list("missed", flat=True)) == 1


def test_what_is_settled_already_stays_as_it_is(boss, work):
    first = work[0]
    record = Record(occurrence_id=first.pk, state="done", done_at=first.opens_at, key=uuid4())
    facade.history_take_over(actor=boss, records=[record], at=NOW)
    again = Record(occurrence_id=first.pk, state="missed")
    assert facade.history_take_over(actor=boss, records=[again, again], at=NOW) == 0
    first.refresh_from_db()
    assert first.state == "done"
    assert Submission.objects.count() == 1


def test_nobody_takes_over_history_without_the_right(org, work):
    nobody = actors.system("nobody", org.pk)
    with pytest.raises(Forbidden):
        facade.history_take_over(
            actor=nobody, records=[Record(occurrence_id=work[0].pk, state="missed")], at=NOW
        )
    assert Occurrence.objects.filter(state="missed").count() == 0
