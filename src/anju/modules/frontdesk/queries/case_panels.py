"""Cases of a person or a home: for the pages of people, and for the copy of somebody's own data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseRow
from anju.foundation.actors import Actor
from anju.foundation.ui.filters import local
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.people.contracts import CopyPart, Kept

SHOWN = 8


def of_home(actor: Actor, place_id: int) -> list[CaseRow]:
    """The latest cases at a home, open ones first."""
    return _first(cases.cases(actor=actor).filter(place_id=place_id))


def of_person(actor: Actor, person_id: int) -> list[CaseRow]:
    return _first(cases.cases(actor=actor).filter(person_id=person_id))


def copy_of(person_id: int) -> tuple[CopyPart, ...]:
    """What a person reported, as he may have it. Source: PIPL art. 45."""
    rows = cases.rows(cases.reported(person_id=person_id))
    texts = dict(cases.reported(person_id=person_id).values_list("pk", "words"))
    labels = {
        "number": _("编号"), "kind": _("类别"), "title": _("标题"), "words": _("内容"), "state": _("状态"),
        "opened_at": _("登记时间"), "closed_at": _("关闭时间"),
    }  # fmt: skip
    made = tuple(
        {
            "number": one.number, "kind": words.kind_name(one.kind), "title": one.title, "words": texts.get(one.id, ""),
            "state": str(words.state_mark(one.kind, one.state).label), "opened_at": local(one.opened_at, "full"),
            "closed_at": local(one.closed_at, "full") if one.closed_at else None,
        }
        for one in rows
    )  # fmt: skip
    return (CopyPart("cases", _("报事记录"), made, labels),) if made else ()


def kept_of(person_id: int, on: date) -> tuple[Kept, ...]:
    """Who is still waited for must be reachable until his case is closed."""
    numbers = list(
        cases.reported(person_id=person_id)
        .filter(closed_at__isnull=True)
        .values_list("number", flat=True)[:5]
    )
    if not numbers:
        return ()
    what = _("未办结报事的姓名和电话（%(numbers)s）") % {"numbers": "、".join(numbers)}
    return (Kept(what, _("处理完成前需要与报事人联系")),)


def _first(found: Any) -> list[CaseRow]:
    open_ones = cases.rows(found.filter(closed_at__isnull=True).order_by("-opened_at")[:SHOWN])
    if len(open_ones) >= SHOWN:
        return open_ones
    closed = found.filter(closed_at__isnull=False).order_by("-opened_at")[: SHOWN - len(open_ones)]
    return [*open_ones, *cases.rows(closed)]
