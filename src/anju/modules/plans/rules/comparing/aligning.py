"""Plans of different companies, promise by promise: one row for what is about the same, one cell per company."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from anju.modules.plans.contracts import Domain, Kind
from anju.modules.plans.rules.compiling import PromiseFacts

from .differences import Numbered
from .matching import matches
from .scale import strictness
from .subjects import Subject, likeness, subject_of, subject_of_words

# Companies word things freely; below this two promises are taken for different ones.
LEAST_ALIKE = 0.45
_KIND_OF_VAGUE = {
    "frequency_without_number": Kind.FREQUENCY, "time_limit_without_number": Kind.TIME_LIMIT,
}  # fmt: skip
# Every 15 days and twice a month are one promise: figures this near are the same.
_NEAR = Decimal("0.02")
_DOMAINS = {str(one): at for at, one in enumerate(Domain)}


@dataclass(frozen=True, slots=True)
class Vague:
    """A duty without a figure (定期, 及时). id: of the passage; reason: a reason code of the reader."""

    id: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The plan of one company: its promises and its duties without a figure, in text order."""

    promises: Sequence[Numbered]
    vague: Sequence[Vague] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one company says of a row. promise None and vague None: nothing. more: ids of promises that repeat it."""

    promise: Numbered | None = None
    vague: Vague | None = None
    more: tuple[int, ...] = ()

    @property
    def silent(self) -> bool:
        return self.promise is None and self.vague is None


@dataclass(frozen=True, slots=True)
class Row:
    """cells: one per company, in their order. best: companies with the strictest figure, where figures differ.

    sole: the one company with a figure, where no other has one. equal: all figures there are say the same.
    """

    domain: str
    kind: str
    cells: tuple[Cell, ...]
    best: frozenset[int] = frozenset()
    sole: int | None = None
    equal: bool = False

    @property
    def facts(self) -> PromiseFacts | None:
        return next((one.promise.facts for one in self.cells if one.promise is not None), None)

    @property
    def told(self) -> int:
        """Companies with a figure."""
        return sum(one.promise is not None for one in self.cells)


@dataclass(slots=True)
class _Cluster:
    subject: Subject
    order: int
    promises: dict[int, list[Numbered]] = field(default_factory=dict)
    vague: dict[int, Vague] = field(default_factory=dict)


def align(offers: Sequence[Offer]) -> list[Row]:
    """Every promise of every plan in exactly one row, rows by field of work and by their place in the first plan.

    Promises of one plan that state the same rule share a cell. A duty without a figure stands in the row of the promises it
    would answer, else in a row of its own.
    """
    clusters: list[_Cluster] = []
    for company, offer in enumerate(offers):
        _place(clusters, company, offer.promises)
    for company, offer in enumerate(offers):
        _place_vague(clusters, company, offer.vague)
    rows = [(one, _row(one, len(offers))) for one in clusters]
    rows.sort(key=lambda pair: (_DOMAINS.get(pair[1].domain, len(_DOMAINS)), pair[0].order))
    return [row for _cluster, row in rows]


def _place(clusters: list[_Cluster], company: int, promises: Iterable[Numbered]) -> None:
    by_rule: dict[object, list[Numbered]] = {}
    for one in promises:
        by_rule.setdefault(one.facts.identity, []).append(one)
    groups = list(by_rule.values())
    subjects = [subject_of(group[0].facts) for group in groups]
    exact = {_exact(one.subject): at for at, one in reversed(list(enumerate(clusters)))}
    placed: dict[int, int] = {}
    taken: set[int] = set()
    for at, subject in enumerate(subjects):
        target = exact.get(_exact(subject))
        if target is not None and target not in taken:
            placed[at] = target
            taken.add(target)
    left = [at for at in range(len(groups)) if at not in placed]
    free = [at for at in range(len(clusters)) if at not in taken]
    pairs = matches([clusters[at].subject for at in free], [subjects[at] for at in left], least=LEAST_ALIKE)
    placed.update({left[mine]: free[cluster] for cluster, mine in pairs})
    for at, group in enumerate(groups):
        if at in placed:
            clusters[placed[at]].promises[company] = group
        else:
            clusters.append(_Cluster(subjects[at], len(clusters), {company: group}))


def _exact(subject: Subject) -> tuple[object, ...]:
    return (*subject.block, subject.domain, subject.things, subject.deeds, subject.pairs)


def _place_vague(clusters: list[_Cluster], company: int, passages: Iterable[Vague]) -> None:
    by_thing: dict[tuple[str, str], list[_Cluster]] = {}
    for cluster in clusters:
        for thing in cluster.subject.things:
            by_thing.setdefault((cluster.subject.kind, thing), []).append(cluster)
    for passage in passages:
        kind = _KIND_OF_VAGUE.get(passage.reason)
        if kind is None:
            continue
        subject = subject_of_words(passage.quote, kind=kind)
        near = {id(one): one for thing in subject.things for one in by_thing.get((kind, thing), ())}
        open_here = [one for one in near.values() if company not in one.promises and company not in one.vague]
        ranked = sorted(
            ((-likeness(subject, one.subject), one.order, one) for one in open_here), key=lambda it: it[:2]
        )
        if ranked and ranked[0][0] < 0:
            ranked[0][2].vague[company] = passage
        elif not any(company in one.promises and likeness(subject, one.subject) for one in near.values()):
            made = _Cluster(subject, len(clusters), {}, {company: passage})
            clusters.append(made)
            for thing in subject.things:
                by_thing.setdefault((kind, thing), []).append(made)


def _row(cluster: _Cluster, companies: int) -> Row:
    cells = tuple(
        Cell(
            promise=cluster.promises[at][0] if at in cluster.promises else None,
            vague=cluster.vague.get(at),
            more=tuple(one.id for one in cluster.promises.get(at, ())[1:]),
        )
        for at in range(companies)
    )
    told = [at for at, one in enumerate(cells) if one.promise is not None]
    sizes = {at: size for at in told if (size := _size(cells[at])) is not None}
    top = {at for at, size in sizes.items() if _near(size, max(sizes.values()))}
    best = frozenset(top) if len(sizes) > 1 and len(top) < len(sizes) else frozenset()
    facts = next((one.promise.facts for one in cells if one.promise is not None), None)
    return Row(
        domain=facts.domain if facts else cluster.subject.domain or str(Domain.OTHER),
        kind=cluster.subject.kind,
        cells=cells,
        best=best,
        sole=told[0] if len(told) == 1 and companies > 1 else None,
        equal=len(told) > 1 and len(sizes) == len(told) and len(top) == len(sizes),
    )


def _size(cell: Cell) -> Decimal | None:
    return None if cell.promise is None else strictness(cell.promise.facts)


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _NEAR * max(abs(one), abs(other))
