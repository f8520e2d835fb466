"""From a document or a template to a draft version with its clauses, promises and unread passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from anju.foundation import audit, files, locks, scope
from anju.foundation.actors import Actor
from anju.foundation.files.models import StoredFile
from anju.kernel.errors import Conflict, Invalid
from anju.modules.estate import facade as estate
from anju.modules.plans.contracts import Commitment, PlanDocument, PlanReading, Scan
from anju.modules.plans.models import Plan, PlanClause, PlanVersion, Promise, UnreadPassage
from anju.modules.plans.permissions import PLAN_WRITE
from anju.modules.plans.queries.plans import require_at
from anju.modules.plans.rules.reader import DocumentRefused, can_recognise, read_document, read_plan
from anju.modules.plans.rules.templates import Template, template
from anju.modules.plans.services import actions

# Up to here reading takes under half a second (0.24 s per 43,000 characters) and nobody waits.
READ_AT_ONCE = 60_000
READ_JOB = "plans.read_version"
LONGEST_TITLE = 120
_WORDS = 200
Media = Literal["txt", "docx", "pdf", "image"]
_SCANNED = {"scanned_pdf", "scanned_image"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard:
    """What is known of a plan besides its text. title "": the title the document has."""

    title: str = ""
    purpose: str = ""
    scope: str = ""
    addressees: str = ""
    goals: str = ""
    principles: str = ""
    grade: str = ""
    interpreter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A document for a community. filename: as its owner named it; change_reason: why there is a new version."""

    community_id: int
    filename: str
    data: bytes
    card: PlanCard = field(default_factory=PlanCard)
    change_reason: str = ""


def plan_upload(*, actor: Actor, upload: Upload, at: datetime) -> int:
    """Keep the document and write it down as the next draft version of the plan with this title; return its id.

    A text longer than READ_AT_ONCE is read by a job, and so are scans where character recognition is installed;
    where it is not, a scan is refused and single scanned pages are kept as unread. Raises Forbidden, NotFound, Invalid at the field `file`
    (plans.document.*) or `title`; nothing is kept then. Source: A:STD-01, B:PLT-14.
    """
    _require(actor, upload.community_id)
    document = _document(upload)
    at_once = len(document.text) <= READ_AT_ONCE and not _awaits_recognition(document.scans)
    reading = read_plan(document) if at_once else None
    title = upload.card.title.strip() or (reading.title.strip() if reading else "") or _stem(upload.filename)
    with transaction.atomic():
        plan = _plan(actor, upload.community_id, title, upload.card)
        source = files.keep(actor=actor, what=actions.DOCUMENT, name=upload.filename, data=upload.data)
        row = _version(actor, plan, document, upload.change_reason, at, source=source)
        if reading is None:
            app.configure_task(READ_JOB, queue="work").defer(org_id=scope.current().writes, version_id=row.pk)
        else:
            _keep_reading(row, reading, at)
        audit.record(
            actor, actions.VERSION_ADDED, row, after={"file": upload.filename, "number": row.number},
            reason=upload.change_reason, community_id=upload.community_id, at=at,
        )  # fmt: skip
    return int(row.pk)


def plan_from_template(
    *, actor: Actor, community_id: int, code: str, title: str = "", change_reason: str = "", at: datetime
) -> int:
    """A draft version with the text of one of our templates; return its id. Raises Forbidden, NotFound, Invalid."""
    _require(actor, community_id)
    chosen = template(code)
    document = PlanDocument(chosen.text, "txt")
    with transaction.atomic():
        plan = _plan(actor, community_id, title.strip() or chosen.title, _card(chosen))
        row = _version(actor, plan, document, change_reason, at, template_code=code)
        _keep_reading(row, read_plan(document), at)
        audit.record(
            actor, actions.VERSION_ADDED, row, after={"template": code, "number": row.number},
            reason=change_reason, community_id=community_id, at=at,
        )  # fmt: skip
    return int(row.pk)


