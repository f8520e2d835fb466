"""Order of a list as a chain of keys that ends in a unique one, so that a place in the list can be named by values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, F, Model, Q, QuerySet, Value
from django.db.models.expressions import Expression, Func, OrderBy
from django.db.models.lookups import Exact

KEY_ALIAS = "_key{}"
NEVER = Exact(Value(0), Value(1))


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of an order.

    expression: field path, annotation name or Django expression. nulls: where empty values stand; "default" is
    PostgreSQL's own place (end when ascending, start when descending), the only one a plain index can serve both ways.
    nullable: None means "find out from the model"; an expression counts as nullable unless told otherwise.
    """

    expression: str | Expression | F
    descending: bool = False
    nulls: Literal["default", "first", "last"] = "default"
    nullable: bool | None = None

    @classmethod
    def of(cls, declared: str | Expression | F | SortKey) -> SortKey:
        """Read "-due_at", an expression or a ready key."""
        if isinstance(declared, SortKey):
            return declared
        if isinstance(declared, str) and declared.startswith("-"):
            return cls(declared[1:], descending=True)
        return cls(declared)

    @property
    def nulls_first(self) -> bool:
        return self.descending if self.nulls == "default" else self.nulls == "first"

    def reversed(self) -> SortKey:
        """The same key seen from the end of the list."""
        nulls: Literal["first", "last"] = "last" if self.nulls_first else "first"
        return replace(self, descending=not self.descending, nulls=nulls)

    def flipped(self) -> SortKey:
        """The other direction as a reader means it: an explicit place of empty values stays where it is."""
        return replace(self, descending=not self.descending)


class RowComparison(Func):
    """`(a, b) > (x, y)`: the one form that PostgreSQL serves from a several-column index at any depth."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, names: Sequence[str], operator: str, values: Sequence[Any]) -> None:
        super().__init__(*(F(name) for name in names), *(Value(value) for value in values))
        self.operator, self.split = operator, len(names)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        compiled = [compiler.compile(source) for source in self.source_expressions]
        left = ", ".join(sql for sql, _params in compiled[: self.split])
        right = ", ".join(sql for sql, _params in compiled[self.split :])
        return f"({left}) {self.operator} ({right})", tuple(
            one for _sql, params in compiled for one in params
        )


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order over one model that can start anywhere. The last key is unique and never empty."""

    keys: tuple[SortKey, ...]

    @classmethod
    def over(
        cls, model: type[Model], declared: Iterable[str | Expression | F | SortKey], unique: str
    ) -> Keyset:
        keys = [SortKey.of(one) for one in declared]
        last = SortKey(unique, descending=bool(keys) and keys[-1].descending, nullable=False)
        return cls(tuple(_with_nullability(model, key) for key in (*keys, last)))

    @property
    def aliases(self) -> list[str]:
        return [KEY_ALIAS.format(index) for index in range(len(self.keys))]

    def reversed(self) -> Keyset:
        return Keyset(tuple(key.reversed() for key in self.keys))

    def order(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Annotate every key (`values_of` reads them) and order by them."""
        annotations = {
            alias: F(key.expression) if isinstance(key.expression, str) else key.expression
            for alias, key in zip(self.aliases, self.keys, strict=True)
        }
        return queryset.annotate(**annotations).order_by(
            *(_order_by(alias, key) for alias, key in zip(self.aliases, self.keys, strict=True))
        )

    def values_of(self, row: Any) -> list[Any]:
        if isinstance(row, dict):
            return [row[alias] for alias in self.aliases]
        return [getattr(row, alias) for alias in self.aliases]

    def after(self, ordered: QuerySet[Any], values: Sequence[Any]) -> list[QuerySet[Any]]:
        """Rows of `ordered` (made by `order`) strictly after the row with these key values, as queries in a row.

        Two queries where the first key may be empty and those rows stand at the end: each can start in an index at
        once, while one query over both would have to read everything before them.
        """
        first, alias = self.keys[0], self.aliases[0]
        if not first.nullable:
            return [self._after(ordered, values)]
        filled, empty = Q(**{f"{alias}__isnull": False}), Q(**{f"{alias}__isnull": True})
        if values[0] is None:
            same = ordered.filter(empty & _all_after(self.aliases[1:], self.keys[1:], values[1:]))
            return [same, ordered.filter(filled)] if first.nulls_first else [same]
        rest = Keyset((replace(first, nullable=False), *self.keys[1:]))._after(ordered, values)
        return [rest] if first.nulls_first else [rest, ordered.filter(empty)]

    def _after(self, ordered: QuerySet[Any], values: Sequence[Any]) -> QuerySet[Any]:
        """The first key counts as filled."""
        directions = {key.descending for key in self.keys}
        if len(directions) == 1 and not any(key.nullable for key in self.keys):
            return ordered.filter(RowComparison(self.aliases, "<" if directions.pop() else ">", values))
        bound = f"{self.aliases[0]}__{'lte' if self.keys[0].descending else 'gte'}"
        return ordered.filter(_all_after(self.aliases, self.keys, values), **{bound: Value(values[0])})


def _all_after(aliases: Sequence[str], keys: Sequence[SortKey], values: Sequence[Any]) -> Q:
    predicate = Q(NEVER)
    for alias, key, value in reversed(list(zip(aliases, keys, values, strict=True))):
        predicate = _strictly_after(alias, key, value) | (_equal(alias, value) & predicate)
    return predicate


def _order_by(alias: str, key: SortKey) -> OrderBy:
    if not key.nullable or key.nulls_first == key.descending:
        return OrderBy(F(alias), descending=key.descending)
    nulls_first, nulls_last = (True, None) if key.nulls_first else (None, True)
    return OrderBy(F(alias), descending=key.descending, nulls_first=nulls_first, nulls_last=nulls_last)


def _strictly_after(alias: str, key: SortKey, value: Any) -> Q:
    if value is None:
        return Q(**{f"{alias}__isnull": False}) if key.nulls_first else Q(NEVER)
    after = Q(**{f"{alias}__{'lt' if key.descending else 'gt'}": Value(value)})
    if key.nullable and not key.nulls_first:
        after |= Q(**{f"{alias}__isnull": True})
    return after


def _equal(alias: str, value: Any) -> Q:
    return Q(**{f"{alias}__isnull": True}) if value is None else Q(**{alias: Value(value)})


def _with_nullability(model: type[Model], key: SortKey) -> SortKey:
    if key.nullable is not None:
        return key
    return replace(
        key, nullable=not isinstance(key.expression, str) or _path_is_nullable(model, key.expression)
    )


def _path_is_nullable(model: type[Model], path: str) -> bool:
    """Whether any step of a field path may be empty; what is no plain field path may be."""
    current: Any = model
    for part in path.split("__"):
        if part == "pk":
            return False
        try:
            found = current._meta.get_field(part)
        except (FieldDoesNotExist, AttributeError):
            return True
        if found.auto_created and not found.concrete:
            return True
        if found.null:
            return True
        current = found.related_model
    return False
