"""What services of estate write into the audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation import audit

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
