"""The board: open cases in columns by state or by person, each with its first rows, and what a move of a card means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Ask, CaseFilter, CaseKind, CaseRow, CaseView, ClockView
from anju.foundation.actors import Actor
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries import dispatch
from anju.modules.frontdesk.queries.case_names import Names, names_of
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

DEPTH = {"state": 20, "person": 12}
# So many cards at most to begin with: of many columns each shows fewer, the rest on request.
CARDS, FEWEST = 300, 2
BY = {"state": "state", "person": "assignee_id"}
NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Lane:
    """A column. key: of the state, number of the person, or "none". sub: what he is; more: how many are not shown."""

    key: str
    name: str
    sub: str
    tone: str
    total: int
    rows: tuple[CaseRow, ...]

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Board:
    lanes: tuple[Lane, ...]
    names: Names
    paused: dict[int, str]
    total: int


class Step(NamedTuple):
    """What a card dropped on another column means. sort: way, arrive, resume, assign or sheet; code: of the way, the
    number of the person, or of the deed whose form is asked first.
    """

    sort: str
    code: str = ""


def board(actor: Actor, wanted: CaseFilter, by: str, at: datetime) -> Board:
    """Eight statements, however many cases."""
    columns = cases.board(actor=actor, by=BY[by], wanted=wanted, depth=DEPTH[by])
    depth = depth_of(by, len(columns))
    found = {column.key: replace(column, rows=column.rows[:depth]) for column in columns}
    rows = [row for column in found.values() for row in column.rows]
    if by == "state":
        names = names_of(actor, rows)
        labels = words.states_in_order()
        lanes_asked = _lanes_of(wanted, found.keys())
        keys = [*lanes_asked, *(key for key in found if key not in lanes_asked)]
        shown = [
            (
                str(key),
                labels.get(str(key), str(key)),
                "",
                words.STATE_TONES.get(str(key), "slate"),
                found.get(key),
            )
            for key in keys
        ]
    else:
        hands = hands_of(wanted.community_id)
        names = names_of(actor, rows, staff_ids=[key for key in found if isinstance(key, int)])
        people_shown = {
            **{one.id: one for one in hands},
            **{key: names.people[key] for key in found if key in names.people},
        }
        shown = [(NOBODY, _("待派单"), "", "amber", found.get(None))]
        ordered = sorted(
            people_shown.values(),
            key=lambda one: (-(found[one.id].total if one.id in found else 0), one.number),
        )
        shown += [
            (str(one.id), one.name, one.position or one.team, "blue", found.get(one.id)) for one in ordered
        ]
    lanes = tuple(
        Lane(key, name, sub, tone, column.total if column else 0, column.rows if column else ())
        for key, name, sub, tone, column in shown
    )
    return Board(lanes, names, paused_of(rows, at), sum(lane.total for lane in lanes))


def depth_of(by: str, columns: int) -> int:
    """Cards of a column before more are asked for."""
    return max(FEWEST, min(DEPTH[by], CARDS // max(columns, 1)))


def _lanes_of(wanted: CaseFilter, full: Collection[object]) -> list[str]:
    """Open states of the kinds asked for; one that a single kind of all knows only when something is in it."""
    kinds = [one for one in cases.kinds() if not wanted.kinds or one.code in wanted.kinds]
    users = Counter(state.code for one in kinds for state in one.states if not state.closed)
    enough = 1 if len(kinds) == 1 else 2
    return [code for code in words.open_states() if users[code] >= enough or (users[code] and code in full)]


def further(actor: Actor, wanted: CaseFilter, by: str, key: str, after: int) -> list[CaseRow]:
    """More rows of one column, past the first `after`."""
    rows = cases.cases(actor=actor, wanted=wanted).filter(closed_at__isnull=True)
    if by == "state":
        rows = rows.filter(state=key)
    else:
        rows = rows.filter(assignee_id__isnull=True) if key == NOBODY else rows.filter(assignee_id=int(key))
    return cases.rows(rows.order_by("due_at", "id")[after : after + DEPTH[by] * 2])


def paused_of(rows: list[CaseRow], at: datetime) -> dict[int, str]:
    """Why the clocks of rows stand, by case; rows whose clocks do not are left out."""
    silent = [one.id for one in rows if one.due_at is None and one.closed_at is None]
    if not silent:
        return {}
    found = cases.clock_views(case_ids=silent, at=at)
    return {
        number: next((one.paused_for for one in reversed(clocks) if one.state == "paused"), "")
        for number, clocks in found.items()
        if any(_stands(one) for one in clocks)
    }


def _stands(clock: ClockView) -> bool:
    return clock.state == "paused"


def hands_of(community_id: int | None) -> list[StaffView]:
    """Those whose columns stand on the board even when they have nothing: they can be given something."""
    if community_id is None:
        return []
    domains = dispatch.KIND_DOMAINS["repair"]
    departments = {one.id for one in people.departments(community_id) if one.domain in domains}
    return [one for one in people.staff_of_community(community_id) if one.department_id in departments]


def step_to_state(view: CaseView, kind: CaseKind, state: str) -> Step | None:
    """What leads a case to a state from where it stands; None when nothing does."""
    row = view.row
    if state == row.state:
        return None
    if state == "new":
        return Step("sheet", "offer")
    if state == "assigned" and row.state == "new":
        return Step("sheet", "assign")
    if state == "waiting":
        return Step("sheet", "pause")
    if state == "working" and row.state == "waiting":
        return Step("resume")
    if state == "working" and row.state in ("new", "assigned"):
        return Step("arrive", str(row.assignee_id)) if row.assignee_id else Step("sheet", "arrive")
    for code in view.ways:
        found = kind.transition(code)
        if found is None or found.to != state or found.reopens:
            continue
        asks = Ask.REASON in found.asks or any(not view.fields.get(one) for one in found.fields)
        return Step("sheet", f"move:{code}") if asks else Step("way", code)
    return None


def step_to_person(view: CaseView, key: str) -> Step | None:
    current = str(view.row.assignee_id) if view.row.assignee_id else NOBODY
    if key == current:
        return None
    return Step("sheet", "offer") if key == NOBODY else Step("assign", key)
