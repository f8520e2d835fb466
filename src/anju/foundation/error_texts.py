"""Sentences of the foundation's own refusals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.messages import register_error_texts

register_error_texts(
    {
        "not_logged_in": _("请先登录。"),
        "no_organisation": _("您的账号还没有加入任何单位，请联系管理员。"),
        "resident_door": _("您是以住户身份登录的，工作台请用员工账号和密码登录。"),
        "no_residency": _("这个账号没有关联住户。"),
        "entry.phone": _("请填写 11 位手机号。"),
        "entry.too_often": _("验证码发送太频繁，请在 {seconds} 秒后再试。"),
        "entry.password.old": _("原密码不对。"),
        "entry.password.staff": _("您同时是员工，请在员工账号页面修改密码。"),
        "password_change_needed": _("请先修改初始密码。"),
        "second_factor_needed": _("请先开启两步验证。"),
        "csrf_failed": _("页面已过期，请刷新后再提交。"),
        "method_not_allowed": _("这个地址不支持此操作。"),
        "not_found": _("没有找到，或您无权查看。"),
        "too_many_calls": _("调用太频繁，请在 {seconds} 秒后再试。"),
        "cursor_invalid": _("翻页位置无效，请从第一页开始。"),
        "idempotency_key_missing": _("写入请求须带 Idempotency-Key。"),
        "idempotency_key_too_long": _("Idempotency-Key 最长 {limit} 个字符。"),
        "idempotency_key_reused": _("这个 Idempotency-Key 已用于另一次请求。"),
        "username_taken": _("用户名“{username}”已被使用。"),
        "username_unfit": _("用户名不能为空，也不能是手机号。"),
        "phone_taken": _("这个手机号已属于另一个账号。"),
        "weak_password": _("密码太弱：{reasons}"),
        "name_missing": _("请填写姓名。"),
        "not_a_member": _("这个用户不在本单位。"),
        "role_unknown": _("没有这个角色。"),
        "role_mightier_than_own": _("您不能授予或管理超出自己权限的角色。"),
        "role_name_missing": _("请填写角色名称。"),
        "role_name_taken": _("已有同名角色。"),
        "role_is_default": _("系统内置角色不能修改或删除。"),
        "role_in_use": _("角色“{name}”还有人持有，不能删除。"),
        "permission_unknown": _("没有这项权限：{permission}"),
        "last_administrator": _("单位至少要保留一名系统管理员。"),
        "cannot_stop_yourself": _("不能停用自己的账号。"),
        "user_of_other_organisations": _("这个账号还属于其他单位，请本人修改密码和资料。"),
        "token_needs_person": _("只有本人可以新建接口令牌。"),
        "token_name_missing": _("请写明令牌的用途。"),
        "token_expiry_out_of_range": _("到期时间须在今后 {days} 天之内。"),
        "too_many_tokens": _("最多同时保留 {limit} 个令牌，请先撤销不用的。"),
        "empty_file": _("文件“{name}”是空的。"),
        "file_too_large": _("文件“{name}”超过 {limit} MB。"),
        "not_a_photo": _("“{name}”不是可用的照片。"),
        "photo_too_large": _("照片“{name}”的像素太大。"),
        "file_not_found": _("文件不存在，或您无权查看。"),
        "setting_not_allowed": _("不在可选值之内。"),
        "setting_wrong_kind": _("值的类型不对。"),
        "changed_meanwhile": _("您打开之后，别人改过这条记录。下面是您填写的内容：请先核对，再次保存会覆盖那次修改。"),
        "setting_range": _("请填写 {low} 到 {high} 之间的数。"),
        "setting_not_per_community": _("这项设置不能按小区单独设定。"),
    }
)
