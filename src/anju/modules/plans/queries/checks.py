"""What the checks find in a version, with the choices people made about it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Q

from anju.foundation.actors import Actor
from anju.modules.plans.contracts import Clause
from anju.modules.plans.models import (
    Choice,
    FindingChoice,
    PlanClause,
    PlanVersion,
    Promise,
    ReviewState,
    ReviewStep,
    UnreadPassage,
)
from anju.modules.plans.queries import costing
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules import costing as cost_rules
from anju.modules.plans.rules import marking
from anju.modules.plans.rules.checking import (
    Code,
    Demand,
    Finding,
    Place,
    Severity,
    Statement,
    Subject,
    Supply,
    check,
)

AROUND = 48
# Longer texts are not checked for the sake of a badge; their own page does it.
_AT_ONCE = 60_000
_KEPT_SECONDS = 24 * 3_600
SETTLED = (Choice.KEEP, Choice.BOTH, Choice.NOT)


@dataclass(frozen=True, slots=True)
class Shown:
    """A place with the words before and behind it, and its promise where one stands there."""

    place: Place
    before: str
    after: str
    promise: Promise | None
    page: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding and what was made of it. earlier: the choice about the same words in another version of the plan."""

    finding: Finding
    choice: FindingChoice | None
    earlier: FindingChoice | None = None

    @property
    def key(self) -> str:
        """Of the choice where there is one: it keeps long quotes cut."""
        return self.choice.key if self.choice else self.finding.key

    @property
    def settled(self) -> bool:
        return self.choice is not None and self.choice.choice in SETTLED


@dataclass(frozen=True, slots=True)
class Open:
    """How many findings nobody settled yet, by severity; promises without a number count apart, as `words`."""

    by_severity: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_severity.values())

    @property
    def law(self) -> int:
        return self.by_severity.get(Severity.LAW, 0)

    @property
    def serious(self) -> int:
        return self.by_severity.get(Severity.SERIOUS, 0)


def findings(version: PlanVersion, at: datetime) -> list[Finding]:
    """All findings of a version as its promises are now: those rejected say nothing, passages decided neither."""
    clauses = list(PlanClause.objects.filter(version_id=version.pk).order_by("start"))
    rows = list(promise_queries.of_version(version.pk).exclude(review=ReviewState.REJECTED))
    today = plan_queries.local_day(at)
    demand, supply = _staff(version, today)
    subject = Subject(
        text=version.text,
        statements=tuple(_statements(rows, clauses)),
        clauses=tuple(_clause(one) for one in clauses),
        today=today,
        demand=demand,
        supply=supply,
    )
    return _without_decided(version.pk, check(subject))


def checked(version: PlanVersion, at: datetime) -> list[Checked]:
    """Findings with their choices, the gravest first; findings that a choice made vanish follow as they were then."""
    found = findings(version, at)
    choices = standing(version.pk)
    keys = {one.key for one in found}
    earlier = _earlier(version, keys - set(choices))
    _remember(version, found)
    rows = [Checked(one, choices.get(one.key), earlier.get(one.key)) for one in found]
    gone = [
        Checked(seen_of(one), one)
        for key, one in choices.items()
        if key not in keys and one.choice == Choice.KEEP
    ]
    return rows + gone


def standing(version_id: int) -> dict[str, FindingChoice]:
    """Choices that stand, by key; one whose review step was undone stands no more."""
    undone = ReviewStep.objects.filter(version_id=version_id, undone_at__isnull=False).values("pk")
    rows = FindingChoice.objects.filter(version_id=version_id).filter(Q(step=None) | ~Q(step__in=undone))
    return {row.key: row for row in rows.order_by("-decided_at", "-pk")}


def finding(version: PlanVersion, key: str, at: datetime) -> Finding | None:
    return next((one for one in findings(version, at) if one.key == key), None)


def open_findings(version_id: int) -> Open | None:
    """How many findings of a version are open, cheap: remembered for a day, or until a promise of it changes.

    Promises without a number are not among them; the passages count those. None where it is not known and would take
    long: a text over 60,000 characters whose checks nobody opened since, or one that is still being read.
    """
    found = cache.get(_cache_key(version_id))
    if not isinstance(found, dict) or found["stamp"] != _stamp(version_id):
        version = PlanVersion.objects.select_related("plan").get(pk=version_id)
        if version.read_at is None or len(version.text) > _AT_ONCE:
            return None
        found = _remember(version, findings(version, _last_touched(version)))
    return _open(found["keys"], standing(version_id))


def undecided_law(version: PlanVersion, at: datetime) -> list[Finding]:
    """Findings about the law that nobody settled; 待办 settles nothing."""
    choices = standing(version.pk)
    return [
        one
        for one in findings(version, at)
        if one.severity == Severity.LAW and not _is_settled(choices.get(one.key))
    ]


def shown(version: PlanVersion, rows: Collection[Checked]) -> dict[str, list[Shown]]:
    """The places of each finding with the words around them, by key. Two queries, however many findings there are."""
    spans, promises = plan_queries.text_pages(version), promises_of(rows)
    return {
        row.key: [_shown(version.text, one, promises, spans) for one in row.finding.places] for row in rows
    }


def promises_of(rows: Collection[Checked]) -> dict[int, Promise]:
    ids = {number for row in rows for number in row.finding.promises}
    return Promise.objects.in_bulk(ids)


