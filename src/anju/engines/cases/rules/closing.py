"""When a case may close: ready-made predicates for kinds, and which of a kind's rules do not hold."""

from __future__ import annotations

from collections.abc import Callable

from anju.engines.cases.contracts.kinds import CaseFacts, CaseKind, ClosingRule
from anju.engines.cases.rules.machine import priced

Predicate = Callable[[CaseFacts], bool]


def unmet(kind: CaseKind, facts: CaseFacts, to: str) -> tuple[ClosingRule, ...]:
    """The rules that keep a case from a closed state; a state in which it is dropped asks none."""
    if kind.is_dropped(to):
        return ()
    return tuple(one for one in kind.closing if not one.holds(facts))


def photos(role: str, count: int = 1) -> Predicate:
    """At least so many photos of a role: before, during, after, signature or attachment."""
    return lambda facts: facts.photos.get(role, 0) >= count


def checked_by_another(facts: CaseFacts) -> bool:
    """The last check passed it, and whoever checked did none of the work."""
    return facts.checked is True and bool(facts.checkers) and not facts.checkers & facts.hands


def price_agreed(facts: CaseFacts) -> bool:
    return priced(facts)


def visited(facts: CaseFacts) -> bool:
    return facts.visits > 0


def return_visit_settled(facts: CaseFacts) -> bool:
    """The draw has been held, and who was drawn has been visited."""
    return facts.drawn is False or (facts.drawn is True and facts.returned)


def serious_only(predicate: Predicate, severity: int) -> Predicate:
    """A predicate that is asked of cases from a severity on."""
    return lambda facts: facts.severity < severity or predicate(facts)
