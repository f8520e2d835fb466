"""Background work of community life: reminders of terms that run out, of what safety owes, of meetings to come."""

from __future__ import annotations

from django.utils import timezone

from anju.foundation.accounts import home
from anju.foundation.jobs import each, job
from anju.modules.community.services import dogs, inviting, meetings, reminding, terms


@job("community.remind_dogs", queue="sweeps")
def remind_dogs(*, org_id: int) -> None:
    dogs.dogs_remind(at=timezone.now())


@job("community.safety_remind", queue="sweeps")
def safety_remind(*, org_id: int) -> None:
    reminding.safety_remind(on=timezone.localdate(), at=timezone.now())


@job("community.meetings", queue="sweeps")
def remind_chairs(*, org_id: int) -> None:
    meetings.meetings_remind(at=timezone.now(), zone=home.zone().key)
    inviting.meetings_call_again(at=timezone.now(), zone=home.zone().key)


@job("community.terms", queue="sweeps")
def tell_terms(*, org_id: int) -> None:
    terms.terms_tell(on=timezone.localdate(), at=timezone.now(), zone=home.zone().key)


remind_all_dogs = each("community.remind_all_dogs", cron="10 1 * * *", task=remind_dogs)
safety_remind_all = each("community.safety_remind_all", cron="20 0 * * *", task=safety_remind)
remind_all_chairs = each("community.meetings_all", cron="30 0 * * *", task=remind_chairs)
tell_all_terms = each("community.terms_all", cron="40 0 * * *", task=tell_terms)
