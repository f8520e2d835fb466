"""Reading company documents: what holds today, who has to read it, what is missing, what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach
from anju.kernel.errors import Forbidden, NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView
from anju.modules.plans.models import (
    ControlledDocument,
    DocumentReading,
    DocumentReview,
    DocumentState,
    DocumentVersion,
    FormUse,
)
from anju.modules.plans.permissions import DOCUMENT_INTERNAL, DOCUMENT_READ, DOCUMENT_WRITE
from anju.modules.plans.rules import library as rules

REVIEW_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reader:
    """One who has to read a version; at: when he confirmed, None while he has not."""

    staff: StaffView
    at: Any


@dataclass(frozen=True, slots=True)
class Procedure:
    """A document in force that the work of a round follows."""

    document_id: int
    version_id: int
    title: str
    number: str
    kind: str


def held(reach: Reach) -> Q:
    """Rows of the communities in reach; those of the whole company are for every reader.

    An empty Q would vanish in an "or", so that everything is said as the opposite of nothing.
    """
    if reach.unlimited:
        return ~Q(pk__in=[])
    return reach.q() | Q(community_id__isnull=True) if reach else Q(pk__in=[])


def visible(actor: Actor) -> Q:
    """Internal documents for staff, public ones for everybody who may open the library."""
    return held(actor.reach(DOCUMENT_INTERNAL)) | (Q(is_public=True) & held(actor.reach(DOCUMENT_READ)))


def in_force_on(day: date, reference: str = "pk") -> QuerySet[DocumentVersion]:
    """The version of the outer document that holds on a day."""
    rows: QuerySet[DocumentVersion] = DocumentVersion.objects.filter(
        document_id=OuterRef(reference), state=DocumentState.APPROVED, effective_on__lte=day
    )
    return rows.order_by("-effective_on", "-number")


def with_standing(rows: QuerySet[ControlledDocument], today: date) -> QuerySet[ControlledDocument]:
    """Documents with current_id, current_number, current_since, coming_on, has_draft and `standing`:
    in_force, coming, draft, retired."""
    current = in_force_on(today)
    versions = DocumentVersion.objects.filter(document_id=OuterRef("pk"))
    coming = versions.filter(state=DocumentState.APPROVED, effective_on__gt=today).order_by("effective_on")
    return rows.annotate(
        current_id=Subquery(current.values("pk")[:1]),
        current_number=Subquery(current.values("number")[:1]),
        current_since=Subquery(current.values("effective_on")[:1]),
        coming_on=Subquery(coming.values("effective_on")[:1]),
        has_draft=Exists(versions.filter(state=DocumentState.DRAFT)),
    ).annotate(
        standing=Case(
            When(retired_on__lte=today, then=Value("retired")),
            When(current_id__isnull=False, then=Value("in_force")),
            When(coming_on__isnull=False, then=Value("coming")),
            default=Value("draft"),
        )
    )


def documents(actor: Actor, today: date, community_id: int | None = None) -> QuerySet[ControlledDocument]:
    """Documents the actor may read, those of the whole company included; drafts only for those who write."""
    rows: QuerySet[ControlledDocument] = ControlledDocument.objects.filter(visible(actor))
    if community_id is not None:
        rows = rows.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    rows = with_standing(rows.select_related("department"), today)
    writing = actor.reach(DOCUMENT_WRITE)
    if writing.unlimited:
        return rows
    own = writing.q() if writing else Q(pk__in=[])
    return rows.filter(Q(current_id__isnull=False) | own)


def matching(rows: QuerySet[ControlledDocument], words: str) -> QuerySet[ControlledDocument]:
    """Every word in the number, the title or the text of a version that was approved."""
    texts = DocumentVersion.objects.filter(document_id=OuterRef("pk"), state=DocumentState.APPROVED)
    for word in words.split():
        named = Q(number__icontains=word) | Q(title__icontains=word)
        rows = rows.filter(named | Exists(texts.filter(text__icontains=word)))
    return rows


def require_at(actor: Actor, permission: Permission, community_id: int | None) -> None:
    """Raises Forbidden without the right there, NotFound when the actor does not even see the community.

    A document of the whole company needs the right in the whole company.
    """
    actor.require(permission)
    if actor.reach(permission).covers_community(community_id):
        return
    if community_id is None or actor.reach(DOCUMENT_INTERNAL).covers_community(community_id):
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("plans.library.missing")


def document(actor: Actor, document_id: int, today: date) -> ControlledDocument:
    """Raises NotFound."""
    found = documents(actor, today).filter(pk=document_id).first()
    if found is None:
        actor.require(DOCUMENT_READ)
        raise NotFound("plans.library.missing")
    return found


def may(actor: Actor, permission: Permission, row: ControlledDocument) -> bool:
    return actor.reach(permission).covers_community(row.community_id)


def versions(actor: Actor, row: ControlledDocument, today: date) -> list[DocumentVersion]:
    """Versions the actor may read, the newest first; who does not write sees those that hold or held."""
    rows = row.versions.select_related("file").order_by("-number")
    if not may(actor, DOCUMENT_WRITE, row):
        rows = rows.filter(state=DocumentState.APPROVED, effective_on__lte=today)
    return list(rows)


def version(actor: Actor, version_id: int, today: date) -> tuple[ControlledDocument, DocumentVersion]:
    """Raises NotFound, also for a draft when the actor does not write."""
    held: DocumentVersion | None = DocumentVersion.objects.filter(pk=version_id).first()
    if held is None:
        raise NotFound("plans.library.missing")
    row = document(actor, held.document_id, today)
    found = next((one for one in versions(actor, row, today) if one.pk == version_id), None)
    if found is None:
        raise NotFound("plans.library.missing")
    return row, found


def standing_of(row: Any, one: DocumentVersion, today: date) -> str:
    """draft, withdrawn, coming, in_force or superseded. row: with `current_id`."""
    if one.state != DocumentState.APPROVED:
        return str(one.state)
    if one.effective_on is not None and one.effective_on > today:
        return "coming"
    return "in_force" if one.pk == row.current_id and row.standing == "in_force" else "superseded"


def addressed(row: ControlledDocument) -> list[int]:
    return list(row.audience.order_by("pk").values_list("position_id", flat=True))


def readers(row: ControlledDocument, version_id: int) -> list[Reader]:
    """Everybody at work whom the document is addressed to, those who have not confirmed first."""
    at = dict(DocumentReading.objects.filter(version_id=version_id).values_list("staff_id", "at"))
    found = [Reader(one, at.get(one.id)) for one in _addressees(row)]
    return sorted(found, key=lambda one: (one.at is not None, one.staff.department, one.staff.number))


def unread(actor: Actor, today: date) -> list[ControlledDocument]:
    """Documents in force that are addressed to the actor and that he has not confirmed."""
    staff = people.staff_of_user(actor.user_id) if actor.user_id else None
    if staff is None:
        return []
    rows = documents(actor, today).filter(standing="in_force")
    rows = rows.filter(Q(community_id__isnull=True) | Q(community_id=staff.community_id))
    rows = rows.filter(Q(audience__isnull=True) | Q(audience__position_id=staff.position_id))
    read = DocumentReading.objects.filter(version_id=OuterRef("current_id"), staff_id=staff.id)
    return list(rows.filter(~Exists(read)).order_by("-current_since", "pk").distinct())


def has_to_read(actor: Actor, row: ControlledDocument) -> StaffView | None:
    """The actor's own staff record when the document is addressed to him."""
    staff = people.staff_of_user(actor.user_id) if actor.user_id else None
    if staff is None or row.community_id not in (None, staff.community_id):
        return None
    wanted = addressed(row)
    return staff if not wanted or staff.position_id in wanted else None


