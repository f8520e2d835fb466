"""Three months of cases of every kind: good days, a storm, a slow crew, and what is still running at this moment.

What was settled before the last days is taken over at once; the last days are lived through the services that
everybody uses, deed by deed in one line of time, with sweeps, draws and return visits as they come.
"""

from __future__ import annotations

import heapq
import io
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count, cycle

from PIL import Image, ImageDraw

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import ItemDraft, Move, PastCase, PastDeed, PhotoDraft
from anju.foundation import files, outbox
from anju.foundation.actors import Actor
from anju.kernel.errors import AnjuError
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView
from anju.site.demo import case_texts as texts
from anju.site.demo import names
from anju.site.demo.case_courses import ZONE, Crew, case_of, told_as

DAYS = 92
LIVED = timedelta(days=7)
# Of what happened until then nobody hears today.
HEARD = timedelta(hours=8)
STORM_AGO = 4
DRAWN_EVERY = 4
# Minutes ago at which something certainly came in.
JUST_NOW = (2, 4, 7, 11, 18, 33, 52, 76, 110)
Task = Callable[[], object]


@dataclass
class Lived:
    """A case that is lived through, deed by deed. visit: where somebody is now."""

    case: PastCase
    actor: Actor
    pictures: Sequence[bytes]
    case_id: int = 0
    visit: int | None = None
    staff_id: int | None = None


def tell(actor: Actor, community_id: int, now: datetime, *, per_day: float = 6.4, slow: float = 1.0) -> int:
    """Fill the cases of one community over the last three months; returns how many were opened."""
    begin = now - timedelta(days=DAYS)
    frontdesk.limits_read(actor=actor, community_id=community_id, at=begin)
    pictures = [_picture(number) for number in range(6)]
    crew = _crew(actor, community_id, now, slow, pictures)
    told = [case_of(crew, at) for at in _moments(crew.dice, begin, now, per_day)]
    old = [one for one in told if one.deeds and one.deeds[-1].at < now - LIVED]
    past = {id(one) for one in old}
    with outbox.silence():
        _take_over(actor, old, begin, now, crew)
    fresh = [one for one in told if id(one) not in past]
    fresh += [*_flood(crew, now), *_just_now(crew, now)]
    _live(actor, fresh, now, pictures)
    return len(old) + len(fresh)


def _crew(actor: Actor, community_id: int, now: datetime, slow: float, pictures: Sequence[bytes]) -> Crew:
    staff = people.staff_of_community(community_id)
    domains = {one.id: one.domain for one in people.departments(community_id)}

    def of(domain: str) -> list[StaffView]:
        return [one for one in staff if domains.get(one.department_id) == domain] or staff

    residents = {one.person.id: one.person.name for one in people.residents_of(community_id, now.date())}
    walk = names.people()
    what = files.purposes()["case_photo"]
    kept = [files.keep(actor=actor, what=what, name="修后.jpg", data=one) for one in pictures]
    return Crew(
        community=community_id,
        dice=random.Random(f"cases {estate.place(community_id).code}"),
        homes=[one.id for one in estate.places_of(community_id, ("unit",))],
        publics=[one.id for one in estate.places_of(community_id, ("public", "entrance"))] or [community_id],
        desk=of("customer_service"),
        engineers=of("engineering"),
        guards=of("security"),
        pictures=[str(one.token) for one in kept],
        residents=list(residents.items()) or [(None, next(walk)) for _each in range(200)],
        slow=slow,
        at=now,
    )


def _moments(dice: random.Random, begin: datetime, now: datetime, per_day: float) -> Iterator[datetime]:
    """When people report: more on Mondays, fewer on Sundays, mostly in the morning and after work."""
    shares = (2, 1, 1, 1, 1, 2, 5, 12, 22, 24, 20, 14, 10, 12, 14, 14, 14, 16, 20, 20, 16, 11, 6, 3)
    first = begin.astimezone(ZONE).date()
    for day in (first + timedelta(days=n) for n in range(DAYS + 1)):
        busy = per_day * {0: 1.25, 6: 0.75}.get(day.weekday(), 1.0)
        for _each in range(_poisson(dice, busy)):
            hour = dice.choices(range(24), shares)[0]
            at = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), ZONE)
            if begin < at < now:
                yield at


