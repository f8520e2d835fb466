"""Codes that the fields of the kinds choose from, in the order a form offers them."""

from __future__ import annotations

AREAS = ("home", "public")
TRADES = (
    "water", "drain", "power", "light", "door", "lift", "wall", "roof", "appliance", "intercom", "fire", "other",
)  # fmt: skip
# Failures that do not wait. Source: catalogue A CMP-03, CMP-04, EMG-08.
EMERGENCIES = ("flood", "power_cut", "water_cut", "blocked", "gas", "manhole", "sewage", "ponding", "noise")
COMPLAINTS = (
    "attitude", "repair", "common", "neighbour", "fees", "parking", "security", "cleaning", "greening", "noise",
    "decoration", "merchant", "other",
)  # fmt: skip
CAUSES = ("staff", "process", "equipment", "supplier", "neighbour", "merchant", "outside", "misunderstanding")
CONSENTS = ("agreed", "refused", "unreachable", "unknown")
# Ways of mediation, from the ground up. Source: catalogue B CMP-10.
MEDIATIONS = ("people", "street", "administrative", "judicial")
# Faults of handling and what follows. Source: catalogue A CON-06.
FAULTS = ("none", "delayed", "unreported", "insincere")
PENALTIES = ("oral", "written", "bonus", "dismissal")
TOPICS = ("general", "fees", "outside", "department")
DANGERS = ("lift", "fire", "gas", "water", "medical", "crime", "fight", "missing", "locked", "other")
INCIDENTS = ("none", "liability", "security")
DECISIONS = ("adopted", "partly", "declined", "noted")
VIOLATIONS = (
    "decoration",
    "structure",
    "parking",
    "fire_lane",
    "noise",
    "pet",
    "throwing",
    "charging",
    "other",
)
HAZARDS = ("fire", "power", "gas", "lift", "structure", "falling", "water", "road", "security", "other")
# Source: catalogue B LEG-01.
DEFECTS = ("leak", "gas", "heating", "certificate", "door", "intercom", "facility", "wall", "other")
ANSWERABLE = ("developer", "property", "city", "owner")
