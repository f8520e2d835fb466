"""What modules declared at the start: categories, templates, and whom to ask about people and communities."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from anju.engines.messages.contracts import (
    Category,
    CommunityName,
    Contact,
    Recipient,
    RecipientKind,
    Template,
)
from anju.engines.messages.rules import texts
from anju.foundation.accounts.models import User
from anju.foundation.permissions import Reach

ContactSource = Callable[[Collection[int]], Mapping[int, Contact]]
CommunitySource = Callable[[Reach | None], Collection[CommunityName]]
AudienceSource = Callable[[int, date], Collection[Recipient]]

_categories: dict[str, Category] = {}
_templates: dict[str, Template] = {}
_contacts: dict[RecipientKind, ContactSource] = {}
_communities: list[CommunitySource] = []
_audiences: list[tuple[AudienceSource, Callable[[int], str]]] = []
_refusals: list[Callable[[Collection[int]], Collection[int]]] = []


def declare_category(category: Category) -> Category:
    """Raises ValueError when the code belongs to another category."""
    if _categories.setdefault(category.code, category) != category:
        raise ValueError(f"message category {category.code!r} is declared twice")
    return category


def declare_template(template: Template) -> Template:
    """Raises ValueError: code taken, category unknown, a language or a parameter missing."""
    if template.category not in _categories:
        raise ValueError(f"template {template.code!r} names the unknown category {template.category!r}")
    texts.check(template)
    if _templates.setdefault(template.code, template) != template:
        raise ValueError(f"template {template.code!r} is declared twice")
    return template


def template_of(code: str) -> Template:
    """Raises KeyError on a code that no module declares."""
    return _templates[code]


def known_template(code: str) -> Template | None:
    """None for a template of a module that is gone."""
    return _templates.get(code)


def category_of(code: str) -> Category:
    return _categories[code]


def known_category(code: str) -> Category | None:
    return _categories.get(code)


def categories() -> tuple[Category, ...]:
    return tuple(sorted(_categories.values(), key=lambda one: (one.marketing, one.mandatory, one.code)))


def templates() -> tuple[Template, ...]:
    return tuple(sorted(_templates.values(), key=lambda one: one.code))


def template_name(code: str) -> str:
    found = _templates.get(code)
    return str(found.name) if found else code


def category_name(code: str) -> str:
    found = _categories.get(code)
    return str(found.name) if found else code


def register_contacts(kind: RecipientKind, source: ContactSource) -> None:
    """Tell the engine how to reach staff or persons by their numbers. Raises ValueError when somebody has."""
    if kind in _contacts or kind in (RecipientKind.USER, RecipientKind.GROUP):
        raise ValueError(f"contacts of {kind.value!r} are registered already")
    _contacts[kind] = source


def register_communities(source: CommunitySource) -> None:
    """Tell the engine the names of communities in a reach, None for all. Raises ValueError when somebody has."""
    if _communities:
        raise ValueError("the names of communities are registered already")
    _communities.append(source)


def register_audience(source: AudienceSource, link: Callable[[int], str]) -> None:
    """Tell the engine who belongs to a community on a day, and the path where they read a notice by its number.

    Raises ValueError when somebody has.
    """
    if _audiences:
        raise ValueError("the audience of notices is registered already")
    _audiences.append((source, link))


def audience(community_id: int, on: date) -> list[Recipient]:
    return list(_audiences[0][0](community_id, on)) if _audiences else []


def notice_link(notice_id: int) -> str:
    return _audiences[0][1](notice_id) if _audiences else ""


def register_refusals(source: Callable[[Collection[int]], Collection[int]]) -> None:
    """Tell the engine which of these users declined to be told by phone and mail. Raises ValueError when somebody has."""
    if _refusals:
        raise ValueError("refusals are registered already")
    _refusals.append(source)


def contacts(kind: RecipientKind, numbers: Collection[int]) -> Mapping[int, Contact]:
    if kind == RecipientKind.USER:
        return _users(numbers)
    source = _contacts.get(kind)
    return source(numbers) if source and numbers else {}


def communities(reach: Reach | None = None) -> list[CommunityName]:
    return list(_communities[0](reach)) if _communities else []


def community_names() -> dict[int, str]:
    return {one.id: one.name for one in communities()}


def _users(numbers: Collection[int]) -> dict[int, Contact]:
    """Whoever logs in, members of staff or residents; a stopped account is not written to."""
    rows = User.objects.filter(pk__in=numbers, is_active=True)
    declined = set(_refusals[0](numbers)) if _refusals and numbers else set()
    return {
        one.pk: Contact(one.pk, one.phone, "", one.language, one.name, one.pk in declined) for one in rows
    }
