"""Acts as they arrive: from the phone's queue as JSON, or from a plain form. Contract: docs/modules/field-sync.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from anju.engines.schedule.contracts import Act, ChecklistItem, FindingDraft, Fix, ItemKind, PhotoRef
from anju.kernel.errors import Invalid
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

SEVERITIES = {"minor": 1, "major": 2, "critical": 3}
# Photos that prove the work but answer no item of the checklist.
EVIDENCE_ITEM = "evidence"
_MOST_PEOPLE = 20

T = TypeVar("T")


def read_act(document: Any, staff: StaffView) -> Act:
    """An act of the phone's queue. Raises Invalid("schedule.submission.unreadable") naming the field."""
    if not isinstance(document, Mapping):
        raise unreadable("acts")
    photos = [_photo(one) for one in _list(document, "photos")]
    place_codes = [document.get("place_code"), *_list(document, "place_codes")]
    return Act(
        key=_read(UUID, document, "key"),
        occurrence_id=_read(int, document, "occurrence"),
        done_at=_read(_moment, document, "done_at"),
        codes=codes(place_codes),
        answers=_answers(document.get("answers") or {}),
        findings=tuple(_finding(one, photos) for one in _list(document, "findings")),
        position=None if not document.get("position") else _fix(document["position"]),
        track=tuple(_fix(one) for one in _list(document, "positions")),
        photos=tuple(PhotoRef(key, item) for key, item, finding in photos if not finding),
        note=str(document.get("note") or ""),
        with_people=colleagues(_list(document, "with_people"), staff),
    )


def plain_act(form: Any, checklist: Iterable[ChecklistItem], staff: StaffView, **given: Any) -> Act:
    """An act of a form sent without the script. given: occurrence_id, done_at, photos.

    Raises Invalid when its key is missing.
    """
    answers = {
        item.key: form.get(f"a-{item.key}", "").strip()
        for item in checklist
        if item.kind not in (ItemKind.PHOTO,) and form.get(f"a-{item.key}", "").strip()
    }
    findings = (
        FindingDraft(words, SEVERITIES.get(form.get(f"s-{item.key}", ""), 1), item.key)
        for item in checklist
        if answers.get(item.key) and (words := form.get(f"f-{item.key}", "").strip())
    )
    return Act(
        key=_read(UUID, form, "key"),
        codes=codes(form.get("place_code", "").replace(",", " ").split()),
        answers=answers,
        findings=tuple(findings),
        note=form.get("note", ""),
        with_people=colleagues(form.getlist("with_people"), staff),
        **given,
    )


def codes(found: Iterable[Any]) -> tuple[str, ...]:
    """Label codes as they stand on the labels: in capitals, each once."""
    return tuple(dict.fromkeys(str(one).strip().upper() for one in found if one))


def colleagues(ids: Iterable[Any], staff: StaffView) -> tuple[int, ...]:
    """Of the people named, those who work in the same community, the sender left out."""
    try:
        numbers = {int(one) for one in ids}
    except (TypeError, ValueError) as error:
        raise unreadable("with_people") from error
    if len(numbers) > _MOST_PEOPLE:
        raise unreadable("with_people")
    found = people.staff_by_id(numbers - {staff.id}).values() if numbers else ()
    near = (None, staff.community_id)
    return tuple(sorted(one.id for one in found if one.state == "active" and one.community_id in near))


def unreadable(field: str) -> Invalid:
    return Invalid("schedule.submission.unreadable", field)


def _read(kind: Callable[[str], T], document: Any, field: str) -> T:
    try:
        return kind(str(document[field]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise unreadable(field) from error


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("no time zone")
    return found


def _list(document: Mapping[str, Any], field: str) -> list[Any]:
    found = document.get(field) or []
    if not isinstance(found, list):
        raise unreadable(field)
    return found


def _answers(document: Any) -> dict[str, object]:
    if not isinstance(document, Mapping):
        raise unreadable("answers")
    return {str(key): value for key, value in document.items() if isinstance(value, str | int | float)}


def _photo(document: Any) -> tuple[str, str, str]:
    """(key, item, key of the finding it shows)"""
    if not isinstance(document, Mapping) or not document.get("key"):
        raise unreadable("photos")
    return str(document["key"]), str(document.get("item") or "")[:40], str(document.get("finding") or "")


def _finding(document: Any, photos: list[tuple[str, str, str]]) -> FindingDraft:
    if not isinstance(document, Mapping):
        raise unreadable("findings")
    severity = SEVERITIES.get(str(document.get("severity")))
    if severity is None:
        raise unreadable("findings")
    own = tuple(key for key, _item, finding in photos if finding and finding == document.get("key"))
    return FindingDraft(
        str(document.get("words") or ""), severity, str(document.get("item") or "")[:40], photos=own
    )


def _fix(document: Any) -> Fix:
    try:
        lat, lng = float(document["lat"]), float(document["lng"])
        accuracy = None if document.get("acc") is None else float(document["acc"])
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable("position") from error
    if not (-90 <= lat <= 90 and -180 <= lng <= 180) or (accuracy is not None and not 0 <= accuracy < 1e7):
        raise unreadable("position")
    return Fix(lat, lng, accuracy)
