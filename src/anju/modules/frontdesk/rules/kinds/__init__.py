"""Facts of the kinds of case: the words their fields choose from, and what must hold before they close."""

from __future__ import annotations

REPAIR, COMPLAINT, ENQUIRY, HELP = "repair", "complaint", "enquiry", "help"
SUGGESTION, PRAISE, VIOLATION, HAZARD, LEGACY = "suggestion", "praise", "violation", "hazard", "legacy"
KINDS = (REPAIR, COMPLAINT, ENQUIRY, HELP, SUGGESTION, PRAISE, VIOLATION, HAZARD, LEGACY)
# What a resident may report on his own phone; the rest is taken down by staff.
RESIDENTS = (REPAIR, COMPLAINT, ENQUIRY, HELP, SUGGESTION, PRAISE, VIOLATION, HAZARD)
# Families of service under which every request is filed. Source: catalogue B CSR-15.
FAMILIES = (
    "building", "equipment", "sanitation", "greening", "guarding", "fire", "vehicles", "agency", "special",
    "entrusted",
)  # fmt: skip
# Ways by which something is reported. Source: catalogue A CMP-14, CMP-16; B CMP-01, CMP-11.
CHANNELS = (
    "desk", "phone", "app", "web", "wechat", "chat", "box", "mail", "visit", "qr", "field", "round", "hotline", "police",
    "authority",
)  # fmt: skip
