"""The page of one case, and every deed as a form."""

from __future__ import annotations

import base64
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from anju.engines.cases import facade as cases
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.queries import case_deeds
from anju.modules.frontdesk.services import solutions
from anju.modules.frontdesk.tests import factories as made
from anju.modules.frontdesk.views.deeds.page import DOINGS
from anju.modules.people import facade as people


@pytest.fixture
def home(org):
    return made.home()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def case(boss, home, now):
    return facade.report(actor=boss, draft=made.draft(home, fields={"trade": "water"}), at=now).case_id


@pytest.fixture
def client(login):
    return login(RoleCode.SUPERVISOR)


def view(boss, case_id):
    return cases.case_view(actor=boss, case_id=case_id, at=timezone.now())


def do(client, case_id, code, **given):
    return client.post(reverse("frontdesk:case_deed", args=[case_id, code]), given)


def step(client, case_id, code, **given):
    return client.post(reverse("frontdesk:case_move", args=[case_id, code]), {"reason": "", **given})


def upload(name="a.jpg"):
    return SimpleUploadedFile(name, made.picture(), "image/jpeg")


def test_every_deed_of_the_page_has_its_form():
    assert {one.code for one in case_deeds.DEEDS} == set(DOINGS)


def test_the_page_shows_promise_place_and_what_is_done_next(
    client, case, home, django_assert_max_num_queries
):
    client.get(reverse("frontdesk:case", args=[case]))
    with django_assert_max_num_queries(36):
        page = client.get(reverse("frontdesk:case", args=[case])).content.decode()
    assert "R20" in page and "厨房水管滴水" in page and "待派单" in page
    assert f'href="/desk/cases/{case}/do/assign/" data-deed data-first' in page
    assert "13800001234" not in page and "陈女士" not in page


def test_reading_the_contact_is_logged_and_needs_the_right(client, case, login):
    answer = client.post(reverse("frontdesk:case_contact", args=[case])).content.decode()
    assert "陈女士" in answer and "13800001234" in answer
    assert AuditEntry.objects.filter(action="cases.case.contact_read").count() == 1
    other = login(RoleCode.LEADER, username="leader")
    assert other.post(reverse("frontdesk:case_contact", args=[case])).status_code == 403
    assert client.get(reverse("frontdesk:case_contact", args=[case])).status_code == 404


def test_a_repair_goes_from_the_report_to_its_end(client, case, home, boss, login):
    engineer = home.engineers[0]
    assert do(client, case, "assign", proposal=engineer, staff_id="", reason="").status_code == 303
    assert do(client, case, "accept", staff_id=engineer).status_code == 303
    assert do(client, case, "arrive", staff_id=engineer).status_code == 303
    assert view(boss, case).row.state == "working"
    early = step(client, case, "finish")
    assert early.status_code == 422 and "还缺：修后照片" in early.content.decode()
    assert (
        do(
            client, case, "photo", role="after", side="reporter", files=[upload(), upload("b.jpg")]
        ).status_code
        == 303
    )
    assert (
        do(
            client,
            case,
            "item",
            sort="material",
            name="角阀",
            quantity="2",
            unit="个",
            price="35",
            charged="on",
        ).status_code
        == 303
    )
    assert view(boss, case).items[0].amount == 7000
    assert "报事人同意报价" in step(client, case, "finish").content.decode()
    assert do(client, case, "price", amount="").status_code == 303
    assert view(boss, case).row.state == "waiting"
    assert (
        do(client, case, "price_answer", agreed="1", by_name="陈女士", how="phone", words="").status_code
        == 303
    )
    assert step(client, case, "finish").status_code == 303
    refused = step(client, case, "close")
    assert refused.status_code == 409 and "要由业主签字、确认、评价或回访" in refused.content.decode()
    assert do(client, case, "rate", stars="5", words="很快").status_code == 303
    found = view(boss, case)
    assert (found.rating, len(found.photos)) == (5, 2)


def test_a_return_visit_closes_and_nobody_visits_his_own_work(client, case, home, boss, login, org):
    engineer = home.engineers[0]
    for code, given in (("assign", {"staff_id": engineer, "reason": ""}), ("arrive", {"staff_id": engineer}), ("photo", {"role": "after", "side": "reporter", "files": [upload()]})):  # fmt: skip
        assert do(client, case, code, **given).status_code == 303
    step(client, case, "finish")
    own = do(client, case, "return", outcome="satisfied", words="")
    assert own.status_code == 409 and "不能回访自己" in own.content.decode()
    desk = login(RoleCode.FRONTDESK, username="desk")
    assert do(desk, case, "return", outcome="dissatisfied", words="").status_code == 422
    assert do(desk, case, "return", outcome="satisfied", words="好").status_code == 303
    assert any(one.code == "returned" for one in cases.history(actor=boss, case_id=case))


