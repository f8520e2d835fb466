"""Special care with its visits, requests about one's data, what people need and the services that came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.contracts import HomePerson, StaffView

# Reasons, details, days between visits, visits so far: (days ago, way, condition, words).
CARED = (
    (("elderly_alone", "chronic"), "高血压，早晚服药；听力不好，按门铃要多等一会儿", 7,
     ((40, "door", "good", "在阳台浇花，血压平稳，女儿周末来过。"), (33, "door", "good", "帮忙换了厨房灯泡。"),
      (26, "phone", "absent", "电话无人接听，邻居说去女儿家了。"), (25, "phone", "good", "已联系上，在女儿家过周末。"),
      (5, "door", "good", "精神好，问了暖气几号开。"))),
    (("elderly_alone",), "儿子在外地，每周日通电话", 14,
     ((50, "door", "good", "院里下棋，身体硬朗。"), (36, "met", "good", "在花园遇到，正和邻居晒太阳。"), (20, "door", "attention", "膝盖疼，下楼不便，已帮忙代买菜一次。"))),
    (("disabled",), "使用轮椅，电梯检修要提前通知", 14,
     ((30, "door", "good", "坡道扶手已经加固，出入方便。"), (12, "door", "good", "提前告知了电梯保养时间。"))),
    (("elderly", "chronic"), "糖尿病，家中备有胰岛素", 14,
     ((44, "door", "good", "按时打针，家人陪同。"), (31, "door", "urgent", "头晕，陪同到社区医院，已通知家属。"), (30, "phone", "attention", "已回家休息，血糖稳定。"), (9, "door", "good", "恢复得不错，能下楼散步。"))),
    (("low_income",), "供养两个上学的孩子", 30, ((60, "door", "good", "登记了助学需求，已转告社区。"), (28, "phone", "good", "助学补贴已到账。"))),
    (("bereaved",), "", 14, ((35, "door", "attention", "话不多，愿意参加书画班。"), (21, "met", "good", "第一次来书画班，写了两张字。"), (6, "door", "good", "家里打扫得很整齐。"))),
    (("chronic",), "肾病，每周三次透析，出行需轮椅推送", 7, ((22, "door", "good", "透析后乏力，代取快递。"), (15, "door", "good", "情况稳定。"), (8, "door", "good", "请保安预留电梯口的停车位。"))),
    (("elderly_alone",), "不会用智能手机，缴费需上门", 30, ((33, "door", "good", "上门代办了水费。"),)),
    (("expecting",), "预产期在下月", 14, ((10, "phone", "good", "一切顺利，已登记紧急电话。"),)),
    (("elderly", "other"), "记性不好，走失过一次，已佩戴联系卡", 7, ((16, "met", "good", "在小区门口散步，联系卡戴着。"), (9, "door", "good", "家人已装门磁提醒。"))),
)  # fmt: skip
# Kind, what was asked, days ago, how it ended: None open, "proven", "done: …" or "refused: ground: …".
ASKED = (
    ("correct", "手机号已更换，旧号请删掉", 26, "done", "已在档案中更正，并删除旧号码。"),
    ("explain", "为什么登记身份证号码，保存多久", 19, "done", "用于核对业主身份和办理产权事务，业主关系结束后随档案到期删除；您可以随时查阅。"),
    ("access", "想看看物业登记了哪些家庭信息", 17, "proven", ""),
    ("copy", "转到新的物业公司，需要一份副本", 3, "proven", ""),
    ("delete", "房子已经卖掉，请删除我的资料", 1, "received", ""),
    ("access", "要求查看邻居的登记电话", 12, "refused", "申请查阅的是他人的电话，不属于本人信息，无法提供；如有纠纷可由服务中心代为联系。"),
    ("withdraw", "不想再收到活动邀请", 8, "done", ""),
)  # fmt: skip
WANTED = (
    ("service", "希望快递能代收到晚上九点", (6, 14, 21, 25, 33, 40, 47, 58, 70, 95, 120, 151)),
    ("service", "老人不会用手机缴费，希望能上门代办", (4, 11, 19, 28, 36, 52, 66, 101, 139)),
    ("community", "非机动车棚充电口不够用", (9, 23, 45, 77, 103, 111, 128, 146, 160)),
    ("community", "儿童游乐区缺少遮阳的地方", (60, 84, 99, 118, 133, 142, 155)),
    ("activity", "希望暑假有给孩子的托管班", (92, 97, 104, 113, 125, 131)),
    ("activity", "想参加书画班，周三下午有空", (15, 44, 71, 108, 149)),
    ("home", "外墙渗水，北卧有潮斑", (12, 31, 63, 116)),
    ("home", "想统一加装水浸报警器", (27, 55, 98)),
    ("care", "照顾卧床老人，希望借轮椅和护理床", (8, 17, 29, 41, 107)),
    ("opinion", "公示栏的字太小，看不清", (38, 90, 134)),
)
IDEAS = (
    ("快递晚间代收点", "service", "在服务中心设代收架，营业到晚上九点，凭取件码领取，超过三天电话提醒。", "adopted",
     "一号楼至四号楼，服务中心一处", "每周代收件数和无误率", "试行四周，平均每周代收 86 件，差错 1 件，回访满意 97%，已在全小区推行。"),
    ("上门代办缴费", "service", "每月 5 日和 20 日由管家上门，帮不会用手机的老人缴水电气费并留下单据。", "trial",
     "名单上的独居老人 18 户", "每月代办户数和老人评价", ""),
    ("共享轮椅和护理床", "care", "与社区卫生站合作，在服务中心备两把轮椅、一张护理床，登记后免费借用。", "idea", "", "", ""),
    ("暑期托管班", "activity", "利用活动室办四周托管班，邀请社区志愿者辅导作业。", "dropped",
     "活动室，20 名孩子", "报名人数与家长评价", "试行一周后发现活动室消防出口只有一处，不能满足二十名儿童使用，改为介绍到街道的托管点。"),
)  # fmt: skip


def tell(actor: Actor, community_id: int, now: datetime) -> int:
    """Fill the care list, the register of requests, needs and ideas of a community. Returns how many people are cared for."""
    units = [one.id for one in estate.places_of(community_id, ("unit",))]
    owners = people.owners_of(units, now.date())
    homes = {
        place_id: owners[place_id][0]
        for place_id in units
        if place_id in owners and owners[place_id][0].person.kind == "natural"
    }
    places = list(homes)
    visitors = [one for one in people.staff_of_community(community_id) if one.state == "active"]
    chosen = [(place, homes[place]) for place in places[3 :: max(1, len(places) // 12)]]
    desk = replace(actor, name=visitors[0].name) if visitors else actor
    cared = _care(desk, chosen, visitors, now)
    _ask(desk, [homes[place] for place in places[5 :: max(1, len(places) // 9)]], now)
    _want(desk, places, now)
    _think(desk, community_id, visitors, now)
    return cared


def _care(
    actor: Actor, chosen: list[tuple[int, HomePerson]], visitors: list[StaffView], now: datetime
) -> int:
    for number, ((reasons, details, days, visits), (place_id, one)) in enumerate(
        zip(CARED, chosen, strict=False)
    ):
        visitor = visitors[number % len(visitors)] if visitors and number % 5 != 4 else None
        draft = people.CareDraft(
            person_id=one.person.id, place_id=place_id, reasons=reasons, every_days=days, details=details,
            emergency_contact=f"家属 1992{number:07d}", visitor_id=visitor.id if visitor else None, consent_how="paper",
        )  # fmt: skip
        first = visits[0][0]
        made = people.care_add(actor=actor, draft=draft, at=now - timedelta(days=first + min(days, 7)))
        for ago, way, condition, words in visits:
            at = now - timedelta(days=ago, hours=number % 4)
            visit = people.VisitDraft(
                way=way,
                condition=condition,
                words=words,
                visited_at=at,
                visitor_id=visitor.id if visitor else None,
            )
            people.visit_record(actor=actor, entry_id=made, draft=visit, at=at)
    return min(len(CARED), len(chosen))


def _ask(actor: Actor, chosen: list[HomePerson], now: datetime) -> None:
    for (kind, wish, ago, end, answer), one in zip(ASKED, chosen, strict=False):
        at = now - timedelta(days=ago)
        if kind == "withdraw":
            people.consent_give(
                actor=actor,
                person_id=one.person.id,
                purpose="activities",
                how="paper",
                at=at - timedelta(days=90),
            )
        draft = people.RequestDraft(
            person_id=one.person.id, kind=kind, channel="counter", wish=wish,
            purpose="activities" if kind == "withdraw" else "",
        )  # fmt: skip
        made = people.request_receive(actor=actor, draft=draft, at=at)
        later = at + timedelta(days=min(ago, 2))
        if end == "refused":
            people.request_refuse(actor=actor, request_id=made, ground="others", reason=answer, at=later)
        elif end != "received":
            people.request_prove(actor=actor, request_id=made, proof="paper", at=at)
            if end == "done":
                people.request_answer(actor=actor, request_id=made, answer=answer, at=later)


def _want(actor: Actor, places: list[int], now: datetime) -> None:
    step = 0
    for kind, text, days in WANTED:
        for ago in days:
            at = now - timedelta(days=ago)
            # Older buildings ask for more: every second need comes from the first sixth of the homes.
            place = places[(step * 7) % max(1, len(places) // 6) if step % 2 else (step * 41) % len(places)]
            step += 1
            draft = people.NeedDraft(text=text, kind=kind, place_id=place, since_on=at.date())
            made = people.need_record(actor=actor, draft=draft, at=at)
            if ago > 40 and step % 3:
                met = at + timedelta(days=5 + step % 20)
                people.need_done(actor=actor, need_id=made, on=met.date(), note="已答复并落实", at=met)


def _think(actor: Actor, community_id: int, visitors: list[StaffView], now: datetime) -> None:
    for number, (title, kind, text, state, scope, measure, result) in enumerate(IDEAS):
        at = now - timedelta(days=75 - number * 15)
        draft = people.IdeaDraft(
            title=title, kind=kind, text=text, community_id=community_id,
            staff_id=visitors[number % len(visitors)].id if visitors else None,
            basis_from=at.date() - timedelta(days=120), basis_until=at.date(),
        )  # fmt: skip
        made = people.idea_note(actor=actor, draft=draft, at=at)
        if scope:
            begin = (at + timedelta(days=7)).date()
            trial = people.TrialDraft(
                trial_from=begin, trial_until=begin + timedelta(days=45), trial_scope=scope, measure=measure
            )
            people.trial_begin(actor=actor, idea_id=made, draft=trial, at=at)
        if state in ("adopted", "dropped"):
            done = at + timedelta(days=40)
            people.idea_decide(
                actor=actor, idea_id=made, adopt=state == "adopted", result=result, at=min(done, now)
            )
