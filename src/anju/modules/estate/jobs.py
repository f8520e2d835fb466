from __future__ import annotations

from django.utils import timezone

from anju.foundation.accounts.models import Organisation, User
from anju.foundation.actors import Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.jobs import each, job
from anju.modules.estate.services import progress, tree_import


@job(tree_import.IMPORT_JOB, retry=2)
def import_tree(*, org_id: int, import_id: int, user_id: int) -> None:
    """Import with the rights the person has when it runs."""
    user, org = User.objects.get(pk=user_id), Organisation.objects.get(pk=org_id)
    actor = actor_for(user, org, Origin(channel="import"))
    tree_import.import_run(
        actor=actor,
        import_id=import_id,
        at=timezone.now(),
        report=lambda stage, done: progress.tell(import_id, stage, done),
    )


@job("estate.forget_imports", queue="sweeps")
def forget_imports(*, org_id: int) -> None:
    tree_import.imports_forget(at=timezone.now())


forget_all_imports = each("estate.forget_all_imports", cron="20 3 * * *", task=forget_imports)
