"""Forms of log-in and account in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from anju.foundation.accounts.phones import is_mobile, normalised

RULES = _("至少 10 位，不能全是数字，不能与姓名或用户名相近，不能是常见密码。")


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = _("用户名或手机号"), _("密码")
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        password.widget.attrs = {"autocomplete": "current-password"}
        password.help_text = ""

    def clean_login(self) -> str:
        name = str(super().clean_login())
        return normalised(name) if is_mobile(name) else name


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "oldpassword": (_("当前密码"), "", "current-password"),
            "password1": (_("新密码"), RULES, "new-password"),
            "password2": (_("再输一次新密码"), "", "new-password"),
        }
        for name, (label, hint, autocomplete) in words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs = {"autocomplete": autocomplete}

    def clean_password1(self) -> str:
        new = str(self.cleaned_data["password1"])
        if self.user.check_password(new):
            raise get_adapter().validation_error("same_as_current")
        return new


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("密码"), ""
        field.widget.attrs = {"autocomplete": "current-password"}


def _code(field: Any, hint: Any = "") -> None:
    field.label, field.help_text = _("验证码"), hint
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}


class ActivateTOTPForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("应用里显示的 6 位数字。"))


class AuthenticateForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("验证器应用里的 6 位数字；手机不在身边时，用一个恢复码。"))


class ReauthenticateByCodeForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"])
