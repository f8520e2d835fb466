"""Settings of the channels, and what they come to for one community."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings as django_settings
from django.utils.translation import gettext_lazy as _

from anju.engines.messages.contracts import ROBOTS, Channel
from anju.engines.messages.permissions import CHANNEL_SET
from anju.engines.messages.rules import endpoints, timing
from anju.foundation import registry
from anju.foundation.accounts import home
from anju.foundation.registry import Setting
from anju.kernel.errors import Invalid


def _address(text: str) -> None:
    if text:
        endpoints.parse(text, django_settings.OUTWARD_PRIVATE_HOSTS)


def _count(number: int) -> None:
    if not 1 <= number <= 1_000:
        raise Invalid("messages.limit", field="value")


def _days(number: int) -> None:
    if not 30 <= number <= 3_650:
        raise Invalid("messages.keep_days", field="value")


def _templates(text: str) -> None:
    template_ids(text)


def _own(code: str, label: object, **more: object) -> Setting:
    made = Setting(f"messages.{code}", label, str, "", CHANNEL_SET, own_page=True, **more)  # type: ignore[arg-type]
    return registry.declare(made)


QUIET = registry.declare(
    Setting(
        "messages.quiet", _("免打扰时段"), str, "22:00-07:00", CHANNEL_SET,
        hint=_("例如 22:00-07:00，留空表示不设；紧急消息不受限制，个人可另行设定。"),
        per_community=True, check=lambda text: _ignore(timing.parse_hours(text)),
    )
)  # fmt: skip
PER_HOUR = registry.declare(
    Setting(
        "messages.per_hour", _("每人每小时最多消息数"), int, 10, CHANNEL_SET,
        hint=_("短信、邮件和推送分别计算；超出的稍后再发，紧急消息不受限制。"), check=_count,
    )
)  # fmt: skip
KEEP_DAYS = registry.declare(
    Setting(
        "messages.keep_days", _("消息内容保存天数"), int, 730, CHANNEL_SET,
        hint=_("到期后清除正文和地址，保留发送记录。"), check=_days,
    )
)  # fmt: skip
MAIL_NAME = _own("email.name", _("发件人名称"), hint=_("留空则用单位简称。"))
MAIL_REPLY = _own("email.reply", _("回复地址"), hint=_("住户回信寄到这里。"))
SMS_URL = _own("sms.url", _("接口地址"), check=_address)
SMS_KEY = _own("sms.key", _("接口账号"))
SMS_SECRET = _own("sms.secret", _("接口密钥"), secret=True)
SMS_SIGN = _own("sms.sign", _("短信签名"), hint=_("在服务商备案的签名，不含【】。"))
SMS_TEMPLATES = _own(
    "sms.templates", _("模板编号"), check=_templates,
    hint=_("一个编号，或用逗号隔开的“消息模板=编号”，例如 messages.code=SMS_1001。"),
)  # fmt: skip
SMS_KEYED = registry.declare(
    Setting(
        "messages.sms.keyed", _("服务商按请求编号去重"), bool, True, CHANNEL_SET, own_page=True,
        hint=_("去重的服务商，结果不明时可以放心重发。"),
    )
)  # fmt: skip
WECOM_URL = _own("wecom.url", _("机器人地址"), secret=True, per_community=True, check=_address)
DINGTALK_URL = _own("dingtalk.url", _("机器人地址"), secret=True, per_community=True, check=_address)
DINGTALK_SECRET = _own("dingtalk.secret", _("加签密钥"), secret=True, per_community=True)
FEISHU_URL = _own("feishu.url", _("机器人地址"), secret=True, per_community=True, check=_address)
FEISHU_SECRET = _own("feishu.secret", _("签名密钥"), secret=True, per_community=True)
HOOK_SECRET = _own(
    "hook.secret", _("回执密钥"), secret=True, hint=_("邮件和短信服务商回报送达、退回时用它签名。")
)

OF_CHANNEL: dict[Channel, tuple[Setting, ...]] = {
    Channel.EMAIL: (MAIL_NAME, MAIL_REPLY, HOOK_SECRET),
    Channel.SMS: (SMS_URL, SMS_KEY, SMS_SECRET, SMS_SIGN, SMS_TEMPLATES, SMS_KEYED),
    Channel.WECOM: (WECOM_URL,),
    Channel.DINGTALK: (DINGTALK_URL, DINGTALK_SECRET),
    Channel.FEISHU: (FEISHU_URL, FEISHU_SECRET),
}
_ROBOTS: dict[Channel, tuple[Setting, Setting | None]] = {
    Channel.WECOM: (WECOM_URL, None),
    Channel.DINGTALK: (DINGTALK_URL, DINGTALK_SECRET),
    Channel.FEISHU: (FEISHU_URL, FEISHU_SECRET),
}


@dataclass(frozen=True, slots=True)
class Robot:
    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class SmsProvider:
    """templates: our code → the provider's; "" for all others."""

    url: str
    key: str
    secret: str
    sign: str
    templates: dict[str, str]


