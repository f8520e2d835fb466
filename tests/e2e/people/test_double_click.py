"""A second click while the first is on its way writes nothing twice."""

from __future__ import annotations


def test_a_double_click_registers_one_person(demo, visit):
    page = visit(demo, "manager", path="/people/persons/new/")
    page.wait_for_selector("html[data-ready]")
    page.fill("[name=name]", "双击测试")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate(
        """() => {
          const form = document.querySelector("main form:has([name=name])");
          form.requestSubmit();
          setTimeout(() => form.requestSubmit(), 15);
        }"""
    )
    page.wait_for_selector("h1:has-text('双击测试')")
    assert len(sent) == 1
    page.goto(f"{demo.address}/people/persons/?q=双击测试")
    assert page.locator("tbody tr:has-text('双击测试')").count() == 1
