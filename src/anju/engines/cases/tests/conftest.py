from __future__ import annotations

import pytest

from anju.engines.cases.tests import factories


@pytest.fixture
def home(org):
    """A community whose places and people the engine can ask about, with the kinds of the tests declared."""
    with factories.registered():
        yield factories.community()
