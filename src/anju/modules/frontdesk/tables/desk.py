"""Lists of the desk's books."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit
from anju.foundation.ui.tables import (
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    MultiChoiceFilter,
    SearchFilter,
    Table,
)
from anju.modules.frontdesk.models import ArticleState, CallOutcome, CallState, NoteState, Topic
from anju.modules.frontdesk.permissions import CALL_EXPORT, DESK_USE, KNOWLEDGE_WRITE, NOTE_SEND, SHIFT_HAND
from anju.modules.frontdesk.queries import desk_lists
from anju.modules.frontdesk.queries.household import number_shown

EXPORTED = audit.action("frontdesk.calls.exported", _("导出来电记录"))
CELLS = "frontdesk/desk/_cells.html"


def _exported(request: Any, rows: int) -> None:
    audit.record(request.actor, EXPORTED, request.org, after={"rows": rows})


CALLS = Table(
    name="frontdesk.calls",
    caption=_("来电记录"),
    columns=(
        Column(key="came_at", label=_("时间"), template=f"{CELLS}#call_when", export="came_at", sort=("came_at", "pk")),
        Column(key="caller", label=_("来电人"), template=f"{CELLS}#caller", export="caller"),
        Column(key="number", label=_("号码"), value=number_shown, classes="code", phone_place="side"),
        Column(key="state", label=_("接听"), template=f"{CELLS}#call_state", export="get_state_display", phone_place="corner"),
        Column(key="outcome", label=_("结果"), template=f"{CELLS}#call_outcome", export="get_outcome_display"),
        Column(key="words", label=_("说明"), optional=True),
        Column(key="taken_name", label=_("接听人"), optional=True),
        Column(key="line", label=_("被叫号码"), classes="code", optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=_("接听人或说明"), fields=("taken_name", "words")),
        MultiChoiceFilter(key="state", label=_("接听"), choices=CallState.choices),
        MultiChoiceFilter(key="outcome", label=_("结果"), choices=[one for one in CallOutcome.choices if one[0]]),
        DateRangeFilter(key="came", label=_("日期"), field="came_at"),
        ChoiceFilter(key="off", label=_("时段"), choices=[("1", _("服务时间外")), ("0", _("服务时间内"))],
                     apply=lambda rows, value: rows.filter(off_hours=value == "1"), more=True),
    ),
    default_sort="-came_at",
    row_url=lambda call: reverse("frontdesk:call", args=[call.pk]),
    empty=EmptyState(title=_("还没有来电"), text=_("电话系统接通后自动记录；也可以在客服前台登记。"), action_label=_("打开客服前台"),
                     action_url=lambda request: reverse("frontdesk:desk"), permission=DESK_USE),
    export=Export(title=_("来电记录"), permission=CALL_EXPORT, on_export=_exported),
)  # fmt: skip

ARTICLES = Table(
    name="frontdesk.articles",
    caption=_("知识库"),
    columns=(
        Column(key="question", label=_("问题"), template=f"{CELLS}#question", export="question", sort="question"),
        Column(key="topic", label=_("主题"), value="get_topic_display", phone_place="side"),
        Column(key="subject", label=_("分类"), optional=True),
        Column(key="department", label=_("负责部门"), optional=True, hidden=True),
        Column(key="public", label=_("业主可见"), optional=True),
        Column(key="used", label=_("使用次数"), align="end", sort=("used", "pk")),
        Column(key="review_on", label=_("复核日期"), template=f"{CELLS}#review", export="review_on", sort="review_on"),
        Column(key="state", label=_("状态"), template=f"{CELLS}#article_state", export="get_state_display", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("问题、关键字或拼音"), apply=desk_lists.search),
        MultiChoiceFilter(key="topic", label=_("主题"), choices=Topic.choices),
        MultiChoiceFilter(key="state", label=_("状态"), choices=ArticleState.choices),
        ChoiceFilter(key="duty", label=_("职责"), choices=[("1", _("不属于物业职责"))],
                     apply=lambda rows, value: rows.filter(outside_duty=value == "1")),
    ),
    default_sort="-used",
    row_url=lambda article: reverse("frontdesk:article", args=[article.pk]),
    empty=EmptyState(title=_("还没有知识"), text=_("把常被问到的问题和答复写下来，前台边听边查，一键答复。"), action_label=_("新建知识"),
                     action_url=lambda request: reverse("frontdesk:article_new"), permission=KNOWLEDGE_WRITE),
    export=Export(title=_("知识库"), permission=KNOWLEDGE_WRITE),
)  # fmt: skip

NOTES = Table(
    name="frontdesk.notes",
    caption=_("部门留言"),
    columns=(
        Column(key="number", label=_("编号"), classes="code", sort="number"),
        Column(key="department", label=_("部门"), template=f"{CELLS}#note_department", export="department"),
        Column(key="words", label=_("内容"), template=f"{CELLS}#note_words", export="words"),
        Column(key="due_at", label=_("时限"), template=f"{CELLS}#note_due", export="due_at", sort=("due_at", "pk"), phone_place="side"),
        Column(key="urged", label=_("催办"), align="end", optional=True),
        Column(key="sent_name", label=_("留言人"), optional=True),
        Column(key="state", label=_("状态"), template=f"{CELLS}#note_state", export="get_state_display", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("编号、部门或内容"), fields=("number", "department", "words")),
        MultiChoiceFilter(key="state", label=_("状态"), choices=NoteState.choices),
        DateRangeFilter(key="sent", label=_("留言日期"), field="sent_at"),
    ),
    default_sort="-number",
    row_url=lambda note: reverse("frontdesk:note", args=[note.pk]),
    empty=EmptyState(title=_("没有留言"), text=_("需要其他部门答复的事，在这里留言，到时限会自动催办。"), action_label=_("新建留言"),
                     action_url=lambda request: reverse("frontdesk:note_new"), permission=NOTE_SEND),
    export=Export(title=_("部门留言"), permission=NOTE_SEND),
)  # fmt: skip

SHIFTS = Table(
    name="frontdesk.shifts",
    caption=_("前台交接班"),
    columns=(
        Column(key="given_at", label=_("交班时间"), sort=("given_at", "pk")),
        Column(key="from_name", label=_("交班人")),
        Column(key="to_name", label=_("接班人")),
        Column(key="words", label=_("交班说明"), optional=True),
        Column(key="signed_at", label=_("签收"), template=f"{CELLS}#signed", export="signed_at", phone_place="corner"),
    ),
    filters=(
        SearchFilter(placeholder=_("姓名"), fields=("from_name", "to_name")),
        DateRangeFilter(key="given", label=_("日期"), field="given_at"),
    ),
    default_sort="-given_at",
    row_url=lambda handover: reverse("frontdesk:shift", args=[handover.pk]),
    empty=EmptyState(title=_("还没有交接班"), text=_("下班前交班：未结事项、保留的来电和约定的回电会一起交给接班人签收。"), action_label=_("交班"),
                     action_url=lambda request: reverse("frontdesk:shift_give"), permission=SHIFT_HAND),
    export=Export(title=_("前台交接班"), permission=SHIFT_HAND),
)  # fmt: skip
