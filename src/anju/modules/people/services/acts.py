"""What services of people write into the audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation import audit

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
