"""The smallest valid objects of the engine's tests. Higher floors are reached by their models' names only."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.apps import apps

from anju.engines.schedule.contracts import (
    Act,
    PeopleSource,
    Period,
    PlaceFacts,
    PlaceSource,
    Posting,
    Recurrence,
    RoundDraft,
)
from anju.engines.schedule.queries import sources

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
TWICE_A_DAY = Recurrence(period=Period.DAY, times=2)


def community(name="翠园"):
    place = apps.get_model("estate", "Place")
    made = place.objects.create(kind="community", code=name, name=name, path="/", label=f"C-{name}")
    place.objects.filter(pk=made.pk).update(path=f"/{made.pk}/", community_id=made.pk)
    return made.pk


def places(community_id, count=1):
    place = apps.get_model("estate", "Place")
    known = place.objects.filter(community_id=community_id).count()
    made = []
    for number in range(known, known + count):
        row = place.objects.create(
            kind="public",
            code=f"{number:03}",
            name=f"{number}号点",
            parent_id=community_id,
            community_id=community_id,
            label=f"P{community_id}-{number}",
        )
        place.objects.filter(pk=row.pk).update(path=f"/{community_id}/{row.pk}/")
        made.append(row.pk)
    return made


def label(place_id):
    return apps.get_model("estate", "Place").objects.values_list("label", flat=True).get(pk=place_id)


def team(community_id, size=2, name="保洁一班"):
    """(team, its staff)"""
    department, _ = apps.get_model("people", "Department").objects.get_or_create(
        community_id=community_id, name="环境部", domain="cleaning"
    )
    made = apps.get_model("people", "Team").objects.create(department=department, name=name)
    staff = apps.get_model("people", "Staff")
    known = staff.objects.count()
    people = [
        staff.objects.create(
            number=f"S{known + n}",
            name=f"员工{known + n}",
            department=department,
            team=made,
            community_id=community_id,
        ).pk
        for n in range(size)
    ]
    return made.pk, people


def draft(community_id, **given):
    values = {
        "domain": "cleaning",
        "kind": "clean",
        "title": "楼道清扫",
        "recurrence": TWICE_A_DAY,
        "active_from": TODAY,
    }
    return RoundDraft(community_id=community_id, **{**values, **given})


def act(occurrence, done_at, **given):
    return Act(**{"key": uuid4(), "occurrence_id": occurrence, "done_at": done_at, **given})


def place_source(peaks=None):
    rows = apps.get_model("estate", "Place").objects

    def facts(ids):
        found = rows.filter(pk__in=ids).values_list("pk", "path", "community_id", "label")
        return {pk: PlaceFacts(path, home, name) for pk, path, home, name in found}

    def under(paths):
        found = rows.values_list("pk", "path")
        return [pk for pk, path in found if any(path.startswith(each) for each in paths)]

    return PlaceSource(facts, under, lambda ids: peaks or {})


def people_source():
    rows = apps.get_model("people", "Staff").objects

    def members(team_id, position_id):
        given = {"team_id": team_id, "position_id": position_id}
        found = rows.filter(**{name: value for name, value in given.items() if value is not None})
        return list(found.order_by("pk").values_list("pk", flat=True))

    def posting(staff_id):
        row = rows.filter(pk=staff_id).values_list("community_id", "position_id", "team_id").first()
        return Posting(*row) if row else None

    return PeopleSource(members, posting)


@contextmanager
def registered(places=None, people=None):
    """Answer the engine's questions from these sources instead of the house's."""
    kept = sources._places[:], sources._people[:]
    sources._places[:], sources._people[:] = [places or place_source()], [people or people_source()]
    try:
        yield
    finally:
        sources._places[:], sources._people[:] = kept


def hours(count):
    return timedelta(hours=count)
