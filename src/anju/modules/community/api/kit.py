"""Operations of a register from its declaration: list with filters, one, create, change; the same services as the screens.

Annotations are set on the functions themselves, because the schemas are only known when a register is declared.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from ninja import Query, Router, Schema
from ninja.responses import Status
from pydantic import AwareDatetime, create_model

from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.foundation.permissions import Permission
from anju.kernel.errors import NotFound
from anju.modules.community.contracts import Who
from anju.modules.community.queries.columns import column
from anju.modules.community.services.uploads import Upload

# What comes as a file, or is settled in the form, is not part of a body.
NOT_SENT = (Upload, Who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """path: below the package's address, plural. rows: (request, community or None) → queryset in reach.

    make: (request, community, values of the body) → id; alter: (request, row, values) changes it. made, altered: schemas
    of these bodies. filters: fields of the model that a list may be narrowed by. order: newest first by default.
    """

    path: str
    reading: Permission
    rows: Callable[[Any, int | None], Any]
    out: type[Schema]
    shape: Callable[[Any], Mapping[str, Any]]
    filters: type[PageQuery]
    order: tuple[str, ...] = ("-id",)
    writing: Permission | None = None
    made: type[Schema] | None = None
    make: Callable[[Any, int, dict[str, Any]], int] | None = None
    altered: type[Schema] | None = None
    alter: Callable[[Any, Any, dict[str, Any]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer: its schema, and the function that shapes a row into it."""

    schema: type[Schema]
    shape: Callable[[Any], Mapping[str, Any]] = field(repr=False)


def add(router: Router, register: Register) -> None:
    """Put the operations of a register on the router."""
    noun = register.path.replace("/", "_").replace("-", "_")
    _add_reading(router, register, noun)
    if register.make is not None:
        _add_making(router, register, noun)
    if register.alter is not None:
        _add_altering(router, register, noun)


def _add_reading(router: Router, register: Register, noun: str) -> None:
    def listed(request: Any, query: Any) -> Any:
        rows = register.rows(request, query.community_id)
        narrowed = query.model_dump(exclude={"cursor", "limit", "community_id"}, exclude_none=True)
        return page_of(rows.filter(**narrowed), query, order=register.order, shape=register.shape)

    def one(request: Any, row_id: int) -> Any:
        return _shown(register, request, row_id)

    _named(listed, f"{noun}_list", query=Query[register.filters])
    _named(one, f"{noun}_read", row_id=int)
    router.get(f"/{register.path}", response=Page[register.out])(endpoint(register.reading)(listed))
    router.get(f"/{register.path}/{{row_id}}", response=register.out)(endpoint(register.reading)(one))


def _add_making(router: Router, register: Register, noun: str) -> None:
    def create(request: Any, body: Any) -> Any:
        values = _values(body)
        made = register.make(request, values.pop("community_id"), values)
        return Status(201, _shown(register, request, made))

    _named(create, f"{noun}_create", body=register.made)
    router.post(f"/{register.path}", response={201: register.out})(endpoint(register.writing)(create))


def _add_altering(router: Router, register: Register, noun: str) -> None:
    def change(request: Any, row_id: int, body: Any) -> Any:
        register.alter(request, _row(register, request, row_id), _values(body))
        return _shown(register, request, row_id)

    _named(change, f"{noun}_change", row_id=int, body=register.altered)
    router.put(f"/{register.path}/{{row_id}}", response=register.out)(endpoint(register.writing)(change))


def bodies(name: str, draft: type, *without: str, **more: Any) -> tuple[type[Schema], type[Schema]]:
    """(schema to create, schema to change) with the fields of a draft; creating says the community too.

    A draft's `chosen` becomes person_id: who is meant, of the register of persons.
    """
    hints = typing.get_type_hints(draft)
    taken: dict[str, Any] = {}
    for one in fields(draft):
        if one.name == "chosen":
            taken["person_id"] = (int | None, None)
        elif one.name not in without and not _holds(hints[one.name], NOT_SENT):
            taken[one.name] = (_plain(hints[one.name]), _default(one))
    taken |= more
    change = create_model(f"{name}Change", __base__=Schema, **taken)
    made = create_model(f"{name}In", __base__=Schema, community_id=(int, ...), **taken)
    return made, change


def answer(name: str, model: str, *names: str, **more: tuple[Any, Callable[[Any], Any]]) -> Seen:
    """Columns of a model as an answer. more: name=(type, function of the row)."""
    typed = {one: (_type_of(model, one), ...) for one in ("id", *names)}
    schema = create_model(
        f"{name}Out", __base__=Schema, **typed, **{key: (of, ...) for key, (of, _get) in more.items()}
    )

    def shape(row: Any) -> dict[str, Any]:
        own = {key: row.pk if key == "id" else getattr(row, key) for key in typed}
        return own | {key: get(row) for key, (_of, get) in more.items()}

    return Seen(schema, shape)


def filters(name: str, model: str, *names: str) -> type[PageQuery]:
    """community_id, and exact values of some columns: of their choices, where they have any."""
    wanted: dict[str, Any] = {"community_id": (int | None, None)}
    for one in names:
        found = column(model, one)
        of = Literal[found.choices] if found.choices else found.of
        wanted[one] = (of | None, None)
    made: type[PageQuery] = create_model(f"{name}Filter", __base__=PageQuery, **wanted)
    return made


def who(values: dict[str, Any], name: str) -> Who | None:
    """Takes person_id out of the values of a body: whom it means, None where it names nobody of the register."""
    person_id = values.pop("person_id", None)
    return None if person_id is None else Who(name, person_id)


def _row(register: Register, request: Any, row_id: int) -> Any:
    found = register.rows(request, None).filter(pk=row_id).first()
    if found is None:
        raise NotFound("community.missing")
    return found


def _shown(register: Register, request: Any, row_id: int) -> Any:
    return dict(register.shape(_row(register, request, row_id)))


def _values(body: Schema) -> dict[str, Any]:
    return {name: getattr(body, name) for name in type(body).model_fields}


def _named(view: Callable[..., Any], name: str, **annotations: Any) -> None:
    view.__name__ = view.__qualname__ = name
    view.__annotations__ = {"request": Any, **annotations}


def _type_of(model: str, name: str) -> Any:
    if name == "id":
        return int
    found = column(model, name)
    return found.of | None if found.may_be_empty else found.of


def _plain(hint: Any) -> Any:
    """A sequence or mapping as JSON has it; a moment says its offset."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is Sequence:
        return list[_plain(inner[0])]
    if origin is Mapping:
        return dict[inner[0], inner[1]]
    return AwareDatetime if hint is datetime else hint


def _holds(hint: Any, unwanted: tuple[type, ...]) -> bool:
    return hint in unwanted or any(_holds(one, unwanted) for one in typing.get_args(hint))


def _default(one: Any) -> Any:
    if one.default is not MISSING:
        return list(one.default) if isinstance(one.default, tuple) else one.default
    return {} if one.default_factory is not MISSING else ...
