"""Names of the fields of work, in the order in which they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.modules.people.contracts import Domain

DOMAINS = (
    (Domain.SECURITY.value, _("秩序维护")),
    (Domain.FIRE.value, _("消防")),
    (Domain.PARKING.value, _("停车管理")),
    (Domain.CLEANING.value, _("保洁")),
    (Domain.GREENING.value, _("绿化")),
    (Domain.ENGINEERING.value, _("工程维护")),
    (Domain.REPAIR.value, _("维修")),
    (Domain.HEATING.value, _("供暖")),
    (Domain.RENOVATION.value, _("改造")),
    (Domain.DECORATION.value, _("装修管理")),
    (Domain.CUSTOMER_SERVICE.value, _("客户服务")),
    (Domain.COMPLAINT.value, _("投诉")),
    (Domain.CULTURE.value, _("社区文化")),
    (Domain.FINANCE.value, _("财务收费")),
    (Domain.STAFF.value, _("人事")),
    (Domain.TRAINING.value, _("培训")),
    (Domain.SUPERVISION.value, _("监督检查")),
    (Domain.GOVERNANCE.value, _("业主治理")),
    (Domain.ARCHIVE.value, _("档案")),
    (Domain.EMERGENCY.value, _("应急")),
    (Domain.HANDOVER.value, _("承接查验")),
    (Domain.SUPPLIES.value, _("物资")),
    (Domain.RENTAL.value, _("租赁")),
    (Domain.OTHER.value, _("其他")),
)
NAMES = dict(DOMAINS)
