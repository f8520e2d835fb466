from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.errors import Invalid
from anju.modules.estate import facade
from anju.modules.estate.contracts import Coordinates, PlaceKind
from anju.modules.estate.models import Place
from anju.modules.estate.rules.coordinates import coordinates_of, coordinates_text
from anju.modules.estate.services.tree_export import tree_export
from anju.modules.estate.tests.factories import AT, community, make
from anju.modules.estate.tests.sheets import GOOD, book
from anju.modules.estate.tests.test_tree_import import dry, run

LATITUDES = st.decimals(-90, 90, allow_nan=False, places=9)
LONGITUDES = st.decimals(-180, 180, allow_nan=False, places=9)


@given(LATITUDES, LONGITUDES)
def test_coordinates_keep_their_place_to_a_tenth_of_a_metre(latitude, longitude):
    found = coordinates_of(latitude, longitude)
    assert found is not None
    assert abs(found.latitude - latitude) <= Decimal("0.0000005") >= abs(found.longitude - longitude)
    assert coordinates_of(*found) == found
    text = [Decimal(part) for part in coordinates_text(*found).split(", ")]
    assert text == list(found)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code", "field"),
    [
        ("1", None, "estate.coordinates.half", "longitude"),
        (None, "1", "estate.coordinates.half", "latitude"),
        ("90.000001", "0", "estate.coordinates.out_of_range", "latitude"),
        ("0", "-180.1", "estate.coordinates.out_of_range", "longitude"),
        ("NaN", "0", "estate.coordinates.out_of_range", "latitude"),
    ],
)
def test_half_and_impossible_coordinates_are_refused(latitude, longitude, code, field):
    with pytest.raises(Invalid) as refused:
        coordinates_of(latitude and Decimal(latitude), longitude and Decimal(longitude))
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_database_itself_refuses_half_a_point(boss):
    garden = community(boss)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=garden.id).update(latitude=Decimal(30))


def test_a_place_is_made_with_its_coordinates(boss):
    spot = Coordinates(Decimal("30.2741001"), Decimal("120.15507"))
    gate = make(boss, PlaceKind.GATE, "N", community(boss), coordinates=spot)
    assert gate.coordinates == (30.2741, 120.15507)


def with_spots(*values):
    """The good workbook with coordinates in the rows of public places; None leaves a cell empty."""
    sheet = GOOD["公共区域与设备间"]
    heads = (*sheet[0], "纬度", "经度")
    rows = [(*row, *spot) for row, spot in zip(sheet[1:], values, strict=True)]
    return book({**GOOD, "公共区域与设备间": [heads, *rows]})


def test_coordinates_come_and_go_by_the_workbook_and_empty_cells_leave_them(boss):
    run(boss, with_spots((30.2741, 120.15507), (None, None), (30.2742, 120.1551)))
    spots = {
        one.name: one.coordinates
        for one in facade.places_of(facade.communities()[0].id, ["gate", "public", "room"])
    }
    assert spots == {"东门": (30.2741, 120.15507), "大堂": None, "水泵房": (30.2742, 120.1551)}
    _result, plan = dry(boss, with_spots((None, None), (None, None), (None, 120.1552)))
    assert [values for _one, _known, values in plan.changed] == [{"longitude": Decimal("120.1552")}]
    _result, again = dry(boss, tree_export(actor=boss, at=AT).read())
    assert (again.new, again.changed, again.problems) == ([], [], [])


def test_half_a_point_in_a_row_is_named_by_its_cell(boss):
    result, plan = dry(boss, with_spots((30.2741, None), (None, None), (None, None)))
    assert [(one.code, one.key) for one in plan.problems] == [("estate.coordinates.half", "longitude")]
    assert [error.heading for error in result.errors] == ["经度"]
