"""Samples for meetings, groups, boxes and proposals: a community with staff, two homes and an owner."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from PIL import Image

from anju.modules.community.services import groups, ideas, meetings, opinions
from anju.modules.community.services.uploads import Upload
from anju.modules.frontdesk.tests import factories as desk
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonDraft, TieDraft, TieKind

# Tuesday, 10:00 in Shanghai.
AT = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Garden:
    community: int
    homes: tuple[int, ...]
    staff: tuple[int, ...]
    owner: int


def garden(actor, code="翠园"):
    home = desk.home(code)
    person = people.person_create(
        actor=actor, draft=PersonDraft(name="陈雨", community_id=home.community), at=AT
    )
    tie = TieDraft(person_id=person, place_id=home.homes[0], kind=TieKind.OWNER, starts_on=date(2020, 1, 1))
    people.living_add(actor=actor, draft=tie, at=AT)
    return Garden(home.community, home.homes, (*home.desk, *home.guards), person)


def meeting(actor, place, *, starts_at=AT + DAY, at=AT, **more):
    draft = meetings.MeetingDraft(
        kind="talk",
        title="第四季度业主座谈",
        place="会议室",
        starts_at=starts_at,
        chair_id=place.staff[0],
        **more,
    )
    return meetings.meetings_plan(actor=actor, community_id=place.community, draft=draft, at=at)[0]


def held(actor, place):
    """A meeting of yesterday with minutes."""
    made = meeting(actor, place, starts_at=AT - DAY, at=AT - 3 * DAY)
    meetings.minutes_write(actor=actor, meeting_id=made, minutes="讨论了停车和照明。", at=AT)
    return made


def group(actor, place, **more):
    draft = groups.GroupDraft(
        name="一号楼业主群", platform="wechat", owner_id=place.staff[0], opened_on=TODAY - 30 * DAY, **more
    )
    return groups.group_save(actor=actor, community_id=place.community, draft=draft, at=AT)


def box(actor, place, *, hung_on=TODAY - 20 * DAY, **more):
    draft = opinions.BoxDraft(
        name="大堂意见箱", spot="一号楼大堂", keeper_id=place.staff[0], hung_on=hung_on, **more
    )
    return opinions.box_save(actor=actor, community_id=place.community, draft=draft, at=AT)


def opening(actor, place, box_id, *, letters=1, opened_at=AT, **more):
    seen = {"witness": "居委会老周"} | more
    draft = opinions.OpeningDraft(opened_at=opened_at, staff_id=place.staff[0], letters=letters, **seen)
    return opinions.box_open(actor=actor, box_id=box_id, draft=draft, at=AT)


def proposal(actor, place, *, home=None, published=True, key="", title="地库加装反光镜"):
    draft = ideas.ProposalDraft(title=title, text="转弯处看不清来车。", origin="desk", place_id=home)
    return ideas.proposal_raise(
        actor=actor, community_id=place.community, draft=draft, at=AT, key=key, published=published
    )


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#a86").save(out, "JPEG")
    return Upload("letter.jpg", out.getvalue())