def test_a_dissatisfied_visit_sends_it_back_to_work(client, case, home, boss, login):
    engineer = home.engineers[0]
    do(client, case, "assign", staff_id=engineer, reason="")
    do(client, case, "arrive", staff_id=engineer)
    do(client, case, "photo", role="after", side="reporter", files=[upload()])
    step(client, case, "finish")
    desk = login(RoleCode.FRONTDESK, username="desk")
    assert do(desk, case, "return", outcome="dissatisfied", words="还在滴").status_code == 303
    assert view(boss, case).row.state == "working"


def test_the_work_is_given_refused_handed_over_and_shared(client, case, home, boss):
    _first, second, third = home.engineers
    assert do(client, case, "auto").status_code == 303
    lead = view(boss, case).row.assignee_id
    assert lead in home.engineers
    assert do(client, case, "refuse", staff_id=lead, reason="").status_code == 422
    assert do(client, case, "refuse", staff_id=lead, reason="请假").status_code == 303
    assert do(client, case, "offer", team_id=home.engineer_team).status_code == 303
    assert do(client, case, "take", staff_id=second).status_code == 303
    assert do(client, case, "helper_add", staff_id=third).status_code == 303
    assert do(client, case, "helper_remove", staff_id=third).status_code == 303
    nowhere = do(client, case, "hand_over", department_id="", team_id="", staff_id="", reason="转给秩序部")
    assert nowhere.status_code == 422
    owner = view(boss, case).row.owner_id
    assert do(client, case, "hand_over", department_id="", team_id=home.guard_team, staff_id=home.guards[0], reason="转给秩序部").status_code == 303  # fmt: skip
    row = view(boss, case).row
    assert (row.assignee_id, row.team_id, row.owner_id) == (home.guards[0], home.guard_team, owner)
    assert do(client, case, "own", staff_id=home.desk[0], reason="原责任人调离").status_code == 303
    assert view(boss, case).row.owner_id == home.desk[0]


def test_an_appointment_is_agreed_and_called_off_and_keeps_others_away(client, case, home, boss, now):
    begins = timezone.localtime(now + timedelta(days=1)).strftime("%Y-%m-%dT10:00")
    given = {"staff_id": home.engineers[0], "begins_at": begins, "minutes": "60", "words": "业主上午在家"}
    assert do(client, case, "agree", **given).status_code == 303
    (visit,) = view(boss, case).visits
    assert visit.state == "agreed" and (visit.ends_at - visit.begins_at) == timedelta(hours=1)
    other = facade.report(actor=boss, draft=made.draft(home), at=now).case_id
    busy = do(client, other, "agree", **given)
    assert busy.status_code == 409 and "已有预约" in busy.content.decode()
    past = do(client, case, "agree", **{**given, "begins_at": "2020-01-01T10:00"})
    assert past.status_code == 422
    assert do(client, case, "call_off", visit_id=visit.id, reason="业主改期").status_code == 303


def test_the_appointments_form_begins_with_the_person_and_hour_of_the_address(client, case, home):
    address = reverse("frontdesk:case_deed", args=[case, "agree"])
    page = client.get(address, {"staff": home.engineers[1], "begins": "2030-05-06T14:30"}).content.decode()
    assert 'value="2030-05-06T14:30"' in page and f'value="{home.engineers[1]}" selected' in page


def test_waiting_stops_the_clocks_and_says_why(client, case, home, boss):
    do(client, case, "assign", staff_id=home.engineers[0], reason="")
    assert do(client, case, "pause", choice="other", more="").status_code == 422
    assert do(client, case, "pause", choice="parts", more="密封圈").status_code == 303
    found = view(boss, case)
    assert found.row.state == "waiting"
    page = client.get(reverse("frontdesk:case", args=[case])).content.decode()
    assert "等待配件：密封圈" in page
    assert do(client, case, "resume").status_code == 303
    assert view(boss, case).row.state == "working"


