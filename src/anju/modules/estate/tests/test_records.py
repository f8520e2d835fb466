from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from anju.foundation import actors
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.estate import facade
from anju.modules.estate.contracts import PlaceKind
from anju.modules.estate.models import Place, Sign
from anju.modules.estate.permissions import LABEL_PRINT, PLACE_READ, SIGN_CHECK, SIGN_READ
from anju.modules.estate.queries import records
from anju.modules.estate.rules.signs import due_after
from anju.modules.estate.services import labels, plans, signs
from anju.modules.estate.tests.factories import AT, community, home, make

TODAY = date(2026, 1, 31)


def picture(size: tuple[int, int] = (400, 300)) -> signs.Photo:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return signs.Photo("plan.png", out.getvalue())


@pytest.fixture
def garden(boss):
    return community(boss)


@pytest.fixture
def gates(boss, garden):
    return [
        make(boss, PlaceKind.GATE, code, garden, name=name) for code, name in (("E", "东门"), ("W", "西门"))
    ]


def draft(place, **more) -> signs.SignDraft:
    return signs.SignDraft(**({"place_id": place.id, "kind": "danger", "wording": "水深危险"} | more))


def test_a_sign_is_numbered_due_one_cycle_later_and_due_again_after_each_check(boss, gates):
    number = signs.sign_add(actor=boss, draft=draft(gates[0], photo=picture()), at=AT, on=TODAY)
    sign = records.sign(boss, number)
    assert (sign.number, sign.due_on, sign.photo.media_type) == ("BS-00001", date(2026, 2, 28), "image/jpeg")
    assert list(records.signs_due(records.signs(boss), date(2026, 2, 28))) == [sign]
    found = signs.CheckDraft(on=date(2026, 3, 2), state="damaged", visible=False, note="被车撞")
    signs.sign_check(actor=boss, sign_id=number, draft=found, at=AT)
    sign = records.sign(boss, number)
    assert (sign.state, sign.visible, sign.due_on) == ("damaged", False, date(2026, 4, 2))
    (kept,) = records.sign_checks(number)
    assert (kept.note, kept.by_name) == ("被车撞", boss.name)


def test_an_older_check_entered_late_does_not_change_what_is_known_now(boss, gates):
    number = signs.sign_add(actor=boss, draft=draft(gates[0]), at=AT, on=TODAY)
    for day, state in ((date(2026, 3, 2), "good"), (date(2026, 2, 1), "missing")):
        signs.sign_check(actor=boss, sign_id=number, draft=signs.CheckDraft(on=day, state=state), at=AT)
    assert records.sign(boss, number).state == "good"
    assert len(records.sign_checks(number)) == 2


def test_a_sign_that_was_taken_down_is_never_due_and_cannot_be_checked(boss, gates):
    number = signs.sign_add(actor=boss, draft=draft(gates[0]), at=AT, on=TODAY)
    signs.sign_remove(actor=boss, sign_id=number, on=TODAY, reason="改造", at=AT)
    assert not records.signs_due(records.signs(boss), date(2030, 1, 1)).exists()
    with pytest.raises(Conflict, match="removed"):
        signs.sign_check(actor=boss, sign_id=number, draft=signs.CheckDraft(on=TODAY, state="good"), at=AT)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"wording": " "}, "wording_empty"), ({"kind": "x"}, "choice_unknown"), ({"quantity": 0}, "out_of_range"),
     ({"check_months": 61}, "out_of_range"), ({"photo": signs.Photo("a.png", b"GIF8")}, "not_a_photo")],
)  # fmt: skip
def test_a_sign_that_is_not_whole_is_refused_and_nothing_is_written(boss, gates, more, code):
    with pytest.raises(Invalid, match=code):
        signs.sign_add(actor=boss, draft=draft(gates[0], **more), at=AT, on=TODAY)
    assert not Sign.objects.exists()
    assert not AuditEntry.objects.filter(action="estate.sign.added").exists()


def test_signs_are_seen_checked_and_changed_only_within_reach_and_right(org, boss, garden, gates):
    first, second = (signs.sign_add(actor=boss, draft=draft(one), at=AT, on=TODAY) for one in gates)
    reach = Reach(frozenset({gates[0].path}), frozenset({garden.id}))
    worker = actors.Actor(org.pk, "保安", grants={one.code: reach for one in (SIGN_READ, SIGN_CHECK)})
    assert [one.pk for one in records.signs(worker)] == [first]
    signs.sign_check(actor=worker, sign_id=first, draft=signs.CheckDraft(on=TODAY, state="worn"), at=AT)
    with pytest.raises(NotFound):
        signs.sign_check(actor=worker, sign_id=second, draft=signs.CheckDraft(on=TODAY, state="worn"), at=AT)
    with pytest.raises(Forbidden):
        signs.sign_remove(actor=worker, sign_id=first, on=TODAY, reason="x", at=AT)


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)), st.integers(1, 60))
def test_a_cycle_ends_in_the_month_so_many_months_later(on, months):
    due = due_after(on, months)
    assert (due.year * 12 + due.month) - (on.year * 12 + on.month) == months
    assert due.day <= on.day and (due.day == on.day or due_after(due, 0).day == due.day)


