from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.foundation.permissions import RoleCode
from anju.modules.plans.models import Plan, PlanVersion, Promise, ReviewState, UnreadPassage
from anju.modules.plans.services import documents
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.factories import AT
from anju.modules.plans.tests.test_services_documents import BAD

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def place(boss):
    return factories.ground(boss)


@pytest.fixture
def version(boss, place):
    return factories.upload(boss, place, factories.LOOSE)


@pytest.fixture
def manager(login):
    return login(RoleCode.MANAGER)


def first(version):
    return Promise.objects.filter(version_id=version).order_by("start").first()


def facts(**given):
    return {
        "activity": "检查", "object": "设备房", "domain": "engineering", "kind": "frequency", "comparator": "eq",
        "value": "1", "unit": "times", "every": "", "period": "month", "note": "", **given,
    }  # fmt: skip


def is_marked(page, row):
    return re.search(rf'data-marks="[^"]*\bp{row.pk}\b', page) is not None


def addresses(version):
    plan, promise = PlanVersion.objects.get(pk=version).plan_id, first(version).pk
    passage = UnreadPassage.objects.filter(version_id=version).first().pk
    read, write, review = RoleCode.SUPERVISOR, RoleCode.QUALITY, RoleCode.QUALITY
    return [
        ("GET", "list", (), read, 200),
        ("GET", "plan", (plan,), read, 200),
        ("GET", "desk", (version,), read, 200),
        ("GET", "reading", (version,), read, 200),
        ("GET", "passages", (version,), read, 200),
        ("GET", "preview", (version,), read, 200),
        ("GET", "promises", (), read, 200),
        ("GET", "promise", (promise,), read, 200),
        ("GET", "upload", (), write, 200),
        ("GET", "new", (), write, 200),
        ("GET", "edit", (plan,), write, 200),
        ("GET", "add", (version,), review, 200),
        ("GET", "promise_correct", (promise,), review, 200),
        ("GET", "promise_reject", (promise,), review, 200),
        ("GET", "promise_split", (promise,), review, 200),
        ("GET", "promise_history", (promise,), read, 200),
        ("GET", "merge", (version,), review, 422),
        ("GET", "passage_promise", (passage,), review, 200),
        ("GET", "set_up", (promise,), review, 200),
        ("GET", "approve", (version,), RoleCode.LEADER, 200),
        ("GET", "reopen", (version,), RoleCode.LEADER, 200),
        ("GET", "enforce", (version,), RoleCode.LEADER, 200),
        ("GET", "withdraw", (version,), RoleCode.LEADER, 200),
        ("POST", "promise_accept", (promise,), review, 302),
        ("POST", "promise_reopen", (promise,), review, 302),
        ("POST", "promise_publish", (promise,), review, 302),
        ("POST", "accept_all", (version,), review, 422),
        ("POST", "undo_last", (version,), review, 302),
        ("POST", "passage_dismiss", (passage,), review, 302),
        ("POST", "passage_reopen", (passage,), review, 302),
        ("POST", "dismiss_all", (version,), review, 302),
        ("POST", "assign", (version,), review, 422),
        ("POST", "set_up_reset", (promise,), review, 302),
    ]


def test_every_page_opens_to_its_role_and_to_nobody_without_the_right(version, login):
    allowed = {
        role: login(role, username=f"u{role}").user
        for role in (RoleCode.SUPERVISOR, RoleCode.QUALITY, RoleCode.LEADER)
    }
    client = login(RoleCode.WORKER, username="worker")
    before = Promise.objects.filter(review=ReviewState.FOUND).count()
    for method, name, args, _role, _status in addresses(version):
        answer = client.generic(method, reverse(f"plans:{name}", args=args))
        assert answer.status_code == 403, name
    assert Promise.objects.filter(review=ReviewState.FOUND).count() == before
    for method, name, args, role, status in addresses(version):
        client.force_login(allowed[role])
        answer = client.generic(method, reverse(f"plans:{name}", args=args))
        assert answer.status_code == status, (name, answer.content[:400])


def test_what_lies_in_another_community_is_not_there(version, login, boss):
    other = factories.ground(boss, "QS", "清水湾")
    client = login(RoleCode.MANAGER, path=other.community.path)
    for method, name, args, _role, _status in addresses(version):
        if args:
            answer = client.generic(method, reverse(f"plans:{name}", args=args))
            assert answer.status_code == 404, name
    assert (
        b"\xe6\x9c\x8d\xe5\x8a\xa1\xe6\x96\xb9\xe6\xa1\x88</a>"
        not in client.get(reverse("plans:list")).content
    )
    assert client.get(reverse("plans:promises")).status_code == 200