def test_a_signature_is_drawn_or_uploaded(client, case, boss):
    assert do(client, case, "sign", drawn="").status_code == 422
    out = io.BytesIO()
    from PIL import Image

    Image.new("RGB", (20, 8), "white").save(out, "PNG")
    drawn = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    assert do(client, case, "sign", drawn=drawn).status_code == 303
    assert do(client, case, "sign", drawn="data:image/png;base64,@@").status_code == 422
    assert do(client, case, "sign", drawn="", file=upload("s.jpg")).status_code == 303
    assert [one.role for one in view(boss, case).photos] == ["signature", "signature"]


def test_a_bad_picture_leaves_no_other_behind(client, case, boss):
    bad = SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")
    answer = do(client, case, "photo", role="before", side="reporter", files=[upload(), bad])
    assert answer.status_code == 422
    assert view(boss, case).photos == ()


def test_words_are_for_the_house_or_for_the_reporter_too(client, case, boss):
    do(client, case, "note", words="业主很着急", side="internal")
    do(client, case, "note", words="师傅十点到", side="reporter")
    address = reverse("frontdesk:case", args=[case])
    assert "业主很着急" in client.get(address).content.decode()
    shown = client.get(address, {"side": "reporter"}).content.decode()
    assert "业主很着急" not in shown and "师傅十点到" in shown


def test_what_was_taken_down_is_corrected_with_a_reason(client, case, home, boss):
    given = {"title": "厨房水管爆裂", "words": "喷水", "severity": "4", "kind": "repair", "place": "", "fields.trade": "water", "fields.emergency": "flood"}  # fmt: skip
    assert do(client, case, "edit", **given, reason="").status_code == 422
    # What the field began with is the place the case has; an empty one is the whole community.
    page = client.get(reverse("frontdesk:case_deed", args=[case, "edit"])).content.decode()
    given["place"] = re.search(r'name="place" value="([^"]*)"', page)[1]
    assert do(client, case, "edit", **given, reason="电话补充").status_code == 303
    found = view(boss, case)
    assert (found.row.title, found.row.severity, found.row.place_id) == ("厨房水管爆裂", 4, home.homes[0])
    assert found.fields["emergency"] == "flood"
    assert do(client, case, "reporter", name="李先生", phone="13900002222").status_code == 303


def test_calls_of_one_pipe_become_one_case_and_can_be_parted_again(client, case, home, boss, now):
    others = [
        facade.report(actor=boss, draft=made.draft(home, fields={"trade": "water"}), at=now).case_id
        for _n in range(3)
    ]
    page = client.get(reverse("frontdesk:case", args=[case])).content.decode()
    assert "可能是同一件事" in page
    form = client.get(reverse("frontdesk:case_deed", args=[case, "merge"])).content.decode()
    assert form.count("checked") == 3
    assert (
        do(client, case, "merge", case_ids=others[:2], numbers=view(boss, others[2]).row.number).status_code
        == 303
    )
    assert {view(boss, one).row.merged_into_id for one in others} == {case}
    assert do(client, others[0], "unmerge", reason="不是一处").status_code == 303
    assert view(boss, others[0]).row.state == "new"
    assert do(client, case, "merge", numbers="R2000-999999").status_code in (404, 422)


def test_a_case_is_split_and_linked(client, case, boss, home, now):
    assert (
        do(client, case, "split", kind="complaint", title="上次没修好", words="", severity="2").status_code
        == 303
    )
    linked = view(boss, case).links
    assert [one.relation for one in linked] == ["split_off"]
    other = facade.report(actor=boss, draft=made.draft(home), at=now)
    assert do(client, case, "link", number=other.number, relation="related").status_code == 303
    assert len(view(boss, case).links) == 2


def test_a_case_is_voided_with_a_reason_and_a_closed_one_opened_again(client, case, home, boss):
    assert do(client, case, "void", reason="").status_code == 422
    enquiry = facade.report(actor=boss, draft=made.draft(home, "enquiry"), at=timezone.now()).case_id
    answered = step(client, enquiry, "answer_now", **{"fields.answer": "每月十日前"})
    assert answered.status_code == 303 and view(boss, enquiry).row.state == "closed"
    assert do(client, enquiry, "reopen", reason="又问").status_code == 303
    assert view(boss, enquiry).row.state == "working"
    assert do(client, case, "void", reason="登记错了").status_code == 303
    assert view(boss, case).row.state == "void"
    assert do(client, case, "photo", role="before", side="reporter", files=[upload()]).status_code == 409


def test_a_failed_check_says_why(client, case, home, boss):
    assert do(client, case, "check", passed="0", words="").status_code == 422
    assert do(client, case, "check", passed="1", words="").status_code == 303


