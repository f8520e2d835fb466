import subprocess, sys
import pytest
pytestmark = pytest.mark.browser
TELL = """
import django; django.setup()
from django.utils import timezone
from django.db import transaction
from anju.foundation import actors, scope
from anju.foundation.accounts.models import Organisation
from anju.modules.estate import facade as estate
from anju.site.demo import neighbours
org = Organisation.objects.filter(name__startswith='安居示范').get()
with scope.enter(org.pk), transaction.atomic():
    c = [one for one in estate.communities() if '云杉' in one.name][0]
    neighbours.tell(actors.root('演示数据', org.pk), c.id, timezone.now())
"""
def test_look(demo, visit):
    subprocess.run([sys.executable, "-c", TELL], env=demo.env, check=True)
    for phone in (False, True):
        page = visit(demo, "manager", phone=phone)
        def shot(name, path=None):
            if path: page.goto(demo.address + path)
            page.wait_for_timeout(400)
            page.screenshot(path=f"/tmp/h1/{'p' if phone else 'd'}_{name}.png", full_page=True)
            page.wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            print(name, page.wide)
        shot("dogs", "/community/dogs/")
        page.goto(demo.address + "/community/dogs/?q=石头"); page.locator("#rows a").first.click(); shot("dog")
        shot("ladders", "/community/dogs/steps/"); page.goto(demo.address + "/community/dogs/steps/?q=奥利奥"); page.locator("#rows a").first.click(); shot("ladder")
        page.goto(demo.address + "/community/dogs/inspections/"); page.locator("#rows a").first.click(); shot("inspection")
        shot("newdog", "/community/dogs/new/")
        shot("merchants", "/community/merchants/")
        page.goto(demo.address + "/community/merchants/?q=烧烤"); page.locator("#rows a").first.click(); shot("merchant")
        page.get_by_role("link", name="检查", exact=True).click(); shot("checkform")
        page.goto(demo.address + "/community/merchants/checks/?q=蜀香"); page.locator("#rows a").first.click(); shot("check")
        page.goto(demo.address + "/community/merchants/actions/?q=东商街"); page.locator("#rows a").first.click(); shot("action")
        shot("street", "/community/merchants/street/")
        page.locator("#rows a").first.click(); shot("street1")
    import urllib.request
    for n, path in (("ladder", "/community/dogs/steps/2/record.pdf"), ("insp", "/community/dogs/inspections/1/report.pdf"), ("act", "/community/merchants/actions/1/report.pdf"), ("street", "/community/merchants/street/report.pdf")):
        r = page.context.request.get(demo.address + path); print(n, r.status)
        open(f"/tmp/h1/{n}.pdf", "wb").write(r.body())
