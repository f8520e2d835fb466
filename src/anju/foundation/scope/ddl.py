"""After every migration, idempotently: keys with the organisation in them, policies, and the app role's rights.

A table that somebody forgot cannot exist: every ScopedModel is found here, and a schema test reads the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel, SharedKey

READS = "org_id = any((select nullif(current_setting('app.scope', true), '')::bigint[])::bigint[])"
WRITES = "org_id = (select nullif(current_setting('app.writes', true), '')::bigint)"


def scoped_models() -> list[type[ScopedModel]]:
    found = apps.get_models(include_auto_created=True)
    return [
        one for one in found if issubclass(one, ScopedModel) and not one._meta.proxy and one._meta.managed
    ]


def after_migrate(app_config: Any, using: str = "default", **_: Any) -> None:
    """Signal receiver; runs once, after the last app, when the whole schema is there."""
    last = list(apps.get_app_configs())[-1]
    if app_config.label == last.label and using == "default":
        ensure()


def ensure() -> int:
    """Bring keys, policies and rights to the declared state. Returns the number of statements that were needed."""
    names = connection.introspection.table_names()
    tables = [one for one in scoped_models() if one._meta.db_table in names]
    done = 0
    with connection.cursor() as cursor:
        for statements in (
            _keys(cursor, tables),
            _references(cursor, tables),
            _policies(cursor, tables),
            _rights(cursor),
        ):
            for statement in statements:
                cursor.execute(statement)
                done += 1
    return done


def _constraints(cursor: Any, table: str) -> dict[str, str]:
    cursor.execute("select conname, contype from pg_constraint where conrelid = %s::regclass", [table])
    return dict(cursor.fetchall())


def _keys(cursor: Any, tables: list[type[ScopedModel]]) -> Iterator[str]:
    quote = connection.ops.quote_name
    for model in tables:
        table = model._meta.db_table
        cursor.execute(
            """select c.conname, array_length(c.conkey, 1) from pg_constraint c
               where c.conrelid = %s::regclass and c.contype = 'p'""",
            [table],
        )
        name, width = cursor.fetchone()
        if width == 1:
            yield f"alter table {quote(table)} drop constraint {quote(name)} cascade"
            yield f"alter table {quote(table)} add constraint {quote(name)} primary key (org_id, id)"


def _references(cursor: Any, tables: list[type[ScopedModel]]) -> Iterator[str]:
    quote = connection.ops.quote_name
    for model in tables:
        table = model._meta.db_table
        have = _constraints(cursor, table)
        for field in model._meta.local_fields:
            target, composite = _target(field)
            if target is None:
                continue
            name = _name(table, field.column, "fk")
            if name not in have:
                own, other = (
                    (f"org_id, {quote(field.column)}", "org_id, id")
                    if composite
                    else (quote(field.column), "id")
                )
                yield (
                    f"alter table {quote(table)} add constraint {quote(name)} foreign key ({own}) "
                    f"references {quote(target._meta.db_table)} ({other}) deferrable initially deferred"
                )


def _target(field: Any) -> tuple[type[models.Model] | None, bool]:
    if isinstance(field, LooseKey):
        return (apps.get_model(field.target), True) if field.target else (None, False)
    if isinstance(field, ScopedKey):
        return field.related_model, True
    if isinstance(field, SharedKey):
        return field.related_model, False
    return None, False


def _name(table: str, column: str, kind: str) -> str:
    wanted = f"{table}_{column}_{kind}"
    return wanted if len(wanted) <= 63 else f"{table[:28]}_{column[:20]}_{abs(_digest(wanted)):08x}_{kind}"


def _digest(text: str) -> int:
    value = 0
    for character in text:
        value = (value * 131 + ord(character)) & 0xFFFFFFFF
    return value


def _policies(cursor: Any, tables: list[type[ScopedModel]]) -> Iterator[str]:
    quote = connection.ops.quote_name
    cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
    guarded = {row[0] for row in cursor.fetchall()}
    for model in tables:
        table = model._meta.db_table
        if table in guarded:
            continue
        name = quote(table)
        yield f"alter table {name} enable row level security"
        yield f"alter table {name} force row level security"
        yield f"create policy scope_read on {name} for select using ({READS})"
        yield f"create policy scope_add on {name} for insert with check ({WRITES})"
        yield f"create policy scope_change on {name} for update using ({WRITES}) with check ({WRITES})"
        yield f"create policy scope_remove on {name} for delete using ({WRITES})"


# What the audit says may be read and added to, and nobody who serves requests can rewrite it.
APPEND_ONLY = {"foundation_auditentry": ("number", "previous", "digest")}


def _rights(cursor: Any) -> Iterator[str]:
    role = connection.ops.quote_name(settings.APP_ROLE)
    cursor.execute("select current_schema()")
    schema = connection.ops.quote_name(cursor.fetchone()[0])
    yield f"grant usage on schema {schema} to {role}"
    yield f"grant select, insert, update, delete on all tables in schema {schema} to {role}"
    yield f"grant usage, select on all sequences in schema {schema} to {role}"
    yield f"grant execute on all functions in schema {schema} to {role}"
    for table, columns in APPEND_ONLY.items():
        yield f"revoke update, delete, truncate on {table} from {role}"
        yield f"grant update ({', '.join(columns)}) on {table} to {role}"
    yield f"revoke insert, update, delete on django_migrations from {role}"
