"""The API's description is committed: a difference is made on purpose (`./anju dev openapi`) or not at all."""

from __future__ import annotations

from anju.foundation import api
from anju.site.home import CHECKOUT


def test_the_api_is_what_the_committed_description_says():
    committed = (CHECKOUT / "docs/openapi.json").read_text("utf-8")
    assert api.schema_text() == committed, "the API changed: run ./anju dev openapi and commit docs/openapi.json"
