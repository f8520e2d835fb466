"""A community whose rounds run: people, a patrol, daily cleaning, an event, and a day of work to look at."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import openpyxl
from django.utils import timezone

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import (
    Act,
    DayWindow,
    EvidenceAsk,
    FindingDraft,
    Period,
    Recurrence,
    RoundDraft,
)
from anju.kernel.interval import DateInterval
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffDraft
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import Ground

HOURLY = Recurrence(period=Period.HOUR, every=2)


@dataclass
class Field:
    """ground: places and teams. rounds: ids by name. staff: ids by name."""

    boss: Any
    ground: Ground
    now: datetime
    staff: dict[str, int] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)

    @property
    def community_id(self) -> int:
        return self.ground.community.id

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    def draft(self, **given: Any) -> RoundDraft:
        values: dict[str, Any] = {
            "community_id": self.community_id,
            "domain": "cleaning",
            "kind": "cleaning",
            "title": "楼道清扫",
            "recurrence": Recurrence(period=Period.DAY, times=2),
            "active_from": self.today - timedelta(days=1),
            "place_ids": self.ground.entrances,
            "team_id": self.ground.team_id,
        }
        return RoundDraft(**{**values, **given})

    def round(self, name: str, *, start: bool = True, **given: Any) -> int:
        made = schedule.round_create(actor=self.boss, draft=self.draft(title=name, **given), at=self.now)
        if start:
            schedule.round_activate(actor=self.boss, round_id=made, at=self.now)
        self.rounds[name] = made
        return made

    def open_work(self, name: str) -> Any:
        """The first work of a round that can be done now."""
        rows = schedule.occurrences(round_ids=[self.rounds[name]], states=("todo",))
        return rows.filter(opens_at__lte=self.now, due_at__gt=self.now).order_by("due_at", "pk").first()

    def works(self, name: str) -> list[Any]:
        days = DateInterval(self.today - timedelta(days=2), self.today + timedelta(days=5))
        return list(schedule.occurrences(round_ids=[self.rounds[name]], days=days).order_by("due_at", "pk"))

    def do(self, work: Any, **given: Any) -> None:
        act = Act(key=uuid4(), occurrence_id=work.pk, done_at=self.now, **given)
        answer = schedule.submit(
            actor=self.boss, staff_id=self.staff["沈芳"], act=act, photos={}, at=self.now
        )
        assert answer.status == "created", answer


def made(boss: Any, *, rounds: bool = True) -> Field:
    ground = factories.ground(boss)
    found = Field(boss, ground, timezone.now())
    team = next(one for one in people.teams(ground.community.id) if one.id == ground.team_id)
    guards = next(one for one in people.teams(ground.community.id) if one.id == ground.guards_id)
    for name, number, unit in (("沈芳", "C01", team), ("何平", "C02", team), ("郑强", "S01", guards)):
        draft = StaffDraft(
            name=name, number=number, department_id=unit.department_id, team_id=unit.id,
            community_id=ground.community.id,
        )  # fmt: skip
        found.staff[name] = people.staff_create(actor=boss, draft=draft, at=found.now)
    if rounds:
        found.round("楼道清扫")
        found.round(
            "小区巡逻", domain="security", kind="patrol", mode="route", team_id=ground.guards_id, recurrence=HOURLY,
            place_ids=(ground.gate, ground.road), evidence=EvidenceAsk(qr=True, people=2),
        )  # fmt: skip
        found.round(
            "扫雪",
            kind="task",
            recurrence=Recurrence(period=Period.EVENT, event="snow"),
            place_ids=(ground.road,),
        )
        night = Recurrence(period=Period.NIGHT, times=2, windows=(DayWindow(time(22), time(6)),))
        found.round(
            "夜巡", domain="security", kind="patrol", recurrence=night, place_ids=(), team_id=ground.guards_id
        )
    return found


def with_finding(found: Field, **given: Any) -> int:
    """A finding on the cleaning round; its id."""
    draft = FindingDraft(**{"text": "墙面有涂鸦", "severity": 2, **given})
    found.do(found.open_work("楼道清扫"), findings=(draft,))
    number: int = schedule.findings().values_list("pk", flat=True).first()
    return number


def problems(answer: Any) -> list[Any]:
    """What a page says is wrong."""
    return re.findall(r'class="field-error">.*?</svg>(.*?)</p>|<li>(.*?)</li>', answer.content.decode())


def rows_of(answer: Any) -> list[Any]:
    """The rows of a spreadsheet that was answered."""
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return list(sheet.iter_rows(values_only=True))
