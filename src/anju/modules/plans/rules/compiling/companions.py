"""A promise that patrols go in twos binds the rounds beside it: it is proven by who took part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from anju.modules.plans.contracts import Kind

from .terms import CompiledRound, PromiseFacts
from .working import work_for

_TOGETHER = re.compile(r"同时|同行|结伴|一起|一组|双人|共同")
_IN_COMPANY = "patrol"
_MOST = 20


def company(facts: PromiseFacts, others: Iterable[PromiseFacts]) -> int:
    """How many people go together on the patrols of this promise, by what the other promises of its plan say; at least 1.

    A headcount counts where it says that they go together, concerns the same domain and the same part of the day
    (夜间需两人同时巡视 binds the night patrol, not the one by day). Source: catalogue A:PAT-04.
    """
    if work_for(facts.domain, facts.activity, facts.object).name != _IN_COMPANY:
        return 1
    asked = [int(one.value or 0) for one in others if _binds(one, facts)]
    return max([1, *(number for number in asked if number <= _MOST)])


def in_company(compiled: CompiledRound, number: int) -> CompiledRound:
    """The round with at least so many people asked for."""
    evidence = compiled.evidence
    return replace(compiled, evidence=replace(evidence, people=max(evidence.people, number)))


def _binds(one: PromiseFacts, facts: PromiseFacts) -> bool:
    return (
        one.kind == Kind.HEADCOUNT
        and one.comparator != "le"
        and one.domain == facts.domain
        and one.period in (None, "", facts.period)
        and bool(_TOGETHER.search(one.quote))
        and work_for(one.domain, one.activity, one.object).name == _IN_COMPANY
    )
