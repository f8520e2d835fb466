"""Base classes of every tenant table: the guard that raises, and keys that never leave an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import Expression
from django.db.models.sql.where import AND, WhereNode

from anju.foundation.scope import context


class InScope(Expression):
    """`org_id` is in the scope in force when the SQL is compiled, not when the queryset is built.

    Querysets made at import time (form fields, generic views) are scoped too. Raises ScopeMissing without a scope.
    """

    conditional = True
    output_field = models.BooleanField()

    def __init__(self) -> None:
        super().__init__()
        self.column: Any = models.F("org_id")

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, expressions: list[Any]) -> None:
        (self.column,) = expressions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        reads = context.current().reads
        sql, params = compiler.compile(self.column)
        if len(reads) == 1:
            return f"{sql} = %s", [*params, *reads]
        return f"{sql} = any(%s)", [*params, sorted(reads)]


class ScopedManager(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(InScope())


class _QuietKey(models.ForeignKey):
    """A foreign key whose database constraint is made by `ddl`, with the organisation in it where needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class SharedKey(_QuietKey):
    """From a tenant table to a shared table (organisation, user)."""


class ScopedKey(_QuietKey):
    """Between two tenant tables; every join also says that both rows are of one organisation."""

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        if not (alias and related_alias):
            return None
        own = self.model._meta.get_field("org")
        other = self.related_model._meta.get_field("org")
        return WhereNode(
            [own.get_lookup("exact")(own.get_col(related_alias), other.get_col(alias))], connector=AND
        )


class LooseKey(models.BigIntegerField):
    """The id of a tenant row of a higher floor, such as a place in an engine's row.

    The code knows a number only; the database holds a composite foreign key to `target` ("estate.Place").
    """

    def __init__(self, *args: Any, target: str = "", **kwargs: Any) -> None:
        self.target = target
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["target"] = self.target
        return name, path, args, kwargs


class ScopedModel(models.Model):
    """A tenant row. Its key in PostgreSQL is (org_id, id); Django sees `id`."""

    id = models.BigAutoField(primary_key=True)
    org = SharedKey(
        "foundation.Organisation",
        on_delete=models.PROTECT,
        default=context.writable_org,
        editable=False,
        related_name="+",
        db_index=False,
    )

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    if TYPE_CHECKING:
        # What Django makes by itself, such as `parent_id` beside `parent`.
        def __getattr__(self, name: str) -> Any: ...

    def _do_update(self, base_qs: Any, *args: Any) -> bool:
        return bool(super()._do_update(base_qs.filter(org_id=self.org_id), *args))  # type: ignore[misc]
