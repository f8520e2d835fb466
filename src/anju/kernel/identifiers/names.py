"""Masking of personal names."""

from __future__ import annotations


def mask_name(name: str) -> str:
    """Hide all but the first and last character; a name of two keeps the first. Source: rule PIPL-10."""
    name = name.strip()
    if len(name) < 2:
        return "*" * len(name)
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]
