"""Events between modules: written with the change, delivered after commit, at least once, each handler once."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Protocol


class Event(Protocol):
    """A frozen dataclass of plain values with a stable `code`."""

    code: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, dict[str, Handler]] = {}
_silent: ContextVar[bool] = ContextVar("outbox_silent", default=False)
_waiting: ContextVar[deque[tuple[int, int, str]] | None] = ContextVar("outbox_waiting", default=None)


@contextmanager
def silence() -> Iterator[None]:
    """Within, nothing is published: for writing down what happened long ago, of which nobody is to hear today."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


@contextmanager
def at_once() -> Iterator[None]:
    """Within, no job is asked: at the end of the block all is delivered in its transaction, nothing is left to do."""
    from anju.foundation.jobs import catalogue

    waiting: deque[tuple[int, int, str]] = deque()
    token = _waiting.set(waiting)
    try:
        yield
        while waiting:
            org_id, event_id, handler = waiting.popleft()
            catalogue.deliver(org_id=org_id, event_id=event_id, handler=handler)
    finally:
        _waiting.reset(token)


def on(code: str, name: str, handler: Handler) -> None:
    """Call `handler(payload)` for every event `code`; `name` is stored to know who has had it."""
    handlers = _handlers.setdefault(code, {})
    if name in handlers:
        raise ValueError(f"{name!r} listens to {code!r} already")
    handlers[name] = handler


def handlers_of(code: str) -> dict[str, Handler]:
    return dict(_handlers.get(code, {}))


def events() -> frozenset[str]:
    return frozenset(_handlers)


def publish(event: Any) -> None:
    """Store the event in the running transaction; a job delivers it when the transaction has committed."""
    from anju.foundation.outbox.models import OutboxEvent

    handlers = handlers_of(event.code)
    if not handlers or _silent.get():
        return
    from anju.foundation.jobs import catalogue

    row = OutboxEvent.objects.create(code=event.code, payload=dataclasses.asdict(event))
    waiting = _waiting.get()
    if waiting is not None:
        waiting.extend((row.org_id, row.pk, name) for name in handlers)
        return
    for name in handlers:
        catalogue.deliver.defer(org_id=row.org_id, event_id=row.pk, handler=name)
