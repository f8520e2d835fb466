"""What modules declared at the start: indicators, and how communities are called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from anju.engines.scores.contracts import CommunityName, Indicator, Observation
from anju.engines.scores.rules import measuring
from anju.foundation.actors import Actor
from anju.foundation.permissions import Reach
from anju.kernel.errors import NotFound

# The addresses of what an actor may not hear of.
Veil = Callable[[Actor], Collection[str]]
CommunitySource = Callable[[Reach | None], Sequence[CommunityName]]
_indicators: dict[str, Indicator] = {}
_communities: list[CommunitySource] = []
_veils: list[Veil] = []


def declare(indicator: Indicator) -> Indicator:
    """Raises ValueError: code taken, malformed, source no function, or bands in the wrong order."""
    if not indicator.code.replace("_", "").replace(".", "").isalnum() or "." not in indicator.code:
        raise ValueError(f"indicator code {indicator.code!r} is not module.name")
    if not callable(indicator.source):
        raise ValueError(f"indicator {indicator.code!r} needs a source")
    if _indicators.get(indicator.code, indicator) != indicator:
        raise ValueError(f"indicator {indicator.code!r} is declared twice")
    measuring.check_bands(better=indicator.better, target=indicator.target, warn=indicator.warn)
    _indicators[indicator.code] = indicator
    return indicator


def indicators() -> list[Indicator]:
    """In the order of declaring."""
    return list(_indicators.values())


def indicator(code: str) -> Indicator:
    """Raises NotFound."""
    if code not in _indicators:
        raise NotFound("scores.indicator.missing", value=code)
    return _indicators[code]


def register_communities(source: CommunitySource) -> None:
    """Tell the engine the communities in a reach, None for all. Raises ValueError when somebody has."""
    if _communities:
        raise ValueError("the names of communities are registered already")
    _communities.append(source)


def register_veil(veil: Veil) -> None:
    """Tell the engine which evidence somebody may not hear of, by its address. Asked when evidence is shown."""
    _veils.append(veil)


def veiled(actor: Actor, found: Observation) -> Observation:
    """An observation without the evidence that an actor may not hear of; its numbers stay."""
    hidden = {href for veil in _veils for href in veil(actor)}
    return replace(found, evidence=tuple(one for one in found.evidence if one.href not in hidden))


def communities(reach: Reach | None = None) -> list[CommunityName]:
    return list(_communities[0](reach)) if _communities else []
