"""Where a case goes first: the field of work that answers for it, the skills it needs, and how grave it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anju.engines.cases.contracts import Severity

_ENGINEERING = ("engineering", "repair")
_BY_CLASS: Mapping[str, tuple[str, ...]] = {
    "repair": _ENGINEERING, "common": _ENGINEERING, "noise": _ENGINEERING, "cleaning": ("cleaning",),
    "greening": ("greening",), "security": ("security",), "parking": ("parking", "security"),
    "decoration": ("decoration", "renovation", "customer_service"), "fees": ("finance", "customer_service"),
}  # fmt: skip
_BY_DANGER: Mapping[str, tuple[str, ...]] = {
    "lift": (*_ENGINEERING, "security"), "water": _ENGINEERING, "gas": (*_ENGINEERING, "security"),
    "fire": ("fire", "security"),
}  # fmt: skip
_BY_VIOLATION: Mapping[str, tuple[str, ...]] = {
    "parking": ("parking", "security"), "fire_lane": ("fire", "security"), "charging": ("fire", "security"),
    "pet": ("security",), "noise": ("security",), "throwing": ("security",),
}  # fmt: skip
_BY_HAZARD: Mapping[str, tuple[str, ...]] = {"fire": ("fire", "security"), "security": ("security",)}
_DESK = ("customer_service", "complaint")
# Words of skills as they stand in the staff list; any of them helps.
_SKILLS: Mapping[str, tuple[str, ...]] = {
    "water": ("水暖", "管道"), "drain": ("水暖", "管道"), "power": ("电工",), "light": ("电工",), "intercom": ("弱电", "电工"),
    "lift": ("电梯",), "door": ("木工", "门窗", "锁"), "wall": ("泥瓦", "油漆"), "roof": ("泥瓦", "防水"),
    "appliance": ("家电", "电工"), "fire": ("消防",),
}  # fmt: skip


def domains(kind: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Fields of work whose team takes a case, the most fitting first; the desk's own at the end of each list."""
    match kind:
        case "repair" | "legacy":
            return _ENGINEERING
        case "complaint":
            return (*_BY_CLASS.get(str(fields.get("class", "")), ()), *_DESK)
        case "help":
            return _BY_DANGER.get(str(fields.get("danger", "")), ("security",))
        case "violation":
            return (*_BY_VIOLATION.get(str(fields.get("violation", "")), ("decoration",)), "security", *_DESK)
        case "hazard":
            return _BY_HAZARD.get(str(fields.get("hazard", "")), (*_ENGINEERING, "security"))
    return _DESK


def skills(kind: str, fields: Mapping[str, Any]) -> frozenset[str]:
    """Any of these makes a person fit better; () where everybody can do it."""
    trade = "lift" if kind == "help" and fields.get("danger") == "lift" else str(fields.get("trade", ""))
    return frozenset(_SKILLS.get(trade, ()))


def severity(kind: str, fields: Mapping[str, Any], given: int) -> int:
    """At least as grave as the facts make it: people in danger, urgent repairs, complaints that are called serious."""
    least = Severity.MINOR
    if kind == "help" or fields.get("emergency") or fields.get("urgent") or fields.get("serious"):
        least = Severity.SERIOUS
    if fields.get("trapped") or fields.get("major") or fields.get("danger") in ("lift", "fire", "gas"):
        least = Severity.CRITICAL
    return max(given, least)


def barred(kind: str, fields: Mapping[str, Any], given: tuple[int, ...]) -> tuple[int, ...]:
    """Who may neither see nor get a case: whoever it complains about. Source: catalogue A CMP-15."""
    about = fields.get("about_staff")
    return tuple(sorted({*given, about})) if kind == "complaint" and isinstance(about, int) else given
