"""The errors every floor raises: a stable machine code, the field at fault, and the values of the message.

No sentence is built here; the portals turn `code` and `params` into the reader's language.
"""

from __future__ import annotations


class AnjuError(Exception):
    """Base of all expected refusals.

    code: stable dotted code, e.g. "money.weights_empty". field: the input at fault, as a path ("items[2].unit"),
    or None when the refusal is about no single input. params: values the message names.
    """

    def __init__(self, code: str, field: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params

    def __str__(self) -> str:
        where = f" at {self.field}" if self.field else ""
        values = "".join(f" {name}={value!r}" for name, value in self.params.items())
        return f"{self.code}{where}{values}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self.field, self.params)


class DomainError(AnjuError):
    """A business rule refuses what was asked."""


class Forbidden(AnjuError):
    """The actor may see the thing but lacks the right to do this to it."""


class NotFound(AnjuError):
    """The thing does not exist, or does not exist for this actor."""


class Conflict(AnjuError):
    """The thing was changed by someone else, or its state no longer allows this."""


class Invalid(AnjuError):
    """An input is malformed or out of range; `field` names it."""


def _rebuild(kind: type[AnjuError], code: str, field: str | None, params: dict[str, object]) -> AnjuError:
    return kind(code, field, **params)
