"""Rows of the lists of persons and of the index of files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from anju.foundation import registry, search
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.foundation.permissions.reach import under
from anju.foundation.search.models import SearchTerm
from anju.modules.people.models import (
    Consent,
    Convention,
    ConventionKind,
    DocumentKind,
    HomeTie,
    Person,
    PersonDocument,
    PersonPhone,
    PersonState,
    TieKind,
)
from anju.modules.people.permissions import PERSON_READ
from anju.modules.people.queries.file_settings import FILE_ITEMS
from anju.modules.people.queries.homes import PERSON_KIND, UNIT_KIND
from anju.modules.people.queries.persons import not_over, tied_or_registered, ties_within, visible
from anju.modules.people.queries.places import place_rows
from anju.modules.people.rules.completeness import ITEMS, wanted_items

# Found by name or room and handed on as numbers: a plan with three nested lists was measured at a minute.
MOST_FOUND = 3_000


def persons(
    actor: Actor, community_id: int | None = None, permission: Permission = PERSON_READ
) -> QuerySet[Person]:
    """Persons in reach with their present homes and phones; three queries for a page."""
    if community_id is None:
        return with_homes(visible(actor, permission), actor, permission)
    here = Q(community_id=community_id)
    reach = actor.reach(permission)
    if reach.unlimited or str(community_id) in {path.strip("/").rsplit("/", 1)[-1] for path in reach.paths}:
        # The community alone says it all; asking for the reach too was measured at twice the time.
        rows = Person.objects.filter(state=PersonState.ACTIVE)
    else:
        rows = visible(actor, permission)
    return with_homes(rows.filter(tied_or_registered(here, here)), actor, permission)


def _standing() -> Q:
    """What a list says of a person today."""
    return not_over(timezone.localdate())


def with_homes(
    rows: QuerySet[Person], actor: Actor, permission: Permission = PERSON_READ
) -> QuerySet[Person]:
    """`open_ties`: present ties in the actor's reach, homes in their order. `own_phones`: the main one first."""
    ties = HomeTie.objects.filter(_standing(), ties_within(actor.reach(permission)))
    return rows.prefetch_related(
        Prefetch(
            "ties",
            queryset=ties.select_related("place").order_by("place__sort_key", "pk"),
            to_attr="open_ties",
        ),
        Prefetch("phones", queryset=PersonPhone.objects.order_by("-main", "pk"), to_attr="own_phones"),
    )


def matching(rows: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Persons by name, pinyin or initials, by a whole telephone number or its last four digits, or by their room."""
    span = search.matching(text)
    if span is None:
        return rows
    terms = SearchTerm.objects.filter(span).order_by("weight", "title", "id")
    ids = set(terms.filter(kind=PERSON_KIND).values_list("subject_id", flat=True)[:MOST_FOUND])
    homes = list(terms.filter(kind=UNIT_KIND).values_list("subject_id", flat=True)[:MOST_FOUND])
    if homes:
        ids |= set(HomeTie.objects.filter(place_id__in=homes).values_list("person_id", flat=True))
    return rows.filter(pk__in=ids)


def tied_as(rows: QuerySet[Person], value: str) -> QuerySet[Person]:
    """value: a kind of tie that is not over, "former" for only ended ones, "none" for no tie at all."""
    ties = HomeTie.objects.filter(person_id=OuterRef("pk"))
    if value == "none":
        return rows.filter(~Exists(ties))
    if value == "former":
        return rows.filter(Exists(ties), ~Exists(ties.filter(_standing())))
    return rows.filter(Exists(ties.filter(_standing(), kind=value)))


def in_building(rows: QuerySet[Person], building_id: int) -> QuerySet[Person]:
    path = building_rows().filter(pk=building_id).values_list("path", flat=True).first()
    if path is None:
        return rows.none()
    ties = HomeTie.objects.filter(_standing(), under(path, "place__path"), person_id=OuterRef("pk"))
    return rows.filter(Exists(ties))


def building_rows() -> Any:
    return place_rows().model._default_manager.filter(kind="building")


def buildings(actor: Actor, community_id: int | None) -> list[tuple[int, str]]:
    rows = building_rows().filter(actor.reach(PERSON_READ).q(path="path"))
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    return list(rows.order_by("sort_key", "pk").values_list("pk", "full_name")[:300])


def without_phone(rows: QuerySet[Person], value: bool) -> QuerySet[Person]:
    phones = PersonPhone.objects.filter(person_id=OuterRef("pk"))
    return rows.filter(~Exists(phones) if value else Exists(phones))


def owner_files(actor: Actor, community_id: int | None) -> QuerySet[Person]:
    """Files of present owners, each with `has_<item>` for every item of `completeness.ITEMS` and `complete`."""
    owned = HomeTie.objects.filter(_standing(), kind=TieKind.OWNER, person_id=OuterRef("pk"))
    owned = owned if community_id is None else owned.filter(community_id=community_id)
    wanted = wanted_items(registry.value(FILE_ITEMS, community_id))
    rows = persons(actor, community_id).filter(Exists(owned)).select_related("keeper")
    rows = rows.annotate(**{f"has_{name}": condition for name, condition in _item_conditions().items()})
    all_there = Q(*(Q(**{f"has_{name}": True}) for name in wanted))
    return rows.annotate(complete=_flag(all_there) if wanted else Value(True), wanted=Value(",".join(wanted)))


def _item_conditions() -> dict[str, Any]:
    own = OuterRef("pk")
    papers = PersonDocument.objects.filter(person_id=own)
    signed = Convention.objects.filter(person_id=own)
    paper = {name: Exists(papers.filter(kind__in=kinds)) for name, kinds in PAPERS.items()}
    found: dict[str, Any] = {
        "phone": Exists(PersonPhone.objects.filter(person_id=own)),
        "id_number": _flag(~Q(id_digest="")),
        **paper,
        "agreement": _flag(
            Q(Exists(papers.filter(kind=DocumentKind.AGREEMENT)))
            | Q(Exists(signed.filter(kind=ConventionKind.SERVICE)))
        ),
        "covenant": Exists(
            signed.filter(
                kind__in=(ConventionKind.COVENANT, ConventionKind.TEMPORARY, ConventionKind.PROMISE)
            )
        ),
        "consent": Exists(Consent.objects.filter(person_id=own, withdrawn_at__isnull=True)),
    }
    return {name: found[name] for name in ITEMS}


PAPERS = {
    "identity": (DocumentKind.IDENTITY,),
    "deed": (DocumentKind.DEED, DocumentKind.PURCHASE),
    "handover": (DocumentKind.HANDOVER,),
}


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def missing_items(person: Any) -> list[str]:
    """Codes of what a file of `owner_files` still lacks."""
    return [name for name in person.wanted.split(",") if name and not getattr(person, f"has_{name}")]


def overdue(rows: QuerySet[Person], today: date) -> QuerySet[Person]:
    return rows.filter(complete=False, file_due_on__lt=today)
