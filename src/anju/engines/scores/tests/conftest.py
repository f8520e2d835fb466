from __future__ import annotations

import pytest

from anju.engines.scores.tests import factories


@pytest.fixture
def home(org):
    """A community, with the indicators of the tests declared."""
    with factories.registered():
        yield factories.community()
