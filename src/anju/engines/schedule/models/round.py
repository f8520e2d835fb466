from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class RoundMode(models.TextChoices):
    EACH = "each", _("逐点完成")
    ROUTE = "route", _("按路线一次完成")


class RoundState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    ACTIVE = "active", _("执行中")
    PAUSED = "paused", _("暂停")
    ENDED = "ended", _("已结束")


class Round(ScopedModel):
    """Work that recurs. The places, people and promises it is for are known here by number only.

    recurrence, checklist, evidence: the JSON forms of the contracts of the same names.
    materialised_until: first day for which no occurrence has been made yet.
    """

    community_id = LooseKey(target="estate.Place")
    kind = models.CharField(max_length=20)
    domain = models.CharField(max_length=20)
    title = models.CharField(_("名称"), max_length=120)
    instructions = models.TextField(_("作业要求"), blank=True)
    recurrence = models.JSONField()
    mode = models.CharField(_("方式"), max_length=6, choices=RoundMode, default=RoundMode.EACH)
    checklist = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    minutes = models.PositiveSmallIntegerField(_("预计用时(分钟)"), default=10)
    position_id = LooseKey(target="people.Position", null=True)
    team_id = LooseKey(target="people.Team", null=True)
    staff_id = LooseKey(target="people.Staff", null=True)
    active_from = models.DateField(_("开始日期"))
    active_until = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=RoundState, default=RoundState.DRAFT)
    materialised_until = models.DateField(null=True)

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["org", "community_id", "state"], name="round_community"),
            models.Index(
                fields=["org", "materialised_until"], condition=models.Q(state="active"), name="round_horizon"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoundSpot(ScopedModel):
    """A place of a round, in the order of the route."""

    round = ScopedKey(Round, on_delete=models.CASCADE, related_name="spots")
    place_id = LooseKey(target="estate.Place")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "round", "place_id"], name="spot_once")]
        indexes = [models.Index(fields=["org", "place_id"], name="spot_place")]

    def __str__(self) -> str:
        return f"{self.round_id} @ {self.place_id}"
