from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from anju.foundation import registry
from anju.foundation.importing.page import _signer
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Conflict
from anju.modules.estate import facade
from anju.modules.estate.contracts import PlaceKind
from anju.modules.estate.models import Place, Sign, SitePlan, TreeImport, Unit
from anju.modules.estate.queries.settings import SERVICE_PHONE
from anju.modules.estate.services import plans, signs, tree_import
from anju.modules.estate.tests.factories import AT, community, home, make
from anju.modules.estate.tests.sheets import GOOD, book, changed
from anju.modules.estate.tests.test_records import draft, picture
from anju.modules.estate.views.labels import label_view


@pytest.fixture
def garden(boss):
    return community(boss)


@pytest.fixture
def flat(boss, garden):
    return home(boss, garden)


@pytest.fixture
def gate(boss, garden):
    return make(boss, PlaceKind.GATE, "E", garden, name="东门", peak_hours=())


@pytest.fixture
def everything(boss, garden, flat, gate):
    """A plan with a pinned gate and a route, and a sign: the ids that addresses need."""
    block = facade.places_of(garden.id, ["building"])[0]
    plan = plans.site_plan_add(actor=boss, community_id=garden.id, name="总平面图", picture=picture(), at=AT)
    plans.pin_set(actor=boss, place_id=gate.id, plan_id=plan, x=100, y=200, at=AT)
    way = plans.RouteDraft(
        community_id=garden.id, name="夜巡", site_plan_id=plan, place_ids=(gate.id, block.id)
    )
    route = plans.route_set(actor=boss, draft=way, at=AT)
    sign = signs.sign_add(actor=boss, draft=draft(gate, photo=picture()), at=AT, on=date(2026, 1, 1))
    return {
        "place_id": flat.id,
        "plan_id": plan,
        "route_id": route,
        "sign_id": sign,
        "gate": gate.id,
        "block": block.id,
    }


READS = (
    ("tree", (), "翠湖花园"), ("place", ("place_id",), "1502"), ("place", ("gate",), "总平面图"), ("place", ("block",), "2单元"),
    ("twigs", ("block",), "2单元"), ("place_qr", ("place_id",), "<svg"), ("place_edit", ("place_id",), "1502"),
    ("place_move", ("place_id",), "新的上级"), ("place_close", ("place_id",), "原因"), ("place_delete", ("place_id",), "删除"),
    ("unit_edit", ("place_id",), "登记面积"), ("communities", (), "翠湖花园"), ("units", (), "3栋2单元 1502"),
    ("spaces", (), "还没有车位"), ("peaks", (), "还没有登记高峰期"), ("labels", (), "东门"), ("signs", (), "水深危险"),
    ("sign_new", (), "标识内容"), ("sign", ("sign_id",), "水深危险"), ("sign_edit", ("sign_id",), "水深危险"),
    ("sign_remove", ("sign_id",), "撤除"), ("plans", (), "总平面图"), ("plan_new", (), "上传"), ("plan", ("plan_id",), "夜巡"),
    ("route_new", ("plan_id",), "东门"), ("route_edit", ("plan_id", "route_id"), "夜巡"), ("import", (), "下载模板"),
)  # fmt: skip


def test_every_page_opens_and_shows_what_it_is_about(login, everything):
    client = login(RoleCode.MANAGER)
    for name, keys, text in READS:
        response = client.get(reverse(f"estate:{name}", args=[everything[key] for key in keys]))
        assert response.status_code == 200, (name, response.status_code)
        assert text in response.content.decode(), name


def test_an_empty_company_is_told_what_to_do_first(login):
    client = login(RoleCode.ADMIN)
    for name in ("tree", "communities", "units", "plans", "signs", "labels"):
        assert client.get(reverse(f"estate:{name}")).status_code == 200, name
    assert "新建小区" in client.get(reverse("estate:tree")).content.decode()
    assert client.get(reverse("estate:community_new")).status_code == 200


WRITES = ("place_edit", "place_move", "place_close", "place_delete", "unit_edit")


