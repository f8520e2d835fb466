from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel

OPEN = models.Q(closed_at__isnull=True)


class Case(ScopedModel):
    """Something asked for, or wrong. Its kind says what its state means.

    due_at: a projection, the first due time of its running clocks; the truth is in the segments. sampled_at: when it was
    put up for the draw of return visits.
    """

    community_id = LooseKey(target="estate.Place")
    place_id = LooseKey(target="estate.Place", null=True)
    kind = models.CharField(max_length=20)
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    key = models.CharField(max_length=100, null=True)
    title = models.CharField(_("标题"), max_length=120)
    words = models.TextField(_("内容"), blank=True)
    severity = models.PositiveSmallIntegerField(_("严重程度"), default=2)
    state = models.CharField(max_length=20)
    channel = models.CharField(max_length=12, default="desk")
    person_id = LooseKey(null=True)
    reporter_user_id = models.BigIntegerField(null=True)
    reporter_name = SealedText(blank=True)
    contact = SealedText(blank=True)
    contact_digest = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=40, blank=True)
    source_id = LooseKey(null=True)
    assignee_id = LooseKey(target="people.Staff", null=True)
    team_id = LooseKey(target="people.Team", null=True)
    department_id = LooseKey(target="people.Department", null=True)
    owner_id = LooseKey(target="people.Staff", null=True)
    fields = models.JSONField(default=dict)
    barred_staff = ArrayField(models.BigIntegerField(), default=list)
    barred_users = ArrayField(models.BigIntegerField(), default=list)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    sampled_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    merged_into = ScopedKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    state_before_merge = models.CharField(max_length=20, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="case_number_once"),
            models.UniqueConstraint(
                fields=["org", "key"], condition=models.Q(key__isnull=False), name="case_key_once"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(state="merged"),
                name="case_merged_state",
            ),
            models.CheckConstraint(
                condition=OPEN | models.Q(due_at__isnull=True), name="case_closed_not_due"
            ),
        ]
        indexes = [
            models.Index(fields=["org", "due_at", "id"], condition=OPEN, name="case_open_due"),
            models.Index(fields=["org", "state", "due_at", "id"], condition=OPEN, name="case_open_state"),
            models.Index(
                fields=["org", "assignee_id", "due_at", "id"], condition=OPEN, name="case_open_assignee"
            ),
            models.Index(
                fields=["org", "community_id", "due_at", "id"], condition=OPEN, name="case_open_place"
            ),
            models.Index(fields=["org", "-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["org", "community_id", "-opened_at", "-id"], name="case_community"),
            models.Index(fields=["org", "place_id", "-opened_at"], name="case_place"),
            models.Index(
                fields=["org", "contact_digest", "-opened_at"],
                condition=~models.Q(contact_digest=""),
                name="case_contact",
            ),
            models.Index(
                fields=["org", "person_id", "-opened_at"],
                condition=models.Q(person_id__isnull=False),
                name="case_person",
            ),
            models.Index(
                fields=["org", "merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="case_merged",
            ),
            models.Index(
                fields=["org", "source", "source_id"], condition=~models.Q(source=""), name="case_source"
            ),
            models.Index(fields=["org", "id"], condition=~models.Q(barred_users=[]), name="case_barred"),
            models.Index(
                fields=["org", "kind", "sampled_at"],
                condition=models.Q(sampled_at__isnull=False),
                name="case_sampled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CaseEvent(ScopedModel):
    """One entry of the history: only ever added. side: who sees it."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    code = models.CharField(max_length=24)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    words = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    side = models.CharField(max_length=8, default="internal")

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "case", "id"], name="caseevent_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"


class CaseLink(ScopedModel):
    """Two cases that belong together: `case` was split off from, is related to or caused by `other`."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="links")
    other = ScopedKey(Case, on_delete=models.CASCADE, related_name="linked")
    relation = models.CharField(max_length=12)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "case", "other", "relation"], name="caselink_once")
        ]
        indexes = [models.Index(fields=["org", "other"], name="caselink_other")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.relation} {self.other_id}"
