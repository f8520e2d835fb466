"""What this package declares to the house."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, files, search
from anju.foundation.actors.loading import register_communities_of
from anju.modules.estate.permissions import PLACE_IMPORT, PLACE_READ, SIGN_READ

PLACE_KIND = search.kind(
    search.Kind(
        "estate.place",
        _("位置"),
        "map-pin",
        PLACE_READ,
        lambda pk: reverse("estate:place", args=[pk]),
        order=20,
    )
)
UNIT_KIND = search.kind(
    search.Kind(
        "estate.unit", _("房屋"), "home", PLACE_READ, lambda pk: reverse("estate:place", args=[pk]), order=10
    )
)

PLAN_PICTURE = files.purpose("estate.plan", reading=PLACE_READ, largest=30 << 20, photo=True)
SIGN_PHOTO = files.purpose("estate.sign", reading=SIGN_READ, photo=True)
TREE_SHEET = files.purpose("estate.import", reading=PLACE_IMPORT, largest=50 << 20)

PLACE_CREATED = audit.action("estate.place.created", _("新建位置"))
PLACE_CHANGED = audit.action("estate.place.changed", _("修改位置"))
PLACE_MOVED = audit.action("estate.place.moved", _("移动位置"))
PLACE_CLOSED = audit.action("estate.place.closed", _("停用位置"))
PLACE_REOPENED = audit.action("estate.place.reopened", _("恢复使用位置"))
PLACE_DELETED = audit.action("estate.place.deleted", _("删除位置"))
UNIT_CHANGED = audit.action("estate.unit.changed", _("修改房屋信息"))
SPACE_CHANGED = audit.action("estate.space.changed", _("修改车位信息"))
LABELS_PRINTED = audit.action("estate.label.printed", _("打印位置标签"))
PLAN_ADDED = audit.action("estate.plan.added", _("上传平面图"))
PLAN_REMOVED = audit.action("estate.plan.removed", _("删除平面图"))
PLACE_PINNED = audit.action("estate.place.pinned", _("在平面图上标注位置"))
ROUTE_SET = audit.action("estate.route.set", _("设置巡视路线"))
ROUTE_REMOVED = audit.action("estate.route.removed", _("删除巡视路线"))
SIGN_ADDED = audit.action("estate.sign.added", _("登记标识"))
SIGN_CHANGED = audit.action("estate.sign.changed", _("修改标识"))
SIGN_CHECKED = audit.action("estate.sign.checked", _("检查标识"))
SIGN_REMOVED = audit.action("estate.sign.removed", _("撤除标识"))
TREE_IMPORTED = audit.action("estate.tree.imported", _("导入房产"))
TREE_EXPORTED = audit.action("estate.tree.exported", _("导出房产"))


def _communities_of(paths: frozenset[str]) -> frozenset[int]:
    from anju.modules.estate.queries.places import communities_of

    return communities_of(paths)


register_communities_of(_communities_of)
