"""What the engine writes into the audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation import audit

FROZEN = audit.action("scores.month.frozen", _("封存月度指标"))
REPLACED = audit.action("scores.result.replaced", _("重算并替换封存的指标"))
TARGET_CHANGED = audit.action("scores.target.changed", _("修改指标目标值"))
