"""How far a long import is, told outside its transaction so that others see it while it runs."""

from __future__ import annotations

from django.db import connection

from anju.foundation import scope


def tell(import_id: int, stage: str, done: int) -> None:
    """Write stage and percent on a connection of its own. The main transaction must not have touched the row."""
    org_id = scope.current().writes
    side = connection.copy()
    try:
        side.set_autocommit(False)
        with side.cursor() as cursor:
            cursor.execute(
                "update people_personimport set stage = %s, done = %s where org_id = %s and id = %s",
                [stage, done, org_id, import_id],
            )
        side.commit()
    finally:
        side.close()
