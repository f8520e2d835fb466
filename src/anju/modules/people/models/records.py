"""Registers of posts: duty and hand-over logs, radios and torches, duties of departments, transfers of staff."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.people.models.staff import Department, Position, Staff


class LogKind(models.TextChoices):
    DUTY = "duty", _("值班记录")
    HANDOVER = "handover", _("交接班记录")
    INSTRUCTION = "instruction", _("请示")
    REPORT = "report", _("汇报")
    WORK = "work", _("工作记录")


class LogState(models.TextChoices):
    OPEN = "open", _("待处理")
    CLOSED = "closed", _("已办结")


class LogEntry(ScopedModel):
    """One entry of a log. A hand-over waits until `receiver` takes over; an instruction until it is answered."""

    community_id = LooseKey(target="estate.Place", null=True)
    department = ScopedKey(Department, on_delete=models.PROTECT, related_name="log_entries")
    position = ScopedKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="log_entries"
    )
    kind = models.CharField(_("类型"), max_length=12, choices=LogKind)
    number = models.CharField(_("编号"), max_length=20)
    happened_at = models.DateTimeField(_("时间"))
    author = ScopedKey(Staff, on_delete=models.PROTECT, related_name="log_written")
    receiver = ScopedKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="log_received")
    text = models.TextField(_("内容"))
    unfinished = models.TextField(_("未完事项"), blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=LogState, default=LogState.CLOSED)
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="log_number_once")]
        indexes = [models.Index(fields=["org", "community_id", "-happened_at"], name="log_newest")]

    def __str__(self) -> str:
        return self.number


class DeviceKind(models.TextChoices):
    RADIO = "radio", _("对讲机")
    TORCH = "torch", _("手电筒")
    KEYS = "keys", _("钥匙")
    PATROL = "patrol", _("巡更设备")
    OTHER = "other", _("其他")


class DeviceState(models.TextChoices):
    STORED = "stored", _("在库")
    ISSUED = "issued", _("已领用")
    BROKEN = "broken", _("待修")
    RETIRED = "retired", _("报废")
    LOST = "lost", _("遗失")


class Device(ScopedModel):
    community_id = LooseKey(target="estate.Place", null=True)
    kind = models.CharField(_("类型"), max_length=8, choices=DeviceKind)
    number = models.CharField(_("编号"), max_length=30)
    description = models.CharField(_("说明"), max_length=120, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=DeviceState, default=DeviceState.STORED)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "kind", "number"], name="device_once")]

    def __str__(self) -> str:
        return self.number


class DeviceIssue(ScopedModel):
    """A device handed to a person at a post, until it comes back."""

    device = ScopedKey(Device, on_delete=models.PROTECT, related_name="issues")
    staff = ScopedKey(Staff, on_delete=models.PROTECT, related_name="device_issues")
    position = ScopedKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="device_issues"
    )
    issued_at = models.DateTimeField(_("领用时间"))
    issued_by = models.CharField(max_length=60)
    returned_at = models.DateTimeField(_("归还时间"), null=True, blank=True)
    returned_to = models.CharField(max_length=60, blank=True)
    condition = models.CharField(_("归还情况"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "device"],
                condition=models.Q(returned_at__isnull=True),
                name="device_issued_once",
            )
        ]
        indexes = [models.Index(fields=["org", "staff"], name="device_issue_staff")]

    def __str__(self) -> str:
        return f"{self.device_id} → {self.staff_id}"


class DutyRole(models.TextChoices):
    LEADS = "leads", _("主责")
    HELPS = "helps", _("协助")


class Duty(ScopedModel):
    """A cell of the duty matrix: what a department does in a domain. `disputed` says why it is argued about."""

    department = ScopedKey(Department, on_delete=models.CASCADE, related_name="duties")
    domain = models.CharField(_("领域"), max_length=20)
    role = models.CharField(_("职责"), max_length=8, choices=DutyRole)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    disputed = models.CharField(_("争议"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "department", "domain"], name="duty_once")]

    def __str__(self) -> str:
        return f"{self.department_id} {self.domain}"


class PassState(models.TextChoices):
    WAITING = "waiting", _("待接收")
    ACCEPTED = "accepted", _("已接收")
    RETURNED = "returned", _("已退回")


class DutyPass(ScopedModel):
    """A request outside one's power, passed to the department it belongs to, and whether that one took it."""

    community_id = LooseKey(target="estate.Place", null=True)
    number = models.CharField(_("编号"), max_length=20)
    subject = models.CharField(_("事项"), max_length=200)
    domain = models.CharField(_("领域"), max_length=20, blank=True)
    from_department = ScopedKey(Department, on_delete=models.PROTECT, related_name="passed_on")
    to_department = ScopedKey(Department, on_delete=models.PROTECT, related_name="passed_in")
    reason = models.CharField(_("转交原因"), max_length=300)
    state = models.CharField(_("状态"), max_length=8, choices=PassState, default=PassState.WAITING)
    passed_at = models.DateTimeField()
    passed_by = models.CharField(max_length=60)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answer = models.CharField(_("答复"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="dutypass_number_once")]
        indexes = [models.Index(fields=["org", "community_id", "state"], name="dutypass_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class Transfer(ScopedModel):
    """A person moved between posts or projects. Names are kept as they were on that day."""

    staff = ScopedKey(Staff, on_delete=models.CASCADE, related_name="transfers")
    on = models.DateField(_("调动日期"))
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(_("调动原因"), max_length=300)
    by_name = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "staff", "-on"], name="transfer_newest")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.on}"


class BodyKind(models.TextChoices):
    HEADQUARTERS = "headquarters", _("公司本部")
    BRANCH = "branch", _("分公司")
    OFFICE = "office", _("物业服务中心")
    COMMITTEE = "committee", _("业主委员会")
    OTHER = "other", _("其他机构")


class ManagementBody(ScopedModel):
    """A management body with its duties and powers, and the principles it is staffed by."""

    community_id = LooseKey(target="estate.Place", null=True)
    kind = models.CharField(_("类型"), max_length=12, choices=BodyKind)
    name = models.CharField(_("名称"), max_length=80)
    head = models.CharField(_("负责人"), max_length=60, blank=True)
    duties = models.TextField(_("职责"), blank=True)
    powers = models.TextField(_("权限"), blank=True)
    principles = models.TextField(_("设置和配置原则"), blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "community_id", "name"], name="body_name_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name
