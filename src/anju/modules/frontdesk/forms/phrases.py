"""The form of a standard phrase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from anju.modules.frontdesk.rules import phrases as rules


class PhraseForm(forms.Form):
    code = forms.CharField(
        label=lazy("缩写"), max_length=13, help_text=lazy("字母、数字或汉字，输入 / 和它就能调出，例如 /hf")
    )
    text = forms.CharField(
        label=lazy("用语"),
        max_length=rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy(
            "可以写 {name} 称呼、{number} 编号、{limit} 时限、{me} 我的姓名、{today} 今天，插入时自动填上"
        ),
    )
    own = forms.TypedChoiceField(
        label=lazy("谁能用"),
        coerce=lambda text: text == "1",
        choices=[("1", lazy("只有我")), ("0", lazy("全公司"))],
        widget=forms.RadioSelect,
        initial="1",
    )

    def __init__(self, *args: Any, may_share: bool, new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not (may_share and new):
            del self.fields["own"]
