"""Forms of the engine's pages."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.engines.messages.contracts import Category, Channel, PreferenceView
from anju.engines.messages.models import Channels, DigestModes, Paper
from anju.engines.messages.rules import boards
from anju.engines.messages.services.preferences import CHOOSABLE, PreferenceDraft
from anju.foundation.registry import Setting
from anju.foundation.ui.forms import DateInput
from anju.kernel.errors import Invalid

LANGUAGES = (("", _("跟随账号设置")), ("zh-hans", "简体中文"), ("en", "English"))
WAYS = [(one.value, Channels(one.value).label) for one in CHOOSABLE]


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PreferenceForm(forms.Form):
    """One choice of channels for every category; those that cannot be turned off are shown by the page as they are."""

    quiet_own = forms.BooleanField(label=_("使用自己的免打扰时段"), required=False)
    quiet_from = forms.TimeField(label=_("免打扰开始"), required=False, widget=TimeInput())
    quiet_until = forms.TimeField(
        label=_("免打扰结束"), required=False, widget=TimeInput(), help_text=_("两个时间相同表示不设免打扰。")
    )
    digest = forms.ChoiceField(
        label=_("邮件、短信和推送"), choices=DigestModes.choices, required=False, widget=forms.RadioSelect()
    )
    digest_hour = forms.TypedChoiceField(
        label=_("每天汇总的时间"), choices=[(one, f"{one:02d}:00") for one in range(24)], coerce=int
    )
    language = forms.ChoiceField(label=_("消息语言"), choices=LANGUAGES, required=False)

    def __init__(self, *args: Any, categories: tuple[Category, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = [one for one in categories if not one.mandatory]
        for one in self.categories:
            if one.marketing:
                self.fields[f"agree-{one.code}"] = forms.BooleanField(
                    label=_("我同意接收“%(name)s”") % {"name": one.name}, required=False,
                    help_text=_("可以随时取消。"),
                )  # fmt: skip
            self.fields[f"ways-{one.code}"] = forms.MultipleChoiceField(
                label=one.name, choices=WAYS, required=False, widget=forms.CheckboxSelectMultiple()
            )

    @staticmethod
    def initial_of(view: PreferenceView, categories: tuple[Category, ...]) -> dict[str, Any]:
        start, end = view.quiet or (time(22), time(7))
        found: dict[str, Any] = {
            "quiet_own": view.quiet is not None, "quiet_from": start, "quiet_until": end, "digest": view.digest,
            "digest_hour": view.digest_hour, "language": view.language,
        }  # fmt: skip
        for one in categories:
            default = tuple(way.value for way in one.channels if way in CHOOSABLE)
            found[f"ways-{one.code}"] = list(view.channels.get(one.code, default))
            found[f"agree-{one.code}"] = one.code in view.consents
        return found

    def draft(self, data: dict[str, Any]) -> PreferenceDraft:
        """Raises Invalid when only one of the hours is given."""
        quiet = None
        if data["quiet_own"]:
            if data["quiet_from"] is None or data["quiet_until"] is None:
                raise Invalid("messages.preference.quiet", field="quiet_from")
            quiet = (data["quiet_from"], data["quiet_until"])
        return PreferenceDraft(
            quiet=quiet,
            digest=data["digest"],
            digest_hour=data["digest_hour"],
            language=data["language"],
            channels={one.code: data[f"ways-{one.code}"] for one in self.categories},
            consents=[one.code for one in self.categories if one.marketing and data[f"agree-{one.code}"]],
        )


class AddressForm(forms.Form):
    channel = forms.ChoiceField(label=_("类型"))
    value = forms.CharField(
        label=_("邮箱或手机号"), max_length=254, help_text=_("我们会发一个六位验证码，确认之后才使用。")
    )

    def __init__(self, *args: Any, channels: list[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["channel"]
        field.choices = [(one.value, Channels(one.value).label) for one in channels]


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"^\s*\d{6}\s*$", label=_("验证码"), error_messages={"invalid": _("请输入六位数字。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class ChannelForm(forms.Form):
    """A field for each setting of a channel; a secret shows whether it is set and is kept when left empty."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        settings: tuple[Setting, ...],
        known: dict[str, Any],
        **more: Any,
    ) -> None:
        super().__init__(data, files, **more)
        for setting in settings:
            self.fields[setting.code] = _setting_field(setting, known[setting.code])


def _setting_field(setting: Setting, known: Any) -> forms.Field:
    common: dict[str, Any] = {"label": setting.label, "help_text": setting.hint, "required": False}
    if setting.kind is bool:
        return forms.BooleanField(initial=known, **common)
    if not setting.secret:
        return forms.CharField(initial=known, max_length=1000, **common)
    mask = _("已设置 •••••••• 留空则不变") if known else _("未设置")
    attrs = {"placeholder": mask, "autocomplete": "new-password", "spellcheck": "false"}
    return forms.CharField(max_length=2000, widget=forms.PasswordInput(attrs=attrs), **common)


class TestForm(forms.Form):
    """An address for the channels that need one; a robot and a browser are known."""

    def __init__(self, *args: Any, needs_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_address:
            self.fields["to"] = forms.CharField(label=_("发到"), max_length=254)


class NoticeForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=boards.LONGEST_TITLE)
    body = forms.CharField(
        label=_("正文"), max_length=boards.LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("空行分段。不要写住户的姓名、房号和证件号码。"),
    )  # fmt: skip
    title_en = forms.CharField(label=_("英文标题"), max_length=boards.LONGEST_TITLE, required=False)
    body_en = forms.CharField(
        label=_("英文正文"),
        max_length=boards.LONGEST_BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    signed = forms.CharField(
        label=_("落款"), max_length=80, required=False, help_text=_("留空则用单位简称。")
    )
    paper = forms.ChoiceField(label=_("纸张"), choices=Paper.choices, widget=forms.RadioSelect())


class NewNoticeForm(NoticeForm):
    community = forms.TypedChoiceField(label=_("小区"), coerce=int)
    field_order = ("community", "title", "body", "title_en", "body_en", "signed", "paper")

    def __init__(self, *args: Any, communities: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["community"]
        field.choices = communities


class PublishForm(forms.Form):
    publish_on = forms.DateField(label=_("张贴日期"), widget=DateInput())
    withdraw_on = forms.DateField(
        label=_("撤下日期"),
        widget=DateInput(),
        required=False,
        help_text=_("这一天起不再张贴；留空则一直张贴到人工撤下。"),
    )
    tell = forms.MultipleChoiceField(
        label=_("张贴当天同时告诉"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("免打扰时段里不响铃，早上再送到；谁收到、谁读过都有记录。"),
    )

    def __init__(self, *args: Any, ways: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["tell"]
        field.choices = ways


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("撤下的原因"), max_length=200)
