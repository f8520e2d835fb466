from __future__ import annotations

import pytest

from anju.engines.schedule.tests import factories


@pytest.fixture
def home(org):
    """A community whose places and people the engine can ask about."""
    with factories.registered():
        yield factories.community()
