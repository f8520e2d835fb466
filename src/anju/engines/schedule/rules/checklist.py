"""Checklists: what is asked at a place, whether the answers are well formed, and which of them fail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import IntEnum, StrEnum
from typing import Any, Self

from anju.kernel.errors import Invalid

_LONGEST_TEXT = 2000
_LARGEST = Decimal(10) ** 12


class ItemKind(StrEnum):
    OK_NOTOK = "ok_notok"
    NUMBER = "number"
    PHOTO = "photo"
    TEXT = "text"
    SIGNATURE = "signature"
    CHOICE = "choice"


class Severity(IntEnum):
    MINOR = 1
    MAJOR = 2
    CRITICAL = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a place. photos: references of stored files. Raises Invalid for a blank text."""

    severity: Severity
    place: int | None
    text: str
    photos: tuple[str, ...] = ()
    item: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise Invalid("schedule.finding.blank", "text")
        if self.severity not in set(Severity):
            raise Invalid("schedule.finding.severity", "severity", value=self.severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One line of a checklist.

    key: stable within the checklist. low, high: limits of a number, both allowed; outside fails. unit: of the
    number. choices: allowed answers, of which `failing` ones fail. photos: how many a photo item needs.
    """

    key: str
    label: str
    kind: ItemKind
    required: bool = True
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    choices: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    photos: int = 1

    def __post_init__(self) -> None:
        if not self.key.strip() or len(self.key) > 40:
            raise self._refuse("key")
        if not self.label.strip():
            raise self._refuse("label")
        limited = self.low is not None or self.high is not None
        if limited and self.kind is not ItemKind.NUMBER:
            raise self._refuse("low" if self.low is not None else "high")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise self._refuse("high")
        if bool(self.choices) != (self.kind is ItemKind.CHOICE) or len(set(self.choices)) != len(
            self.choices
        ):
            raise self._refuse("choices")
        if not set(self.failing) <= set(self.choices):
            raise self._refuse("failing")
        if not 1 <= self.photos <= 20:
            raise self._refuse("photos")

    def read(self, answer: object) -> object:
        """The answer in its plain form: "ok"/"not_ok", a Decimal, a text, or a tuple of photo references.

        Raises Invalid with the field "answers.<key>".
        """
        return _READERS[self.kind](self, answer)

    def fails(self, answer: object) -> bool:
        """Whether an answer that was read is a finding."""
        if self.kind is ItemKind.OK_NOTOK:
            return answer == "not_ok"
        if isinstance(answer, Decimal):
            too_low = self.low is not None and answer < self.low
            return too_low or (self.high is not None and answer > self.high)
        return answer in self.failing

    def wrong(self, reason: str, **params: object) -> Invalid:
        return Invalid(f"schedule.answer.{reason}", f"answers.{self.key}", label=self.label, **params)

    def _refuse(self, name: str) -> Invalid:
        return Invalid("schedule.checklist.item", f"{self.key}.{name}", value=getattr(self, name))


@dataclass(frozen=True, slots=True)
class Reading:
    """Answers as read, in the order of the items; the keys that fail; the required keys left unanswered."""

    answers: Mapping[str, object]
    failed: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Checklist:
    """Items in order. Raises Invalid when a key stands twice."""

    items: tuple[ChecklistItem, ...] = field(default=())

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for item in self.items:
            if item.key in seen:
                raise Invalid("schedule.checklist.repeated_key", item.key)
            seen.add(item.key)

    def read(self, answers: Mapping[str, object]) -> Reading:
        """Read every answer given; a blank one counts as not given.

        Raises Invalid naming the item for an answer of the wrong form, and for a key that is not asked.
        """
        unknown = answers.keys() - {item.key for item in self.items}
        if unknown:
            raise Invalid("schedule.answer.not_asked", f"answers.{min(unknown)}")
        given = {
            item.key: item.read(answers[item.key]) for item in self.items if not _blank(answers.get(item.key))
        }
        failed = tuple(item.key for item in self.items if item.key in given and item.fails(given[item.key]))
        missing = tuple(item.key for item in self.items if item.required and item.key not in given)
        return Reading(given, failed, missing)

    def to_json(self) -> list[dict[str, object]]:
        return [_item_to_json(item) for item in self.items]

    @classmethod
    def from_json(cls, document: Iterable[Mapping[str, Any]]) -> Self:
        """Read what to_json wrote. Raises Invalid naming the item by its position."""
        return cls(tuple(_item_from_json(each, position) for position, each in enumerate(document)))


def _blank(answer: object) -> bool:
    return answer is None or answer == [] or (isinstance(answer, str) and not answer.strip())


def _read_mark(item: ChecklistItem, answer: object) -> object:
    if answer not in ("ok", "not_ok"):
        raise item.wrong("not_a_mark", value=answer)
    return answer


def _read_number(item: ChecklistItem, answer: object) -> object:
    if isinstance(answer, bool) or not isinstance(answer, int | float | str | Decimal):
        raise item.wrong("not_a_number", value=answer)
    try:
        number = Decimal(str(answer).strip())
    except InvalidOperation:
        raise item.wrong("not_a_number", value=answer) from None
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise item.wrong("not_a_number", value=answer)
    return number


def _read_photos(item: ChecklistItem, answer: object) -> object:
    if not isinstance(answer, Sequence) or isinstance(answer, str):
        raise item.wrong("not_photos", value=answer)
    if not all(isinstance(each, str) and each for each in answer):
        raise item.wrong("not_photos", value=answer)
    if len(set(answer)) < item.photos:
        raise item.wrong("too_few_photos", needed=item.photos, given=len(set(answer)))
    return tuple(answer)


def _read_text(item: ChecklistItem, answer: object) -> object:
    if not isinstance(answer, str):
        raise item.wrong("not_a_text", value=answer)
    if len(answer) > _LONGEST_TEXT:
        raise item.wrong("too_long", limit=_LONGEST_TEXT)
    return answer.strip()


def _read_choice(item: ChecklistItem, answer: object) -> object:
    if answer not in item.choices:
        raise item.wrong("not_a_choice", value=answer, choices=item.choices)
    return answer


_READERS = {
    ItemKind.OK_NOTOK: _read_mark,
    ItemKind.NUMBER: _read_number,
    ItemKind.PHOTO: _read_photos,
    ItemKind.TEXT: _read_text,
    ItemKind.SIGNATURE: _read_text,
    ItemKind.CHOICE: _read_choice,
}
_DEFAULTS: dict[str, object] = {
    "required": True,
    "unit": "",
    "low": None,
    "high": None,
    "choices": (),
    "failing": (),
    "photos": 1,
}


def _item_to_json(item: ChecklistItem) -> dict[str, object]:
    document: dict[str, object] = {"key": item.key, "label": item.label, "kind": item.kind.value}
    for name, default in _DEFAULTS.items():
        value = getattr(item, name)
        if value != default:
            plain = str(value) if isinstance(value, Decimal) else value
            document[name] = list(plain) if isinstance(plain, tuple) else plain
    return document


def _item_from_json(document: Mapping[str, Any], position: int) -> ChecklistItem:
    where = f"checklist[{position}]"
    values = dict(document)
    unknown = values.keys() - {"key", "label", "kind", *_DEFAULTS}
    if unknown:
        raise Invalid("schedule.checklist.unknown_field", f"{where}.{min(unknown)}")
    try:
        values["kind"] = ItemKind(values["kind"])
        for name in ("low", "high"):
            if values.get(name) is not None:
                values[name] = Decimal(str(values[name]))
        for name in ("choices", "failing"):
            if name in values:
                values[name] = tuple(map(str, values[name]))
        return ChecklistItem(**values)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        raise Invalid("schedule.checklist.unreadable", where, reason=str(error)) from error
