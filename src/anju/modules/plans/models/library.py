from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.plans.models.plan import Plan


class DocumentKind(models.TextChoices):
    """What a controlled document is. Sources: A STD-03…09, 11, 13…15, ORG-16, 17; B ORG-07…09, 11, 14…16, 18."""

    CONDUCT = "conduct", _("行为规范")
    RULES = "rules", _("公司制度")
    DUTIES = "duties", _("岗位职责与标准")
    SOP = "sop", _("标准作业规程")
    ASSESSMENT = "assessment", _("考核办法")
    FORM = "form", _("登记簿与表格")
    DISCIPLINE = "discipline", _("监督检查奖罚办法")
    SECURITY = "security", _("安全管理制度")
    EQUIPMENT = "equipment", _("设备操作规程与保养规范")
    POST_SERVICE = "post_service", _("门岗巡逻服务细则")
    ETIQUETTE = "etiquette", _("礼仪与言行规范")
    WORK_SYSTEM = "work_system", _("基础工作制度")
    PUBLIC_RULES = "public_rules", _("公众管理制度")
    RULE_BOOK = "rule_book", _("小区管理规定")
    MANAGEMENT_PLAN = "management_plan", _("管理方案")
    DEVELOPMENT_PLAN = "development_plan", _("发展规划")
    RESEARCH = "research", _("调研记录")
    PROFILE = "profile", _("公司简介")
    PURPOSE = "purpose", _("服务宗旨与理念")
    DISPLAY = "display", _("前台公示资料")
    OTHER = "other", _("其他")


class DocumentState(models.TextChoices):
    """What is stored of a version; that it is in force follows from its day (queries.library)."""

    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已批准")
    WITHDRAWN = "withdrawn", _("已撤回")


class ControlledDocument(ScopedModel):
    """A company document under control of versions. community_id None: it holds for the whole company.

    requirement: the item of the checklist (rules.library) it fulfils, or blank. round_kinds: kinds of rounds whose
    work follows it. is_public: owners' committee and authorities may read it too. review_due: when somebody has to
    look at it again; review_months: how long after that again, None for once.
    """

    community_id = LooseKey(target="estate.Place", null=True)
    kind = models.CharField(_("类别"), max_length=16, choices=DocumentKind)
    number = models.CharField(_("编号"), max_length=40)
    title = models.CharField(_("名称"), max_length=120)
    requirement = models.CharField(_("对应的必备制度"), max_length=40, blank=True)
    department = ScopedKey("people.Department", on_delete=models.PROTECT, null=True, related_name="+")
    round_kinds = models.JSONField(_("适用的作业"), default=list)
    is_public = models.BooleanField(_("对业主公开"), default=False)
    review_due = models.DateField(_("下次复审"), null=True)
    review_months = models.PositiveSmallIntegerField(_("复审周期"), null=True)
    retired_on = models.DateField(_("废止日期"), null=True)
    created_at = models.DateTimeField(default=timezone.now)

    department_id: int | None
    versions: Any
    audience: Any

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="document_number_once")]
        indexes = [
            models.Index(fields=["org", "community_id", "kind"], name="document_shelf"),
            models.Index(fields=["org", "review_due"], name="document_review"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class DocumentAudience(ScopedModel):
    """A post the document is addressed to; a document without any is addressed to everybody."""

    document = ScopedKey(ControlledDocument, on_delete=models.CASCADE, related_name="audience")
    position = ScopedKey("people.Position", on_delete=models.CASCADE, related_name="+")

    position_id: int

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "document", "position"], name="document_audience_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.position_id}"  # type: ignore[attr-defined]


class DocumentVersion(ScopedModel):
    """One text of a document: typed, in a file, or as lines of a form. Names are kept as they were on that day.

    text: as typed, or as read from the file, for the full-text search. items: lines of a form, as
    engines.schedule Checklist.to_json. effective_on: set when approved; the approved version with the latest day
    that has come is in force.
    """

    document = ScopedKey(ControlledDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=9, choices=DocumentState, default=DocumentState.DRAFT)
    text = models.TextField(_("正文"), blank=True)
    file = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    items = models.JSONField(default=list)
    change_reason = models.CharField(_("修订原因"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=60, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    approved_by_name = models.CharField(max_length=60, blank=True)
    approval_note = models.CharField(_("批准意见"), max_length=300, blank=True)
    effective_on = models.DateField(_("生效日期"), null=True)

    document_id: int
    file_id: int | None

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "document", "number"], name="document_version_once"),
            models.UniqueConstraint(
                fields=["org", "document"], condition=models.Q(state="draft"), name="document_one_draft"
            ),
        ]
        indexes = [
            models.Index(
                fields=["org", "document", "-effective_on", "-number"],
                condition=models.Q(state="approved"),
                name="document_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class DocumentReading(ScopedModel):
    """This person confirms to have read this version."""

    version = ScopedKey(DocumentVersion, on_delete=models.CASCADE, related_name="readings")
    staff = ScopedKey("people.Staff", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("确认时间"))

    staff_id: int

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "version", "staff"], name="document_reading_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} ← {self.staff_id}"  # type: ignore[attr-defined]


class ReviewOutcome(models.TextChoices):
    KEEP = "keep", _("继续有效")
    REVISE = "revise", _("需要修订")
    MISSING = "missing", _("缺失或破损")


class DocumentReview(ScopedModel):
    """Somebody looked at the document, or at its copy on display, on that day. Sources: A STD-11, B ORG-14."""

    document = ScopedKey(ControlledDocument, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField(_("日期"))
    outcome = models.CharField(_("结论"), max_length=8, choices=ReviewOutcome)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    photo = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "document", "-on"], name="document_review_newest")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.on}"  # type: ignore[attr-defined]


