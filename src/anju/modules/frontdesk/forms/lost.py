"""Forms of lost and found."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as lazy

from anju.modules.frontdesk.forms.case_work import SignatureForm
from anju.modules.frontdesk.forms.registering import NONE, OfferForm, chosen, line, moment, picture, text
from anju.modules.frontdesk.models import ThingSort

PAPERS = ("居民身份证", "护照", "驾驶证", "社会保障卡", "门禁卡")


class FoundForm(OfferForm):
    name = line(lazy("物品"), 60)
    sort = forms.ChoiceField(label=lazy("类别"), choices=ThingSort.choices)
    words = text(lazy("特征"), longest=300, hint=lazy("颜色、品牌、大小，可以公告的部分"))
    secret = text(lazy("核对特征"), longest=200, hint=lazy("只有失主知道、不公告的细节，领取时核对"))
    found_at = moment(lazy("拾得时间"))
    place = chosen(lazy("拾得地点"), required=False)
    spot = line(lazy("地点说明"), 80, required=False)
    finder = line(lazy("拾得人"), 40)
    finder_phone = line(lazy("拾得人电话"), 20, required=False, hint=lazy("加密保存"))
    kept_at = line(lazy("存放处"), 60)
    photo = picture(lazy("照片"))


class LostForm(OfferForm):
    name = line(lazy("物品"), 60)
    sort = forms.ChoiceField(label=lazy("类别"), choices=ThingSort.choices)
    words = text(lazy("特征"), longest=300)
    lost_at = moment(lazy("遗失时间"))
    place = chosen(lazy("遗失地点"), required=False)
    spot = line(lazy("地点说明"), 80, required=False)
    reporter = line(lazy("失主"), 40)
    phone = line(lazy("电话"), 20, required=False, hint=lazy("加密保存"))


class ClaimForm(SignatureForm):
    name = line(lazy("领取人"), 40)
    paper = forms.ChoiceField(label=lazy("核验证件"), choices=[(one, one) for one in PAPERS])
    number = line(lazy("证件号码"), 40, hint=lazy("加密保存"))
    phone = line(lazy("电话"), 20, required=False)
    proof = text(lazy("核对情况"), longest=200, required=True, hint=lazy("说出了哪些特征"))
    report = chosen(lazy("对应的遗失登记"), required=False)

    field_order = ("name", "paper", "number", "phone", "report", "proof", "drawn", "file")

    def __init__(self, *args: object, reports: list[tuple[int, str]] | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = [*NONE, *(reports or [])]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    authority = line(lazy("移交单位"), 80, hint=lazy("例如：辖区派出所"))
    receipt = line(lazy("移交回执"), 80, hint=lazy("回执编号或接收人"))
