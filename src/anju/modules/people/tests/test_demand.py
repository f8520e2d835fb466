"""Needs counted, and the services that come of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict, Invalid
from anju.modules.people.models import ServiceIdea
from anju.modules.people.queries.demand import demand
from anju.modules.people.rules.demand import Noted, counted, growing, span_before
from anju.modules.people.services import ideas as services
from anju.modules.people.services.home_files import NeedDraft, need_record
from anju.modules.people.tests.factories import AT, estate_home

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 21)
NOTED = st.builds(
    Noted, kind=st.sampled_from(["home", "service", "activity"]), place=st.sampled_from(["", "1栋", "2栋"]),
    on=st.dates(FIRST, LAST), done=st.none(),
)  # fmt: skip


@given(st.lists(NOTED, max_size=40))
def test_every_need_is_counted_once_in_each_way(needs):
    found = counted(needs, FIRST, LAST)
    assert found.total == len(needs) == sum(one.now for one in found.kinds)
    assert sum(sum(row) for row in found.by_month.values()) == len(needs)
    assert sum(count for _place, count in found.places) == sum(bool(one.place) for one in needs)


@given(st.dates(), st.integers(0, 400))
def test_the_span_before_is_as_long_and_touches(first, length):
    if first.toordinal() <= length + 1 or first.toordinal() + length > date.max.toordinal():
        return
    last = first + timedelta(days=length)
    begin, end = span_before(first, last)
    assert (end - begin, end + timedelta(days=1)) == (last - first, first)


def test_what_grew_by_a_fifth_is_named_and_few_needs_are_no_trend():
    begin, _end = span_before(FIRST, LAST)
    needs = (
        [Noted("service", "", begin)] * 5 + [Noted("service", "", FIRST)] * 6 + [Noted("home", "", FIRST)] * 2
    )
    assert [one.key for one in growing(counted(needs, FIRST, LAST))] == ["service"]


@pytest.fixture
def community(boss):
    place = estate_home()
    for day, kind in ((1, "service"), (5, "service"), (9, "activity")):
        need_record(
            actor=boss, at=AT,
            draft=NeedDraft(text="希望代收快递", kind=kind, place_id=place.pk, since_on=date(2026, 11, day)),
        )  # fmt: skip
    return place.community_id


def test_needs_are_counted_by_kind_and_building(boss, community):
    found = demand(boss, community, FIRST, LAST)
    assert [(one.key, one.now) for one in found.kinds] == [("service", 2), ("activity", 1)]
    assert [count for _place, count in found.places] == [3]


def idea(boss, community):
    draft = services.IdeaDraft(
        title="快递代收点", kind="service", text="在服务中心设代收架", community_id=community,
        basis_from=FIRST, basis_until=LAST,
    )  # fmt: skip
    return services.idea_note(actor=boss, draft=draft, at=AT)


def test_an_idea_is_tried_before_it_is_adopted(boss, community):
    key = idea(boss, community)
    assert ServiceIdea.objects.get().basis_count == 2
    with pytest.raises(Conflict, match=r"people\.idea\.not_tried"):
        services.idea_decide(actor=boss, idea_id=key, adopt=True, result="很好", at=AT)
    trial = services.TrialDraft(trial_from=LAST, trial_until=LAST, trial_scope="1 号楼", measure="每周件数")
    services.trial_begin(actor=boss, idea_id=key, draft=trial, at=AT)
    services.idea_decide(actor=boss, idea_id=key, adopt=True, result="每周 90 件，满意 96%", at=AT)
    assert ServiceIdea.objects.get().state == "adopted"
    with pytest.raises(Conflict, match=r"people\.idea\.decided"):
        services.trial_begin(actor=boss, idea_id=key, draft=trial, at=AT)


def test_a_trial_says_beforehand_how_it_is_judged(boss, community):
    key = idea(boss, community)
    trial = services.TrialDraft(trial_from=LAST, trial_until=LAST, trial_scope="1 号楼", measure=" ")
    with pytest.raises(Invalid, match=r"people\.idea\.measure_empty"):
        services.trial_begin(actor=boss, idea_id=key, draft=trial, at=AT)
    assert ServiceIdea.objects.get().state == "idea"


def test_an_idea_prints_with_its_trial_for_who_may_read_it(boss, community, login):
    draft = services.IdeaDraft(title="快递代收", kind="service", text="前台设代收架", community_id=community)
    made = services.idea_note(actor=boss, draft=draft, at=AT)
    trial = services.TrialDraft(
        trial_from=FIRST, trial_until=LAST, trial_scope="一号楼", measure="每周代收件数"
    )
    services.trial_begin(actor=boss, idea_id=made, draft=trial, at=AT)
    page = reverse("people:idea_print", args=[made])
    client = login(RoleCode.MANAGER)
    assert b"".join(client.get(page).streaming_content).startswith(b"%PDF")
    assert "idea.pdf" in client.get(reverse("people:idea", args=[made])).content.decode()
    client.logout()
    assert login(RoleCode.WORKER, username="worker").get(page).status_code == 403
