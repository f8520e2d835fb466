"""The list of standard phrases."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import ChoiceFilter, Column, EmptyState, Export, SearchFilter, Table
from anju.modules.frontdesk.permissions import PHRASE_USE

CELLS = "frontdesk/desk/_cells.html"

PHRASES = Table(
    name="frontdesk.phrases",
    caption=_("快捷用语"),
    columns=(
        Column(key="code", label=_("缩写"), template=f"{CELLS}#phrase_code", export="code", sort="code"),
        Column(key="text", label=_("用语"), nowrap=False),
        Column(key="owner", label=_("谁能用"), template=f"{CELLS}#phrase_owner", export=lambda row: _("只有我") if row.owner else _("全公司"), phone_place="corner"),
        Column(key="saved_name", label=_("修改人"), optional=True, hide_on_phone=True),
        Column(key="saved_at", label=_("修改时间"), sort=("saved_at", "pk"), optional=True, hide_on_phone=True),
    ),
    filters=(
        SearchFilter(placeholder=_("缩写或用语"), fields=("code", "text")),
        ChoiceFilter(key="whose", label=_("使用范围"), choices=[("own", _("只有我")), ("all", _("全公司"))],
                     apply=lambda rows, value: rows.filter(owner__isnull=value == "all")),
        ChoiceFilter(key="gone", label=_("状态"), choices=[("1", _("已停用"))],
                     apply=lambda rows, value: rows, more=True),
    ),
    default_sort="code",
    row_url=lambda row: reverse("frontdesk:phrase", args=[row.pk]),
    empty=EmptyState(title=_("还没有快捷用语"), text=_("常说的话存成缩写，写答复时输入 / 就能调出。"), action_label=_("新建用语"),
                     action_url=lambda request: reverse("frontdesk:phrase_new"), permission=PHRASE_USE),
    export=Export(title=_("快捷用语"), permission=PHRASE_USE),
)  # fmt: skip
