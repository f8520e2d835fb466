"""Hours, people and money by role."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from .labour import Labour, hourly_pay, productive_hours
from .loads import loads
from .roles import ROLES
from .terms import Allowances, Asked, Basis, Changed, Costed, Load, Pay, RoleCost

_MONTHS = 12
_HALF = Fraction(1, 2)


def cost(
    asked: Sequence[Asked],
    *,
    labour: Labour,
    allowances: Allowances,
    pay: Pay | None = None,
    present: Mapping[str, int] | None = None,
    changes: Mapping[int, Changed] | None = None,
) -> Costed:
    """What a plan asks for. pay: fen a month by role; present: staff by role, None where there is no list of staff.

    People of a role: its hours over what one person gives in a week (work days less leave and absence), whole people,
    and never fewer than are promised as such. Source: docs/modules/plans-costing.md, domain rules §7.
    """
    productive = productive_hours(labour, leave_days=allowances.leave_days, absence=allowances.absence)
    rows = loads(asked, allowances=allowances, changes=changes)
    by_role: dict[str, list[Load]] = {role: [] for role in ROLES}
    for one in rows:
        by_role[one.role].append(one)
    costs = [
        _role(
            role,
            found,
            productive,
            labour,
            (pay or {}).get(role),
            None if present is None else present.get(role, 0),
        )
        for role, found in by_role.items()
    ]
    shown = tuple(one for one in costs if one.hours or one.promised or one.present)
    return Costed(loads=tuple(rows), roles=shown, productive=productive, allowances=allowances)


def _role(
    role: str,
    rows: Sequence[Load],
    productive: Fraction,
    labour: Labour,
    pay: int | None,
    present: int | None,
) -> RoleCost:
    hours = sum((one.hours for one in rows), Fraction(0))
    posts = sum((one.hours for one in rows if one.basis is Basis.POST), Fraction(0))
    promised = sum(one.headcount or 0 for one in rows)
    exact = hours / productive if productive else Fraction(0)
    needed = max(math.ceil(exact), promised)
    holiday = None if pay is None else holiday_extra(labour, posts, pay)
    return RoleCost(
        role=role, hours=hours, peak=sum((one.peak for one in rows), Fraction(0)), post_hours=posts, exact=exact,
        promised=promised, needed=needed, present=present, pay=pay, holiday=holiday,
        month=None if pay is None or holiday is None else needed * pay + holiday,
    )  # fmt: skip


def holiday_extra(labour: Labour, post_hours: Fraction, pay: int) -> int:
    """Fen a month above the ordinary pay for posts that are manned on statutory holidays (LAB-05: 300 %), half up.

    post_hours: a week. The ordinary pay of those hours is in the pay of the people already, so one share is taken off.
    """
    hours = post_hours / 7 * labour.holidays / _MONTHS
    extra = hours * hourly_pay(labour, pay) * Fraction(labour.holiday_share - 100, 100)
    return math.floor(extra + _HALF)


def share_of(load: Load, costed: Costed, pay: Pay) -> int | None:
    """Fen a month that the hours of one promise cost at the pay of its role, half up; None without a pay."""
    monthly = pay.get(load.role)
    if monthly is None or not costed.productive:
        return None
    return math.floor(load.hours / costed.productive * monthly + _HALF)


def rounded(value: Fraction, places: int) -> Decimal:
    """Half up, with so many decimals."""
    scale = 10**places
    return Decimal(math.floor(value * scale + _HALF)).scaleb(-places)
