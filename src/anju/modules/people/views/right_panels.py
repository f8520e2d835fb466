"""On the page of a person: what he asked about his data, what of it is locked, and that somebody looks after him."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.modules.people.permissions import CARE_READ, REQUEST_RECEIVE
from anju.modules.people.queries import care, person_requests
from anju.modules.people.queries.panels import Panel


def rights_panel(request: Any, person_id: int) -> Panel | None:
    """For who receives requests: the person's own ones, locks in force, and the way to a new one."""
    if not request.actor.can(REQUEST_RECEIVE):
        return None
    context = {
        "rows": person_requests.requests_of_person(person_id, 5),
        "locks": person_requests.locks_of([person_id]).get(person_id, []),
        "person_id": person_id,
    }
    body = Markup(render_to_string("people/panel_rights.html", context, request))
    return Panel(_("个人信息申请"), body, "shield-lock", 80)


def care_panel(request: Any, person_id: int) -> Panel | None:
    """For who may read the care list: that the person is on it. Reasons stand behind the link, where looks are noted."""
    if not request.actor.can(CARE_READ):
        return None
    row = care.entries(request.actor).filter(person_id=person_id, ended_on=None).first()
    if row is None:
        return None
    body = Markup(render_to_string("people/panel_care.html", {"row": row}, request))
    return Panel(_("关怀走访"), body, "heartbeat", 10)
