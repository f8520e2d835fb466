"""Forms of what is decided about a case: transitions, corrections, merging, splitting, linking, barring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Ask, CaseKind, Field, Transition
from anju.foundation.ui.forms import SearchSelect
from anju.modules.frontdesk.forms.case_dispatch import Choices, reason_field
from anju.modules.frontdesk.forms.placing import PlaceField
from anju.modules.frontdesk.queries import wording
from anju.modules.frontdesk.queries.case_words import SEVERITIES

FIELD = "fields."


# What is asked when a case of a kind is taken down by the plain form; the rest is found out later.
TAKEN_DOWN: Mapping[str, tuple[str, ...]] = {
    "repair": ("area", "trade", "emergency", "urgent", "paid"),
    "complaint": ("class", "about_staff", "serious", "anonymous"),
    "enquiry": ("topic",),
    "help": ("danger", "trapped"),
    "violation": ("violation",),
    "hazard": ("hazard", "emergency"),
    "praise": ("about_staff", "gift"),
    "legacy": ("defect", "answerable", "reported_on"),
}


def field_of(declared: Field, required: bool = False, staff: Choices = ()) -> forms.Field:
    """A form field for a fact of a kind's own. staff: who may be meant by a fact that names a person."""
    if declared.code == "about_staff":
        return forms.TypedChoiceField(
            label=declared.name,
            required=required,
            coerce=int,
            empty_value=None,
            choices=[("", _("请选择")), *staff],
            widget=SearchSelect,
        )
    match declared.sort:
        case "flag":
            return forms.BooleanField(label=declared.name, required=required)
        case "number":
            return forms.IntegerField(label=declared.name, required=required)
        case "choice":
            named = [(code, wording.choice(declared.code, code)) for code in declared.choices]
            return forms.ChoiceField(
                label=declared.name, required=required, choices=[("", _("请选择")), *named]
            )
    long = declared.code in (
        "cause",
        "measure",
        "answer",
        "plan",
        "contacts",
        "appraisal",
        "explanation",
        "result",
        "delay",
    )
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    return forms.CharField(label=declared.name, required=required, max_length=500, widget=widget)


