from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel, SharedKey


class Department(ScopedModel):
    """`domain` is the promise domain it answers for (security, cleaning …), empty for the office."""

    community_id = LooseKey(target="estate.Place", null=True)
    parent = ScopedKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("部门"), max_length=40)
    domain = models.CharField(_("负责领域"), max_length=20, blank=True)
    head = ScopedKey("people.Staff", on_delete=models.SET_NULL, null=True, blank=True, related_name="heads")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "community_id", "name"], name="department_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name


class Position(ScopedModel):
    """A post (岗位): its fixed number of people, its duties and its work standard (定员、定岗、定编)."""

    department = ScopedKey(Department, on_delete=models.PROTECT, related_name="positions")
    name = models.CharField(_("岗位"), max_length=40)
    headcount = models.PositiveSmallIntegerField(_("编制"), default=1)
    duties = models.TextField(_("岗位职责"), blank=True)
    standard = models.TextField(_("工作标准"), blank=True)
    demands = models.TextField(_("任职要求"), blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "department", "name"], name="position_once")]

    def __str__(self) -> str:
        return self.name


class Team(ScopedModel):
    department = ScopedKey(Department, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("班组"), max_length=40)
    leader = ScopedKey("people.Staff", on_delete=models.SET_NULL, null=True, blank=True, related_name="leads")

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "department", "name"], name="team_once")]

    def __str__(self) -> str:
        return self.name


class StaffState(models.TextChoices):
    ACTIVE = "active", _("在职")
    LEAVE = "leave", _("休假")
    LEFT = "left", _("离职")


class Staff(ScopedModel):
    """A person employed here; `user` is his log-in where he has one."""

    community_id = LooseKey(target="estate.Place", null=True)
    user = SharedKey("foundation.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    number = models.CharField(_("工号"), max_length=20)
    name = models.CharField(_("姓名"), max_length=40)
    phone = SealedText(_("手机号"), blank=True)
    department = ScopedKey(Department, on_delete=models.PROTECT, related_name="staff")
    position = ScopedKey(Position, on_delete=models.PROTECT, null=True, blank=True, related_name="staff")
    team = ScopedKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="members")
    skills = models.JSONField(_("专长"), default=list, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=StaffState, default=StaffState.ACTIVE)
    joined_on = models.DateField(_("入职日期"), null=True, blank=True)
    left_on = models.DateField(_("离职日期"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="staff_number_once"),
            models.UniqueConstraint(
                fields=["org", "user"], name="staff_user_once", condition=models.Q(user__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["org", "community_id", "state"], name="staff_community")]

    def __str__(self) -> str:
        return self.name
