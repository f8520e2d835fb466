from __future__ import annotations

from django.utils import timezone

from anju.foundation.accounts.models import Organisation, User
from anju.foundation.actors import Actor, Origin, root
from anju.foundation.actors.loading import actor_for
from anju.foundation.jobs import each, job
from anju.modules.people.services import (
    care,
    home_files,
    import_progress,
    person_imports,
    person_requests,
    uploads,
)


@job("people.forget_uploads", queue="sweeps")
def forget_uploads(*, org_id: int) -> None:
    uploads.uploads_forget(at=timezone.now())
    person_imports.imports_forget(at=timezone.now())


forget_all_uploads = each("people.forget_all_uploads", cron="25 3 * * *", task=forget_uploads)


def _importer(org_id: int, user_id: int) -> Actor:
    """With the rights the person has when the job runs."""
    return actor_for(
        User.objects.get(pk=user_id), Organisation.objects.get(pk=org_id), Origin(channel="import")
    )


@job(person_imports.CHECK_JOB, retry=2)
def check_person_sheet(*, org_id: int, import_id: int, user_id: int) -> None:
    person_imports.import_check(
        actor=_importer(org_id, user_id),
        import_id=import_id,
        at=timezone.now(),
        report=lambda stage, done: import_progress.tell(import_id, stage, done),
    )


@job(person_imports.RUN_JOB, retry=2)
def import_person_sheet(*, org_id: int, import_id: int, user_id: int) -> None:
    person_imports.import_run(
        actor=_importer(org_id, user_id),
        import_id=import_id,
        at=timezone.now(),
        report=lambda stage, done: import_progress.tell(import_id, stage, done),
    )


@job("people.review_rights", queue="sweeps")
def review_rights(*, org_id: int) -> None:
    """Warn before requests are late, erase what nothing keeps any more, end care and profiles whose consent was
    withdrawn.
    """
    now, today = timezone.now(), timezone.localdate()
    person_requests.requests_warn(at=now, today=today)
    person_requests.locks_review(actor=root("到期清理", org_id, channel="job"), at=now)
    care.care_review(at=now, today=today)
    home_files.profiles_review(today=today)


review_all_rights = each("people.review_all_rights", cron="10 6 * * *", task=review_rights)
