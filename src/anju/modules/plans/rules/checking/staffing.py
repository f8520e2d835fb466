"""Promises that the people who are there cannot keep: hours needed a week, by role, against people."""

from __future__ import annotations

import math
from collections.abc import Iterator

from .terms import Code, Finding, Page, finding, place_of

# Beyond this many places a finding says nothing more; the cost of the plan lists all of them.
_SHOWN = 4


def find(page: Page) -> Iterator[Finding]:
    subject = page.subject
    if subject.demand is None:
        return
    known = {one.key: one for one in subject.statements}
    for demand in subject.demand:
        supply = subject.supply.get(demand.role)
        hours = supply.hours if supply else 0
        if demand.hours <= hours or not demand.hours:
            continue
        each = supply.hours_each if supply else None
        short = math.ceil((demand.hours - hours) / each) if each else 0
        places = [place_of(known[key]) for key in demand.promises if key in known][:_SHOWN]
        yield finding(
            Code.STAFF_SHORT, places, role=demand.role, needed=f"{float(demand.hours):.1f}",
            there=f"{float(hours):.1f}", people=str(supply.people if supply else 0), short=str(short),
        )  # fmt: skip
