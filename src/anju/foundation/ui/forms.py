"""Django forms in our look, and the one rhythm of a page with a form: show, check, do, go on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from markupsafe import Markup

from anju.foundation.ui.messages import error_text
from anju.foundation.ui.widgets import (
    DateInput,
    DateTimeInput,
    MoneyField,
    MoneyInput,
    SearchSelect,
    TreeSelect,
    UnitInput,
    tree_choices,
)
from anju.kernel.errors import AnjuError, Conflict, Forbidden, NotFound

__all__ = [
    "DateInput", "DateTimeInput", "FieldView", "FormView", "MoneyField", "MoneyInput", "SearchSelect", "TreeSelect",
    "UnitInput", "add_error", "form_page", "tree_choices", "view_of",
]  # fmt: skip

CSS = (
    (forms.CheckboxInput, "checkbox", "checkbox"),
    (forms.CheckboxSelectMultiple, "choices", "checkbox"),
    (forms.RadioSelect, "choices", "radio"),
    (forms.Textarea, "textarea", "textarea"),
    (forms.SelectMultiple, "select", "select h-auto"),
    (forms.Select, "select", "select"),
    (forms.FileInput, "file", "file-input"),
)


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field, ready to be drawn.

    kind: input, textarea, select, checkbox, choices, file, hidden. options: (control, label) pairs of kind choices.
    """

    name: str
    id: str
    kind: str
    label: Any
    hint: Any
    errors: Sequence[str]
    control: Markup
    options: Sequence[tuple[Markup, Any]]
    required: bool
    unit: Any = ""
    accept: str = ""

    @property
    def hint_id(self) -> str:
        return f"{self.id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.id}_error"


@dataclass(frozen=True, slots=True)
class FormView:
    """A form, ready to be drawn. summary: (text, id of the field or "") of every error, for the list on top.

    seen: digest of the stored values that the form was filled with, "" where nobody asks.
    """

    form: forms.BaseForm
    fields: Mapping[str, FieldView]
    summary: Sequence[tuple[str, str]]
    seen: str = ""

    @property
    def multipart(self) -> bool:
        return self.form.is_multipart()

    def __getitem__(self, name: str) -> FieldView:
        return self.fields[name]

    def only(self, *names: str) -> list[FieldView]:
        return [self.fields[name] for name in names]

    @property
    def visible(self) -> list[FieldView]:
        return [field for field in self.fields.values() if field.kind != "hidden"]

    @property
    def hidden(self) -> list[FieldView]:
        return [field for field in self.fields.values() if field.kind == "hidden"]


def view_of(form: forms.BaseForm, seen: str = "") -> FormView:
    """Fields in order, each with its label, hint and errors tied to the control for screen readers."""
    fields = {bound.name: _field(bound) for bound in form}
    summary: list[tuple[str, str]] = [(str(text), "") for text in form.non_field_errors()]
    for field in fields.values():
        summary += [
            (f"{field.label}：{text}", "" if field.kind == "hidden" else field.id) for text in field.errors
        ]
    return FormView(form, fields, summary, seen)


def _field(bound: forms.BoundField) -> FieldView:
    widget: Any = bound.field.widget
    kind, css = next(((kind, css) for cls, kind, css in CSS if isinstance(widget, cls)), ("input", "input"))
    kind = "hidden" if bound.is_hidden else kind
    errors = [str(text) for text in bound.errors]
    field_id = bound.id_for_label or bound.auto_id or bound.html_name
    described = [f"{field_id}_error"] * bool(errors) + [f"{field_id}_helptext"] * bool(bound.help_text)
    unit = getattr(widget, "unit", "")
    attrs: dict[str, Any] = {} if kind == "hidden" else {"class": "grow" if unit else css}
    if errors and kind != "hidden":
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return FieldView(
        name=bound.name,
        id=field_id,
        kind=kind,
        label=bound.label,
        hint=bound.help_text,
        errors=errors,
        control=Markup() if kind == "choices" else Markup(bound.as_widget(attrs=attrs)),
        options=_options(bound, attrs) if kind == "choices" else (),
        required=bound.field.required,
        unit=unit,
        accept=str(widget.attrs.get("accept", "")),
    )


def _options(bound: forms.BoundField, attrs: dict[str, Any]) -> list[tuple[Markup, Any]]:
    """Radio buttons or check boxes one by one, each with its label."""
    own = bound.build_widget_attrs({"id": bound.auto_id, **attrs})
    boxes = bound.field.widget.subwidgets(bound.html_name, bound.value(), attrs=own)
    found = [BoundWidget(bound.field.widget, box, bound.form.renderer) for box in boxes]
    return [(Markup(one.tag(wrap_label=False)), one.choice_label) for one in found]


def add_error(form: forms.BaseForm, error: AnjuError) -> None:
    """Put a refusal of a service where it belongs: at its field, or above the form when it has none there."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, forms.ValidationError(error_text(error.code, error.params), code=error.code))


def form_page(
    request: HttpRequest,
    form: Callable[..., forms.BaseForm],
    template: str,
    on_valid: Callable[[dict[str, Any]], HttpResponse | str],
    *,
    context: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
    guarded: bool = False,
) -> HttpResponse:
    """Show a form; on POST check it, call the service, go on; what was typed is kept when anything refuses.

    guarded: `initial` is what is stored: when somebody else changed it since the form was shown, say so first.

    form: form class, or partial of one. on_valid: gets cleaned_data, calls the service and returns where to go (URL or
    response). Its AnjuErrors become errors of the form, but for Forbidden and NotFound, which pass on. The template
    finds the form in `form` (a FormView). Status: 200, 303 after success, 409 or 422 when refused.
    """
    seen = _digest(initial or {}) if guarded else ""
    if request.method != "POST":
        return _shown(request, form(initial=dict(initial or {})), template, context, 200, seen)
    bound = form(request.POST, request.FILES, initial=dict(initial or {}))
    status = 422
    if bound.is_valid():
        try:
            if seen != request.POST.get("_seen", seen):
                raise Conflict("changed_meanwhile")
            return _went_on(request, on_valid(bound.cleaned_data))
        except (Forbidden, NotFound):
            raise
        except AnjuError as error:
            add_error(bound, error)
            status = 409 if isinstance(error, Conflict) else 422
    return _shown(request, bound, template, context, status, seen)


def _digest(stored: Mapping[str, Any]) -> str:
    told = repr(sorted((name, str(value)) for name, value in stored.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _shown(
    request: HttpRequest,
    form: forms.BaseForm,
    template: str,
    context: Mapping[str, Any] | None,
    status: int,
    seen: str,
) -> HttpResponse:
    return render(request, template, {**(context or {}), "form": view_of(form, seen)}, status=status)


def _went_on(request: HttpRequest, answer: HttpResponse | str) -> HttpResponse:
    if isinstance(answer, HttpResponse):
        return answer
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=200)
        response["HX-Redirect"] = answer
        return response
    response = HttpResponseRedirect(answer)
    response.status_code = 303
    return response
