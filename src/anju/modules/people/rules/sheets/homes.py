"""From rows to homes and people: rows of one home joined, one person in several homes known again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from anju.modules.people.contracts import TieKind
from anju.modules.people.rules.sheets.fields import Field
from anju.modules.people.rules.sheets.numbers import Paper, settled
from anju.modules.people.rules.sheets.rows import CellRemark, Entry, Reading, Resident
from anju.modules.people.rules.sheets.values import Remark, notice, problem

# Beyond this the sheet and the estate do not speak of the same area.
AREA_TOLERANCE = Fraction(1, 200)


@dataclass(slots=True)
class SheetPerson:
    """A person of the sheet. number: his place in the plan. rows: where he stands."""

    number: int
    name: str
    company: bool = False
    paper: Paper | None = None
    phones: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTie:
    """A person at a home. share: an owner's, stated in the sheet or assumed. joint: the sheet says 共同共有."""

    row: int
    place_id: int
    person: int
    relation: TieKind
    share: Fraction | None = None
    stated: bool = False
    joint: bool = False
    since: date | None = None
    until: date | None = None
    hint: str = ""
    note: str = ""


@dataclass(slots=True)
class SheetPlan:
    people: list[SheetPerson] = field(default_factory=list)
    ties: list[SheetTie] = field(default_factory=list)
    areas: dict[int, int] = field(default_factory=dict)
    homes: int = 0


def gathered(reading: Reading, mapping: Mapping[Field, int], areas: Mapping[int, int | None]) -> SheetPlan:
    """Join the entries; what contradicts is added to the reading's remarks. areas: place → 1/100 m² of the estate."""
    return _Gatherer(reading, mapping, areas).run()


class _Gatherer:
    def __init__(
        self, reading: Reading, mapping: Mapping[Field, int], areas: Mapping[int, int | None]
    ) -> None:
        self.reading, self.mapping, self.areas = reading, mapping, areas
        self.plan = SheetPlan()
        self.by_paper: dict[str, SheetPerson] = {}
        self.by_phone: dict[tuple[str, str], SheetPerson] = {}

    def run(self) -> SheetPlan:
        homes: dict[int, list[Entry]] = {}
        for entry in self.reading.entries:
            homes.setdefault(entry.place_id, []).append(entry)
        self.plan.homes = len(homes)
        self._learn_papers()
        for place_id, entries in homes.items():
            self._compare_area(place_id, entries)
            self._home(place_id, entries)
        return self.plan

    def _say(self, row: int, key: Field, remark: Remark) -> None:
        self.reading.remarks.append(CellRemark(row, self.mapping.get(key), remark))

    def _learn_papers(self) -> None:
        """People with an identity number first, so that a row without one finds them by name and telephone."""
        for entry in self.reading.entries:
            for one in entry.people:
                if one.paper is not None:
                    self._with_paper(one, one.paper)

    def _with_paper(self, one: Resident, paper: Paper) -> None:
        known = self.by_paper.get(paper.number)
        if known is not None and known.name != one.name:
            self._say(
                one.row, Field.PAPER, problem("sheet.paper_two_names", row=known.rows[0], name=known.name)
            )
            return
        if known is None:
            known = self.by_paper[paper.number] = self._new(one)
            known.paper = paper
        known.rows.append(one.row)
        for phone in one.phones:
            self.by_phone.setdefault((one.name, phone), known)

    def _new(self, one: Resident) -> SheetPerson:
        made = SheetPerson(len(self.plan.people), one.name, one.company)
        self.plan.people.append(made)
        return made

    def _person(self, one: Resident, here: Mapping[str, SheetPerson]) -> SheetPerson:
        """The person of a row: by identity number, by name and telephone, by the name within the same home."""
        known = self.by_paper.get(one.paper.number) if one.paper is not None else None
        if known is None:
            known = next(
                (self.by_phone[key] for phone in one.phones if (key := (one.name, phone)) in self.by_phone),
                None,
            )
        if known is None and (one.name in here) and (one.paper is None or here[one.name].paper is None):
            known = here[one.name]
        if known is None and one.company:
            known = next((each for each in self.plan.people if each.company and each.name == one.name), None)
        if known is None:
            known = self._new(one)
        if known.paper is None:
            known.paper = one.paper
        if one.row not in known.rows:
            known.rows.append(one.row)
        for phone in one.phones:
            if phone not in known.phones:
                known.phones.append(phone)
            self.by_phone.setdefault((one.name, phone), known)
        return known

    def _home(self, place_id: int, entries: Sequence[Entry]) -> None:
        here: dict[str, SheetPerson] = {}
        found: dict[tuple[int, TieKind], tuple[SheetPerson, Resident]] = {}
        for entry in entries:
            for one in entry.people:
                person = self._person(one, here)
                here.setdefault(one.name, person)
                key = (person.number, one.relation)
                if key in found:
                    self._twice(one, found[key][1])
                else:
                    found[key] = (person, one)
        self._ties(place_id, list(found.values()))

    def _twice(self, one: Resident, first: Resident) -> None:
        if (
            one.relation is TieKind.OWNER
            and None not in (one.share, first.share)
            and one.share != first.share
        ):
            self._say(one.row, Field.SHARE, problem("sheet.twice_differently", row=first.row))
        elif one.row != first.row:
            self._say(one.row, Field.NAME, notice("sheet.twice", row=first.row))

    def _ties(self, place_id: int, found: Sequence[tuple[SheetPerson, Resident]]) -> None:
        owners = [pair for pair in found if pair[1].relation is TieKind.OWNER]
        shares: list[Fraction] = []
        if owners:
            shares, remark = settled(
                [one.share for _person, one in owners],
                equal=any(one.equal for _person, one in owners),
                joint=any(one.joint for _person, one in owners),
            )
            if remark is not None:
                key = Field.SHARE if Field.SHARE in self.mapping else Field.NAME
                for row in sorted({one.row for _person, one in owners}):
                    self._say(row, key, remark)
        stated = any(one.share or one.equal or one.joint for _person, one in owners)
        by_owner = {person.number: share for (person, _one), share in zip(owners, shares, strict=True)}
        for person, one in found:
            self.plan.ties.append(
                SheetTie(
                    row=one.row, place_id=place_id, person=person.number, relation=one.relation,
                    share=by_owner.get(person.number) if one.relation is TieKind.OWNER else None,
                    stated=stated or len(owners) == 1, joint=one.joint, since=one.since, until=one.until, hint=one.hint, note=one.note,
                )
            )  # fmt: skip

    def _compare_area(self, place_id: int, entries: Sequence[Entry]) -> None:
        said = [(entry.row, entry.area) for entry in entries if entry.area]
        if not said:
            return
        row, area = said[0]
        self.plan.areas[place_id] = area or 0
        for other_row, other in said[1:]:
            if other != area:
                self._say(other_row, Field.AREA, notice("sheet.area_two_ways", row=row))
        known = self.areas.get(place_id)
        if known and area and abs(area - known) > known * AREA_TOLERANCE:
            self._say(row, Field.AREA, notice("sheet.area_differs", area=f"{known / 100:.2f}"))
