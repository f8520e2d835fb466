"""Numbers and names about dogs and merchants that a place sets for itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.registry import Setting, between, declare, values
from anju.modules.community.permissions import DOG_MEASURE, MERCHANT_ACT
from anju.modules.community.rules.dogs import LocalRules

DOG_FORBIDDEN = declare(
    Setting(
        code="community.dog_forbidden_breeds", label=_("当地禁养的犬种"), kind=str, default="",
        permission=DOG_MEASURE, per_community=True,
        hint=_("按当地养犬规定填写，用顿号隔开，例如：藏獒、比特犬。登记的品种里含有其中任何一个即标为禁养。"),
    )
)  # fmt: skip
DOG_TALLEST = declare(
    Setting(
        code="community.dog_tallest_cm", label=_("当地限养的肩高（厘米）"), kind=int, default=0,
        permission=DOG_MEASURE, per_community=True, check=between(0, 150),
        hint=_("肩高超过它的犬标为禁养；0 表示当地不限体高。"),
    )
)  # fmt: skip
DOG_WARN_DAYS = declare(
    Setting(
        code="community.dog_warn_days", label=_("犬证和疫苗到期前提醒天数"), kind=int, default=30,
        permission=DOG_MEASURE, per_community=True, check=between(1, 180),
        hint=_("到期前多少天列为即将到期，并提醒饲养人一次。"),
    )
)  # fmt: skip
CHECK_DAYS = declare(
    Setting(
        code="community.merchant_check_days", label=_("商户检查间隔（天）"), kind=int, default=90,
        permission=MERCHANT_ACT, per_community=True, check=between(1, 730),
        hint=_("登记检查时，下次检查日期先按它填写。"),
    )
)  # fmt: skip


def dog_rules() -> dict[int | None, LocalRules]:
    """What is forbidden, by community; None holds where a community says nothing of its own."""
    breeds, tallest = values(DOG_FORBIDDEN), values(DOG_TALLEST)
    return {
        one: LocalRules.read(breeds.get(one, breeds[None]), tallest.get(one, tallest[None]))
        for one in {*breeds, *tallest}
    }
