"""The roles every new organisation starts with. Names follow the posts that service plans name."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class RoleCode(StrEnum):
    ADMIN = "admin"
    LEADER = "leader"
    QUALITY = "quality"
    MANAGER = "manager"
    SUPERVISOR = "supervisor"
    FRONTDESK = "frontdesk"
    CASHIER = "cashier"
    WORKER = "worker"
    COMMITTEE = "committee"
    AUTHORITY = "authority"


ROLES: dict[RoleCode, Any] = {
    RoleCode.ADMIN: _("系统管理员"),
    RoleCode.LEADER: _("公司领导"),
    RoleCode.QUALITY: _("品质管理员"),
    RoleCode.MANAGER: _("项目经理"),
    RoleCode.SUPERVISOR: _("部门主管"),
    RoleCode.FRONTDESK: _("客服前台"),
    RoleCode.CASHIER: _("收费员"),
    RoleCode.WORKER: _("一线员工"),
    RoleCode.COMMITTEE: _("业主委员会"),
    RoleCode.AUTHORITY: _("监管人员"),
}