def _poisson(dice: random.Random, mean: float) -> int:
    limit, number, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        number, product = number + 1, product * dice.random()
    return number


def _take_over(actor: Actor, old: Sequence[PastCase], begin: datetime, now: datetime, crew: Crew) -> None:
    """Write the settled cases down, hold the draws of those days, and say how the visits went."""
    ids = cases.history_take_over(actor=actor, records=old)
    for days in range(DRAWN_EVERY, DAYS - LIVED.days, DRAWN_EVERY):
        cases.returns_draw(at=begin + timedelta(days=days))
    cases.returns_draw(at=now - LIVED)
    moods = crew.dice.choices(("satisfied", "fair", "dissatisfied", "unreached"), (84, 9, 4, 3), k=len(ids))
    outcomes = {pk: (mood, "说还有点小问题，已另行安排" if mood == "dissatisfied" else "") for pk, mood in zip(ids, moods, strict=True)}  # fmt: skip
    cases.returns_take_over(
        actor=actor, outcomes=outcomes, after=timedelta(hours=9), by_name=crew.desk[0].name
    )


def _flood(crew: Crew, now: datetime) -> list[PastCase]:
    """The afternoon of the storm: one burst of calls about the same water."""
    day = now.astimezone(ZONE).date() - timedelta(days=STORM_AGO)
    start = datetime.combine(day, time(16, 20), ZONE)
    found = [told_as(crew, "repair", texts.STORM, start)]
    for number in range(1, 14):
        one = told_as(crew, "repair", texts.STORM, start + timedelta(minutes=4 * number))
        merge = PastDeed(at=one.opened_at + timedelta(minutes=9), what="merged", by=crew.desk[0].name)
        found.append(replace(one, deeds=(merge,)))
    return found


def _just_now(crew: Crew, now: datetime) -> list[PastCase]:
    """What came in while the page was being opened: fresh, assigned, under way."""
    told = (
        ("repair", texts.REPAIRS),
        ("complaint", texts.COMPLAINTS),
        ("repair", texts.REPAIRS),
        ("enquiry", texts.ENQUIRIES),
    )
    return [
        told_as(crew, kind, crew.dice.choice(words), now - timedelta(minutes=minutes))
        for minutes, (kind, words) in zip(JUST_NOW, cycle(told), strict=False)
    ]


def _live(actor: Actor, fresh: Iterable[PastCase], now: datetime, pictures: Sequence[bytes]) -> None:
    order = count()
    queue: list[tuple[datetime, int, Task]] = []
    flood: list[int] = []

    def put(at: datetime, task: Task) -> None:
        if at < now:
            heapq.heappush(queue, (at, next(order), task))

    for one in fresh:
        lived = Lived(one, actor, pictures)
        put(one.opened_at, lambda lived=lived: _begin(lived, put, flood))
    first = min((one.opened_at for one in fresh), default=now)
    for at in _ticks(max(first, now - LIVED - timedelta(days=1)), now):
        put(at, lambda at=at: _tick(actor, at))
    with ExitStack() as silence:
        silence.enter_context(outbox.silence())
        quiet = True
        while queue:
            at, _number, task = heapq.heappop(queue)
            if quiet and at > now - HEARD:
                silence.close()
                quiet = False
            try:
                task()
            except AnjuError:
                # As in life: what the rules refuse at that moment is left undone.
                continue


def _ticks(first: datetime, now: datetime) -> Iterator[datetime]:
    """Every three hours by day, and in the night for the draw."""
    day: date = first.astimezone(ZONE).date()
    while day <= now.astimezone(ZONE).date():
        yield from (datetime.combine(day, time(hour, 10), ZONE) for hour in (1, 10, 13, 16, 19, 22))
        day += timedelta(days=1)


