"""What the columns of a register hold, for whoever describes its rows to the outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

TYPES: tuple[tuple[type[models.Field[Any, Any]], Any], ...] = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.DateTimeField, datetime),
    (models.DateField, date),
    (ArrayField, list[int]),
)


@dataclass(frozen=True, slots=True)
class Column:
    """of: type of the value, None excluded. choices: the only values there are, () for any."""

    of: Any
    may_be_empty: bool
    choices: tuple[str, ...]


def column(model: str, name: str) -> Column:
    """A column of a model of this package by its name, or by that of the key it holds (case_id)."""
    fields = apps.get_model("community", model)._meta.fields
    found = next(one for one in fields if name in (one.name, one.attname))
    of = int if name.endswith("_id") or found.is_relation else next(
        (to for kind, to in TYPES if isinstance(found, kind)), str
    )  # fmt: skip
    choices = tuple(str(key) for key, _label in found.choices or ())
    return Column(of, bool(found.null), choices)
