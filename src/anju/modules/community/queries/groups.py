"""Reading chat groups: how many homes are in them, what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from anju.engines.messages import facade as messages
from anju.foundation.actors import Actor
from anju.modules.community.models import ChatGroup, GroupMember, GroupPost
from anju.modules.community.permissions import GROUP_READ
from anju.modules.community.queries import reach
from anju.modules.community.queries.meetings import below
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

IN_IT = Q(members__left_on__isnull=True)


@dataclass(frozen=True, slots=True)
class GroupReach:
    """homes: for whom the group is; reached: of them with somebody in it."""

    homes: int
    reached: int

    @property
    def share(self) -> float | None:
        return self.reached / self.homes if self.homes else None


def groups(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset with owner, members, homes and the moment of the latest post."""
    rows = ChatGroup.objects.filter(actor.reach(GROUP_READ).q())
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    counted = rows.annotate(
        member_count=Count("members", filter=IN_IT, distinct=True),
        home_count=Count("members__place_id", filter=IN_IT, distinct=True),
        last_at=Max("posts__at"),
    )
    return people.with_staff_names(counted, "owner_id", "owner_name")


def group(actor: Actor, group_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(ChatGroup, group_id, actor=actor, permission=GROUP_READ, reading=GROUP_READ)
    return groups(actor).get(pk=group_id)


def reached(row: Any) -> GroupReach:
    homes = {one.id for one in below(row.community_id, row.building_ids)}
    there = set(row.members.filter(left_on__isnull=True).values_list("place_id", flat=True))
    return GroupReach(len(homes), len(homes & there))


def members(row: Any) -> Any:
    return estate.with_place_names(GroupMember.objects.filter(group=row))


def posts(row: Any) -> Any:
    return GroupPost.objects.filter(group=row).select_related("case", "file", "notice", "member")


def notices(community_id: int, on: date) -> list[tuple[int, str]]:
    """Published notices that hang, to be linked with a post."""
    return [(one.id, one.title) for one in messages.board([community_id], on)]


def member_ids(group_id: int) -> list[int]:
    """Who is in the group, first come first."""
    rows = GroupMember.objects.filter(group_id=group_id, left_on__isnull=True).order_by("pk")
    return list(rows.values_list("pk", flat=True))