def test_without_the_right_pages_answer_403_and_nothing_changes(login, everything):
    client = login(RoleCode.WORKER)
    before = list(Place.objects.order_by("pk").values())
    for name in WRITES:
        for method in (client.get, client.post):
            answer = method(
                reverse(f"estate:{name}", args=[everything["place_id"]]),
                {"reason": "x", "name": "x", "code": "x"},
            )
            assert answer.status_code == 403, name
    for name, key in (("sign_edit", "sign_id"), ("route_new", "plan_id")):
        assert client.get(reverse(f"estate:{name}", args=[everything[key]])).status_code == 403
    for name in ("import", "export", "labels", "place_new", "sign_new", "plan_new", "community_new"):
        assert client.get(reverse(f"estate:{name}")).status_code == 403, name
    assert list(Place.objects.order_by("pk").values()) == before


def test_what_lies_outside_the_reach_is_not_there(login, boss, everything):
    other = community(boss, "BH", "碧海湾")
    client = login(RoleCode.MANAGER, path=other.path)
    for name in ("place", "twigs", "place_qr", *WRITES):
        assert client.get(reverse(f"estate:{name}", args=[everything["place_id"]])).status_code == 404, name
    for name, key in (("plan", "plan_id"), ("sign", "sign_id")):
        assert client.get(reverse(f"estate:{name}", args=[everything[key]])).status_code == 404, name
    for name in ("tree", "units", "communities", "signs", "plans", "labels"):
        assert "翠湖花园" not in client.get(reverse(f"estate:{name}")).content.decode(), name


def test_who_works_in_one_building_is_led_to_it_through_the_tree(login, boss, garden, everything):
    block = facade.place(everything["block"])
    client = login(RoleCode.SUPERVISOR, path=block.path)
    assert client.get(reverse("estate:place", args=[garden.id])).status_code == 404
    text = client.get(reverse("estate:tree")).content.decode()
    assert "翠湖花园 3栋" in text and "东门" not in text
    below = client.get(reverse("estate:place", args=[block.id])).content.decode()
    assert "翠湖花园" in below and reverse("estate:place", args=[garden.id]) not in below


def test_who_works_in_one_community_sees_nothing_of_what_lies_above_it_but_the_name(login, boss, garden):
    region = make(boss, PlaceKind.REGION, "C", name="城东片区")
    own = make(boss, PlaceKind.COMMUNITY, "BH", region, name="碧海湾")
    for code in ("D", "E", "F"):
        make(boss, PlaceKind.COMMUNITY, code, region, name=f"别处{code}")
    client = login(RoleCode.MANAGER, path=own.path)
    text = client.get(reverse("estate:tree")).content.decode()
    assert "碧海湾" in text and "城东片区" not in text and "别处" not in text and 'tree-count">' not in text
    page = client.get(reverse("estate:place", args=[own.id])).content.decode()
    assert "城东片区" in page and reverse("estate:place", args=[region.id]) not in page
    for name in ("place", "twigs"):
        assert client.get(reverse(f"estate:{name}", args=[region.id])).status_code == 404


def test_coordinates_are_written_shown_and_taken_away_both_or_none(login, boss, garden):
    gate = make(boss, PlaceKind.GATE, "N", garden, name="北门")
    client = login(RoleCode.MANAGER)
    url = reverse("estate:place_edit", args=[gate.id])
    typed = {"code": "N", "name": "北门"}
    half = client.post(url, {**typed, "latitude": "30.2741"})
    assert half.status_code == 422 and "纬度和经度要一起填写" in half.content.decode()
    assert client.post(url, {**typed, "latitude": "91", "longitude": "1"}).status_code == 422
    client.post(url, {**typed, "latitude": "30.2741", "longitude": "120.15507"})
    assert facade.place(gate.id).coordinates == (30.2741, 120.15507)
    assert "30.274100, 120.155070" in client.get(reverse("estate:place", args=[gate.id])).content.decode()
    assert 'value="30.274100"' in client.get(url).content.decode()
    client.post(url, typed)
    assert facade.place(gate.id).coordinates is None


