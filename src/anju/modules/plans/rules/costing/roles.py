"""Who does which work, and which promise mans a post. Source: roles.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from anju.modules.plans.rules.compiling import PromiseFacts

ROLES = ("guard", "cleaner", "gardener", "technician", "clerk", "manager")
_NAMED_GATE = re.compile(r"[东南西北正前后侧]{1,2}(?=门)|[一二三四五六七八九\d]+号(?=门)")


@dataclass(frozen=True, slots=True)
class Role:
    code: str
    domains: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """roles.toml. unmanned, manned: words that say that nobody, or that somebody, stands there."""

    roles: tuple[Role, ...]
    posts: tuple[Post, ...]
    unmanned: tuple[str, ...]
    manned: tuple[str, ...]
    together: tuple[str, ...]
    total: tuple[str, ...]
    others: tuple[str, ...]


@cache
def tables() -> Tables:
    data = tomllib.loads(resources.files(__package__).joinpath("roles.toml").read_text("utf-8"))
    heads = data["headcount"]
    return Tables(
        roles=tuple(Role(one["code"], tuple(one["domains"]), tuple(one["words"])) for one in data["role"]),
        posts=tuple(Post(one["code"], tuple(one["words"])) for one in data["post"]),
        unmanned=tuple(data["unmanned"]["words"]),
        manned=tuple(data["unmanned"]["but"]),
        together=tuple(heads["together"]),
        total=tuple(heads["total"]),
        others=tuple(heads["others"]),
    )


@cache
def role_of_domain(domain: str) -> str:
    """The role that works in a field of work; `manager` for a field nobody else answers for."""
    return next((one.code for one in tables().roles if domain in one.domains), "manager")


def role_of_people(facts: PromiseFacts) -> str:
    """The role that a headcount names by its words, else that of its field."""
    for text in (facts.object, facts.activity, facts.quote):
        found = next((one.code for one in tables().roles if _any(one.words, text)), None)
        if found is not None:
            return found
    return role_of_domain(facts.domain)


def role_of_post(name: str, domain: str) -> str:
    """The role of somebody in the staff: by the words of the post's name, else by the field of the department."""
    named = next((one.code for one in tables().roles if _any(one.words, name)), None)
    return named or role_of_domain(domain)


def post_of(facts: PromiseFacts) -> str | None:
    """Code of the post a coverage promise mans, `other` for one without a known name; None where nobody stands."""
    rows = tables()
    if facts.unit not in ("hours", None):
        return None
    if _any(rows.unmanned, facts.words) and not _any(rows.manned, facts.words):
        return None
    for text in (facts.object, facts.activity, facts.quote):
        found = next((one.code for one in rows.posts if _any(one.words, text)), None)
        if found is not None:
            return found
    if _NAMED_GATE.search(facts.object):
        return "gate"
    return "other" if _any(rows.manned, facts.words) else None


def gates_named(facts: PromiseFacts) -> tuple[str, ...]:
    """The gates that the object names (南门、东门), each once, in their order in the text."""
    return tuple(dict.fromkeys(_NAMED_GATE.findall(facts.object)))


def is_together(facts: PromiseFacts) -> bool:
    """Whether a headcount says how many go together, not how many are employed."""
    return facts.period in ("night", "day", "daytime") or _any(tables().together, facts.words)


def is_total(facts: PromiseFacts) -> bool:
    return _any(tables().total, facts.words)


def is_of_others(facts: PromiseFacts) -> bool:
    return _any(tables().others, facts.words)


def _any(words: Sequence[str], text: str) -> bool:
    return any(word in text for word in words)
