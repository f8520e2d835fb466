"""What the pages of dogs and merchants share: the community they work in, and a page that is mostly a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anju.foundation.permissions import Permission
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.kernel.errors import NotFound
from anju.modules.community.forms.neighbours import ReasonForm
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.views import chosen_community
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.people import facade as people

FORM = "community/neighbour_form.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A page with a form. back: where cancel leads, and success where the deed names nothing else. crumb: (words,
    address) of the list above. message: said after success. community: offered to be changed when given. guarded: as
    of form_page."""

    title: str
    back: str
    crumb: tuple[str, str]
    message: str
    submit: str = ""
    note: str = ""
    initial: Mapping[str, Any] = field(default_factory=dict)
    community: PlaceView | None = None
    permission: Permission | None = None
    guarded: bool = False


def run(
    request: Any, form: Callable[..., Any], do: Callable[[dict[str, Any]], str | None], deed: Deed
) -> HttpResponse:
    """Show the form, do the deed, go on."""

    def done(data: dict[str, Any]) -> str:
        target = do(data) or deed.back
        messages.success(request, deed.message)
        return target

    context = {"deed": deed, "switch": _switch(request, deed)}
    return form_page(request, form, FORM, done, context=context, initial=deed.initial, guarded=deed.guarded)


def community_here(request: Any, permission: Permission) -> PlaceView:
    """The community a form works in. Raises NotFound when none is in reach."""
    known = chosen_community(request, permission)
    if known is None or not request.actor.reach(permission).covers_community(known):
        raise NotFound("estate.place.missing", noun="community")
    return estate.place(known)


def short(place_id: int | None, community_id: int) -> str:
    """A place's name without its community's, as it is typed; "" for none."""
    found = estate.places_by_id([place_id, community_id]) if place_id is not None else {}
    if place_id not in found:
        return ""
    return found[place_id].full_name.removeprefix(found[community_id].name).strip(" /·")


def staff_offer(community_id: int) -> list[tuple[int, str]]:
    rows = people.staff_of_community(community_id)
    return [(one.id, f"{one.name}（{one.position or one.department}）") for one in rows]


def spot_offer(community_id: int) -> list[tuple[int, str]]:
    """Places that are no home."""
    name = estate.place(community_id).name
    kinds = ("building", "entrance", "public", "room", "gate", "parking")
    rows = estate.places_of(community_id, kinds)
    return [(one.id, one.full_name.removeprefix(name).strip(" /·") or one.name) for one in rows]


def reopening(
    permission: Permission, what: str, target: str, crumb: Callable[[], tuple[str, str]]
) -> Callable[..., HttpResponse]:
    """The page that takes a closing back. what: of acts.CLOSED; target: name of the address that shows the row."""

    @page(permission)
    @form_methods
    def view(request: Any, pk: int) -> HttpResponse:
        def do(data: dict[str, Any]) -> None:
            acts.reopen(actor=request.actor, what=what, pk=pk, reason=data["reason"], at=timezone.now())

        deed = Deed(
            title=_("重新打开"), back=reverse(target, args=[pk]), crumb=crumb(), message=_("已重新打开")
        )
        return run(request, ReasonForm, do, deed)

    return view


def _switch(request: Any, deed: Deed) -> Sequence[dict[str, Any]]:
    if deed.community is None or deed.permission is None or request.community_id is not None:
        return ()
    known = estate.communities(request.actor.reach(deed.permission))
    if len(known) < 2:
        return ()
    return [
        {"label": one.name, "href": f"?community={one.id}", "active": one.id == deed.community.id}
        for one in known
    ]
