"""A new community, with the usual layout of its buildings where that saves typing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.modules.estate.contracts import PlaceDraft, PlaceKind, PlaceView
from anju.modules.estate.rules.layout import Layout, addresses
from anju.modules.estate.rules.tree_plan import TreePlan, Wanted
from anju.modules.estate.services import tree_check, tree_write
from anju.modules.estate.services.acts import TREE_IMPORTED
from anju.modules.estate.services.places import locked, place_create


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityDraft:
    code: str
    name: str
    region_id: int | None = None
    note: str = ""
    layout: Layout = field(default_factory=Layout)


def community_create(*, actor: Actor, draft: CommunityDraft, at: datetime) -> PlaceView:
    """Make a community and, where the layout names some, its buildings, entrances and homes.

    Raises as `place_create`.
    """
    with transaction.atomic():
        made = place_create(
            actor=actor,
            draft=PlaceDraft(
                kind=PlaceKind.COMMUNITY,
                code=draft.code,
                name=draft.name,
                parent_id=draft.region_id,
                note=draft.note,
            ),
            at=at,
        )
        plan = TreePlan(
            [Wanted("", 0, address, address[:-1], {}) for address in addresses(draft.layout, made.code)]
        )
        if plan.new:
            tree_write.write(plan, tree_check.load({made.code}), lambda _stage, _done: None)
            audit.record(actor, TREE_IMPORTED, locked(actor, made.id), after={"counts": plan.counts()}, at=at)
    return made
