"""Which home is meant: 1-2-301, 1栋2单元301, 1#2-301, 01幢02单元0301室, 1座301 are written for the same door."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from anju.kernel import zh
from anju.modules.people.rules.sheets.values import Lost, Remark, Value, problem, squeezed

_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百]+")
_NUMBER = re.compile(r"\d+")
_BLOCK = r"(?:号楼|#楼|栋|幢|座|#|号(?=\d)|楼(?=[\d-]))"
_DOOR = r"(?:单元|单位|门|梯|单)"
_WORDED = re.compile(
    rf"(?:(?P<cluster>.*?(?:期|组团|园区|区|苑))-?)?(?P<building>[0-9A-Z]{{1,6}}|[甲乙丙丁东西南北]){_BLOCK}-?"
    rf"(?:(?P<entrance>[0-9A-Z]{{1,3}}|[甲乙丙丁东西南北中])(?:{_DOOR}-?|-))?(?P<number>[0-9A-Z]+(?:-[0-9A-Z]+)?)(?:室|号|房|户)?"
)
_CLOSED = re.compile(
    rf"(?P<building>[0-9A-Z]{{1,6}}){_BLOCK}(?P<entrance>[0-9A-Z]{{1,3}}){_DOOR}(?P<number>[0-9A-Z]+)(?:室|号|房|户)?"
)
_MIXED = re.compile(
    rf"(?P<building>[0-9A-Z]{{1,6}})-(?P<entrance>[0-9A-Z]{{1,3}}){_DOOR}-?(?P<number>[0-9A-Z]+)(?:室|号|房|户)?"
)
_FLOOR = re.compile(r"(?<=[元门梯栋幢座#-])\d{1,2}[楼层F]-?(?=[0-9A-Z])")
_DASHED = re.compile(r"[0-9A-Z]+(?:-[0-9A-Z]+){1,3}")
_BUILDING_WORDS = re.compile(r"(?:号楼|#楼|栋|幢|座|#|楼|号)$")
_DOOR_WORDS = re.compile(rf"{_DOOR}$")
_ROOM_WORDS = re.compile(r"(?:室|号|房|户)$")
_SEPARATORS = re.compile(r"[\s/\\_.·•~—–―－]+|-+|(?<=[栋幢座元#])[、,]")


@dataclass(frozen=True, slots=True)
class Door:
    """Parts of a room's name, each in its comparing form ("01幢" → "1"); "" where it is not said."""

    building: str
    entrance: str
    number: str
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """A unit of the estate: names or codes of what stands above it ("" where the tree has no such level).

    space: a parking space, which a bare number never means.
    """

    place_id: int
    number: str
    building: str = ""
    entrance: str = ""
    cluster: str = ""
    name: str = ""
    space: bool = False


def part(text: str) -> str:
    """Comparing form of one part: capitals, no leading zeros, Chinese numbers as digits, no counting words."""
    bare = squeezed(text).upper()
    bare = _CHINESE.sub(lambda found: str(zh.numeral(found.group())), bare)
    for words in (_BUILDING_WORDS, _DOOR_WORDS, _ROOM_WORDS):
        shorter = words.sub("", bare)
        bare = shorter or bare
    return _NUMBER.sub(lambda found: found.group().lstrip("0") or "0", bare)


def whole(text: str) -> str:
    """Comparing form of a whole name: 翠湖花园3栋2单元1502 and 翠湖花园 3栋2单元 1502室 agree."""
    bare = _SEPARATORS.sub("", squeezed(text).upper())
    bare = _CHINESE.sub(lambda found: str(zh.numeral(found.group())), bare)
    bare = re.sub(r"号楼|#楼|幢|座|#", "栋", bare)
    bare = _ROOM_WORDS.sub("", bare)
    return _NUMBER.sub(lambda found: found.group().lstrip("0") or "0", bare)


def parse_room(value: Value | None, community: str = "") -> Door | None:
    """The parts of a room written in one cell; None when it is no such text. `community`: its name, left out."""
    text = squeezed(value).upper()
    if community and text.startswith(squeezed(community).upper()):
        text = text[len(squeezed(community)) :]
    text = _CHINESE.sub(lambda found: str(zh.numeral(found.group())), text)
    text = _SEPARATORS.sub("-", text).strip("-")
    text = _FLOOR.sub("", text)
    for shape in (_CLOSED, _MIXED, _WORDED):
        if found := shape.fullmatch(text):
            parts = found.groupdict()
            return Door(
                *(part(parts.get(key) or "") for key in ("building", "entrance", "number", "cluster"))
            )
    bare = _ROOM_WORDS.sub("", text)
    if _DASHED.fullmatch(bare):
        parts_ = [part(one) for one in bare.split("-")]
        if len(parts_) == 2:
            return Door(parts_[0], "", parts_[1])
        if len(parts_) == 3:
            return Door(*parts_)
        return Door(parts_[1], parts_[2], parts_[3], parts_[0])
    return None


