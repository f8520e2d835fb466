"""What other packages may call of frontdesk. All need an organisation in scope."""

from anju.modules.frontdesk.queries.at_home import (
    ConciergeView,
    FoundView,
    LossView,
    OfferView,
    OrderView,
    VisitView,
    concierge_of,
    found_here,
    losses_of,
    services_offered,
    services_ordered,
    thing_sorts,
    visits_to,
)
from anju.modules.frontdesk.queries.case_parts import CasePart, register_case_part
from anju.modules.frontdesk.queries.desk_dialogs import DeskDialog, register_desk_dialog
from anju.modules.frontdesk.queries.household import register_arrears
from anju.modules.frontdesk.queries.phone_lines import lines_of as phone_lines
from anju.modules.frontdesk.queries.progress import kinds_for_residents, progress_words
from anju.modules.frontdesk.queries.register_places import home_of, homes_named
from anju.modules.frontdesk.queries.thinking import public_answers as knowledge_public
from anju.modules.frontdesk.rules.wording import KindGuess, suggest_kind
from anju.modules.frontdesk.services import at_desk as desk
from anju.modules.frontdesk.services import at_registers as registers
from anju.modules.frontdesk.services.arranging import appoint, correct, hand_over, withdraw
from anju.modules.frontdesk.services.claims import found_claim, loss_tell, own_report_end
from anju.modules.frontdesk.services.findings import finding_turn
from anju.modules.frontdesk.services.following import plans_read
from anju.modules.frontdesk.services.limits import limits_read
from anju.modules.frontdesk.services.orders import order_consent, order_open, order_rate
from anju.modules.frontdesk.services.reporting import report, team_for
from anju.modules.frontdesk.services.visitors import visit_cancel, visit_qr, visitor_announce

__all__ = [
    "CasePart",
    "ConciergeView",
    "DeskDialog",
    "FoundView",
    "KindGuess",
    "LossView",
    "OfferView",
    "OrderView",
    "VisitView",
    "appoint",
    "concierge_of",
    "correct",
    "desk",
    "finding_turn",
    "found_claim",
    "found_here",
    "hand_over",
    "home_of",
    "homes_named",
    "kinds_for_residents",
    "knowledge_public",
    "limits_read",
    "loss_tell",
    "losses_of",
    "order_consent",
    "order_open",
    "order_rate",
    "own_report_end",
    "phone_lines",
    "plans_read",
    "progress_words",
    "register_arrears",
    "register_case_part",
    "register_desk_dialog",
    "registers",
    "report",
    "services_offered",
    "services_ordered",
    "suggest_kind",
    "team_for",
    "thing_sorts",
    "visit_cancel",
    "visit_qr",
    "visitor_announce",
    "visits_to",
    "withdraw",
]
