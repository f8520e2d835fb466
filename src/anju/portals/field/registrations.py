"""What the schedule engine asks about places and people is answered here, where both may be known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import DayWindow, PeopleSource, PlaceFacts, PlaceSource, Posting
from anju.foundation.ui.messages import register_error_texts
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people


def _facts(ids: Collection[int]) -> Mapping[int, PlaceFacts]:
    found = estate.places_by_id(ids)
    return {
        one.id: PlaceFacts(one.path, one.community_id, one.label, one.coordinates) for one in found.values()
    }


def _under(paths: Collection[str]) -> Collection[int]:
    return {place_id for path in paths for place_id in estate.descendant_ids(path)}


def _peak_hours(ids: Collection[int]) -> Mapping[int, Sequence[DayWindow]]:
    found = estate.peak_hours(list(ids))
    return {
        place_id: [DayWindow(window.start, window.end) for window in windows]
        for place_id, windows in found.items()
        if windows
    }


def _members(team_id: int | None, position_id: int | None) -> Sequence[int]:
    if team_id is None and position_id is None:
        return ()
    return [one.id for one in people.members(team_id=team_id, position_id=position_id)]


def _posting(staff_id: int) -> Posting | None:
    found = people.staff_by_id([staff_id]).get(staff_id)
    return None if found is None else Posting(found.community_id, found.position_id, found.team_id)


schedule.register_places(PlaceSource(_facts, _under, _peak_hours))
schedule.register_people(PeopleSource(_members, _posting))
register_error_texts(
    {
        "field.no_staff": _("您的账号没有关联员工档案，请联系主管。"),
        "field.label_unknown": _("没有这个标签：{label}。"),
        "field.case.line": _("材料的数量或单价填写有误，请填数字。"),
        "field.case.amount": _("报价请填大于 0 的金额，最多两位小数。"),
    }
)
