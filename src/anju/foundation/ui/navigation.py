"""What modules put into the console: menu entries, and tiles of the manager's first page.

Modules call `register_menu` and `register_tile` from their registrations.py; the portal asks `menu_for`
and `tiles_for`. Labels are lazy translations. Permission None means everybody who is logged in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# A menu of so many lines is read at a glance; a longer one folds its groups.
AT_FIRST_SIGHT = 9


class Permitted(Protocol):
    def can(self, permission: str, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """`open`: unfolded at first sight; the others unfold when one of their pages is looked at, or by a click."""

    code: str
    label: Text
    order: int
    open: bool = False


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the sidebar. icon: a name of web/src/icons.txt; badge: a count for this request, or None;
    urgent: the count is shown in red; under: code of the entry it is folded below. Who may not see that
    entry finds this one in its place.
    """

    code: str
    label: Text
    icon: str
    url_name: str
    permission: str | None
    group: str
    order: int = 100
    badge: Callable[[HttpRequest], int | None] | None = None
    urgent: bool = False
    under: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A block of the manager's first page. render: HTML for this request; '' shows nothing.

    width: how many of the page's twelve columns it takes on a wide screen.
    """

    code: str
    permission: str | None
    order: int
    render: Callable[[HttpRequest], str]
    width: int = 6


@dataclass(frozen=True, slots=True)
class ShownEntry:
    code: str
    label: str
    icon: str
    url: str
    badge: int | None
    urgent: bool
    active: bool
    below: tuple[ShownEntry, ...] = ()

    @property
    def open(self) -> bool:
        """Whether what is folded below shows: the reader is there or on one of those pages."""
        return self.active or any(one.active for one in self.below)


@dataclass(frozen=True, slots=True)
class ShownGroup:
    code: str
    label: str
    entries: tuple[ShownEntry, ...]
    open: bool = True

    @property
    def waiting(self) -> int:
        """What the urgent badges of a folded group come to, so that folding hides no alarm."""
        return sum(one.badge or 0 for one in _flat(self.entries) if one.urgent)


class DuplicateCode(ValueError):
    """Two registrations share a code."""


class UnknownGroup(ValueError):
    """A menu entry names a group that nobody registered."""


_groups: dict[str, MenuGroup] = {}
_entries: dict[str, MenuEntry] = {}
_tiles: dict[str, Tile] = {}


def register_group(*groups: MenuGroup) -> None:
    """Raises DuplicateCode when another group has the code."""
    for group in groups:
        _put(_groups, group.code, group)


def register_menu(*entries: MenuEntry) -> None:
    """Raises UnknownGroup, DuplicateCode. Registering an equal entry again changes nothing."""
    for entry in entries:
        if entry.group not in _groups:
            raise UnknownGroup(f"menu entry {entry.code!r} names the group {entry.group!r}")
        _put(_entries, entry.code, entry)


def register_tile(*tiles: Tile) -> None:
    """Raises DuplicateCode."""
    for tile in tiles:
        _put(_tiles, tile.code, tile)


def menu_for(actor: Permitted, request: HttpRequest) -> tuple[ShownGroup, ...]:
    """The sidebar of this person on this page: groups in order, empty ones left out.

    The active entry is the one with the longest address that the page's path begins with.
    """
    allowed = sorted(
        (entry for entry in _entries.values() if _may(actor, entry.permission)),
        key=lambda entry: (entry.order, entry.code),
    )
    urls = {entry.code: reverse(entry.url_name) for entry in allowed}
    active = _active(urls, request.path)
    folds = len(tops := _tops(allowed)) > AT_FIRST_SIGHT
    groups = []
    for group in sorted(_groups.values(), key=lambda group: (group.order, group.code)):
        shown = tuple(
            _branch(entry, allowed, urls, active, request) for entry in tops if entry.group == group.code
        )
        if shown:
            opened = group.open or not folds or any(one.open for one in shown)
            groups.append(ShownGroup(group.code, str(group.label), shown, opened))
    return tuple(groups)


def tiles_for(actor: Permitted) -> tuple[Tile, ...]:
    """The tiles this person may see, in order."""
    allowed = (tile for tile in _tiles.values() if _may(actor, tile.permission))
    return tuple(sorted(allowed, key=lambda tile: (tile.order, tile.code)))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``nav``, computed when a template asks for it. Needs ``request.actor``."""
    actor = getattr(request, "actor", None)
    return {"nav": SimpleLazyObject(lambda: menu_for(actor, request)) if actor else ()}


def _tops(allowed: list[MenuEntry]) -> list[MenuEntry]:
    seen = {one.code for one in allowed}
    return [one for one in allowed if one.under not in seen]


def _branch(
    entry: MenuEntry, allowed: list[MenuEntry], urls: dict[str, str], active: str | None, request: HttpRequest
) -> ShownEntry:
    below = tuple(_shown(one, urls[one.code], active, request) for one in allowed if one.under == entry.code)
    return replace(_shown(entry, urls[entry.code], active, request), below=below)


def _flat(entries: tuple[ShownEntry, ...]) -> Iterator[ShownEntry]:
    for entry in entries:
        yield entry
        yield from entry.below


def _shown(entry: MenuEntry, url: str, active: str | None, request: HttpRequest) -> ShownEntry:
    badge = entry.badge(request) if entry.badge else None
    return ShownEntry(
        entry.code, str(entry.label), entry.icon, url, badge, entry.urgent, entry.code == active
    )


def _active(urls: dict[str, str], path: str) -> str | None:
    matching = {
        code: url for code, url in urls.items() if path == url or (url != "/" and path.startswith(url))
    }
    return max(matching, key=lambda code: len(matching[code]), default=None)


def _may(actor: Permitted, permission: str | None) -> bool:
    return permission is None or actor.can(permission)


def _put(registry: dict[str, Any], code: str, value: object) -> None:
    if registry.get(code, value) != value:
        raise DuplicateCode(code)
    registry[code] = value


register_group(
    MenuGroup("work", _("工作"), 10, open=True),
    MenuGroup("promises", _("方案与履约"), 20),
    MenuGroup("service", _("客户服务"), 30, open=True),
    MenuGroup("estate", _("房产与人员"), 40),
    MenuGroup("operations", _("现场运营"), 50),
    MenuGroup("money", _("收费与财务"), 60),
    MenuGroup("governance", _("业主与治理"), 70),
    MenuGroup("insight", _("统计与报告"), 80),
    MenuGroup("system", _("系统"), 90),
)