def joined(building: Value | None, entrance: Value | None, number: Value | None) -> Door | None:
    """The parts from columns of their own; None without a number. 3-2-1502 in the number column says it all."""
    text = squeezed(number)
    if not text:
        return None
    own = parse_room(number)
    if own is not None and (own.entrance or not squeezed(building)):
        return own
    if own is not None and part(squeezed(building)) == own.building:
        return Door(own.building, part(squeezed(entrance)), own.number)
    if own is not None and not squeezed(entrance):
        return Door(part(squeezed(building)), own.building, own.number)
    return Door(part(squeezed(building)), part(squeezed(entrance)), part(text))


@dataclass(slots=True)
class RoomIndex:
    """Finds homes. `community`: its name, which people like to write before the room."""

    community: str = ""
    _full: dict[tuple[str, str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    _short: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    _number: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _clusters: dict[int, str] = field(default_factory=dict)
    _buildings: set[str] = field(default_factory=set)
    _entrances: set[tuple[str, str]] = field(default_factory=set)
    _cache: dict[str, tuple[int | None, Remark | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, homes: Iterable[Home], community: str = "") -> RoomIndex:
        index = cls(community)
        for home in homes:
            index._add(home)
        return index

    def _add(self, home: Home) -> None:
        building, entrance, number = part(home.building), part(home.entrance), part(home.number)
        self._full[building, entrance, number].add(home.place_id)
        self._short[building, number].add(home.place_id)
        if not home.space:
            self._number[number].add(home.place_id)
        self._buildings.add(building)
        self._entrances.add((building, entrance))
        self._clusters[home.place_id] = part(home.cluster)
        for name in (home.name, home.number):
            if name:
                self._names[whole(name)].add(home.place_id)

    def find(self, value: Value | None) -> tuple[int | None, Remark | None]:
        """The home a cell names. Remark: room.unreadable, .no_building, .no_entrance, .no_number, .several, .damaged."""
        key = squeezed(value)
        if key not in self._cache:
            self._cache[key] = self._find(value, key)
        return self._cache[key]

    def _find(self, value: Value | None, key: str) -> tuple[int | None, Remark | None]:
        if isinstance(value, Lost):
            return None, problem("sheet.room_damaged", value=key)
        bare = whole(key)
        short = bare.removeprefix(whole(self.community)) if self.community else bare
        for name in (bare, short):
            if len(self._names.get(name, ())) == 1 and not name.isdigit():
                return next(iter(self._names[name])), None
        door = parse_room(value, self.community)
        if door is None and re.fullmatch(r"[0-9A-Z]+", short):
            return self._one(self._number.get(part(short), set()), Door("", "", part(short)), key)
        if door is None:
            return None, problem("sheet.room_unreadable", value=key)
        return self.at(door, key)

    def at(self, door: Door, written: str) -> tuple[int | None, Remark | None]:
        """The home behind a door whose parts are known. `written`: what the remark shows."""
        if not door.building:
            return self._one(self._number.get(door.number, set()), door, written)
        if door.entrance:
            found = self._full.get((door.building, door.entrance, door.number), set())
            if not found and (door.building, "") in self._entrances:
                found = self._full.get((door.building, "", door.number), set())
        else:
            found = self._short.get((door.building, door.number), set())
        return self._one(found, door, written)

    def _one(self, found: set[int], door: Door, written: str) -> tuple[int | None, Remark | None]:
        if door.cluster and len(found) > 1:
            found = {one for one in found if self._clusters[one] == door.cluster} or found
        if len(found) == 1:
            return next(iter(found)), None
        if found:
            return None, problem("sheet.room_several", value=written, count=len(found))
        if door.building and door.building not in self._buildings:
            return None, problem("sheet.room_no_building", value=written, building=door.building)
        if door.building and door.entrance and (door.building, door.entrance) not in self._entrances:
            return None, problem("sheet.room_no_entrance", value=written, entrance=door.entrance)
        return None, problem("sheet.room_no_number", value=written)
