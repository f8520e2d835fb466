from __future__ import annotations

import sys
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from anju.foundation.ui import navigation
from anju.foundation.ui.navigation import MenuEntry, MenuGroup, Tile


class Holder:
    def __init__(self, *codes: str) -> None:
        self.codes = codes

    def can(self, permission: str) -> bool:
        return permission in self.codes


def page(request):
    return HttpResponse()


@pytest.fixture
def menu(monkeypatch, settings):
    """An empty menu with its own pages."""
    urls = ModuleType("menu_urls")
    urls.urlpatterns = [
        path("", page, name="home"),
        path("rounds/", page, name="rounds"),
        path("rounds/late/", page, name="late"),
    ]
    monkeypatch.setitem(sys.modules, "menu_urls", urls)
    settings.ROOT_URLCONF = "menu_urls"
    monkeypatch.setattr(navigation, "_groups", {"work": MenuGroup("work", "工作", 1)})
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_tiles", {})
    navigation.register_group(MenuGroup("empty", "空", 0))
    navigation.register_menu(
        MenuEntry("late", "超时", "clock", "late", "round:view", "work", order=30, badge=lambda request: 7),
        MenuEntry("home", "工作台", "home", "home", None, "work", order=10),
        MenuEntry("rounds", "巡查", "route", "rounds", "round:view", "work", order=20),
    )


def codes(groups):
    return [entry.code for group in groups for entry in group.entries]


def active(groups):
    return [entry.code for group in groups for entry in group.entries if entry.active]


def test_the_menu_shows_what_the_person_may_see_in_order(menu):
    request = RequestFactory().get("/")
    assert codes(navigation.menu_for(Holder("round:view"), request)) == ["home", "rounds", "late"]
    assert codes(navigation.menu_for(Holder(), request)) == ["home"]


def test_a_group_without_entries_is_left_out(menu):
    groups = navigation.menu_for(Holder(), RequestFactory().get("/"))
    assert [group.code for group in groups] == ["work"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/", ["home"]),
        ("/rounds/", ["rounds"]),
        ("/rounds/5/", ["rounds"]),
        ("/rounds/late/9/", ["late"]),
        ("/x/", []),
    ],
)
def test_the_entry_with_the_longest_matching_address_is_active(menu, address, code):
    groups = navigation.menu_for(Holder("round:view"), RequestFactory().get(address))
    assert active(groups) == code


def test_an_entry_is_folded_below_another_and_takes_its_place_where_that_one_may_not_be_seen(menu):
    navigation.register_menu(
        MenuEntry("more", "补充", "clock", "late", None, "work", order=40, under="rounds"),
    )
    (group,) = navigation.menu_for(Holder("round:view"), RequestFactory().get("/rounds/late/"))
    rounds = next(one for one in group.entries if one.code == "rounds")
    assert [one.code for one in rounds.below] == ["more"]
    (group,) = navigation.menu_for(Holder(), RequestFactory().get("/"))
    assert codes([group]) == ["home", "more"]


def test_a_branch_is_open_when_the_reader_is_on_one_of_its_pages(menu):
    navigation._entries.pop("late")
    navigation.register_menu(
        MenuEntry("more", "补充", "clock", "late", None, "work", order=40, under="rounds"),
    )

    def rounds(address):
        (group,) = navigation.menu_for(Holder("round:view"), RequestFactory().get(address))
        return next(one for one in group.entries if one.code == "rounds")

    assert [rounds(one).open for one in ("/", "/rounds/", "/rounds/late/")] == [False, True, True]


@pytest.mark.parametrize(
    ("more", "address", "opened"), [(6, "/x/", True), (7, "/x/", False), (7, "/rounds/", True)]
)
def test_a_group_is_folded_only_in_a_long_menu_and_not_around_the_page_looked_at(menu, more, address, opened):
    navigation.register_group(MenuGroup("first", "常用", 0, open=True))
    navigation.register_menu(
        *(MenuEntry(f"e{n}", "甲", "home", "home", None, "first", order=50) for n in range(more))
    )
    first, work = navigation.menu_for(Holder("round:view"), RequestFactory().get(address))
    assert (first.open, work.open) == (True, opened)


def test_a_folded_group_says_how_much_waits_urgently_in_it(menu):
    navigation.register_menu(
        MenuEntry("alarm", "急", "clock", "late", None, "work", badge=lambda request: 2, urgent=True),
        MenuEntry("deep", "急", "clock", "late", None, "work", badge=lambda r: 3, urgent=True, under="alarm"),
    )
    (group,) = navigation.menu_for(Holder("round:view"), RequestFactory().get("/"))
    assert group.waiting == 5


def test_a_badge_is_counted_only_for_those_who_see_the_entry(menu):
    request = RequestFactory().get("/")
    shown = {
        entry.code: entry.badge
        for group in navigation.menu_for(Holder("round:view"), request)
        for entry in group.entries
    }
    assert shown == {"home": None, "rounds": None, "late": 7}


def test_registering_the_same_again_is_fine_and_another_under_its_code_is_not(menu):
    entry = MenuEntry("x", "甲", "home", "home", None, "work")
    navigation.register_menu(entry)
    navigation.register_menu(entry)
    with pytest.raises(navigation.DuplicateCode):
        navigation.register_menu(MenuEntry("x", "乙", "home", "home", None, "work"))


def test_an_entry_of_an_unknown_group_is_refused(menu):
    with pytest.raises(navigation.UnknownGroup):
        navigation.register_menu(MenuEntry("y", "乙", "home", "home", None, "nowhere"))


def test_tiles_come_in_order_and_by_permission(menu):
    navigation.register_tile(
        Tile("b", None, 20, lambda request: "b"),
        Tile("a", "round:view", 10, lambda request: "a"),
    )
    assert [tile.code for tile in navigation.tiles_for(Holder("round:view"))] == ["a", "b"]
    assert [tile.code for tile in navigation.tiles_for(Holder())] == ["b"]
