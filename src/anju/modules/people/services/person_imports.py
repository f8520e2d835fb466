"""A foreign sheet of rooms and owners from its upload to its end: columns, dry run, confirmation, import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from anju.foundation import audit, files, locks
from anju.foundation.actors import Actor
from anju.foundation.importing import ImportRefused
from anju.kernel.errors import AnjuError, Conflict, Invalid, NotFound
from anju.modules.people.models import PersonImport, PersonImportState, SheetReading
from anju.modules.people.permissions import PERSON_IMPORT
from anju.modules.people.rules.sheets.fields import Field, missing
from anju.modules.people.rules.sheets.rows import CellRemark, Reading
from anju.modules.people.services import person_import_write
from anju.modules.people.services.acts import PERSON_SHEET_IMPORTED, PERSON_SHEET_READ
from anju.modules.people.services.person_import_reading import SheetFace, face, read
from anju.modules.people.services.person_matching import Changes, compare
from anju.modules.people.services.structure import require_at
from anju.modules.people.services.ties import places_lock

S = PersonImportState
PERSON_SHEET = files.purpose("people.person_import", reading=PERSON_IMPORT, largest=20 << 20)
CHECK_JOB, RUN_JOB = "people.check_person_sheet", "people.import_person_sheet"
KEPT = timedelta(days=3)
STUCK = timedelta(minutes=5)
MOST_REMARKS = 2_000
AT_ONCE = 400
SEALED_FIELDS = {
    Field.PHONE, Field.TENANT_PHONE, Field.PAPER,
}  # fmt: skip
Report = Callable[[str, int], None]


def quiet(_stage: str, _done: int) -> None:
    """For callers that show no progress."""


def import_keep(*, actor: Actor, community_id: int, name: str, data: bytes, at: datetime) -> int:
    """Keep a sheet and find its headings. Returns the id of the import, which waits for its columns.

    Raises Forbidden, Invalid (foundation.files), ImportRefused when it is no sheet or has no headings.
    """
    require_at(actor, PERSON_IMPORT, community_id)
    with transaction.atomic():
        file = files.keep(actor=actor, what=PERSON_SHEET, name=name or "sheet.xlsx", data=data)
        row = PersonImport(
            community_id=community_id, file=file, name=file.name, state=S.MAPPING, user_id=actor.user_id,
            by_name=actor.name, at=at, expires_at=at + KEPT,
        )  # fmt: skip
        found = face(row, today_of(actor, at))
        row.sheet, row.fingerprint = found.sheet[:80], found.fingerprint
        row.mapping = {key.value: index for key, index in found.guess.items()}
        row.save()
    return int(row.pk)


def columns_of(*, actor: Actor, import_id: int, at: datetime, sheet: str = "") -> SheetFace:
    """Headings, first rows and the guess for the page of columns. Raises Forbidden, NotFound, ImportRefused."""
    return face(import_of(actor, import_id), today_of(actor, at), sheet)


def columns_set(
    *, actor: Actor, import_id: int, sheet: str, mapping: Mapping[Field, int], at: datetime
) -> bool:
    """Say which column holds what, remember it for sheets with the same headings, and begin the dry run.

    Returns whether the dry run is done already (small sheets); else a job does it.
    Raises Forbidden, NotFound, ImportRefused; Invalid: people.import.columns_missing, .column_twice;
    Conflict: people.import.over.
    """
    _check_columns(mapping)
    with transaction.atomic():
        row = _open(actor, import_id, at)
        found = face(row, today_of(actor, at), sheet)
        row.sheet, row.fingerprint = found.sheet[:80], found.fingerprint
        row.mapping = {key.value: index for key, index in mapping.items()}
        row.state, row.stage, row.done, row.at = S.CHECKING, "waiting", 0, at
        row.save()
        SheetReading.objects.update_or_create(
            fingerprint=row.fingerprint, defaults={"mapping": row.mapping, "by_name": actor.name, "at": at}
        )
        audit.record(actor, PERSON_SHEET_READ, row, after={"mapping": row.mapping}, at=at)
        small = found.rows <= AT_ONCE
        if not small:
            _defer(CHECK_JOB, actor, import_id)
    if small:
        import_check(actor=actor, import_id=import_id, at=at, report=quiet)
    return small


def _check_columns(mapping: Mapping[Field, int]) -> None:
    if lacking := missing(mapping):
        raise Invalid("people.import.columns_missing", field=lacking[0].value)
    twice = next((key for key, index in mapping.items() if list(mapping.values()).count(index) > 1), None)
    if twice is not None:
        raise Invalid("people.import.column_twice", field=twice.value)


def import_check(*, actor: Actor, import_id: int, at: datetime, report: Report) -> None:
    """The dry run: read every row, compare with the register, note what is wrong. Writes nothing of it.

    Raises Forbidden, NotFound.
    """
    row = import_of(actor, import_id)
    if row.state != S.CHECKING:
        return
    report("reading", 10)
    try:
        reading, changes = _understood(row, today_of(actor, at), report)
    except AnjuError as error:
        _note_failure(row, error)
        row.state = S.REFUSED
    else:
        _note(row, reading, changes)
        row.state = S.REFUSED if row.error_count else S.READY
    row.stage, row.done = "", 100
    row.save()


def import_confirm(*, actor: Actor, import_id: int, at: datetime) -> bool:
    """Begin the import itself. Returns whether it is done already; else a job does it.

    A failed one, or one that has not moved for five minutes, may be begun again.
    Raises Forbidden, NotFound; Conflict: people.import.over, people.import.not_ready.
    """
    with transaction.atomic():
        row = _open(actor, import_id, at)
        stuck = row.state in (S.RUNNING, S.CHECKING) and at - row.at > STUCK
        if row.state not in (S.READY, S.FAILED) and not stuck:
            raise Conflict("people.import.not_ready")
        small = int(row.counts.get("rows", 0)) <= AT_ONCE
        row.state, row.stage, row.done, row.at = S.RUNNING, "waiting", 0, at
        row.save()
        if not small:
            _defer(RUN_JOB, actor, import_id)
    if small:
        import_run(actor=actor, import_id=import_id, at=at, report=quiet)
    return small


def import_run(*, actor: Actor, import_id: int, at: datetime, report: Report) -> None:
    """Read and compare again and write all of it in one transaction, or nothing and why.

    Done twice it changes nothing the second time. Raises Forbidden, NotFound.
    """
    with transaction.atomic():
        locks.advisory("people-person-import", actor.org_id)
        row = import_of(actor, import_id)
        if row.state != S.RUNNING:
            return
        report("reading", 10)
        try:
            with transaction.atomic():
                reading, changes = _understood(row, today_of(actor, at), report, locked=True)
                if not reading.errors:
                    report("writing", 70)
                    row.written = person_import_write.write(row.community_id, changes, at)
        except (AnjuError, IntegrityError) as error:
            _note_failure(row, error if isinstance(error, AnjuError) else Conflict("people.import.meanwhile"))
            row.state = S.FAILED
        else:
            _note(row, reading, changes)
            row.state = S.FAILED if row.error_count else S.DONE
        row.stage, row.done, row.finished_at = "", 100, at
        row.save()
        if row.state == S.DONE:
            audit.record(actor, PERSON_SHEET_IMPORTED, row, after=row.counts, at=at)


def _understood(
    row: PersonImport, today: date, report: Report, *, locked: bool = False
) -> tuple[Reading, Changes]:
    """locked: hold the homes until the end of the transaction, so that nobody adds an owner meanwhile."""
    _table, reading, plan = read(row, today)
    report("checking", 45)
    if locked:
        places_lock({tie.place_id for tie in plan.ties})
    mapping = {Field(name): index for name, index in row.mapping.items()}
    changes = compare(plan, reading, mapping, today)
    reading.remarks.sort(
        key=lambda one: (not one.remark.error, one.row, -1 if one.index is None else one.index)
    )
    return reading, changes


def _note(row: PersonImport, reading: Reading, changes: Changes) -> None:
    row.error_count = len(reading.errors)
    row.warning_count = len(reading.remarks) - row.error_count
    row.counts = {"rows": reading.rows, "skipped": len(reading.skipped), **changes.counts()}
    sealed = {index for name, index in row.mapping.items() if name in SEALED_FIELDS}
    row.remarks = [_stored(one, sealed) for one in reading.remarks[:MOST_REMARKS]]


def _note_failure(row: PersonImport, error: AnjuError) -> None:
    found = error.problems[0] if isinstance(error, ImportRefused) else error
    row.error_count, row.warning_count = 1, 0
    row.remarks = [
        {
            "row": 0,
            "index": None,
            "code": found.code,
            "params": _plain(found.params),
            "error": True,
            "value": "",
        }
    ]


def _stored(one: CellRemark, sealed: set[int]) -> dict[str, Any]:
    """A remark without telephone or identity numbers in the clear: what stood there is found by its cell."""
    hidden = one.index in sealed
    params = dict.fromkeys(one.remark.params, "…") if hidden else one.remark.params
    kept = {
        name: value for name, value in one.remark.params.items() if name in ("row", "name", "names", "length")
    }
    return {
        "row": one.row, "index": one.index, "code": one.remark.code, "params": _plain({**params, **kept}),
        "error": one.remark.error, "value": _tail(one.value) if hidden else one.value[:60],
    }  # fmt: skip


def _tail(value: str) -> str:
    return f"…{value[-2:]}" if len(value) > 4 else "…" if value else ""


def _plain(params: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}


def import_of(actor: Actor, import_id: int) -> PersonImport:
    """An import of a community in the actor's reach. Raises Forbidden, NotFound."""
    actor.require(PERSON_IMPORT)
    row = PersonImport.objects.select_related("file").filter(pk=import_id).first()
    if row is None or not actor.reach(PERSON_IMPORT).covers_community(row.community_id):
        raise NotFound("people.import.missing")
    return row


