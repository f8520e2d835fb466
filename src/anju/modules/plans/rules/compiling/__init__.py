"""From a promise to the work that keeps it: a round of the schedule, or the engine it waits for."""

from .adjusting import Adjustments, adjusted
from .assigning import domains_to_ask
from .companions import company, in_company
from .compile import compile_promise, without_labels
from .engines import ENGINES
from .placing import PlaceRule, choose
from .terms import CompiledRound, PromiseFacts, Waiting

__all__ = [
    "ENGINES",
    "Adjustments",
    "CompiledRound",
    "PlaceRule",
    "PromiseFacts",
    "Waiting",
    "adjusted",
    "choose",
    "company",
    "compile_promise",
    "domains_to_ask",
    "in_company",
    "without_labels",
]
