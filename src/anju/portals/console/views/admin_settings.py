"""Settings that modules declare: one typed field each, saved one by one, every change in the audit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from anju.foundation import registry
from anju.foundation.registrations import SETTINGS_CHANGE
from anju.foundation.registry import Setting
from anju.foundation.ui.forms import FormView, add_error, view_of
from anju.foundation.web import page
from anju.kernel.errors import Invalid, NotFound


class SettingForm(forms.Form):
    """One field named `value`, of the setting's own kind."""

    def __init__(self, data: Any = None, *, setting: Setting, initial: Any = None) -> None:
        super().__init__(data, prefix=setting.code.replace(".", "-"), initial=initial)
        self.fields["value"] = _field(setting)


def _field(setting: Setting) -> forms.Field:
    common: dict[str, Any] = {"label": setting.label, "help_text": setting.hint}
    if isinstance(setting.kind, tuple):
        labels = setting.labels or setting.kind
        return forms.ChoiceField(choices=list(zip(setting.kind, labels, strict=True)), **common)
    if setting.kind is bool:
        return forms.BooleanField(required=False, **common)
    if setting.kind is int:
        return forms.IntegerField(**common)
    return forms.CharField(required=False, max_length=1000, **common)


@page(SETTINGS_CHANGE)
def settings(request: Any) -> HttpResponse:
    """All settings the reader may change, for the community he looks at or for the whole organisation."""
    community = request.community_id
    shown = [
        one
        for one in registry.declared()
        if request.actor.can(one.permission) and not one.own_page and (community is None or one.per_community)
    ]
    if request.method == "POST":
        return _saved(request, shown, community)
    return _page(request, shown, community, {})


def _saved(request: Any, shown: list[Setting], community: int | None) -> HttpResponse:
    setting = next((one for one in shown if one.code == request.POST.get("code")), None)
    if setting is None:
        raise NotFound("not_found", noun="setting")
    form = SettingForm(request.POST, setting=setting)
    if form.is_valid():
        try:
            registry.change(
                actor=request.actor, setting=setting, new=form.cleaned_data["value"], community_id=community
            )
        except Invalid as error:
            add_error(form, Invalid(error.code, "value", **error.params))
        else:
            messages.success(request, _("“%(label)s”已保存。") % {"label": setting.label})
            return redirect("console:settings")
    return _page(request, shown, community, {setting.code: form})


def _page(
    request: Any, shown: list[Setting], community: int | None, refused: dict[str, forms.Form]
) -> HttpResponse:
    rows: list[tuple[Setting, FormView]] = []
    for one in shown:
        initial = {"value": registry.value(one, community)}
        rows.append((one, view_of(refused.get(one.code) or SettingForm(setting=one, initial=initial))))
    context = {"rows": rows, "for_community": community is not None}
    return render(request, "console/admin/settings.html", context, status=422 if refused else 200)
