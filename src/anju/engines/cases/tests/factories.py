"""The smallest valid objects of the engine's tests. Higher floors are reached by their models' names only."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.apps import apps

from anju.engines.cases import permissions
from anju.engines.cases.contracts import (
    Ask,
    Budget,
    BudgetOffer,
    CaseDraft,
    CaseKind,
    Clock,
    ClosingRule,
    Field,
    LadderStep,
    Move,
    PeopleSource,
    PlaceFacts,
    PlaceSource,
    Posting,
    ReturnRule,
    Rights,
    Severity,
    Side,
    State,
    TimeBase,
    To,
    Transition,
    Unit,
    fixed,
)
from anju.engines.cases.queries import kinds, sources
from anju.engines.cases.rules import closing
from anju.engines.cases.services import moving
from anju.kernel.worktime import WorkHours

# Tuesday, 10:00 in Shanghai.
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
HOURS = WorkHours(((540, 720), (780, 1080)), workdays_only=True)
W, A, D = permissions.CASE_WORK, permissions.CASE_ASSIGN, permissions.CASE_DECIDE
# What the tests' plan promises; a test may change it, as a plan changes.
PROMISED: list[BudgetOffer] = []


def promised(question):
    urgent = question.severity >= Severity.SERIOUS
    house = BudgetOffer(
        Budget(30 if urgent else 120, Unit.MINUTES), 7, "急修30分钟内到场" if urgent else "2小时内到场"
    )
    return [house, *PROMISED] if question.clock == "arrive" else []


def way(code, sources, to, permission=W, **given):
    return Transition(
        code=code, name=code, sources=tuple(sources.split()), to=to, permission=permission, **given
    )


REPAIR = CaseKind(
    code="t_repair",
    name="报修",
    prefix="TR",
    states=(
        State("new", "待派单"), State("assigned", "已派单"), State("working", "处理中"), State("waiting", "等待"),
        State("done", "待回访"), State("closed", "已关闭", closed=True), State("cancelled", "已取消", closed=True, dropped=True),
    ),
    transitions=(
        way("assign", "new assigned waiting", "assigned", A, asks=(Ask.ASSIGNEE,), stops=("take",), follows=("assigned", "taken")),
        way("give_back", "assigned working", "new", follows=("refused",), starts=("take",)),
        way("start", "assigned waiting", "working", stops=("arrive",), resumes=("finish",), follows=("arrived",), side=Side.REPORTER),
        way("wait", "assigned working", "waiting", asks=(Ask.REASON,), pauses=("arrive", "finish"), side=Side.REPORTER),
        way("finish", "working", "done", asks=(Ask.PHOTO_AFTER, Ask.PRICE_CONSENT), stops=("finish",)),
        way("redo", "done", "working", asks=(Ask.REASON,), starts=("finish",), follows=("dissatisfied",)),
        way("close", "done", "closed", D, side=Side.REPORTER),
        way("cancel", "new assigned waiting", "cancelled", D, asks=(Ask.REASON,)),
        way("reopen", "closed", "working", D, asks=(Ask.REASON,), starts=("finish",), reopens=True),
    ),
    clocks=(
        Clock("take", "响应", opens=True),
        Clock("arrive", "到场", promised, opens=True),
        Clock("finish", "修复", fixed(BudgetOffer(Budget(2, Unit.WORKDAYS), None, "2个工作日内修复", "house")), opens=True),
    ),
    ladder=(
        LadderStep(code="warn", clock="arrive", to=To.ASSIGNEE, message="warn", share=80),
        LadderStep(code="late", clock="arrive", to=To.TEAM_LEADER, message="late"),
        LadderStep(code="late_60", clock="arrive", to=To.MANAGER, message="late", minutes=60),
        LadderStep(code="fix_late", clock="finish", to=To.MANAGER, message="late"),
    ),
    closing=(
        ClosingRule("after", "要有修后照片", closing.photos("after")),
        ClosingRule("checked", "严重的要他人检验", closing.serious_only(closing.checked_by_another, Severity.SERIOUS)),
        ClosingRule("returned", "抽中的要回访", closing.return_visit_settled),
    ),
    fields=(Field("paid", "有偿", "flag"), Field("part", "部位", "choice", choices=("水", "电"))),
    returns=ReturnRule(percent=50, state="done"),
)  # fmt: skip
LIFT = CaseKind(
    code="t_lift",
    name="困人",
    prefix="TL",
    states=(State("ringing", "待接"), State("taken", "处置中"), State("over", "结束", closed=True)),
    transitions=(way("take", "ringing", "taken", stops=("take",)), way("end", "taken", "over")),
    clocks=(
        Clock("take", "接警", opens=True),
        Clock("law", "法定", fixed(BudgetOffer(Budget(120, Unit.MINUTES), None, "困人满2小时为一般事故", "law")), opens=True),
    ),
    ladder=(
        LadderStep(code="ring", clock="take", to=To.TEAM, message="ring", share=0, every=1),
        LadderStep(code="company", clock="law", to=To.COMPANY, message="law", share=50),
    ),
)  # fmt: skip
COMPLAINT = CaseKind(
    code="t_complaint",
    name="投诉",
    prefix="TC",
    states=(State("new", "待处理"), State("answered", "已答复"), State("closed", "已归档", closed=True)),
    transitions=(
        way("answer", "new", "answered", asks=(Ask.REASON,), stops=("answer",)),
        way("close", "answered", "closed", D),
    ),
    clocks=(
        Clock("answer", "答复", fixed(BudgetOffer(Budget(8, Unit.HOURS, TimeBase.WORK), 9, "8小时内答复")), opens=True),
    ),
    rights=Rights(read=permissions.CASE_CHECK),
)  # fmt: skip
KINDS = (REPAIR, LIFT, COMPLAINT)


def community(name="翠园"):
    place = apps.get_model("estate", "Place")
    made = place.objects.create(kind="community", code=name, name=name, path="/", label=f"C-{name}")
    place.objects.filter(pk=made.pk).update(path=f"/{made.pk}/", community_id=made.pk)
    return made.pk


def places(community_id, count=1):
    place = apps.get_model("estate", "Place")
    known = place.objects.filter(community_id=community_id).count()
    made = []
    for number in range(known, known + count):
        row = place.objects.create(
            kind="public", code=f"{number:03}", name=f"{number}号点", parent_id=community_id,
            community_id=community_id, label=f"P{community_id}-{number}",
        )  # fmt: skip
        place.objects.filter(pk=row.pk).update(path=f"/{community_id}/{row.pk}/")
        made.append(row.pk)
    return made


def team(community_id, size=2, name="维修班", user_ids=()):
    """(team, its staff)"""
    department, _ = apps.get_model("people", "Department").objects.get_or_create(
        community_id=community_id, name="工程部", domain="repair"
    )
    made = apps.get_model("people", "Team").objects.create(department=department, name=name)
    staff = apps.get_model("people", "Staff")
    known = staff.objects.count()
    people = [
        staff.objects.create(
            number=f"S{known + n}", name=f"员工{known + n}", department=department, team=made,
            community_id=community_id, user_id=user_ids[n] if n < len(user_ids) else None,
        ).pk
        for n in range(size)
    ]  # fmt: skip
    return made.pk, people


def draft(community_id, **given):
    values = {"kind": "t_repair", "title": "厨房水管滴水"}
    return CaseDraft(community_id=community_id, **{**values, **given})


def opened(actor, community_id, at=NOW, key="", **given):
    from anju.engines.cases import facade

    return facade.case_open(actor=actor, draft=draft(community_id, **given), at=at, key=key).case_id


def move(actor, case_id, transition, at=NOW, **given):
    return moving.case_move(actor=actor, case_id=case_id, move=Move(transition=transition, **given), at=at)


def picture():
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return out.getvalue()


def place_source(hours=HOURS):
    rows = apps.get_model("estate", "Place").objects

    def facts(ids):
        found = rows.filter(pk__in=ids).values_list("pk", "path", "community_id")
        return {pk: PlaceFacts(path, home) for pk, path, home in found}

    def under(paths):
        return [
            pk for pk, path in rows.values_list("pk", "path") if any(path.startswith(one) for one in paths)
        ]

    return PlaceSource(facts, under, lambda _community: hours)


def people_source():
    rows = apps.get_model("people", "Staff").objects

    def postings(ids):
        found = rows.filter(pk__in=ids).values_list(
            "pk", "community_id", "department_id", "team_id", "user_id", "state"
        )
        return {pk: Posting(*values, left=state == "left") for pk, *values, state in found}

    return PeopleSource(postings)


@contextmanager
def registered(*more):
    """Answer the engine's questions from these sources instead of the house's, and declare the tests' kinds."""
    kept = sources._places[:], sources._people[:], dict(kinds._kinds)
    sources._places[:], sources._people[:] = [place_source()], [people_source()]
    for one in (*KINDS, *more):
        if one.code not in kinds._kinds:
            kinds.kind(one)
    try:
        yield
    finally:
        PROMISED.clear()
        sources._places[:], sources._people[:] = kept[:2]
        kinds._kinds.clear()
        kinds._kinds.update(kept[2])


def minutes(count):
    return timedelta(minutes=count)


def tighter(amount, promise_id=8, quote="更快"):
    return BudgetOffer(Budget(amount, Unit.MINUTES), promise_id, quote)


def person_of(boss, username="meant"):
    """(an actor with every right and a log-in, the log-in's number)"""
    from dataclasses import replace

    from anju.foundation.accounts import services

    user = services.user_create(username=username, name=username, password="correct horse 42")
    return replace(boss, name=username, user_id=user.pk), user.pk