def test_places_are_pinned_on_a_plan_of_their_own_community(boss, garden, gates):
    plan = plans.site_plan_add(actor=boss, community_id=garden.id, name="总平面图", picture=picture(), at=AT)
    kept = records.site_plan(boss, plan)
    assert (kept.width, kept.height) == (400, 300)
    plans.pin_set(actor=boss, place_id=gates[0].id, plan_id=plan, x=250, y=1000, at=AT)
    assert [(one.pk, one.pin_x, one.pin_y) for one in records.pins(boss, plan)] == [(gates[0].id, 250, 1000)]
    elsewhere = make(boss, PlaceKind.GATE, "E", community(boss, "BH", "碧海湾"))
    with pytest.raises(Invalid, match="other_community"):
        plans.pin_set(actor=boss, place_id=elsewhere.id, plan_id=plan, x=1, y=1, at=AT)
    with pytest.raises(Invalid, match="pin_outside"):
        plans.pin_set(actor=boss, place_id=gates[1].id, plan_id=plan, x=1001, y=1, at=AT)
    with pytest.raises(Conflict, match="name_taken"):
        plans.site_plan_add(actor=boss, community_id=garden.id, name="总平面图", picture=picture(), at=AT)
    plans.site_plan_delete(actor=boss, plan_id=plan, at=AT)
    assert not Place.objects.filter(pin_x__isnull=False).exists()


def test_a_route_keeps_its_places_in_walking_order(boss, garden, gates):
    way = (gates[1].id, gates[0].id, gates[1].id)
    made = plans.route_set(
        actor=boss, draft=plans.RouteDraft(community_id=garden.id, name="夜巡", place_ids=way), at=AT
    )
    (found,) = facade.routes(garden.id)
    assert (found.id, found.place_ids) == (made, way)
    back = plans.RouteDraft(community_id=garden.id, name="夜巡", place_ids=way[:2])
    plans.route_set(actor=boss, draft=back, at=AT, route_id=made)
    assert facade.routes(garden.id)[0].place_ids == way[:2]
    with pytest.raises(Conflict, match="name_taken"):
        plans.route_set(actor=boss, draft=back, at=AT)
    with pytest.raises(Invalid, match="too_short"):
        plans.route_set(actor=boss, draft=plans.RouteDraft(community_id=garden.id, name="日巡"), at=AT)
    plans.route_delete(actor=boss, route_id=made, at=AT)
    assert facade.routes(garden.id) == []


@pytest.mark.parametrize(("layout", "pages"), [("3x8", 2), ("2x5", 3)])
def test_labels_fill_sheets_and_carry_name_and_code(boss, garden, layout, pages):
    flat = home(boss, garden)
    block = facade.places_of(garden.id, ["building"])[0]
    more = [make(boss, PlaceKind.UNIT, str(number), block) for number in range(101, 125)]
    data = labels.labels_pdf(
        actor=boss,
        place_ids=[flat.id, *(one.id for one in more)],
        layout=layout,
        base_url="https://anju.example",
        at=AT,
    )
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == pages
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")
    assert "1502" in text and "翠湖花园" in text and f"{flat.label[:4]}-{flat.label[4:]}" in text


def test_labels_outside_the_reach_or_without_the_right_are_not_printed(org, boss, garden, gates):
    ask = {"layout": "3x8", "base_url": "http://x", "at": AT}
    reach = Reach(frozenset({gates[0].path}), frozenset({garden.id}))
    guard = actors.Actor(org.pk, "保安", grants={LABEL_PRINT.code: reach, PLACE_READ.code: reach})
    with pytest.raises(NotFound):
        labels.labels_pdf(actor=guard, place_ids=[gates[1].id], **ask)
    with pytest.raises(Forbidden):
        labels.labels_pdf(actor=actors.Actor(org.pk, "别人"), place_ids=[gates[0].id], **ask)
    with pytest.raises(Invalid, match=r"label\.none"):
        labels.labels_pdf(actor=boss, place_ids=[], **ask)
    with pytest.raises(Invalid, match="too_many"):
        labels.labels_pdf(actor=boss, place_ids=range(1, labels.MOST_LABELS + 2), **ask)
