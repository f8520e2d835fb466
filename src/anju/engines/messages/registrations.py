"""What this package declares to the house."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from anju.engines.messages.contracts import Category, Channel, Template, Text
from anju.engines.messages.permissions import CHANNEL_SET, DELIVERY_READ, NOTICE_READ
from anju.engines.messages.queries import catalogue, settings
from anju.engines.messages.services import actions, noticing
from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu

__all__ = ["actions", "settings"]

catalogue.declare_category(Category("security", _("账号安全"), (Channel.SMS, Channel.EMAIL), mandatory=True))
catalogue.declare_category(Category("system", _("系统消息"), (Channel.WEB_PUSH,)))
catalogue.declare_category(Category("news", _("活动与服务推荐"), (Channel.WEB_PUSH,), marketing=True))

catalogue.declare_category(Category("notices", _("小区公告"), (Channel.WEB_PUSH,)))
catalogue.declare_category(
    Category("notices.important", _("重要公告"), (Channel.WEB_PUSH, Channel.SMS), mandatory=True)
)

for _code, _name, _category in (
    (noticing.NOTICE, _("小区公告"), "notices"),
    (noticing.IMPORTANT, _("重要公告"), "notices.important"),
):
    catalogue.declare_template(
        Template(
            code=_code,
            name=_name,
            category=_category,
            parameters=("title", "body"),
            texts={
                "zh-hans": {"": Text("公告：{title}", "{body}")},
                "en": {"": Text("Notice: {title}", "{body}")},
            },
        )
    )
catalogue.declare_template(
    Template(
        code="messages.verify",
        name=_("地址验证码"),
        category="security",
        parameters=("code", "minutes"),
        keeps=timedelta(minutes=10),
        channels=(Channel.SMS, Channel.EMAIL),
        urgent=True,
        inbox=False,
        proves=True,
        texts={
            "zh-hans": {
                "": Text("验证码", "您的验证码是 {code}，{minutes} 分钟内有效。不是您本人操作请忽略。")
            },
            "en": {
                "": Text(
                    "Your code", "Your code is {code}, valid for {minutes} minutes. Not you? Ignore this."
                )
            },
        },
    )
)
catalogue.declare_template(
    Template(
        code="messages.digest",
        name=_("消息汇总"),
        category="system",
        parameters=("title", "lines"),
        inbox=False,
        texts={"zh-hans": {"": Text("{title}", "{lines}")}, "en": {"": Text("{title}", "{lines}")}},
    )
)

register_error_texts(
    {
        "messages.parameters": _("消息模板 {template} 的参数不符：{names}"),
        "messages.cause": _("消息的缘由编号须为 1 到 {most} 个字符。"),
        "messages.link": _("消息里的链接须是本站地址。"),
        "messages.quiet": _("请按 22:00-07:00 的格式填写，留空表示不设。"),
        "messages.limit": _("请填 1 到 1000。"),
        "messages.keep_days": _("请填 30 到 3650 天。"),
        "messages.sms.templates": _("请填一个编号，或用逗号隔开的“消息模板=编号”。"),
        "messages.endpoint": _("地址须以 https:// 开头，且不在内部网络。"),
        "messages.message.missing": _("没有找到这条消息。"),
        "messages.delivery.missing": _("没有找到这条发送记录，或您无权查看。"),
        "messages.retry.none": _("所选记录都不能重发。"),
        "messages.preference.digest": _("请选择发送方式。"),
        "messages.preference.hour": _("请填 0 到 23 点。"),
        "messages.preference.language": _("请选择语言。"),
        "messages.preference.channels": _("请从列出的渠道中选择。"),
        "messages.preference.consent": _("没有这类消息。"),
        "messages.preference.quiet": _("开始和结束时间要么都填，要么都不填。"),
        "messages.address.email": _("邮箱地址不正确。"),
        "messages.address.phone": _("手机号不正确。"),
        "messages.address.channel": _("这个渠道还没有开通。"),
        "messages.address.too_many": _("最多登记 {most} 个地址。"),
        "messages.address.too_often": _("验证码发送太频繁，请在 {seconds} 秒后再试。"),
        "messages.address.code": _("验证码不正确或已过期。"),
        "messages.address.missing": _("没有找到这个地址。"),
        "messages.push.keys": _("浏览器给出的推送密钥无法识别。"),
        "messages.push.missing": _("没有找到这台设备。"),
        "messages.push.none": _("您还没有在任何浏览器上开启推送。"),
        "messages.channel.off": _("这个渠道还没有设置好。"),
        "messages.channel.missing": _("没有这个渠道。"),
        "messages.hook": _("签名不正确。"),
        "messages.hook.body": _("回执内容无法识别。"),
        "messages.unsubscribe.link": _("退订链接无效。"),
        "messages.notice.empty": _("必填。"),
        "messages.notice.too_long": _("最多 {most} 个字。"),
        "messages.notice.half_english": _("英文标题和正文要么都填，要么都不填。"),
        "messages.notice.identity": _("公告里不能出现身份证号码。"),
        "messages.notice.tell": _("请从列出的方式中选择。"),
        "messages.notice.paper": _("请选择纸张。"),
        "messages.notice.days": _("撤下日期须晚于张贴日期。"),
        "messages.notice.too_long_up": _("最多张贴 {days} 天。"),
        "messages.notice.reason": _("请写明撤下的原因，最多 200 个字。"),
        "messages.notice.state": _("“{title}”目前的状态不允许这样做。"),
        "messages.notice.community": _("没有这个小区，或您无权在那里张贴。"),
        "messages.notice.missing": _("没有找到这份公告，或您无权查看。"),
        "messages.notice.gone": _("这份公告已经撤下，或还没有发布。"),
    }
)

register_menu(
    MenuEntry(
        "messages.notices",
        _("公告栏"),
        "speakerphone",
        "messages:notices",
        NOTICE_READ.code,
        "service",
        order=60,
    ),
    MenuEntry(
        "messages.log",
        _("发送记录"),
        "send",
        "messages:log",
        DELIVERY_READ.code,
        "service",
        order=61,
        under="messages.notices",
    ),
    MenuEntry(
        "messages.channels",
        _("消息渠道"),
        "broadcast",
        "messages:channels",
        CHANNEL_SET.code,
        "system",
        order=35,
    ),
)
