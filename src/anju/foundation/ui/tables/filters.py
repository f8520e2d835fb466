"""Filters of a list. A value in the URL that fits none is left out and said so; it never breaks the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

Rows = QuerySet[Any]
Apply = Callable[[Rows, Any], Rows]
Choices = Sequence[tuple[Any, Any]] | Callable[[HttpRequest], Iterable[tuple[Any, Any]]]
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Any
    selected: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words; `drops` are the URL parameters that its × takes away."""

    label: Any
    text: Any
    drops: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BoundFilter:
    """A filter with what this request chose. params: parameter → values, as they stand in clean URLs."""

    declared: Filter
    params: Mapping[str, list[str]] = field(default_factory=dict)
    value: Any = None
    options: Sequence[Option] = ()
    chips: Sequence[Chip] = ()
    problems: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        return bool(self.params)

    def first(self, part: str = "value") -> str:
        """What the input of this part shows."""
        return (self.params.get(self.names[part]) or [""])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """key: URL parameter. field: ORM path the value is compared with. apply: function(queryset, value) instead.

    more: stands behind "more filters" instead of in the bar.
    """

    kind: ClassVar[str] = ""
    parts: ClassVar[tuple[tuple[str, str], ...]] = (("value", ""),)
    key: str
    label: Any
    field: str = ""
    apply: Apply | None = None
    more: bool = False

    def names(self, prefix: str) -> dict[str, str]:
        return {part: f"{prefix}{self.key}{suffix}" for part, suffix in self.parts}

    def bind(self, request: HttpRequest, prefix: str = "") -> BoundFilter:
        raise NotImplementedError

    def narrow(self, queryset: Rows, value: Any) -> Rows:
        if self.apply is not None:
            return self.apply(queryset, value)
        return queryset.filter(**{self.field or self.key: value})

    def _refused(self, text: str) -> str:
        return _("“%(filter)s”的筛选值“%(value)s”无效，已忽略") % {"filter": self.label, "value": text[:40]}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFilter(Filter):
    """One of a list. choices: (value, label) pairs or a function of the request. all_label: the first entry."""

    kind: ClassVar[str] = "choice"
    choices: Choices
    all_label: Any = ""

    def bind(self, request: HttpRequest, prefix: str = "") -> BoundFilter:
        name = self.names(prefix)["value"]
        text = request.GET.get(name, "")
        chosen, options = None, []
        for value, label in _choices(self.choices, request):
            selected = str(value) == text != ""
            chosen = (value, label) if selected else chosen
            options.append(Option(str(value), label, selected))
        bound = _one(self, name, text, chosen)
        return _with(bound, options, self.names(prefix))


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiChoiceFilter(Filter):
    """Any of several; the value is a list and the default comparison `field__in`."""

    kind: ClassVar[str] = "multi"
    choices: Choices

    def bind(self, request: HttpRequest, prefix: str = "") -> BoundFilter:
        names = self.names(prefix)
        name = names["value"]
        texts = dict.fromkeys(text for text in request.GET.getlist(name) if text)
        options, chips, values = [], [], []
        for value, label in _choices(self.choices, request):
            text = str(value)
            selected = text in texts
            options.append(Option(text, label, selected))
            if selected:
                values.append(value)
                chips.append(Chip(self.label, label, ((name, text),)))
        known = {option.value for option in options}
        params = {name: [text for text in texts if text in known]} if values else {}
        problems = [self._refused(text) for text in texts if text not in known]
        return BoundFilter(self, params, values or None, options, chips, problems, names)

    def narrow(self, queryset: Rows, value: Any) -> Rows:
        if self.apply is not None:
            return self.apply(queryset, value)
        return queryset.filter(**{f"{self.field or self.key}__in": value})


