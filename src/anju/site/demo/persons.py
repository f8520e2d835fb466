"""Who owns, rents and lives in the demo's homes: families, tenants, firms, shares, sales, needs, and a few duplicates."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from docx import Document

from anju.foundation.actors import Actor
from anju.kernel.identifiers.identity_card import identity_check_digit
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.people import facade as people
from anju.modules.people.contracts import (
    IdKind,
    PersonDraft,
    PersonKind,
    PhoneDraft,
    Share,
    TieDraft,
    TieKind,
)
from anju.site.demo.estates import STATES
from anju.site.demo.names import GIVEN, SURNAMES

# A district that does not exist: nobody carries such a number.
REGION = "330199"
FIRMS = ("晨光便利店", "万家水果", "悦读书屋", "康宁药房", "巧手裁缝铺", "春晓宠物店", "老街面馆", "清风洗衣")
DEVELOPER = "云杉置业有限公司"
NEEDS = (
    ("care", "母亲独居，行动不便，希望电梯检修提前通知"),
    ("service", "希望快递可以代收到晚上九点"),
    ("home", "北卧外墙冬季有潮斑，请安排查看"),
    ("community", "儿童滑梯旁的长椅有松动"),
    ("activity", "想参加老年书画班，周三下午有空"),
    ("opinion", "夏天楼道声控灯不够灵敏"),
    ("service", "装修期间希望周末也能办理出入证"),
    ("community", "非机动车棚充电口不够用"),
    ("activity", "愿意在读书角给孩子们讲故事"),
    ("care", "家里有新生儿，希望割草避开午睡时间"),
)
LAYOUTS = ("两室两厅", "三室两厅", "三室一厅", "四室两厅")
LEFT_OVER = (
    "",
    "",
    "",
    "阳台地漏返水，开发商已承诺维修",
    "",
    "南卧窗框密封条缺失，待更换",
    "",
    "入户门门铃未通电",
)
PROFILES = (
    {"members": "夫妻二人，一个女儿上小学", "food": "不吃辣，女儿对花生过敏", "hobbies": "周末徒步", "business": "偶尔需要打印和叫车"},
    {"members": "三代五口", "habits": "清晨六点出门锻炼", "hobbies": "养兰花", "health": "父亲有高血压，药在客厅"},
    {"members": "独居", "trade": "建筑师，常出差", "habits": "出差时请代收包裹", "business": "需要会议室"},
)  # fmt: skip


@dataclass(slots=True)
class _Book:
    """Numbers that never come twice, and the persons to be loaded."""

    now: datetime
    taken: int = 0
    loads: list[people.PersonLoad] = field(default_factory=list)

    def draft(self, surname: str, community_id: int, born: int, phone: bool = True) -> PersonDraft:
        n = self.taken = self.taken + 1
        body = f"{REGION}{born}{1 + n % 12:02d}{1 + n % 28:02d}{n % 1000:03d}"
        known = n % 9 != 0
        return PersonDraft(
            name=surname + GIVEN[(n * 11 + n // len(GIVEN)) % len(GIVEN)],
            community_id=community_id,
            phones=(PhoneDraft(f"1991{n:07d}"),) if phone else (),
            id_kind=IdKind.IDENTITY_CARD if known else None,
            id_number=body + identity_check_digit(body) if known else "",
        )

    def surname(self) -> str:
        return SURNAMES[(self.taken * 7 + 3) % len(SURNAMES)]

    def put(self, draft: PersonDraft, *ties: TieDraft) -> None:
        self.loads.append(people.PersonLoad(draft, ties=ties))


def fill(actor: Actor, community_ids: Sequence[int], now: datetime) -> int:
    """Register everybody; the first community gets files, sales, needs and duplicates too. Returns how many persons."""
    book = _Book(now)
    for community_id in community_ids:
        homes = [one for one in estate.places_of(community_id, ("unit",)) if one.code.isdigit()]
        for step, home in enumerate(homes):
            _household(book, home, STATES[(step * 7 + int(home.code[:-2])) % len(STATES)], step)
        _shops(book, community_id)
    _several_homes(book)
    ids = people.persons_load(actor=actor, loads=book.loads, at=now - timedelta(days=60))
    main = estate.places_of(community_ids[0], ("unit",))
    _sales(actor, book, main, now)
    _files(actor, main, ids, now)
    _duplicates(actor, main, now)
    return len(ids)


def _bought(step: int, now: datetime) -> date:
    return date(now.year - 8 + step % 7, 1 + step % 12, 1 + step % 28)


def _household(book: _Book, home: PlaceView, state: str, step: int) -> None:
    community = home.community_id or 0
    surname, since = book.surname(), _bought(step, book.now)
    lives = state == "自住"
    shared = step % 5 in (1, 3)
    owner = TieDraft(
        person_id=0, place_id=home.id, kind=TieKind.OWNER, starts_on=since, share=Share(1, 2) if shared else Share(1, 1),
        acquired="delivery" if step % 3 else "purchase", certificate=f"浙示({since.year})第{100000 + step}号",
        relation="head", lives_here=lives, is_contact=lives,
    )  # fmt: skip
    born = 1948 + (step * 13) % 45
    book.put(book.draft(surname, community, born), owner)
    if shared:
        book.put(
            book.draft(book.surname(), community, born + 2),
            replace(owner, relation="spouse", is_contact=False),
        )
    elif lives and step % 4:
        _family(book, home, book.surname(), born + 1, "spouse", since)
    if lives and born > 1965:
        for _child in range(step % 3):
            _family(book, home, surname, born + 27, "child", since, phone=False)
    if lives and step % 11 == 0:
        _family(book, home, surname, born - 26, "parent", since)
    if state == "出租":
        _tenants(book, home, step)


def _family(
    book: _Book, home: PlaceView, surname: str, born: int, relation: str, since: date, phone: bool = True
) -> None:
    born = min(max(born, 1936), 2024)
    tie = TieDraft(
        person_id=0,
        place_id=home.id,
        kind=TieKind.FAMILY,
        relation=relation,
        starts_on=max(since, date(born, 12, 31)),
    )
    book.put(book.draft(surname, home.community_id or 0, born, phone), tie)


def _tenants(book: _Book, home: PlaceView, step: int) -> None:
    since = book.now.date() - timedelta(days=40 + step % 300)
    lease = TieDraft(
        person_id=0, place_id=home.id, kind=TieKind.TENANT, starts_on=since, contract_until=since + timedelta(days=364),
        relation="head", is_contact=True,
    )  # fmt: skip
    book.put(book.draft(book.surname(), home.community_id or 0, 1985 + step % 18), lease)
    if step % 2:
        mate = replace(lease, kind=TieKind.OTHER, relation="colleague", is_contact=False, contract_until=None)
        book.put(book.draft(book.surname(), home.community_id or 0, 1988 + step % 15), mate)


def _shops(book: _Book, community_id: int) -> None:
    shops = [one for one in estate.places_of(community_id, ("unit",)) if not one.code.isdigit()]
    for step, shop in enumerate(shops):
        owner = TieDraft(
            person_id=0,
            place_id=shop.id,
            kind=TieKind.OWNER,
            starts_on=_bought(step, book.now),
            lives_here=False,
        )
        book.put(book.draft(book.surname(), community_id, 1960 + step), owner)
        firm = PersonDraft(
            name=FIRMS[step % len(FIRMS)] + ("" if step < len(FIRMS) else f"（{step // len(FIRMS) + 1}店）"),
            kind=PersonKind.COMPANY, community_id=community_id, phones=(PhoneDraft(f"1992{step:07d}", "店长"),),
        )  # fmt: skip
        lease = TieDraft(
            person_id=0,
            place_id=shop.id,
            kind=TieKind.TENANT,
            starts_on=_bought(step + 3, book.now),
            is_contact=True,
        )
        book.put(firm, lease)


def _several_homes(book: _Book) -> None:
    """Every fortieth owner who lets his home lives in another as family: one person, two homes."""
    letting = [
        n
        for n, one in enumerate(book.loads)
        if one.ties[0].kind is TieKind.OWNER and not one.ties[0].lives_here
    ]
    living = [one for one in book.loads if one.ties[0].kind is TieKind.OWNER and one.ties[0].lives_here]
    for turn, place in enumerate(letting[::40]):
        there = living[(turn * 97) % len(living)].ties[0].place_id
        second = TieDraft(person_id=0, place_id=there, kind=TieKind.FAMILY, relation="in_law")
        book.loads[place] = replace(book.loads[place], ties=(*book.loads[place].ties, second))


def _sales(actor: Actor, book: _Book, homes: Sequence[PlaceView], now: datetime) -> None:
    for turn, home in enumerate(homes[25:400:47]):
        draft = book.draft(book.surname(), home.community_id or 0, 1980 + turn)
        people.owner_change(
            actor=actor,
            draft=people.OwnerChangeDraft(
                place_id=home.id, on=now.date() - timedelta(days=12 + turn * 9),
                acquired="inheritance" if turn == 3 else "purchase", note="凭不动产权证书办理",
                owners=(people.NewOwner(None, Share(1, 1), draft=draft),),
            ),
            at=now - timedelta(days=10 + turn * 9),
        )  # fmt: skip


def _files(actor: Actor, homes: Sequence[PlaceView], ids: Sequence[int], now: datetime) -> None:
    on = now.date()
    for turn, (kind, text) in enumerate(NEEDS * 3):
        home = homes[(turn * 31 + 4) % len(homes)]
        living = [one for one in people.home(home.id, on).people if one.lives_here]
        draft = people.NeedDraft(
            text=text, kind=kind, place_id=home.id, person_id=living[0].person.id if living else None,
            since_on=on - timedelta(days=(turn * 13) % 200),
        )  # fmt: skip
        made = people.need_record(actor=actor, draft=draft, at=now - timedelta(days=(turn * 13) % 200))
        if turn % 3 == 0:
            people.need_done(actor=actor, need_id=made, on=on, note="已安排并回访", at=now)
    for turn, home in enumerate(homes[:80:2]):
        house = people.HomeFileDraft(
            layout=LAYOUTS[turn % len(LAYOUTS)], certificate="issued" if turn % 4 else "applied",
            gas="open" if turn % 5 else "closed", heating="none", developer_issues=LEFT_OVER[turn % len(LEFT_OVER)],
            note="家里有大型犬，上门请先打电话" if turn % 19 == 7 else "",
        )  # fmt: skip
        people.home_file_save(actor=actor, place_id=home.id, draft=house, at=now - timedelta(days=turn))
    for turn, facts in enumerate(PROFILES):
        home = homes[turn * 5 + 1]
        first = people.home(home.id, on).people[0].person.id
        if first not in people.consented([first], "profile"):
            people.consent_give(actor=actor, person_id=first, purpose="profile", how="paper", at=now)
        people.profile_save(actor=actor, place_id=home.id, facts=facts, at=now)
    _papers(actor, homes, now)
    keepers = people.staff_of_community(homes[0].community_id or 0)
    people.files_assign(
        actor=actor, person_ids=tuple(ids[:36]), keeper_id=keepers[0].id if keepers else None,
        due_on=on + timedelta(days=14), at=now,
    )  # fmt: skip
    people.files_assign(
        actor=actor, person_ids=tuple(ids[36:48]), keeper_id=keepers[0].id if keepers else None,
        due_on=on - timedelta(days=3), at=now,
    )  # fmt: skip


def _papers(actor: Actor, homes: Sequence[PlaceView], now: datetime) -> None:
    paper = people.Upload("物业服务协议.docx", _agreement())
    on = now.date()
    for turn, (home, owner) in enumerate(_owners(homes[:30], on)):
        signed = on - timedelta(days=400 + turn)
        people.convention_sign(
            actor=actor, at=now,
            draft=people.ConventionDraft(person_id=owner, kind="covenant", version="2019年版", signed_on=signed, place_id=home.id),
        )  # fmt: skip
        people.consent_give(actor=actor, person_id=owner, purpose="notices", how="paper", at=now)
        if turn % 3 == 0:
            draft = people.DocumentDraft(
                person_id=owner, kind="agreement", title="前期物业服务协议", dated_on=signed
            )
            people.document_add(actor=actor, draft=draft, upload=paper, at=now)
            deed = people.DocumentDraft(
                person_id=owner, kind="deed", title="不动产权证书复印件", dated_on=signed
            )
            people.document_add(actor=actor, draft=deed, upload=paper, at=now)


def _owners(homes: Sequence[PlaceView], on: date) -> Iterator[tuple[PlaceView, int]]:
    held = people.owners_of([one.id for one in homes], on)
    for home in homes:
        if held.get(home.id):
            yield home, held[home.id][0].person.id


def _agreement() -> bytes:
    made = Document()
    made.add_heading("前期物业服务协议", 0)
    made.add_paragraph("甲乙双方就物业服务事项达成一致，各执一份。本件为演示资料。")
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _duplicates(actor: Actor, homes: Sequence[PlaceView], now: datetime) -> None:
    """The same people written down once more by somebody who did not look first."""
    on = now.date()
    for turn, (home, owner) in enumerate(_owners(homes[7:200:29], on)):
        known = people.contact_of([owner])[owner]
        name = known.name if turn % 2 else f"{known.name}（{home.code}）"
        again = PersonDraft(name=name, community_id=home.community_id, phones=(PhoneDraft(known.phone),))
        tie = TieDraft(person_id=0, place_id=home.id, kind=TieKind.OTHER, note="前台登记")
        people.resident_register(actor=actor, person=again, tie=tie, at=now - timedelta(days=turn))
