"""Promises that law forbids, or that fall below its minimum. The numbers are rows of the pack, with article and day."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from anju.modules.plans.rules.reader.numerals import NUMBER, number

from .context import Contexts
from .sizing import Size, size_of
from .terms import Code, Finding, Page, Place, Severity, Statement, finding, place_of

_MEASURES = {"hours_day": ("hours_day",), "times": ("times",), "span": ("span",), "percent": ("percent",), "people": ("people",)}  # fmt: skip
_NEAR = 14
_SENTENCE = re.compile(r"[^。\n]*$")
# What is listed as wrong, to be looked into or punished, is no promise to do it.
_DESCRIBED = re.compile(r"查处|整治|处罚|违[反规法约]|打击|纠正|追究|责令|问题|现象|投诉")
# A rule that the text cites or forbids to break is not a breach of it.
_CITED = re.compile(r"(不得|禁止|严禁|不能|杜绝|避免|防止)[^。；，,\n]{0,10}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a law says. rule: its id in the domain rules; says: the duty in the law's figures, for people.

    value: against which `op` holds a promise, on the scale of `measure` (times a year, hours, per cent, people).
    """

    rule: str
    label: str
    article: str
    since: date
    words: str
    severity: Severity
    verified: bool
    without: str = ""
    needs: str = ""
    allowed: str = ""
    kinds: tuple[str, ...] = ()
    measure: str = ""
    op: str = ""
    value: Fraction = field(default_factory=Fraction)
    says: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    code: str
    in_force_from: date
    minimums: tuple[Rule, ...]
    forbidden: tuple[Rule, ...]
    figures: tuple[Rule, ...]


def find(page: Page) -> Iterator[Finding]:
    contexts = Contexts(page)
    for one in page.subject.statements:
        yield from _below(page, one, contexts)
    yield from _forbidden(page)
    yield from _figures(page)


def _below(page: Page, one: Statement, contexts: Contexts) -> Iterator[Finding]:
    size = size_of(one.facts)
    if size is None:
        return
    own = contexts.own(one)
    for rule in pack().minimums:
        if one.facts.kind not in rule.kinds or rule.since > page.subject.today:
            continue
        if size.measure not in _MEASURES[rule.measure] or not re.search(rule.words, own):
            continue
        if (rule.without and re.search(rule.without, own)) or (rule.needs and rule.needs not in own):
            continue
        if not _kept(rule, size):
            yield _finding(Code.BELOW_LAW, rule, [place_of(one)])
        return


def _kept(rule: Rule, size: Size) -> bool:
    """A bound of the other side says nothing against the law's: 不超过1年 is no least time."""
    if size.bound not in ("eq", rule.op):
        return True
    return size.value >= rule.value if rule.op == "ge" else size.value <= rule.value


def _forbidden(page: Page) -> Iterator[Finding]:
    for rule in pack().forbidden:
        if rule.since > page.subject.today:
            continue
        for match in re.finditer(rule.words, page.text):
            around = page.text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            sentence = _SENTENCE.search(page.text, max(0, match.start() - 160), match.start())
            described = sentence is not None and _DESCRIBED.search(sentence.group())
            if not described and not re.search(rule.allowed, around):
                yield _finding(Code.FORBIDDEN, rule, [page.place(*match.span())])


def _figures(page: Page) -> Iterator[Finding]:
    taken = [(one.start, one.end) for one in page.subject.statements]
    for rule in pack().figures:
        for match in re.finditer(rule.words.replace("{number}", NUMBER), page.text):
            value = number(match["n"])
            place = page.place(*match.span())
            if value is None or any(start < place.end and place.start < end for start, end in taken):
                continue
            kept = value <= rule.value if rule.op == "le" else value >= rule.value
            if not kept and not _CITED.search(page.text[max(0, match.start() - _NEAR) : match.start()]):
                yield _finding(Code.BELOW_LAW, rule, [place])


def _finding(code: Code, rule: Rule, places: list[Place]) -> Finding:
    return finding(
        code, places, rule.severity, rule=rule.rule, label=rule.label, article=rule.article, says=rule.says,
        since=rule.since.isoformat(), verified="yes" if rule.verified else "",
    )  # fmt: skip


@cache
def pack() -> Pack:
    document = tomllib.loads(resources.files(__package__).joinpath("minimums.toml").read_text("utf-8"))
    parts = {name: tuple(_rule(row) for row in document[name]) for name in ("minimum", "forbidden", "figure")}
    head = document["pack"]
    return Pack(head["code"], head["in_force_from"], parts["minimum"], parts["forbidden"], parts["figure"])


def _rule(row: Mapping[str, Any]) -> Rule:
    given = {**row, "severity": Severity(row["severity"])}
    if "value" in given:
        given["value"] = Fraction(str(given["value"]))
    if "kinds" in given:
        given["kinds"] = tuple(given["kinds"])
    return Rule(**given)
