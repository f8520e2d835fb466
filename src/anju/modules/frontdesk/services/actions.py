"""What the audit calls the deeds of the front desk about limits and settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation import audit

LIMIT_CORRECTED = audit.action("frontdesk.limit.corrected", _("修正承诺对应的时限"))
LIMIT_READ_AGAIN = audit.action("frontdesk.limit.read_again", _("恢复自动识别的时限"))
HOUSE_LIMIT_SET = audit.action("frontdesk.house_limit.set", _("调整默认时限"))
