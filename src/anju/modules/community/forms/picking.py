"""A field for somebody: type a name, telephone or room and choose who is meant; a name alone stays possible."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup

from anju.foundation.actors import Actor
from anju.modules.community.contracts import Who
from anju.modules.community.queries import picking

KEY = re.compile(r"^(?P<person>\d{1,18})(?:-(?P<place>\d{1,18}))?$", re.ASCII)
NOBODY = "none"
Sent = tuple[str, str]


def listed(name: str, hits: list[picking.Choice], chosen: str = "") -> Markup:
    """The list under the field: one button for each person and one for a name that is nobody of the register."""
    context = {"name": f"{name}_person", "hits": hits, "chosen": chosen, "nobody": NOBODY}
    return Markup(render_to_string("community/_persons.html", context))


class PersonInput(forms.TextInput):
    """A text field with a list that is filled while somebody types; without a script it is a text field."""

    actor: Actor | None = None
    community_id: int | None = None

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        text, chosen = _sent(value)
        if self.actor is None or self.community_id is None or not self.actor.can(picking.reading()):
            return super().render(name, text, attrs, renderer)
        box = f"{(attrs or {}).get('id') or f'id_{name}'}_hits"
        asked = {
            "autocomplete": "off", "hx-get": f"{reverse_lazy('community:person_hits')}?community={self.community_id}&field={name}",
            "hx-trigger": "input changed delay:200ms", "hx-sync": "this:replace", "hx-swap": "innerHTML",
            "hx-target": f"#{box}",
        }  # fmt: skip
        control = super().render(name, text, {**(attrs or {}), **asked}, renderer)
        return format_html('{}<div id="{}">{}</div>', control, box, self._shown(name, value, text, chosen))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        return (data.get(name) or "", data.get(f"{name}_person") or "")

    def _shown(self, name: str, value: Any, text: str, chosen: str) -> Any:
        match = KEY.match(chosen)
        if isinstance(value, tuple) and self.actor is not None and self.community_id is not None:
            hits = picking.choices(self.actor, self.community_id, text, timezone.localdate())
        else:
            hits = []
        if match and chosen not in {one.key for one in hits}:
            place = match["place"]
            hits = [*picking.current(int(match["person"]), int(place) if place else None), *hits]
        return listed(name, hits, chosen) if hits or chosen else ""


class PersonField(forms.CharField):
    """Cleans to a Who. Begins with a Who, or with a name.

    Whoever searched by room or number has to choose; so has who names somebody whose name two persons have.
    """

    widget = PersonInput

    def __init__(self, *, max_length: int, **options: Any) -> None:
        options.setdefault("help_text", lazy("输入姓名、电话或房号，再选定是哪一位；外来人员只写姓名"))
        super().__init__(max_length=max_length, **options)

    def asks(self, actor: Actor, community_id: int | None) -> None:
        """Say who looks, and in which community."""
        self.widget.actor, self.widget.community_id = actor, community_id

    def to_python(self, value: Any) -> Any:
        return value

    def validate(self, value: Any) -> None:
        super().validate(_sent(value)[0].strip())

    def run_validators(self, value: Any) -> None:
        super().run_validators(_sent(value)[0].strip())

    def clean(self, value: Any) -> Who:
        super().clean(value)
        text, chosen = _sent(value)
        match = KEY.match(chosen)
        if match:
            return Who(text.strip(), int(match["person"]), int(match["place"]) if match["place"] else None)
        if chosen != NOBODY and text.strip():
            self._must_choose(text.strip())
        return Who(text.strip(), linked=chosen != NOBODY)

    def _must_choose(self, text: str) -> None:
        actor, community_id = self.widget.actor, self.widget.community_id
        if actor is None or community_id is None:
            return
        hits = picking.choices(actor, community_id, text, timezone.localdate())
        if hits and any(one.isdigit() for one in text):
            raise forms.ValidationError(_("请在下面选择是哪一位，或改写姓名。"))
        if len({one.key.partition("-")[0] for one in hits if one.name == text}) > 1:
            raise forms.ValidationError(_("有几位住户同名，请在下面选择是哪一位，或选择不关联。"))


class PickingForm(forms.Form):
    """A form with fields for persons: `asker` is (who looks, community)."""

    def __init__(self, *args: Any, asker: tuple[Actor, int | None] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PersonField) and asker is not None:
                field.asks(*asker)


def person(label: Any, longest: int, *, required: bool = True, **more: Any) -> PersonField:
    return PersonField(label=label, max_length=longest, required=required, **more)


def _sent(value: Any) -> Sent:
    """What is shown: (words, key of the choice)."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, Who):
        if value.person_id is not None:
            return value.name, picking.key_of(value.person_id, value.place_id)
        return value.name, "" if value.linked or not value.name else NOBODY
    return str(value or ""), ""
