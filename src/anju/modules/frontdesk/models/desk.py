"""Between the desk and others: messages to departments, hand-overs of the shift, solution sets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class NoteState(models.TextChoices):
    SENT = "sent", _("未读")
    READ = "read", _("已读")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class DepartmentNote(ScopedModel):
    """A message to a department (转部门留言), answered by `due_at`. A department of the head office has no community.

    analysis: of an expert's answer, whose `answer` is then the decision. closed: by whoever asked.
    """

    community_id = LooseKey(target="estate.Place", null=True)
    number = models.CharField(_("编号"), max_length=20)
    department_id = LooseKey(target="people.Department")
    department = models.CharField(_("部门"), max_length=80)
    words = models.TextField(_("内容"))
    place_id = LooseKey(target="estate.Place", null=True)
    caller = SealedText(blank=True)
    contact = SealedText(blank=True)
    call = ScopedKey("frontdesk.Call", on_delete=models.PROTECT, null=True, related_name="notes")
    case = ScopedKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    expert = models.BooleanField(_("请专家支持"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=NoteState, default=NoteState.SENT)
    sent_at = models.DateTimeField(_("留言时间"))
    sent_by = models.BigIntegerField(null=True)
    sent_name = models.CharField(_("留言人"), max_length=60)
    due_at = models.DateTimeField(_("答复时限"))
    read_at = models.DateTimeField(null=True)
    read_name = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_name = models.CharField(max_length=60, blank=True)
    answer = models.TextField(_("答复"), blank=True)
    told_at = models.DateTimeField(_("已转告来电人"), null=True)
    urged = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    urged_at = models.DateTimeField(null=True)
    analysis = models.TextField(_("分析"), blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    closed_name = models.CharField(max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="note_number_once")]
        indexes = [
            models.Index(
                fields=["org", "due_at"],
                condition=models.Q(state__in=["sent", "read"]),
                name="note_open_due",
            ),
            models.Index(fields=["org", "community_id", "-sent_at"], name="note_newest"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class NoteFile(ScopedModel):
    """A paper or picture with a message. of_answer: given with the answer, else with the question."""

    note = ScopedKey(DepartmentNote, on_delete=models.CASCADE, related_name="files")
    file = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, related_name="+")
    of_answer = models.BooleanField(default=False)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "note"], name="notefile_note")]

    def __str__(self) -> str:
        return str(self.file_id)


class Handover(ScopedModel):
    """The desk changes hands: what was open, frozen in `items`, and the successor's signature.

    items: [{"sort", "id", "label", "due"}]. log_id: the entry in the log book of people.
    """

    community_id = LooseKey(target="estate.Place", null=True)
    from_staff_id = LooseKey(target="people.Staff")
    from_user = models.BigIntegerField(null=True)
    from_name = models.CharField(_("交班人"), max_length=60)
    to_staff_id = LooseKey(target="people.Staff")
    to_user = models.BigIntegerField(null=True)
    to_name = models.CharField(_("接班人"), max_length=60)
    given_at = models.DateTimeField(_("交班时间"))
    words = models.TextField(_("交班说明"), blank=True)
    items = SealedText()
    log_id = LooseKey(target="people.LogEntry", null=True)
    signed_at = models.DateTimeField(_("接班时间"), null=True)
    remark = models.CharField(_("接班意见"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "from_staff_id"],
                condition=models.Q(signed_at__isnull=True),
                name="handover_open_once",
            )
        ]
        indexes = [models.Index(fields=["org", "community_id", "-given_at"], name="handover_newest")]

    def __str__(self) -> str:
        return f"{self.from_name} → {self.to_name}"


class SolutionSet(ScopedModel):
    """Several solutions for one problem, and the one chosen. options: [{"text", "cost" in fen, "days", "note"}].

    Source: catalogue B CSR-11 (最优理念).
    """

    case = ScopedKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    problem = models.CharField(_("问题"), max_length=200)
    options = models.JSONField(default=list)
    chosen = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(_("选择理由"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_name = models.CharField(max_length=60)
    chosen_at = models.DateTimeField(null=True)
    chosen_name = models.CharField(max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "case"], name="solutionset_case")]

    def __str__(self) -> str:
        return str(self.problem)
