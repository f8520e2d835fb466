"""Tell people what happened to a case, each once: the keys of the causes are the entries of its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import translation

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseView, EventView, StepView, To
from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import LANGUAGES, Recipient
from anju.foundation.actors import Actor
from anju.foundation.ui.filters import local
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.queries import progress, recipients
from anju.modules.frontdesk.rules import telling as rules
from anju.modules.frontdesk.services.following import house_actor
from anju.modules.people import facade as people

Params = Mapping[str, Any]


def opened(*, case_id: int, at: datetime) -> None:
    """Acknowledge a report to whoever made it; people in a lift and calls for help ring at once.

    Source: catalogue B CMP-03; domain-rules LIFT-04.
    """
    view = _view(case_id, at)
    if view is None or not rules.worth_telling(view.row.opened_at, at):
        return
    params = _params(view, at)
    _tell("received", recipients.reporters(case_id), params, f"case:{case_id}:opened", view, at, own=True)
    if view.row.kind == "help":
        template = "trapped" if view.fields.get("trapped") else "help"
        around = recipients.of_case(view.row, To.TEAM, To.TEAM_LEADER, To.MANAGER)
        _tell(template, around, params, f"case:{case_id}:opened", view, at)
    if view.row.kind == "praise" and view.fields.get("about_staff"):
        _tell("praised", [_staff(view.fields["about_staff"])], params, f"case:{case_id}:opened", view, at)


def changed(*, case_id: int, event_id: int, at: datetime) -> None:
    """Tell what an entry of the history says, and take back warnings of clocks that do not run any more."""
    event = next((one for one in _history(case_id) if one.id == event_id), None)
    if event is None or not rules.worth_telling(event.at, at):
        return
    take_back(case_id=case_id, at=at)
    transition, stars = str(event.after.get("transition", "")), int(event.after.get("stars", 0))
    if not rules.is_told(event.code, transition, stars):
        return
    view = _view(case_id, at)
    if view is None or (event.code == "merged" and view.row.merged_into_id is None):
        return
    params = _params(view, at, event)
    for told in rules.of_deed(view.row.kind, event.code, transition, stars):
        key = f"case:{case_id}:{event_id}"
        if told.reporter:
            _tell(told.template, recipients.reporters(case_id), params, key, view, at, own=True)
        if told.to:
            _tell(told.template, recipients.of_case(view.row, *told.to), params, key, view, at)


def take_back(*, case_id: int, at: datetime) -> int:
    """Cancel what was fired for clocks that have stopped and was not sent yet. Returns how many deliveries."""
    steps = cases.steps_of(case_id)
    if not steps:
        return 0
    clocks = cases.clock_views(case_ids=[case_id], at=at).get(case_id, ())
    running = {one.code for one in clocks if one.state == "running"}
    return sum(messages.cancel(cause_key=_step_key(one), at=at) for one in steps if one.clock not in running)


def fired(*, step_ids: Sequence[int], at: datetime) -> None:
    """Send steps of ladders to the people they mean, each under its own number."""
    for step in cases.steps(step_ids):
        view = _view(step.case_id, at)
        if view is None or view.row.closed_at is not None or not rules.worth_telling(step.due_at, at):
            continue
        params = _params(view, at, words=step.quote, limit=step.limit_at, clock=step.clock)
        template = step.message.removeprefix("frontdesk.")
        _tell(template, recipients.of_step(step), params, _step_key(step), view, at)


def hidden_from(actor: Actor) -> list[str]:
    """How the causes of messages begin that are about cases an actor is barred from."""
    return [f"case:{case_id}:" for case_id in cases.barred_from(actor)]


def _tell(
    template: str, to: Iterable[Recipient], params: Params, key: str, view: CaseView, at: datetime, *, own: bool = False
) -> None:  # fmt: skip
    found = list(to)
    if found:
        messages.notify(
            template=f"frontdesk.{template}", to=found, params=params, cause_key=key, at=at,
            community_id=view.row.community_id, link=_link(view.row.id, own),
        )  # fmt: skip


def _params(
    view: CaseView, at: datetime, event: EventView | None = None, *, words: str = "", limit: datetime | None = None,
    clock: str = "",
) -> Params:  # fmt: skip
    """Every template may use every one of these; what depends on the language is said in each."""
    row = view.row
    return {
        "number": row.number,
        "title": row.title,
        "place": _place(row.place_id or row.community_id),
        "who": _name(row.assignee_id),
        "words": words or (_words(view, event) if event else ""),
        "when": local(limit or row.due_at) if limit or row.due_at else "—",
        "clock": _said(lambda: str(_clock_name(row.kind, clock))),
        "progress": _said(lambda: progress.progress_words(view, at)),
        "amount": _amount(view),
    }


def _words(view: CaseView, event: EventView) -> str:
    """What was said: the answer where the kind has one, the window of an appointment, else the words of the deed."""
    begins, ends = event.after.get("begins_at"), event.after.get("ends_at")
    if begins and ends:
        return f"{local(datetime.fromisoformat(begins))}–{local(datetime.fromisoformat(ends))}"
    for code in ("answer", "explanation", "plan"):
        if event.after.get(code):
            return str(event.after[code])
    return event.words or str(view.fields.get("measure", ""))


def _said(words: Any) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = words()
    return found


def _clock_name(kind: str, clock: str) -> Any:
    found = cases.kind_of(kind).clock(clock)
    return found.name if found else ""


def _amount(view: CaseView) -> str:
    waiting = [one for one in view.prices if one.answer is None]
    return f"{waiting[-1].amount / 100:,.2f}" if waiting else ""


def _name(staff_id: int | None) -> str:
    found = people.staff_by_id([staff_id]).get(staff_id) if staff_id else None
    return found.name if found else "—"


def _place(place_id: int) -> str:
    try:
        return estate.place(place_id).full_name
    except NotFound:
        return "—"


def _staff(staff_id: int) -> Recipient:
    found = people.staff_by_id([staff_id]).get(staff_id)
    return Recipient.user(found.user_id) if found and found.user_id else Recipient.staff(staff_id)


def _link(case_id: int, own: bool) -> str:
    try:
        return reverse("resident:case" if own else "frontdesk:case", args=[case_id])
    except NoReverseMatch:
        return ""


def _reader() -> Actor:
    return house_actor("cases.case:read")


def _view(case_id: int, at: datetime) -> CaseView | None:
    try:
        return cases.case_view(actor=_reader(), case_id=case_id, at=at)
    except NotFound:
        return None


def _history(case_id: int) -> list[EventView]:
    try:
        return cases.history(actor=_reader(), case_id=case_id)
    except NotFound:
        return []


def _step_key(step: StepView) -> str:
    return f"case:{step.case_id}:step:{step.id}"