def test_a_home_is_made_by_form_and_what_is_wrong_stands_at_its_field(login, boss, garden):
    block = make(boss, PlaceKind.BUILDING, "1", garden)
    client = login(RoleCode.MANAGER)
    url = f"{reverse('estate:place_new')}?parent={block.id}"
    wrong = client.post(url, {"kind": "unit", "code": "101", "peak_hours": "早上"})
    assert (
        wrong.status_code == 422
        and "不是时段" in wrong.content.decode()
        and 'value="101"' in wrong.content.decode()
    )
    made = client.post(url, {"kind": "unit", "code": "101", "tags": "样板间，精装"})
    flat = Place.objects.get(kind="unit")
    assert (made.status_code, made.url) == (303, reverse("estate:unit_edit", args=[flat.pk]))
    assert flat.tags == ["样板间", "精装"]
    assert client.post(url, {"kind": "unit", "code": "101"}).status_code == 409
    facts = {"use": "home", "state": "let", "registered_area": "88.5", "basis": ""}
    assert client.post(made.url, facts).status_code == 303
    unit = Unit.objects.get()
    assert (unit.registered_area, unit.basis, unit.state) == (8850, "registered", "let")
    assert "88.50 m²" in client.get(reverse("estate:place", args=[flat.pk])).content.decode()


def test_the_wizard_makes_a_regular_community_at_once(login):
    client = login(RoleCode.ADMIN)
    data = {"name": "碧海湾", "code": "BH", "buildings": 3, "entrances": 2, "floors": 5, "homes": 2}
    made = client.post(reverse("estate:community_new"), data)
    assert made.status_code == 303
    (bay,) = facade.communities()
    assert facade.unit_count(bay.id) == 60
    assert facade.places_of(bay.id, ["unit"])[-1].full_name == "碧海湾 3栋2单元 502"
    again = client.post(reverse("estate:community_new"), data)
    assert again.status_code == 409 and Place.objects.filter(kind="community").count() == 1
    huge = client.post(
        reverse("estate:community_new"), data | {"code": "X", "buildings": 200, "floors": 120, "homes": 40}
    )
    assert huge.status_code == 422 and "请分次建立" in huge.content.decode()


def test_places_are_moved_closed_reopened_and_deleted_by_their_pages(login, boss, garden, flat):
    client = login(RoleCode.MANAGER)
    other = make(boss, PlaceKind.BUILDING, "9", garden)
    assert client.post(reverse("estate:place_move", args=[flat.id]), {"parent": other.id}).status_code == 303
    assert facade.place(flat.id).full_name == "翠湖花园 9栋 1502"
    assert client.post(reverse("estate:place_delete", args=[other.id])).status_code == 409
    assert client.post(reverse("estate:place_close", args=[other.id]), {"reason": "拆除"}).status_code == 303
    assert facade.unit_count(garden.id) == 0
    client.post(reverse("estate:place_reopen", args=[other.id]))
    assert facade.unit_count(garden.id) == 1
    client.post(reverse("estate:place_delete", args=[flat.id]))
    assert not Unit.objects.exists()


def test_a_sign_is_registered_checked_and_taken_down(login, gate):
    client = login(RoleCode.SUPERVISOR)
    photo = SimpleUploadedFile("s.png", picture().data, "image/png")
    data = {
        "place": gate.id,
        "kind": "danger",
        "wording": "水深危险",
        "quantity": 2,
        "check_months": 3,
        "photo": photo,
    }
    assert client.post(reverse("estate:sign_new"), data).status_code == 303
    sign = Sign.objects.get()
    assert sign.photo and sign.quantity == 2
    late = client.post(reverse("estate:sign", args=[sign.pk]), {"on": "2999-01-01", "state": "good"})
    assert late.status_code == 422 and "不能晚于今天" in late.content.decode()
    done = client.post(
        reverse("estate:sign", args=[sign.pk]), {"on": "2026-01-05", "state": "worn", "note": "褪色"}
    )
    assert (
        done.status_code == 303
        and "褪色" in client.get(reverse("estate:sign", args=[sign.pk])).content.decode()
    )
    assert "陈旧模糊" in client.get(reverse("estate:signs") + "?state=worn").content.decode()
    client.post(reverse("estate:sign_remove", args=[sign.pk]), {"reason": "改造"})
    sign.refresh_from_db()
    assert sign.removed_on and sign.due_on is None