def version_read(*, actor: Actor, version_id: int, at: datetime) -> bool:
    """Read a version's text and keep what was found; False when that is done already. Raises Forbidden, NotFound."""
    actor.require(PLAN_WRITE)
    recognised = _recognised(version_id)  # before the lock: it takes seconds to a page
    with transaction.atomic():
        row = locks.row(PlanVersion, version_id)
        if row.read_at is not None:
            return False
        document = recognised or PlanDocument(row.text, _media(row.media), scans=_scans(row))
        if recognised:
            row.text, row.scans = (
                recognised.text.replace("\x00", ""),
                [asdict(scan) for scan in recognised.scans],
            )
            row.save(update_fields=["text", "scans"])
        _keep_reading(row, read_plan(document), at)
        audit.record(
            actor, actions.VERSION_READ, row, after={"promises": row.promises.count()},
            community_id=row.plan.community_id, at=at,
        )  # fmt: skip
    return True


def plan_change(*, actor: Actor, plan_id: int, card: PlanCard, at: datetime) -> None:
    """Change title, purpose, scope, addressees and the other facts of a plan (A:STD-01, 02, 16).

    Raises Forbidden, NotFound, Invalid (title), Conflict (another plan of the community has the title).
    """
    actor.require(PLAN_WRITE)
    with transaction.atomic():
        row = locks.row(Plan, plan_id)
        require_at(actor, PLAN_WRITE, row.community_id)
        title = _checked_title(card.title)
        if Plan.objects.filter(community_id=row.community_id, title=title).exclude(pk=row.pk).exists():
            raise Conflict("plans.plan.title_taken", "title", title=title)
        before = _facts(row)
        for name, value in _columns(card).items():
            setattr(row, name, value)
        row.title = title
        row.save()
        audit.record(actor, actions.PLAN_CHANGED, row, before=before, after=_facts(row), at=at)


def _document(upload: Upload) -> PlanDocument:
    """What can be read of the file now. A scan that recognition will read is a document without text until then."""
    try:
        return read_document(upload.data, upload.filename)
    except DocumentRefused as refusal:
        if refusal.code in _SCANNED and can_recognise():
            pages = int(str(refusal.params.get("total") or refusal.params["count"]))
            media: Media = "pdf" if refusal.code == "scanned_pdf" else "image"
            return PlanDocument("", media, scans=(Scan(1, pages, 0, 0, None),))
        raise Invalid(f"plans.document.{refusal.code}", "file", **refusal.params) from refusal


def _awaits_recognition(scans: tuple[Scan, ...]) -> bool:
    return can_recognise() and any(scan.certainty is None for scan in scans)


def _recognised(version_id: int) -> PlanDocument | None:
    """The version's file with its scans read; None where there are none, or they hold no text."""
    row = PlanVersion.objects.filter(pk=version_id, read_at=None).select_related("source").first()
    if row is None or row.source is None or not _awaits_recognition(_scans(row)):
        return None
    with files.open_file(row.source) as file:
        data = file.read()
    try:
        return read_document(data, row.source.name, ocr=True)
    except DocumentRefused:
        return None


def _scans(row: PlanVersion) -> tuple[Scan, ...]:
    return tuple(Scan(**scan) for scan in row.scans)


def _require(actor: Actor, community_id: int) -> None:
    require_at(actor, PLAN_WRITE, community_id)
    if estate.place(community_id).kind != "community":
        raise Invalid("plans.plan.no_community", "community")


def _plan(actor: Actor, community_id: int, title: str, card: PlanCard) -> Plan:
    """The plan of this title, made if there is none; what the card leaves empty stays as it was."""
    title = _checked_title(title)
    locks.advisory("plans.plan", scope.current().writes, community_id, title)
    row: Plan | None = Plan.objects.filter(community_id=community_id, title=title).first()
    if row is None:
        made: Plan = Plan.objects.create(community_id=community_id, title=title, **_columns(card))
        return made
    given = {name: value for name, value in _columns(card).items() if value}
    if given:
        for name, value in given.items():
            setattr(row, name, value)
        row.save(update_fields=list(given))
    return row


