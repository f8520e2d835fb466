"""What must hold before a case closes: the work is done, and whoever reported it was asked."""

from __future__ import annotations

from anju.engines.cases.contracts import CaseFacts

# How a person said that it is done.
CONFIRMED = ("phone", "app", "signature", "visit")
# Stars with which nobody is content.
DISPLEASED = 2


def passed_by_another(facts: CaseFacts) -> bool:
    """The last check passed it, and whoever checked did none of the work."""
    return facts.checked is True and bool(facts.checkers) and not facts.checkers & facts.hands


def asked(facts: CaseFacts) -> bool:
    """Whoever reported it was heard: by stars, a return visit, a signature, or his word that was taken down.

    A case nobody answered about within the days of the setting closes by the job alone, which says so.
    """
    return (
        facts.rated
        or facts.returned
        or facts.photos.get("signature", 0) > 0
        or facts.fields.get("confirmed") in CONFIRMED
        or facts.fields.get("unanswered") is True
    )


def made_good(facts: CaseFacts) -> bool:
    """Whoever gave few stars was talked to: he was visited, or said in so many words that it is done."""
    return not displeased(facts) or facts.returned or facts.fields.get("confirmed") in CONFIRMED


def displeased(facts: CaseFacts) -> bool:
    return facts.stars is not None and facts.stars <= DISPLEASED


def accepted(facts: CaseFacts) -> bool:
    """Of work on a public part: somebody else passed it, or whoever reported it was heard."""
    return facts.fields.get("area") != "public" or passed_by_another(facts) or asked(facts)


def asked_at_home(facts: CaseFacts) -> bool:
    return facts.fields.get("area") == "public" or asked(facts)


def rectified(facts: CaseFacts) -> bool:
    """Shown after the work, and passed by somebody who did none of it."""
    return facts.photos.get("after", 0) > 0 and passed_by_another(facts)


def consented(facts: CaseFacts) -> bool:
    """Of a complaint: the complainant agreed, cannot be found, or is unknown; one who refused is talked to again.

    Few stars are no consent.
    """
    if facts.returned or facts.fields.get("consent") in ("agreed", "unreachable", "unknown"):
        return True
    return facts.rated and not displeased(facts)


def investigated(facts: CaseFacts) -> bool:
    return bool(facts.fields.get("cause")) and bool(facts.fields.get("measure"))
