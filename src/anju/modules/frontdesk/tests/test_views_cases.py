"""The list of cases, the board and the day plan: what they show, what they cost, what they refuse."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from anju.engines.cases import facade as cases
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk import facade
from anju.modules.frontdesk.queries import case_board, place_search
from anju.modules.frontdesk.tests import factories as made


@pytest.fixture
def home(org):
    return made.home()


@pytest.fixture
def now():
    return timezone.now()


def opened(boss, home, at, kind="repair", **given):
    return facade.report(actor=boss, draft=made.draft(home, kind, **given), at=at).case_id


def view(boss, case_id):
    return cases.case_view(actor=boss, case_id=case_id, at=timezone.now())


def sheet(answer):
    rows = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return [row[0] for row in rows.iter_rows(min_row=2, values_only=True)]


@pytest.fixture
def many(boss, home, now):
    """60 repairs of three homes and places, most given to somebody, some waiting with a reason."""
    ids = []
    for n in range(60):
        case = opened(boss, home, now - timedelta(hours=n), place_id=home.homes[n % 2], title=f"水管滴水{n}")
        if n % 3:
            cases.case_assign(actor=boss, case_id=case, staff_id=home.engineers[n % 3], at=now)
        if n % 7 == 0:
            cases.clocks_pause(actor=boss, case_id=case, reason="等待配件", at=now)
        ids.append(case)
    return ids


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 60), ({"kind": "repair"}, 60), ({"kind": "complaint"}, 0), ({"standing": "closed"}, 0), ({"q": "水管滴水7"}, 1),
        ({"q": "R20"}, 60), ({"state": "new"}, 20), ({"severity": "2"}, 60), ({"severity": "4"}, 0), ({"due": "paused"}, 9),
        ({"q": "13800001234"}, 60), ({"q": "13911112222"}, 0), ({"kind": "nonsense", "due": "x", "after": "!"}, 60),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_what_is_asked(many, login, asked, count):
    answer = login(RoleCode.MANAGER).get(reverse("frontdesk:cases"), {**asked, "export": "xlsx"})
    assert answer.status_code == 200
    assert len(sheet(answer)) == count


def test_the_list_is_narrowed_to_a_person_and_a_place(many, home, login):
    client = login(RoleCode.MANAGER)
    by_person = client.get(reverse("frontdesk:cases"), {"person": home.engineers[1], "export": "xlsx"})
    by_place = client.get(reverse("frontdesk:cases"), {"place": home.community, "export": "xlsx"})
    assert (len(sheet(by_person)), len(sheet(by_place))) == (20, 60)


def test_a_page_of_fifty_costs_few_queries_and_none_per_row(many, login, django_assert_max_num_queries):
    client = login(RoleCode.SUPERVISOR)
    client.get(reverse("frontdesk:cases"))
    with django_assert_max_num_queries(25):
        page = client.get(reverse("frontdesk:cases"))
    assert page.content.decode().count("data-href=") == 50
    with django_assert_max_num_queries(17):
        client.get(reverse("frontdesk:cases"), headers={"HX-Request": "true"})


def test_a_limit_is_said_in_words_and_a_pause_with_its_reason(many, login):
    page = login(RoleCode.MANAGER).get(reverse("frontdesk:cases"), {"due": "paused"}).content.decode()
    assert page.count("暂停：等待配件") >= 9


def test_the_empty_list_says_what_to_do(home, login):
    page = login(RoleCode.FRONTDESK).get(reverse("frontdesk:cases")).content.decode()
    assert "没有未结的事项" in page and reverse("frontdesk:case_new") in page


def test_comma_separated_rows_run_no_formula_and_are_logged(boss, home, now, login):
    opened(boss, home, now, title="=HYPERLINK(1)")
    answer = login(RoleCode.MANAGER).get(reverse("frontdesk:cases"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and text.count("\n") == 2
    assert AuditEntry.objects.filter(action="frontdesk.cases.exported").count() == 1


def test_many_are_given_to_one_person_at_once(many, home, boss, login):
    client = login(RoleCode.SUPERVISOR)
    asked = client.post(reverse("frontdesk:cases_assign"), {"ids": many[:3], "action": "assign"})
    assert "在手" in asked.content.decode()
    answer = client.post(
        reverse("frontdesk:cases_assign"), {"ids": many[:3], "confirmed": "1", "staff_id": home.engineers[2], "reason": ""}
    )  # fmt: skip
    assert answer.status_code == 302
    assert {view(boss, one).row.assignee_id for one in many[:3]} == {home.engineers[2]}


def test_giving_many_out_is_refused_whole(many, home, boss, login):
    cases.case_bar(
        actor=boss, case_id=many[1], staff_ids=(home.engineers[2],), reason="亲属", at=timezone.now()
    )
    before = [view(boss, one).row.assignee_id for one in many[:3]]
    answer = login(RoleCode.SUPERVISOR).post(
        reverse("frontdesk:cases_assign"), {"ids": many[:3], "confirmed": "1", "staff_id": home.engineers[2], "reason": ""}
    )  # fmt: skip
    assert answer.status_code == 422 and "回避" in answer.content.decode()
    assert [view(boss, one).row.assignee_id for one in many[:3]] == before
    assert (
        login(RoleCode.WORKER, username="w")
        .post(reverse("frontdesk:cases_assign"), {"ids": many[:3]})
        .status_code
        == 403
    )


def test_a_case_is_taken_down_and_leads_to_its_page(home, login, boss):
    given = {"kind": "repair", "title": "楼道灯不亮", "words": "", "severity": "2", "community_id": home.community, "place": "", "channel": "phone", "name": "", "phone": ""}  # fmt: skip
    answer = login(RoleCode.FRONTDESK).post(reverse("frontdesk:case_new"), given)
    assert answer.status_code == 303
    number = int(answer["Location"].rstrip("/").rsplit("/", 1)[-1])
    assert view(boss, number).row.title == "楼道灯不亮"
    blank = login(RoleCode.FRONTDESK, username="f2").post(
        reverse("frontdesk:case_new"), {**given, "title": ""}
    )
    assert blank.status_code == 422


def test_a_complaint_is_taken_down_with_its_class_and_whom_it_is_about_and_once(home, login, boss):
    client = login(RoleCode.FRONTDESK)
    page = client.get(
        reverse("frontdesk:case_new"), {"kind": "complaint", "title": "态度差"}
    ).content.decode()
    assert 'name="fields.class"' in page and "态度差" in page and "维修班0" in page
    given = {
        "kind": "complaint", "title": "师傅态度差", "words": "", "severity": "2", "community_id": home.community,
        "place": "", "channel": "box", "name": "陈女士", "phone": made.PHONE, "key": "k1",
        "fields.class": "attitude", "fields.about_staff": home.engineers[0], "fields.anonymous": "on",
    }  # fmt: skip
    first, again = (client.post(reverse("frontdesk:case_new"), given)["Location"] for _ in range(2))
    assert first == again
    found = view(boss, int(first.rstrip("/").rsplit("/", 1)[-1]))
    assert (found.fields["class"], found.fields["about_staff"]) == ("attitude", home.engineers[0])
    assert found.anonymous and cases.barred(found.row.id)[0] == {home.engineers[0]}
    left = client.post(reverse("frontdesk:case_new"), {**given, "kind": "legacy", "key": "k2"})
    assert left.status_code == 422 and 'name="fields.defect"' in left.content.decode()


def test_whom_and_which_home_a_complaint_is_about_are_chosen_by_name(home, login, boss, now):
    facts = {"class": "neighbour", "about_place": home.homes[1]}
    case = opened(boss, home, now, kind="complaint", fields=facts)
    client = login(RoleCode.SUPERVISOR)
    address = reverse("frontdesk:case_deed", args=[case, "edit"])
    assert "维修班0" in client.get(address).content.decode()
    row = view(boss, case).row
    given = {
        "title": row.title, "words": "", "severity": "2", "kind": "complaint", "place": "", "reason": "核实",
        "fields.class": "neighbour", "fields.about_staff": home.engineers[1], "fields.about_place": place_search.shown(home.homes[1]),
    }  # fmt: skip
    assert client.post(address, given).status_code == 303
    fields = view(boss, case).fields
    assert (fields["about_staff"], fields["about_place"]) == (home.engineers[1], home.homes[1])
    assert cases.barred(case)[0] == {home.engineers[1]}


@pytest.mark.parametrize("by", ["state", "person", "nonsense"])
def test_the_board_costs_few_queries(many, login, by, django_assert_max_num_queries):
    client = login(RoleCode.SUPERVISOR)
    client.get(reverse("frontdesk:board"), {"by": by})
    with django_assert_max_num_queries(25):
        page = client.get(reverse("frontdesk:board"), {"by": by}).content.decode()
    assert "kb-card" in page


def test_a_column_shows_the_first_and_more_on_request(boss, home, now, login):
    for n in range(25):
        opened(boss, home, now - timedelta(minutes=n), title=f"第{n}件")
    client = login(RoleCode.SUPERVISOR)
    page = client.get(reverse("frontdesk:board")).content.decode()
    assert page.count('class="kb-card') == 20 and "还有 5 件" in page
    rest = client.get(
        reverse("frontdesk:board_more"), {"key": "new", "after": 20, "total": 25}
    ).content.decode()
    assert rest.count('class="kb-card') == 5 and "data-more" not in rest
    assert client.get(reverse("frontdesk:board_more"), {"by": "person", "key": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("by", "columns", "depth"), [("state", 6, 20), ("person", 3, 12), ("person", 60, 5), ("person", 900, 2)]
)
def test_a_board_of_many_columns_begins_with_fewer_cards_in_each(by, columns, depth):
    assert case_board.depth_of(by, columns) == depth


def test_what_a_full_column_leaves_out_comes_on_request(boss, home, now, login, monkeypatch):
    for n in range(7):
        cases.case_assign(
            actor=boss, case_id=opened(boss, home, now, title=f"第{n}件"), staff_id=home.engineers[0], at=now
        )
    monkeypatch.setattr(case_board, "CARDS", 5)
    client = login(RoleCode.SUPERVISOR)
    page = client.get(reverse("frontdesk:board"), {"by": "person"}).content.decode()
    assert page.count('class="kb-card') == 5 and "after=5" in page
    asked = {"by": "person", "key": home.engineers[0], "after": 5, "total": 7}
    rest = client.get(reverse("frontdesk:board_more"), asked).content.decode()
    assert rest.count('class="kb-card') == 2 and "data-more" not in rest


def moved(client, case_id, to, **given):
    return client.post(reverse("frontdesk:board_move"), {"case": case_id, "to": to, "by": "state", **given})


def test_a_card_moves_where_a_transition_leads(boss, home, now, login):
    case = opened(boss, home, now)
    client = login(RoleCode.SUPERVISOR)
    assert "/do/assign/" in moved(client, case, "assigned").json()["sheet"]
    given = moved(client, case, home.engineers[0], by="person").json()
    assert given["key"] == str(home.engineers[0]) and "kb-card" in given["card"]
    assert moved(client, case, "working").json()["key"] == "working"
    refused = moved(client, case, "done")
    assert refused.status_code == 409 and "修后照片" in refused.json()["message"]
    assert "/do/pause/" in moved(client, case, "waiting").json()["sheet"]
    assert view(boss, case).row.state == "working"


def test_a_card_that_changed_meanwhile_stays(boss, home, now, login):
    case = opened(boss, home, now)
    cases.case_assign(actor=boss, case_id=case, staff_id=home.engineers[0], at=now)
    answer = moved(login(RoleCode.SUPERVISOR), case, "working", expected="new")
    assert answer.status_code == 409 and "刷新" in answer.json()["message"]
    assert view(boss, case).row.state == "assigned"


def test_of_two_who_give_a_card_to_different_people_the_second_is_told(boss, home, now, login):
    case = opened(boss, home, now)
    client = login(RoleCode.SUPERVISOR)
    first, second, third = home.engineers
    assert moved(client, case, first, by="person", expected="new", holder="none").status_code == 200
    page = client.get(reverse("frontdesk:board"), {"by": "person"}).content.decode()
    assert f'data-holder="{first}"' in page
    seen = {"by": "person", "expected": "assigned", "holder": str(first)}
    assert moved(client, case, second, **seen).status_code == 200
    late = moved(client, case, third, **seen)
    assert late.status_code == 409 and "刷新" in late.json()["message"]
    assert view(boss, case).row.assignee_id == second


def test_the_keyboards_list_proposes_people_with_reasons(boss, home, now, login):
    case = opened(boss, home, now, fields={"trade": "water"})
    page = login(RoleCode.SUPERVISOR).get(reverse("frontdesk:case_ways", args=[case])).content.decode()
    assert "专长相符 +40" in page and 'data-to-state="assigned"' in page
    worker = (
        login(RoleCode.WORKER, username="w").get(reverse("frontdesk:case_ways", args=[case])).content.decode()
    )
    assert "data-to-person" not in worker


def test_the_day_shows_appointments_on_a_persons_line(boss, home, now, login, django_assert_max_num_queries):
    day = timezone.localtime(now).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    for n, engineer in enumerate(home.engineers):
        case = opened(boss, home, now, title=f"上门{n}")
        cases.appointment_agree(
            actor=boss,
            case_id=case,
            staff_id=engineer,
            begins_at=day,
            ends_at=day + timedelta(hours=1),
            at=now,
        )
    waiting = opened(boss, home, now, title="没有约的")
    client = login(RoleCode.SUPERVISOR)
    address = reverse("frontdesk:days")
    client.get(address)
    with django_assert_max_num_queries(25):
        page = client.get(address, {"day": day.date().isoformat()}).content.decode()
    assert page.count('class="dp-bar') == 3 and "col-start-7 col-span-2" in page
    assert "没有约的" in page and f"/cases/{waiting}/do/agree/" in page
    assert client.get(address, {"day": "x"}).status_code == 422
    assert client.get(address).content.decode().count('class="dp-bar') == 0


def test_one_engineers_day_is_printed(boss, home, now, login):
    from pypdf import PdfReader

    day = timezone.localtime(now).replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=1)
    case = opened(boss, home, now, title="更换角阀")
    cases.appointment_agree(
        actor=boss,
        case_id=case,
        staff_id=home.engineers[0],
        begins_at=day,
        ends_at=day + timedelta(hours=2),
        at=now,
    )
    client = login(RoleCode.SUPERVISOR)
    answer = client.get(
        reverse("frontdesk:day_pdf", args=[home.engineers[0]]), {"day": day.date().isoformat()}
    )
    text = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages[0].extract_text()
    assert "更换角阀" in text and "14:00" in text
    assert client.get(reverse("frontdesk:day_pdf", args=[999_999])).status_code == 404


def test_who_sees_one_community_sees_nothing_of_another(boss, home, now, login, org):
    other = made.home("别处")
    strange = facade.report(actor=boss, draft=replace(made.draft(other), title="别人的事"), at=now).case_id
    client = login(RoleCode.SUPERVISOR, path=f"/{home.community}/")
    for address in ("frontdesk:cases", "frontdesk:board", "frontdesk:days"):
        assert "别人的事" not in client.get(reverse(address)).content.decode()
    assert client.get(reverse("frontdesk:case", args=[strange])).status_code == 404
    assert moved(client, strange, "working").status_code == 404


def test_a_state_that_one_kind_alone_knows_has_its_lane_where_that_kind_is_looked_at(boss, home, now, login):
    case_id = opened(boss, home, now, "legacy")
    browser = login(RoleCode.MANAGER)

    def lanes(query=""):
        return re.findall(
            r'data-lane="(\w+)"', browser.get(reverse("frontdesk:board") + query).content.decode()
        )

    assert "planned" not in lanes() and "planned" not in lanes("?kind=repair")
    assert "planned" in lanes("?kind=legacy")
    plan = {
        "plan": "逐户施工",
        "contacts": "周工",
        "responsible": "周工",
        "appraisal": "逾期扣款",
        "due_on": "2026-05-30",
    }
    made.move(boss, case_id, "submit", now, fields=plan)
    assert "planned" in lanes() and "planned" not in lanes("?kind=repair")
