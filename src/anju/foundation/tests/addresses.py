"""URL configuration of the foundation's own tests: an API of its own beside the foundation's pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib import import_module

from django.urls import include, path
from ninja import Query, Router, Schema
from ninja.responses import Status

from anju.foundation.accounts.models import Organisation
from anju.foundation.api import Page, PageQuery, endpoint, page_of
from anju.foundation.api.application import make, mount
from anju.foundation.permissions.models import Role
from anju.foundation.registrations import AUDIT_READ, SETTINGS_CHANGE
from anju.kernel.errors import Conflict, Invalid

handler404 = "anju.foundation.web.errors.page_not_found"
handler500 = "anju.foundation.web.errors.server_error"


class Line(Schema):
    unit: str
    count: int


class RoleIn(Schema):
    name: str
    lines: list[Line] = []


class RoleOut(Schema):
    id: int
    name: str
    made_at: dt.datetime | None = None


@dataclass(frozen=True)
class RoleView:
    id: int
    name: str
    made_at: dt.datetime


router = Router(tags=["roles"])


@router.get("/roles", response=Page[RoleOut])
@endpoint(AUDIT_READ)
def roles(request, page: Query[PageQuery]):
    return page_of(
        Role.objects.filter(code=""),
        page,
        order=("name",),
        shape=lambda row: {"id": row.pk, "name": row.name},
    )


@router.post("/roles", response={201: RoleOut})
@endpoint(SETTINGS_CHANGE)
def role_make(request, body: RoleIn):
    if body.name == "坏":
        Role.objects.create(name="不该留下")
        raise Invalid("role_bad", field="name")
    if Role.objects.filter(name=body.name).exists():
        raise Conflict("role_name_taken", field="name")
    role = Role.objects.create(name=body.name)
    return Status(201, RoleView(role.pk, role.name, dt.datetime(2026, 11, 21, 8, tzinfo=dt.UTC)))


@router.get("/who", response=dict)
@endpoint(None)
def who(request):
    return {
        "name": request.actor.name,
        "org": request.org.pk,
        "channel": request.actor.origin.channel,
        "orgs_known": Organisation.objects.count(),
    }


# The house's own API is complete before anything describes it.
import_module("anju.site.api_urls")
api = make()
mount("things", router, on=api)
urlpatterns = [
    path("api/v1/", api.urls),
    path("account/", include("anju.site.account_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("anju.foundation.web.urls")),
    path("", include("anju.portals.console.urls")),
]