def reviews(row: ControlledDocument) -> list[DocumentReview]:
    return list(
        DocumentReview.objects.filter(document=row).select_related("photo").order_by("-on", "-pk")[:50]
    )


def due_for_review(actor: Actor, today: date, community_id: int | None) -> list[ControlledDocument]:
    """Documents in force whose review is past or comes within a month, the oldest first."""
    rows = documents(actor, today, community_id).filter(standing="in_force")
    return list(rows.filter(review_due__lte=today + REVIEW_SOON).order_by("review_due", "pk"))


def gaps(actor: Actor, today: date, community_id: int | None) -> tuple[list[rules.Gap], dict[int, Any]]:
    """The checklist of required documents against what the actor sees, and the documents named in it by id."""
    rows = list(documents(actor, today, community_id).exclude(standing="retired"))
    shelf = [
        rules.Shelved(one.pk, one.title, one.kind, one.requirement, one.standing == "in_force")
        for one in rows
    ]
    return rules.gaps(shelf), {one.pk: one for one in rows}


def procedures_for(
    *, community_id: int, kinds: Collection[str], today: date, position_id: int | None = None
) -> dict[str, list[Procedure]]:
    """Documents in force that work of these kinds follows, by kind; with a post, only those addressed to it too."""
    rows = ControlledDocument.objects.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    wanted = Q(pk__in=[])
    for kind in kinds:
        wanted |= Q(round_kinds__contains=[kind])
    rows = with_standing(rows.filter(wanted), today).filter(standing="in_force")
    if position_id is not None:
        rows = rows.filter(Q(audience__isnull=True) | Q(audience__position_id=position_id)).distinct()
    found: dict[str, list[Procedure]] = {kind: [] for kind in kinds}
    for one in rows.order_by("number"):
        for kind in set(one.round_kinds) & found.keys():
            found[kind].append(Procedure(one.pk, one.current_id, one.title, one.number, one.kind))
    return found


def forms_of_rounds(round_ids: Iterable[int]) -> dict[int, FormUse]:
    rows = FormUse.objects.filter(round_id__in=list(round_ids)).select_related("version__document")
    return {one.round_id: one for one in rows}


def uses_of(row: ControlledDocument) -> list[FormUse]:
    """Rounds filled in on any version of the form; `outdated` ones have an older version than the newest in use."""
    rows = FormUse.objects.filter(version__document=row).select_related("version", "round")
    return list(rows.order_by("round__title", "pk"))


def community_names(rows: Iterable[Any]) -> dict[int, str]:
    ids = {one.community_id for one in rows if one.community_id}
    return {key: one.name for key, one in estate.places_by_id(ids).items()}


def _addressees(row: ControlledDocument) -> list[StaffView]:
    wanted = addressed(row)
    if wanted:
        found = {one.id: one for position in wanted for one in people.members(position_id=position)}
        staff = list(found.values())
    elif row.community_id is not None:
        staff = people.staff_of_community(row.community_id)
    else:
        homes = [one.id for one in estate.communities()]
        staff = [one for home in homes for one in people.staff_of_community(home)]
        staff += people.staff_of_community(None)  # type: ignore[arg-type]
    if row.community_id is None:
        return staff
    return [one for one in staff if one.community_id in (None, row.community_id)]
