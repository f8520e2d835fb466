"""Whom to call and what was passed on, on the guard's phone."""

from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.urls import reverse

from anju.foundation.permissions import RoleCode
from anju.modules.community import facade as community
from anju.modules.frontdesk.tests import factories as desk

NOW = desk.NOW
safety = community.safety


@pytest.fixture
def home(org, boss, time_machine):
    time_machine.move_to(NOW, tick=False)
    return desk.home()


@pytest.fixture
def guard(home, login):
    path = apps.get_model("estate", "Place").objects.get(pk=home.community).path
    client = login(RoleCode.WORKER, path=path)
    apps.get_model("people", "Staff").objects.filter(pk=home.guards[0]).update(user=client.user)
    return client


def brief(boss, home, shared=True):
    draft = safety.BriefDraft(
        sort="suspect", title="可疑人员试门把手", text="留意北门", source="派出所", received_at=NOW,
        photo=safety.Upload("p.png", desk.picture()),
    )  # fmt: skip
    made = safety.brief_save(actor=boss, community_id=home.community, draft=draft, at=NOW)
    if shared:
        safety.brief_share(actor=boss, brief_id=made, at=NOW)
    return made


def test_a_guard_calls_with_one_tap_reads_and_says_so(boss, home, guard):
    draft = safety.ContactDraft(kind="police", body="派出所", phone="025-5550110", checked_on=NOW.date())
    safety.contact_save(actor=boss, community_id=home.community, draft=draft, on=NOW.date(), at=NOW)
    made = brief(boss, home)
    page = guard.get(reverse("field:safety")).content.decode()
    assert 'href="tel:0255550110"' in page and "可疑人员试门把手" in page and "我已阅读" in page
    photo = guard.get(reverse("field:brief_photo", args=[made]))
    assert io.BytesIO(b"".join(photo.streaming_content)).read(2) == b"\xff\xd8"
    assert guard.post(reverse("field:brief_read", args=[made])).status_code == 302
    assert "我已阅读" not in guard.get(reverse("field:safety")).content.decode()


def test_what_was_not_passed_on_or_is_of_another_community_is_not_there(boss, home, guard):
    other = desk.home("梅园")
    for made in (brief(boss, home, shared=False), brief(boss, other)):
        assert guard.get(reverse("field:brief_photo", args=[made])).status_code == 404
        assert guard.post(reverse("field:brief_read", args=[made])).status_code == 404
    assert "可疑人员" not in guard.get(reverse("field:safety")).content.decode()
    assert not apps.get_model("community", "BriefReading").objects.exists()
