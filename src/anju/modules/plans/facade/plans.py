"""What other packages may call of plans. All need an organisation in scope."""

from __future__ import annotations

from anju.modules.plans.permissions import FULFILMENT_READ
from anju.modules.plans.queries.commitments import commitments
from anju.modules.plans.queries.fulfilment import (
    days_of,
    endangered,
    fulfilment,
    league,
    month_of,
    plan_of,
    week_of,
)
from anju.modules.plans.queries.library import Procedure, procedures_for
from anju.modules.plans.queries.plans import VersionView, in_force
from anju.modules.plans.queries.promises import (
    PromiseView,
    held_between,
    promises_in_force,
    promises_of_rounds,
    register,
    rounds_of,
    views,
)
from anju.modules.plans.queries.time_limits import register_case_link
from anju.modules.plans.queries.wording import DOMAINS, ENGINES, KIND_TONES, KINDS, name, says
from anju.modules.plans.rules.compiling import Adjustments, PromiseFacts
from anju.modules.plans.rules.standing import DayLine, Rollup, Standing, in_time_share
from anju.modules.plans.rules.templates import Template, templates
from anju.modules.plans.services.contracts import ContractDraft, clauses_read, contract_add
from anju.modules.plans.services.documents import (
    PlanCard,
    Upload,
    plan_from_template,
    plan_upload,
    version_read,
)
from anju.modules.plans.services.kept_elsewhere import promises_taken
from anju.modules.plans.services.review import (
    passages_dismiss,
    promise_accept,
    promise_correct,
    promise_publish,
    promise_reject,
    promises_accept,
)
from anju.modules.plans.services.setups import promise_set_up, promises_assign
from anju.modules.plans.services.standards import standards_take
from anju.modules.plans.services.tenders import (
    BidDraft,
    TenderDraft,
    Weight,
    bid_add,
    bids_score,
    tender_add,
    tender_weigh,
)
from anju.modules.plans.services.versions import (
    version_approve,
    version_enforce,
    version_withdraw,
    versions_begin_due,
)

__all__ = [
    "DOMAINS",
    "ENGINES",
    "FULFILMENT_READ",
    "KINDS",
    "KIND_TONES",
    "Adjustments",
    "BidDraft",
    "ContractDraft",
    "DayLine",
    "PlanCard",
    "Procedure",
    "PromiseFacts",
    "PromiseView",
    "Rollup",
    "Standing",
    "Template",
    "TenderDraft",
    "Upload",
    "VersionView",
    "Weight",
    "bid_add",
    "bids_score",
    "clauses_read",
    "commitments",
    "contract_add",
    "days_of",
    "endangered",
    "fulfilment",
    "held_between",
    "in_force",
    "in_time_share",
    "league",
    "month_of",
    "name",
    "passages_dismiss",
    "plan_from_template",
    "plan_of",
    "plan_upload",
    "procedures_for",
    "promise_accept",
    "promise_correct",
    "promise_publish",
    "promise_reject",
    "promise_set_up",
    "promises_accept",
    "promises_assign",
    "promises_in_force",
    "promises_of_rounds",
    "promises_taken",
    "register",
    "register_case_link",
    "rounds_of",
    "says",
    "standards_take",
    "templates",
    "tender_add",
    "tender_weigh",
    "version_approve",
    "version_enforce",
    "version_read",
    "version_withdraw",
    "versions_begin_due",
    "views",
    "week_of",
]  # fmt: skip
