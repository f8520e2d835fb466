"""From rows of cells to people at homes: each row by itself, with what it takes over from the one above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from anju.modules.people.contracts import IdKind, TieKind
from anju.modules.people.rules.sheets.days import read_day
from anju.modules.people.rules.sheets.fields import Field
from anju.modules.people.rules.sheets.layout import Heads, Line, RowKind, kind_of
from anju.modules.people.rules.sheets.numbers import (
    Paper,
    Shares,
    read_area,
    read_shares,
    split_papers,
)
from anju.modules.people.rules.sheets.people import (
    Named,
    paired,
    relation_of,
    split_people,
    split_phones,
)
from anju.modules.people.rules.sheets.rooms import RoomIndex, joined, parse_room
from anju.modules.people.rules.sheets.values import (
    Broken,
    Remark,
    Value,
    is_blank,
    is_ditto,
    notice,
    plain,
    problem,
    shown,
    squeezed,
)

Item = TypeVar("Item")
LONGEST_NOTE = 200
_ROOM_FIELDS = (Field.ROOM, Field.BUILDING, Field.ENTRANCE, Field.NUMBER)
_PEOPLE_FIELDS = (Field.NAME, Field.PHONE, Field.PAPER, Field.TENANT, Field.TENANT_PHONE)


@dataclass(frozen=True, slots=True)
class CellRemark:
    """row as the spreadsheet counts; index of the column, None for the row as a whole. value: what stands there."""

    row: int
    index: int | None
    remark: Remark
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """One person as one row tells. share: what was written for this owner; equal, joint: of all owners of the home."""

    row: int
    name: str
    company: bool = False
    relation: TieKind = TieKind.OWNER
    phones: tuple[str, ...] = ()
    paper: Paper | None = None
    share: Fraction | None = None
    equal: bool = False
    joint: bool = False
    since: date | None = None
    until: date | None = None
    hint: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says of one home. area: whole 1/100 m²."""

    row: int
    place_id: int
    area: int | None
    people: tuple[Resident, ...]


@dataclass(slots=True)
class Reading:
    """entries in the sheet's order; skipped: row number → why it was no row of people."""

    entries: list[Entry] = field(default_factory=list)
    remarks: list[CellRemark] = field(default_factory=list)
    skipped: dict[int, RowKind] = field(default_factory=dict)
    rows: int = 0

    @property
    def errors(self) -> list[CellRemark]:
        return [one for one in self.remarks if one.remark.error]


def read_rows(
    lines: Iterable[Line], heads: Heads, mapping: Mapping[Field, int], rooms: RoomIndex, today: date
) -> Reading:
    """Read all rows below the headings. Whatever cannot be read is in `remarks`, its row in no entry."""
    reader = _Reader(mapping, rooms, today)
    for line in lines:
        if line.number <= heads.last:
            continue
        kind = kind_of(line, heads)
        if kind is RowKind.DATA:
            reader.read(line)
        elif kind is not RowKind.BLANK:
            reader.found.skipped[line.number] = kind
    return reader.found


