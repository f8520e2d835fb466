"""What this package itself holds of a person: copied, kept where an owner's file must stay, else made unreadable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.foundation import outbox, search
from anju.foundation.actors import Actor
from anju.modules.people.contracts import CopyPart, Kept, PersonForgotten
from anju.modules.people.models import (
    CareEntry,
    Consent,
    Convention,
    HomeTie,
    HouseholdProfile,
    Need,
    Person,
    PersonDocument,
    PersonMerge,
    PersonPhone,
    PersonRequest,
    PersonState,
    TieKind,
)
from anju.modules.people.queries.persons import in_force, merged_ids
from anju.modules.people.services.person_index import SEARCHED, index
from anju.modules.people.services.personal_data import PersonalData, register_personal_data

GONE = "（已删除）"


def local_day(at: datetime) -> str:
    return timezone.localtime(at).date().isoformat()


def local_time(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def today_of(actor: Actor, at: datetime) -> date:
    return at.astimezone(ZoneInfo(actor.time_zone)).date()


def copy(person_id: int) -> tuple[CopyPart, ...]:
    """Everything the register holds of a person, merged records included."""
    ids = [person_id, *merged_ids(person_id)]
    persons = Person.objects.filter(pk__in=ids)
    phones = PersonPhone.objects.filter(person_id__in=ids).order_by("-main", "pk")
    return (
        _part("person", _("基本信息"), [_person(one) for one in persons.order_by("pk")], {
            "name": _("姓名"), "kind": _("类型"), "id_kind": _("证件类型"), "id_number": _("证件号码"),
            "birthday": _("出生日期"), "email": _("电子邮箱"), "language": _("语言"), "note": _("备注"),
            "registered_on": _("登记日期"),
        }),
        _part("phones", _("电话"), [{"number": one.number, "label": one.label} for one in phones],
              {"number": _("号码"), "label": _("说明")}),
        _part("homes", _("房屋"), [_tie(one) for one in _ties(ids)], {
            "home": _("房屋"), "as": _("身份"), "from": _("开始"), "until": _("结束"), "share": _("份额"),
            "relation": _("与户主关系"), "lease_until": _("合同到期"), "note": _("备注"),
        }),
        _part("consents", _("同意记录"), [
            {"purpose": one.purpose, "version": one.version, "given_at": local_time(one.given_at),
             "withdrawn_at": local_time(one.withdrawn_at) if one.withdrawn_at else None}
            for one in Consent.objects.filter(person_id__in=ids).order_by("given_at")
        ], {"purpose": _("用途"), "version": _("文本版本"), "given_at": _("同意时间"), "withdrawn_at": _("撤回时间")}),
        _part("documents", _("档案资料"), [
            {"title": one.title, "kind": one.get_kind_display(), "added_at": local_day(one.added_at)}
            for one in PersonDocument.objects.filter(person_id__in=ids).order_by("added_at")
        ], {"title": _("名称"), "kind": _("类型"), "added_at": _("归档日期")}),
        _part("conventions", _("规约签署"), [
            {"kind": one.get_kind_display(), "version": one.version, "signed_on": one.signed_on.isoformat()}
            for one in Convention.objects.filter(person_id__in=ids).order_by("signed_on")
        ], {"kind": _("文件"), "version": _("版本"), "signed_on": _("签署日期")}),
        _part("needs", _("需求和意见"), [
            {"text": one.text, "since": one.since_on.isoformat(), "answer": one.done_note}
            for one in Need.objects.filter(person_id__in=ids).order_by("since_on")
        ], {"text": _("内容"), "since": _("提出日期"), "answer": _("落实情况")}),
        _part("care", _("关怀走访"), list(_care(ids)),
              {"reasons": _("原因"), "details": _("说明"), "visited_at": _("走访时间"), "words": _("走访记录")}),
        _part("requests", _("个人信息申请"), [
            {"number": one.number, "kind": one.get_kind_display(), "received_at": local_time(one.received_at),
             "state": one.get_state_display(), "answer": one.answer}
            for one in PersonRequest.objects.filter(person_id__in=ids).order_by("received_at")
        ], {"number": _("编号"), "kind": _("事项"), "received_at": _("受理时间"), "state": _("状态"), "answer": _("答复")}),
    )  # fmt: skip


def _part(code: str, title: str, rows: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> CopyPart:
    return CopyPart(code, title, tuple(rows), labels)


def _person(one: Person) -> dict[str, Any]:
    return {
        "name": one.name, "kind": one.get_kind_display(), "id_kind": one.get_id_kind_display(), "id_number": one.id_number,
        "birthday": one.birthday.isoformat() if one.birthday else None, "email": one.email, "language": one.language,
        "note": one.note, "registered_on": local_day(one.created_at),
    }  # fmt: skip


def _ties(ids: list[int]) -> Iterable[HomeTie]:
    return HomeTie.objects.filter(person_id__in=ids).select_related("place").order_by("pk")


def _tie(one: HomeTie) -> dict[str, Any]:
    return {
        "home": str(one.place), "as": one.get_kind_display(),
        "from": one.starts_on.isoformat() if one.starts_on else None,
        "until": one.ends_on.isoformat() if one.ends_on else None,
        "share": f"{one.share_numerator}/{one.share_denominator}" if one.share_numerator else None,
        "relation": one.get_relation_display(),
        "lease_until": one.contract_until.isoformat() if one.contract_until else None, "note": one.note,
    }  # fmt: skip


def _care(ids: list[int]) -> Iterable[dict[str, Any]]:
    for entry in CareEntry.objects.filter(person_id__in=ids).order_by("pk").prefetch_related("visits"):
        yield {"reasons": entry.reasons, "details": entry.details, "visited_at": None, "words": None}
        for visit in entry.visits.all():
            yield {"reasons": None, "details": None, "visited_at": local_time(visit.at), "words": visit.words}


def keeps(person_id: int, on: date) -> tuple[Kept, ...]:
    """An owner's name, telephone and share stay as long as he is one: contract and duty of the property company."""
    owns = HomeTie.objects.filter(in_force(on), person_id=person_id, kind=TieKind.OWNER)
    homes = [str(one.place) for one in owns.select_related("place").order_by("pk")[:3]]
    if not homes:
        return ()
    what = _("姓名、电话、证件和房屋份额（%(homes)s）") % {"homes": "、".join(homes)}
    return (Kept(what, _("仍是业主：履行物业服务合同和法定职责所必需")),)


