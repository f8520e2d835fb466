"""Sentences about requests, locks, care and ideas."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.messages import register_error_texts

register_error_texts(
    {
        "people.request.missing": _("没有找到这项申请，或您无权查看。"),
        "people.request.kind": _("请选择请求事项。"),
        "people.request.channel": _("请选择受理渠道。"),
        "people.request.asker_name": _("不是本人时，请填写申请人姓名。"),
        "people.request.relative": _("逝者近亲属可以申请查阅、复制、更正和删除。"),
        "people.request.purpose": _("请选择撤回哪一项同意。"),
        "people.request.wish_empty": _("请写明申请人的要求。"),
        "people.request.twice": _("同样的申请正在办理，不必重复受理。"),
        "people.request.proof": _("这种办法不能证明申请人有权申请。"),
        "people.request.closed": _("这项申请已经办结。"),
        "people.request.not_proven": _("请先核实申请人的身份。"),
        "people.request.answer_empty": _("请写明答复。"),
        "people.request.ground": _("请选择拒绝理由。"),
        "people.request.reason_empty": _("请向申请人说明为什么拒绝。"),
        "people.request.days": _("期限应在 1 到 60 个工作日之间。"),
        "people.request.no_copy": _("这项申请没有副本。"),
        "people.lock.missing": _("没有找到被锁定的数据。"),
        "people.lock.stands": _("仍须依法保留：{what}。"),
        "people.care.missing": _("没有找到这位关怀对象，或您无权查看。"),
        "people.care.reasons": _("请选择原因。"),
        "people.care.interval": _("走访间隔应在 {least} 到 {most} 天之间。"),
        "people.care.consent": _("请登记本人怎样单独同意的；没有同意不能列入。"),
        "people.care.guardian": _("未满 14 周岁，请填写表示同意的监护人。"),
        "people.care.twice": _("{name} 已经在名单上。"),
        "people.care.ended": _("已经移出名单。"),
        "people.care.visitor": _("这位员工已离职或不存在。"),
        "people.care.way": _("请选择走访方式。"),
        "people.care.condition": _("请选择走访时的情况。"),
        "people.care.words_empty": _("请写下看到和谈到的情况。"),
        "people.care.future": _("走访时间不能晚于现在。"),
        "people.care.no_photo": _("这次走访没有照片。"),
        "people.profile.consent": _("先登记家里有人单独同意“礼宾服务家庭情况”，才能记录家庭情况。"),
        "people.idea.missing": _("没有找到这个设想，或您无权查看。"),
        "people.idea.title_empty": _("请填写名称。"),
        "people.idea.text_empty": _("请写明设想。"),
        "people.idea.scope_empty": _("请写明试行范围。"),
        "people.idea.measure_empty": _("请写明怎样评价试行。"),
        "people.idea.result_empty": _("请写明结果。"),
        "people.idea.decided": _("这个设想已有结果。"),
        "people.idea.not_tried": _("没有试行过的设想不能推广。"),
    }
)
