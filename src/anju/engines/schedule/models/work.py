from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.engines.schedule.models.round import Round
from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class OccurrenceState(models.TextChoices):
    TODO = "todo", _("待完成")
    DONE = "done", _("已完成")
    MISSED = "missed", _("漏做")
    SKIPPED = "skipped", _("已跳过")
    VOID = "void", _("作废")


class Occurrence(ScopedModel):
    """One time that a round is due. What is late stays late; what is missed stays missed, even when made up.

    slot: stable key of the recurrence ("2026-11-21#2"): making the same slot twice makes one row.
    place_id: the place of an EACH round; null for a ROUTE round, whose places are the round's spots.
    """

    community_id = LooseKey(target="estate.Place")
    round = ScopedKey(Round, on_delete=models.CASCADE, related_name="occurrences")
    place_id = LooseKey(target="estate.Place", null=True)
    slot = models.CharField(max_length=40)
    on = models.DateField()
    sequence = models.PositiveSmallIntegerField(default=1)
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    position_id = LooseKey(target="people.Position", null=True)
    team_id = LooseKey(target="people.Team", null=True)
    staff_id = LooseKey(target="people.Staff", null=True)
    state = models.CharField(max_length=8, choices=OccurrenceState, default=OccurrenceState.TODO)
    late = models.BooleanField(default=False)
    proven = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    done_by = LooseKey(target="people.Staff", null=True)
    made_up_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    findings = models.PositiveSmallIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "round", "place_id", "slot"], name="occurrence_once", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(fields=["org", "community_id", "on"], name="occurrence_day"),
            models.Index(
                fields=["org", "closes_at"], condition=models.Q(state="todo"), name="occurrence_open"
            ),
            models.Index(
                fields=["org", "staff_id", "opens_at"],
                condition=models.Q(state="todo"),
                name="occurrence_staff",
            ),
            models.Index(
                fields=["org", "community_id", "due_at"],
                condition=models.Q(state="todo"),
                name="occurrence_due",
            ),
            models.Index(fields=["org", "place_id", "on"], name="occurrence_place"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.slot}"


class Submission(ScopedModel):
    """What a worker sent: once per `key`, with the time it was done and the time it arrived."""

    occurrence = ScopedKey(Occurrence, on_delete=models.CASCADE, related_name="submissions")
    key = models.UUIDField()
    staff_id = LooseKey(target="people.Staff", null=True)
    on_behalf_of = LooseKey(target="people.Staff", null=True)
    done_at = models.DateTimeField()
    received_at = models.DateTimeField()
    place_label = models.CharField(max_length=16, blank=True)
    scanned = models.JSONField(default=list)
    position = models.JSONField(null=True)
    answers = models.JSONField(default=dict)
    people = models.JSONField(default=list)
    note = models.TextField(blank=True)
    outcome = models.CharField(max_length=12)
    lacking = models.JSONField(default=list)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "key"], name="submission_key_once")]

    def __str__(self) -> str:
        return str(self.key)


class SubmissionPhoto(ScopedModel):
    submission = ScopedKey(Submission, on_delete=models.CASCADE, related_name="photos")
    file = ScopedKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=40, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "submission", "file", "item"], name="photo_once")
        ]

    def __str__(self) -> str:
        return str(self.file_id)


class FindingState(models.TextChoices):
    OPEN = "open", _("待处理")
    CLOSED = "closed", _("已处理")


class Finding(ScopedModel):
    """Something wrong seen on a round; keeps place, severity and photos for the case it will become."""

    community_id = LooseKey(target="estate.Place")
    occurrence = ScopedKey(Occurrence, on_delete=models.CASCADE, related_name="found")
    submission = ScopedKey(Submission, on_delete=models.CASCADE, related_name="found")
    place_id = LooseKey(target="estate.Place", null=True)
    item = models.CharField(max_length=40, blank=True)
    severity = models.PositiveSmallIntegerField(_("严重程度"), default=1)
    text = models.TextField(_("情况"))
    photos = models.JSONField(default=list)
    found_at = models.DateTimeField()
    found_by = LooseKey(target="people.Staff", null=True)
    state = models.CharField(max_length=8, choices=FindingState, default=FindingState.OPEN)
    closed_at = models.DateTimeField(null=True)
    closing_note = models.CharField(max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "community_id", "state", "-found_at"], name="finding_open")]

    def __str__(self) -> str:
        return self.text[:40]
