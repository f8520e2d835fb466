from __future__ import annotations

import pytest

from anju.portals.resident.tests import factories


@pytest.fixture
def garden(boss):
    return factories.community(boss)


@pytest.fixture
def place(boss, garden):
    return factories.home(boss, garden)


@pytest.fixture
def chen(boss, place):
    """An owner of the home, logged in."""
    return factories.resident(boss, place)