def given_fields(kind: CaseKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that were filled in, out of a form's cleaned data; a flag that is off is no fact."""
    found = {}
    for one in kind.fields:
        value = data.get(FIELD + one.code)
        if value not in (None, "", False):
            found[one.code] = value
    return found


class MoveForm(forms.Form):
    """A transition by hand: the reason and the facts it asks for."""

    reason = reason_field(required=False, label=lazy("说明"))

    def __init__(
        self, *args: Any, kind: CaseKind, transition: Transition, known: Mapping[str, Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if Ask.REASON in transition.asks:
            self.fields["reason"].required = True
            self.fields["reason"].label = (
                _("说明原因") if transition.to in ("waiting", "cancelled") else _("说明")
            )
        for one in kind.fields:
            if one.code in transition.fields:
                made = field_of(one, required=True)
                made.initial = known.get(one.code)
                self.fields[FIELD + one.code] = made
        self.order_fields([name for name in self.fields if name != "reason"])


class EditForm(forms.Form):
    """What was taken down, corrected. The kind may change only while nobody has begun."""

    title = forms.CharField(label=lazy("标题"), max_length=120)
    words = forms.CharField(
        label=lazy("内容"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    severity = forms.TypedChoiceField(
        label=lazy("程度"),
        coerce=int,
        choices=[(code, mark.label) for code, mark in sorted(SEVERITIES.items())],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=lazy("类别"), required=False)

    def __init__(
        self,
        *args: Any,
        declared: CaseKind,
        rekind: bool,
        place: PlaceField,
        about: PlaceField,
        known: Mapping[str, Any],
        staff: Choices,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if rekind:
            self.fields["kind"].choices = [(one.code, one.name) for one in cases.kinds()]  # type: ignore[attr-defined]
        else:
            del self.fields["kind"]
        self.fields["place"] = place
        settled = (
            "confirmed",
            "unanswered",
            "agreed_until",
            "consent",
            "fault",
            "penalty",
            "answer",
            "result",
        )
        for one in declared.fields:
            if one.code not in settled:
                made = about if one.code == "about_place" else field_of(one, required=False, staff=staff)
                made.label = one.name
                made.initial = known.get(one.code)
                self.fields[FIELD + one.code] = made
        self.fields["reason"] = reason_field(label=_("更正原因"))


class MergeForm(forms.Form):
    """Other open cases that are the same thing."""

    case_ids = forms.TypedMultipleChoiceField(
        label=lazy("并入本事项"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    numbers = forms.CharField(
        label=lazy("其他编号"), required=False, max_length=400, help_text=lazy("多个编号用空格隔开")
    )

    def __init__(self, *args: Any, same: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["case_ids"].choices = list(same)  # type: ignore[attr-defined]
        if not same:
            del self.fields["case_ids"]


class SplitForm(forms.Form):
    kind = forms.ChoiceField(label=lazy("类别"))
    title = forms.CharField(label=lazy("标题"), max_length=120)
    words = forms.CharField(
        label=lazy("内容"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    severity = forms.TypedChoiceField(
        label=lazy("程度"),
        coerce=int,
        choices=[(code, mark.label) for code, mark in sorted(SEVERITIES.items())],
        widget=forms.RadioSelect,
        initial=2,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Kinds that ask for facts at the start are opened at the desk, where these are asked.
        plain = [one for one in cases.kinds() if not any(field.required for field in one.fields)]
        self.fields["kind"].choices = [(one.code, one.name) for one in plain]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    number = forms.CharField(label=lazy("事项编号"), max_length=24)
    relation = forms.ChoiceField(
        label=lazy("关系"),
        choices=[("related", lazy("相关")), ("caused_by", lazy("由它引起"))],
        widget=forms.RadioSelect,
        initial="related",
    )


class BarForm(forms.Form):
    """Who may neither see nor get a case."""

    staff_ids = forms.TypedMultipleChoiceField(
        label=lazy("须回避的员工"), coerce=int, required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    reason = reason_field()

    def __init__(self, *args: Any, staff: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff_ids"].choices = list(staff)  # type: ignore[attr-defined]


class ReporterForm(forms.Form):
    name = forms.CharField(label=lazy("姓名"), required=False, max_length=60)
    phone = forms.CharField(label=lazy("电话"), required=False, max_length=30)


class NewCaseForm(forms.Form):
    """A case taken down without the desk's screen. Choosing another kind asks for the form again, with what was typed."""

    kind = forms.ChoiceField(
        label=lazy("类别"),
        widget=forms.RadioSelect(
            attrs={
                "hx-get": reverse_lazy("frontdesk:case_new"),
                "hx-trigger": "change",
                "hx-include": "closest form",
                "hx-target": "#new-case",
                "hx-select": "#new-case",
                "hx-swap": "outerHTML",
            }
        ),
    )
    title = forms.CharField(label=lazy("标题"), max_length=120)
    words = forms.CharField(
        label=lazy("内容"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    severity = forms.TypedChoiceField(
        label=lazy("程度"),
        coerce=int,
        choices=[(code, mark.label) for code, mark in sorted(SEVERITIES.items())],
        widget=forms.RadioSelect,
        initial=2,
    )
    community_id = forms.TypedChoiceField(label=lazy("小区"), coerce=int)
    place = forms.CharField(required=False)
    channel = forms.ChoiceField(label=lazy("来源"), initial="phone")
    name = forms.CharField(label=lazy("报事人"), required=False, max_length=60)
    phone = forms.CharField(label=lazy("电话"), required=False, max_length=30)
    # However often the form is sent, it opens one case.
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        communities: Choices,
        place: PlaceField,
        declared: CaseKind,
        staff: Choices,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        plain = [one for one in cases.kinds() if one.code in TAKEN_DOWN or one.code == "suggestion"]
        self.fields["kind"].choices = [(one.code, one.name) for one in plain]  # type: ignore[attr-defined]
        for one in declared.fields:
            if one.code in TAKEN_DOWN.get(declared.code, ()):
                self.fields[FIELD + one.code] = field_of(one, required=one.required, staff=staff)
        facts = [name for name in self.fields if name.startswith(FIELD)]
        self.order_fields(["kind", "title", "words", "severity", "community_id", "place", *facts])
        self.fields["community_id"].choices = list(communities)  # type: ignore[attr-defined]
        self.fields["place"] = place
        known = (
            "phone",
            "desk",
            "app",
            "web",
            "wechat",
            "chat",
            "box",
            "mail",
            "visit",
            "hotline",
            "authority",
            "police",
        )
        self.fields["channel"].choices = [(code, wording.channel(code)) for code in known]  # type: ignore[attr-defined]
