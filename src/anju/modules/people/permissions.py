from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode as R
from anju.foundation.permissions import declare

STAFF_READ = declare(
    "people.staff:read", _("查看人员"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.AUTHORITY,
    reading=True,
)  # fmt: skip
STAFF_CHANGE = declare("people.staff:change", _("维护人员"), R.LEADER, R.MANAGER)
STAFF_IMPORT = declare("people.staff:import", _("导入人员"), R.LEADER, R.MANAGER)
PHONE_REVEAL = declare("people.staff:reveal_phone", _("查看人员手机号"), R.LEADER, R.MANAGER, R.SUPERVISOR)
LOGIN_CREATE = declare("people.staff:create_login", _("开通人员登录"), R.LEADER)
STRUCTURE_CHANGE = declare("people.structure:change", _("维护部门、岗位和班组"), R.LEADER, R.MANAGER)
LOG_READ = declare(
    "people.log:read", _("查看值班和交接记录"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.WORKER,
    R.AUTHORITY, reading=True,
)  # fmt: skip
LOG_WRITE = declare(
    "people.log:write", _("填写值班和交接记录"), R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.WORKER
)
LOG_ANSWER = declare("people.log:answer", _("答复请示和汇报"), R.LEADER, R.MANAGER, R.SUPERVISOR)
DEVICE_READ = declare(
    "people.device:read", _("查看器材登记"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.AUTHORITY, reading=True
)  # fmt: skip
DEVICE_CHANGE = declare("people.device:change", _("登记、领用和归还器材"), R.MANAGER, R.SUPERVISOR)
DUTY_PASS = declare("people.duty:pass", _("转交和接收事项"), R.MANAGER, R.SUPERVISOR, R.FRONTDESK)
PERSON_READ = declare(
    "people.person:read", _("查看住户档案"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.CASHIER,
    reading=True,
)  # fmt: skip
PERSON_EDIT = declare("people.person:edit", _("维护住户档案"), R.LEADER, R.MANAGER, R.SUPERVISOR, R.FRONTDESK)
PERSON_REVEAL = declare(
    "people.person:reveal", _("查看住户完整电话和证件号码"), R.LEADER, R.MANAGER, R.SUPERVISOR, R.FRONTDESK
)
PERSON_EXPORT = declare("people.person:export", _("导出住户档案"), R.LEADER, R.MANAGER)
PERSON_MERGE = declare("people.person:merge", _("合并重复住户"), R.LEADER, R.MANAGER)
PERSON_IMPORT = declare("people.person:import", _("导入住户"), R.LEADER, R.MANAGER)
PROFILE_READ = declare(
    "people.profile:read", _("查看家庭情况（敏感）"), R.LEADER, R.MANAGER, R.SUPERVISOR, reading=True
)
PROFILE_EDIT = declare("people.profile:edit", _("维护家庭情况（敏感）"), R.LEADER, R.MANAGER, R.SUPERVISOR)
CARE_READ = declare(
    "people.care:read", _("查看关怀名单（敏感）"), R.LEADER, R.MANAGER, R.SUPERVISOR, reading=True
)
REQUEST_HANDLE = declare("people.request:handle", _("办理个人信息申请"), R.LEADER, R.MANAGER)
REQUEST_RECEIVE = declare(
    "people.request:receive", _("受理和查看个人信息申请"), R.LEADER, R.QUALITY, R.MANAGER, R.FRONTDESK
)
CARE_EDIT = declare("people.care:edit", _("维护关怀名单（敏感）"), R.MANAGER, R.SUPERVISOR)
CARE_VISIT = declare("people.care:visit", _("登记走访（敏感）"), R.MANAGER, R.SUPERVISOR)
IDEA_EDIT = declare("people.idea:edit", _("维护服务创新"), R.LEADER, R.QUALITY, R.MANAGER)
