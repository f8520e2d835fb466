"""Forms of company documents, reference laws and grades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, SearchSelect, UnitInput
from anju.modules.plans.models import DocumentKind, LawKind, ReviewOutcome
from anju.modules.plans.queries import wording
from anju.modules.plans.rules.library import LONGEST_CYCLE, requirements
from anju.modules.plans.services.laws import LawDraft
from anju.modules.plans.services.library import KEPT, Content, DocumentDraft

Choices = Sequence[tuple[Any, Any]]
COMPANY = ("", _("全公司"))
ACCEPT = ",".join(sorted(KEPT))


class CardForm(forms.Form):
    """What is known of a document besides its text. places: (community, name); the empty one is the company."""

    kind = forms.ChoiceField(label=_("类别"), choices=DocumentKind.choices, widget=SearchSelect)
    title = forms.CharField(label=_("名称"), max_length=120)
    number = forms.CharField(label=_("编号"), max_length=40, required=False, help_text=_("留空则自动编号。"))
    community = forms.TypedChoiceField(label=_("适用小区"), required=False, coerce=int, empty_value=None)
    department = forms.TypedChoiceField(
        label=_("归口部门"), required=False, coerce=int, empty_value=None, widget=SearchSelect
    )
    positions = forms.TypedMultipleChoiceField(
        label=_("发放岗位"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("不选则发给全体员工。"),
    )  # fmt: skip
    round_kinds = forms.MultipleChoiceField(
        label=_("适用的作业"), required=False, choices=list(wording.WORKS.items()),
        widget=forms.CheckboxSelectMultiple, help_text=_("选中的作业在执行时会显示这份规程。"),
    )  # fmt: skip
    requirement = forms.ChoiceField(label=_("对应的必备制度"), required=False, widget=SearchSelect)
    review_due = forms.DateField(label=_("下次复审"), required=False, widget=DateInput)
    review_months = forms.IntegerField(
        label=_("复审周期"),
        required=False,
        min_value=1,
        max_value=LONGEST_CYCLE,
        widget=UnitInput(_("个月"), step="1"),
    )
    is_public = forms.BooleanField(label=_("对业主委员会和监管部门公开"), required=False)

    def __init__(
        self,
        *args: Any,
        places: Choices,
        departments: Choices,
        positions: Choices,
        fixed: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["community"].choices = places  # type: ignore[attr-defined]
        self.fields["department"].choices = [("", _("未指定")), *departments]  # type: ignore[attr-defined]
        self.fields["positions"].choices = positions  # type: ignore[attr-defined]
        named = [(one.code, one.title) for one in requirements()]
        self.fields["requirement"].choices = [("", _("不对应")), *named]  # type: ignore[attr-defined]
        if fixed:
            del self.fields["community"]


class ContentForm(forms.Form):
    text = forms.CharField(label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 12}))
    file = forms.FileField(
        label=_("文件"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("Word、PDF、TXT 的文字可以检索；也可上传 Excel 或图片，不超过 20 MB。"),
    )  # fmt: skip
    lines = forms.CharField(
        label=_("表格栏目"), required=False, widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("登记簿与表格填写：每行一栏，如“水压 | 数字 | 必填 | 0.2~0.6 MPa”。类型：勾选、数字、文字、照片、签名、选择（正常/!异常）。"),
    )  # fmt: skip
    change_reason = forms.CharField(label=_("修订原因"), max_length=300, required=False)


class NewForm(ContentForm, CardForm):
    field_order = (
        "kind", "title", "number", "community", "department", "requirement", "positions", "round_kinds", "review_due",
        "review_months", "is_public", "text", "file", "lines",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["change_reason"]


class ApproveForm(forms.Form):
    on = forms.DateField(label=_("生效日期"), widget=DateInput, help_text=_("已在执行的文件可填过去的日期。"))
    note = forms.CharField(label=_("批准意见"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RetireForm(forms.Form):
    on = forms.DateField(label=_("废止日期"), widget=DateInput)
    reason = forms.CharField(label=_("原因"), widget=forms.Textarea(attrs={"rows": 3}))


class ReviewForm(forms.Form):
    on = forms.DateField(label=_("日期"), widget=DateInput)
    outcome = forms.ChoiceField(label=_("结论"), choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
    photo = forms.FileField(
        label=_("现场照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    next_due = forms.DateField(
        label=_("下次复审"), required=False, widget=DateInput, help_text=_("留空则按复审周期推算。")
    )


class RoundsForm(forms.Form):
    rounds = forms.TypedMultipleChoiceField(
        label=_("作业"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项作业。")},
    )  # fmt: skip

    def __init__(self, *args: Any, rounds: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rounds"].choices = rounds  # type: ignore[attr-defined]


class LawForm(forms.Form):
    kind = forms.ChoiceField(label=_("类别"), choices=LawKind.choices)
    title = forms.CharField(label=_("名称"), max_length=120)
    number = forms.CharField(label=_("文号"), max_length=80, required=False)
    issuer = forms.CharField(label=_("发布机关"), max_length=120, required=False)
    in_force_from = forms.DateField(label=_("施行日期"), required=False, widget=DateInput)
    repealed_on = forms.DateField(label=_("废止日期"), required=False, widget=DateInput)
    link = forms.CharField(
        label=_("出处"), max_length=300, required=False, help_text=_("网址、公报期号或存放处。")
    )
    plans = forms.TypedMultipleChoiceField(
        label=_("适用的方案"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("与本公司的关系"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, plans: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["plans"].choices = plans  # type: ignore[attr-defined]


class GradeForm(forms.Form):
    answer = forms.ChoiceField(label=_("由哪条承诺对应"), required=False, widget=SearchSelect)
    exempt = forms.BooleanField(label=_("本小区不适用这一项"), required=False)
    reason = forms.CharField(
        label=_("说明"), max_length=300, required=False, help_text=_("选择不适用时必填。")
    )

    def __init__(self, *args: Any, candidates: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].choices = [("", _("自动匹配")), *candidates]  # type: ignore[attr-defined]


def draft_of(data: dict[str, Any], community_id: int | None) -> DocumentDraft:
    return DocumentDraft(
        community_id=community_id, kind=data["kind"], title=data["title"], number=data["number"],
        requirement=data["requirement"], department_id=data["department"], position_ids=tuple(data["positions"]),
        round_kinds=tuple(data["round_kinds"]), is_public=data["is_public"], review_due=data["review_due"],
        review_months=data["review_months"],
    )  # fmt: skip


def content_of(data: dict[str, Any]) -> Content:
    file = data.get("file")
    return Content(
        text=data["text"], lines=data["lines"], change_reason=data.get("change_reason", ""),
        filename=file.name if file else "", data=file.read() if file else b"",
    )  # fmt: skip


def law_of(data: dict[str, Any]) -> LawDraft:
    values = {name: value for name, value in data.items() if name != "plans"}
    return LawDraft(**values, plan_ids=tuple(data["plans"]))
