"""What a community asks of an owner file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.foundation import registry
from anju.kernel.errors import Invalid
from anju.modules.people.permissions import PERSON_MERGE
from anju.modules.people.rules.completeness import ITEMS, USUAL

ITEM_NAMES = {
    "phone": _("联系电话"),
    "id_number": _("证件号码"),
    "identity": _("身份证明"),
    "deed": _("产权证或购房合同"),
    "handover": _("房屋交接书"),
    "agreement": _("物业服务协议"),
    "covenant": _("管理规约"),
    "consent": _("个人信息同意"),
}


def _check(value: Any) -> None:
    words = {word.strip() for word in str(value).replace("，", ",").split(",") if word.strip()}
    if words - set(ITEMS):
        raise Invalid("people.file.items", items=", ".join(ITEMS))


FILE_ITEMS = registry.declare(
    registry.Setting(
        "people.file_items", _("业主档案应有的资料"), str, USUAL, PERSON_MERGE,
        hint=_("用逗号分开：phone 联系电话，id_number 证件号码，identity 身份证明，deed 产权证或购房合同，handover 房屋交接书，agreement 物业服务协议，covenant 管理规约，consent 个人信息同意"),
        per_community=True, check=_check,
    )
)  # fmt: skip