def test_a_document_is_uploaded_and_leads_to_the_desk(manager, place):
    file = SimpleUploadedFile("plan.txt", factories.TEXT.encode())
    answer = manager.post(reverse("plans:upload"), {"community": place.community.id, "file": file})
    made = PlanVersion.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("plans:desk", args=[made.pk]))
    page = manager.get(answer["Location"]).content.decode()
    assert "楼道每日清扫2次" in page
    assert page.count("data-marks=") >= 5


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_document_says_why_at_the_field_and_keeps_what_was_typed(
    manager, place, name, data, code, monkeypatch
):
    monkeypatch.setattr("anju.modules.plans.services.documents.can_recognise", lambda: False)
    sent = {"community": place.community.id, "title": "我的方案", "file": SimpleUploadedFile(name, data)}
    answer = manager.post(reverse("plans:upload"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_file_error"' in page
    assert "代码" not in page[page.index("form-errors") : page.index("</form>")]
    assert 'value="我的方案"' in page
    assert Plan.objects.count() == 0


def test_a_plan_is_made_from_a_template(manager, place):
    answer = manager.post(
        reverse("plans:new"), {"community": place.community.id, "template": "public-rental"}
    )
    assert answer.status_code == 303
    assert PlanVersion.objects.get().template == "public-rental"


def test_the_desk_judges_in_place_with_a_script_and_by_pages_without(manager, version):
    row = first(version)
    answer = manager.post(reverse("plans:promise_accept", args=[row.pk]), **HTMX)
    assert f'id="p{row.pk}"' in answer.content.decode()
    assert "hx-swap-oob" in answer.content.decode()
    assert "已采纳" in answer.content.decode()
    answer = manager.post(reverse("plans:promise_reopen", args=[row.pk]))
    assert answer["Location"] == f"{reverse('plans:desk', args=[version])}?promise={row.pk}#p{row.pk}"
    answer = manager.post(reverse("plans:promise_reject", args=[row.pk]), {"reason": ""}, **HTMX)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    answer = manager.post(reverse("plans:promise_reject", args=[row.pk]), {"reason": "背景"}, **HTMX)
    row.refresh_from_db()
    assert (answer.status_code, row.review, row.review_note) == (200, ReviewState.REJECTED, "背景")


def test_a_correction_keeps_what_was_typed_when_it_is_refused(manager, version):
    row = first(version)
    address = reverse("plans:promise_correct", args=[row.pk])
    answer = manager.post(address, facts(unit=""), **HTMX)
    assert answer.status_code == 422
    assert 'value="设备房"' in answer.content.decode()
    answer = manager.post(address, facts())
    row.refresh_from_db()
    assert (answer.status_code, row.review, row.every) == (302, ReviewState.CORRECTED, 1)


def test_a_promise_is_added_by_marking_or_by_copying_its_words(manager, version):
    text = PlanVersion.objects.get(pk=version).text
    start = text.index("设备房定期检查")
    address = reverse("plans:add", args=[version])
    page = manager.get(f"{address}?start={start}&end={start + 7}").content.decode()
    assert "设备房定期检查" in page
    answer = manager.post(address, facts(quote="设备房定期检查", start=start, end=start + 7))
    assert answer.status_code == 302
    answer = manager.post(address, facts(quote="不存在的话"))
    assert answer.status_code == 422
    assert "id_quote_error" in answer.content.decode()
    assert Promise.objects.filter(review=ReviewState.ADDED).count() == 1


def test_a_long_list_and_a_long_text_come_in_parts(manager, boss, place):
    text = "方案\n" + "".join(
        f"{n}．第{n}号楼道每日清扫{n % 5 + 1}次，保持整洁明亮，业主满意，环境优美宜人。\n"
        for n in range(1, 301)
    )
    version = factories.upload(boss, place, text)
    address = reverse("plans:desk", args=[version])
    page = manager.get(address).content.decode()
    assert page.count('data-row="p') == 40
    more = re.search(r'href="(\?after=[^"]+)"', page)[1].replace("&amp;", "&")
    part = manager.get(f"{address}{more}&part=rows", **HTMX).content.decode()
    assert part.count('data-row="p') == 40
    assert "<html" not in part
    last = Promise.objects.filter(version_id=version).order_by("start").last()
    assert not is_marked(page, last)
    assert is_marked(manager.get(f"{address}?promise={last.pk}").content.decode(), last)


def test_the_page_that_waits_for_the_reader_leads_on_when_it_is_done(manager, boss, place, monkeypatch):
    monkeypatch.setattr(documents, "READ_AT_ONCE", 10)
    version = factories.upload(boss, place)
    assert "正在识别文本" in manager.get(reverse("plans:desk", args=[version])).content.decode()
    waiting = manager.get(reverse("plans:reading", args=[version]), **HTMX)
    assert "HX-Redirect" not in waiting
    documents.version_read(actor=boss, version_id=version, at=AT)
    done = manager.get(reverse("plans:reading", args=[version]), **HTMX)
    assert done["HX-Redirect"] == reverse("plans:desk", args=[version])


def test_from_the_desk_to_running_rounds_by_pages_alone(manager, version, place):
    manager.post(reverse("plans:accept_all", args=[version]), {"confidence": "0"})
    passage = UnreadPassage.objects.get()
    manager.post(reverse("plans:passage_promise", args=[passage.pk]), facts())
    refused = manager.post(reverse("plans:approve", args=[version]), {"note": ""})
    assert refused.status_code == 422
    assert manager.post(reverse("plans:approve", args=[version]), {"note": "同意"}).status_code == 303
    preview = manager.get(reverse("plans:preview", args=[version])).content.decode()
    assert "无人执行" in preview
    today = manager.get(reverse("plans:enforce", args=[version])).content.decode()
    day = re.search(r'name="on" value="([\d-]+)"', today)[1]
    refused = manager.post(reverse("plans:enforce", args=[version]), {"on": day})
    assert (refused.status_code, "006" in refused.content.decode()) == (409, True)
    manager.post(reverse("plans:assign", args=[version]), {"assignee": f"team:{place.team_id}"})
    assert manager.post(reverse("plans:enforce", args=[version]), {"on": day}).status_code == 303
    register = manager.get(reverse("plans:promises")).content.decode()
    assert register.count("执行中</span>") == 4
    row = Promise.objects.get(activity="清扫")
    detail = manager.get(reverse("plans:promise", args=[row.pk])).content.decode()
    assert "每日 2 次" in detail
    sheet = manager.get(reverse("plans:promises") + "?export=xlsx")
    assert sheet["Content-Type"].endswith("spreadsheetml.sheet")
    waiting = manager.get(reverse("plans:promises") + "?engine=rosters").content.decode()
    assert "排班" in waiting


def test_a_round_is_set_up_by_hand_and_put_back(manager, boss, place, version):
    manager.post(reverse("plans:accept_all", args=[version]), {"confidence": "0"})
    row = first(version)
    address = reverse("plans:set_up", args=[row.pk])
    sent = {
        "hours": "07:00-09:00、16:00-18:00", "place_ids": [place.entrances[0]], "mode": "each", "minutes": 20,
        "assignee": f"team:{place.guards_id}", "qr": "on", "photos": 1, "people": 1, "time": "on",
        "instructions": "先扫后拖", "held": "",
    }  # fmt: skip
    assert manager.post(address, sent).status_code == 303
    row.refresh_from_db()
    assert row.setup["place_ids"] == [place.entrances[0]]
    assert row.setup["recurrence"]["windows"] == [["07:00", "09:00"], ["16:00", "18:00"]]
    assert (row.setup["team_id"], row.setup["evidence"]["photos"]) == (place.guards_id, 1)
    page = manager.get(address).content.decode()
    assert "07:00-09:00、16:00-18:00" in page
    wrong = manager.post(address, {**sent, "hours": "早上", "minutes": 0})
    assert wrong.status_code == 422
    assert "id_hours_error" in wrong.content.decode()
    assert "id_minutes_error" in wrong.content.decode()
    manager.post(reverse("plans:set_up_reset", args=[row.pk]))
    row.refresh_from_db()
    assert row.setup == {}


def test_two_versions_stand_side_by_side(manager, boss, place, version):
    manager.post(reverse("plans:accept_all", args=[version]), {"confidence": "0"})
    text = factories.TEXT.replace("每日清扫2次", "每日清扫1次").replace("2．门岗24小时值守。\n", "")
    newer = factories.upload(boss, place, text)
    manager.post(reverse("plans:accept_all", args=[newer]), {"confidence": "0"})
    page = manager.get(reverse("plans:diff", args=[newer])).content.decode()
    assert "放宽 1" in page
    assert "取消 1" in page
    assert "不变 3" in page


def test_the_words_of_a_document_are_never_markup(manager, boss, place):
    version = factories.upload(boss, place, "方案\n1．<script>alert(1)</script>楼道每日清扫2次。\n")
    page = manager.get(reverse("plans:desk", args=[version])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_plan_of_440_pages_opens_one_page_at_a_time(manager, boss, place, django_assert_max_num_queries):
    # Eleven of these queries are the session, the member and his scope, two ask for the count of findings; none grows
    # with the plan.
    line = "{n}．第{n}区楼道每日清扫{k}次，保持地面干净、墙面无污渍，各类设施摆放整齐，业主出行便利，环境优美宜人。\n"
    text = "服务方案\n" + "".join(line.format(n=n, k=n % 5 + 1) for n in range(1, 7_501))
    version = factories.upload(boss, place, text)
    assert PlanVersion.objects.get(pk=version).read_at is None
    documents.version_read(actor=boss, version_id=version, at=AT)
    assert Promise.objects.filter(version_id=version).count() == 7_500
    last = Promise.objects.filter(version_id=version).order_by("start").last()
    with django_assert_max_num_queries(36):
        answer = manager.get(reverse("plans:desk", args=[version]) + f"?promise={last.pk}")
    assert is_marked(answer.content.decode(), last)
    assert len(answer.content) < 300_000
