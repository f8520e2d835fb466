"""Deeds of whoever keeps the cases in order: corrections, merging, splitting, linking, barring, reopening, voiding."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, CaseEdit, Reporter
from anju.foundation.ui.filters import local
from anju.modules.frontdesk.forms import case_desk, case_dispatch
from anju.modules.frontdesk.forms.placing import PlaceField
from anju.modules.frontdesk.queries import case_page
from anju.modules.frontdesk.services import arranging, case_batch
from anju.modules.frontdesk.views.deeds.frame import Data, Doing, Frame


def _edit_form(frame: Frame) -> partial[case_desk.EditForm]:
    return partial(
        case_desk.EditForm,
        declared=frame.kind,
        rekind=frame.view.row.state == frame.kind.initial,
        place=PlaceField(actor=frame.actor, community_id=frame.community_id, initial=frame.view.row.place_id),
        about=PlaceField(
            actor=frame.actor, community_id=frame.community_id, initial=frame.view.fields.get("about_place")
        ),
        known=frame.view.fields,
        staff=frame.everybody(),
    )


def _edit_initial(frame: Frame) -> Data:
    row = frame.view.row
    return {
        "title": row.title, "words": frame.view.words, "severity": row.severity,
        "kind": row.kind,
    }  # fmt: skip


def _edit(frame: Frame, data: Data) -> str:
    kind = data.get("kind") or None
    changed = kind is not None and kind != frame.view.row.kind
    edit = CaseEdit(
        kind=kind, title=data["title"], words=data["words"], severity=data["severity"], place_id=data["place"],
        fields=None if changed else {one: "" for one in frame.view.fields if case_desk.FIELD + one in data}
        | case_desk.given_fields(frame.kind, data),
    )  # fmt: skip
    arranging.correct(actor=frame.actor, case_id=frame.case_id, edit=edit, reason=data["reason"], at=frame.at)
    return _("已更正，改动记入历史。")


def _reporter(frame: Frame, data: Data) -> str:
    told = Reporter(person_id=frame.view.person_id, name=data["name"], phone=data["phone"])
    cases.reporter_correct(actor=frame.actor, case_id=frame.case_id, reporter=told, at=frame.at)
    return _("报事人已更正。")


def _merge_form(frame: Frame) -> partial[case_desk.MergeForm]:
    same = case_page.same_thing(frame.actor, frame.view, frame.at)
    return partial(
        case_desk.MergeForm,
        same=[(one.id, f"{one.number} {one.title}（{local(one.opened_at)}）") for one in same],
    )


def _merge(frame: Frame, data: Data) -> str:
    others = list(data.get("case_ids", ()))
    others += [
        case_batch.case_by_number(frame.actor, one) for one in data["numbers"].replace(",", " ").split()
    ]
    cases.cases_merge(actor=frame.actor, into_id=frame.case_id, case_ids=others, at=frame.at)
    return _("已并入 %(n)d 件，报事人会随本事项收到进展。") % {"n": len(set(others))}


def _unmerge(frame: Frame, data: Data) -> str:
    cases.case_unmerge(actor=frame.actor, case_id=frame.case_id, reason=data["reason"], at=frame.at)
    return _("已取消合并。")


def _split(frame: Frame, data: Data) -> str:
    row = frame.view.row
    draft = CaseDraft(
        kind=data["kind"], community_id=row.community_id, place_id=row.place_id, title=data["title"],
        words=data["words"], severity=data["severity"], channel=row.channel,
    )  # fmt: skip
    made = cases.case_split(actor=frame.actor, case_id=frame.case_id, draft=draft, at=frame.at)
    return _("已拆出 %(number)s。") % {"number": made.number}


def _link(frame: Frame, data: Data) -> str:
    other = case_batch.case_by_number(frame.actor, data["number"])
    cases.cases_link(
        actor=frame.actor, case_id=frame.case_id, other_id=other, relation=data["relation"], at=frame.at
    )
    return _("已关联。")


def _bar(frame: Frame, data: Data) -> str:
    cases.case_bar(
        actor=frame.actor,
        case_id=frame.case_id,
        staff_ids=tuple(data["staff_ids"]),
        reason=data["reason"],
        at=frame.at,
    )
    return _("回避名单已更新：名单中的员工看不到也接不到这件事。")


def _reopen(frame: Frame, data: Data) -> str:
    cases.case_reopen(actor=frame.actor, case_id=frame.case_id, reason=data["reason"], at=frame.at)
    return _("已重新打开。")


def _void(frame: Frame, data: Data) -> str:
    cases.case_void(actor=frame.actor, case_id=frame.case_id, reason=data["reason"], at=frame.at)
    return _("已作废，编号保留。")


DOINGS = {
    "edit": Doing(_edit_form, _edit, initial=_edit_initial),
    "reporter": Doing(lambda frame: case_desk.ReporterForm, _reporter),
    "merge": Doing(_merge_form, _merge, initial=lambda frame: {
        "case_ids": [one.id for one in case_page.same_thing(frame.actor, frame.view, frame.at) if one.kind == frame.kind.code]
    }),
    "unmerge": Doing(lambda frame: case_dispatch.ReasonForm, _unmerge),
    "split": Doing(lambda frame: case_desk.SplitForm, _split),
    "link": Doing(lambda frame: case_desk.LinkForm, _link),
    "bar": Doing(
        lambda frame: partial(case_desk.BarForm, staff=frame.everybody()), _bar,
        initial=lambda frame: {"staff_ids": case_page.barred_now(frame.actor, frame.view)},
    ),
    "reopen": Doing(lambda frame: case_dispatch.ReasonForm, _reopen),
    "void": Doing(lambda frame: case_dispatch.ReasonForm, _void),
}  # fmt: skip
EXPLAINED = {
    "void": lambda: _("作废后事项保留编号，不计入任何统计。登记错了的才作废；不再需要的请用“取消”。"),
    "merge": lambda: _("被并入的事项随本事项关闭，报事人继续收到进展，时限取最紧的一个。合并可以取消。"),
    "bar": lambda: _("涉及员工本人的投诉请在此登记回避，该员工在任何页面都看不到这件事。"),
    "auto": lambda: _("按专长、班组、距离、在手事项和去过的记录自动选人。"),
    "resume": lambda: _("计时从现在继续，应完成时间按暂停的时长顺延。"),
}
