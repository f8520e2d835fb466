"""Whose work a domain is where nobody answers for the domain itself."""

from __future__ import annotations

_INSTEAD = {
    "fire": ("security", "engineering"),
    "parking": ("security",),
    "emergency": ("security",),
    "repair": ("engineering",),
    "heating": ("engineering",),
    "decoration": ("engineering", "customer_service"),
    "renovation": ("engineering",),
    "greening": ("cleaning",),
    "cleaning": ("greening",),
    "supplies": ("engineering", "customer_service"),
    "rental": ("customer_service",),
}


def domains_to_ask(domain: str) -> tuple[str, ...]:
    """Domains in the order in which a team is looked for: its own, the one that usually does it, the office."""
    return tuple(dict.fromkeys((domain, *_INSTEAD.get(domain, ()), "customer_service")))
