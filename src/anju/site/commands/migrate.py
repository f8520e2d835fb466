"""`anju migrate`: bring the database to this version, as its owner."""

from __future__ import annotations

import argparse

from anju.site.commands import start


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("migrate", help="bring the database to this version")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    start.as_owner()
    refuse_newer_database()
    from django.core.management import call_command

    from anju.foundation.scope import ddl

    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0 if chosen.quiet else 1, interactive=False, skip_checks=True)
    ddl.ensure()
    return 0


def refuse_newer_database() -> None:
    """Raises Refusal when the database knows migrations that this program does not."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection, ignore_no_migrations=True)
    ours = {label for label, _name in loader.disk_migrations}
    unknown = [
        key for key in loader.applied_migrations if key[0] in ours and key not in loader.disk_migrations
    ]
    if unknown:
        label, name = sorted(unknown)[-1]
        raise start.Refusal(
            f"the database is of a newer version of Anju (it knows {label}.{name}); update the program."
        )