def test_a_place_is_pinned_by_a_click_or_by_numbers(login, garden, gate, flat):
    client = login(RoleCode.MANAGER)
    upload = SimpleUploadedFile("p.png", picture((800, 400)).data, "image/png")
    data = {"community": garden.id, "name": "总图", "picture": upload}
    assert client.post(reverse("estate:plan_new"), data).status_code == 303
    plan = SitePlan.objects.get()
    url = reverse("estate:plan", args=[plan.pk])
    assert client.post(url, {"place": gate.id, "spot": "200,100"}).status_code == 303
    pinned = Place.objects.get(pk=gate.id)
    assert (pinned.pin_x, pinned.pin_y) == (250, 250)
    client.post(url, {"place": gate.id, "x": 10, "y": 990})
    pinned.refresh_from_db()
    assert (pinned.pin_x, pinned.pin_y) == (10, 990)
    assert client.post(url, {"place": gate.id}).status_code == 422
    assert client.post(reverse("estate:pin_clear", args=[gate.id])).status_code == 302
    block = facade.places_of(garden.id, ["building"])[0]
    route = {"name": "夜巡", "domain": "security", f"at_{gate.id}": 2, f"at_{block.id}": 1}
    assert client.post(reverse("estate:route_new", args=[plan.pk]), route).status_code == 303
    assert facade.routes(garden.id)[0].place_ids == (block.id, gate.id)
    assert client.post(reverse("estate:plan_delete", args=[plan.pk])).status_code == 302
    assert not SitePlan.objects.exists()


def test_chosen_and_filtered_labels_come_as_pdf(login, flat, gate):
    client = login(RoleCode.FRONTDESK)
    chosen = client.post(reverse("estate:labels_print"), {"ids": [gate.id], "action": "2x5"})
    assert chosen["Content-Type"] == "application/pdf" and chosen.content.startswith(b"%PDF")
    filtered = client.get(reverse("estate:labels") + "?kind=gate&print=3x8")
    assert filtered.content.startswith(b"%PDF")
    assert client.post(reverse("estate:labels_print"), {"action": "2x5"}).status_code == 422
    assert client.get(reverse("estate:labels") + "?q=没有的&print=3x8").status_code == 422


def test_a_new_user_is_told_three_mistakes_then_imports(login):
    client = login(RoleCode.ADMIN)
    url = reverse("estate:import")
    assert client.get(url + "?template=xlsx").status_code == 200
    sheets = changed("房屋", 1, 5, "很大")
    sheets["房屋"][2] = ("CH", "9", "1", "1", "102", 90, None)
    sheets["车位"][2] = ("CH", "P1", "A01", None, None)
    wrong = client.post(url, {"file": SimpleUploadedFile("房产.xlsx", book(sheets))})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    for part in ("有 3 处错误", "F2", "B3", "没有编号为 9 的上级", "第 3 行"):
        assert part in text, part
    assert not Place.objects.exists()
    good = client.post(url, {"file": SimpleUploadedFile("房产.xlsx", book(GOOD))})
    assert good.status_code == 200 and "检查通过" in good.content.decode()
    assert not Place.objects.exists()
    row = TreeImport.objects.order_by("-pk").first()
    done = client.post(url, {"token": _signer.sign(str(row.pk))})
    assert (done.status_code, done.url) == (303, reverse("estate:import_state", args=[row.pk]))
    assert "已导入" in client.get(done.url).content.decode()
    assert Unit.objects.count() == 3
    again = client.post(url, {"token": _signer.sign(str(row.pk))})
    assert again.status_code == 409
    exported = client.get(reverse("estate:export"))
    assert b"".join(exported.streaming_content).startswith(b"PK")


