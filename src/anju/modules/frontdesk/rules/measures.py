"""What counts as what in the front desk's indicators. Source: catalogue A CMP-13, CS-04, INC-08, INC-09; B CMP-08."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SERIOUS = 3
SATISFIED_STARS = 4
# Faults of handling that make a complaint a valid one, and what makes an incident ours.
FAULTS = ("delayed", "unreported", "insincere")
LIABLE = ("liability", "security")
REACHED = ("satisfied", "fair", "dissatisfied")


def is_valid_complaint(fields: Mapping[str, Any]) -> bool:
    """A complaint counts as valid when it was found so: marked valid, or a fault was found in how things were done."""
    return bool(fields.get("valid")) or fields.get("fault") in FAULTS


def is_liability(fields: Mapping[str, Any]) -> bool:
    """An accident of our responsibility, or a case against public security owed to lapses of management."""
    return fields.get("incident") in LIABLE


def is_serious(severity: int) -> bool:
    return severity >= SERIOUS
