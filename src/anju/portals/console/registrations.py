"""Menu entries of the administration pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.registrations import AUDIT_READ, SETTINGS_CHANGE, STATUS_READ, USER_READ
from anju.foundation.ui.navigation import MenuEntry, register_menu

register_menu(
    MenuEntry("home", _("工作台"), "layout-dashboard", "console:home", None, "work", 1),
    MenuEntry("users", _("用户"), "users", "console:users", USER_READ.code, "system", 10),
    MenuEntry("roles", _("角色与权限"), "user-shield", "console:roles", USER_READ.code, "system", 20),
    MenuEntry("settings", _("系统设置"), "settings", "console:settings", SETTINGS_CHANGE.code, "system", 30),
    MenuEntry("audit", _("操作日志"), "history", "console:audit", AUDIT_READ.code, "system", 40),
    MenuEntry("status", _("系统状态"), "heartbeat", "console:status", STATUS_READ.code, "system", 50),
    MenuEntry("api", _("开放接口"), "api", "console:api", STATUS_READ.code, "system", 60),
)
