"""Our own plan templates: whole service plans in our words, with the figures of published standards.

Sources: domain rules §5.1 (three service grades), §4 (public rental), §6 (equipment); catalogue B:RNT, B:ORG-07.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from anju.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A plan ready to become a version. title and the other facts fill the plan's card."""

    code: str
    title: str
    summary: str
    grade: str
    purpose: str
    scope: str
    addressees: str
    goals: str
    principles: str
    text: str


@cache
def templates() -> tuple[Template, ...]:
    """All templates, in the order in which they are offered."""
    folder = resources.files(__package__)
    rows = tomllib.loads(folder.joinpath("index.toml").read_text("utf-8"))["template"]
    return tuple(
        Template(text=folder.joinpath(f"{row['code']}.txt").read_text("utf-8"), **row) for row in rows
    )


def template(code: str) -> Template:
    """Raises NotFound."""
    found = next((one for one in templates() if one.code == code), None)
    if found is None:
        raise NotFound("plans.template.missing", "code", value=code)
    return found
