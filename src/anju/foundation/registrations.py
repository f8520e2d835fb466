"""What the foundation itself declares: its permissions and audit actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode, declare

SETTINGS_CHANGE = declare("foundation.setting:change", _("修改系统设置"), RoleCode.LEADER)
STAFF_ROLES = declare("foundation.role:assign", _("分配角色"), RoleCode.LEADER)
AUDIT_READ = declare(
    "foundation.audit:read", _("查看操作日志"), RoleCode.LEADER, RoleCode.QUALITY, reading=True
)
STATUS_READ = declare("foundation.status:read", _("查看系统状态"), RoleCode.LEADER, reading=True)
USER_MANAGE = declare("foundation.user:manage", _("管理用户账号"), RoleCode.LEADER)
USER_READ = declare(
    "foundation.user:read", _("查看用户与角色"), RoleCode.LEADER, RoleCode.MANAGER, reading=True
)
ROLE_DEFINE = declare("foundation.role:define", _("自定义角色"))
ADMIN_APPOINT = declare("foundation.admin:appoint", _("任命系统管理员"))
