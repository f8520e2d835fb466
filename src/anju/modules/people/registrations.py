"""What this package declares to the house."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, files, search
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.people.permissions import DEVICE_READ, LOG_READ, STAFF_IMPORT, STAFF_READ

STAFF_KIND = search.kind(
    search.Kind(
        "people.staff", _("人员"), "user", STAFF_READ, lambda pk: reverse("people:staff", args=[pk]), order=15
    )
)
STAFF_SHEET = files.purpose("people.import", reading=STAFF_IMPORT, largest=50 << 20)

STAFF_CREATED = audit.action("people.staff.created", _("新建人员"))
STAFF_CHANGED = audit.action("people.staff.changed", _("修改人员"))
STAFF_TRANSFERRED = audit.action("people.staff.transferred", _("人员调动"))
STAFF_LEFT = audit.action("people.staff.left", _("人员离职"))
STAFF_RETURNED = audit.action("people.staff.returned", _("人员复职"))
PHONE_REVEALED = audit.action("people.staff.phone_revealed", _("查看人员手机号"))
LOGIN_CREATED = audit.action("people.staff.login_created", _("开通人员登录"))
STAFF_IMPORTED = audit.action("people.staff.imported", _("导入人员"))
STAFF_EXPORTED = audit.action("people.staff.exported", _("导出人员"))
DEPARTMENT_SAVED = audit.action("people.department.saved", _("保存部门"))
DEPARTMENT_DELETED = audit.action("people.department.deleted", _("删除部门"))
POSITION_SAVED = audit.action("people.position.saved", _("保存岗位"))
POSITION_DELETED = audit.action("people.position.deleted", _("删除岗位"))
TEAM_SAVED = audit.action("people.team.saved", _("保存班组"))
TEAM_DELETED = audit.action("people.team.deleted", _("删除班组"))
BODY_SAVED = audit.action("people.body.saved", _("保存管理机构"))
LOG_WRITTEN = audit.action("people.log.written", _("填写记录"))
LOG_ANSWERED = audit.action("people.log.answered", _("答复或接班"))
DEVICE_ADDED = audit.action("people.device.added", _("登记器材"))
DEVICE_ISSUED = audit.action("people.device.issued", _("领用器材"))
DEVICE_RETURNED = audit.action("people.device.returned", _("归还器材"))
DEVICE_CHANGED = audit.action("people.device.changed", _("修改器材状态"))
DUTY_SET = audit.action("people.duty.set", _("设置职责分工"))
DUTY_PASSED = audit.action("people.duty.passed", _("转交事项"))
DUTY_PASS_ANSWERED = audit.action("people.duty.pass_answered", _("接收或退回事项"))

register_error_texts(
    {
        "people.staff.missing": _("没有找到这位人员，或您无权查看。"),
        "people.department.missing": _("没有找到这个部门，或您无权查看。"),
        "people.position.missing": _("没有找到这个岗位，或您无权查看。"),
        "people.team.missing": _("没有找到这个班组，或您无权查看。"),
        "people.body.missing": _("没有找到这个机构，或您无权查看。"),
        "people.log.missing": _("没有找到这条记录，或您无权查看。"),
        "people.device.missing": _("没有找到这件器材，或您无权查看。"),
        "people.duty.missing": _("没有找到这个事项，或您无权查看。"),
        "people.name_empty": _("请填写名称。"),
        "people.name_taken": _("“{name}”已存在。"),
        "people.number_empty": _("请填写编号。"),
        "people.number_taken": _("编号 {number} 已被使用。"),
        "people.phone.unreadable": _("电话号码不正确。"),
        "people.position_elsewhere": _("“{name}”不属于所选部门。"),
        "people.headcount": _("编制应在 0 到 1000 之间。"),
        "people.domain_unknown": _("没有“{domain}”这个领域。"),
        "people.kind_unknown": _("请从列表中选择。"),
        "people.department.cycle": _("部门不能放在自己下面。"),
        "people.in_use": _("“{name}”还有人员或工作，不能删除。"),
        "people.too_many_skills": _("最多 {most} 项专长。"),
        "people.reason_empty": _("请写明原因。"),
        "people.no_move": _("新的部门、岗位和班组与现在相同。"),
        "people.left_already": _("{name} 已离职。"),
        "people.holds_devices": _("{name} 还有 {count} 件器材没有归还。"),
        "people.has_login": _("{name} 已经有登录账号。"),
        "people.username_empty": _("请填写用户名。"),
        "people.role_unknown": _("请选择角色。"),
        "people.log.text_empty": _("请填写内容。"),
        "people.log.receiver_missing": _("请选择接班人。"),
        "people.log.to_oneself": _("不能交给自己。"),
        "people.log.in_future": _("时间不能晚于现在。"),
        "people.log.answer_empty": _("请填写答复。"),
        "people.log.closed": _("{number} 已办结。"),
        "people.device.not_stored": _("{number} 不在库，不能进行此操作。"),
        "people.device.not_issued": _("{number} 没有领用，不能归还。"),
        "people.device.not_at_work": _("{name} 不在岗，不能领用。"),
        "people.duty.led_already": _("这个领域已由{department}主责。"),
        "people.duty.subject_empty": _("请填写事项。"),
        "people.duty.to_itself": _("不能转交给本部门。"),
        "people.duty.answered": _("{number} 已经接收或退回。"),
        "people.import.faulty": _("表格有 {count} 处错误，没有写入任何数据。"),
        "people.import.unknown": _("没有“{name}”，请先建立"),
        "people.import.community_unknown": _("没有小区“{name}”，或您无权管理"),
        "people.import.out_of_reach": _("您无权管理公司本部的人员，请填写小区"),
    }
)

register_menu(
    MenuEntry("people.staff", _("人员"), "users", "people:staff_list", STAFF_READ.code, "estate", order=30),
    MenuEntry(
        "people.departments",
        _("部门岗位"),
        "hierarchy-2",
        "people:departments",
        STAFF_READ.code,
        "estate",
        order=31,
    ),
    MenuEntry(
        "people.chart", _("组织架构图"), "sitemap", "people:chart", STAFF_READ.code, "estate", order=32
    ),
    MenuEntry("people.duties", _("职责分工"), "table", "people:duties", STAFF_READ.code, "estate", order=33),
    MenuEntry("people.logs", _("值班与交接"), "notebook", "people:logs", LOG_READ.code, "work", order=60),
    MenuEntry(
        "people.passes",
        _("转交事项"),
        "switch-horizontal",
        "people:passes",
        STAFF_READ.code,
        "work",
        order=61,
    ),
    MenuEntry(
        "people.devices",
        _("器材登记"),
        "device-mobile",
        "people:devices",
        DEVICE_READ.code,
        "operations",
        order=40,
    ),
)
