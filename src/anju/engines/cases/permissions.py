"""Rights over cases of every kind; a kind may ask for its own instead (contracts.Rights)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode, declare

_DESK = (RoleCode.FRONTDESK, RoleCode.SUPERVISOR, RoleCode.MANAGER)

CASE_READ = declare(
    "cases.case:read",
    _("查看事项"),
    *_DESK,
    RoleCode.LEADER,
    RoleCode.QUALITY,
    RoleCode.WORKER,
    RoleCode.AUTHORITY,
    reading=True,
)
CASE_OPEN = declare("cases.case:open", _("登记事项"), *_DESK, RoleCode.WORKER, RoleCode.QUALITY)
CASE_WORK = declare("cases.case:work", _("处理事项"), *_DESK, RoleCode.WORKER)
CASE_ASSIGN = declare("cases.case:assign", _("派单"), *_DESK)
CASE_DECIDE = declare("cases.case:decide", _("合并、拆分、重开、作废事项"), *_DESK)
CASE_CHECK = declare(
    "cases.case:check", _("检验事项"), RoleCode.SUPERVISOR, RoleCode.MANAGER, RoleCode.QUALITY
)
CASE_SURVEY = declare("cases.case:survey", _("回访"), *_DESK, RoleCode.QUALITY)
CONTACT_READ = declare("cases.contact:read", _("查看报事人联系方式"), *_DESK, RoleCode.WORKER)
