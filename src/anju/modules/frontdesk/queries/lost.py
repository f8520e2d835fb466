"""Reading lost and found: what is kept, what is missed, what may belong together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from anju.foundation import registry
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import FoundThing, LostReport
from anju.modules.frontdesk.permissions import LOST_READ
from anju.modules.frontdesk.queries import register_settings as settings
from anju.modules.frontdesk.queries.registers import reached
from anju.modules.frontdesk.rules import lost as rules

LOOKED_THROUGH = timedelta(days=90)
MOST = 400


def found_things(actor: Actor, community_id: int | None = None) -> QuerySet[FoundThing]:
    rows = reached(FoundThing.objects.select_related("photo"), actor, LOST_READ, community_id)
    return estate.with_place_names(rows)


def found_thing(actor: Actor, found_id: int) -> FoundThing:
    """Raises NotFound."""
    found: FoundThing | None = found_things(actor).filter(pk=found_id).first()
    if found is None:
        raise NotFound("frontdesk.register.missing")
    return found


def reports(actor: Actor, community_id: int | None = None) -> QuerySet[LostReport]:
    return estate.with_place_names(
        reached(LostReport.objects.select_related("found", "claimed"), actor, LOST_READ, community_id)
    )


def report(actor: Actor, report_id: int) -> LostReport:
    """Raises NotFound."""
    found: LostReport | None = reports(actor).filter(pk=report_id).first()
    if found is None:
        raise NotFound("frontdesk.register.missing")
    return found


def suggestions(
    actor: Actor, at: datetime, community_id: int | None = None, *, found_id: int | None = None, report_id: int | None = None
) -> list[tuple[rules.Match, FoundThing, LostReport]]:  # fmt: skip
    """Things kept and open reports that may be the same, the likeliest first; of one thing or report when it is named."""
    things = found_things(actor, community_id).filter(state="kept", found_at__gte=at - LOOKED_THROUGH)
    missed = reports(actor, community_id).filter(state="open", lost_at__gte=at - LOOKED_THROUGH)
    if found_id is not None:
        things = things.filter(pk=found_id)
    if report_id is not None:
        missed = missed.filter(pk=report_id)
    by_found = {one.pk: one for one in things.order_by("-found_at")[:MOST]}
    by_report = {one.pk: one for one in missed.order_by("-lost_at")[:MOST]}
    paths = _paths([*by_found.values(), *by_report.values()])
    made = rules.matches(
        [_described(one, one.found_at, paths) for one in by_found.values()],
        [_described(one, one.lost_at, paths) for one in by_report.values()],
    )
    same = [one for one in made if by_found[one.found].community_id == by_report[one.lost].community_id]
    return [(one, by_found[one.found], by_report[one.lost]) for one in same]


def kept_in(community_id: int) -> QuerySet[FoundThing]:
    """Things kept for their owners in a community, for who lives there."""
    return estate.with_place_names(FoundThing.objects.filter(community_id=community_id, state="kept"))


def claims(
    actor: Actor, community_id: int | None = None, *, found_id: int | None = None
) -> QuerySet[LostReport]:
    """Open reports whose reporter says which thing is his, the oldest first; of one thing when it is named."""
    rows = reports(actor, community_id).filter(state="open", claimed__state="kept")
    return (rows if found_id is None else rows.filter(claimed_id=found_id)).order_by("noted_at", "pk")


def hand_over_on(row: FoundThing, found_on: date) -> date:
    days = registry.value(settings.FOUND_KEEP_DAYS, row.community_id)
    return rules.hand_over_on(found_on, days)


def claim_until(row: FoundThing) -> date | None:
    if row.notice_on is None:
        return None
    return rules.claim_until(row.notice_on, registry.value(settings.FOUND_NOTICE_DAYS, row.community_id))


def overdue(actor: Actor, today: date, community_id: int | None = None) -> QuerySet[FoundThing]:
    """Things kept longer than the house keeps them."""
    days = registry.value(settings.FOUND_KEEP_DAYS, community_id)
    return found_things(actor, community_id).filter(
        state="kept", found_at__date__lte=today - timedelta(days=days)
    )


def untold(actor: Actor, community_id: int | None = None) -> int:
    """Things kept that no notice has named."""
    return found_things(actor, community_id).filter(state="kept", notice_on__isnull=True).count()


def _described(row: Any, at: datetime, paths: dict[int, tuple[int, ...]]) -> rules.Described:
    words = f"{row.name} {row.words}"
    return rules.Described(row.pk, row.sort, words, at, paths.get(row.place_id or 0, ()))


def _paths(rows: list[Any]) -> dict[int, tuple[int, ...]]:
    """Ids from below the community down to each place."""
    found = estate.places_by_id({one.place_id for one in rows if one.place_id is not None})
    return {
        key: tuple(int(part) for part in one.path.strip("/").split("/")[1:]) for key, one in found.items()
    }
