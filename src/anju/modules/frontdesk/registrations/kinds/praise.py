"""表扬: passed on to whom it is due."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import CaseKind, Field, Side, State
from anju.modules.frontdesk.permissions import CASE_CLOSE
from anju.modules.frontdesk.registrations.kinds import parts
from anju.modules.frontdesk.registrations.kinds.parts import DECIDE, way

PRAISE = CaseKind(
    code="praise",
    name=_("表扬"),
    prefix="P",
    states=(
        State("new", _("待转达")),
        State("closed", _("已转达"), closed=True),
        State("cancelled", _("已取消"), closed=True, dropped=True),
    ),
    transitions=(
        way("pass_on", _("转达"), ("new",), "closed", CASE_CLOSE, side=Side.REPORTER),
        way("cancel", _("取消"), ("new",), "cancelled", DECIDE),
    ),
    clocks=(parts.ANSWER,),
    ladder=parts.ladder("answer"),
    fields=(Field("about_staff", _("被表扬员工"), "number"), Field("gift", _("锦旗或信件")), parts.FAMILY),
)  # fmt: skip