def _tick(actor: Actor, at: datetime) -> None:
    """What the worker does: fire what the ladders owe; at night hold the draws, in the morning make the visits."""
    cases.sweep_due(at=at)
    hour = at.astimezone(ZONE).hour
    if hour == 1:
        cases.returns_draw(at=at)
    if hour == 10:
        visits = list(cases.returns_open(actor=actor)[:10])
        for number, one in enumerate(visits):
            outcome = "dissatisfied" if (one.pk * 7) % 23 == 0 else "satisfied"
            words = "说还是有点渗" if outcome == "dissatisfied" else ""
            when = at + timedelta(minutes=9 * number)
            cases.return_record(actor=actor, return_id=one.pk, outcome=outcome, at=when, words=words)


def _begin(lived: Lived, put: Callable[[datetime, Task], None], flood: list[int]) -> None:
    one = lived.case
    by = replace(lived.actor, name=one.opened_by)
    lived.case_id = frontdesk.report(actor=by, draft=one.draft, at=one.opened_at).case_id
    if one.draft.title == texts.STORM.title:
        flood.append(lived.case_id)
    for deed in one.deeds:
        put(deed.at, lambda deed=deed: _do(lived, deed, flood))


def _do(lived: Lived, deed: PastDeed, flood: Sequence[int]) -> None:
    """One deed, through the service that everybody uses."""
    by, case_id, at = replace(lived.actor, name=deed.by), lived.case_id, deed.at
    match deed.what:
        case "assigned":
            lived.staff_id = deed.staff_id
            cases.case_assign(actor=by, case_id=case_id, staff_id=deed.staff_id or 0, at=at)
        case "accepted":
            cases.case_accept(actor=by, case_id=case_id, staff_id=deed.staff_id or 0, at=at)
        case "appoint":
            until = datetime.fromisoformat(deed.fields["agreed_until"])
            frontdesk.appoint(
                actor=by, case_id=case_id, staff_id=lived.staff_id or 0, begins_at=until - timedelta(hours=1),
                ends_at=until, at=at,
            )  # fmt: skip
        case "arrived":
            lived.visit = cases.visit_start(actor=by, case_id=case_id, staff_id=deed.staff_id or 0, at=at)
        case "left":
            cases.visit_end(actor=by, visit_id=lived.visit or 0, at=at, words=deed.words)
        case "photo":
            picture = lived.pictures[case_id % len(lived.pictures)]
            photo = PhotoDraft(name="修后.jpg", data=picture, role="after", visit_id=lived.visit)
            cases.photo_add(actor=by, case_id=case_id, photo=photo, at=at)
        case "charged":
            item = ItemDraft(
                sort="material", name=deed.words, unit="个", price=deed.price * 100, charged=True
            )
            cases.item_add(actor=by, case_id=case_id, item=item, at=at)
            price = cases.price_offer(actor=by, case_id=case_id, at=at)
            cases.price_answer(actor=by, price_id=price, agreed=True, by_name="业主本人", how="phone", at=at)
        case "rated":
            cases.case_rate(actor=lived.actor, case_id=case_id, stars=deed.stars, words=deed.words, at=at)
        case "passed":
            cases.case_check(actor=by, case_id=case_id, passed=True, at=at, staff_id=deed.staff_id)
        case "merged":
            cases.cases_merge(actor=by, into_id=flood[0], case_ids=[case_id], at=at)
        case _:
            move = Move(transition=deed.what, reason=deed.words, fields=deed.fields)
            cases.case_move(actor=by, case_id=case_id, move=move, at=at)


def _picture(number: int) -> bytes:
    """A drawn picture of a place after the work."""
    wall, floor = ((214, 208, 196), (150, 140, 128)) if number % 2 else ((198, 206, 210), (128, 134, 140))
    image = Image.new("RGB", (640, 480), wall)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 340, 640, 480), fill=floor)
    for x in range(0, 640, 80):
        draw.line((x, 340, x - 60, 480), fill=tuple(part - 18 for part in floor), width=2)
    left = 120 + 60 * number
    draw.rectangle((left, 70, left + 26, 340), fill=(176, 182, 186))
    draw.ellipse((left - 24, 170, left + 50, 244), fill=(120, 132, 140), outline=(84, 94, 100), width=4)
    draw.rectangle((left + 26, 200, left + 150, 218), fill=(176, 182, 186))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
