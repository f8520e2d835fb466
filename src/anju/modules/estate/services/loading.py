"""Many rows into a tenant table at once: COPY into a temporary table, then one INSERT … SELECT under its policies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def load(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert `rows` of the organisation in scope; `columns` without org_id. Returns how many.

    COPY straight into a table under row-level security is refused by PostgreSQL.
    """
    from anju.foundation.scope import current

    quote = connection.ops.quote_name
    table = model._meta.db_table
    names = ", ".join(quote(name) for name in columns)
    draft = quote(f"load_{table}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"create temp table if not exists {draft} on commit drop as select {names} from {quote(table)} with no data"
        )
        cursor.execute(f"truncate {draft}")
        with cursor.copy(f"copy {draft} ({names}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"insert into {quote(table)} (org_id, {names}) select %s, {names} from {draft}",
            [current().writes],
        )
        return int(cursor.rowcount)
