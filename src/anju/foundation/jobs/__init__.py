"""Background work on the same PostgreSQL. A job is enqueued in the transaction that wants it.

Every queue delivers at least once: a job body does its effect and notes its key in one transaction.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anju.foundation import scope

Body = Callable[..., Any]
WAIT = 4  # seconds before the first retry; each further one waits four times as long


def job(name: str, *, queue: str = "work", retry: int = 5, atomic: bool = True) -> Callable[[Body], Any]:
    """A job of one organisation: `body(org_id=…, …)` runs with that organisation's scope in one transaction.

    atomic=False: the body opens and commits its own transactions, because it talks to other machines in between.
    """

    def declare(body: Body) -> Any:
        @functools.wraps(body)
        def run(*, org_id: int, **arguments: Any) -> None:
            from django.db import transaction

            with scope.enter(org_id), transaction.atomic() if atomic else nullcontext():
                body(org_id=org_id, **arguments)

        patience = RetryStrategy(max_attempts=retry, exponential_wait=WAIT)
        return app.task(name=name, queue=queue, retry=patience, pass_context=False)(run)

    return declare


def sweep(name: str, *, cron: str, queue: str = "sweeps") -> Callable[[Body], Any]:
    """A periodic job without an organisation: it defers one job per organisation and touches no tenant row itself."""

    def declare(body: Body) -> Any:
        @functools.wraps(body)
        def run(timestamp: int) -> None:
            body()

        task = app.task(name=name, queue=queue, retry=2, queueing_lock=name)(run)
        return app.periodic(cron=cron)(task)

    return declare


def each(name: str, *, cron: str, task: Any) -> Any:
    """A sweep that defers `task`, a job, once for every organisation."""

    def defer_each() -> None:
        from anju.foundation.accounts.models import Organisation

        for org_id in Organisation.objects.order_by("pk").values_list("pk", flat=True):
            task.defer(org_id=org_id)

    return sweep(name, cron=cron)(defer_each)
