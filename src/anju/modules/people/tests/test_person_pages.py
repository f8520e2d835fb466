"""Pages of persons, homes, files and duplicates: what they show, refuse, write and leave in the log."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.modules.people import facade
from anju.modules.people.contracts import IdKind, Share, TieKind
from anju.modules.people.models import (
    Consent,
    Convention,
    HomeFile,
    HomeTie,
    HouseholdProfile,
    Need,
    Person,
    PersonDocument,
    PersonState,
)
from anju.modules.people.services.merging import persons_merge
from anju.modules.people.tests.factories import AT, estate_home, person, tie

CARD = "11010519491231002X"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


@pytest.fixture
def home(boss):
    return estate_home()


@pytest.fixture
def owner(boss, home):
    made = person(boss, "沈若兰", "13812341234", id_kind=IdKind.IDENTITY_CARD, id_number=CARD)
    tie(boss, made, home)
    return made


@pytest.fixture
def manager(login):
    return login(RoleCode.MANAGER)


def page(client, name, *args, **query):
    response = client.get(reverse(f"people:{name}", args=args), query)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def post(client, page_name, /, *args, **data):
    return client.post(reverse(f"people:{page_name}", args=args), data)


def test_the_list_finds_by_everything_and_shows_numbers_masked(manager, boss, home, owner):
    other = person(boss, "程远", "13900005678")
    for text in ("若兰", "srl", "shenruolan", "13812341234", "1234"):
        body = page(manager, "persons", q=text)
        assert "沈若兰" in body and "程远" not in body, text
    body = page(manager, "persons")
    assert "138****1234" in body and "13812341234" not in body
    assert "程远" in page(manager, "persons", part="none")
    assert reverse("people:person", args=[other]) not in page(manager, "persons", part="owner")
    assert reverse("people:person", args=[owner]) not in page(manager, "persons", q="查无此人")


def test_the_list_costs_the_same_for_many(manager, boss, home, django_assert_max_num_queries):
    for n in range(40):
        tie(boss, person(boss, f"住户{n}", f"1380000{n:04d}"), home, TieKind.FAMILY)
    with django_assert_max_num_queries(30):
        page(manager, "persons")


def test_an_export_is_masked_and_written_down_and_whole_only_by_right(manager, home, owner, login):
    from openpyxl import load_workbook

    def phones(query):
        response = manager.get(reverse("people:persons"), query)
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        return [str(cell.value) for row in book.active.iter_rows(min_row=2) for cell in row]

    assert "138****1234" in phones({"export": "xlsx"})
    assert "13812341234" in phones({"export": "xlsx", "whole": "1"})
    entries = AuditEntry.objects.filter(action="people.person.exported").order_by("id")
    assert [one.after["whole_phones"] for one in entries] == [False, True]


def test_the_frontdesk_may_not_export(login, home, owner):
    desk = login(RoleCode.FRONTDESK)
    response = desk.get(reverse("people:persons"), {"export": "xlsx"})
    assert (
        response.status_code in (200, 403) and response.content[:2] != b"PK"
        if not response.streaming
        else False
    )
    assert not AuditEntry.objects.filter(action="people.person.exported").exists()


@pytest.mark.parametrize("name", ["persons", "file_index", "duplicates"])
def test_who_has_no_right_is_refused(login, name):
    assert login(RoleCode.WORKER).get(reverse(f"people:{name}")).status_code == 403


def test_who_is_bound_elsewhere_finds_nobody(login, boss, home, owner):
    elsewhere = estate_home()
    desk = login(RoleCode.FRONTDESK, path=elsewhere.path)
    for name, key in (
        ("person", owner),
        ("home", home.pk),
        ("person_edit", owner),
        ("owner_change", home.pk),
    ):
        assert desk.get(reverse(f"people:{name}", args=[key])).status_code == 404, name
    assert post(desk, "person_reveal", owner, "phone").status_code == 404
    assert "沈若兰" not in page(desk, "persons")
    assert not AuditEntry.objects.filter(action="people.person.revealed").exists()


def test_a_number_is_shown_on_a_logged_click(manager, home, owner):
    body = page(manager, "person", owner)
    assert "138****1234" in body and "13812341234" not in body and CARD not in body
    response = manager.post(
        reverse("people:person_reveal", args=[owner, "phone"]), headers={"HX-Request": "true"}
    )
    assert "13812341234" in response.content.decode() and response["Cache-Control"] == "no-store"
    response = post(manager, "person_reveal", owner, "id_number")
    assert CARD in response.content.decode()
    assert AuditEntry.objects.filter(action="people.person.revealed").count() == 2


def test_a_person_is_made_and_errors_stand_at_their_field(manager, home):
    values = {
        "kind": "natural",
        "name": "顾家明",
        "phone1": "12",
        "id_kind": "",
        "id_number": "",
        "language": "zh-hans",
    }
    response = post(manager, "person_new", community="", **values)
    assert response.status_code == 422 and "顾家明" in response.content.decode()
    response = post(manager, "person_new", community="", **{**values, "phone1": "13800001111"})
    assert response.status_code == 303 and Person.objects.get().name == "顾家明"


def test_editing_keeps_numbers_that_were_only_seen_masked(manager, home, owner):
    body = page(manager, "person_edit", owner)
    assert CARD not in body and "13812341234" not in body
    response = post(
        manager, "person_edit", owner, kind="natural", name="沈若岚", phone1="138****1234", phone1_label="本人",
        id_kind="identity_card", id_number="110***********002X", language="zh-hans", community="",
    )  # fmt: skip
    changed = Person.objects.get(pk=owner)
    assert response.status_code == 303
    assert (changed.name, changed.id_number, changed.phones.get().number) == ("沈若岚", CARD, "13812341234")


def test_a_tenant_is_registered_with_his_lease_in_one_form(manager, home, owner):
    values = {
        "kind": "natural", "name": "程远", "phone1": "13900005678", "id_kind": "", "id_number": "",
        "starts_on": "2026-01-01", "contract_until": "2026-12-31", "lives_here": "on", "is_contact": "on",
    }  # fmt: skip
    assert post(manager, "tie_new", home.pk, "tenant", **values).status_code == 303
    made = HomeTie.objects.get(kind="tenant")
    assert made.contract_until == date(2026, 12, 31) and made.is_contact and made.person.name == "程远"
    body = page(manager, "home", home.pk)
    assert "程远" in body and "139****5678" in body and "合同至 2026-12-31" in body


def test_what_is_refused_registers_nobody(manager, home, owner):
    values = {"kind": "natural", "name": "程远", "id_kind": "", "id_number": "", "share": "1/2"}
    response = post(manager, "tie_new", home.pk, "owner", **values)
    assert response.status_code == 422 and "超过了整套房屋" in response.content.decode()
    assert not Person.objects.filter(name="程远").exists()


def test_who_is_registered_is_found_and_chosen(manager, boss, home, owner):
    known = person(boss, "程远", "13900005678")
    body = page(manager, "tie_new", home.pk, "family", q="5678")
    assert f"?person={known}" in body
    url = reverse("people:tie_new", args=[home.pk, "family"]) + f"?person={known}"
    assert manager.post(url, {"relation": "spouse"}).status_code == 303
    assert HomeTie.objects.get(kind="family").person_id == known
    assert Person.objects.count() == 2


def test_a_tie_is_changed_ended_and_opened_again(manager, boss, home, owner):
    key = tie(boss, person(boss, "程远"), home, TieKind.TENANT)
    assert post(manager, "tie_edit", home.pk, key, note="转租须同意", lives_here="on").status_code == 303
    assert post(manager, "tie_end", home.pk, key, on="2026-05-01").status_code == 303
    assert HomeTie.objects.get(pk=key).ends_on == date(2026, 5, 1)
    assert "恢复" in page(manager, "home", home.pk)
    assert post(manager, "tie_reopen", home.pk, key).status_code == 302
    row = HomeTie.objects.get(pk=key)
    assert row.ends_on is None and row.note == "转租须同意"


def change(client, home, step="", **more):
    values = {
        "on": "2026-06-01", "acquired": "purchase", "name1": "顾家明", "phone1": "13700001111", "share1": "100%",
        "families_leave": "on", "step": step,
    } | more  # fmt: skip
    return post(client, "owner_change", home.pk, **values)


def test_a_change_of_owner_is_looked_at_then_done_then_taken_back(manager, boss, home, owner):
    leaving = HomeTie.objects.get(person_id=owner).pk
    body = change(manager, home, leaving=leaving).content.decode()
    assert "新登记" in body and "沈若兰" in body and not Person.objects.filter(name="顾家明").exists()
    assert "核对" in change(manager, home, "back", leaving=leaving).content.decode()
    assert change(manager, home, "confirm", leaving=leaving).status_code == 303
    assert [one.person.name for one in facade.home(home.pk, date(2026, 6, 1)).people] == ["顾家明"]
    made = AuditEntry.objects.get(action="people.owner.changed").subject_id
    assert "撤销" in page(manager, "home", home.pk)
    assert post(manager, "owner_change_reverse", home.pk, made).status_code == 302
    assert [one.person.id for one in facade.home(home.pk, date(2026, 6, 1)).people] == [owner]


def test_a_new_owner_who_is_known_is_not_registered_twice(manager, boss, home, owner):
    known = person(boss, "顾家明", "13700001111")
    leaving = HomeTie.objects.get(person_id=owner).pk
    assert "已登记的住户" in change(manager, home, leaving=leaving).content.decode()
    change(manager, home, "confirm", leaving=leaving)
    assert Person.objects.filter(name="顾家明").count() == 1
    assert facade.owners_of([home.pk], date(2026, 6, 1))[home.pk][0].person.id == known


def test_shares_beyond_the_home_are_refused_before_the_preview(manager, boss, home, owner):
    response = change(manager, home, share1="2/3", name2="何晴", share2="1/2")
    assert response.status_code == 422 and "超过了整套房屋" in response.content.decode()
    assert Person.objects.count() == 1


def test_papers_needs_conventions_and_consents_join_the_file(manager, home, owner):
    upload = SimpleUploadedFile("证件.pdf", PDF, "application/pdf")
    assert (
        post(
            manager, "document_new", owner, kind="identity", title="身份证", secrecy="internal", file=upload
        ).status_code
        == 303
    )
    paper = PersonDocument.objects.get()
    assert paper.secrecy == "sensitive"
    response = manager.get(reverse("people:document", args=[paper.pk]))
    assert b"".join(response.streaming_content) == PDF
    assert AuditEntry.objects.filter(action="people.document.opened").count() == 1
    assert (
        post(
            manager, "need_new", owner, text="加装扶手", kind="care", since_on="2026-03-01", place=home.pk
        ).status_code
        == 303
    )
    need = Need.objects.get()
    assert post(manager, "need_done", need.pk, on="2026-04-01", note="已装").status_code == 303
    assert (
        post(
            manager, "convention_new", owner, kind="covenant", version="2024版", signed_on="2024-05-01"
        ).status_code
        == 303
    )
    assert Convention.objects.get().version == "2024版"
    assert (
        post(manager, "person_consent", owner, purpose="notices", how="paper", act="give").status_code == 302
    )
    assert (
        post(manager, "person_consent", owner, purpose="notices", how="phone", act="withdraw").status_code
        == 302
    )
    assert Consent.objects.get().withdrawn_how == "phone"
    body = page(manager, "person", owner)
    for words in ("身份证", "加装扶手", "已装", "2024版"):
        assert words in body
    assert post(manager, "document_remove", owner, paper.pk, reason="放错档案").status_code == 303
    assert not PersonDocument.objects.exists()  # fmt: skip


def test_a_sensitive_paper_needs_the_right_to_reveal(login, boss, home, owner):
    desk = login(RoleCode.CASHIER)
    from anju.modules.people.services.documents import DocumentDraft, Upload, document_add

    draft = DocumentDraft(person_id=owner, kind="identity", title="身份证")
    paper = document_add(actor=boss, draft=draft, upload=Upload("a.pdf", PDF), at=AT)
    assert desk.get(reverse("people:document", args=[paper])).status_code == 403
    assert not AuditEntry.objects.filter(action="people.document.opened").exists()


def test_a_household_is_not_described_without_a_consent_of_its_own(manager, home, owner):
    refused = post(manager, "profile_edit", home.pk, health="对花粉过敏")
    assert refused.status_code == 422 and "单独同意" in refused.content.decode()
    assert "对花粉过敏" in refused.content.decode()
    assert not HouseholdProfile.objects.exists()


def test_every_look_at_a_household_is_written_down(manager, login, boss, home, owner):
    facade.consent_give(actor=boss, person_id=owner, purpose="profile", how="paper", at=AT)
    assert post(manager, "profile_edit", home.pk, members="三口之家", health="对花粉过敏").status_code == 303
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select facts from people_householdprofile")
        assert "花粉" not in cursor.fetchone()[0]
    assert "花粉" not in page(manager, "home", home.pk)
    assert "花粉" in post(manager, "profile", home.pk).content.decode()
    looks = AuditEntry.objects.filter(action="people.profile.seen").count()
    assert looks >= 1
    post(manager, "profile", home.pk)
    assert AuditEntry.objects.filter(action="people.profile.seen").count() == looks + 1
    changed = AuditEntry.objects.get(action="people.profile.changed").after
    assert changed["headings"] == ["health", "members"] and "花粉" not in str(changed)


def test_the_frontdesk_does_not_see_a_household(login, home, owner):
    desk = login(RoleCode.FRONTDESK)
    assert post(desk, "profile", home.pk).status_code == 403
    assert "家庭情况" not in page(desk, "home", home.pk)
    assert not HouseholdProfile.objects.exists()


def test_the_file_of_a_home_is_kept(manager, home, owner):
    values = {
        "layout": "三室两厅",
        "certificate": "issued",
        "gas": "open",
        "heating": "central",
        "note": "门铃坏了",
    }
    assert post(manager, "home_edit", home.pk, **values).status_code == 303
    assert HomeFile.objects.get().gas == "open"
    assert facade.home(home.pk, date(2026, 11, 21)).note == "门铃坏了"
    assert "三室两厅" in page(manager, "home", home.pk)
    assert (
        post(
            manager,
            "home_need",
            home.pk,
            text="楼道灯不亮",
            kind="community",
            since_on="2026-11-01",
            place=home.pk,
        ).status_code
        == 303
    )
    assert facade.home(home.pk, date(2026, 11, 21)).needs == ("楼道灯不亮",)  # fmt: skip


def test_the_index_says_what_each_file_lacks_and_who_keeps_it(manager, boss, home, owner):
    body = page(manager, "file_index")
    assert "产权证或购房合同" in body and "不完整" in body
    response = post(manager, "files_assign", ids=owner)
    assert response.status_code == 200 and "保管人" in response.content.decode()
    assert post(manager, "files_assign", ids=owner, keeper="", due_on="2026-01-31").status_code == 303
    assert Person.objects.get(pk=owner).file_due_on == date(2026, 1, 31)
    assert "沈若兰" in page(manager, "file_index", late=1)
    assert "沈若兰" not in page(manager, "file_index", complete=1)
    assert "沈若兰" not in page(manager, "file_index", lacks="phone")


def test_the_file_prints_with_masked_numbers(manager, home, owner):
    response = manager.get(reverse("people:file_print", args=[owner, "docx"]))
    made = Document(io.BytesIO(b"".join(response.streaming_content)))
    text = "\n".join(cell.text for table in made.tables for row in table.rows for cell in row.cells)
    assert "138****1234" in text and CARD not in text and "1号楼" in text
    response = manager.get(reverse("people:file_print", args=[owner, "pdf"]))
    assert b"".join(response.streaming_content)[:5] == b"%PDF-"
    assert AuditEntry.objects.filter(action="people.file.printed").count() == 2


def test_two_records_are_merged_at_the_desk_and_taken_apart(manager, boss, home, owner):
    twin = person(boss, "沈若兰", "13812341234")
    body = page(manager, "duplicates")
    assert "电话相同" in body
    assert "档案" in page(manager, "merge", owner, twin)
    assert post(manager, "merge", owner, twin, kept=owner, name=owner).status_code == 302
    assert manager.get(reverse("people:person", args=[twin])).status_code == 302
    merge = Person.objects.get(pk=twin).merges_gone.get()
    assert "拆分" in page(manager, "duplicates")
    assert post(manager, "part", merge.pk).status_code == 302
    assert Person.objects.get(pk=twin).state == PersonState.ACTIVE
    assert post(manager, "distinct", owner, twin).status_code == 302
    assert "没有发现重复住户" in page(manager, "duplicates")


def test_other_modules_fill_panels(manager, home, owner, monkeypatch):
    from markupsafe import Markup

    from anju.modules.people.queries import panels

    drawn = facade.Panel(title="报修和投诉", body=Markup("<p>三单未结</p>"))
    monkeypatch.setattr(panels, "_person_panels", [lambda request, key: drawn if key == owner else None])
    monkeypatch.setattr(panels, "_home_panels", [lambda request, key: None])
    assert "三单未结" in page(manager, "person", owner)
    assert "三单未结" not in page(manager, "home", home.pk)


def test_a_part_share_is_named_on_the_page(manager, boss, home):
    tie(boss, person(boss, "沈若兰"), home, share=Share(1, 3))
    assert "还有 2/3 的份额没有登记" in page(manager, "home", home.pk)


def test_a_merged_person_keeps_his_history_in_the_home(boss, home, owner):
    twin = person(boss, "沈若兰", "13812341234")
    tie(boss, twin, home, TieKind.FAMILY)
    persons_merge(actor=boss, kept_id=owner, gone_id=twin, at=AT)
    assert {one.relation for one in facade.home(home.pk, date(2026, 1, 1)).people} == {"owner", "family"}
