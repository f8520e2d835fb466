"""Values as people say them."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.engines.scores.contracts import Indicator, Unit

BANDS = {
    "good": (lazy("达标"), "green"),
    "warn": (lazy("接近目标"), "amber"),
    "bad": (lazy("未达标"), "red"),
    "plain": (lazy("未设目标"), "slate"),
    "none": (lazy("无触发"), "slate"),
}


def shown(indicator: Indicator, value: Fraction | None) -> str:
    """A value with its unit, "—" where there was nothing to measure."""
    if value is None:
        return "—"
    if indicator.unit is Unit.PERCENT:
        return f"{_places(value, 1)}%"
    if indicator.unit is Unit.PER_THOUSAND:
        return f"{_places(value, 2)}‰"
    suffix = str(indicator.suffix)
    digits = 0 if indicator.unit is Unit.NUMBER else 2
    return (
        _("%(value)s %(unit)s") % {"value": _places(value, digits), "unit": suffix}
        if suffix
        else _places(value, digits)
    )


def _places(value: Fraction, digits: int) -> str:
    scaled = value * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = f"{whole // 10**digits:,}"
    return text if not digits else f"{text}.{whole % 10**digits:0{digits}d}"
