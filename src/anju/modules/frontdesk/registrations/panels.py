"""Cases on the pages of a person and a home, and in the copy of somebody's own data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.engines.cases.contracts import CaseRow
from anju.foundation.actors import Actor
from anju.modules.frontdesk.queries import case_panels
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.services import following
from anju.modules.people import facade as people

READ = "cases.case:read"


def _panel(request: Any, rows: Sequence[CaseRow]) -> people.Panel | None:
    if not rows:
        return None
    shown = [
        (one, words.kind_mark(one.kind), words.kind_name(one.kind), words.state_mark(one.kind, one.state))
        for one in rows
    ]
    body = render_to_string("frontdesk/panels/cases.html", {"rows": shown}, request)
    return people.Panel(_("报事"), Markup(body), "clipboard-text", 20)


def _home(request: Any, place_id: int) -> people.Panel | None:
    return _panel(request, case_panels.of_home(request.actor, place_id)) if request.actor.can(READ) else None


def _person(request: Any, person_id: int) -> people.Panel | None:
    return (
        _panel(request, case_panels.of_person(request.actor, person_id)) if request.actor.can(READ) else None
    )


def _forget(actor: Actor, person_id: int, at: datetime) -> int:
    return following.person_forgotten(person_id=person_id, at=at)


people.register_home_panel(_home)
people.register_person_panel(_person)
people.register_personal_data(
    people.PersonalData("cases", _("报事"), case_panels.copy_of, case_panels.kept_of, _forget)
)
