"""What the registers share: numbers, reach, telephones, and the deeds the audit knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, files, sequences
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach
from anju.kernel.errors import Invalid, NotFound
from anju.kernel.identifiers.phone import parse_phone
from anju.modules.frontdesk.permissions import LOST_READ
from anju.modules.people import facade as people

LONGEST_REASON = 200

VISIT_ANNOUNCED = audit.action("frontdesk.visit.announced", _("预约访客"))
VISIT_CAME = audit.action("frontdesk.visit.came", _("访客进入"))
VISIT_LEFT = audit.action("frontdesk.visit.left", _("访客离开"))
VISIT_CANCELLED = audit.action("frontdesk.visit.cancelled", _("取消访客预约"))
VISIT_PHONE_SEEN = audit.action("frontdesk.visit.phone_seen", _("查看访客电话"))
VISITS_EXPORTED = audit.action("frontdesk.visit.exported", _("导出访客登记"))
CONCIERGE_SAVED = audit.action("frontdesk.concierge.saved", _("维护礼宾助理"))
FAULT_RECORDED = audit.action("frontdesk.fault.recorded", _("登记礼宾责任追究"))
FAULT_WITHDRAWN = audit.action("frontdesk.fault.withdrawn", _("撤销礼宾责任追究"))
BULLETIN_DRAFTED = audit.action("frontdesk.bulletin.drafted", _("起草简报"))
VENDOR_SAVED = audit.action("frontdesk.vendor.saved", _("维护服务商"))
OFFER_SAVED = audit.action("frontdesk.offer.saved", _("维护服务项目"))
PRICE_SET = audit.action("frontdesk.offer.priced", _("设定服务价格"))
ORDER_OPENED = audit.action("frontdesk.order.opened", _("受理特约服务"))
ORDER_QUOTED = audit.action("frontdesk.order.quoted", _("特约服务报价"))
ORDER_VENDOR = audit.action("frontdesk.order.vendor", _("指定服务商"))
LISTING_SAVED = audit.action("frontdesk.listing.saved", _("登记租售房源"))
LISTING_PRICED = audit.action("frontdesk.listing.priced", _("调整挂牌价"))
LISTING_ENDED = audit.action("frontdesk.listing.ended", _("结束挂牌"))
FOUND_NOTED = audit.action("frontdesk.found.noted", _("登记拾得物"))
FOUND_GIVEN = audit.action("frontdesk.found.given", _("发还失物"))
FOUND_HANDED = audit.action("frontdesk.found.handed", _("移交失物"))
FOUND_TOLD = audit.action("frontdesk.found.told", _("公告招领"))
FOUND_REOPENED = audit.action("frontdesk.found.reopened", _("撤销失物处理"))
FOUND_CLAIMED = audit.action("frontdesk.found.claimed", _("住户认领失物"))
TAKEN_BACK = _("住户自己撤回")
GIVEN_AWAY = _("物品已凭证件和特征由他人领回")
HANDED_AWAY = _("物品已移交有关部门，请向其认领")
LOST_NOTED = audit.action("frontdesk.lost.noted", _("登记遗失"))
LOST_CLOSED = audit.action("frontdesk.lost.closed", _("结束寻找"))
BOARD_SAVED = audit.action("frontdesk.board.saved", _("维护钥匙板"))
LENDABLE_SAVED = audit.action("frontdesk.lendable.saved", _("维护钥匙与工具"))
LENDABLE_STATE = audit.action("frontdesk.lendable.state", _("改变钥匙与工具状态"))
ENTRUSTED = audit.action("frontdesk.lendable.entrusted", _("接收委托保管"))
GIVEN_BACK = audit.action("frontdesk.lendable.given_back", _("退还委托保管"))
LENT = audit.action("frontdesk.loan.lent", _("借出"))
RETURNED = audit.action("frontdesk.loan.returned", _("收回"))
LOAN_LOST = audit.action("frontdesk.loan.lost", _("登记遗失"))

# A portrait hangs in the lobby and is shown to residents: everybody of the organisation may see it.
PORTRAIT = files.purpose("frontdesk.portrait", reading=None, photo=True)
THING_PHOTO = files.purpose("frontdesk.found", reading=LOST_READ, photo=True)
SIGNATURE = files.purpose("frontdesk.signature", reading=LOST_READ, photo=True)


def number_for(prefix: str, actor: Actor, at: datetime) -> str:
    """The next number of a register in the local year, such as FK2026-000123; without gaps."""
    return sequences.numbered("frontdesk", prefix, local(actor, at).year)


def local(actor: Actor, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(actor.time_zone))


def today(actor: Actor, at: datetime) -> date:
    return local(actor, at).date()


def must_reach(actor: Actor, permission: Permission, community_id: int | None) -> None:
    """Raises Forbidden without the right, NotFound (frontdesk.register.community) beyond its reach."""
    actor.require(permission)
    if not actor.reach(permission).covers_community(community_id):
        raise NotFound("frontdesk.register.community", "community")


def lives_there(actor: Actor, person_id: int | None, place_id: int | None, at: datetime) -> bool:
    """Whether the actor is this person and the home is his: then he may ask for himself, without any right."""
    if actor.user_id is None or person_id is None or place_id is None:
        return False
    person = people.person_of_user(actor.user_id)
    if person is None or person.id != person_id:
        return False
    return place_id in {one for one, _relation in people.homes_of(person_id, today(actor, at))}


def admitted(actor: Actor, *permissions: Permission) -> Actor:
    """The same person with rights that he has by what he is, such as living in a home."""
    own = {one.code: Reach.everywhere() for one in permissions}
    return replace(actor, grants={**actor.grants, **own})


def phone_of(text: str, field: str = "phone") -> str:
    """A telephone in its plain form; "" stays "". Raises Invalid (frontdesk.phone)."""
    if not text.strip():
        return ""
    try:
        return parse_phone(text).number
    except Invalid as error:
        raise Invalid("frontdesk.phone", field) from error


def words_of(text: str, field: str, *, longest: int = LONGEST_REASON) -> str:
    """What must be written. Raises Invalid (frontdesk.words: params longest)."""
    text = text.strip()
    if not text or len(text) > longest:
        raise Invalid("frontdesk.words", field, longest=longest)
    return text
