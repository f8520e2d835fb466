"""What follows by itself: dispatch of fresh cases, cases of findings, who is barred."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import CaseChanged, CaseClosed, CaseOpened
from anju.engines.schedule.contracts import FindingRaised
from anju.foundation import outbox
from anju.foundation.ui.messages import register_error_texts
from anju.modules.frontdesk.services import arranging, dispatching, findings, following

register_error_texts(
    {
        "frontdesk.finding.closed": _("这个问题已经办结。"),
        "frontdesk.withdraw.under_way": _("已开始处理，不能撤回，请联系服务中心。"),
    }
)


def _opened(payload: dict[str, Any]) -> None:
    dispatching.case_dispatched(case_id=payload["case_id"], at=timezone.now())


def _changed(payload: dict[str, Any]) -> None:
    if payload["kind"] == "complaint" and payload["what"] in ("opened", "edited"):
        arranging.keep_barred(case_id=payload["case_id"], at=timezone.now())
    if payload["what"] in ("agreed", "called_off", "barred"):
        arranging.agreement_followed(case_id=payload["case_id"], at=timezone.now())


def _closed(payload: dict[str, Any]) -> None:
    findings.case_closed(case_id=payload["case_id"], state=payload["state"], at=timezone.now())
    following.case_closed(case_id=payload["case_id"], at=timezone.now())


def _found(payload: dict[str, Any]) -> None:
    findings.finding_raised(finding_id=payload["finding_id"], at=timezone.now())


outbox.on(CaseOpened.code, "frontdesk.dispatch", _opened)
outbox.on(CaseChanged.code, "frontdesk.follow", _changed)
outbox.on(CaseClosed.code, "frontdesk.findings", _closed)
outbox.on(FindingRaised.code, "frontdesk.findings", _found)
