"""Whether a declared kind can work, and what a transition may do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from anju.engines.cases.contracts.kinds import (
    FOLLOWED,
    MERGED,
    VOID,
    Ask,
    CaseFacts,
    CaseKind,
    Field,
    Transition,
)
from anju.kernel.errors import Conflict, Invalid

LONGEST_CODE = 20
_SORTS = frozenset({"text", "number", "flag", "choice"})
LONGEST_TEXT = 500
PHOTO_ASKS = {Ask.PHOTO_BEFORE: "before", Ask.PHOTO_AFTER: "after", Ask.SIGNATURE: "signature"}


def check(kind: CaseKind) -> None:
    """Raises ValueError, naming the kind and what is wrong, for a declaration that cannot work."""
    faults = [*_names(kind), *_states(kind), *_transitions(kind), *_clocks(kind), *_others(kind)]
    if faults:
        raise ValueError(f"case kind {kind.code!r}: {'; '.join(faults)}")


def _names(kind: CaseKind) -> Iterable[str]:
    if not kind.prefix.isascii() or not kind.prefix.isalnum() or len(kind.prefix) > 6:
        yield f"prefix {kind.prefix!r} is not up to 6 letters and digits"
    groups: dict[str, list[str]] = {
        "state": [one.code for one in kind.states],
        "transition": [one.code for one in kind.transitions],
        "clock": [one.code for one in kind.clocks],
        "step": [one.code for one in kind.ladder],
        "field": [one.code for one in kind.fields],
        "closing rule": [one.code for one in kind.closing],
        "kind": [kind.code],
    }
    for noun, codes in groups.items():
        yield from (
            f"{noun} {code!r} is declared twice" for code, times in Counter(codes).items() if times > 1
        )
        long = (code for code in codes if not code or len(code) > LONGEST_CODE)
        yield from (f"{noun} code {code!r} is not 1 to {LONGEST_CODE} characters" for code in long)


def _states(kind: CaseKind) -> Iterable[str]:
    codes = {one.code for one in kind.states}
    if not kind.states or kind.states[0].closed:
        yield "the first state must be an open one"
        return
    if codes & {MERGED, VOID}:
        yield f"{MERGED!r} and {VOID!r} are states of the engine"
    yield from (
        f"state {one.code!r} is dropped but not closed"
        for one in kind.states
        if one.dropped and not one.closed
    )
    reached, ahead = set(), [kind.initial]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += [one.to or state for one in kind.transitions if state in one.sources]
    yield from (f"state {code!r} is never reached" for code in sorted(codes - reached))
    if not any(kind.is_closed(code) for code in reached):
        yield "no closed state is ever reached"


def _transitions(kind: CaseKind) -> Iterable[str]:
    codes, clocks = {one.code for one in kind.states}, {one.code for one in kind.clocks}
    fields = {one.code for one in kind.fields}
    for one in kind.transitions:
        yield from (
            f"{one.code!r} names state {code!r}" for code in {*one.sources, one.to or kind.initial} - codes
        )
        named = {*one.starts, *one.stops, *one.pauses, *one.resumes}
        yield from (f"{one.code!r} names clock {code!r}" for code in named - clocks)
        yield from (f"{one.code!r} names field {code!r}" for code in set(one.fields) - fields)
        yield from (
            f"{one.code!r} follows {deed!r}, which is no deed" for deed in one.follows if deed not in FOLLOWED
        )
        if not one.sources:
            yield f"{one.code!r} starts from no state"
        closed = {kind.is_closed(code) for code in one.sources}
        opening = one.to != "" and not kind.is_closed(one.to)
        if one.reopens != (closed == {True} and opening) or closed == {True, False}:
            yield f"{one.code!r}: the way from a closed state to an open one, and no other, reopens"


def _clocks(kind: CaseKind) -> Iterable[str]:
    clocks = {one.code for one in kind.clocks}
    for one in kind.ladder:
        if one.clock not in clocks:
            yield f"step {one.code!r} names clock {one.clock!r}"
        if not (0 <= one.share <= 1000 and one.minutes >= 0 and one.every >= 0):
            yield f"step {one.code!r} comes at no moment"
        if (one.to == "role") != bool(one.role):
            yield f"step {one.code!r}: a role is named exactly when the step goes to one"


def _others(kind: CaseKind) -> Iterable[str]:
    for one in kind.fields:
        if one.sort not in _SORTS or (one.sort == "choice") != bool(one.choices):
            yield f"field {one.code!r} has no such sort"
    rule = kind.returns
    if rule is not None:
        known = rule.percent if isinstance(rule.percent, int) else 0
        if not (0 <= known <= 100 and rule.days > 0):
            yield "return visits need a share of 0 to 100 and some days"
        if rule.state and kind.state(rule.state) is None:
            yield f"return visits name state {rule.state!r}"


def transition(kind: CaseKind, state: str, code: str) -> Transition:
    """Raises Invalid (cases.transition.unknown), Conflict (cases.transition.state)."""
    found = kind.transition(code)
    if found is None:
        raise Invalid("cases.transition.unknown", "transition", value=code)
    if state not in found.sources:
        raise Conflict("cases.transition.state", "transition", state=state, transition=code)
    return found


def open_ways(kind: CaseKind, state: str) -> tuple[Transition, ...]:
    """The transitions that start from a state."""
    return tuple(one for one in kind.transitions if state in one.sources)


def following(kind: CaseKind, state: str, deed: str) -> Transition | None:
    """The transition that a deed brings about in this state."""
    return next((one for one in kind.transitions if deed in one.follows and state in one.sources), None)


def missing(found: Transition, facts: CaseFacts, reason: str) -> tuple[str, ...]:
    """What a transition asks for and is not there: codes of Ask, and "field:<code>"."""
    lacking = [str(one) for one in found.asks if not _given(one, facts, reason)]
    empty = (None, "", False)
    return (*lacking, *(f"field:{code}" for code in found.fields if facts.fields.get(code) in empty))


def _given(ask: Ask, facts: CaseFacts, reason: str) -> bool:
    if ask in PHOTO_ASKS:
        return bool(facts.photos.get(PHOTO_ASKS[ask]))
    match ask:
        case Ask.REASON:
            return bool(reason)
        case Ask.PHOTO:
            return any(facts.photos.get(role) for role in ("before", "during", "after"))
        case Ask.MATERIALS:
            return facts.items > 0
        case Ask.PRICE_CONSENT:
            return priced(facts)
        case Ask.ASSIGNEE:
            return facts.assigned
        case Ask.APPOINTMENT:
            return facts.appointment
    return facts.visits > 0


def priced(facts: CaseFacts) -> bool:
    """Nothing to pay, or a price consented to that covers all that is charged."""
    return facts.chargeable == 0 or (facts.agreed is not None and facts.agreed >= facts.chargeable)


def fields(kind: CaseKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Declared facts of a case, all that are required among them. Raises Invalid: cases.field.missing and as below."""
    for one in kind.fields:
        if one.required and given.get(one.code) in (None, ""):
            raise Invalid("cases.field.missing", f"fields.{one.code}", name=one.name)
    return sorted_fields(kind, given)


def sorted_fields(kind: CaseKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Facts checked by sort, empty ones left out. Raises Invalid: cases.field.unknown, .sort; `field` is fields.<code>."""
    known = {one.code: one for one in kind.fields}
    for code, value in given.items():
        declared = known.get(code)
        if declared is None:
            raise Invalid("cases.field.unknown", f"fields.{code}", name=code)
        if value not in (None, "") and not _fits(declared, value):
            raise Invalid("cases.field.sort", f"fields.{code}", name=declared.name)
    return {code: value for code, value in given.items() if value not in (None, "")}


def _fits(declared: Field, value: Any) -> bool:
    match declared.sort:
        case "flag":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "choice":
            return value in declared.choices
    return isinstance(value, str) and len(value) <= LONGEST_TEXT
