"""The JSON API: one shape for errors, pages and writes, and no operation without a declared permission."""

from anju.foundation.api.access import endpoint
from anju.foundation.api.application import api, mount, operations, schema, schema_text
from anju.foundation.api.paging import Page, PageQuery, page_of

__all__ = ["Page", "PageQuery", "api", "endpoint", "mount", "operations", "page_of", "schema", "schema_text"]
