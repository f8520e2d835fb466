"""Forms by which a case finds its person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.forms import SearchSelect
from anju.modules.people.contracts import StaffView

LONGEST_REASON = 200
Choices = Sequence[tuple[Any, Any]]


def reason_field(required: bool = True, label: Any = lazy("原因")) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


def staff_label(one: StaffView) -> str:
    return " ".join(part for part in (one.name, one.position or one.team) if part)


class AssignManyForm(forms.Form):
    """people: (staff, open cases)."""

    staff_id = forms.TypedChoiceField(label=lazy("派给"), coerce=int, widget=SearchSelect)
    reason = reason_field(required=False, label=lazy("说明"))

    def __init__(self, *args: Any, people: Iterable[tuple[StaffView, int]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff_id"].choices = [("", _("请选择")), *(  # type: ignore[attr-defined]
            (one.id, _("%(name)s（在手 %(n)d 件）") % {"name": staff_label(one), "n": load}) for one, load in people
        )]  # fmt: skip


class StaffForm(forms.Form):
    """One person of a list, with or without a reason."""

    staff_id = forms.TypedChoiceField(label=lazy("人员"), coerce=int, widget=SearchSelect)

    def __init__(self, *args: Any, staff: Choices = (), label: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff_id"].choices = [("", _("请选择")), *staff]  # type: ignore[attr-defined]
        if label:
            self.fields["staff_id"].label = label


class AssignForm(StaffForm):
    """A person out of the proposals, or another one: the list wins over the ticked proposal."""

    reason = reason_field(required=False, label=lazy("说明"))

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        if data is not None and not data.get("staff_id") and data.get("proposal"):
            data = data.copy()
            data["staff_id"] = data["proposal"]
        super().__init__(data, *args, **options)
        self.fields["staff_id"].required = False

    def clean_staff_id(self) -> int:
        chosen = self.cleaned_data["staff_id"]
        if not chosen:
            raise forms.ValidationError(_("请选择派给谁。"))
        return int(chosen)


class StaffReasonForm(StaffForm):
    reason = reason_field()


class TeamForm(forms.Form):
    team_id = forms.TypedChoiceField(label=lazy("班组"), coerce=int)

    def __init__(self, *args: Any, teams: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team_id"].choices = [("", _("请选择")), *teams]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To another department, team or person; who was asked first stays answerable."""

    department_id = forms.TypedChoiceField(label=lazy("部门"), coerce=int, empty_value=None, required=False)
    team_id = forms.TypedChoiceField(label=lazy("班组"), coerce=int, empty_value=None, required=False)
    staff_id = forms.TypedChoiceField(
        label=lazy("人员"), coerce=int, empty_value=None, required=False, widget=SearchSelect
    )
    reason = reason_field()

    def __init__(
        self, *args: Any, departments: Choices = (), teams: Choices = (), staff: Choices = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for name, choices in (("department_id", departments), ("team_id", teams), ("staff_id", staff)):
            self.fields[name].choices = [("", _("不指定")), *choices]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = reason_field()


class SureForm(forms.Form):
    """Nothing to fill in: only to say yes."""
