"""A change of owner is one dated event that can be followed and, while nothing followed, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from anju.foundation import outbox
from anju.kernel.errors import Conflict, Invalid
from anju.modules.people import facade
from anju.modules.people.contracts import OwnerChanged, OwnerChangeReversed, Share, TieKind
from anju.modules.people.models import HomeTie
from anju.modules.people.services import owner_changes
from anju.modules.people.services.ties import tie_end
from anju.modules.people.tests.factories import AT, estate_home, person, tie

ON = date(2026, 6, 1)


@pytest.fixture
def told(monkeypatch):
    events = []
    monkeypatch.setattr(outbox, "publish", events.append)
    return events


def sold(boss, home, *owners, **more) -> int:
    draft = facade.OwnerChangeDraft(
        place_id=home.pk, on=ON, acquired="purchase",
        owners=tuple(facade.NewOwner(person_id=one, share=share) for one, share in owners), **more,
    )  # fmt: skip
    return facade.owner_change(actor=boss, draft=draft, at=AT)


def test_old_owners_end_and_new_ones_begin_on_one_day(boss, told):
    home = estate_home()
    old, wife, child, new = (person(boss, name) for name in ("程远", "何晴", "程小满", "顾家明"))
    tie(boss, old, home, share=Share(1, 2), starts_on=date(2015, 3, 1))
    tie(boss, wife, home, share=Share(1, 2), starts_on=date(2015, 3, 1))
    tie(boss, child, home, TieKind.FAMILY)
    sold(boss, home, (new, Share(1, 1)))
    assert [one.person.id for one in facade.home(home.pk, date(2026, 5, 31)).people] == [old, wife, child]
    assert [one.person.id for one in facade.home(home.pk, ON).people] == [new]
    assert told == [OwnerChanged(home.pk, ON, (old, wife), (new,))]


def test_a_tenant_stays_when_the_home_is_sold(boss):
    home = estate_home()
    old, tenant, new = (person(boss, name) for name in ("程远", "何晴", "顾家明"))
    tie(boss, old, home, lives_here=False)
    tie(boss, tenant, home, TieKind.TENANT)
    sold(boss, home, (new, Share(1, 1)))
    assert [one.relation for one in facade.home(home.pk, ON).people] == ["owner", "tenant"]


def test_one_of_two_owners_leaves_and_his_share_goes_over(boss):
    home = estate_home()
    one, two, new = (person(boss, name) for name in ("程远", "何晴", "顾家明"))
    leaving = tie(boss, one, home, share=Share(1, 3))
    tie(boss, two, home, share=Share(2, 3))
    with pytest.raises(Invalid) as refused:
        sold(boss, home, (new, Share(1, 2)), leaving=(leaving,))
    assert refused.value.code == "people.share.over"
    assert HomeTie.objects.filter(ends_on__isnull=True).count() == 2
    sold(boss, home, (new, Share(1, 3)), leaving=(leaving,))
    assert {one.person.id for one in facade.owners_of([home.pk], ON)[home.pk]} == {two, new}


def test_it_is_taken_back_as_long_as_nothing_followed(boss, told):
    home = estate_home()
    old, new = person(boss, "程远"), person(boss, "顾家明")
    tie(boss, old, home, ends_on=date(2030, 1, 1))
    before = list(HomeTie.objects.values())
    change = sold(boss, home, (new, Share(1, 1)))
    facade.owner_change_reverse(actor=boss, change_id=change, at=AT)
    assert list(HomeTie.objects.values()) == before
    assert told[-1] == OwnerChangeReversed(home.pk, ON, (new,), (old,))
    with pytest.raises(Conflict):
        facade.owner_change_reverse(actor=boss, change_id=change, at=AT)


def test_what_followed_keeps_it(boss, monkeypatch):
    home = estate_home()
    old, new = person(boss, "程远"), person(boss, "顾家明")
    tie(boss, old, home)
    change = sold(boss, home, (new, Share(1, 1)))
    monkeypatch.setitem(owner_changes._followers, "bills", lambda place, on: "已向新业主出账")
    with pytest.raises(Conflict) as refused:
        facade.owner_change_reverse(actor=boss, change_id=change, at=AT)
    assert refused.value.params == {"what": "已向新业主出账"}
    monkeypatch.delitem(owner_changes._followers, "bills")
    tie_end(actor=boss, tie_id=HomeTie.objects.get(person_id=new).pk, on=date(2026, 7, 1), at=AT)
    with pytest.raises(Conflict):
        facade.owner_change_reverse(actor=boss, change_id=change, at=AT)


def test_a_change_before_the_last_one_is_refused(boss):
    home = estate_home()
    old, new = person(boss, "程远"), person(boss, "顾家明")
    tie(boss, old, home, starts_on=ON)
    with pytest.raises(Conflict) as refused:
        sold(boss, home, (new, Share(1, 1)))
    assert refused.value.code == "people.change.later"
