"""What a plan has to speak of: the six basic services (A:STD-10) and the service goals (A:STD-21)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from anju.modules.plans.contracts import Domain

from .compiling import PromiseFacts


@dataclass(frozen=True, slots=True)
class Service:
    """A service counts as promised when every group of domains has a promise, or the words stand in one."""

    code: str
    groups: tuple[frozenset[str], ...] = ()
    words: str = ""


def _group(*domains: Domain) -> frozenset[str]:
    return frozenset(domains)


BASIC_SERVICES = (
    Service("building_repair", (_group(Domain.REPAIR),), r"房屋|墙面|屋面|楼梯|单元门|共用部位|公共部位"),
    Service("facilities", (_group(Domain.ENGINEERING, Domain.HEATING),)),
    Service("green_and_clean", (_group(Domain.CLEANING), _group(Domain.GREENING))),
    Service("order_and_safety", (_group(Domain.SECURITY, Domain.FIRE, Domain.PARKING),)),
    Service("archives", (_group(Domain.ARCHIVE),), r"档案|资料归档|台账"),
    Service("customers", (_group(Domain.CUSTOMER_SERVICE, Domain.COMPLAINT),)),
)
SERVICE_GOALS = (
    Service("cleaning", (_group(Domain.CLEANING),)),
    Service("greening", (_group(Domain.GREENING),)),
    Service("safety", (_group(Domain.SECURITY, Domain.FIRE),)),
    Service("refuse_sorting", (), r"垃圾分类|分类投放|分类收集"),
    Service("equipment", (_group(Domain.ENGINEERING, Domain.HEATING),)),
    Service("activities", (_group(Domain.CULTURE),)),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """promises: how many speak of the service."""

    code: str
    promises: int
    covered: bool


def coverage(facts: Iterable[PromiseFacts], services: Iterable[Service] = BASIC_SERVICES) -> list[Coverage]:
    """For each service, whether promises speak of it. A service of two halves needs both."""
    listed = list(facts)
    return [_covered(service, listed) for service in services]


def _covered(service: Service, listed: list[PromiseFacts]) -> Coverage:
    domains = {one.domain for one in listed}
    wanted = frozenset().union(*service.groups)
    spoken = [
        one
        for one in listed
        if one.domain in wanted or (service.words and re.search(service.words, one.words) is not None)
    ]
    by_domain = bool(service.groups) and all(group & domains for group in service.groups)
    by_words = bool(service.words) and any(re.search(service.words, one.words) for one in listed)
    return Coverage(service.code, len(spoken), by_domain or by_words)