@dataclass(frozen=True, slots=True, kw_only=True)
class BooleanFilter(Filter):
    """Yes, no or either. With `only` it is one tick box ("just the late ones") and never asks for "no"."""

    kind: ClassVar[str] = "boolean"
    only: bool = False
    yes_label: Any = ""
    no_label: Any = ""

    def bind(self, request: HttpRequest, prefix: str = "") -> BoundFilter:
        names = self.names(prefix)
        text = request.GET.get(names["value"], "")
        pairs = [("1", self.yes_label or _("是"))] + ([] if self.only else [("0", self.no_label or _("否"))])
        chosen = next(((pair[0] == "1", pair[1]) for pair in pairs if pair[0] == text), None)
        options = [Option(value, label, value == text) for value, label in pairs]
        return _with(_one(self, names["value"], text, chosen), options, names)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRangeFilter(Filter):
    """Days from–to, both included. moment: the field is a datetime; the days are then days of the reader's time zone.

    The value given to `apply` is (from, to) as dates, either may be None.
    """

    kind: ClassVar[str] = "dates"
    parts: ClassVar[tuple[tuple[str, str], ...]] = (("start", "_from"), ("end", "_to"))
    moment: bool = False

    def bind(self, request: HttpRequest, prefix: str = "") -> BoundFilter:
        names = self.names(prefix)
        problems: list[str] = []
        days: dict[str, date | None] = {}
        for part, name in names.items():
            text = request.GET.get(name, "").strip()
            days[part] = _day(text)
            if text and days[part] is None:
                problems.append(self._refused(text))
        start, end = days["start"], days["end"]
        if start and end and start > end:
            problems.append(_("“%(filter)s”的开始日期晚于结束日期，已忽略") % {"filter": self.label})
            start = end = None
        params = {names[part]: [day.isoformat()] for part, day in (("start", start), ("end", end)) if day}
        chips = [Chip(self.label, _range_text(start, end), tuple((n, v[0]) for n, v in params.items()))]
        value = (start, end) if params else None
        return BoundFilter(self, params, value, (), chips if params else (), problems, names)

    def narrow(self, queryset: Rows, value: Any) -> Rows:
        if self.apply is not None:
            return self.apply(queryset, value)
        start, end = value
        name = self.field or self.key
        if start:
            queryset = queryset.filter(**{f"{name}__gte": _midnight(start) if self.moment else start})
        if end:
            after = end + timedelta(days=1)
            queryset = queryset.filter(**{f"{name}__lt": _midnight(after) if self.moment else after})
        return queryset


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter(Filter):
    """Free text. fields: every word must occur in one of them, in any letter case; or give `apply`."""

    kind: ClassVar[str] = "search"
    key: str = "q"
    label: Any = ""
    placeholder: Any = ""
    fields: tuple[str, ...] = ()

    def bind(self, request: HttpRequest, prefix: str = "") -> BoundFilter:
        names = self.names(prefix)
        raw = " ".join(request.GET.get(names["value"], "").replace("\x00", " ").split())
        text = raw[:LONGEST_SEARCH]
        problems = (
            [_("搜索内容过长，只使用了前%(number)s个字") % {"number": LONGEST_SEARCH}] if raw != text else []
        )
        if not text:
            return BoundFilter(self, names=names)
        name = names["value"]
        chip = Chip(self.label or _("搜索"), text, ((name, text),))
        return BoundFilter(self, {name: [text]}, text, (), [chip], problems, names)

    def narrow(self, queryset: Rows, value: Any) -> Rows:
        if self.apply is not None:
            return self.apply(queryset, value)
        for word in value.split():
            found = Q()
            for path in self.fields:
                found |= Q(**{f"{path}__icontains": word})
            queryset = queryset.filter(found)
        return queryset


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A place in a tree that a list may be narrowed to; nodes come in walking order, depth counts from 0."""

    value: Any
    label: Any
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeFilter(Filter):
    """One node of a tree and all below it: `nodes` lists them, `apply` knows what "below" means."""

    kind: ClassVar[str] = "tree"
    nodes: Callable[[HttpRequest], Iterable[TreeNode]]
    all_label: Any = ""

    def bind(self, request: HttpRequest, prefix: str = "") -> BoundFilter:
        names = self.names(prefix)
        text = request.GET.get(names["value"], "")
        chosen, options = None, []
        for node in self.nodes(request):
            selected = str(node.value) == text != ""
            chosen = (node.value, node.label) if selected else chosen
            options.append(Option(str(node.value), node.label, selected, node.depth))
        return _with(_one(self, names["value"], text, chosen), options, names)


def _choices(choices: Choices, request: HttpRequest) -> Iterable[tuple[Any, Any]]:
    return choices(request) if callable(choices) else choices


def _one(declared: Filter, name: str, text: str, chosen: tuple[Any, Any] | None) -> BoundFilter:
    if chosen is not None:
        chip = Chip(declared.label, chosen[1], ((name, text),))
        return BoundFilter(declared, {name: [text]}, chosen[0], (), [chip])
    return BoundFilter(declared, problems=[declared._refused(text)] if text else ())


def _with(bound: BoundFilter, options: Sequence[Option], names: Mapping[str, str]) -> BoundFilter:
    return BoundFilter(bound.declared, bound.params, bound.value, options, bound.chips, bound.problems, names)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day and date(1900, 1, 1) <= day <= date(2199, 12, 31) else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _range_text(start: date | None, end: date | None) -> str:
    if start and end:
        return f"{start.isoformat()} – {end.isoformat()}" if start != end else start.isoformat()
    if start:
        return _("%(day)s 起") % {"day": start.isoformat()}
    return _("至 %(day)s") % {"day": end.isoformat() if end else ""}
