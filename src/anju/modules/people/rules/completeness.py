"""What a complete owner file holds. Source: catalogue B OWN-01, OWN-02, OWN-06."""

from __future__ import annotations

ITEMS = ("phone", "id_number", "identity", "deed", "handover", "agreement", "covenant", "consent")
USUAL = "phone,id_number,deed,agreement,covenant"


def wanted_items(setting: str) -> tuple[str, ...]:
    """The items a setting names, in the order of ITEMS; unknown words are left out."""
    named = {word.strip() for word in setting.replace("，", ",").split(",")}
    return tuple(name for name in ITEMS if name in named)
