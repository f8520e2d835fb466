"""Company documents: a draft is approved for a day and holds from then until a later one does; older texts stay.

Sources: A STD-03…09, 11…15; B ORG-07…09, 11, 14…16, 18.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.engines.schedule.contracts import Checklist
from anju.foundation import audit, files, locks, registry, scope, search, sequences
from anju.foundation.actors import Actor
from anju.foundation.files.models import StoredFile
from anju.foundation.permissions import Permission
from anju.foundation.registrations import SETTINGS_CHANGE
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.models import ControlledDocument, DocumentKind, DocumentState, DocumentVersion
from anju.modules.plans.permissions import DOCUMENT_APPROVE, DOCUMENT_INTERNAL, DOCUMENT_WRITE
from anju.modules.plans.queries import library, wording
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.rules import library as rules
from anju.modules.plans.rules.library import form_lines
from anju.modules.plans.rules.reader import DocumentRefused, read_document

DOCUMENT_ADDED = audit.action("plans.document.added", _("新增制度文件"))
DOCUMENT_CHANGED = audit.action("plans.document.changed", _("修改制度文件资料"))
DOCUMENT_RETIRED = audit.action("plans.document.retired", _("废止制度文件"))
VERSION_DRAFTED = audit.action("plans.document.drafted", _("起草制度文件版本"))
VERSION_EDITED = audit.action("plans.document.edited", _("修改制度文件草稿"))
VERSION_APPROVED = audit.action("plans.document.approved", _("批准制度文件"))
VERSION_WITHDRAWN = audit.action("plans.document.withdrawn", _("撤回制度文件版本"))
FILE = files.purpose("plans.library", reading=DOCUMENT_INTERNAL, largest=21 << 20)
APPROVE_BY_OTHER = registry.declare(
    registry.Setting(
        code="plans.document_by_other",
        label=_("制度文件须由起草人以外的人批准"),
        kind=bool,
        default=False,
        permission=SETTINGS_CHANGE,
        hint=_("开启后，起草制度文件版本的人不能批准该版本。"),
        per_community=True,
    )
)
SEARCHED = search.kind(
    search.Kind(
        code="plans.document",
        label=_("制度文件"),
        icon="bookmarks",
        permission=DOCUMENT_INTERNAL,
        address=lambda number: reverse("plans:document", args=[number]),
        order=60,
    )
)
READABLE = frozenset({".txt", ".docx", ".pdf"})
KEPT = READABLE | {".doc", ".xls", ".xlsx", ".jpg", ".jpeg", ".png"}
# A scan or a table is worth keeping although the search will not look inside.
_WITHOUT_TEXT = frozenset({"scanned_pdf", "table_only"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDraft:
    """What is known of a document besides its text. community_id None: of the whole company. number "": the next one.

    position_ids: posts it is addressed to, none for everybody. review_months: how often it is looked at again.
    """

    community_id: int | None
    kind: str
    title: str
    number: str = ""
    requirement: str = ""
    department_id: int | None = None
    position_ids: tuple[int, ...] = ()
    round_kinds: tuple[str, ...] = ()
    is_public: bool = False
    review_due: date | None = None
    review_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The text of a version: typed, in a file, or as lines of a form (rules.library.form_lines). One at least."""

    text: str = ""
    filename: str = ""
    data: bytes = b""
    lines: str = ""
    change_reason: str = ""


def document_add(*, actor: Actor, draft: DocumentDraft, content: Content, at: datetime) -> int:
    """A new document with its first draft; return its id. Raises Forbidden, NotFound, Invalid, Conflict (number)."""
    library.require_at(actor, DOCUMENT_WRITE, draft.community_id)
    _check(draft)
    with transaction.atomic():
        row = ControlledDocument.objects.create(
            community_id=draft.community_id, number=_number(draft.number), created_at=at, **_columns(draft)
        )
        _address(row, draft.position_ids)
        _index(row)
        audit.record(actor, DOCUMENT_ADDED, row, after=_facts(row, draft.position_ids), at=at)
        _draft(actor, row, content, at)
    return int(row.pk)


def document_change(*, actor: Actor, document_id: int, draft: DocumentDraft, at: datetime) -> None:
    """Change what is known of a document besides its text; it stays where it is.

    Raises Forbidden, NotFound, Invalid, Conflict (number).
    """
    with transaction.atomic():
        row = locked(actor, document_id, DOCUMENT_WRITE)
        if draft.community_id != row.community_id:
            raise Invalid("plans.library.community_fixed", "community")
        _check(draft)
        before = _facts(row, tuple(library.addressed(row)))
        for name, value in _columns(draft).items():
            setattr(row, name, value)
        row.number = _number(draft.number or row.number, row.pk)
        row.save()
        row.audience.all().delete()
        _address(row, draft.position_ids)
        _index(row)
        audit.record(
            actor, DOCUMENT_CHANGED, row, before=before, after=_facts(row, draft.position_ids), at=at
        )


