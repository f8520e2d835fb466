"""What other packages may call of frontdesk. All need an organisation in scope."""

from anju.modules.frontdesk.queries.progress import kinds_for_residents, progress_words
from anju.modules.frontdesk.services.reporting import report

__all__ = ["kinds_for_residents", "progress_words", "report"]
