"""How allauth works with our users: found by user name or phone, every coming and going noted, secrets sealed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation import privacy
from anju.foundation.accounts import factors, logins, residents
from anju.foundation.accounts.models import User
from anju.foundation.accounts.phones import is_mobile, normalised
from anju.foundation.actors import Origin

WRONG = _("用户名、手机号或密码不对。")
SPOKEN = {
    "account/messages/password_changed.txt": _("密码已修改，其他设备上的登录已失效。"),
    "mfa/messages/totp_activated.txt": _("两步验证已开启。"),
    "mfa/messages/totp_deactivated.txt": _("两步验证已关闭。"),
    "mfa/messages/recovery_codes_generated.txt": _("新的恢复码已生成，旧的已作废。"),
    "usersessions/messages/sessions_logged_out.txt": _("其他设备已退出登录。"),
}


class PhoneField(forms.CharField):
    def clean(self, value: str) -> str:
        number = normalised(super().clean(value))
        if not is_mobile(number):
            raise ValidationError(_("请填写 11 位手机号。"), code="invalid_phone")
        return number


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("这个账号已停用，请联系管理员。"),
        "username_password_mismatch": WRONG,
        "phone_password_mismatch": WRONG,
        "incorrect_password": _("密码不对。"),
        "enter_current_password": _("当前密码不对。"),
        "same_as_current": _("新密码不能与当前密码相同。"),
        "too_many_login_attempts": _("失败次数过多，请十分钟后再试。"),
        "rate_limited": _("操作太频繁，请稍后再试。"),
        "incorrect_code": _("验证码不对。"),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the middleware made of it; on a socket file there is none, and the proxy is this machine."""
        return str(request.META.get("REMOTE_ADDR") or "127.0.0.1")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.set_phone(phone, verified=verified)
        user.save(update_fields=["phone", "phone_digest", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.by_phone(phone)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        raise NotImplementedError("SMS codes need a channel of the engine messages")

    def set_password(self, user: User, password: str) -> None:
        """Called when somebody changes his own password: what the administrator gave him is used up."""
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        if self.request is not None:
            logins.note(logins.PASSWORD_CHANGED, user, origin_of(self.request), timezone.now())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        if user.is_authenticated and not residents.is_staff(user.pk) and residents.is_resident(user.pk):
            return str(settings.RESIDENT_URL)
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("console:profile")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        now = timezone.now()
        User.objects.filter(pk=user.pk).update(last_login=now)
        logins.note(logins.LOGGED_IN, user, origin_of(request), now)
        request.session[factors.DUE_IN_SESSION] = factors.is_due(user)
        return response

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            user: Any = request.user
            logins.note(logins.LOGGED_OUT, user, origin_of(request), timezone.now())
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        name = _name_in(credentials)
        logins.note_failure(logins.find(name), name, origin_of(request), timezone.now())

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template in SPOKEN:
            messages.add_message(request, messages.SUCCESS, SPOKEN[message_template])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One account is one key, whichever of its names and spellings is tried."""
        name = _name_in(credentials)
        user = logins.find(name)
        return f"user:{user.pk}" if user else f"name:{normalised(name).lower()}"


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of the second factor lie sealed in the database and its backups."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对，请看应用里最新的 6 位数字。"),
        "rate_limited": _("操作太频繁，请稍后再试。"),
    }

    def encrypt(self, text: str) -> str:
        return privacy.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return privacy.unseal(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody has an e-mail address here; the audit tells the administrator."""


def origin_of(request: Any) -> Origin:
    return Origin("console", request.META.get("REMOTE_ADDR", ""), getattr(request, "request_id", ""))


def _name_in(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("phone") or "")
