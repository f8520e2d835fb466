"""An uploaded workbook from its dry run to its end."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from anju.foundation import audit, files, locks
from anju.foundation.actors import Actor
from anju.foundation.importing import ImportRefused, ImportResult, read_workbook
from anju.kernel.errors import AnjuError, Conflict, NotFound
from anju.modules.estate.models import ImportState, TreeImport
from anju.modules.estate.permissions import PLACE_IMPORT
from anju.modules.estate.rules.tree_plan import TreePlan
from anju.modules.estate.services import tree_check, tree_write
from anju.modules.estate.services.acts import TREE_IMPORTED
from anju.modules.estate.services.tree_sheets import TREE
from anju.modules.estate.services.tree_write import Report

TREE_SHEET = files.purpose("estate.import", reading=PLACE_IMPORT, largest=50 << 20)
IMPORT_JOB = "estate.import_tree"
KEPT = timedelta(days=1)
STUCK = timedelta(minutes=5)
MOST_PROBLEMS = 500
AT_ONCE = 2_000


def import_keep(*, actor: Actor, name: str, data: bytes, at: datetime) -> int:
    """Keep an upload for its confirmation, for a day. Returns the id of the import.

    Raises Forbidden, Invalid (foundation.files).
    """
    actor.require(PLACE_IMPORT)
    with transaction.atomic():
        file = files.keep(actor=actor, what=TREE_SHEET, name=name or "import.xlsx", data=data)
        row = TreeImport.objects.create(
            file=file, state=ImportState.REFUSED, user_id=actor.user_id, at=at, expires_at=at + KEPT
        )
    return int(row.pk)


def import_note(*, actor: Actor, import_id: int, result: ImportResult, plan: TreePlan, at: datetime) -> None:
    """Note the outcome of the dry run. Raises Forbidden, NotFound; Conflict: estate.import.over."""
    with transaction.atomic():
        row = _locked(actor, import_id, at)
        row.state = ImportState.READY if result.ok else ImportState.REFUSED
        row.rows = result.row_count
        row.counts = plan.counts()
        _note_problems(row, result)
        row.save(update_fields=["state", "rows", "counts", "problems", "problem_count"])


def import_begin(*, actor: Actor, import_id: int, at: datetime, later: bool = True) -> None:
    """Enqueue the job that does it, or with `later` False only say that it begins now.

    A failed import, or one that has not moved for five minutes, may be begun again.

    Raises Forbidden, NotFound; Conflict: estate.import.over, estate.import.not_ready.
    """
    with transaction.atomic():
        row = _locked(actor, import_id, at)
        stuck = row.state == ImportState.RUNNING and row.finished_at is None and at - row.at > STUCK
        if row.state not in (ImportState.READY, ImportState.FAILED) and not stuck:
            raise Conflict("estate.import.not_ready")
        row.state, row.stage, row.done, row.at = ImportState.RUNNING, "waiting", 0, at
        row.save(update_fields=["state", "stage", "done", "at"])
        if later:
            job = app.configure_task(IMPORT_JOB, queue="work")
            job.defer(org_id=actor.org_id, import_id=import_id, user_id=actor.user_id)


def import_run(*, actor: Actor, import_id: int, at: datetime, report: Report) -> TreeImport:
    """Read the kept workbook again, check it again and write it whole, or write nothing and say why.

    Doing it twice changes nothing the second time. report(stage, percent): told on the way.
    Raises Forbidden, NotFound.
    """
    actor.require(PLACE_IMPORT)
    with transaction.atomic():
        locks.advisory("estate-tree", actor.org_id)
        row = import_of(actor, import_id)
        if row.state == ImportState.DONE:
            return row
        report("reading", 5)
        try:
            with transaction.atomic():
                result, plan = _apply(actor, row, report)
        except AnjuError as error:
            result, plan = None, None
            row.problems, row.problem_count = [_file_problem(error)], 1
        row = TreeImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
        return _finish(actor, row, result, plan, at)


def _apply(actor: Actor, row: TreeImport, report: Report) -> tuple[ImportResult, TreePlan]:
    with files.open_file(row.file) as handle:
        result = read_workbook(TREE, handle.read())
    report("checking", 12)
    plan, tree = tree_check.check(actor, result)
    if result.ok:
        tree_write.write(plan, tree, report)
    return result, plan


def _finish(
    actor: Actor, row: TreeImport, result: ImportResult | None, plan: TreePlan | None, at: datetime
) -> TreeImport:
    done = result is not None and result.ok
    row.state = ImportState.DONE if done else ImportState.FAILED
    row.stage, row.done, row.finished_at = "", 100 if done else row.done, at
    if result is not None and plan is not None:
        row.rows, row.counts = result.row_count, plan.counts()
        _note_problems(row, result)
    row.save()
    if done:
        audit.record(actor, TREE_IMPORTED, row, after={"rows": row.rows, "counts": row.counts}, at=at)
    return row


def imports_forget(*, at: datetime) -> int:
    """Delete the imports, and their files, whose time is over. Returns how many."""
    old = TreeImport.objects.filter(expires_at__lt=at).exclude(state=ImportState.RUNNING)
    with transaction.atomic():
        kept = list(old.select_related("file"))
        old.delete()
        for row in kept:
            row.file.delete()
    return len(kept)


def import_of(actor: Actor, import_id: int) -> TreeImport:
    """An import of the actor's own; who reaches the whole organisation sees all. Raises Forbidden, NotFound."""
    actor.require(PLACE_IMPORT)
    row = TreeImport.objects.select_related("file").filter(pk=import_id).first()
    if row is None or (row.user_id != actor.user_id and not actor.reach(PLACE_IMPORT).unlimited):
        raise NotFound("estate.import.missing")
    return row


def imports_of(actor: Actor, limit: int = 5) -> list[TreeImport]:
    """The actor's last imports, newest first. Raises Forbidden."""
    actor.require(PLACE_IMPORT)
    rows = TreeImport.objects.select_related("file").filter(user_id=actor.user_id)
    return list(rows.order_by("-at", "-pk")[:limit])


def import_bytes(*, actor: Actor, import_id: int, at: datetime) -> bytes | None:
    """The kept workbook; None when its time is over. Raises Forbidden, NotFound."""
    row = import_of(actor, import_id)
    if row.expires_at <= at:
        return None
    with files.open_file(row.file) as handle:
        return handle.read()


def _locked(actor: Actor, import_id: int, at: datetime) -> TreeImport:
    import_of(actor, import_id)
    row = locks.row(TreeImport, import_id)
    if row.expires_at <= at or row.state == ImportState.DONE:
        raise Conflict("estate.import.over")
    return row


def _note_problems(row: TreeImport, result: ImportResult) -> None:
    row.problem_count = result.error_count
    row.problems = [asdict(one) | {"message": one.message} for one in result.errors[:MOST_PROBLEMS]]


def _file_problem(error: AnjuError) -> dict[str, Any]:
    from anju.foundation.ui.messages import error_text

    found = error.problems[0] if isinstance(error, ImportRefused) else error
    return {"code": found.code, "message": error_text(found.code, found.params)}