def forget(actor: Actor, person_id: int, at: datetime) -> int:
    """Erase the person's file; of an owner only what the service contract does not need. Source: PIPL art. 47."""
    today = today_of(actor, at)
    count = _extras(person_id)
    if keeps(person_id, today):
        changed = Person.objects.filter(pk=person_id).exclude(email="", note="", birthday=None)
        count += changed.update(email="", note="", birthday=None)
        index([person_id])
        return count
    ids = [person_id, *merged_ids(person_id)]
    count += _traces(ids)
    count += PersonPhone.objects.filter(person_id__in=ids).delete()[0]
    _leave_homes(ids, today)
    blank = {
        "name": GONE, "pinyin": "", "id_kind": "", "id_number": "", "id_digest": "", "birthday": None, "email": "",
        "note": "", "user": None, "keeper": None, "file_due_on": None,
    }  # fmt: skip
    count += Person.objects.filter(pk__in=ids).exclude(name=GONE).update(**blank)
    done = Person.objects.filter(pk=person_id).exclude(state=PersonState.FORGOTTEN)
    if done.update(state=PersonState.FORGOTTEN):
        outbox.publish(PersonForgotten(person_id))
    search.drop(SEARCHED, ids)
    return count


def _extras(person_id: int) -> int:
    """What no contract needs: papers, needs in the person's words, care, and the messages sent to him."""
    ids = [person_id, *merged_ids(person_id)]
    papers = list(PersonDocument.objects.filter(person_id__in=ids).select_related("file"))
    PersonDocument.objects.filter(pk__in=[one.pk for one in papers]).delete()
    for one in papers:
        one.file.delete()
    needs = Need.objects.filter(person_id__in=ids)
    count = len(papers) + _copies(ids) + needs.filter(place__isnull=False).update(person=None, text=GONE)
    count += needs.delete()[0]
    for entry in CareEntry.objects.filter(person_id__in=ids).exclude(reasons=""):
        count += _forget_care(entry)
    count += Person.objects.filter(pk__in=ids).exclude(birthday=None).count()
    HomeTie.objects.filter(person_id__in=ids).exclude(note="").update(note="")
    return count


def _copies(ids: list[int]) -> int:
    """Copies handed out before hold everything that is erased now."""
    rows = PersonRequest.objects.filter(person_id__in=ids, file__isnull=False)
    found = [one.file for one in rows.select_related("file") if one.file]
    rows.update(file=None)
    for one in found:
        one.delete()
    return len(found)


def _traces(ids: list[int]) -> int:
    """What only made sense while there was a person: papers he signed, his words, and what merges put aside of him."""
    signed = list(Convention.objects.filter(person_id__in=ids).select_related("file"))
    Convention.objects.filter(pk__in=[one.pk for one in signed]).delete()
    for one in signed:
        if one.file is not None:
            one.file.delete()
    PersonRequest.objects.filter(person_id__in=ids).update(wish="", asker_name="")
    merges = PersonMerge.objects.filter(Q(kept_id__in=ids) | Q(gone_id__in=ids))
    return len(signed) + merges.exclude(moved={}).update(moved={}, reason="")


def _forget_care(entry: CareEntry) -> int:
    pictures = [visit.photo for visit in entry.visits.select_related("photo") if visit.photo]
    count = entry.visits.update(words="", photo=None)
    for picture in pictures:
        picture.delete()
    entry.reasons = entry.details = entry.emergency_contact = entry.guardian = ""
    entry.due_on = None
    entry.ended_on = entry.ended_on or entry.starts_on
    entry.end_reason = entry.end_reason or _("本人要求删除")
    entry.save()
    return int(count) + 1


def _leave_homes(ids: list[int], today: date) -> None:
    """Tenants and family end today; a home nobody is tied to any more loses the portrait of its household."""
    ties = HomeTie.objects.filter(person_id__in=ids)
    places = set(ties.values_list("place_id", flat=True))
    later = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    ties.filter(later, starts_on__gte=today).delete()
    ties.filter(later).update(ends_on=today)
    lived = set(
        HomeTie.objects.filter(in_force(today), place_id__in=places).values_list("place_id", flat=True)
    )
    HouseholdProfile.objects.filter(place_id__in=places - lived).delete()


register_personal_data(PersonalData("people", gettext_lazy("住户档案"), copy, keeps, forget))
