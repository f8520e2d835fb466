"""What other packages may call of frontdesk. All need an organisation in scope."""

from anju.modules.frontdesk.queries.progress import kinds_for_residents, progress_words
from anju.modules.frontdesk.services.arranging import appoint, correct, hand_over, withdraw
from anju.modules.frontdesk.services.findings import finding_turn
from anju.modules.frontdesk.services.following import plans_read
from anju.modules.frontdesk.services.limits import limits_read
from anju.modules.frontdesk.services.reporting import report, team_for

__all__ = [
    "appoint",
    "correct",
    "finding_turn",
    "hand_over",
    "kinds_for_residents",
    "limits_read",
    "plans_read",
    "progress_words",
    "report",
    "team_for",
    "withdraw",
]
