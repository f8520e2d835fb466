"""Checks of a plan: what contradicts itself, the law or the people who are there, and what is still to be filled in."""

from .checks import check
from .terms import SEVERITY, Code, Demand, Finding, Place, Severity, Statement, Subject, Supply

__all__ = [
    "SEVERITY", "Code", "Demand", "Finding", "Place", "Severity", "Statement", "Subject", "Supply", "check",
]  # fmt: skip
