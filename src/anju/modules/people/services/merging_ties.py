"""Ties of two persons joined into one person's, and parted again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from anju.kernel.errors import Conflict
from anju.modules.people.models import HomeTie, Person, TieKind
from anju.modules.people.rules.shares import LARGEST_DENOMINATOR

KEPT = (
    "place_id", "community_id", "kind", "starts_on", "ends_on", "share_numerator", "share_denominator", "acquired",
    "certificate", "relation", "lives_here", "is_contact", "contract_until", "note",
)  # fmt: skip
DAYS = ("starts_on", "ends_on", "contract_until")
JOINED = ("starts_on", "ends_on", "share_numerator", "share_denominator", "lives_here", "is_contact")


def join(kept: Person, gone: Person) -> dict[str, Any]:
    """Give `gone`'s ties to `kept`; one that overlaps a tie of the same part in the same home becomes part of it.

    Returns what is needed to part them. Raises Conflict("people.merge.shares").
    """
    told: dict[str, Any] = {"moved": [], "absorbed": [], "widened": {}}
    own = list(HomeTie.objects.filter(person=kept).order_by("pk"))
    for row in HomeTie.objects.filter(person=gone).order_by("pk"):
        same = [
            one for one in own if (one.place_id, one.kind) == (row.place_id, row.kind) and _meet(one, row)
        ]
        if not same:
            HomeTie.objects.filter(pk=row.pk).update(person=kept)
            told["moved"].append(row.pk)
            continue
        if len(same) > 1:
            raise Conflict("people.merge.shares")
        told["absorbed"].append({"id": row.pk, **_values(row, KEPT)})
        told["widened"].setdefault(str(same[0].pk), {"before": _values(same[0], JOINED)})
        row.delete()
        _widen(same[0], row)
        told["widened"][str(same[0].pk)]["after"] = _values(same[0], JOINED)
    return told


def part(kept: Person, gone: Person, told: dict[str, Any]) -> None:
    """Undo `join`. Ties that were taken away since stay away."""
    for pk, states in told["widened"].items():
        row = HomeTie.objects.get(pk=int(pk))
        for name, value in states["before"].items():
            setattr(row, name, _value(name, value))
        row.save()
    for one in told["absorbed"]:
        HomeTie.objects.create(id=one["id"], person=gone, **{name: _value(name, one[name]) for name in KEPT})
    HomeTie.objects.filter(pk__in=told["moved"], person=kept).update(person=gone)


def changed(told: dict[str, Any]) -> bool:
    """Whether a joined tie is no longer as the merge left it."""
    for pk, states in told["widened"].items():
        row = HomeTie.objects.filter(pk=int(pk)).first()
        if row is None or _values(row, JOINED) != states["after"]:
            return True
    return False


def _widen(own: HomeTie, other: HomeTie) -> None:
    own.starts_on = None if None in (own.starts_on, other.starts_on) else min(own.starts_on, other.starts_on)
    own.ends_on = None if None in (own.ends_on, other.ends_on) else max(own.ends_on, other.ends_on)
    own.lives_here = own.lives_here or other.lives_here
    own.is_contact = own.is_contact or other.is_contact
    if own.kind == TieKind.OWNER:
        total = _share(own) + _share(other)
        if total > 1 or total.denominator > LARGEST_DENOMINATOR:
            raise Conflict("people.merge.shares")
        own.share_numerator, own.share_denominator = total.numerator, total.denominator
    own.save()


def _share(row: HomeTie) -> Fraction:
    return Fraction(row.share_numerator or 0, row.share_denominator or 1)


def _meet(one: HomeTie, other: HomeTie) -> bool:
    return (one.ends_on is None or other.starts_on is None or other.starts_on < one.ends_on) and (
        other.ends_on is None or one.starts_on is None or one.starts_on < other.ends_on
    )


def _values(row: HomeTie, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAYS and value else value
