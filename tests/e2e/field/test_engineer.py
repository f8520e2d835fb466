"""An engineer in a basement: he arrives, works and settles a repair without signal, and it counts once."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def photo():
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), "#7a8").save(buffer, "JPEG")
    return {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def repair(demo, visit) -> int:
    """A repair taken down at the front desk, through the API."""
    desk = visit(demo, "frontdesk", path="/")
    community = desk.evaluate("() => fetch('/api/v1/estate/places?kind=community').then(r => r.json())")
    told = {
        "kind": "repair", "community_id": community["items"][0]["id"], "title": "地下车库消防栓渗水",
        "words": "B 区 12 号车位旁的消防栓箱往外渗水，地面已有积水", "fields": {"area": "public", "trade": "water"},
    }  # fmt: skip
    answer = desk.evaluate(
        """told => fetch('/api/v1/cases/cases', {method: 'POST', body: JSON.stringify(told), headers: {
             'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(),
             'X-CSRFToken': document.querySelector('meta[name="csrf-token"]').content}}).then(r => r.json())""",
        told,
    )
    return answer["id"]


def test_a_repair_is_settled_without_signal(demo, visit, axe):
    case_id = repair(demo, visit)
    page = visit(demo, "engineer", phone=True, path=f"/field/cases/{case_id}/")
    expect(page.locator("html[data-ready]")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("消防栓")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.set_offline(True)
    page.get_by_role("button", name="已到场").click()
    work = page.locator("[data-work]")
    expect(work).to_be_visible()
    expect(page.locator("#pending")).to_have_text("1")
    page.get_by_role("button", name="完成", exact=True).click()
    expect(page.locator("#case-problem")).to_contain_text("照片")
    page.set_input_files("[data-case-photo=after]", [photo()])
    expect(page.locator("[data-photos=after] .fx-photo")).to_have_count(1)
    page.fill("[name=item_name] >> nth=0", "DN65 密封圈")
    page.fill("[name=item_quantity] >> nth=0", "2")
    page.fill("[name=words]", "更换密封圈，试水不漏")
    assert axe(page) == []
    # A phone that dies here has lost nothing.
    expect(page.locator("form[data-kept=true]")).to_have_count(1)
    page.get_by_role("button", name="完成", exact=True).click()
    expect(page.locator("#case-done")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("body[data-pending='0']")).to_have_count(1)
    page.goto(f"{demo.address}/field/cases/{case_id}/")
    expect(page.locator("main")).to_contain_text("更换密封圈")
    told = page.evaluate(f"() => fetch('/api/v1/cases/cases/{case_id}').then(r => r.json())")
    assert told["case"]["state"] == "done"
    page.errors[:] = [one for one in page.errors if "ERR_INTERNET_DISCONNECTED" not in one]


def test_a_draft_outlives_a_closed_page(demo, visit):
    case_id = repair(demo, visit)
    page = visit(demo, "engineer", phone=True, path=f"/field/cases/{case_id}/")
    expect(page.locator("html[data-ready]")).to_have_count(1)
    page.get_by_role("button", name="已到场").click()
    expect(page.locator("[data-work]")).to_be_visible()
    page.fill("[name=words]", "先关阀")
    page.set_input_files("[data-case-photo=before]", [photo()])
    expect(page.locator("[data-photos=before] .fx-photo")).to_have_count(1)
    expect(page.locator("form[data-kept=true]")).to_have_count(1)
    page.goto(f"{demo.address}/field/cases/{case_id}/")
    expect(page.locator("[name=words]")).to_have_value("先关阀")
    expect(page.locator("[data-photos=before] .fx-photo")).to_have_count(1)
