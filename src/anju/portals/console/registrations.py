"""Menu entries of the administration pages, and what the messages engine asks about people and communities."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import CommunityName, Contact, RecipientKind
from anju.engines.scores import contracts as score_words
from anju.engines.scores import facade as scores
from anju.foundation.permissions import Reach
from anju.foundation.registrations import AUDIT_READ, SETTINGS_CHANGE, STATUS_READ, USER_READ
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people


def _staff(numbers: Collection[int]) -> Mapping[int, Contact]:
    return {pk: Contact(one.user_id, name=one.name) for pk, one in people.staff_by_id(list(numbers)).items()}


def _communities(reach: Reach | None) -> list[CommunityName]:
    return [CommunityName(one.id, one.name) for one in estate.communities(reach)]


messages.register_contacts(RecipientKind.STAFF, _staff)
messages.register_communities(_communities)
scores.register_communities(
    lambda reach: [score_words.CommunityName(one.id, one.name) for one in estate.communities(reach)]
)

register_menu(
    MenuEntry("home", _("工作台"), "layout-dashboard", "console:home", None, "work", 1),
    MenuEntry("users", _("用户"), "users", "console:users", USER_READ.code, "system", 10),
    MenuEntry("roles", _("角色与权限"), "user-shield", "console:roles", USER_READ.code, "system", 20),
    MenuEntry("settings", _("系统设置"), "settings", "console:settings", SETTINGS_CHANGE.code, "system", 30),
    MenuEntry("audit", _("操作日志"), "history", "console:audit", AUDIT_READ.code, "system", 40),
    MenuEntry("status", _("系统状态"), "heartbeat", "console:status", STATUS_READ.code, "system", 50),
    MenuEntry("api", _("开放接口"), "api", "console:api", STATUS_READ.code, "system", 60),
)