@pytest.mark.parametrize("code", sorted(DOINGS))
def test_without_the_right_no_deed_is_done(login, case, boss, code):
    before = view(boss, case)
    reader = login(RoleCode.AUTHORITY, username="office")
    answer = do(reader, case, code, staff_id="1", reason="x", words="x")
    assert answer.status_code in (403, 404)
    after = view(boss, case)
    assert (after.row, after.workers, after.photos) == (before.row, before.workers, before.photos)


def test_a_deed_that_is_none_is_not_found(client, case):
    assert client.get(reverse("frontdesk:case_deed", args=[case, "nonsense"])).status_code == 404
    assert client.get(reverse("frontdesk:case_move", args=[case, "nonsense"])).status_code == 404


@pytest.mark.parametrize("code", sorted(DOINGS))
def test_every_form_opens_in_the_sheet_and_alone(login, case, code):
    client = login(RoleCode.ADMIN, username="root")
    address = reverse("frontdesk:case_deed", args=[case, code])
    assert client.get(address).status_code == 200
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<form" in part and "<html" not in part


def test_a_deed_leads_back_to_where_it_was_begun_but_never_elsewhere(client, case):
    board = reverse("frontdesk:board")
    assert do(client, case, "note", words="一", side="internal", next=board)["Location"] == board
    away = do(client, case, "note", words="二", side="internal", next="//evil.example/")
    assert away["Location"] == reverse("frontdesk:case", args=[case])


def text_of(answer):
    return "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    )


def test_a_repair_order_and_a_quote_are_printed(client, case, home):
    do(client, case, "item", sort="material", name="角阀", quantity="2", unit="个", price="35", charged="on")
    do(client, case, "price", amount="")
    order = text_of(client.get(reverse("frontdesk:case_print", args=[case, "order", "pdf"])))
    quote = text_of(client.get(reverse("frontdesk:case_print", args=[case, "quote", "pdf"])))
    assert "报修单" in order and "厨房水管滴水" in order and "13800001234" not in order
    assert "角阀" in quote and "70.00" in quote
    word = client.get(reverse("frontdesk:case_print", args=[case, "order", "docx"]))
    assert b"".join(word.streaming_content)[:2] == b"PK"


def test_whom_a_complaint_is_about_finds_it_nowhere(login, home, boss, org, now):
    worker = login(RoleCode.SUPERVISOR, username="accused")
    people.login_link(actor=boss, staff_id=home.engineers[0], user_id=worker.user.pk, at=now)
    draft = made.draft(
        home,
        "complaint",
        title="师傅态度不好",
        fields={"class": "attitude", "about_staff": home.engineers[0]},
    )
    number = facade.report(actor=boss, draft=draft, at=now).case_id
    for name in (
        "frontdesk:cases",
        "frontdesk:board",
        "frontdesk:complaints",
        "frontdesk:days",
        "frontdesk:week",
    ):
        assert "师傅态度不好" not in worker.get(reverse(name)).content.decode()
    assert worker.get(reverse("frontdesk:case", args=[number])).status_code == 404
    assert worker.get(reverse("frontdesk:case_print", args=[number, "record", "pdf"])).status_code == 404
    assert do(worker, number, "note", words="x", side="internal").status_code == 404
    other = login(RoleCode.SUPERVISOR, username="other")
    assert "师傅态度不好" in other.get(reverse("frontdesk:complaints")).content.decode()
    proposed = other.get(reverse("frontdesk:case_deed", args=[number, "assign"])).content.decode()
    assert f'value="{home.engineers[0]}"' not in proposed


def test_the_page_names_the_solution_that_was_chosen_and_says_where_none_is(client, case, boss, now, login):
    address, compare = reverse("frontdesk:case", args=[case]), reverse("frontdesk:solutions", args=[case])
    assert compare in client.get(address).content.decode()
    options = [solutions.Option("只换接头"), solutions.Option("整段换管"), solutions.Option("改走明管")]
    first = solutions.solutions_propose(actor=boss, case_id=case, problem="反复漏水", options=options, at=now)
    page = client.get(address).content.decode()
    assert "还没有选定" in page and "共 3 个方案" in page
    solutions.solution_choose(actor=boss, set_id=first, chosen=1, reason="一劳永逸", at=now)
    page = client.get(address).content.decode()
    assert "整段换管" in page and "另有 2 个方案" in page and "还没有选定" not in page
    reader = login(RoleCode.QUALITY, username="reader").get(address).content.decode()
    assert "整段换管" in reader and compare not in reader
