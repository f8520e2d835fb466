"""Places as the administration pages offer and name them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from anju.foundation.permissions import Reach
from anju.foundation.ui.tables import TreeNode
from anju.modules.estate import facade as estate

OFFERED = ("cluster", "building")


def nodes(reach: Reach) -> list[TreeNode]:
    """The organisation (when the reach is that wide), its communities and their buildings, by path."""
    found = [TreeNode("", _("整个单位"))] if reach.unlimited else []
    for community in estate.communities(reach):
        if reach.covers(community.path):
            found.append(TreeNode(community.path, community.name, 1))
        for one in estate.places_of(community.id, OFFERED):
            if reach.covers(one.path):
                found.append(TreeNode(one.path, one.name, 2))
    return found


def name_of(path: str) -> str:
    """The place at the end of a path in words; an empty path is the whole organisation."""
    if not path:
        return _("整个单位")
    number = int(path.strip("/").rpartition("/")[2])
    place = estate.places_by_id([number]).get(number)
    return place.full_name if place else path
