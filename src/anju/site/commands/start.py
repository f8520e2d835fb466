"""Bring Django up for a command, as the app role or as the owner."""

from __future__ import annotations

import os

from anju.site import database


class Refusal(RuntimeError):
    """The command cannot go on; its text is one sentence for the person at the terminal."""


def as_owner() -> None:
    os.environ["ANJU_DB_ROLE"] = "owner"
    _begin()


def as_app() -> None:
    os.environ.pop("ANJU_DB_ROLE", None)
    _begin()


def _begin() -> None:
    try:
        database.prepare()
    except database.DatabaseProblem as problem:
        raise Refusal(str(problem)) from problem
    import django

    django.setup()
