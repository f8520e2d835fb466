"""What would run for a version: rules, places and people put together. Reads only; the preview shows just this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import RoundDraft
from anju.kernel import calendar
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.people import facade as people
from anju.modules.people.contracts import TeamView
from anju.modules.plans.models import PlanVersion, Promise, PromiseState, VersionState
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules.compiling import (
    Adjustments,
    CompiledRound,
    PlaceRule,
    PromiseFacts,
    Waiting,
    adjusted,
    choose,
    company,
    compile_promise,
    domains_to_ask,
    in_company,
    without_labels,
)
from anju.modules.plans.rules.compiling.terms import Identity

_LONGEST_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One promise and what becomes of it on the day the version comes into force.

    waiting: the engine, for what is no round, is held back or past. draft: the round. kept: id of the round of the
    version before that goes on unchanged. notes: codes of wording.NOTES; no_assignee: nobody is there to do it.
    """

    promise: Promise
    facts: PromiseFacts
    chosen: Adjustments
    compiled: CompiledRound | None = None
    waiting: Waiting | None = None
    draft: RoundDraft | None = None
    kept: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def no_assignee(self) -> bool:
        draft = self.draft
        return (
            draft is not None
            and draft.team_id is None
            and draft.position_id is None
            and draft.staff_id is None
        )


@dataclass(slots=True)
class Estate:
    """Places and teams of one community, asked once each."""

    community_id: int
    _places: dict[tuple[tuple[str, ...], str], list[PlaceView]] = field(default_factory=dict)
    _rules: dict[PlaceRule, tuple[int, ...]] = field(default_factory=dict)
    _teams: list[TeamView] | None = None

    def places(self, kinds: tuple[str, ...], tag: str = "") -> list[PlaceView]:
        key = (kinds, tag)
        if key not in self._places:
            self._places[key] = estate.places_of(self.community_id, kinds, (tag,) if tag else ())
        return self._places[key]

    def chosen_by(self, rules: Iterable[PlaceRule]) -> tuple[int, ...]:
        """Places of all rules, each once, in the order of the rules; the community where there are none."""
        found: dict[int, None] = {}
        for rule in rules:
            if rule not in self._rules:
                tagged = {one.id: one for tag in rule.tags for one in self.places(rule.kinds, tag)}
                self._rules[rule] = choose(
                    rule,
                    tagged=list(tagged.values()),
                    of_kind=self.places(rule.kinds),
                    otherwise=self.places(rule.otherwise),
                )
            found.update(dict.fromkeys(self._rules[rule]))
        return tuple(found) or (self.community_id,)

    def team_for(self, domain: str) -> int | None:
        if self._teams is None:
            self._teams = people.teams(self.community_id)
        by_domain: dict[str, int] = {}
        for team in self._teams:
            by_domain.setdefault(team.domain, team.id)
        return next((by_domain[one] for one in domains_to_ask(domain) if one in by_domain), None)


def planned(version: PlanVersion, start: date, counted: Iterable[Promise] | None = None) -> list[Planned]:
    """Every live promise of the version, in text order. start: the first day it is in force.

    counted: promises to take instead, such as those of a draft that are not judged yet.
    """
    rows = list(promise_queries.live(version.pk) if counted is None else counted)
    setups = _setups(rows)
    kept = _running(version)
    ground = Estate(version.plan.community_id)
    said = [promise_queries.facts_of(row) for row in rows]
    return [
        _planned(row, company(facts, said), setups, kept, ground, start)
        for row, facts in zip(rows, said, strict=True)
    ]


def proposed(version: PlanVersion, row: Promise, start: date) -> tuple[RoundDraft | None, Adjustments]:
    """The round of one promise with what was chosen for it so far, also while it is held back or past.

    None where no round can keep it.
    """
    facts = promise_queries.facts_of(row)
    chosen = _setup(row)
    outcome = compile_promise(facts, start=start, calendar=calendar.china())
    if isinstance(outcome, Waiting):
        return None, chosen
    ground = Estate(version.plan.community_id)
    together = company(facts, map(promise_queries.facts_of, promise_queries.live(version.pk)))
    compiled = adjusted(in_company(outcome, together), chosen)
    return _draft(row, facts, compiled, chosen, ground, start)[0], chosen