def document_retire(*, actor: Actor, document_id: int, on: date, reason: str, at: datetime) -> None:
    """The document no longer holds from the day `on`; its texts stay readable.

    Raises Forbidden, NotFound, Invalid (reason), Conflict (retired already).
    """
    with transaction.atomic():
        row = locked(actor, document_id, DOCUMENT_APPROVE)
        if row.retired_on is not None:
            raise Conflict("plans.library.retired")
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        row.retired_on = on
        row.save(update_fields=["retired_on"])
        audit.record(
            actor, DOCUMENT_RETIRED, row, after={"retired_on": on.isoformat()}, reason=reason.strip(), at=at
        )


def version_add(*, actor: Actor, document_id: int, content: Content, at: datetime) -> int:
    """The next draft of a document, with the reason of the revision (A STD-11); return its id.

    Raises Forbidden, NotFound, Invalid, Conflict (retired, or a draft is open already).
    """
    with transaction.atomic():
        row = locked(actor, document_id, DOCUMENT_WRITE)
        if row.retired_on is not None:
            raise Conflict("plans.library.retired")
        if row.versions.filter(state=DocumentState.DRAFT).exists():
            raise Conflict("plans.library.draft_open")
        if not content.change_reason.strip():
            raise Invalid("plans.library.reason_missing", "change_reason")
        return int(_draft(actor, row, content, at).pk)


def version_change(*, actor: Actor, version_id: int, content: Content, at: datetime) -> None:
    """Write a draft anew; its file stays unless another is given. Raises Forbidden, NotFound, Invalid, Conflict."""
    with transaction.atomic():
        row, version = _locked_version(actor, version_id, DOCUMENT_WRITE)
        if version.state != DocumentState.DRAFT:
            raise Conflict("plans.library.not_draft")
        if version.number > 1 and not content.change_reason.strip():
            raise Invalid("plans.library.reason_missing", "change_reason")
        for name, value in _content(actor, content, version.file).items():
            setattr(version, name, value)
        version.save()
        audit.record(
            actor, VERSION_EDITED, row, after={"number": version.number}, reason=version.change_reason, at=at
        )


def version_approve(*, actor: Actor, version_id: int, on: date, note: str, at: datetime) -> None:
    """The draft holds from the day `on`, past days included: what has been in use may be entered as it was.

    Raises Forbidden (also the author where the setting says so), NotFound, Invalid (note; a day before that of the
    version before), Conflict (not a draft, retired).
    """
    with transaction.atomic():
        row, version = _locked_version(actor, version_id, DOCUMENT_APPROVE)
        if version.state != DocumentState.DRAFT:
            raise Conflict("plans.library.not_draft")
        if row.retired_on is not None:
            raise Conflict("plans.library.retired")
        by_other = registry.value(APPROVE_BY_OTHER, row.community_id)
        if by_other and version.created_by is not None and version.created_by == actor.user_id:
            raise Forbidden("plans.library.own")
        if not note.strip():
            raise Invalid("plans.version.note_missing", "note")
        approved = row.versions.filter(state=DocumentState.APPROVED)
        latest = approved.aggregate(latest=Max("effective_on"))["latest"]
        if latest is not None and on < latest:
            raise Invalid("plans.library.day_before", "on", day=latest)
        version.state, version.effective_on = DocumentState.APPROVED, on
        version.approved_at, version.approved_by = at, actor.user_id
        version.approved_by_name, version.approval_note = actor.name[:60], note.strip()[:300]
        version.save()
        after = {"number": version.number, "effective_on": on.isoformat()}
        audit.record(actor, VERSION_APPROVED, row, after=after, reason=version.approval_note, at=at)


def version_withdraw(*, actor: Actor, version_id: int, reason: str, at: datetime) -> None:
    """Take back a draft, or an approved version whose day has not come.

    Raises Forbidden, NotFound, Invalid (reason), Conflict (it holds or held).
    """
    with transaction.atomic():
        row, version = _locked_version(actor, version_id, DOCUMENT_WRITE)
        if version.state == DocumentState.APPROVED:
            library.require_at(actor, DOCUMENT_APPROVE, row.community_id)
        begun = version.effective_on is not None and version.effective_on <= local_day(at)
        if version.state == DocumentState.WITHDRAWN or begun:
            raise Conflict("plans.library.begun")
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        version.state = DocumentState.WITHDRAWN
        version.save(update_fields=["state"])
        audit.record(
            actor, VERSION_WITHDRAWN, row, after={"number": version.number}, reason=reason.strip(), at=at
        )


def locked(actor: Actor, document_id: int, permission: Permission) -> Any:
    """The document, locked. Raises Forbidden, NotFound."""
    actor.require(permission)
    row = (
        ControlledDocument.objects.select_for_update(of=("self",))
        .filter(library.visible(actor), pk=document_id)
        .first()
    )
    if row is None:
        raise NotFound("plans.library.missing")
    library.require_at(actor, permission, row.community_id)
    return row