class FormUse(ScopedModel):
    """A round is filled in on this version of a form."""

    version = ScopedKey(DocumentVersion, on_delete=models.PROTECT, related_name="uses")
    round = ScopedKey("schedule.Round", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    round_id: int

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "round"], name="form_of_round_once")]

    def __str__(self) -> str:
        return f"{self.round_id} ← {self.version_id}"  # type: ignore[attr-defined]


class LawKind(models.TextChoices):
    LAW = "law", _("法律")
    REGULATION = "regulation", _("行政法规")
    RULE = "rule", _("部门规章")
    LOCAL = "local", _("地方性法规和规章")
    NOTICE = "notice", _("规范性文件")
    STANDARD = "standard", _("标准")


class ReferenceLaw(ScopedModel):
    """A law, notice or standard that plans and documents refer to. Source: A STD-19."""

    kind = models.CharField(_("类别"), max_length=10, choices=LawKind)
    title = models.CharField(_("名称"), max_length=120)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    issuer = models.CharField(_("发布机关"), max_length=120, blank=True)
    in_force_from = models.DateField(_("施行日期"), null=True)
    repealed_on = models.DateField(_("废止日期"), null=True)
    link = models.CharField(_("出处"), max_length=300, blank=True)
    note = models.TextField(_("与本公司的关系"), blank=True)

    uses: Any

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "title", "number"], name="law_once")]

    def __str__(self) -> str:
        return self.title


class LawUse(ScopedModel):
    """The plan rests on this law."""

    law = ScopedKey(ReferenceLaw, on_delete=models.CASCADE, related_name="uses")
    plan = ScopedKey(Plan, on_delete=models.CASCADE, related_name="+")

    plan_id: int

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "law", "plan"], name="law_use_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} → {self.law_id}"  # type: ignore[attr-defined]


class GradeDecision(ScopedModel):
    """A person's word on one item of a service standard: it does not apply here, or this promise answers it."""

    community_id = LooseKey(target="estate.Place")
    standard = models.CharField(max_length=20)
    item = models.CharField(max_length=40)
    exempt = models.BooleanField(_("不适用"), default=False)
    promise = ScopedKey("plans.Promise", on_delete=models.CASCADE, null=True, related_name="+")
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    promise_id: int | None

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "community_id", "standard", "item"], name="grade_decision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.item}"