def assignees(community_id: int) -> list[tuple[str, str, list[tuple[int, str]]]]:
    """Who can be given work: teams, posts and people of the community, as (kind, field, [(id, name)])."""
    posts = [(one.id, f"{one.department} · {one.name}") for one in people.positions(community_id)]
    staff = [(one.id, f"{one.name} {one.number}") for one in people.staff_of_community(community_id)]
    return [
        ("team", "team_id", [(one.id, one.name) for one in people.teams(community_id)]),
        ("position", "position_id", posts),
        ("staff", "staff_id", staff),
    ]


def places(community_id: int) -> list[PlaceView]:
    """Places of the community at which work can be done: all but homes and parking spaces."""
    return estate.places_of(
        community_id,
        (
            "community",
            "cluster",
            "building",
            "entrance",
            "floor",
            "public",
            "room",
            "gate",
            "post",
            "parking",
        ),
    )


def _setup(row: Promise) -> Adjustments:
    return Adjustments.from_json(row.setup)


def _setups(rows: Iterable[Promise]) -> dict[Identity, Adjustments]:
    """What people chose, by rule: promises that state one rule share a round, and so its set-up."""
    found: dict[Identity, Adjustments] = {}
    for row in rows:
        identity = promise_queries.facts_of(row).identity
        if row.setup or identity not in found:
            found[identity] = _setup(row)
    return found


def _running(version: PlanVersion) -> dict[Identity, int]:
    """Rounds of the plan's version in force, by the rule they keep."""
    rows = Promise.objects.filter(
        version__plan_id=version.plan_id, version__state=VersionState.IN_FORCE, state=PromiseState.RUNNING
    ).exclude(version_id=version.pk)
    listed = list(rows.order_by("start", "pk"))
    links = promise_queries.rounds_of([row.pk for row in listed])
    open_rounds = {
        number
        for number, view in schedule.rounds_by_id({one for ids in links.values() for one in ids}).items()
        if view.state != "ended"
    }
    found: dict[Identity, int] = {}
    for row in listed:
        for number in links[row.pk]:
            if number in open_rounds:
                found.setdefault(promise_queries.facts_of(row).identity, number)
    return found


def _planned(
    row: Promise,
    together: int,
    setups: dict[Identity, Adjustments],
    kept: dict[Identity, int],
    ground: Estate,
    start: date,
) -> Planned:
    facts = promise_queries.facts_of(row)
    chosen = setups[facts.identity]
    outcome = compile_promise(facts, start=start, calendar=calendar.china())
    if isinstance(outcome, Waiting):
        return Planned(promise=row, facts=facts, chosen=chosen, waiting=outcome)
    compiled = adjusted(in_company(outcome, together), chosen)
    if chosen.held or compiled.past:
        reason = "held" if chosen.held else "past"
        return Planned(
            promise=row, facts=facts, chosen=chosen, compiled=compiled, waiting=Waiting("schedule", reason)
        )
    draft, notes = _draft(row, facts, compiled, chosen, ground, start)
    return Planned(
        promise=row, facts=facts, chosen=chosen, compiled=compiled, draft=draft, notes=notes,
        kept=kept.get(facts.identity),
    )  # fmt: skip


def _draft(
    row: Promise,
    facts: PromiseFacts,
    compiled: CompiledRound,
    chosen: Adjustments,
    ground: Estate,
    start: date,
) -> tuple[RoundDraft, tuple[str, ...]]:
    places = chosen.place_ids or ground.chosen_by(compiled.where)
    everywhere = places == (ground.community_id,)
    notes = tuple(code for code in compiled.notes if code != "place_open" or not chosen.place_ids)
    if everywhere and not chosen.evidence:
        compiled = replace(compiled, evidence=without_labels(compiled.evidence))
    minutes = compiled.minutes
    if compiled.mode == "route" and chosen.minutes is None:
        minutes = min(_LONGEST_DAY, compiled.minutes * len(places))
    who: dict[str, Any] = {
        "position_id": chosen.position_id, "team_id": chosen.team_id, "staff_id": chosen.staff_id,
    }  # fmt: skip
    if not chosen.has_assignee:
        who["team_id"] = ground.team_for(facts.domain)
    draft = RoundDraft(
        community_id=ground.community_id,
        domain=facts.domain,
        kind=compiled.work,
        title=compiled.title,
        recurrence=compiled.recurrence,
        active_from=start,
        place_ids=places,
        mode=compiled.mode,
        instructions=chosen.instructions or row.quote.strip(),
        checklist=compiled.checklist,
        evidence=compiled.evidence,
        minutes=minutes,
        **who,
    )
    return draft, notes
