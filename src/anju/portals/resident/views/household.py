"""Who lives in one's home: the owner adds his family or his tenant, gives them a way in, and ends both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages as flash
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation import locks
from anju.foundation.accounts import entry, residents
from anju.foundation.accounts.models import EntryWay
from anju.foundation.web.errors import status_of
from anju.kernel.errors import AnjuError, Conflict, Forbidden, Invalid, NotFound
from anju.modules.people import facade as people
from anju.modules.people.contracts import HomePerson, PersonDraft, PhoneDraft, TieDraft, TieKind
from anju.portals.resident import admission
from anju.portals.resident.codes import qr_svg
from anju.portals.resident.entrance import resident_page, with_right
from anju.portals.resident.views.pages import problem, show

EDIT = admission.PERSON_EDIT
ADDED = (TieKind.FAMILY, TieKind.TENANT, TieKind.OTHER)


@require_safe
@resident_page
def household(request: Any) -> HttpResponse:
    return _page(request)


@require_POST
@resident_page
def add(request: Any) -> HttpResponse:
    """A new person of the register, tied to the home, with a code to come in by that is shown once."""
    home, data, now = _own_home(request), request.POST, timezone.now()
    try:
        kind = next((one for one in ADDED if one.value == data.get("kind")), None)
        if kind is None:
            raise Invalid("resident.member.kind", field="kind")
        _check_new(request, data.get("name", ""))
        phones = (PhoneDraft(data["phone"].strip()),) if data.get("phone", "").strip() else ()
        actor = with_right(request.actor, EDIT, community_id=home.community_id)
        draft = PersonDraft(name=data.get("name", ""), community_id=home.community_id, phones=phones)
        with transaction.atomic():
            person_id = people.person_create(actor=actor, draft=draft, at=now)
            tie = TieDraft(
                person_id=person_id, place_id=home.place_id, kind=kind, starts_on=timezone.localdate()
            )
            people.living_add(actor=actor, draft=tie, at=now)
    except AnjuError as error:
        return _page(request, error=error)
    return _page(request, slip=_slip(request, person_id), invited=data.get("name", ""))


@require_POST
@resident_page
def invite(request: Any, person_id: int) -> HttpResponse:
    """Another code for somebody of the home who has not come in yet; the older one ends."""
    _own_home(request)
    member = next((one for one in _members(request) if one.person.id == person_id), None)
    if member is None or member.person.user_id is not None or member.relation == TieKind.OWNER:
        raise NotFound("people.person.missing")
    return _page(request, slip=_slip(request, person_id), invited=member.person.name)


@require_POST
@resident_page
def remove(request: Any, tie_id: int) -> HttpResponse:
    """Whoever moved out: his tie ends today, and with the last one his log-in here. Owners are the register's matter."""
    home, now = _own_home(request), timezone.now()
    member = next((one for one in _members(request) if one.tie_id == tie_id), None)
    if member is None or member.relation == TieKind.OWNER:
        raise NotFound("people.person.missing")
    actor = with_right(request.actor, EDIT, community_id=home.community_id)
    today = timezone.localdate()
    started_today = member.since is not None and member.since >= today
    on = member.since + timedelta(days=1) if started_today and member.since else today
    people.tie_end(actor=actor, tie_id=tie_id, on=on, at=now, reason=str(_("业主移除")))
    entry.slips_end(org_id=request.org.pk, person_id=member.person.id, at=now)
    if member.person.user_id is not None and not people.homes_of(member.person.id, on):
        residents.residency_end(actor=request.actor, user_id=member.person.user_id, at=now)
    flash.success(request, _("已移除%(name)s。") % {"name": member.person.name})
    return redirect("resident:household")


def _own_home(request: Any) -> Any:
    """The home looked at, of which the reader must be an owner. Raises Forbidden."""
    if request.home is None or request.home.relation != TieKind.OWNER:
        raise Forbidden("resident.owner_only")
    return request.home


def _check_new(request: Any, name: str) -> None:
    """A second click, or a second try, makes no second person. Raises Conflict (resident.member.there)."""
    locks.advisory("resident-member", request.org.pk, request.home.place_id)
    if any(
        one.person.name == "".join(name.split()) or one.person.name == name.strip()
        for one in _members(request)
    ):
        raise Conflict("resident.member.there", field="name", name=name.strip())


def _members(request: Any) -> list[HomePerson]:
    if request.home is None:
        return []
    return list(people.home(request.home.place_id, timezone.localdate()).people)


def _slip(request: Any, person_id: int) -> str:
    return admission.slip_make(
        org_id=request.org.pk,
        person_id=person_id,
        way=EntryWay.INVITE,
        made_by=request.user.pk,
        at=timezone.now(),
    )


def _page(request: Any, *, slip: str = "", invited: str = "", error: AnjuError | None = None) -> HttpResponse:
    link = request.build_absolute_uri(reverse("resident:join", args=[slip])) if slip else ""
    context = {
        "tab": "me",
        "members": _members(request),
        "owner": request.home is not None and request.home.relation == TieKind.OWNER,
        "slip": slip,
        "link": link,
        "qr": qr_svg(link) if link else "",
        "invited": invited,
        "days": admission.INVITE_LASTS.days,
        "typed": dict(request.POST.items()) if error else {},
        "problem": problem(error) if error else None,
    }
    return show(request, "household", context, status=status_of(error) if error else 200)
