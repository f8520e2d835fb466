"""The process that runs jobs: one per machine is enough for a company; more share the work."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import django

CONCURRENCY = 2


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.site.settings")
    os.environ.pop("ANJU_DB_ROLE", None)
    django.setup()
    from procrastinate.contrib.django import app

    async def work() -> None:
        worker = app.with_connector(app.connector.get_worker_connector())
        async with worker.open_async():
            await worker.run_worker_async(
                concurrency=int(os.environ.get("ANJU_JOBS", CONCURRENCY)),
                install_signal_handlers=True,
                delete_jobs="successful",
            )

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        asyncio.run(work())
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
