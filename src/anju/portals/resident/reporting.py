"""Reports of residents: what may be chosen, and how a report with its pictures and its voice becomes a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, Opened, PhotoDraft, Reporter, Side
from anju.foundation.actors import Actor, Origin
from anju.kernel.errors import Invalid, NotFound
from anju.modules.frontdesk import facade as frontdesk
from anju.portals.resident.entrance import with_right

SALT = "anju.resident.follow"
MOST_PHOTOS = 6
LARGEST_VOICE = 4 << 20
LONGEST_WORDS = 2_000
LONGEST_TITLE = 24


@dataclass(frozen=True, slots=True)
class Tile:
    """One big button: a kind of case in a resident's words."""

    code: str
    name: Any
    hint: Any
    icon: str
    tone: str


TILES = (
    Tile("repair", gettext_lazy("报修"), gettext_lazy("漏水、停电、门窗"), "tool", "clay"),
    Tile("complaint", gettext_lazy("投诉"), gettext_lazy("服务、噪声、卫生"), "message-report", "plum"),
    Tile("enquiry", gettext_lazy("咨询"), gettext_lazy("收费、手续、规定"), "help-circle", "sky"),
    Tile("help", gettext_lazy("求助"), gettext_lazy("被困、伤病、火情"), "first-aid-kit", "rose"),
    Tile("suggestion", gettext_lazy("建议"), gettext_lazy("让小区更好的主意"), "bulb", "leaf"),
    Tile("praise", gettext_lazy("表扬"), gettext_lazy("谢谢谁，做得好"), "thumb-up", "sun"),
)
CHOICES: Mapping[str, tuple[tuple[str, Any], ...]] = {
    "trade": (
        ("water", gettext_lazy("水管水龙头")), ("drain", gettext_lazy("下水堵了")), ("power", gettext_lazy("没电跳闸")),
        ("light", gettext_lazy("灯不亮")), ("door", gettext_lazy("门窗锁")), ("lift", gettext_lazy("电梯")),
        ("wall", gettext_lazy("墙面地面")), ("roof", gettext_lazy("屋顶漏水")), ("appliance", gettext_lazy("家电")),
        ("intercom", gettext_lazy("门禁对讲")), ("fire", gettext_lazy("消防")), ("other", gettext_lazy("其他")),
    ),
    "emergency": (
        ("flood", gettext_lazy("正在跑水")), ("power_cut", gettext_lazy("家里没电")), ("water_cut", gettext_lazy("家里没水")),
        ("blocked", gettext_lazy("马桶堵死")), ("gas", gettext_lazy("闻到燃气味")), ("sewage", gettext_lazy("污水外溢")),
        ("manhole", gettext_lazy("井盖没了")),
    ),
    "class": (
        ("attitude", gettext_lazy("服务态度")), ("repair", gettext_lazy("维修")), ("cleaning", gettext_lazy("卫生")),
        ("greening", gettext_lazy("绿化")), ("security", gettext_lazy("秩序安全")), ("parking", gettext_lazy("停车")),
        ("noise", gettext_lazy("噪声")), ("neighbour", gettext_lazy("邻里")), ("decoration", gettext_lazy("装修")),
        ("fees", gettext_lazy("收费")), ("common", gettext_lazy("公共设施")), ("other", gettext_lazy("其他")),
    ),
    "danger": (
        ("lift", gettext_lazy("困在电梯里")), ("medical", gettext_lazy("有人伤病")), ("fire", gettext_lazy("火情")),
        ("gas", gettext_lazy("燃气味")), ("water", gettext_lazy("大量跑水")), ("locked", gettext_lazy("被困屋内")),
        ("missing", gettext_lazy("有人走失")), ("fight", gettext_lazy("有人打架")), ("crime", gettext_lazy("可疑的人")),
        ("other", gettext_lazy("其他")),
    ),
    "topic": (
        ("general", gettext_lazy("小区的事")), ("fees", gettext_lazy("物业费用")), ("department", gettext_lazy("办手续")),
        ("outside", gettext_lazy("外部服务")),
    ),
}  # fmt: skip
FIELD_OF_KIND = {"repair": "trade", "complaint": "class", "help": "danger", "enquiry": "topic"}
# What somebody who only scanned a label may report.
PUBLIC_KINDS = ("repair", "hazard", "suggestion", "complaint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was typed, photographed and said. place_id None: the community itself. photos: (name, bytes)."""

    kind: str
    community_id: int
    place_id: int | None
    words: str
    wished: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    photos: Sequence[tuple[str, bytes]] = ()
    voice: tuple[str, bytes] | None = None


def tile(code: str) -> Tile:
    """Raises NotFound for a kind that residents do not report."""
    found = next((one for one in TILES if one.code == code), None)
    if found is None:
        raise NotFound("page_not_found")
    return found


def send(*, actor: Actor, report: Report, reporter: Reporter, channel: str, key: str, at: datetime) -> Opened:
    """Open the case and keep its pictures and its voice; the same key again answers with the case of the first time.

    Raises Invalid (resident.words, resident.photos, resident.voice, and those of cases and files), NotFound.
    """
    _check(report)
    kind = cases.kind_of(report.kind)
    opening = with_right(actor, cases.right(kind, "open"), community_id=report.community_id)
    working = with_right(actor, cases.right(kind, "work"), community_id=report.community_id)
    draft = CaseDraft(
        kind=report.kind,
        community_id=report.community_id,
        place_id=report.place_id,
        title=_title(report),
        words="\n".join(one for one in (report.words.strip(), report.wished) if one),
        channel=channel,
        reporter=reporter,
        fields=report.fields,
    )
    with transaction.atomic():
        opened = frontdesk.report(actor=opening, draft=draft, at=at, key=key)
        if opened.repeated:
            return opened
        for name, data in report.photos:
            photo = PhotoDraft(name=name, data=data, role="before", side=Side.REPORTER)
            cases.photo_add(actor=working, case_id=opened.case_id, photo=photo, at=at)
        if report.voice is not None:
            name, data = report.voice
            voice = PhotoDraft(name=name, data=data, role="attachment", side=Side.REPORTER)
            cases.photo_add(actor=working, case_id=opened.case_id, photo=voice, at=at)
    return opened


def nobody(actor: Actor) -> Actor:
    """Whoever complains without a name stands in no history and no log: his log-in is left out of both."""
    return Actor(
        actor.org_id, str(_("匿名住户")), origin=Origin(actor.origin.channel), time_zone=actor.time_zone
    )


def secret_of(org_id: int, case_id: int) -> str:
    """The secret of the link by which a report without a name is followed."""
    return signing.dumps([org_id, case_id], salt=SALT, compress=True)


def case_of(secret: str) -> tuple[int, int]:
    """Organisation and case of a secret link. Raises NotFound for one that was not made here."""
    try:
        org_id, case_id = signing.loads(secret, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise NotFound("page_not_found") from error
    return int(org_id), int(case_id)


def _check(report: Report) -> None:
    words = report.words.strip()
    if len(words) > LONGEST_WORDS or not (words or report.photos or report.voice):
        raise Invalid("resident.words", field="words", limit=LONGEST_WORDS)
    if len(report.photos) > MOST_PHOTOS:
        raise Invalid("resident.photos", field="photo", limit=MOST_PHOTOS)
    if report.voice is not None and not 0 < len(report.voice[1]) <= LARGEST_VOICE:
        raise Invalid("resident.voice", field="voice", limit=LARGEST_VOICE >> 20)


def _title(report: Report) -> str:
    """The first line, cut; the choice that was tapped where nothing was written."""
    lines = report.words.strip().splitlines()
    if lines:
        line = lines[0].strip()
        return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"
    chosen = report.fields.get(FIELD_OF_KIND.get(report.kind, ""))
    named = dict(CHOICES.get(FIELD_OF_KIND.get(report.kind, ""), ())).get(str(chosen))
    return str(named) if named else str(_("语音报事") if report.voice else _("照片报事"))
