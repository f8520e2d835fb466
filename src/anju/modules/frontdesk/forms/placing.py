"""A place as people type it, with suggestions from the server: the page stays small however many places there are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.actors import Actor
from anju.foundation.ui.messages import error_text
from anju.kernel.errors import Invalid
from anju.modules.frontdesk.queries import place_search


class PlaceInput(forms.TextInput):
    """A text field whose list is filled while somebody types; without a script it is a text field."""

    def __init__(self, community_id: int | None, follows: str = "") -> None:
        asked = {"hx-include": f"[name={follows}]"} if follows else {}
        super().__init__(
            attrs={
                "autocomplete": "off",
                "hx-get": f"{reverse_lazy('frontdesk:place_hits')}?community={community_id or ''}",
                "hx-trigger": "input changed delay:150ms",
                "hx-sync": "this:replace",
                "hx-swap": "innerHTML",
                **asked,
            }
        )

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        place = f"{(attrs or {}).get('id') or f'id_{name}'}_list"
        more = {**(attrs or {}), "list": place, "hx-target": f"#{place}"}
        control = super().render(name, value, more, renderer)
        return format_html('{}<datalist id="{}"></datalist>', control, place)


class PlaceField(forms.CharField):
    """Cleans to the place's id, None for the whole community. What it begins with is a place's id too."""

    def __init__(self, *, actor: Actor, community_id: int | None, follows: str = "", **options: Any) -> None:
        options.setdefault("label", lazy("位置"))
        options.setdefault("help_text", lazy("房号、地点或拼音，如 3-2-1502；留空为整个小区"))
        super().__init__(required=False, max_length=120, widget=PlaceInput(community_id, follows), **options)
        self.actor, self.community_id = actor, community_id

    def prepare_value(self, value: Any) -> Any:
        return place_search.shown(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text or self.community_id is None:
            return None
        known = self.initial if isinstance(self.initial, int) else None
        if known is not None and text == place_search.shown(known):
            return known
        try:
            return place_search.meant(self.actor, self.community_id, text)
        except Invalid as refused:
            raise forms.ValidationError(
                error_text(refused.code, refused.params), code=refused.code
            ) from refused
