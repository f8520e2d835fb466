"""What the desk can answer: articles with their versions, and where they were used."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class Topic(models.TextChoices):
    """Classes of enquiries with time limits of their own. Source: catalogue A CMP-09 … CMP-12."""

    GENERAL = "general", _("小区一般情况")
    FEES = "fees", _("收费项目与标准")
    OUTSIDE = "outside", _("周边服务与价格")
    DEPARTMENT = "department", _("其他部门办事")


class ArticleState(models.TextChoices):
    ACTIVE = "active", _("有效")
    RETIRED = "retired", _("停用")


class Article(ScopedModel):
    """A question and its answer. community_id None: for all. others: more ways of asking, a line each.

    outside_duty: explains what is not the company's duty; in_charge: who is. source: the law or document it rests on.
    finder: question, other ways of asking and their pinyin, folded, for searching while one types.
    """

    community_id = LooseKey(target="estate.Place", null=True)
    topic = models.CharField(_("主题"), max_length=10, choices=Topic, default=Topic.GENERAL)
    subject = models.CharField(_("分类"), max_length=30, blank=True)
    question = models.CharField(_("问题"), max_length=120)
    others = models.TextField(_("其他问法"), blank=True)
    answer = models.TextField(_("答复"))
    department = models.CharField(_("负责部门"), max_length=60, blank=True)
    outside_duty = models.BooleanField(_("不属于物业职责"), default=False)
    in_charge = models.CharField(_("责任单位"), max_length=120, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    public = models.BooleanField(_("业主可见"), default=True)
    valid_from = models.DateField(_("生效日期"))
    valid_until = models.DateField(_("失效日期"), null=True, blank=True)
    review_on = models.DateField(_("复核日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=ArticleState, default=ArticleState.ACTIVE)
    version = models.PositiveIntegerField(default=1)
    used = models.PositiveIntegerField(_("使用次数"), default=0)
    used_at = models.DateTimeField(null=True)
    finder = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "community_id", "question"],
                condition=models.Q(state="active"),
                name="article_question_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["org", "topic", "-used"], name="article_topic"),
            models.Index(
                fields=["org", "review_on"], condition=models.Q(state="active"), name="article_review"
            ),
        ]

    def __str__(self) -> str:
        return str(self.question)


class ArticleVersion(ScopedModel):
    """The article as it was told from `since` on; kept for ever."""

    article = ScopedKey(Article, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    question = models.CharField(max_length=120)
    answer = models.TextField()
    since = models.DateTimeField()
    by_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "article", "version"], name="articleversion_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.version}"


class ArticleUse(ScopedModel):
    """An enquiry was answered with an article."""

    article = ScopedKey(Article, on_delete=models.CASCADE, related_name="uses")
    version = models.PositiveIntegerField()
    case = ScopedKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    community_id = LooseKey(target="estate.Place", null=True)
    place_id = LooseKey(target="estate.Place", null=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "article", "-at"], name="articleuse_newest")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.at:%Y-%m-%d}"
