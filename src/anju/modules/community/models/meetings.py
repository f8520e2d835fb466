from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.community.models.surveys import Improvement


class MeetingKind(models.TextChoices):
    REPRESENTATIVES = "talk", _("业主代表座谈")
    OWNERS = "owners", _("业主见面会")
    MOVE_IN = "move_in", _("入住前见面会")
    COMMITTEE = "committee", _("与业委会沟通")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("已计划")
    HELD = "held", _("已召开")
    CANCELLED = "cancelled", _("已取消")


class Invited(models.TextChoices):
    ALL = "all", _("全体业主")
    REPRESENTATIVES = "representatives", _("业主代表")


class Called(models.TextChoices):
    OWNERS = "owners", _("业主")
    RESIDENTS = "residents", _("全体住户")


class Attendee(models.TextChoices):
    HOME = "home", _("业主")
    STAFF = "staff", _("物业")
    GUEST = "guest", _("来宾")


class Meeting(ScopedModel):
    """A talk with owners, planned and then held. building_ids: whose homes are invited, [] for the whole community.

    warned: how often its chair was reminded (1 before its day, 2 after it passed without minutes). called_at: when the
    invitations went out to `called`, of home_ids for representatives; reset when time or place change. Source: B CSR-08, 09.
    """

    community_id = LooseKey(target="estate.Place")
    kind = models.CharField(_("类别"), max_length=10, choices=MeetingKind)
    title = models.CharField(_("主题"), max_length=80)
    place = models.CharField(_("地点"), max_length=80)
    starts_at = models.DateTimeField(_("时间"))
    chair_id = LooseKey(target="people.Staff")
    agenda = models.TextField(_("议程"), blank=True)
    invited = models.CharField(_("邀请"), max_length=16, choices=Invited, default=Invited.ALL)
    building_ids = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    cancel_reason = models.CharField(_("取消原因"), max_length=200, blank=True)
    minutes = models.TextField(_("会议纪要"), blank=True)
    minutes_at = models.DateTimeField(null=True)
    minutes_by = models.CharField(max_length=60, blank=True)
    called_at = models.DateTimeField(null=True)
    called_by = models.CharField(max_length=60, blank=True)
    called = models.CharField(max_length=9, choices=Called, blank=True)
    called_count = models.PositiveIntegerField(default=0)
    home_ids = ArrayField(models.BigIntegerField(), default=list)
    warned = models.PositiveSmallIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="held") | models.Q(minutes_at__isnull=False),
                name="meeting_held_minutes",
            )
        ]
        indexes = [models.Index(fields=["org", "community_id", "-starts_at"], name="meeting_newest")]

    def __str__(self) -> str:
        return self.title


class MeetingAttendee(ScopedModel):
    """Who was there. person_id: of a home, where the name is one of the register; a guest is a name."""

    meeting = ScopedKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    sort = models.CharField(max_length=6, choices=Attendee)
    place_id = LooseKey(target="estate.Place", null=True)
    person_id = LooseKey(target="people.Person", null=True)
    staff_id = LooseKey(target="people.Staff", null=True)
    name = models.CharField(_("姓名"), max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "meeting", "sort", "place_id", "person_id", "name"],
                name="attendee_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.name


class MeetingFile(ScopedModel):
    meeting = ScopedKey(Meeting, on_delete=models.CASCADE, related_name="files")
    file = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.file_id)


class MeetingOpinion(ScopedModel):
    """What somebody said. Whether it is taken, its measure and result stand in its improvement.

    who: as it was said, "" for nobody named. reason: why it was taken or not. answer: what they were told.
    """

    meeting = ScopedKey(Meeting, on_delete=models.CASCADE, related_name="opinions")
    improvement = ScopedKey(Improvement, on_delete=models.PROTECT, related_name="+")
    place_id = LooseKey(target="estate.Place", null=True)
    person_id = LooseKey(target="people.Person", null=True)
    who = models.CharField(_("提出人"), max_length=60, blank=True)
    at = models.DateTimeField()
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "meeting", "at"], name="meeting_opinion_order")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.who}"