def _locked_version(actor: Actor, version_id: int, permission: Permission) -> tuple[Any, Any]:
    actor.require(permission)
    document_id = DocumentVersion.objects.filter(pk=version_id).values_list("document_id", flat=True).first()
    if document_id is None:
        raise NotFound("plans.library.missing")
    row = locked(actor, document_id, permission)
    return row, locks.row(DocumentVersion, version_id)


def _draft(actor: Actor, row: Any, content: Content, at: datetime) -> Any:
    newest = row.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = DocumentVersion.objects.create(
        document=row,
        number=newest + 1,
        created_at=at,
        created_by=actor.user_id,
        created_by_name=actor.name[:60],
        **_content(actor, content, None),
    )
    audit.record(
        actor, VERSION_DRAFTED, row, after={"number": version.number}, reason=version.change_reason, at=at
    )
    return version


def _content(actor: Actor, content: Content, file: StoredFile | None) -> dict[str, Any]:
    items = Checklist(form_lines.read(content.lines)).to_json()
    text = content.text.replace("\x00", "").strip()
    if content.filename:
        text = text or _text_of(content)
        file = files.keep(actor=actor, what=FILE, name=content.filename, data=content.data)
    if not (text or file or items):
        raise Invalid("plans.library.empty", "text")
    return {"text": text, "file": file, "items": items, "change_reason": content.change_reason.strip()[:300]}


def _text_of(content: Content) -> str:
    """Text for the search where the file has some. Raises Invalid at the field `file`."""
    ending = Path(content.filename).suffix.lower()
    if ending not in KEPT:
        raise Invalid("plans.library.file_kind", "file", value=ending)
    if ending not in READABLE:
        return ""
    try:
        return read_document(content.data, content.filename).text.replace("\x00", "")
    except DocumentRefused as refusal:
        if refusal.code in _WITHOUT_TEXT:
            return ""
        raise Invalid(f"plans.document.{refusal.code}", "file", **refusal.params) from refusal


def _check(draft: DocumentDraft) -> None:
    if draft.kind not in DocumentKind.values:
        raise Invalid("plans.promise.unknown_value", "kind", value=draft.kind)
    if not draft.title.strip():
        raise Invalid("plans.library.title_empty", "title")
    if draft.requirement and draft.requirement not in rules.requirement_titles():
        raise Invalid("plans.promise.unknown_value", "requirement", value=draft.requirement)
    if draft.community_id is not None and estate.place(draft.community_id).kind != "community":
        raise Invalid("plans.plan.no_community", "community")
    for kind in draft.round_kinds:
        if kind not in wording.WORKS:
            raise Invalid("plans.promise.unknown_value", "round_kinds", value=kind)
    if draft.review_months is not None and not 1 <= draft.review_months <= rules.LONGEST_CYCLE:
        raise Invalid("plans.library.cycle", "review_months", limit=rules.LONGEST_CYCLE)
    posts = {one.id: one for one in people.positions(draft.community_id)}
    if set(draft.position_ids) - posts.keys():
        raise Invalid("plans.library.post_elsewhere", "positions")
    if draft.department_id is not None and draft.department_id not in departments(draft.community_id):
        raise Invalid("plans.library.department_elsewhere", "department")


def departments(community_id: int | None) -> dict[int, str]:
    """Departments that have posts or teams in the community, and the company's, by id."""
    found = {one.department_id: one.department for one in people.positions(community_id)}
    names = {one.department_id: one.name for one in people.teams(community_id)}
    return {**names, **found}


def _number(given: str, own: int | None = None) -> str:
    number = " ".join(given.split())[:40]
    if not number:
        return f"ZD-{sequences.take('plans.document'):04d}"
    locks.advisory("plans.document.number", scope.current().writes, number)
    if ControlledDocument.objects.filter(number=number).exclude(pk=own).exists():
        raise Conflict("plans.library.number_taken", "number", number=number)
    return number


def _columns(draft: DocumentDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind, "title": " ".join(draft.title.split())[:120], "requirement": draft.requirement,
        "department_id": draft.department_id, "round_kinds": list(draft.round_kinds), "is_public": draft.is_public,
        "review_due": draft.review_due, "review_months": draft.review_months,
    }  # fmt: skip


def _facts(row: Any, position_ids: tuple[int, ...]) -> dict[str, Any]:
    names = (
        "kind",
        "title",
        "number",
        "requirement",
        "department_id",
        "round_kinds",
        "is_public",
        "review_months",
    )
    due = row.review_due.isoformat() if row.review_due else None
    return {**{name: getattr(row, name) for name in names}, "review_due": due, "posts": sorted(position_ids)}


def _address(row: Any, position_ids: tuple[int, ...]) -> None:
    audience = row.audience.model
    audience.objects.bulk_create([audience(document=row, position_id=one) for one in position_ids])


def _index(row: Any) -> None:
    subtitle = str(DocumentKind(row.kind).label)
    entry = search.Entry(row.pk, (row.title, row.number), subtitle=subtitle, community_id=row.community_id)
    search.put(SEARCHED, [entry])
