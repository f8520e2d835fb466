"""What a plan costs: hours a week, people and money by role, each figure down to the promises that make it."""

from .asking import PlaceCount, asked
from .labour import Labour, hourly_pay, labour_on, productive_hours, relief_factor
from .loads import loads
from .roles import ROLES, role_of_domain, role_of_post
from .terms import Allowances, Asked, Basis, Changed, Costed, Load, Pay, RoleCost
from .totals import cost, holiday_extra, rounded, share_of

__all__ = [
    "ROLES", "Allowances", "Asked", "Basis", "Changed", "Costed", "Labour", "Load", "Pay", "PlaceCount", "RoleCost", "asked", "cost",
    "holiday_extra", "hourly_pay", "labour_on", "loads", "productive_hours", "relief_factor", "role_of_domain",
    "role_of_post", "rounded", "share_of",
]  # fmt: skip