@pytest.mark.parametrize("data", [b"", b"x" * 100, "编号,名称".encode("gbk"), b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_refused_in_words(login, data):
    client = login(RoleCode.ADMIN)
    answer = client.post(reverse("estate:import"), {"file": SimpleUploadedFile("a.xlsx", data)})
    assert answer.status_code == 422 and "没有写入任何数据" in answer.content.decode()
    assert not TreeImport.objects.exists()


def test_a_large_import_is_handed_to_a_job_and_its_page_shows_how_far_it_is(login, monkeypatch):
    from anju.modules.estate import jobs

    deferred = []
    monkeypatch.setattr(tree_import, "AT_ONCE", 3)
    task = SimpleNamespace(defer=lambda **given: deferred.append(given))
    monkeypatch.setattr(tree_import.app, "configure_task", lambda name, queue: task)
    client = login(RoleCode.ADMIN)
    client.post(reverse("estate:import"), {"file": SimpleUploadedFile("房产.xlsx", book(GOOD))})
    row = TreeImport.objects.get()
    client.post(reverse("estate:import"), {"token": _signer.sign(str(row.pk))})
    assert [one["import_id"] for one in deferred] == [row.pk] and not Place.objects.exists()
    state = reverse("estate:import_state", args=[row.pk])
    part = client.get(state, headers={"HX-Request": "true"}).content.decode()
    assert "等待开始" in part and "<html" not in part and "hx-trigger" in part
    assert client.post(reverse("estate:import_again", args=[row.pk])).status_code == 409
    jobs.import_tree.func(**deferred[0])
    assert "已导入" in client.get(state).content.decode() and Unit.objects.count() == 3


def scanned(label, user):
    request = RequestFactory().get(f"/q/{label}")
    request.user, request.session = user, SessionStore()
    return label_view(request, label)


def test_a_scanned_label_shows_strangers_the_name_and_members_the_place(
    login, org, boss, flat, django_user_model
):
    from django.contrib.auth.models import AnonymousUser

    from anju.foundation.scope import context

    registry.change(actor=boss, setting=SERVICE_PHONE, new="010-88886666")
    token = context._scope.set(None)
    try:
        stranger = scanned(flat.label, AnonymousUser())
        nothing = scanned("AAAAAAAA", AnonymousUser())
    finally:
        context._scope.reset(token)
        context._tell_database()
    text = stranger.content.decode()
    assert "翠湖花园 3栋2单元 1502" in text and "tel:010-88886666" in text
    assert nothing.status_code == 404
    member = login(RoleCode.WORKER).user
    assert scanned(flat.label.lower(), member).url == reverse("estate:place", args=[flat.id])


def test_lists_are_filtered_sorted_and_exported(login, boss, garden, flat):
    client = login(RoleCode.MANAGER)
    block = facade.places_of(garden.id, ["building"])[0]
    make(boss, PlaceKind.UNIT, "2", block)
    text = client.get(reverse("estate:units") + f"?building={block.id}&q=1502").content.decode()
    assert "1502" in text and "共 1 条" in text
    assert "没有符合条件" in client.get(reverse("estate:units") + "?state=let").content.decode()
    exported = client.get(reverse("estate:units") + "?export=xlsx")
    assert b"".join(exported.streaming_content).startswith(b"PK")


def test_a_list_costs_as_many_queries_for_twenty_rows_as_for_one(login, boss, garden, flat):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = login(RoleCode.MANAGER)
    block = facade.places_of(garden.id, ["building"])[0]
    for name in ("units", "labels"):
        client.get(reverse(f"estate:{name}"))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse(f"estate:{name}"))
        for number in range(20):
            make(boss, PlaceKind.UNIT, f"{name}{number}", block)
        with CaptureQueriesContext(connection) as many:
            client.get(reverse(f"estate:{name}"))
        assert len(few) == len(many) <= 20, name


def test_a_conflict_inside_a_page_leaves_nothing_behind(login, boss, garden, flat):
    with pytest.raises(Conflict):
        make(boss, PlaceKind.BUILDING, "3", garden)
    assert facade.unit_count(garden.id) == 1