def imports_of(actor: Actor, community_id: int | None, limit: int = 30) -> list[PersonImport]:
    """The newest imports in the actor's reach. Raises Forbidden."""
    actor.require(PERSON_IMPORT)
    rows = PersonImport.objects.filter(actor.reach(PERSON_IMPORT).q())
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    return list(rows.order_by("-at", "-pk")[:limit])


def imports_forget(*, at: datetime) -> int:
    """Delete the sheets whose time is over and the values noted from them; the counts stay. Returns how many."""
    over = PersonImport.objects.select_related("file").filter(expires_at__lt=at, file__isnull=False)
    with transaction.atomic():
        rows = list(over)
        for row in rows:
            file, row.file, row.remarks = row.file, None, []
            if row.state not in (S.DONE, S.TAKEN_BACK):
                row.state = S.FAILED
            row.save()
            file.delete()
    return len(rows)


def _open(actor: Actor, import_id: int, at: datetime) -> PersonImport:
    import_of(actor, import_id)
    row = locks.row(PersonImport, import_id)
    if row.state in (S.DONE, S.TAKEN_BACK) or row.expires_at <= at or row.file_id is None:
        raise Conflict("people.import.over")
    return row


def _defer(job: str, actor: Actor, import_id: int) -> None:
    task = app.configure_task(job, queue="work")
    task.defer(org_id=actor.org_id, import_id=import_id, user_id=actor.user_id)


def today_of(actor: Actor, at: datetime) -> date:
    return at.astimezone(ZoneInfo(actor.time_zone)).date()
