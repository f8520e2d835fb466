from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class Lesson(ScopedModel):
    """What is learnt from complaints: a measure so that it does not happen again, or a case handled well, to be shared.

    sort: measure or example. case: the complaint it comes from, where it comes from one.
    """

    community_id = LooseKey(target="estate.Place")
    case = ScopedKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    sort = models.CharField(max_length=8)
    text = models.CharField(_("内容"), max_length=500)
    staff_id = LooseKey(target="people.Staff", null=True)
    due_on = models.DateField(_("完成期限"), null=True)
    done_on = models.DateField(_("完成日期"), null=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(sort__in=("measure", "example")), name="lesson_sort")
        ]
        indexes = [models.Index(fields=["org", "community_id", "-at"], name="lesson_community")]

    def __str__(self) -> str:
        return self.text[:40]
