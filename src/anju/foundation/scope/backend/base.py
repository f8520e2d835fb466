"""PostgreSQL back end that tells the server, inside every transaction, whose rows may be seen and changed.

Outside a transaction the two settings are empty and row-level security shows nothing: it fails closed.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, features
from psycopg.pq import TransactionStatus

from anju.foundation.scope import context


class DatabaseFeatures(features.DatabaseFeatures):
    def allows_group_by_selected_pks_on_model(self, model: Any) -> bool:
        # The key of a tenant table is (org_id, id), so grouping by id alone does not determine its columns.
        from anju.foundation.scope.models import ScopedModel

        return not issubclass(model, ScopedModel) and bool(
            super().allows_group_by_selected_pks_on_model(model)
        )


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def apply_scope(self) -> None:
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return
        scope = context.peek()
        reads, writes = ("{}", "") if scope is None else scope.guc()
        with self.connection.cursor() as cursor:
            # Both values hold digits, commas and braces only.
            cursor.execute(f"SET LOCAL app.scope = '{reads}'; SET LOCAL app.writes = '{writes}'")

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            self.apply_scope()
