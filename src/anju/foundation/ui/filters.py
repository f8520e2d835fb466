"""Template filters: values shown the way people say them. Values' units are those of house.md, section 4."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86400
NOTHING = "—"


def money(fen: Any, *, sign: bool = True) -> str:
    """Whole fen (or an object with ``.fen``) as ``¥1,234.50``; a debt as ``-¥1,234.50``."""
    if fen is None:
        return NOTHING
    amount = int(getattr(fen, "fen", fen))
    yuan, rest = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{'¥' if sign else ''}{yuan:,}.{rest:02d}"


def area(hundredths: int | None, unit: str = "m²") -> str:
    """1/100 m² as ``89.50 m²``."""
    if hundredths is None:
        return NOTHING
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole:,}.{rest:02d} {unit}".rstrip()


def local(at: datetime | None, style: str = "short") -> str:
    """An aware moment in the active time zone.

    style: short ``11-21 07:56`` (with the year when it is not this one), full ``2026-11-21 07:56``,
    second ``2026-11-21 07:56:09``, time ``07:56``, day ``11-21``, iso.
    """
    if at is None:
        return NOTHING
    here = timezone.localtime(at)
    if style == "iso":
        return here.isoformat(timespec="seconds")
    if style == "short" and here.year != timezone.localtime().year:
        style = "full"
    return here.strftime(_LOCAL_FORMATS[style])


def day(on: date | None, style: str = "short") -> str:
    """A day: short ``11-21`` (with the year when it is not this one), full ``2026-11-21``, long ``11月21日 周六``."""
    if on is None:
        return NOTHING
    if isinstance(on, datetime):
        on = timezone.localtime(on).date()
    if style == "long":
        return _("%(month)d月%(day)d日 %(weekday)s") % {
            "month": on.month,
            "day": on.day,
            "weekday": _weekdays()[on.weekday()],
        }
    if style == "short" and on.year == timezone.localdate().year:
        return on.strftime("%m-%d")
    return on.isoformat()


def span(seconds: float | timedelta | None) -> str:
    """A length of time in its two largest units: ``3天4小时``, ``2小时10分``, ``5分``, ``40秒``."""
    if seconds is None:
        return NOTHING
    if isinstance(seconds, timedelta):
        seconds = seconds.total_seconds()
    total = int(abs(seconds))
    days, hours, minutes = total // DAY, total % DAY // HOUR, total % HOUR // MINUTE
    if days:
        return (_("%(d)d天%(h)d小时") if hours else _("%(d)d天")) % {"d": days, "h": hours}
    if hours:
        return (_("%(h)d小时%(m)d分") if minutes else _("%(h)d小时")) % {"h": hours, "m": minutes}
    if minutes:
        return _("%(m)d分") % {"m": minutes}
    return _("%(s)d秒") % {"s": total}


def ago(at: datetime | None, now: datetime | None = None) -> str:
    """How long ago, as people say it: 刚刚, 3分钟前, 2小时前, 昨天 18:20, else the day and time."""
    if at is None:
        return NOTHING
    now = now or timezone.now()
    seconds = (now - at).total_seconds()
    if seconds < 0:
        return local(at)
    if seconds < MINUTE:
        return _("刚刚")
    if seconds < HOUR:
        return _("%(n)d分钟前") % {"n": seconds // MINUTE}
    here, today = timezone.localtime(at), timezone.localtime(now).date()
    if here.date() == today:
        return _("%(n)d小时前") % {"n": seconds // HOUR}
    if here.date() == today - timedelta(days=1):
        return _("昨天 %(time)s") % {"time": here.strftime("%H:%M")}
    return local(at)


def left(due: datetime | None, now: datetime | None = None) -> str:
    """Time to a deadline: ``剩 2小时10分``, or ``超时 3小时`` when it has passed."""
    if due is None:
        return NOTHING
    seconds = (due - (now or timezone.now())).total_seconds()
    if seconds >= 0:
        return _("剩 %(span)s") % {"span": span(seconds)}
    return _("超时 %(span)s") % {"span": span(seconds)}


def due_state(due: datetime, now: datetime | None = None, soon: timedelta = timedelta(hours=1)) -> str:
    """``ok``, ``soon`` (less than ``soon`` left) or ``over``: the class of a countdown."""
    remaining = due - (now or timezone.now())
    if remaining < timedelta(0):
        return "over"
    return "soon" if remaining < soon else "ok"


def percent(ratio: float | Decimal | None, digits: int = 1) -> str:
    """A ratio as per cent, half up, without needless zeros: 0.946 -> ``94.6%``, 1 -> ``100%``; none -> —."""
    if ratio is None:
        return NOTHING
    step = Decimal(1).scaleb(-digits)
    value = (Decimal(str(ratio)) * 100).quantize(step, ROUND_HALF_UP)
    text = f"{value:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def number(value: float | None, digits: int = 0) -> str:
    """Digits in groups of three: 12345 -> ``12,345``."""
    return NOTHING if value is None else f"{value:,.{digits}f}"


def phone_mask(phone: str | None) -> str:
    """138****5678; short numbers keep their last two digits."""
    if not phone:
        return NOTHING
    if len(phone) < 7:
        return "*" * max(len(phone) - 2, 0) + phone[-2:]
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]


def qs(request: HttpRequest, **changes: Any) -> str:
    """The present query string with some parameters replaced; None or '' takes one out. Begins with '?'."""
    query: QueryDict = request.GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        elif isinstance(value, list | tuple):
            query.setlist(key, [str(item) for item in value])
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


def dom_id(value: Any) -> str:
    """A short id for an element, the same for the same text."""
    return f"{zlib.crc32(str(value).encode()):08x}"


_LOCAL_FORMATS: Mapping[str, str] = {
    "short": "%m-%d %H:%M",
    "full": "%Y-%m-%d %H:%M",
    "second": "%Y-%m-%d %H:%M:%S",
    "time": "%H:%M",
    "day": "%m-%d",
}


def _weekdays() -> tuple[str, ...]:
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


FILTERS = {
    function.__name__: function
    for function in (
        money, area, local, day, span, ago, left, due_state, percent, number, phone_mask, qs, dom_id,
    )
}  # fmt: skip
