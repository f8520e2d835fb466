"""Kind, severity and trade of a report, guessed from its words. Source: docs/modules/frontdesk-desk.md, Suggestion."""

from anju.modules.frontdesk.rules.wording.guessing import KindGuess, reasons, suggest_kind

__all__ = ["KindGuess", "reasons", "suggest_kind"]
