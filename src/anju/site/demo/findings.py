"""What the demo's workers found on their rounds, with a drawn picture of each."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Act, FindingDraft, OccurrenceView, Photo, PhotoRef
from anju.foundation.actors import Actor
from anju.kernel.interval import DateInterval
from anju.site.demo.history import Told, chance, codes_of, company, key_of

# (domain, words of the title, what was seen, how bad)
SEEN = (
    ("cleaning", "楼道", "三层楼道堆放纸箱和旧家具，占用通道", 2),
    ("cleaning", "大堂", "大堂地砖松动一块，行走有响声", 1),
    ("cleaning", "电梯", "轿厢内照明一只灯管不亮", 1),
    ("security", "车库", "车库 B 区车辆压线停放，挡住消火栓", 2),
    ("security", "巡", "单元门闭门器失效，门不能自动关闭", 2),
    ("security", "围墙", "北侧围墙有一处栏杆松脱", 2),
    ("fire", "通道", "消防通道被电动车占用", 3),
    ("fire", "灭火器", "灭火器压力指针落入红区", 3),
    ("engineering", "配电", "二号配电柜温度偏高，已记录读数", 2),
    ("engineering", "水泵", "水泵机封轻微渗水", 1),
    ("greening", "修剪", "南区两株灌木枯死，需要补植", 1),
    ("cleaning", "垃圾", "分类点桶盖损坏一个", 1),
)
COLOURS = ((92, 104, 120), (120, 128, 132), (84, 112, 96), (140, 124, 104))
LOOK_BACK = timedelta(days=80)
MOST = 36


def tell(actor: Actor, community_id: int, told: Told) -> None:
    """Hand in some of the work, spread over the last weeks, with something found; older findings are closed again."""
    now = told.now
    days = DateInterval(now.date() - LOOK_BACK, now.date() + timedelta(days=1))
    rows = schedule.occurrences(community_id=community_id, days=days, states=("todo",), domain="")
    work = [
        one for one in schedule.views(rows.order_by("opens_at", "pk")) if one.due_at < now and _fitting(one)
    ]
    work.sort(key=lambda one: chance("find", one.round_id, one.place_id, one.slot))
    for one in sorted(work[:MOST], key=lambda one: one.due_at):
        fits = _fitting(one)
        _domain, _words, text, severity = fits[int(chance("which", one.slot, one.place_id) * len(fits))]
        _submit(actor, one, text, severity, told)
    _close_old(actor, community_id, now)


def _fitting(one: OccurrenceView) -> list[tuple[str, str, str, int]]:
    return [row for row in SEEN if row[0] == one.domain and row[1] in one.title]


def _submit(actor: Actor, one: OccurrenceView, text: str, severity: int, told: Told) -> None:
    photo = f"{one.id}-1"
    at = one.opens_at + (one.due_at - one.opens_at) * 0.6
    act = Act(
        key=key_of(one),
        occurrence_id=one.id,
        done_at=at,
        codes=codes_of(one, told),
        with_people=tuple(each for each in company(one, told, one.staff_id) if each != one.staff_id),
        findings=(FindingDraft(text=text, severity=severity, place_id=one.place_id, photos=(photo,)),),
        photos=(PhotoRef(photo),),
    )
    picture = Photo(f"{photo}.jpg", draw(text, at, int(chance("colour", one.slot) * len(COLOURS))))
    schedule.submit(actor=actor, staff_id=one.staff_id, act=act, photos={photo: picture}, at=at)


def _close_old(actor: Actor, community_id: int, now: datetime) -> None:
    old = schedule.findings(community_id=community_id, state="open").filter(
        found_at__lt=now - timedelta(days=9)
    )
    for number, finding in enumerate(schedule.finding_views(old)):
        if number % 9:
            at = finding.found_at + timedelta(days=1 + number % 4)
            schedule.finding_close(actor=actor, finding_id=finding.id, note="已安排处理，复查合格", at=at)


def draw(text: str, at: datetime, kind: int) -> bytes:
    """A plain drawn scene with the watermark that site photos carry; it pretends to be nothing else."""
    base = COLOURS[kind % len(COLOURS)]
    picture = Image.new("RGB", (960, 720), base)
    pen = ImageDraw.Draw(picture)
    for step in range(0, 960, 120):
        shade = tuple(min(255, value + 14 * ((step // 120) % 2)) for value in base)
        pen.rectangle((step, 0, step + 118, 470), fill=shade)
    pen.rectangle((0, 470, 960, 720), fill=tuple(int(value * 0.7) for value in base))
    pen.ellipse((380, 300, 620, 540), outline=(226, 74, 58), width=8)
    pen.rectangle((0, 640, 960, 720), fill=(20, 26, 36))
    pen.text((24, 668), f"{at:%Y-%m-%d %H:%M}", fill=(236, 240, 246))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()
