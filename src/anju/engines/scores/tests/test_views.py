"""The indicators' pages and API: what they show, to whom."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from anju.engines.scores.models import IndicatorTarget, Result
from anju.engines.scores.tests import factories
from anju.foundation.permissions import RoleCode


@pytest.fixture
def seen(home):
    factories.see(home, 3, 5)
    return home


def test_the_list_shows_values_and_leads_to_the_evidence(seen, login):
    client = login(RoleCode.MANAGER)
    page = client.get(reverse("scores:indicators"), {"month": "2026-10", "community": seen}).content.decode()
    assert "60.0%" in page and "3 / 5" in page and "达标" in page
    detail = client.get(
        reverse("scores:indicator", args=["test.rate"]), {"month": "2026-10"}
    ).content.decode()
    assert 'href="/desk/cases/1/"' in detail and "R2026-000004" in detail
    sheet = client.get(reverse("scores:indicators"), {"export": "xlsx"})
    assert sheet["Content-Type"].endswith("sheet")


def test_a_month_is_frozen_and_checked_through_the_pages(seen, login):
    client = login(RoleCode.MANAGER)
    answer = client.post(reverse("scores:freeze"), {"month": "2026-10", "community": seen})
    assert answer.status_code == 302 and Result.objects.count() == 2
    result = Result.objects.get(indicator="test.rate")
    factories.see(seen, 4, 5)
    page = client.get(reverse("scores:result", args=[result.pk]))
    assert "60.0%" in page.content.decode() and "80.0%" in page.content.decode()
    refused = client.post(reverse("scores:result", args=[result.pk]), {"reason": ""})
    assert refused.status_code == 422 and Result.objects.count() == 2
    assert client.post(reverse("scores:result", args=[result.pk]), {"reason": "补录"}).status_code in (
        302,
        303,
    )
    assert Result.objects.filter(indicator="test.rate").count() == 2


def test_a_worker_sees_no_indicators_and_a_manager_sets_no_target(seen, login):
    client = login(RoleCode.WORKER)
    assert client.get(reverse("scores:indicators")).status_code == 403
    manager = login(RoleCode.MANAGER, username="manager2")
    answer = manager.post(reverse("scores:target", args=["test.rate"]), {"target": "95", "everywhere": ""})
    assert answer.status_code == 403 and not IndicatorTarget.objects.exists()


def test_quality_sets_a_target_for_all_communities(seen, login):
    client = login(RoleCode.QUALITY)
    answer = client.post(
        reverse("scores:target", args=["test.rate"]), {"target": "95", "warn": "90", "everywhere": ""}
    )
    assert answer.status_code in (302, 303)
    assert IndicatorTarget.objects.get().target == 95
    refused = client.post(
        reverse("scores:target", args=["test.rate"]), {"target": "50", "warn": "90", "everywhere": ""}
    )
    assert refused.status_code == 422


def test_an_unknown_indicator_month_or_community_is_told(seen, login):
    client = login(RoleCode.MANAGER)
    assert client.get(reverse("scores:indicator", args=["no.such"])).status_code == 404
    assert client.get(reverse("scores:indicators"), {"community": "999999"}).status_code == 404
    assert client.get(reverse("scores:indicators"), {"month": "none"}).status_code == 422


def test_the_api_says_exact_values_and_freezes(seen, login):
    client = login(RoleCode.MANAGER)
    listed = client.get("/api/v1/scores/indicators", {"month": "2026-10", "community_id": seen}).json()
    assert listed[0]["value"] == "60.0000" and listed[0]["frozen_at"] is None
    made = client.post(
        "/api/v1/scores/months", json.dumps({"month": "2026-10", "community_id": seen}),
        content_type="application/json", headers={"Idempotency-Key": "freeze-october"},
    )  # fmt: skip
    assert made.json() == {"frozen": 2}
    one = client.get("/api/v1/scores/indicators/test.rate", {"month": "2026-10"}).json()
    assert one["frozen_at"] and one["evidence_total"] == 5
