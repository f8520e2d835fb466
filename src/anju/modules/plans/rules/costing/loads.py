"""From promises to hours a week: rounds by their times, posts by their hours, staff as promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from anju.modules.plans.contracts import Kind

from . import rates, roles
from .terms import Allowances, Asked, Basis, Changed, Load

_AS_PROMISED = Changed()
_HOURS_A_DAY = 24
_DAYS = 7


def loads(
    asked: Sequence[Asked], *, allowances: Allowances, changes: Mapping[int, Changed] | None = None
) -> list[Load]:
    """One Load per promise, in the order given. Linear.

    Nothing counts twice: promises of one rule share a round, a post said twice is one post, patrols lie inside the hours
    of a patrol post as long as they fit. What no figure of work follows from (response times, rates, amounts) says why.
    """
    tried = changes or {}
    days = _opening_days(asked)
    made = [_load(one, allowances, tried.get(one.key, _AS_PROMISED), days) for one in asked]
    return _inside_posts(_once(asked, made, tried))


def _load(one: Asked, allowances: Allowances, changed: Changed, days: Mapping[str, Fraction]) -> Load:
    kind = Kind(one.facts.kind)
    if kind is Kind.COVERAGE:
        return _post(one, changed, days)
    if kind is Kind.HEADCOUNT:
        return _headcount(one, changed)
    if one.waiting in ("held", "past"):
        return _nothing(one, one.waiting)
    if kind is Kind.FREQUENCY or one.compiled is not None:
        return _round(one, allowances, changed)
    return _nothing(one, _WITHOUT.get(kind, "no_work"))


_WITHOUT = {
    Kind.TIME_LIMIT: "by_cases", Kind.MAX_DURATION: "limit_of_shifts", Kind.RATE: "measured", Kind.COUNT: "measured",
    Kind.RETENTION: "kept_by_itself", Kind.AMOUNT: "money", Kind.DEADLINE: "no_day",
}  # fmt: skip


def _nothing(one: Asked, reason: str) -> Load:
    role = roles.role_of_domain(one.facts.domain)
    return Load(key=one.key, role=role, domain=one.facts.domain, basis=Basis.NONE, reason=reason)


def _round(one: Asked, allowances: Allowances, changed: Changed) -> Load:
    compiled = one.compiled
    if one.facts.comparator == "le":
        return _nothing(one, "upper_limit")
    average = rates.weekly(compiled.recurrence) if compiled else rates.weekly_of_facts(one.facts)
    peak = rates.weekly_in_season(compiled.recurrence) if compiled else average
    if changed.times is not None:
        average = peak = changed.times
    if average is None or peak is None:
        return _nothing(one, "after_event" if compiled else one.waiting or "no_rhythm")
    people = (
        changed.people if changed.people is not None else max(1, compiled.evidence.people if compiled else 1)
    )
    minutes = changed.minutes if changed.minutes is not None else Fraction(one.minutes)
    route = compiled is not None and compiled.mode == "route"
    places = max(1, one.places)
    spent = minutes if route else minutes * places
    each = (spent + allowances.walk * places + allowances.preparation) * people / 60
    return Load(
        key=one.key, role=roles.role_of_domain(one.facts.domain), domain=one.facts.domain, basis=Basis.ROUND,
        hours=average * each, peak=peak * each, times=average, places=places, minutes=minutes, people=people,
        reason="once_a_year" if compiled and compiled.recurrence.once_on else "route" if route else "",
        group=f"patrol:{roles.role_of_domain(one.facts.domain)}" if compiled and compiled.work == "patrol" else "",
    )  # fmt: skip


def _post(one: Asked, changed: Changed, days: Mapping[str, Fraction]) -> Load:
    facts = one.facts
    if facts.unit in ("days", "months", "years") and facts.period is not None:
        return _nothing(one, "days_of_post")
    code = roles.post_of(facts)
    if code is None:
        return _nothing(one, "measured" if facts.unit == "percent" else "runs_by_itself")
    daily = Fraction(facts.value) if facts.value is not None else _night_or_day(facts.period)
    if daily > _HOURS_A_DAY:
        return _nothing(one, "no_rhythm")
    role = roles.role_of_domain(facts.domain)
    named = roles.gates_named(facts)
    posts = (len(named) or max(1, one.gates)) if code == "gate" else 1
    if changed.people is not None:
        posts = changed.people
    weekly = (
        changed.times if changed.times is not None else days.get(_squeezed(facts.object), Fraction(_DAYS))
    )
    hours = daily * weekly * posts
    return Load(
        key=one.key, role=role, domain=facts.domain, basis=Basis.POST, hours=hours, peak=hours, times=weekly, places=posts,
        minutes=daily * 60, people=posts, reason="post", group=":".join((role, code, *named)),
    )  # fmt: skip


def _night_or_day(period: str | None) -> Fraction:
    return Fraction({"night": 8, "daytime": 16}.get(period or "", _HOURS_A_DAY))


def _headcount(one: Asked, changed: Changed) -> Load:
    facts = one.facts
    role = roles.role_of_people(facts)
    count = changed.people if changed.people is not None else int(facts.value or 0)
    for reason, applies in (
        ("together", roles.is_together(facts)), ("total", roles.is_total(facts)), ("others", roles.is_of_others(facts)),
        ("upper_limit", facts.comparator == "le"),
    ):  # fmt: skip
        if applies:
            return replace(_nothing(one, reason), role=role)
    group = f"staff:{role}:{_squeezed(facts.object) or _squeezed(facts.activity)}"
    return Load(
        key=one.key, role=role, domain=facts.domain, basis=Basis.HEADCOUNT, headcount=count, people=count, reason="staff",
        group=group,
    )  # fmt: skip


def _once(asked: Sequence[Asked], made: Iterable[Load], tried: Mapping[int, Changed]) -> list[Load]:
    """Let the strictest of promises about one rule, one post or one figure of staff count, and the others lie inside it."""
    kept: dict[object, int] = {}
    result: list[Load] = []
    for one, load in zip(asked, made, strict=True):
        key: object = None
        if load.basis is Basis.ROUND:
            key = one.facts.identity
        elif load.basis in (Basis.POST, Basis.HEADCOUNT):
            key = load.group
        if key is not None and key in kept:
            before = result[kept[key]]
            if (load.hours, load.headcount or 0) > (
                before.hours,
                before.headcount or 0,
            ) and one.key not in tried:
                result[kept[key]] = _within(before, load.key)
                kept[key] = len(result)
            else:
                load = _within(load, before.key)
        elif key is not None:
            kept[key] = len(result)
        result.append(load)
    return result


def _within(load: Load, key: int) -> Load:
    return replace(
        load, basis=Basis.INSIDE, reason="same_rule", hours=Fraction(0), peak=Fraction(0), headcount=None, shares_with=key
    )  # fmt: skip


def _inside_posts(made: Sequence[Load]) -> list[Load]:
    """Patrols of a role that has a patrol post lie inside its hours, the first ones first, as long as they fit."""
    room: dict[str, tuple[int, Fraction]] = {}
    for one in made:
        if one.basis is Basis.POST and one.group == f"{one.role}:patrol":
            room[f"patrol:{one.role}"] = (one.key, one.hours)
    result = []
    for one in made:
        if one.basis is Basis.ROUND and one.group in room and one.peak <= room[one.group][1]:
            key, left = room[one.group]
            room[one.group] = (key, left - one.peak)
            one = replace(
                one,
                basis=Basis.INSIDE,
                reason="inside_post",
                hours=Fraction(0),
                peak=Fraction(0),
                shares_with=key,
            )
        result.append(one)
    return result


def _opening_days(asked: Iterable[Asked]) -> dict[str, Fraction]:
    """Days a week by object, where a promise beside the hours says them (周一至周五)."""
    found: dict[str, Fraction] = {}
    for one in asked:
        facts = one.facts
        if facts.kind == Kind.COVERAGE and facts.unit == "days" and facts.period == "week" and facts.value:
            found[_squeezed(facts.object)] = min(Fraction(_DAYS), Fraction(facts.value))
    return found


def _squeezed(text: str) -> str:
    return "".join(text.split())
