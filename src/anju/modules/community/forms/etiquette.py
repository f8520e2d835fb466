"""Forms of etiquette checks: the fields come from the checklist in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.engines.schedule.contracts import Checklist
from anju.modules.community.forms import fields as ask

MARKS = (("ok", _("合格")), ("not_ok", _("不合格")))


class CheckForm(forms.Form):
    on = ask.day(_("检查日期"))

    def __init__(
        self, *args: Any, items: Checklist, staff: Sequence[tuple[int, str]] | None, **kwargs: Any
    ) -> None:
        """staff None: a reception is checked, which is a place."""
        super().__init__(*args, **kwargs)
        if staff is None:
            self.fields["spot"] = ask.line(_("地点"), 60)
        else:
            self.fields["staff"] = ask.row_of(_("员工"), staff)
            self.fields["spot"] = ask.line(_("地点"), 60, required=False)
        self.keys = [(one.key, one.label) for one in items.items]
        for key, label in self.keys:
            self.fields[key] = forms.ChoiceField(label=label, choices=MARKS, widget=forms.RadioSelect)
            self.fields[f"words_{key}"] = ask.line(_("%(item)s：说明") % {"item": label}, 200, required=False)
            self.fields[f"photo_{key}"] = ask.photo(_("%(item)s：照片") % {"item": label})


class AgainForm(forms.Form):
    words = ask.text(_("复查情况"), 200, rows=2)

    def __init__(self, *args: Any, waiting: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passed"] = ask.some_of(_("已整改合格的项目"), waiting)
        self.order_fields(["passed", "words"])