def seen(found: Finding) -> dict[str, Any]:
    """A finding as plain values, to keep with a choice."""
    places = [
        {"start": one.start, "end": one.end, "quote": one.quote[:400], "section": one.section, "part": one.part,
         "promise": one.promise}
        for one in found.places
    ]  # fmt: skip
    return {"places": places, "values": dict(found.values)}


def seen_of(row: FindingChoice) -> Finding:
    return Finding(
        code=Code(row.code), severity=Severity(row.severity), places=tuple(Place(**one) for one in row.seen["places"]),
        values=row.seen["values"],
    )  # fmt: skip


def choice(actor: Actor, version_id: int, key: str) -> FindingChoice | None:
    """The choice that stands about a finding. Raises Forbidden, NotFound for the version."""
    plan_queries.version(actor, version_id)
    return standing(version_id).get(key)


def _statements(rows: list[Promise], clauses: list[PlanClause]) -> list[Statement]:
    starts = [one.start for one in clauses]
    found = []
    for row in rows:
        at = bisect_right(starts, row.start) - 1
        heading = tuple(clauses[at].heading) if at >= 0 else ()
        found.append(
            Statement(
                key=row.pk, part=row.part, section=row.section, heading=heading, start=row.start, end=row.end,
                facts=promise_queries.facts_of(row),
            )
        )  # fmt: skip
    return found


def _clause(one: PlanClause) -> Clause:
    return Clause(one.index, one.part, one.section, tuple(one.heading), one.start, one.end, "")


def _without_decided(version_id: int, found: list[Finding]) -> list[Finding]:
    """A word without a number is settled once its passage is decided, or a person made a promise of its words."""
    spans = list(
        UnreadPassage.objects.filter(version_id=version_id).exclude(decision="").values_list("start", "end")
    )
    spans += Promise.objects.filter(version_id=version_id, review=ReviewState.ADDED).values_list(
        "start", "end"
    )
    if not spans:
        return found
    return [
        one
        for one in found
        if one.code != Code.WORD_ONLY
        or not any(start < one.places[0].end and one.places[0].start < end for start, end in spans)
    ]


def _staff(version: PlanVersion, today: date) -> tuple[tuple[Demand, ...] | None, dict[str, Supply]]:
    """Hours asked by role, and the people there; None where the community has no staff on record."""
    people = costing.present(version.plan.community_id)
    if not people:
        return None, {}
    allowances = costing.allowances_of(version.plan.community_id)
    hours: dict[str, Fraction] = {}
    asked: dict[str, list[tuple[Fraction, int]]] = {}
    for load in cost_rules.loads(
        costing.asked_of(version, costing.first_day(version)), allowances=allowances
    ):
        if load.hours:
            hours[load.role] = hours.get(load.role, Fraction(0)) + load.hours
            asked.setdefault(load.role, []).append((-load.hours, load.key))
    each = Fraction(costing.week_of_one(version.plan.community_id, today))
    demand = tuple(
        Demand(role=role, hours=total, promises=tuple(key for _hours, key in sorted(asked[role])))
        for role, total in hours.items()
    )
    supply = {role: Supply(role=role, people=people.get(role, 0), hours_each=each) for role in hours}
    return demand, supply


def _earlier(version: PlanVersion, keys: Collection[str]) -> dict[str, FindingChoice]:
    """The newest choice about the same words in other versions of this plan."""
    rows = FindingChoice.objects.filter(version__plan_id=version.plan_id, key__in=list(keys))
    rows = rows.exclude(version_id=version.pk).exclude(choice=Choice.TODO).order_by("decided_at")
    return {row.key: row for row in rows}


def _shown(text: str, one: Place, promises: Mapping[int, Promise], spans: list[tuple[int, int]]) -> Shown:
    before = " ".join(text[max(0, one.start - AROUND) : one.start].split())
    after = " ".join(text[one.end : one.end + AROUND].split())
    promise = promises.get(one.promise) if one.promise is not None else None
    return Shown(one, before, after, promise, marking.page_of(spans, one.start) + 1)


def _open(keys: Mapping[str, str], choices: Mapping[str, FindingChoice]) -> Open:
    counted: dict[str, int] = {}
    for key, severity in keys.items():
        if not _is_settled(choices.get(key)):
            counted[severity] = counted.get(severity, 0) + 1
    return Open(counted)


def _is_settled(row: FindingChoice | None) -> bool:
    return row is not None and row.choice in SETTLED


def _remember(version: PlanVersion, found: list[Finding]) -> dict[str, Any]:
    keys = {one.key: str(one.severity) for one in found if one.code != Code.WORD_ONLY}
    kept = {"stamp": _stamp(version.pk), "keys": keys}
    cache.set(_cache_key(version.pk), kept, timeout=_KEPT_SECONDS)
    return kept


def _last_touched(version: PlanVersion) -> datetime:
    """When a promise was last judged, else when the text was read: the day that dates are held against."""
    last = Promise.objects.filter(version_id=version.pk).aggregate(last=Max("reviewed_at"))["last"]
    touched: datetime = last or version.read_at or version.created_at
    return touched


def _cache_key(version_id: int) -> str:
    return f"plans.checks.{version_id}"


def _stamp(version_id: int) -> str:
    """Changes whenever a promise of the version does."""
    rows = Promise.objects.filter(version_id=version_id).order_by()
    told = rows.aggregate(count=Count("pk"), step=Max("step"), seen=Max("reviewed_at"))
    reviews = sorted(rows.values_list("review").annotate(Count("pk")))
    return hashlib.sha256(f"{told}{reviews}".encode()).hexdigest()[:20]
