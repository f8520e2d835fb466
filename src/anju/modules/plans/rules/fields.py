"""What a promise may say. The same check for what was read, corrected by hand or sent by a program."""

from __future__ import annotations

from decimal import Decimal

from anju.kernel.errors import Invalid
from anju.modules.plans.contracts import Comparator, Domain, Kind, Period, Unit

from .compiling import PromiseFacts

LONGEST_WORDS = 200
_LARGEST = Decimal(10) ** 12


def check(facts: PromiseFacts) -> PromiseFacts:
    """Returns the facts. Raises Invalid naming the field.

    A value may be missing only where the text binds without a figure: a deadline (本月) or a coverage (不间断).
    """
    _one_of("domain", facts.domain, Domain)
    _one_of("kind", facts.kind, Kind)
    _one_of("comparator", facts.comparator, Comparator)
    if facts.unit is not None:
        _one_of("unit", facts.unit, Unit)
    if facts.period is not None:
        _one_of("period", facts.period, Period)
    _check_words(facts)
    _check_value(facts)
    if (facts.every is None) != (facts.period is None):
        raise Invalid("plans.promise.every_with_period", "every")
    if facts.every is not None and not 1 <= facts.every <= 1_000:
        raise Invalid("plans.promise.every", "every", value=facts.every)
    if facts.kind == Kind.FREQUENCY and facts.unit == Unit.TIMES and facts.period is None and not facts.quote:
        raise Invalid("plans.promise.period_missing", "period")
    return facts


def _one_of(field: str, value: str, allowed: type[Domain | Kind | Comparator | Unit | Period]) -> None:
    if value not in {one.value for one in allowed}:
        raise Invalid("plans.promise.unknown_value", field, value=value)


def _check_words(facts: PromiseFacts) -> None:
    if not facts.activity.strip() and not facts.object.strip():
        raise Invalid("plans.promise.nothing_named", "activity")
    for field in ("activity", "object"):
        if len(getattr(facts, field)) > LONGEST_WORDS:
            raise Invalid("plans.promise.too_long", field, limit=LONGEST_WORDS)


def _check_value(facts: PromiseFacts) -> None:
    if facts.value is None:
        if facts.kind not in (Kind.DEADLINE, Kind.COVERAGE):
            raise Invalid("plans.promise.value_missing", "value")
        return
    if not facts.value.is_finite() or not 0 <= facts.value < _LARGEST:
        raise Invalid("plans.promise.value", "value", value=str(facts.value))
    exponent = facts.value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        raise Invalid("plans.promise.value", "value", value=str(facts.value))
    if facts.unit is None:
        raise Invalid("plans.promise.unit_missing", "unit")
