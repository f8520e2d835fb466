"""Forms of the visitors' book."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as lazy

from anju.modules.frontdesk.forms.registering import OfferForm, chosen, home, line, moment
from anju.modules.frontdesk.models import Purpose


class VisitForm(OfferForm):
    name = line(lazy("访客姓名"), 40)
    phone = line(lazy("手机号"), 20, required=False, hint=lazy("加密保存"))
    home = home(required=False)
    department = chosen(lazy("或到访部门"), required=False)
    host = line(lazy("被访人"), 40, required=False)
    purpose = forms.ChoiceField(label=lazy("事由"), choices=Purpose.choices)
    words = line(lazy("说明"), 120, required=False)
    company = line(lazy("单位"), 60, required=False)
    plate = line(lazy("车牌"), 12, required=False)
    companions = forms.IntegerField(label=lazy("同行人数"), min_value=0, max_value=99, initial=0)
    gate = chosen(lazy("从哪个门进"), required=False)
    card = line(lazy("访客证号"), 20, required=False)
    stay_until = moment(lazy("预计离开"), required=False)


class AnnounceForm(forms.Form):
    home = home()
    name = line(lazy("访客姓名"), 40)
    phone = line(lazy("手机号"), 20, required=False, hint=lazy("加密保存"))
    plate = line(lazy("车牌"), 12, required=False)
    companions = forms.IntegerField(label=lazy("同行人数"), min_value=0, max_value=99, initial=0)
    purpose = forms.ChoiceField(label=lazy("事由"), choices=Purpose.choices)
    words = line(lazy("说明"), 120, required=False)
    valid_from = moment(lazy("有效起"))
    valid_until = moment(lazy("有效止"))


class ArriveForm(OfferForm):
    gate = chosen(lazy("从哪个门进"), required=False)
    card = line(lazy("访客证号"), 20, required=False)


class LeaveForm(OfferForm):
    gate = chosen(lazy("从哪个门出"), required=False)
    card_returned = forms.BooleanField(label=lazy("访客证已交回"), required=False, initial=True)
