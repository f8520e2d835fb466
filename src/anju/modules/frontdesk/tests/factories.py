"""The smallest valid objects of the front desk's tests: a community with homes, teams and people."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.apps import apps
from PIL import Image

from anju.engines.cases.contracts import CaseDraft, ItemDraft, Move, PhotoDraft, Reporter
from anju.engines.cases.facade import case_move, item_add, photo_add
from anju.foundation.accounts import services as accounts

# Tuesday, 10:00 in Shanghai.
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
PHONE = "13800001234"


@dataclass(frozen=True)
class Home:
    """A community with two homes below a building, its crews, and who leads them."""

    community: int
    homes: tuple[int, ...]
    engineers: tuple[int, ...]
    engineer_team: int
    guards: tuple[int, ...]
    guard_team: int
    desk: tuple[int, ...]
    desk_team: int


def place(parent_id, kind, code, community_id=None):
    model = apps.get_model("estate", "Place")
    above = model.objects.filter(pk=parent_id).values_list("path", flat=True).first() or "/"
    made = model.objects.create(
        kind=kind, code=code, name=code, parent_id=parent_id, community_id=community_id, path="/", label=f"{kind}-{code}"
    )  # fmt: skip
    home = community_id or made.pk
    model.objects.filter(pk=made.pk).update(path=f"{above}{made.pk}/", community_id=home)
    return made.pk


def crew(community_id, domain, name, size, skills=(), users=()):
    department = apps.get_model("people", "Department").objects.create(
        community_id=community_id, name=f"{name}部", domain=domain
    )
    team = apps.get_model("people", "Team").objects.create(department=department, name=name)
    staff = apps.get_model("people", "Staff")
    known = staff.objects.count()
    people = tuple(
        staff.objects.create(
            number=f"S{known + n}", name=f"{name}{n}", department=department, team=team, community_id=community_id,
            skills=list(skills), user_id=users[n] if n < len(users) else None,
        ).pk
        for n in range(size)
    )  # fmt: skip
    team.leader_id = people[0]
    team.save()
    return team.pk, people


def home(code="翠园"):
    community = place(None, "community", code)
    building = place(community, "building", f"{code}1", community)
    homes = tuple(place(building, "unit", f"{code}{n}", community) for n in (101, 102))
    engineer_team, engineers = crew(community, "engineering", f"{code}维修班", 3, ("水暖", "电工"))
    guard_team, guards = crew(community, "security", f"{code}巡逻班", 2)
    desk_team, desk = crew(community, "customer_service", f"{code}客服组", 2)
    return Home(community, homes, engineers, engineer_team, guards, guard_team, desk, desk_team)


def user(username, org):
    made = accounts.user_create(username=username, name=username, password="correct horse 42")
    accounts.member_add(user=made, org=org)
    return made


def draft(home, kind="repair", **given):
    values = {
        "title": "厨房水管滴水",
        "place_id": home.homes[0],
        "reporter": Reporter(name="陈女士", phone=PHONE),
        "channel": "phone",
    }
    if kind == "legacy":
        values["fields"] = {"defect": "leak"}
    return CaseDraft(kind=kind, community_id=home.community, **{**values, **given})


def picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return out.getvalue()


def photo(actor, case_id, role="after", at=NOW):
    return photo_add(
        actor=actor, case_id=case_id, photo=PhotoDraft(name=f"{role}.jpg", data=picture(), role=role), at=at
    )


def charge(actor, case_id, price=500_000, at=NOW):
    item = ItemDraft(sort="material", name="角阀", price=price, charged=True)
    return item_add(actor=actor, case_id=case_id, item=item, at=at)


def move(actor, case_id, transition, at=NOW, **given):
    return case_move(actor=actor, case_id=case_id, move=Move(transition=transition, **given), at=at)


def after(**given):
    return NOW + timedelta(**given)


def plan(actor, community_id, text, at=None):
    """A plan of these words in force since the day before; an older one of the same title is replaced."""
    from anju.modules.plans import facade as plans

    at = at or NOW - timedelta(days=1)
    upload = plans.Upload(
        community_id=community_id, filename="plan.txt", data=text.encode(), change_reason="修订",
        card=plans.PlanCard(title="服务方案", purpose="作业依据", addressees="业主", interpreter="物业"),
    )  # fmt: skip
    version = plans.plan_upload(actor=actor, upload=upload, at=at)
    plans.promises_accept(actor=actor, version_id=version, confidence=0.0, at=at)
    plans.passages_dismiss(actor=actor, version_id=version, note="已核对", at=at)
    plans.version_approve(actor=actor, version_id=version, note="同意", at=at)
    plans.version_enforce(actor=actor, version_id=version, on=(at + timedelta(hours=8)).date(), at=at)
    return version


def work(org):
    """Deliver what lies in the outbox to whoever listens, as the worker does, until nothing is left."""
    from anju.foundation import outbox
    from anju.foundation.jobs import catalogue

    events = apps.get_model("foundation", "OutboxEvent")
    done = set()
    while True:
        fresh = [
            (event.pk, name)
            for event in events.objects.order_by("pk")
            for name in outbox.handlers_of(event.code)
            if (event.pk, name) not in done
        ]
        if not fresh:
            return
        for event_id, name in fresh:
            done.add((event_id, name))
            catalogue.deliver(org_id=org.pk, event_id=event_id, handler=name)


def heard(template="", user=None):
    """Messages that were written, as (template, recipient kind, recipient)."""
    rows = apps.get_model("messaging", "Message").objects.order_by("pk")
    if user is not None:
        rows = rows.filter(user_id=user)
    found = rows.values_list("template", "recipient_kind", "recipient_id")
    return [one for one in found if one[0].endswith(f".{template}" if template else "")]


def timezone_now():
    from django.utils import timezone

    return timezone.now()