def robot(channel: Channel, community_id: int | None) -> Robot | None:
    """The community's robot, else the organisation's, else None. A robot and its secret come from the same place."""
    at, secret = _ROBOTS[channel]
    for place in (community_id, None) if community_id else (None,):
        url = registry.value(at, place)
        if url:
            return Robot(url, registry.value(secret, place) if secret else "")
    return None


def sms() -> SmsProvider | None:
    url, secret = registry.value(SMS_URL), registry.value(SMS_SECRET)
    if not url or not secret:
        return None
    ids = template_ids(registry.value(SMS_TEMPLATES))
    return SmsProvider(url, registry.value(SMS_KEY), secret, registry.value(SMS_SIGN), ids)


def template_ids(text: str) -> dict[str, str]:
    """ "SMS_1" or "a.b=SMS_1, SMS_2" by our code. Raises Invalid (messages.sms.templates) when one stands twice."""
    found: dict[str, str] = {}
    for part in text.replace("，", ",").split(","):
        code, equals, number = (one.strip() for one in part.partition("="))
        if not equals:
            code, number = "", code
        if not number and not code:
            continue
        if code in found or not number:
            raise Invalid("messages.sms.templates", field="value")
        found[code] = number
    return found


@dataclass(frozen=True, slots=True)
class Letterhead:
    """name: whose letters they are; reply: where answers go, "" for the sending address."""

    name: str
    reply: str


@dataclass(frozen=True, slots=True)
class Pusher:
    """key: the installation's private key for web push; contact: whom a push service may ask."""

    key: str
    contact: str


Config = Robot | SmsProvider | Letterhead | Pusher


def config_of(channel: Channel, community_id: int | None) -> Config | None:
    """All that an adapter must know of a channel; None when it is not set up."""
    if channel in ROBOTS:
        return robot(channel, community_id)
    if channel == Channel.SMS:
        return sms()
    if channel == Channel.EMAIL:
        return letterhead() if mail_is_on() else None
    contact = django_settings.PUSH_CONTACT or django_settings.PUBLIC_URL or "mailto:postmaster@localhost"
    return Pusher(django_settings.PUSH_KEY, contact)


def letterhead() -> Letterhead:
    return Letterhead(registry.value(MAIL_NAME) or str(home.organisation()), registry.value(MAIL_REPLY))


def mail_is_on() -> bool:
    return bool(django_settings.EMAIL_HOST and django_settings.DEFAULT_FROM_EMAIL)


def quiet(community_id: int | None) -> timing.Quiet:
    return timing.parse_hours(registry.value(QUIET, community_id))


def is_set_up(channel: Channel, community_id: int | None = None) -> bool:
    """Whether the channel can carry anything at all from here."""
    if channel in ROBOTS:
        return robot(channel, community_id) is not None
    if channel == Channel.SMS:
        return sms() is not None
    return mail_is_on() if channel == Channel.EMAIL else True


def _ignore(_value: object) -> None:
    return None