class _Reader:
    def __init__(self, mapping: Mapping[Field, int], rooms: RoomIndex, today: date) -> None:
        self.mapping, self.rooms, self.today = mapping, rooms, today
        self.found = Reading()
        self.above: dict[Field, Value] = {}

    def read(self, line: Line) -> None:
        before = len(self.found.errors)
        values = self._values(line)
        if not any(key in values for key in (*_PEOPLE_FIELDS, *_ROOM_FIELDS)):
            return
        self.found.rows += 1
        if line.hidden:
            self._say(line, None, notice("sheet.hidden_row"))
        place_id = self._place(line, values)
        area = self._area(line, values)
        people = self._people(line, values)
        self.above = values
        if place_id is not None and len(self.found.errors) == before:
            self.found.entries.append(Entry(line.number, place_id, area, people))

    def _say(self, line: Line, key: Field | None, remark: Remark) -> None:
        index = self.mapping.get(key) if key is not None else None
        value = shown(line.cells.get(index)) if index is not None else ""
        self.found.remarks.append(CellRemark(line.number, index, remark, value))

    def _values(self, line: Line) -> dict[Field, Value]:
        """Filled cells by field: 同上 replaced by what stands above, failed formulas refused."""
        values: dict[Field, Value] = {}
        for key, index in self.mapping.items():
            value = line.cells.get(index)
            if is_ditto(value):
                value = self.above.get(key)
                if value is None:
                    self._say(line, key, problem("sheet.ditto_of_nothing"))
            if isinstance(value, Broken) and key is not Field.NOTE:
                self._say(line, key, problem("sheet.cell_fault", fault=value.text))
            elif value is not None and not is_blank(value):
                values[key] = value
        return values

    def _place(self, line: Line, values: dict[Field, Value]) -> int | None:
        self._from_above(line, values)
        if Field.ROOM in values and (Field.NUMBER not in values or parse_room(values[Field.ROOM])):
            return self._found(line, Field.ROOM, *self.rooms.find(values[Field.ROOM]))
        key = Field.NUMBER if Field.NUMBER in self.mapping else Field.ROOM
        door = joined(
            values.get(Field.BUILDING, values.get(Field.ROOM)),
            values.get(Field.ENTRANCE),
            values.get(Field.NUMBER),
        )
        if door is None:
            self._say(line, key, problem("sheet.room_missing"))
            return None
        written = "-".join(
            squeezed(values[one]) for one in (Field.BUILDING, Field.ENTRANCE, Field.NUMBER) if one in values
        )
        return self._found(line, key, *self.rooms.at(door, written))

    def _found(self, line: Line, key: Field, place_id: int | None, remark: Remark | None) -> int | None:
        if remark is not None:
            if isinstance(line.cells.get(self.mapping[key]), date):
                remark = problem("sheet.room_became_day", value=shown(line.cells.get(self.mapping[key])))
            self._say(line, key, remark)
        return place_id

    def _from_above(self, line: Line, values: dict[Field, Value]) -> None:
        """A row without a room belongs to the home above; one with a number only, to the building above."""
        has_room = Field.ROOM in values or Field.NUMBER in values
        if not has_room and any(key in self.above for key in (Field.ROOM, Field.NUMBER)):
            for key in _ROOM_FIELDS:
                if key in self.above and key not in values:
                    values[key] = self.above[key]
            shown_key = Field.ROOM if Field.ROOM in self.mapping else Field.NUMBER
            self._say(line, shown_key, notice("sheet.room_from_above"))
            return
        lacks_building = Field.BUILDING not in values and Field.BUILDING in self.above
        if Field.NUMBER in values and lacks_building and parse_room(values[Field.NUMBER]) is None:
            values[Field.BUILDING] = self.above[Field.BUILDING]
            if Field.ENTRANCE not in values and Field.ENTRANCE in self.above:
                values[Field.ENTRANCE] = self.above[Field.ENTRANCE]

    def _area(self, line: Line, values: Mapping[Field, Value]) -> int | None:
        area, remarks = read_area(values.get(Field.AREA))
        for remark in remarks:
            self._say(line, Field.AREA, remark)
        if Field.AREA in self.mapping and area is None and not remarks:
            self._say(line, Field.AREA, notice("sheet.area_missing"))
        return area

    def _people(self, line: Line, values: Mapping[Field, Value]) -> tuple[Resident, ...]:
        owners = self._group(line, values, (Field.NAME, Field.PHONE, Field.PAPER), TieKind.OWNER)
        tenants = self._group(line, values, (Field.TENANT, Field.TENANT_PHONE, None), TieKind.TENANT)
        if not owners and not tenants and not any(key in values for key in _PEOPLE_FIELDS):
            self._say(line, Field.NAME, notice("sheet.home_without_owner"))
        return (*self._shared(line, values, owners), *tenants)

    def _group(
        self,
        line: Line,
        values: Mapping[Field, Value],
        keys: tuple[Field, Field, Field | None],
        usual: TieKind,
    ) -> tuple[Resident, ...]:
        name_key, phone_key, paper_key = keys
        named = self._read(line, name_key, split_people(values.get(name_key)))
        calls = self._read(line, phone_key, split_phones(values.get(phone_key)))
        papers: tuple[Paper, ...] = ()
        if paper_key is not None:
            papers = self._read(line, paper_key, split_papers(values.get(paper_key), self.today))
        if not named:
            if (calls or papers) and name_key not in values:
                self._say(
                    line, name_key if name_key in self.mapping else phone_key, problem("sheet.name_missing")
                )
            return ()
        numbers, remark = paired(named, calls)
        if remark is not None:
            self._say(line, phone_key, remark)
        usual = self._relation(line, values, usual)
        since, until = self._days(line, values, usual)
        note = plain(values.get(Field.NOTE)).replace("\n", " ")[:LONGEST_NOTE]
        return tuple(
            Resident(
                row=line.number, name=one.name, company=one.company, relation=one.relation or usual,
                phones=numbers[place], paper=paper, since=since, until=until, hint=one.hint, note=note,
            )
            for place, (one, paper) in enumerate(zip(named, self._papers(line, named, papers), strict=True))
        )  # fmt: skip

    def _read(
        self, line: Line, key: Field, answer: tuple[tuple[Item, ...], tuple[Remark, ...]]
    ) -> tuple[Item, ...]:
        for remark in answer[1]:
            self._say(line, key, remark)
        return answer[0]

    def _relation(self, line: Line, values: Mapping[Field, Value], usual: TieKind) -> TieKind:
        said = plain(values.get(Field.RELATION))
        return (relation_of(said) or usual) if usual is TieKind.OWNER and said else usual

    def _days(
        self, line: Line, values: Mapping[Field, Value], relation: TieKind
    ) -> tuple[date | None, date | None]:
        own = (
            Field.TENANT_SINCE if relation is TieKind.TENANT and Field.TENANT_SINCE in values else Field.SINCE
        )
        if relation is TieKind.TENANT and own is Field.SINCE and Field.RELATION not in values:
            return None, self._day(line, values, Field.TENANT_UNTIL)
        since = self._day(line, values, own)
        if relation is not TieKind.TENANT:
            return since, None
        until = self._day(line, values, Field.TENANT_UNTIL)
        if since and until and until < since:
            self._say(line, Field.TENANT_UNTIL, problem("sheet.days_reversed"))
        return since, until

    def _day(self, line: Line, values: Mapping[Field, Value], key: Field) -> date | None:
        day, remarks = read_day(values.get(key), self.today)
        for remark in remarks:
            self._say(line, key, remark)
        return day

    def _papers(self, line: Line, named: tuple[Named, ...], papers: tuple[Paper, ...]) -> list[Paper | None]:
        if len(papers) > len(named):
            self._say(
                line, Field.PAPER, problem("sheet.papers_too_many", papers=len(papers), names=len(named))
            )
            return [None] * len(named)
        if papers and len(papers) < len(named):
            self._say(line, Field.PAPER, notice("sheet.paper_to_first", name=named[0].name))
        found: list[Paper | None] = [*papers, *[None] * (len(named) - len(papers))]
        for place, one in enumerate(named):
            paper = found[place]
            if paper is None:
                continue
            if one.company and paper.kind is not IdKind.CREDIT_CODE:
                self._say(line, Field.PAPER, notice("sheet.paper_of_company", name=one.name))
                found[place] = None
            elif not one.company and paper.kind is IdKind.CREDIT_CODE:
                self._say(line, Field.PAPER, problem("sheet.paper_of_person", name=one.name))
        return found

    def _shared(
        self, line: Line, values: Mapping[Field, Value], people: tuple[Resident, ...]
    ) -> tuple[Resident, ...]:
        """Shares as written in the row, given to the owners it names."""
        said, remarks = read_shares(values.get(Field.SHARE))
        for remark in remarks:
            self._say(line, Field.SHARE, remark)
        owners = [one for one in people if one.relation is TieKind.OWNER]
        if said is None or not owners:
            return people
        given = _given(said, [one.name for one in owners])
        if given is None:
            self._say(
                line, Field.SHARE, problem("sheet.shares_count", shares=len(said.parts), names=len(owners))
            )
            return people
        shares = iter(given)
        joint = said.joint or (len(owners) > 1 and said.parts == (Fraction(1),))
        return tuple(
            replace(one, share=next(shares), equal=said.equal, joint=joint)
            if one.relation is TieKind.OWNER
            else one
            for one in people
        )


def _given(said: Shares, names: list[str]) -> list[Fraction | None] | None:
    """A share per owner named in the row, by name where the cell names them; None when it does not fit."""
    owners = len(names)
    if said.equal or said.joint or (owners > 1 and said.parts == (Fraction(1),)):
        return [None] * owners
    if any(said.names):
        by_name = dict(zip(said.names, said.parts, strict=True))
        return [by_name[name] for name in names] if set(by_name) == set(names) else None
    if len(said.parts) == owners:
        return list(said.parts)
    if len(said.parts) == 1 and (said.each or said.parts[0] * owners == 1):
        return [said.parts[0]] * owners
    return None