def _checked_title(title: str) -> str:
    clean = " ".join(title.split())
    if not clean:
        raise Invalid("plans.plan.title_empty", "title")
    if len(clean) > LONGEST_TITLE:
        raise Invalid("plans.plan.title_long", "title", limit=LONGEST_TITLE)
    return clean


def _columns(card: PlanCard) -> dict[str, str]:
    return {
        "purpose": card.purpose.strip(), "scope": card.scope.strip(), "addressees": card.addressees.strip()[:_WORDS],
        "goals": card.goals.strip(), "principles": card.principles.strip(), "grade": card.grade.strip()[:60],
        "interpreter": card.interpreter.strip()[:120],
    }  # fmt: skip


def _facts(row: Plan) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("title", *_columns(PlanCard()))}


def _version(
    actor: Actor,
    plan: Plan,
    document: PlanDocument,
    change_reason: str,
    at: datetime,
    *,
    source: StoredFile | None = None,
    template_code: str = "",
) -> PlanVersion:
    newest = plan.versions.aggregate(newest=Max("number"))["newest"] or 0
    row: PlanVersion = PlanVersion.objects.create(
        plan=plan, number=newest + 1, source=source, template=template_code, media=document.media,
        text=document.text.replace("\x00", ""), scans=[asdict(scan) for scan in document.scans], change_reason=change_reason.strip(), created_at=at,
        created_by=actor.user_id,
    )  # fmt: skip
    return row


def _keep_reading(row: PlanVersion, reading: PlanReading, at: datetime) -> None:
    PlanClause.objects.bulk_create(
        (
            PlanClause(
                version=row, index=one.index, part=one.plan, section=one.section[:80], heading=list(one.heading),
                start=one.start, end=one.end,
            )
            for one in reading.clauses
        ),
        batch_size=2_000,
    )  # fmt: skip
    Promise.objects.bulk_create(_promises(row, reading), batch_size=2_000)
    UnreadPassage.objects.bulk_create(
        (
            UnreadPassage(
                version=row, section=one.section[:80], start=one.start, end=one.end, quote=one.quote,
                reason=one.reason,
            )
            for one in reading.unread
        ),
        batch_size=2_000,
    )  # fmt: skip
    row.read_at = at
    row.save(update_fields=["read_at"])


def _promises(row: PlanVersion, reading: PlanReading) -> Iterator[Promise]:
    counters: dict[int | None, int] = {}
    for one in reading.commitments:
        counters[one.plan] = counters.get(one.plan, 0) + 1
        yield Promise(
            version=row, number=number_of(one.plan, counters[one.plan]), part=one.plan, section=one.section[:80],
            quote=one.quote, start=one.start, end=one.end, **read_columns(one),
        )  # fmt: skip


def read_columns(one: Commitment) -> dict[str, object]:
    return {
        "domain": str(one.domain), "activity": one.activity[:_WORDS], "object": one.object[:_WORDS],
        "kind": str(one.kind), "comparator": str(one.comparator), "value": one.value, "unit": one.unit or "",
        "period": str(one.period or ""), "every": one.every, "confidence": one.confidence,
    }  # fmt: skip


def number_of(part: int | None, count: int) -> str:
    """P3-012 in a collection of plans, else 012."""
    return f"P{part}-{count:03d}" if part is not None else f"{count:03d}"


def _card(chosen: Template) -> PlanCard:
    return PlanCard(
        purpose=chosen.purpose, scope=chosen.scope, addressees=chosen.addressees, goals=chosen.goals,
        principles=chosen.principles, grade=chosen.grade,
    )  # fmt: skip


def _stem(filename: str) -> str:
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0][:LONGEST_TITLE]


def _media(media: str) -> Media:
    known: dict[str, Media] = {"docx": "docx", "pdf": "pdf", "image": "image"}
    return known.get(media, "txt")
