"""A rival on a connection of its own, for tests of what two at once may do."""

from __future__ import annotations

import threading
from contextlib import contextmanager

from django.db import connection, transaction

from anju.foundation import scope


@contextmanager
def rival(org_id, deed):
    """Run `deed` on a connection of its own beside the block; its answers are in the list that is given."""
    answers = []

    def run():
        try:
            with scope.enter(org_id), transaction.atomic():
                answers.append(deed())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield answers
    thread.join(20)
    assert not thread.is_alive()


def waiting_for_a_lock():
    """Wait until some other connection waits for a lock."""
    with connection.cursor() as cursor:
        for _ in range(2000):
            cursor.execute("select count(*) from pg_locks where not granted")
            if cursor.fetchone()[0]:
                return
            cursor.execute("select pg_sleep(0.005)")
    raise AssertionError("the rival never waited")
