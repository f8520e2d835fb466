"""What the engine asks of higher floors: places, people, and the organisation's time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from zoneinfo import ZoneInfo

from anju.engines.cases.contracts import CaseDraft, PeopleSource, PlaceFacts, PlaceSource, Posting
from anju.engines.cases.rules.clocks import WORKDAYS, Frame
from anju.foundation.accounts import home
from anju.foundation.actors import Actor
from anju.kernel.calendar import china
from anju.kernel.worktime import WorkHours

# Until somebody tells the working hours: 9 to 18 with an hour at noon, on workdays.
OFFICE_HOURS = WorkHours(((540, 720), (780, 1080)), workdays_only=True)
_places: list[PlaceSource] = []
_people: list[PeopleSource] = []
Drafting = Callable[[Actor, CaseDraft], CaseDraft]
_drafting: list[Drafting] = []


def register_places(source: PlaceSource) -> None:
    """Tell the engine how to ask about places. Raises ValueError when somebody has, or a part is no function."""
    _register(_places, source, (source.facts, source.under, source.hours))


def register_people(source: PeopleSource) -> None:
    """Tell the engine how to ask about staff. Raises ValueError when somebody has, or a part is no function."""
    _register(_people, source, (source.postings,))


def register_drafting(complete: Drafting) -> None:
    """Tell the engine what the house adds to a report that comes through the API. Raises ValueError when somebody has."""
    _register(_drafting, complete, (complete,))


def drafted(actor: Actor, draft: CaseDraft) -> CaseDraft:
    """A report with what the house knows of it."""
    return _drafting[0](actor, draft) if _drafting else draft


def _register(known: list, source: object, parts: tuple[object, ...]) -> None:  # type: ignore[type-arg]
    if known:
        raise ValueError(f"{type(source).__name__} is registered already")
    if not all(map(callable, parts)):
        raise ValueError(f"{type(source).__name__} needs functions")
    known.append(source)


def place_facts(ids: Collection[int]) -> Mapping[int, PlaceFacts]:
    return _places[0].facts(ids) if _places and ids else {}


def knows_places() -> bool:
    return bool(_places)


def places_under(paths: Collection[str]) -> Collection[int]:
    return _places[0].under(paths) if _places and paths else ()


def hours(community_id: int) -> WorkHours:
    return _places[0].hours(community_id) if _places else OFFICE_HOURS


def postings(staff_ids: Collection[int]) -> Mapping[int, Posting]:
    return _people[0].postings(staff_ids) if _people and staff_ids else {}


def knows_people() -> bool:
    return bool(_people)


def frame(community_id: int, zone: str) -> Frame:
    """In what time the clocks of a community count. zone: the organisation's."""
    return Frame(china(), ZoneInfo(zone), hours(community_id))


def bare_frame() -> Frame:
    """A frame for clocks whose hours are known already: they carry them since they started."""
    return Frame(china(), home.zone(), WORKDAYS)
